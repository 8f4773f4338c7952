"""What every page says besides itself: that someone is needed, and whom to call without a network."""

from flask import g

from interview.config import Settings
from interview.services import alerts, duty
from interview.services.alerts import Called
from interview.web.guarding import visitor_seen
from interview.web.server import Server, current_work, working_now


def calls() -> tuple[Called, ...]:
    """The alerts that wait for this person's teams, looked up once for a page; none on an error's page."""
    if "calls" not in g:
        g.calls = _calls()
    found: tuple[Called, ...] = g.calls
    return found


def _calls() -> tuple[Called, ...]:
    there = visitor_seen()
    if there is None or there.actor is None or not working_now():
        return ()
    return alerts.open_for(current_work(), there.actor)


def calls_for_me() -> tuple[Called, ...]:
    """Those for which this person was called, or is on duty."""
    return tuple(one for one in calls() if one.for_me)


def watch_over_pages(app: Server, settings: Settings) -> None:
    """Let templates ask for it."""

    def duty_phone() -> str:
        there = visitor_seen()
        if there is None or there.actor is None or not working_now():
            return settings.duty_phone
        return duty.phone_for(current_work(), there.actor) or settings.duty_phone

    app.jinja_env.globals.update(calls=calls, calls_for_me=calls_for_me, duty_phone=duty_phone)
