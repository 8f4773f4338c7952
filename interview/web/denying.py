"""A page that was refused to somebody signed in leaves an event; they see a page that does not exist."""

from uuid import UUID

from flask import g, request

from interview.services import denying
from interview.web.guarding import visitor_seen
from interview.web.server import Working


def note_refusal() -> None:
    """Record it, in a unit of work of its own: the request's was undone."""
    there = visitor_seen()
    if there is None or there.actor is None:
        return
    ids = [value for value in (request.view_args or {}).values() if isinstance(value, UUID)]
    working: Working = g.working
    with working.another() as work:
        denying.note(work, there.actor, ids)
