"""The steps of `create_app` that make pages out of requests, in their order."""

import resource
from collections.abc import Callable
from urllib.parse import urlsplit

from flask import abort, request
from werkzeug.middleware.proxy_fix import ProxyFix

from interview.config import Settings, is_loopback
from interview.web import (
    addresses,
    assets,
    compressing,
    errors,
    forgery,
    guarding,
    headers,
    journal,
    kept,
    languages,
    uploads,
    watching,
)
from interview.web.accounts import accounts
from interview.web.approvals import approvals
from interview.web.cases import cases
from interview.web.cases.identity import PURPOSES
from interview.web.clocks import clocks, tell_the_time
from interview.web.duty import duty
from interview.web.fingerprints import fingerprints
from interview.web.home import home
from interview.web.interviews import interviews
from interview.web.interviews.blueprint import PageKeyConverter
from interview.web.own_account import own_account
from interview.web.people import people
from interview.web.reassigning import reassigning
from interview.web.referrals import referrals
from interview.web.regranting import regranting
from interview.web.reviews import reviews
from interview.web.server import Server
from interview.web.signing_in import signing_in, to_confirm, to_enrol, to_sign_in, to_unlock
from interview.web.team import show_cover, team
from interview.web.team_keys import team_keys
from interview.web.teams import teams
from interview.web.trail import trail
from interview.web.transfers import transfers
from interview.web.urgent import urgent

# Neutral: it stands in the browser's history, on its tab and on the tablet's home screen.
APP_NAME = "Notes"


def leave_no_core(_: Server, __: Settings) -> None:
    """A process that crashes writes no memory to disk."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def believe_the_proxy(app: Server, settings: Settings) -> None:
    """Take address, scheme and host from the one proxy in front, if there is one."""
    if settings.behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]


def stay_on_this_machine(app: Server, _: Settings) -> None:
    """A demonstration answers nobody else, however it is served."""

    def refuse_others() -> None:
        # The name that was asked for counts too: another site's name may be pointed at this machine.
        named = urlsplit(f"//{request.host}").hostname or ""
        if not (is_loopback(request.remote_addr or "localhost") and is_loopback(named)):
            abort(404)
        if "X-Forwarded-For" in request.headers:
            abort(404)

    if app.demonstration:
        app.before_request(refuse_others)


def keep_bodies_in_memory(app: Server, _: Settings) -> None:
    """Nothing that was typed goes to a temporary file."""
    uploads.keep_bodies_in_memory(app)


def keep_a_journal(app: Server, _: Settings) -> None:
    """One line for each request, and where a failure happened."""
    journal.keep_a_journal(app)


def dress_answers(app: Server, _: Settings) -> None:
    """Headers, then compression: what is asked for last runs first on an answer."""
    headers.send_headers(app)
    compressing.compress_pages(app)


def refuse_forgeries(app: Server, _: Settings) -> None:
    """Only our own pages change anything."""
    forgery.refuse_forgeries(app)


def speak_languages(app: Server, settings: Settings) -> None:
    """The language of the screens."""
    languages.speak_languages(app, settings)


def word_errors(app: Server, _: Settings) -> None:
    """Every exception has a status and a sentence."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    errors.word_errors(app)


def set_page_words(app: Server, settings: Settings) -> None:
    """What every template may ask for."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        app_name=lambda: APP_NAME,
        demonstration=lambda: app.demonstration,
        visitor_seen=guarding.visitor_seen,
        may=guarding.may,
        was_given_back=kept.was_given_back,
        address_after_unlock=kept.address_after_unlock,
        this_page=kept.this_page,
        idle_seconds=lambda: round(settings.idle.total_seconds()),
        emergency_number=lambda: settings.emergency_number,
        identity_purposes=lambda: PURPOSES,
        identity_minutes=lambda: round(settings.identity.total_seconds() / 60),
        helpline=lambda: settings.helpline or settings.emergency_number,
    )
    watching.watch_over_pages(app, settings)
    tell_the_time(app, settings)
    show_cover(app, settings)
    app.config["MODULES"] = frozenset({"detail"}) if settings.detail else frozenset()


def mount_pages(app: Server, _: Settings) -> None:
    """Static files and blueprints, each under the prefix of its name."""
    # A redirect to a tidier address would be absolute, and would repeat whatever host the request named.
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    app.url_map.converters["page_key"] = PageKeyConverter
    addresses.remember_addresses(app)
    assets.serve_static_files(app)
    guarding.make_public(app, "static")
    app.register_blueprint(home)
    app.register_blueprint(signing_in)
    app.register_blueprint(interviews, url_prefix="/interviews")
    app.register_blueprint(urgent, url_prefix="/urgent")
    app.register_blueprint(accounts, url_prefix="/accounts")
    app.register_blueprint(clocks, url_prefix="/clocks")
    app.register_blueprint(duty, url_prefix="/duty")
    app.register_blueprint(team, url_prefix="/team")
    app.register_blueprint(approvals, url_prefix="/approvals")
    app.register_blueprint(teams, url_prefix="/teams")
    app.register_blueprint(fingerprints, url_prefix="/words")
    app.register_blueprint(team_keys, url_prefix="/team-keys")
    app.register_blueprint(regranting, url_prefix="/regranting")
    app.register_blueprint(reassigning, url_prefix="/reassigning")
    app.register_blueprint(own_account, url_prefix="/account")
    app.register_blueprint(cases, url_prefix="/cases")
    app.register_blueprint(people, url_prefix="/people")
    app.register_blueprint(trail, url_prefix="/trail")
    app.register_blueprint(transfers, url_prefix="/transfers")
    app.register_blueprint(reviews, url_prefix="/reviews")
    app.register_blueprint(referrals, url_prefix="/referrals")


def set_the_door(app: Server, _: Settings) -> None:
    """Nobody passes a route without what it asks for, and no route asks for nothing."""
    guarding.know_visitors(app)
    turning = guarding.Turning(to_sign_in=to_sign_in, to_unlock=to_unlock, to_confirm=to_confirm, to_enrol=to_enrol)
    app.admit = guarding.door(app, turning)
    guarding.stop_unless_guarded(app)


STEPS: tuple[Callable[[Server, Settings], None], ...] = (
    leave_no_core,
    believe_the_proxy,
    stay_on_this_machine,
    keep_bodies_in_memory,
    keep_a_journal,
    dress_answers,
    refuse_forgeries,
    speak_languages,
    word_errors,
    set_page_words,
    mount_pages,
    set_the_door,
)
