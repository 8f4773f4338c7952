"""The words of a decision, the steps that it takes, and who takes none."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview.casework.actors import Actor, Role
from interview.casework.decisions import (
    MOVES,
    OF_RESULT,
    ORGANISATION_OF,
    STATUS_OF,
    WITHIN,
    DecidingOrganisation,
    Determination,
    OverrideReason,
    Part,
    ReconsiderationReason,
    StepKind,
    TraffickingStatus,
    WhyNot,
    require_step,
)
from interview.casework.differences import ChangedAnswer, Difference, changed_answers
from interview.casework.interviews import InterviewState
from interview.casework.permissions import Permission
from interview.casework.policy import Thing, permits
from interview.casework.proposals import AGREEING, NEXT, ProposalState
from interview.casework.refusals import NotNow
from interview.casework.steps import AskedPin, ProjectDecision, Step, content_of, step_of
from interview.eligibility.missing import ElementName
from interview.eligibility.projects import CriterionStatus, ProjectOutcome
from interview.eligibility.vocabulary import Result
from interview.forms import library
from interview.questionnaire.answers import Answers

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
S = ProposalState


def test_the_words_of_the_standard_are_spelled_as_it_spells_them() -> None:
    assert {status.value: status.label for status in TraffickingStatus} == {
        "PossibleVictimOfTrafficking": "Possible victim of trafficking",
        "ActualVictimOfTrafficking": "Actual victim of trafficking",
        "NotAVictimOfTrafficking": "Not a victim of trafficking",
    }
    assert {organisation.value for organisation in DecidingOrganisation} == {
        "Police",
        "NGO",
        "CourtOrProsecution",
        "NonPoliceGovernmentalOrganization",
        "Other",
    }


def test_every_answer_of_the_form_has_its_word_of_the_standard() -> None:
    questions = library.load("screening").questions

    assert set(questions["s_vot_decision"].codes) == {*Determination} == STATUS_OF.keys()
    assert set(questions["s_vot_org"].codes) == ORGANISATION_OF.keys()
    assert set(ORGANISATION_OF.values()) == set(DecidingOrganisation)


def test_what_is_confirmed_without_a_proposal_agrees_with_the_system() -> None:
    assert OF_RESULT.keys() == set(Result)
    for result, determination in OF_RESULT.items():
        assert determination in AGREEING[result]


def test_every_part_is_a_reason_not_to_decide() -> None:
    assert {WhyNot(part.value) for part in Part} == set(WhyNot) - {WhyNot.NOT_YOURS, WhyNot.NOTHING_TO_DECIDE}


@pytest.mark.parametrize("kind", list(StepKind))
def test_a_step_is_taken_where_life_lets_it_and_nowhere_else(kind: StepKind) -> None:
    allowed = {state for state in S if _taken(kind, state)}

    assert allowed == (WITHIN[kind] if kind in WITHIN else {state for state in S if MOVES[kind] in NEXT[state]})
    for state in allowed:
        after = require_step(kind, state)
        assert after is state or after in NEXT[state] or state is S.UNDER_REVIEW


def _taken(kind: StepKind, state: ProposalState) -> bool:
    try:
        require_step(kind, state)
    except NotNow:
        return False
    return True


def test_nothing_more_happens_to_what_was_voided() -> None:
    assert [kind for kind in StepKind if _taken(kind, S.VOIDED_BY_EDIT)] == []


def test_what_was_decided_is_not_decided_again_unless_it_was_asked_for() -> None:
    for state in (S.CONFIRMED, S.OVERRIDDEN, S.COMMUNICATED, S.STANDING, S.RETURNED):
        for kind in (StepKind.TAKEN, StepKind.CONFIRMED, StepKind.OVERRIDDEN, StepKind.RETURNED, StepKind.ESCALATED):
            assert not _taken(kind, state)


texts = st.text(max_size=30)
steps = st.builds(
    Step,
    number=st.integers(1, 90),
    kind=st.sampled_from(StepKind),
    by_id=st.uuids(),
    by_name=texts,
    at=st.datetimes(timezones=st.just(UTC)),
    text=texts,
    result=st.none() | st.sampled_from(Determination),
    organisation=st.none() | st.sampled_from(DecidingOrganisation),
    override_reason=st.none() | st.sampled_from(OverrideReason),
    element=st.none() | st.sampled_from(ElementName),
    reconsideration_reason=st.none() | st.sampled_from(ReconsiderationReason),
    pins=st.lists(st.builds(AskedPin, id=texts, key=texts, text=texts), max_size=3).map(tuple),
    pin_id=texts,
    told_on=st.none() | st.dates(),
    told_by=texts,
)


@given(steps)
def test_a_step_reads_back_as_it_was_written(step: Step) -> None:
    assert step_of(step.number, step.kind, step.by_id, content_of(replace(step, pins=_asked(step)))) == replace(
        step, pins=_asked(step)
    )


def _asked(step: Step) -> tuple[AskedPin, ...]:
    """The pins as they are asked: what was answered stands in steps of its own."""
    return tuple(AskedPin(pin.id, pin.key, pin.text) for pin in step.pins)


def test_a_decision_about_a_project_reads_back_with_who_made_it() -> None:
    project = ProjectDecision("default", {"status": CriterionStatus.MET}, ProjectOutcome.ELIGIBLE, "Near", "Siri", NOW)
    step = Step(number=3, kind=StepKind.ELIGIBILITY_DECIDED, by_id=uuid4(), by_name="Siri", at=NOW, project=project)

    assert step_of(step.number, step.kind, step.by_id, content_of(step)) == step


def test_a_step_does_not_show_its_words_to_whoever_prints_it() -> None:
    step = Step(number=1, kind=StepKind.TOLD, by_id=uuid4(), by_name="Siri", at=NOW, text="told in private")

    assert "private" not in repr(step)


def test_a_difference_names_what_changed_in_the_order_of_the_form() -> None:
    form = library.load("screening")
    before = Answers(on=date(2026, 11, 24), values={"s_vot_reason": "a", "s_name_called": "Lin", "s_sex": "female"})
    after = replace(before, values={"s_vot_reason": "b", "s_sex": "female", "s_vot_decision": "victim"})

    found = changed_answers(form, before, after)

    assert found == (
        ChangedAnswer("s_name_called", "Lin", None),
        ChangedAnswer("s_vot_decision", None, "victim"),
        ChangedAnswer("s_vot_reason", "a", "b"),
    )
    assert changed_answers(form, before, before) == ()
    assert Difference(found, Result.INDICATED, Result.INSUFFICIENT).result_changed
    assert not Difference(found, Result.INDICATED, Result.INDICATED).result_changed


TEAM = UUID(int=7)
SUPERVISOR = Actor(UUID(int=1), UUID(int=2), frozenset({Role.SUPERVISOR}), frozenset({TEAM}))
CASEWORKER = Actor(UUID(int=3), UUID(int=2), frozenset({Role.CASEWORKER}))
IN_REVIEW = Thing(
    organisation_id=UUID(int=2),
    author_ids=frozenset({CASEWORKER.account_id}),
    assignee_id=CASEWORKER.account_id,
    team_id=TEAM,
    state=InterviewState.SUBMITTED,
)


def test_whoever_had_a_part_reads_and_tells_but_does_not_decide() -> None:
    had_a_part = replace(IN_REVIEW, party_ids=frozenset({SUPERVISOR.account_id}))

    assert permits(SUPERVISOR, Permission.DECISION_WRITE, IN_REVIEW)
    assert not permits(SUPERVISOR, Permission.DECISION_WRITE, had_a_part)
    assert not permits(SUPERVISOR, Permission.INTERVIEW_RETURN, had_a_part)
    for permission in (Permission.DECISION_READ, Permission.DECISION_TELL):
        assert permits(SUPERVISOR, permission, had_a_part)
        assert permits(CASEWORKER, permission, IN_REVIEW)


def test_a_part_in_a_decision_opens_nothing() -> None:
    stranger = replace(CASEWORKER, account_id=UUID(int=9))
    had_a_part = replace(IN_REVIEW, party_ids=frozenset({stranger.account_id}))

    assert not any(permits(stranger, permission, had_a_part) for permission in (Permission.DECISION_READ,))
    assert not permits(stranger, Permission.INTERVIEW_READ, had_a_part)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ANALYST, Role.INTERPRETER])
def test_whose_role_keeps_them_from_cases_neither_reads_nor_tells_nor_decides(role: Role) -> None:
    both = replace(SUPERVISOR, roles=frozenset({Role.SUPERVISOR, role}))

    for permission in (Permission.DECISION_READ, Permission.DECISION_TELL, Permission.DECISION_WRITE):
        assert not permits(both, permission, IN_REVIEW)
