"""Who somebody is, is hidden until it is said what for; then it shows for a while, in one session, on the record."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from builders.offices import AnOffice

from interview.audit.events import Event
from interview.casework.refusals import NotPermitted
from interview.questionnaire.answers import Key, PageKey
from interview.questionnaire.kinds import Sensitivity
from interview.services import interviewing, purposes, submitting
from interview.services.interviewing import OpenInterview
from interview.services.purposes import IdentityPurpose

NAME = "Zoraya"


@pytest.fixture
def talk(fresh_office: AnOffice) -> UUID:
    """A talk up to the fifth section; its author is Amina, its supervisor Siri."""
    return fresh_office.talk("in_the_middle", until="s5_1", given={"s_name_called": NAME})


def look(office: AnOffice, interview_id: UUID, name: str) -> OpenInterview:
    with office.at_work(name) as (work, actor):
        return interviewing.open_interview(work, actor, interview_id, whole=True)


def ask(office: AnOffice, interview_id: UUID, name: str, purpose: IdentityPurpose = IdentityPurpose.CARE) -> None:
    case_id = look(office, interview_id, name).case_id
    with office.at_work(name) as (work, actor):
        purposes.open_identity(work, actor, case_id, purpose)


def says_who(shown: OpenInterview) -> bool:
    """Whether anything that this person was handed says who is talked about."""
    identity = [
        key
        for values in (shown.view.values, shown.answers.values)
        for key in values
        if shown.view.question(key).sensitivity is Sensitivity.IDENTITY
    ]
    return bool(identity) or shown.name_called is not None


def test_the_author_in_the_middle_of_the_talk_sees_it_unasked(fresh_office: AnOffice, talk: UUID) -> None:
    shown = look(fresh_office, talk, "Amina")

    assert shown.name_called == NAME
    assert shown.hidden == frozenset()
    assert shown.identity_until is None


def test_a_supervisor_sees_it_only_for_a_purpose(fresh_office: AnOffice, talk: UUID) -> None:
    before = look(fresh_office, talk, "Siri")
    ask(fresh_office, talk, "Siri")
    after = look(fresh_office, talk, "Siri")

    assert not says_who(before)
    assert "s_name_called" in before.hidden
    assert after.name_called == NAME
    assert after.identity_until == fresh_office.clock.now + timedelta(minutes=15)
    assert fresh_office.events(Event.IDENTITY_OPENED) == 1


def test_whoever_handed_the_talk_in_has_to_say_what_for_too(fresh_office: AnOffice) -> None:
    talk = fresh_office.talk("indicated")
    with fresh_office.at_work("Amina") as (work, actor):
        revision = submitting.check(work, actor, talk).opened.revision
        assert isinstance(submitting.submit(work, actor, talk, revision=revision), submitting.Submitted)

    assert not says_who(look(fresh_office, talk, "Amina"))
    ask(fresh_office, talk, "Amina", IdentityPurpose.CONTACT)
    assert says_who(look(fresh_office, talk, "Amina"))


def test_it_is_hidden_again_after_a_while(fresh_office: AnOffice, talk: UUID) -> None:
    ask(fresh_office, talk, "Siri")
    for minutes, seen in ((4, True), (4, True), (4, True), (2.9, True), (0.2, False)):
        fresh_office.clock.now += timedelta(minutes=minutes)

        assert says_who(look(fresh_office, talk, "Siri")) is seen


def test_it_holds_for_one_session_alone(fresh_office: AnOffice, talk: UUID) -> None:
    ask(fresh_office, talk, "Siri")
    fresh_office.tokens["Siri"] = fresh_office.signed_in("Siri")

    assert not says_who(look(fresh_office, talk, "Siri"))


def test_it_holds_for_one_case_alone(fresh_office: AnOffice, talk: UUID) -> None:
    other = fresh_office.talk("in_the_middle", until="s5_1")
    ask(fresh_office, talk, "Siri")

    assert not says_who(look(fresh_office, other, "Siri"))


def test_it_can_be_hidden_before_its_time(fresh_office: AnOffice, talk: UUID) -> None:
    ask(fresh_office, talk, "Siri")
    case_id = look(fresh_office, talk, "Siri").case_id
    for _ in range(2):
        with fresh_office.at_work("Siri") as (work, actor):
            purposes.hide_identity(work, actor, case_id)

    assert not says_who(look(fresh_office, talk, "Siri"))
    assert fresh_office.events(Event.IDENTITY_HIDDEN) == 1


def test_asking_again_begins_the_time_anew(fresh_office: AnOffice, talk: UUID) -> None:
    ask(fresh_office, talk, "Siri")
    fresh_office.clock.now += timedelta(minutes=4)
    ask(fresh_office, talk, "Siri", IdentityPurpose.SAFETY)

    assert look(fresh_office, talk, "Siri").identity_until == fresh_office.clock.now + timedelta(minutes=15)
    assert fresh_office.events(Event.IDENTITY_OPENED) == 2


@pytest.mark.parametrize("name", ["Bruno", "Ines", "Anna", "Adam"])
def test_nobody_else_opens_it(fresh_office: AnOffice, talk: UUID, name: str) -> None:
    case_id = look(fresh_office, talk, "Amina").case_id
    for wanted in (case_id, uuid4()):
        with fresh_office.at_work(name) as (work, actor), pytest.raises(NotPermitted):
            purposes.open_identity(work, actor, wanted, IdentityPurpose.CARE)
        with fresh_office.at_work(name) as (work, actor), pytest.raises(NotPermitted):
            purposes.hide_identity(work, actor, wanted)

    assert fresh_office.events(Event.IDENTITY_OPENED) == 0


def test_what_is_hidden_is_not_recorded_as_read_and_what_shows_is(fresh_office: AnOffice, talk: UUID) -> None:
    def reads() -> int:
        before = fresh_office.events(Event.ANSWERS_READ)
        with fresh_office.at_work("Siri") as (work, actor):
            interviewing.open_interview(work, actor, talk, page_key="s4_3")
        return fresh_office.events(Event.ANSWERS_READ) - before

    hidden = reads()
    ask(fresh_office, talk, "Siri")
    # Asking looked at everything else; the page with the name is what is new.
    shown = reads()

    assert (hidden, shown) == (0, 1)


def test_what_the_system_makes_of_the_answers_is_the_same_for_who_does_not_see_them_all(
    fresh_office: AnOffice, talk: UUID
) -> None:
    mine, theirs = look(fresh_office, talk, "Amina"), look(fresh_office, talk, "Siri")

    assert theirs.whole_view == mine.view
    assert theirs.flags == mine.flags
    assert theirs.gate == mine.gate


def _reads_of(
    office: AnOffice, interview_id: UUID, page_key: PageKey, given: Mapping[Key, object], revision: int
) -> object:
    """What saving a page in a new session comes to, once something more than the name was recorded as read."""
    office.tokens["Amina"] = office.signed_in("Amina")
    office.opened(interview_id)
    before = office.events(Event.ANSWERS_READ)
    result = office.save(interview_id, page_key, given, revision=revision)
    assert office.events(Event.ANSWERS_READ) > before
    return result


def test_both_versions_of_an_answer_are_recorded_as_read(fresh_office: AnOffice) -> None:
    office = fresh_office
    talk = office.talk("indicated", until="s7_1")
    revision = office.opened(talk).revision
    office.save(talk, "s4_8", {"s_gender": "woman_girl"})

    result = _reads_of(office, talk, "s4_8", {"s_gender": "man_boy"}, revision)

    assert isinstance(result, interviewing.Conflict)


def test_answers_that_would_be_set_aside_are_recorded_as_read(fresh_office: AnOffice) -> None:
    office = fresh_office
    talk = office.talk("indicated")

    result = _reads_of(office, talk, "s8_2", {"s_topic_ok": "no"}, office.opened(talk).revision)

    assert isinstance(result, interviewing.WouldSetAside)


def test_an_answer_that_was_there_once_is_hidden_too(fresh_office: AnOffice) -> None:
    talk = fresh_office.talk("just_begun")
    theirs, mine = look(fresh_office, talk, "Siri"), look(fresh_office, talk, "Amina")

    assert theirs.hides("s_name_family")
    assert not theirs.hides("s_pre_private")
    assert not mine.hides("s_name_family")
