"""The record: by case, by person, what was refused; chosen by day and kind, and taken away as a table."""

from collections.abc import Callable
from datetime import date
from functools import partial
from uuid import UUID

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from interview.casework.policy import Permission
from interview.services import trail as service
from interview.services.trail import Kind, Page, Which
from interview.services.trail_tables import as_csv
from interview.web.guarding import current_actor, guarded
from interview.web.server import current_work
from interview.web.trail.blueprint import trail
from interview.web.trail.words import EVENTS, KINDS


@trail.get("/")
@guarded(Permission.TRAIL_READ)
def show_people() -> str:
    """Whose record one may read."""
    return render_template("trail/people.html", people=service.people(current_work(), current_actor()))


@trail.get("/cases/<uuid:case_id>")
@guarded(Permission.TRAIL_READ)
def show_case(case_id: UUID) -> str:
    """What happened to a case."""
    address = partial(url_for, "trail.show_case", case_id=case_id)
    page = service.by_case(current_work(), current_actor(), case_id, _which())
    return _shown(page, address, url_for("trail.export_case", case_id=case_id))


@trail.post("/cases/<uuid:case_id>/table")
@guarded(Permission.TRAIL_READ, fresh=True)
def export_case(case_id: UUID) -> ResponseReturnValue:
    """The same as a table."""
    return _table(lambda work, actor, which: service.by_case(work, actor, case_id, which))


@trail.get("/people/<uuid:account_id>")
@guarded(Permission.TRAIL_READ)
def show_person(account_id: UUID) -> str:
    """What somebody did."""
    address = partial(url_for, "trail.show_person", account_id=account_id)
    page = service.by_person(current_work(), current_actor(), account_id, _which())
    return _shown(page, address, url_for("trail.export_person", account_id=account_id))


@trail.post("/people/<uuid:account_id>/table")
@guarded(Permission.TRAIL_READ, fresh=True)
def export_person(account_id: UUID) -> ResponseReturnValue:
    """The same as a table."""
    return _table(lambda work, actor, which: service.by_person(work, actor, account_id, which))


@trail.get("/accounts/<uuid:account_id>")
@guarded(Permission.TRAIL_READ)
def show_account(account_id: UUID) -> str:
    """What happened to somebody's account."""
    address = partial(url_for, "trail.show_account", account_id=account_id)
    page = service.about_account(current_work(), current_actor(), account_id, _which())
    return _shown(page, address, url_for("trail.export_account", account_id=account_id))


@trail.post("/accounts/<uuid:account_id>/table")
@guarded(Permission.TRAIL_READ, fresh=True)
def export_account(account_id: UUID) -> ResponseReturnValue:
    """The same as a table."""
    return _table(lambda work, actor, which: service.about_account(work, actor, account_id, which))


@trail.get("/refused")
@guarded(Permission.TRAIL_READ)
def show_refused() -> str:
    """What was refused in the organisation. Taken away only with the whole record, which needs a second person."""
    page = service.denials(current_work(), current_actor(), _which())
    return _shown(page, partial(url_for, "trail.show_refused"))


def _shown(page: Page, address: Callable[..., str], table: str = "") -> str:
    chosen = {name: request.args.get(name, "") for name in ("since", "until", "kind")}
    older = None if page.before is None else address(before=page.before, **{k: v for k, v in chosen.items() if v})
    return render_template(
        "trail/page.html",
        page=page,
        events=EVENTS,
        # Where there is no table, there is one kind.
        kinds=KINDS if table else {},
        chosen=chosen,
        address=address(),
        older=older,
        table=table,
    )


def _table(read: service.Read) -> ResponseReturnValue:
    lines = service.export(current_work(), current_actor(), read, _which())
    answer = Response("".join(as_csv(lines, lambda event: str(EVENTS[event]))), mimetype="text/csv")
    # A name that says nothing: it stands in the folder of downloads.
    answer.headers["Content-Disposition"] = 'attachment; filename="table.csv"'
    return answer


def _which() -> Which:
    """What was chosen; what cannot be read is as if it were not chosen."""
    values = request.values
    kind = values.get("kind", "")
    return Which(
        events=service.events_of(Kind(kind)) if kind in set(Kind) else frozenset(),
        since=_day(values.get("since", "")),
        until=_day(values.get("until", "")),
        before=values.get("before", None, int),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
