"""Teams: who supervises with whom, whom to let in and take out, and the offices that each team watches over."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from interview.casework.policy import Permission
from interview.services import fingerprints, offices, regranting
from interview.services import teams as service
from interview.web.forms import PageForm
from interview.web.guarding import current_actor, guarded, may
from interview.web.server import current_work

teams = Blueprint("teams", __name__)

NAME_MISSING = _("Give it a name.")
TEAM_MISSING = _("Choose a team.")


class NameForm(PageForm):
    """What a new team or office is called."""

    name = StringField(validators=[InputRequired(), Length(max=200)])


@teams.get("/")
@guarded(Permission.TEAM_LIST)
def show_all() -> str:
    """The teams and their people, and the offices."""
    work, actor = current_work(), current_actor()
    return render_template(
        "teams/list.html",
        teams=service.show_teams(work, actor),
        offices=offices.show_offices(work, actor),
        locked_out=regranting.locked_out(work, actor) if may(Permission.CASE_REASSIGN) else (),
    )


@teams.get("/new")
@guarded(Permission.TEAM_CREATE)
def ask() -> str:
    """The page for a new team."""
    return _ask_name(None)


@teams.post("/new")
@guarded(Permission.TEAM_CREATE, fresh=True)
def create() -> ResponseReturnValue:
    """Make a team, with whoever makes it as its first member."""
    form = NameForm()
    if not form.validate():
        return _ask_name(NAME_MISSING), 422
    service.create_team(current_work(), current_actor(), name=form.name.data or "")
    return _back()


@teams.get("/<uuid:team_id>/in")
@guarded(Permission.TEAM_ADMIT)
def choose(team_id: UUID) -> str:
    """Whom one could let in."""
    found = service.candidates(current_work(), current_actor(), team_id)
    return render_template("teams/choose.html", team_id=team_id, accounts=found)


@teams.get("/<uuid:team_id>/in/<uuid:account_id>")
@guarded(Permission.TEAM_ADMIT)
def compare(team_id: UUID, account_id: UUID) -> str:
    """The words to read to each other before somebody is let in."""
    work, actor = current_work(), current_actor()
    account = service.candidate(work, actor, team_id, account_id)
    read_out = fingerprints.words_of(work, actor, account_id)
    return render_template("teams/compare.html", team_id=team_id, account=account, read_out=read_out)


@teams.post("/<uuid:team_id>/in/<uuid:account_id>")
@guarded(Permission.TEAM_ADMIT, fresh=True)
def let_in(team_id: UUID, account_id: UUID) -> ResponseReturnValue:
    """Let somebody in whose words were the same."""
    work, actor = current_work(), current_actor()
    fingerprints.require_same(work, actor, account_id, posted_key_id())
    service.admit(work, actor, team_id, account_id)
    return _back()


@teams.post("/<uuid:team_id>/out/<uuid:account_id>")
@guarded(Permission.TEAM_ADMIT, fresh=True)
def take_out(team_id: UUID, account_id: UUID) -> ResponseReturnValue:
    """Take somebody out: what they ask for next is not there for them any more."""
    service.remove(current_work(), current_actor(), team_id, account_id)
    return _back()


@teams.post("/dismiss/<uuid:account_id>")
@guarded(Permission.TEAM_ADMIT, fresh=True)
def dismiss(account_id: UUID) -> ResponseReturnValue:
    """Take the supervisor's role from somebody."""
    service.dismiss(current_work(), current_actor(), account_id)
    return _back()


@teams.post("/keys/<uuid:principal_id>/seen")
@guarded(Permission.KEY_CHANGE_SEE)
def see_change(principal_id: UUID) -> ResponseReturnValue:
    """Say that one has seen that a key was replaced."""
    fingerprints.see_change(current_work(), current_actor(), principal_id, posted_key_id())
    return redirect(url_for("home.show"), 303)


@teams.get("/offices/new")
@guarded(Permission.OFFICE_CREATE)
def ask_office() -> str:
    """The page for a new office."""
    return _ask_office(None)


@teams.post("/offices/new")
@guarded(Permission.OFFICE_CREATE, fresh=True)
def want_office() -> ResponseReturnValue:
    """Ask a supervisor of a team to watch over a new office."""
    form, team_id = NameForm(), _posted_team()
    if not form.validate() or team_id is None:
        return _ask_office(TEAM_MISSING if form.name.data else NAME_MISSING), 422
    offices.ask_for_office(current_work(), current_actor(), name=form.name.data or "", team_id=team_id)
    return _back()


@teams.post("/offices/<uuid:office_id>/team")
@guarded(Permission.OFFICE_CREATE, fresh=True)
def want_team(office_id: UUID) -> ResponseReturnValue:
    """Ask a supervisor of another team to watch over an office."""
    offices.ask_for_team(current_work(), current_actor(), office_id, _posted_team())
    return _back()


def posted_key_id() -> bytes:
    """The id of the key whose words were on the page; where none was sent, one that nobody has."""
    try:
        return bytes.fromhex(request.form.get("key_id", ""))
    except ValueError:
        return b""


def _posted_team() -> UUID | None:
    try:
        return UUID(request.form.get("team", ""))
    except ValueError:
        return None


def _ask_name(problem: LazyString | None) -> str:
    return render_template("teams/new.html", form=NameForm(), problem=problem)


def _ask_office(problem: LazyString | None) -> str:
    found = [team for team in service.list_teams(current_work(), current_actor()) if not team.ledger]
    chosen = request.form.get("team", "")
    return render_template("teams/office.html", form=NameForm(), teams=found, chosen=chosen, problem=problem)


def _back() -> ResponseReturnValue:
    return redirect(url_for("teams.show_all"), 303)
