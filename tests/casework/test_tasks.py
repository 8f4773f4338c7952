"""What the record of a case asks to be done, and by when."""

from datetime import UTC, date, datetime, timedelta

import pytest

from interview.casework.cases import CaseStage, stage_of_record
from interview.casework.clocks import ClockKind, Limits, start_of
from interview.casework.tasks import Task, due, next_follow_up
from interview.questionnaire.answers import key_of
from interview.questionnaire.values import AnyOf, Value

NOW = datetime(2026, 6, 15, 9, 30, tzinfo=UTC)
LIMITS = Limits()
ENTRY, OTHER = "a" * 32, "b" * 32
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def entry(group: str, entry_id: str = ENTRY, /, **said: Value) -> dict[str, Value]:
    return {key_of(question_id, group, entry_id): value for question_id, value in said.items()}


AGREED: dict[str, Value] = {
    "a_agr_recipient": "Harbour Light",
    "a_agr_purpose": "help",
    "a_agr_given": "yes",
    "a_agr_classes": AnyOf(ticked=("needs",)),
    "a_agr_date": date(2026, 6, 1),
    "a_agr_until": date(2026, 9, 1),
}
TAKEN_BACK: dict[str, Value] = {**AGREED, "a_agr_withdrawn": date(2026, 6, 14)}


def at(day: date) -> datetime:
    return start_of(day, LIMITS)


@pytest.mark.parametrize(
    ("said", "task", "when"),
    [
        ({"a_law_status_until": date(2026, 9, 1)}, Task(ClockKind.PERMIT), at(date(2026, 9, 1))),
        ({"a_plan_end": date(2026, 9, 1)}, Task(ClockKind.PLAN), at(date(2026, 9, 1))),
        (
            {"a_cons_date": date(2026, 6, 1), "a_cons_file": "yes"},
            Task(ClockKind.CONSENT),
            at(date(2026, 6, 1)) + timedelta(days=365),
        ),
        (
            entry("claim", a_claim_deadline=date(2026, 7, 1), a_claim_state="filed"),
            Task(ClockKind.CLAIM, ENTRY),
            at(date(2026, 7, 1)),
        ),
        (entry("payment", a_pay_due=date(2026, 7, 1)), Task(ClockKind.PAYMENT, ENTRY), at(date(2026, 7, 1))),
        (entry("followup", a_fu_reach="unsafe"), Task(ClockKind.CONTACT, ENTRY), NOW + DAY),
        (entry("shelter_stay", a_shel_exit="missing"), Task(ClockKind.MISSING, ENTRY), NOW + DAY),
        (
            {"s_child_now": "yes", **entry("shelter_stay", a_shel_exit="missing")},
            Task(ClockKind.MISSING, ENTRY),
            NOW + HOUR,
        ),
        (entry("movement", a_mov_result="refused_entry"), Task(ClockKind.JOURNEY, ENTRY), NOW + HOUR),
        (entry("movement", a_mov_result="missing_in_transit"), Task(ClockKind.JOURNEY, ENTRY), NOW + HOUR),
        (
            entry("movement", a_mov_result="departed", a_mov_arrival=date(2026, 6, 20)),
            Task(ClockKind.ARRIVAL, ENTRY),
            at(date(2026, 6, 20)) + DAY,
        ),
        (entry("movement", a_mov_result="completed"), Task(ClockKind.ARRIVAL, ENTRY), NOW + 3 * DAY),
        (
            entry("outgoing_referral", a_out_date=date(2026, 6, 1), a_out_result="referred"),
            Task(ClockKind.REFERRAL, ENTRY),
            at(date(2026, 6, 15)),
        ),
        (
            {"a_cons_withdrawn": date(2026, 6, 14), **entry("outgoing_referral", a_out_result="ongoing")},
            Task(ClockKind.TELL, ENTRY),
            NOW + DAY,
        ),
        (entry("agreement", **AGREED), Task(ClockKind.AGREEMENT, ENTRY), at(date(2026, 9, 1))),
        (entry("agreement", **TAKEN_BACK), Task(ClockKind.TELL, ENTRY), NOW + DAY),
        (entry("agreement", **TAKEN_BACK, a_agr_told=date(2026, 6, 13)), Task(ClockKind.TELL, ENTRY), NOW + DAY),
        (
            {"a_cons_withdrawn": date(2026, 6, 14), **entry("agreement", **AGREED)},
            Task(ClockKind.TELL, ENTRY),
            NOW + DAY,
        ),
        (
            {**entry("agreement", **TAKEN_BACK), **entry("outgoing_referral", OTHER, a_out_org="harbour  LIGHT")},
            Task(ClockKind.RESTS, OTHER),
            NOW + DAY,
        ),
    ],
)
def test_an_answer_makes_a_task(said: dict[str, Value], task: Task, when: datetime) -> None:
    found = due(said, NOW, LIMITS)

    assert found[task] == when


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"a_cons_date": date(2026, 6, 1), "a_cons_file": "yes", "a_cons_withdrawn": date(2026, 6, 2)},
        entry("claim", a_claim_deadline=date(2026, 7, 1), a_claim_state="won"),
        entry("payment", a_pay_due=date(2026, 7, 1), a_pay_paid=date(2026, 6, 30)),
        entry("followup", a_fu_reach="reached"),
        {**entry("shelter_stay", a_shel_exit="missing"), **entry("shelter_stay", OTHER, a_shel_type="vot_shelter")},
        entry("movement", a_mov_result="completed", a_mov_confirmed=date(2026, 6, 14)),
        entry("outgoing_referral", a_out_date=date(2026, 6, 1), a_out_result="completed"),
        {"a_cons_withdrawn": date(2026, 6, 14), **entry("outgoing_referral", a_out_result="completed")},
        entry("agreement", **{**AGREED, "a_agr_given": "no"}),
        entry("agreement", **TAKEN_BACK, a_agr_told=date(2026, 6, 14)),
        {
            **entry("agreement", **TAKEN_BACK, a_agr_told=date(2026, 6, 15)),
            **entry("outgoing_referral", OTHER, a_out_org="Harbour Light", a_out_result="stopped"),
        },
    ],
)
def test_what_is_dealt_with_makes_none(said: dict[str, Value]) -> None:
    assert due(said, NOW, LIMITS) == {}


