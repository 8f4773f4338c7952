"""When an escort's itinerary can be shown, and what stands in it."""

from datetime import date, timedelta

import pytest

from interview.casework.itineraries import Opening, Window, told, window
from interview.questionnaire.answers import key_of
from interview.questionnaire.values import Value

ENTRY = "a" * 32
LEAVES = date(2026, 6, 15)
DAY = timedelta(days=1)


def journey(**said: Value) -> dict[str, Value]:
    return {key_of(item, "movement", ENTRY): value for item, value in {"a_mov_type": "resettlement", **said}.items()}


@pytest.mark.parametrize(
    ("today", "opening"),
    [
        (LEAVES - 15 * DAY, Opening.EARLY),
        (LEAVES - 14 * DAY, Opening.OPEN),
        (LEAVES, Opening.OPEN),
        (LEAVES + 7 * DAY, Opening.OPEN),
        (LEAVES + 8 * DAY, Opening.OVER),
    ],
)
def test_it_is_open_from_two_weeks_before_the_departure_until_a_week_after(today: date, opening: Opening) -> None:
    found = window(journey(a_mov_date=LEAVES), ENTRY, today)

    assert found == Window(opening, LEAVES - 14 * DAY, LEAVES + 7 * DAY)


def test_a_long_journey_counts_from_the_day_on_which_it_should_end() -> None:
    values = journey(a_mov_date=LEAVES, a_mov_arrival=LEAVES + 5 * DAY, a_mov_result="departed")

    assert window(values, ENTRY, LEAVES + 12 * DAY).opening is Opening.OPEN
    assert window(values, ENTRY, LEAVES + 13 * DAY).opening is Opening.OVER


def test_it_closes_when_the_person_says_that_they_arrived() -> None:
    values = journey(a_mov_date=LEAVES, a_mov_result="completed", a_mov_confirmed=LEAVES + DAY)

    assert window(values, ENTRY, LEAVES + DAY).opening is Opening.ARRIVED


@pytest.mark.parametrize("result", ["postponed", "cancelled_person", "cancelled_risk", "cancelled_other", "no_show"])
def test_a_journey_that_does_not_take_place_has_none(result: str) -> None:
    assert window(journey(a_mov_date=LEAVES, a_mov_result=result), ENTRY, LEAVES).opening is Opening.CALLED_OFF


@pytest.mark.parametrize("result", ["not_arrived", "refused_entry", "missing_in_transit"])
def test_a_journey_that_failed_keeps_it(result: str) -> None:
    assert window(journey(a_mov_date=LEAVES, a_mov_result=result), ENTRY, LEAVES).opening is Opening.OPEN


def test_without_a_day_there_is_none() -> None:
    assert window(journey(), ENTRY, LEAVES) == Window(Opening.NO_DAY)
    assert window({}, ENTRY, LEAVES) == Window(Opening.NO_DAY)


def test_it_tells_no_story_and_no_danger() -> None:
    told_of = {key.rpartition("-")[2] for key in told(ENTRY)}

    assert not {"a_mov_type", "a_mov_risk", "a_mov_decision", "a_mov_not_there", "a_mov_notes"} & told_of
    assert not any(item.startswith(("a_risk", "a_psy", "a_place", "s_exploit", "s_vot")) for item in told_of)
    assert {item for item in told_of if item.startswith("a_health")} == {"a_health_allergies"}
