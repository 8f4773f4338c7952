"""A dangerous journey: held until a supervisor who wrote nothing in the record allows it."""

import pytest
from builders.offices import AnOffice
from builders.records import OnRecord, agreed, on_record

from interview.audit.events import Event
from interview.casework.clocks import ClockKind
from interview.casework.refusals import NotPermitted
from interview.questionnaire.answers import key_of
from interview.services import entries, movements
from interview.services.closing import Changed, Fault
from interview.services.movements import Block, EntryStep, Journey
from interview.services.results import Held, Saved, SaveResult

ENTRY = "d" * 32
RETURN = {
    "a_mov_type": "return_voluntary",
    "a_mov_decision": "yes",
    "a_mov_info_given": "yes",
    "a_mov_risk_done": "yes",
    "a_mov_risk": "high",
    "a_mov_from_country": "TH",
    "a_mov_to_country": "MM",
    "a_mov_consent_form": "yes",
    "a_mov_result": "planned",
}


@pytest.fixture
def record(office: AnOffice) -> OnRecord:
    return with_a_return(office)


def with_a_return(office: AnOffice) -> OnRecord:
    found = on_record(office)
    agreed(found)
    found.save("k0_6", {"s_fear_return": "no"})
    found.add("a18", entry_id=ENTRY, **RETURN)
    return found


def leave(record: OnRecord) -> SaveResult:
    """Amend the journey: the person has left."""
    with record.office.at_work("Amina") as (work, actor):
        entries.amend(work, actor, record.record_id, "movement", ENTRY, "She left this morning")
    key = key_of("a_mov_result", "movement", ENTRY)
    page = next(page.id for page in record.opened().questionnaire.pages.values() if "a_mov_result" in page.question_ids)
    return record.save(f"{page}-{ENTRY}", {key: "departed"}, asked_once_more=True)


def show(record: OnRecord, name: str) -> Journey:
    with record.office.at_work(name) as (work, actor):
        return movements.show(work, actor, record.record_id, ENTRY)


def ask(record: OnRecord, name: str = "Amina") -> object:
    with record.office.at_work(name) as (work, actor):
        return movements.ask(work, actor, record.record_id, ENTRY)


def decide(record: OnRecord, name: str = "Siri", *, allow: bool = True, text: str = "The aunt meets her") -> object:
    revision = record.opened(name).revision
    with record.office.at_work(name) as (work, actor):
        return movements.decide(work, actor, record.record_id, ENTRY, revision=revision, allow=allow, text=text)


def test_a_dangerous_journey_is_not_marked_as_begun(record: OnRecord) -> None:
    before = record.opened().revision
    result = leave(record)

    assert result == Held((Block.DANGER,))
    assert record.opened().answers.values[key_of("a_mov_result", "movement", ENTRY)] == "planned"
    assert record.opened().revision == before + 1  # The amendment alone.


def test_a_supervisor_allows_it_with_reasons(record: OnRecord) -> None:
    asked = ask(record)
    wordless = decide(record, text=" ")
    decided = decide(record)
    result = leave(record)

    assert isinstance(asked, EntryStep)
    assert wordless is Fault.MISSING
    assert isinstance(decided, EntryStep)
    assert decided.allowed
    assert isinstance(result, Saved)


def test_who_wrote_in_the_record_never_decides(record: OnRecord) -> None:
    for name in ("Amina", "Bruno"):
        with pytest.raises(NotPermitted):
            decide(record, name)


def test_a_refusal_holds_it(record: OnRecord) -> None:
    decide(record, allow=False, text="Wait for the lawyer")

    assert leave(record) == Held((Block.DANGER,))


def test_a_change_of_the_danger_voids_the_decision(record: OnRecord) -> None:
    decide(record)
    record.fill("a14", a_risk_overall="immediate")

    assert leave(record) == Held((Block.DANGER,))
    assert not show(record, "Siri").holds


def test_a_decision_on_an_older_page_asks_to_look_again(record: OnRecord) -> None:
    seen = record.opened("Siri").revision
    record.add("a16", a_srv_type="food", a_srv_state="planned")
    with record.office.at_work("Siri") as (work, actor):
        answer = movements.decide(work, actor, record.record_id, ENTRY, revision=seen, allow=True, text="Go")

    assert answer == Changed()


def test_the_page_says_who_may_do_what(record: OnRecord) -> None:
    mine, theirs = show(record, "Amina"), show(record, "Siri")

    assert mine.blocks == (Block.DANGER,)
    assert (mine.may_ask, mine.may_decide) == (True, False)
    assert (theirs.may_ask, theirs.may_decide) == (False, True)


def test_asking_calls_whoever_is_on_duty_and_stands_in_the_trail(fresh_office: AnOffice) -> None:
    found = with_a_return(fresh_office)
    ask(found)
    decide(found)

    assert fresh_office.events(Event.ALERT_RAISED) == 1
    assert fresh_office.events(Event.JOURNEY_ASKED) == 1
    assert fresh_office.events(Event.JOURNEY_ALLOWED) == 1


def test_a_journey_that_fails_makes_a_task_within_the_hour(record: OnRecord) -> None:
    decide(record)
    leave(record)
    key = key_of("a_mov_result", "movement", ENTRY)
    page = next(page.id for page in record.opened().questionnaire.pages.values() if "a_mov_result" in page.question_ids)
    with record.office.at_work("Amina") as (work, actor):
        entries.amend(work, actor, record.record_id, "movement", ENTRY, "The border sent her back")
    record.save(f"{page}-{ENTRY}", {key: "refused_entry"}, asked_once_more=True)
    with record.office.at_work("Amina") as (work, _):
        kinds = [clock.kind for clock in work.clocks.of_case(record.case_id)]

    assert ClockKind.JOURNEY in kinds