def test_a_partner_is_told_once_and_every_referral_to_them_is_brought_to_its_end() -> None:
    referrals = {
        **entry("outgoing_referral", "1" * 32, a_out_org="Harbour Light", a_out_result="ongoing"),
        **entry("outgoing_referral", "2" * 32, a_out_org="Harbour Light", a_out_result="referred"),
        **entry("outgoing_referral", "3" * 32, a_out_org="Open Door", a_out_result="ongoing"),
    }
    withdrawn = {"a_cons_withdrawn": date(2026, 6, 14)}

    one = due({**entry("agreement", **TAKEN_BACK), **referrals}, NOW, LIMITS)
    everything = due({**withdrawn, **entry("agreement", **AGREED), **referrals}, NOW, LIMITS)

    told = [Task(ClockKind.TELL, ENTRY), Task(ClockKind.RESTS, "1" * 32), Task(ClockKind.RESTS, "2" * 32)]
    assert list(one) == told
    assert list(everything) == [*told, Task(ClockKind.TELL, "3" * 32)]


def test_what_another_agreement_lets_go_on_is_not_brought_to_an_end() -> None:
    referral = entry("outgoing_referral", "1" * 32, a_out_org="Harbour Light", a_out_result="ongoing")
    other = entry("agreement", OTHER, **AGREED)

    found = due({**entry("agreement", **TAKEN_BACK), **other, **referral}, NOW, LIMITS)

    assert set(found) == {Task(ClockKind.TELL, ENTRY), Task(ClockKind.AGREEMENT, OTHER)}


