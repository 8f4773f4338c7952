"""Records of cases in a deployment, for pages that are asked for."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from builders import deciding
from builders.deployments import Deployment
from builders.invented_talks import case_of, whole_talk

from interview.forms import library
from interview.questionnaire.answers import PageKey
from interview.questionnaire.values import AnyOf, Money, Value
from interview.services import assistance, closing, interviewing, letting_in
from interview.services.invented import invented_people
from interview.services.results import AskOnceMore, Saved

ENTRY = "e" * 32
"""A service that is noted in every record that is made here."""

STAY = "d" * 32
"""A stay in each of them."""

JOURNEY = "f" * 32
"""A dangerous journey in each of them."""

AGREEMENT, TAKEN_BACK, REFERRAL = "a" * 32, "b" * 32, "c" * 32
"""What was agreed in each of them: one thing that holds, one that was taken back, and what still rests on it."""

_AGREEMENT: Mapping[str, Value] = {
    "a_agr_recipient": "Harbour Light",
    "a_agr_purpose": "law",
    "a_agr_given": "yes",
    "a_agr_classes": AnyOf(ticked=("name", "needs")),
    "a_agr_date": date(2026, 6, 15),
    "a_agr_until": date(2027, 6, 15),
    "a_agr_how": "oral_witnessed",
}
_REFERRAL: Mapping[str, Value] = {
    "a_out_org": "Open Door",
    "a_out_date": date(2026, 6, 16),
    "a_out_consent": "yes",
    "a_out_data_shared": AnyOf(ticked=("name", "health")),
    "a_out_result": "ongoing",
}

PAYMENT = "9" * 32
"""A payment that nobody has approved."""

_PAYMENT: Mapping[str, Value] = {"a_pay_what": "Tools", "a_pay_amount": Money(Decimal(3500), "THB", "")}

ASKED = "8" * 32
"""A referral to others in each of them, which the person agreed to."""

_ASKED: Mapping[str, Value] = {
    "a_out_org": "Elsewhere",
    "a_out_date": date(2026, 6, 15),
    "a_out_consent": "yes",
}
_JOURNEY: Mapping[str, Value] = {
    "a_mov_type": "return_voluntary",
    "a_mov_risk_done": "yes",
    "a_mov_risk": "high",
    "a_mov_date": datetime.now(UTC).date(),
    "a_mov_result": "planned",
}
_AGREED: Mapping[str, Value] = {
    "a_case_kind": "primary",
    "a_assist_start": date(2026, 6, 15),
    "a_cons_assist": "yes",
    "a_cons_file": "yes",
    "a_cons_research": "no",
    "a_cons_basis": "oral_witnessed",
    "a_cons_date": date(2026, 6, 15),
}
_CLOSING: Mapping[str, Value] = {
    "a_close_date": date(2026, 6, 15),
    "a_close_status": "closed",
    "a_close_reason": "goals_met",
    "a_close_retention": date(2030, 6, 15),
}
_VISITS: tuple[Mapping[str, Value], ...] = tuple(
    {"a_fu_date": day, "a_fu_mode": "visit", "a_fu_reach": "reached", "a_fu_consent": "yes", "a_fu_view_staff": view}
    for day, view in ((date(2026, 5, 4), "fragile"), (date(2026, 6, 8), "steady"))
)
_STAY: Mapping[str, Value] = {"a_shel_type": "women_shelter", "a_shel_in": date(2026, 6, 15)}
_SERVICE = {"a_srv_type": "legal_advice", "a_srv_state": "planned"}


def decided_talk(deployment: Deployment) -> UUID:
    """A talk about which a supervisor decided that the person may have been trafficked."""
    talk = whole_talk(deployment, next(person for person in invented_people() if person.key == "indicated"))
    deciding.confirm(deployment, talk)
    return talk


def a_record(deployment: Deployment) -> UUID:
    """The record of a case after a confirmed decision, with agreements, a stay and one service that is done.

    The shelter staff are let in.
    """
    talk = decided_talk(deployment)
    with deciding.at_work(deployment, "caseworker") as (work, actor):
        record_id = assistance.begin(work, actor, case_of(deployment, talk))
    answer(deployment, record_id, "a1", _AGREED)
    gone = {**_AGREEMENT, "a_agr_recipient": "Open Door", "a_agr_withdrawn": date(2026, 6, 20)}
    answer(deployment, record_id, "a1a", _AGREEMENT, entry_id=AGREEMENT)
    answer(deployment, record_id, "a1a", gone, entry_id=TAKEN_BACK)
    answer(deployment, record_id, "a17", _REFERRAL, entry_id=REFERRAL)
    answer(deployment, record_id, "a17", _ASKED, entry_id=ASKED)
    answer(deployment, record_id, "a16", _SERVICE, entry_id=ENTRY)
    answer(deployment, record_id, "a15", _STAY, entry_id=STAY)
    answer(deployment, record_id, "a18", _JOURNEY, entry_id=JOURNEY)
    answer(deployment, record_id, "a19p", _PAYMENT, entry_id=PAYMENT)
    for number, visit in enumerate(_VISITS, start=1):
        answer(deployment, record_id, "a20", visit, entry_id=f"{number:032x}")
    with deciding.at_work(deployment, "supervisor") as (work, actor):
        case_id = case_of(deployment, talk)
        for account in letting_in.show(work, actor, case_id).others:
            letting_in.let_in(work, actor, case_id, account.id)
    return record_id


def page_of(question_id: str) -> str:
    """The last page that a question of the form stands on."""
    pages = library.load("assistance").pages.values()
    return [page.id for page in pages if question_id in page.question_ids][-1]


def closing_asked(deployment: Deployment) -> UUID:
    """A record that its caseworker asks to close."""
    record_id = a_record(deployment)
    answer(deployment, record_id, "a21", _CLOSING)
    with deciding.at_work(deployment, "caseworker") as (work, actor):
        revision = interviewing.open_interview(work, actor, record_id).revision
        assert isinstance(closing.ask(work, actor, record_id, revision=revision), closing.Done)
    return record_id


def closed(deployment: Deployment) -> UUID:
    """A record that a supervisor closed."""
    record_id = closing_asked(deployment)
    with deciding.at_work(deployment, "supervisor") as (work, actor):
        revision = interviewing.open_interview(work, actor, record_id).revision
        assert isinstance(closing.decide(work, actor, record_id, revision=revision, approve=True), closing.Done)
    return record_id


def answer(
    deployment: Deployment, record_id: UUID, section_id: str, given: Mapping[str, Value], *, entry_id: str | None = None
) -> None:
    """Answer a section of a record, page by page; `entry_id` where it repeats."""
    with deciding.at_work(deployment, "caseworker") as (work, actor):
        shown = interviewing.open_interview(work, actor, record_id)
    section = next(one for one in shown.questionnaire.sections if one.id == section_id)
    turn: PageKey | None = section.pages[0].id if entry_id is None else f"{section.pages[0].id}-{entry_id}"
    again: PageKey | None = None
    while turn is not None:
        with deciding.at_work(deployment, "caseworker") as (work, actor):
            now = interviewing.open_interview(work, actor, record_id, for_page=turn)
            page = now.view.page(turn)
            keys = {} if page is None else {key: key.rpartition("-")[2] for key in page.keys}
            values = {key: given[item] for key, item in keys.items() if item in given}
            result = interviewing.save_page(
                work, actor, record_id, turn, values, revision=now.revision, asked_once_more=True, language="en"
            )
        # An answer may bring out another question on its page, which is then answered too.
        assert isinstance(result, Saved | AskOnceMore), turn
        if isinstance(result, AskOnceMore):
            if turn == again:
                # Something that cannot be left out, and was not given.
                return
            again = turn
        else:
            turn = result.next_page
