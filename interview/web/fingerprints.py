"""The words of one's own key, to read out to a colleague."""

from flask import Blueprint, render_template

from interview.services import fingerprints as service
from interview.web.guarding import current_actor, signed_in
from interview.web.server import current_work

fingerprints = Blueprint("fingerprints", __name__)


@fingerprints.get("/")
@signed_in
def show_own() -> str:
    """One's own words."""
    return render_template("fingerprints/own.html", read_out=service.own_words(current_work(), current_actor()))
