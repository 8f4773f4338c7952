"""How long the page of a case takes to come, and a page of its record, with many entries."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from bench.deciding import handed_in

from interview.cli.measuring.figures import Spread
from interview.cli.measuring.installations import SUPERVISOR, Installation, Unmeasurable, actor_of
from interview.cli.measuring.measuring import JOURNAL, visitor_of
from interview.cli.measuring.servers import serving
from interview.cli.measuring.walking import times_of
from interview.questionnaire.answers import key_of
from interview.questionnaire.values import Value
from interview.services import assistance, deciding, interviewing, reviewing
from interview.services.decision_results import Decided
from interview.services.demonstrating import OpenWork
from interview.services.results import AskOnceMore, Saved

ENTRIES = 40
LOOKS = 200
AGREED: dict[str, Value] = {"a_case_kind": "primary", "a_cons_assist": "yes", "a_cons_file": "yes"}
SERVICE: dict[str, Value] = {"a_srv_type": "legal_advice", "a_srv_state": "ongoing"}


@dataclass(frozen=True, slots=True)
class Helped:
    """The page of a case with ENTRIES entries, and the contents of its record."""

    case: Spread
    record: Spread


def help_somebody(installation: Installation, folder: Path) -> Helped:
    """Decide about somebody, note ENTRIES services, and look."""
    with ExitStack() as stack:
        open_work, token = stack.enter_context(installation.at_work())
        decision_id = handed_in(installation, open_work, token)
        case_id = _confirm(installation, decision_id)
        with open_work() as work:
            record_id = assistance.begin(work, actor_of(work, token), case_id)
        _note(open_work, token, record_id)
        server = stack.enter_context(serving(installation.environment, folder / JOURNAL))
        supervisor = visitor_of(stack, server, installation, SUPERVISOR)
        times_of(supervisor, f"/cases/{case_id}", LOOKS // 4)
        return Helped(
            case=times_of(supervisor, f"/cases/{case_id}", LOOKS),
            record=times_of(supervisor, f"/interviews/{record_id}", LOOKS),
        )


def _confirm(installation: Installation, decision_id: UUID) -> UUID:
    with installation.at_work(SUPERVISOR) as (opened, supervisor), opened() as work:
        actor = actor_of(work, supervisor)
        decision = reviewing.open_review(work, actor, decision_id).decision
        if not isinstance(deciding.confirm(work, actor, decision_id, seen=decision.seen), Decided):
            raise Unmeasurable("a decision")
    return decision.case_id


def _note(open_work: OpenWork, token: str, record_id: UUID) -> None:
    with open_work() as work:
        pages = interviewing.open_interview(work, actor_of(work, token), record_id).questionnaire.pages
    for page in pages.values():
        if AGREED.keys() & set(page.question_ids):
            _save(open_work, token, record_id, page.id, {k: v for k, v in AGREED.items() if k in page.question_ids})
    for _ in range(ENTRIES):
        entry_id = uuid4().hex
        said = {key_of(item, "service_given", entry_id): value for item, value in SERVICE.items()}
        _save(open_work, token, record_id, f"a16_1-{entry_id}", said)


def _save(open_work: OpenWork, token: str, record_id: UUID, page_key: str, said: dict[str, Value]) -> None:
    with open_work() as work:
        actor = actor_of(work, token)
        shown = interviewing.open_interview(work, actor, record_id, for_page=page_key)
        result = interviewing.save_page(
            work, actor, record_id, page_key, said, revision=shown.revision, language="en", asked_once_more=True
        )
    if not isinstance(result, Saved | AskOnceMore):
        raise Unmeasurable("an entry")
