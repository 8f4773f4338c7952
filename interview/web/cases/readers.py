"""Who looked at a case."""

from uuid import UUID

from flask import render_template, request
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from interview.casework.policy import Permission
from interview.services import readers
from interview.services.readers import Seen
from interview.web.cases.blueprint import cases
from interview.web.guarding import current_actor, guarded
from interview.web.server import current_work

SEEN: dict[Seen, LazyString] = {
    Seen.SENSITIVE: _("Sensitive answers"),
    Seen.MEDICAL: _("Medical answers"),
    Seen.IDENTITY: _("Names and other answers that say who it is"),
    Seen.ASSESSMENT: _("Assessment"),
    Seen.DECISION: _("Decision"),
    Seen.WHO: _("Asked to see who it is"),
    Seen.FILES: _("What files there are"),
    Seen.FILE: _("A file"),
}
"""Words for what was looked at."""


@cases.get("/<uuid:case_id>/readers")
@guarded(Permission.READERS_READ)
def show_readers(case_id: UUID) -> str:
    """Who, when, at what, what for; newest first, a page at a time."""
    before = request.args.get("before", None, int)
    found = readers.readers_of(current_work(), current_actor(), case_id, before=before)
    return render_template("cases/readers.html", found=found, seen=SEEN)
