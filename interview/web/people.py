"""Who is this person already? A search for those who may, a look among one's own, and pairs of cases to decide about.

What is typed comes with the body of a request and goes nowhere: no address, no record, no journal has it.
"""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from werkzeug.datastructures import MultiDict

from interview.casework.policy import Permission
from interview.casework.refusals import NotPermitted
from interview.services import looking_up
from interview.services.looking_up import Found, Wait, Wanted
from interview.web import names
from interview.web.guarding import current_actor, guarded, may
from interview.web.kept import given_back
from interview.web.languages import language_of_page
from interview.web.server import current_work

people = Blueprint("people", __name__)

LONGEST = 200
"""Letters of a name that are looked for."""
NO_NAME: LazyString = _("Write at least one name.")
NO_YEAR: LazyString = _("Write a year of four digits, or leave it blank.")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


@people.get("/")
@guarded(Permission.PEOPLE_SEARCH)
def show() -> str:
    """Look somebody up among everybody."""
    if not looking_up.may_search(current_actor()):
        raise NotPermitted
    return _page("people.search", given_back() or MultiDict())


@people.post("/")
@guarded(Permission.PEOPLE_SEARCH)
def search() -> ResponseReturnValue:
    """Who may be the one."""
    return _searched("people.search", everybody=True)


@people.get("/mine")
@guarded(Permission.PEOPLE_MATCH)
def show_mine() -> str:
    """Look somebody up among one's own cases, before a new one."""
    return _page("people.search_mine", given_back() or MultiDict())


@people.post("/mine")
@guarded(Permission.PEOPLE_MATCH)
def search_mine() -> ResponseReturnValue:
    """Who of one's own people may be the one."""
    return _searched("people.search_mine", everybody=False)


@people.get("/look-alikes")
@guarded(Permission.PEOPLE_SEARCH)
def show_look_alikes() -> str:
    """Cases that are probably about one person."""
    found = looking_up.look_alikes(current_work(), current_actor())
    return render_template("people/look_alikes.html", found=found, country=_country)


@people.post("/look-alikes")
@guarded(Permission.PEOPLE_SEARCH, fresh=True)
def decide() -> ResponseReturnValue:
    """Say whether they are."""
    one, other = (request.form.get(name, type=UUID) for name in ("one", "other"))
    same = request.form.get("same")
    if one is None or other is None or same not in ("yes", "no"):
        raise NotPermitted
    looking_up.decide(current_work(), current_actor(), one, other, same=same == "yes")
    return redirect(url_for("people.show_look_alikes"), 303)


def _searched(to: str, *, everybody: bool) -> ResponseReturnValue:
    typed = request.form
    wanted, wrong = _wanted(typed)
    if wrong is not None:
        return _page(to, typed, wrong=wrong), 422
    look = looking_up.search if everybody else looking_up.among_own
    return _page(to, typed, found=look(current_work(), current_actor(), wanted))


def _page(
    to: str,
    typed: MultiDict[str, str],
    *,
    found: Found | Wait | None = None,
    wrong: tuple[str, LazyString] | None = None,
) -> str:
    return render_template(
        "people/search.html",
        to=to,
        everybody=to == "people.search",
        typed=typed,
        found=found if isinstance(found, Found) else None,
        wait=found.seconds if isinstance(found, Wait) else 0,
        wrong=wrong,
        country=_country,
        may_open=may(Permission.CASE_OPEN),
    )


def _wanted(typed: MultiDict[str, str]) -> tuple[Wanted, tuple[str, LazyString] | None]:
    name, year = typed.get("name", "").strip()[:LONGEST], typed.get("born", "").strip()
    other = typed.get("other", "").strip()[:LONGEST]
    if not any(letter.isalpha() for letter in name + other):
        return Wanted(()), ("name", NO_NAME)
    born = _year(year)
    if year and born is None:
        return Wanted(()), ("born", NO_YEAR)
    return Wanted((name, other) if other else (name,), born), None


def _year(text: str) -> int | None:
    """A year in the digits of any script."""
    if not text.isdecimal():
        return None
    year = int(text)
    return year if _FIRST_YEAR <= year <= _LAST_YEAR else None


def _country(code: str) -> str:
    return names.name_of(names.countries(language_of_page()), code)
