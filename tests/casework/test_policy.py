"""The one policy: role, scope, sensitivity, state; what nothing allows is not allowed."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview.casework.actors import Actor, Role
from interview.casework.interviews import InterviewState
from interview.casework.permissions import BY_ROLE, NEVER, Permission, clashing
from interview.casework.policy import Thing, may_hold, permits, require
from interview.casework.refusals import NotPermitted
from interview.questionnaire.kinds import Sensitivity

ORGANISATION, ELSEWHERE = UUID(int=1), UUID(int=2)
TEAM, OTHER_TEAM = UUID(int=3), UUID(int=4)
AMINA, BRUNO, SIRI = UUID(int=5), UUID(int=6), UUID(int=7)


def an_actor(*roles: Role, account_id: UUID = AMINA, team_ids: frozenset[UUID] = frozenset()) -> Actor:
    return Actor(account_id=account_id, organisation_id=ORGANISATION, roles=frozenset(roles), team_ids=team_ids)


DRAFT = Thing(
    organisation_id=ORGANISATION,
    author_ids=frozenset({AMINA}),
    assignee_id=AMINA,
    team_id=TEAM,
    state=InterviewState.IN_PROGRESS,
)
SUBMITTED = replace(DRAFT, state=InterviewState.SUBMITTED)
SUPERVISOR = an_actor(Role.SUPERVISOR, account_id=SIRI, team_ids=frozenset({TEAM}))


def test_a_caseworker_writes_in_their_own_interview() -> None:
    assert permits(an_actor(Role.CASEWORKER), Permission.INTERVIEW_WRITE, DRAFT)


def test_a_caseworker_writes_in_an_interview_assigned_to_them() -> None:
    assigned = replace(DRAFT, assignee_id=BRUNO)

    assert permits(an_actor(Role.CASEWORKER, account_id=BRUNO), Permission.INTERVIEW_WRITE, assigned)


@pytest.mark.parametrize("permission", [Permission.INTERVIEW_READ, Permission.INTERVIEW_WRITE, Permission.CASE_READ])
def test_another_caseworker_has_no_part_in_it(permission: Permission) -> None:
    other = an_actor(Role.CASEWORKER, account_id=BRUNO, team_ids=frozenset({OTHER_TEAM}))

    assert not permits(other, permission, DRAFT)


def test_a_supervisor_reads_the_teams_interviews_and_never_writes_in_them() -> None:
    assert permits(SUPERVISOR, Permission.INTERVIEW_READ, DRAFT)
    assert not permits(SUPERVISOR, Permission.INTERVIEW_WRITE, DRAFT)


def test_a_supervisor_of_another_team_does_not_read_them() -> None:
    other = replace(SUPERVISOR, team_ids=frozenset({OTHER_TEAM}))

    assert not permits(other, Permission.INTERVIEW_READ, DRAFT)


def test_nobody_decides_on_what_they_wrote() -> None:
    own = replace(SUBMITTED, author_ids=frozenset({AMINA, SIRI}))

    assert permits(SUPERVISOR, Permission.DECISION_WRITE, SUBMITTED)
    assert not permits(SUPERVISOR, Permission.DECISION_WRITE, own)


def test_nobody_decides_before_it_is_handed_in() -> None:
    assert not permits(SUPERVISOR, Permission.DECISION_WRITE, DRAFT)


def test_nobody_writes_after_it_is_handed_in() -> None:
    assert not permits(an_actor(Role.CASEWORKER), Permission.INTERVIEW_WRITE, SUBMITTED)


def test_an_interview_whose_state_is_not_told_is_not_written_in() -> None:
    assert not permits(an_actor(Role.CASEWORKER), Permission.INTERVIEW_WRITE, replace(DRAFT, state=None))


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ANALYST, Role.INTERPRETER])
def test_who_has_no_business_with_cases_gets_none_even_with_another_role(role: Role) -> None:
    both = an_actor(role, Role.CASEWORKER)

    assert not permits(both, Permission.CASE_READ, DRAFT)
    assert not may_hold(both, Permission.CASE_OPEN)


@given(st.frozensets(st.sampled_from(Role)), st.sampled_from(Permission), st.sampled_from(Sensitivity))
@settings(max_examples=200)
def test_nothing_of_another_organisation_is_ever_permitted(
    roles: frozenset[Role], permission: Permission, sensitivity: Sensitivity
) -> None:
    foreign = replace(DRAFT, organisation_id=ELSEWHERE, sensitivity=sensitivity, granted_to=frozenset({AMINA}))

    assert not permits(an_actor(*roles, team_ids=frozenset({TEAM})), permission, foreign)


@given(st.frozensets(st.sampled_from(Role)), st.sampled_from(Permission))
@settings(max_examples=200)
def test_what_is_permitted_may_be_held(roles: frozenset[Role], permission: Permission) -> None:
    actor = an_actor(*roles, team_ids=frozenset({TEAM}))

    assert may_hold(actor, permission) or not permits(actor, permission, DRAFT)


@given(st.sampled_from(Permission), st.sampled_from(InterviewState))
def test_without_a_role_nothing_is_permitted(permission: Permission, state: InterviewState) -> None:
    assert not permits(an_actor(team_ids=frozenset({TEAM})), permission, replace(DRAFT, state=state))


@pytest.mark.parametrize("sensitivity", Sensitivity)
def test_each_class_of_answers_is_read_by_those_whose_case_it_is(sensitivity: Sensitivity) -> None:
    answers = replace(DRAFT, sensitivity=sensitivity)

    assert permits(an_actor(Role.CASEWORKER), Permission.INTERVIEW_READ, answers)
    assert not permits(an_actor(Role.CASEWORKER, account_id=BRUNO), Permission.INTERVIEW_READ, answers)


def test_an_interpreter_sees_the_wording_of_a_paired_interview_alone() -> None:
    interpreter = an_actor(Role.INTERPRETER, account_id=BRUNO)
    paired = replace(DRAFT, granted_to=frozenset({BRUNO}))

    assert permits(interpreter, Permission.WORDING_READ, paired)
    assert not permits(interpreter, Permission.WORDING_READ, DRAFT)
    assert not permits(interpreter, Permission.INTERVIEW_READ, paired)


SELMA = an_actor(Role.SHELTER_STAFF, account_id=BRUNO)
RECORD = replace(DRAFT, record=True, granted_to=frozenset({BRUNO}))


def test_shelter_staff_read_the_record_of_a_case_they_are_let_into_and_nothing_else_of_it() -> None:
    assert permits(SELMA, Permission.INTERVIEW_READ, RECORD)
    assert not permits(SELMA, Permission.INTERVIEW_READ, replace(RECORD, record=False))
    assert not permits(SELMA, Permission.INTERVIEW_READ, replace(RECORD, granted_to=frozenset()))


@pytest.mark.parametrize("roles", [(Role.SHELTER_STAFF,), (Role.SHELTER_STAFF, Role.CASEWORKER)])
def test_no_medical_answer_is_open_to_shelter_staff_even_with_another_role(roles: tuple[Role, ...]) -> None:
    answers = replace(RECORD, author_ids=frozenset({BRUNO}), sensitivity=Sensitivity.MEDICAL)

    assert not permits(an_actor(*roles, account_id=BRUNO), Permission.INTERVIEW_READ, answers)
    assert not permits(SELMA, Permission.INTERVIEW_READ, answers)


def test_shelter_staff_write_stays_and_nothing_else_until_the_case_is_closed() -> None:
    assert permits(SELMA, Permission.STAY_WRITE, RECORD)
    assert not permits(SELMA, Permission.STAY_WRITE, replace(RECORD, closed=True))
    assert not permits(SELMA, Permission.INTERVIEW_WRITE, RECORD)


@pytest.mark.parametrize("permission", [Permission.DECISION_READ, Permission.SUMMARY_MAKE, Permission.ATTACHMENT_READ])
def test_decisions_papers_and_files_are_closed_to_shelter_staff(permission: Permission) -> None:
    assert not may_hold(SELMA, permission)


def test_an_administrator_changes_every_account_but_their_own() -> None:
    administrator = an_actor(Role.ADMINISTRATOR)

    assert permits(administrator, Permission.ACCOUNT_CHANGE, Thing(organisation_id=ORGANISATION, account_id=BRUNO))
    assert not permits(administrator, Permission.ACCOUNT_CHANGE, Thing(organisation_id=ORGANISATION, account_id=AMINA))


def test_an_administrator_makes_no_team_and_no_supervisor() -> None:
    administrator = an_actor(Role.ADMINISTRATOR)

    assert not may_hold(administrator, Permission.TEAM_CREATE)
    assert not may_hold(administrator, Permission.TEAM_ADMIT)


def test_no_role_rules_out_what_it_holds_itself() -> None:
    for role in Role:
        assert not NEVER[role] & BY_ROLE[role].keys()


def test_every_permission_is_held_by_some_role() -> None:
    assert set(Permission) == {permission for held in BY_ROLE.values() for permission in held}


def test_roles_that_take_from_each_other_clash() -> None:
    assert clashing(frozenset({Role.CASEWORKER, Role.SUPERVISOR}))
    assert clashing(frozenset({Role.CASEWORKER, Role.ADMINISTRATOR}))
    assert not clashing(frozenset({Role.ANALYST, Role.ADMINISTRATOR}))
    assert not clashing(frozenset({Role.CASEWORKER}))


def test_a_refusal_says_nothing_about_the_thing() -> None:
    with pytest.raises(NotPermitted) as refused:
        require(an_actor(), Permission.CASE_READ, DRAFT)

    assert str(refused.value) == ""