def test_nobody_asks_again_where_a_newer_agreement_goes_on() -> None:
    longer = entry("agreement", OTHER, **{**AGREED, "a_agr_until": date(2026, 12, 1)})

    assert set(due({**entry("agreement", **AGREED), **longer}, NOW, LIMITS)) == {Task(ClockKind.AGREEMENT, OTHER)}


def test_after_an_arrival_visits_are_due_at_one_three_six_and_twelve_months() -> None:
    home = entry(
        "movement", a_mov_result="completed", a_mov_arrival=date(2026, 1, 31), a_mov_confirmed=date(2026, 2, 1)
    )
    visited: list[date] = []
    while (day := next_follow_up(home, visited[-1] if visited else None)) is not None:
        visited.append(day)

    assert visited == [date(2026, 2, 28), date(2026, 4, 30), date(2026, 7, 31), date(2027, 1, 31)]


def test_a_visit_a_little_early_counts() -> None:
    home = entry("reintegration_item", a_rei_start=date(2026, 1, 10))
    early = {**home, **entry("followup", OTHER, a_fu_date=date(2026, 2, 3), a_fu_reach="reached")}

    assert next_follow_up(home) == date(2026, 2, 10)
    assert next_follow_up(early) == date(2026, 4, 10)


def test_a_day_that_was_agreed_on_comes_before_the_one_that_is_proposed() -> None:
    home = entry("reintegration_item", a_rei_start=date(2026, 1, 10))
    first = entry("followup", OTHER, a_fu_date=date(2026, 2, 10), a_fu_next_on=date(2026, 3, 1))
    second = entry("followup", a_fu_date=date(2026, 3, 1))

    assert next_follow_up({**home, **first}) == date(2026, 3, 1)
    assert next_follow_up(first) == date(2026, 3, 1)
    assert next_follow_up({**home, **first, **second}) == date(2026, 4, 10)
    assert due({**home, **first}, NOW, LIMITS)[Task(ClockKind.FOLLOW_UP)] == at(date(2026, 3, 1))


@pytest.mark.parametrize("agreed", [date(2026, 2, 10), date(2026, 1, 1)])
def test_a_day_before_the_visit_is_not_the_next_one(agreed: date) -> None:
    home = entry("reintegration_item", a_rei_start=date(2026, 1, 10))
    visit = entry("followup", OTHER, a_fu_date=date(2026, 2, 10), a_fu_next_on=agreed)

    assert next_follow_up({**home, **visit}) == date(2026, 4, 10)


def test_who_wants_no_contact_is_not_visited() -> None:
    home = entry("reintegration_item", a_rei_start=date(2026, 1, 10))

    refused = {**home, **entry("followup", OTHER, a_fu_date=date(2026, 2, 3), a_fu_reach="refused")}

    assert next_follow_up(refused) is None
    assert Task(ClockKind.FOLLOW_UP) not in due(refused, NOW, LIMITS)


@pytest.mark.parametrize(
    ("said", "stage"),
    [
        ({}, CaseStage.ASSESSED),
        ({"a_plan_objectives": "A room of her own"}, CaseStage.PLANNED),
        (entry("service_given", a_srv_state="planned"), CaseStage.PLANNED),
        (entry("service_given", a_srv_state="ongoing"), CaseStage.ACTIVE),
        (entry("shelter_stay", a_shel_in=date(2026, 6, 1)), CaseStage.ACTIVE),
        (entry("movement", a_mov_result="departed"), CaseStage.MOVING),
        (entry("reintegration_item", a_rei_status="ongoing"), CaseStage.REINTEGRATING),
        (
            {**entry("movement", a_mov_result="completed"), **entry("followup", OTHER, a_fu_reach="reached")},
            CaseStage.MONITORING,
        ),
    ],
)
def test_the_stage_comes_out_of_what_happened(said: dict[str, Value], stage: CaseStage) -> None:
    assert stage_of_record(said) is stage
