"""The sheet for an escort: shown around the days of travel, and each time on record."""

from datetime import timedelta

import pytest
from builders.offices import AnOffice
from builders.records import OnRecord, agreed, on_record

from interview.audit.events import Event
from interview.casework.refusals import NotPermitted
from interview.forms import library
from interview.questionnaire.answers import key_of
from interview.services import itineraries
from interview.services.itineraries import Itinerary, Opening

ENTRY = "d" * 32


def with_a_journey(office: AnOffice, *, leaves_in: int = 3) -> OnRecord:
    found = on_record(office)
    agreed(found)
    found.look_at_what_is_known()
    day = office.clock.now.date() + timedelta(days=leaves_in)
    found.add(
        "a18",
        entry_id=ENTRY,
        a_mov_type="return_voluntary",
        a_mov_decision="yes",
        a_mov_risk="high",
        a_mov_risk_done="yes",
        a_mov_to_country="MM",
        a_mov_to_place="Hpa-An",
        a_mov_date=day.isoformat(),
        a_mov_result="planned",
    )
    return found


def show(record: OnRecord, name: str = "Amina") -> Itinerary:
    with record.office.at_work(name) as (work, actor):
        return itineraries.show(work, actor, record.record_id, ENTRY)


def test_it_tells_where_when_and_how_but_neither_why_nor_how_dangerous(fresh_office: AnOffice) -> None:
    found = show(with_a_journey(fresh_office))
    keys = {key.rpartition("-")[2] for key in found.keys}

    assert {"s_name_given", "a_mov_date", "a_mov_to_place"} <= keys
    assert not {"a_mov_type", "a_mov_risk", "a_mov_decision", "a_mov_result"} & keys
    assert found.window.opening is Opening.OPEN


def test_each_showing_is_on_record(fresh_office: AnOffice) -> None:
    record = with_a_journey(fresh_office)
    show(record)
    show(record)

    assert fresh_office.events(Event.ITINERARY_SHOWN) == 2


def test_outside_the_days_of_travel_nothing_of_it_is_read_or_shown(fresh_office: AnOffice) -> None:
    found = show(with_a_journey(fresh_office, leaves_in=40))

    assert (found.window.opening, found.keys) == (Opening.EARLY, ())
    assert fresh_office.events(Event.ITINERARY_SHOWN) == 0


def test_a_name_is_hidden_from_a_supervisor_until_it_is_said_what_for(office: AnOffice) -> None:
    found = show(with_a_journey(office), "Siri")

    assert "s_name_given" in found.keys
    assert "s_name_given" not in found.opened.view.values
    assert key_of("a_mov_date", "movement", ENTRY) in found.opened.view.values


@pytest.mark.parametrize("name", ["Bruno", "Adam", "Anna", "Ines"])
def test_nobody_else_sees_it(office: AnOffice, name: str) -> None:
    record = with_a_journey(office)

    with pytest.raises(NotPermitted):
        show(record, name)


def test_what_an_escort_is_told_are_questions_of_the_form() -> None:
    questions = library.load("assistance").questions

    assert {key.rpartition("-")[2] for key in itineraries.told(ENTRY)} <= questions.keys()
