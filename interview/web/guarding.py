"""The door: every route says who may come in, and the session in the cookie says who is there."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from flask import Flask, Request, g, request
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user

from interview.casework.actors import Actor
from interview.casework.policy import Permission, may_hold
from interview.services import signing_in
from interview.web.server import current_work

COOKIE = "__Host-session"
View = TypeVar("View", bound=Callable[..., object])


class Level(Enum):
    """What a visitor must have shown."""

    NOTHING = 0
    SESSION = 1
    KNOWN = 2
    OPEN_SESSION = 3


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a route asks of the person who comes to it."""

    level: Level
    permissions: tuple[Permission, ...] = ()
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is at the door, as Flask-Login wants a user.

    `actor`: the person at work; None while the session is locked, and for somebody who must set up a second factor
    first. `person`: either of the two; None while the session is locked. `fresh`: passphrase, and code if there is a
    second factor, were given within five minutes.
    """

    actor: Actor | None
    person: Actor | None = None
    fresh: bool = False
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        return "" if self.person is None else str(self.person.account_id)


class Unguarded(Exception):
    """Routes that do not say who may come in; the start-up stops."""


class NotAllowed(Exception):
    """The actor's roles never hold the permission that the route asks for; answered as if the page did not exist."""


def _require(requirement: Requirement) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.requirement = requirement  # type: ignore[attr-defined]  # a mark on the function, read by `requirement_of`
        return view

    return mark


def public(view: View) -> View:
    """Anyone may come, signed in or not."""
    return _require(Requirement(Level.NOTHING))(view)


def with_session(view: View) -> View:
    """Anyone with a session may come, locked or open."""
    return _require(Requirement(Level.SESSION))(view)


def signed_in(view: View) -> View:
    """Anyone with an open session may come."""
    return _require(Requirement(Level.OPEN_SESSION))(view)


def known(view: View) -> View:
    """Anyone with a session may come that is not locked, also one who must set up a second factor first."""
    return _require(Requirement(Level.KNOWN))(view)


def known_freshly(view: View) -> View:
    """As `known`, for whoever showed within five minutes who they are; else they are asked again."""
    return _require(Requirement(Level.KNOWN, fresh=True))(view)


def signed_in_freshly(view: View) -> View:
    """Anyone with an open session may come who showed within five minutes who they are; else they are asked again."""
    return _require(Requirement(Level.OPEN_SESSION, fresh=True))(view)


def guarded(*permissions: Permission, fresh: bool = False) -> Callable[[View], View]:
    """Who holds one of `permissions` in one of their roles may come; the service asks again about the very thing.

    `fresh`: and who showed within five minutes who they are. Whoever is asked again comes back to the same page: to the
    one that a form was sent from, with what was typed there, or to a page that was asked for.
    """
    return _require(Requirement(Level.OPEN_SESSION, permissions, fresh))


def requirement_of(app: Flask, endpoint: str) -> Requirement | None:
    """What the route asks; None for a route that does not say."""
    requirement: Requirement | None = getattr(app.view_functions[endpoint], "requirement", None)
    return requirement


def make_public(app: Flask, endpoint: str) -> None:
    """Declare a route public that has no function of ours to mark."""
    public(app.view_functions[endpoint])


def session_token() -> str:
    """The session's token as the cookie carries it, or an empty text."""
    return request.cookies.get(COOKIE, "")


def current_actor() -> Actor:
    """The person at work; only for views behind `guarded` or `signed_in`."""
    actor: Actor = current_user.actor
    return actor


def current_person() -> Actor:
    """The person behind this session, who may have to set up a second factor first; only behind `known`."""
    person: Actor = current_user.person
    return person


def visitor() -> Visitor | None:
    """Who is there, or None."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def visitor_seen() -> Visitor | None:
    """Who the door saw on this request; None on pages that anyone may open, and never a look into the database."""
    return getattr(g, "_login_user", None) if isinstance(getattr(g, "_login_user", None), Visitor) else None


def may(permission: str) -> bool:
    """Whether whoever the door saw can hold this permission at all; for templates, by the permission's value."""
    there = visitor_seen()
    return there is not None and there.actor is not None and may_hold(there.actor, Permission(permission))


def _resume(_: Request) -> Visitor | None:
    if not session_token():
        return None
    found = signing_in.resume(current_work(), session_token())
    if found is None:
        return None
    if isinstance(found, signing_in.Locked):
        return Visitor(None)
    person = found.person if isinstance(found, signing_in.Enrolling) else found
    actor = found if isinstance(found, Actor) else None
    return Visitor(actor, person, fresh=signing_in.is_fresh(current_work(), person))


class Turning:
    """What the door answers to those whom it does not let in."""

    def __init__(
        self,
        *,
        to_sign_in: Callable[[], ResponseReturnValue],
        to_unlock: Callable[[], ResponseReturnValue],
        to_confirm: Callable[[], ResponseReturnValue],
        to_enrol: Callable[[], ResponseReturnValue],
    ) -> None:
        self.to_sign_in = to_sign_in
        self.to_unlock = to_unlock
        self.to_confirm = to_confirm
        self.to_enrol = to_enrol


def door(app: Flask, turning: Turning) -> Callable[[], ResponseReturnValue | None]:
    """The function that looks at each request before its view."""

    def admit() -> ResponseReturnValue | None:
        if request.routing_exception is not None:
            visitor()  # A page that does not exist still carries Lock and Hide screen for whoever is there.
            return None
        requirement = requirement_of(app, request.endpoint or "")
        if requirement is None:
            raise Unguarded(request.endpoint)
        if requirement.level is Level.NOTHING:
            return None
        there = visitor()
        if there is None:
            return turning.to_sign_in()
        if requirement.level is Level.SESSION:
            return None
        if there.person is None:
            return turning.to_unlock()
        if there.actor is None and requirement.level is not Level.KNOWN:
            return turning.to_enrol()
        if requirement.permissions and not any(may_hold(there.person, one) for one in requirement.permissions):
            raise NotAllowed
        return turning.to_confirm() if requirement.fresh and not there.fresh else None

    return admit


def know_visitors(app: Flask) -> None:
    """Have Flask-Login resume the session that the cookie names."""
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app, add_context_processor=False)
    manager.request_loader(_resume)


def stop_unless_guarded(app: Flask) -> None:
    """Raise `Unguarded` naming every route that declares nothing."""
    missing = sorted({rule.endpoint for rule in app.url_map.iter_rules() if requirement_of(app, rule.endpoint) is None})
    if missing:
        raise Unguarded(", ".join(missing))
