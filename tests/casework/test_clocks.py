"""Clocks: which answers start them, and how much time is left."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from interview.casework.clocks import (
    STARTED_BY,
    ClockKind,
    Limits,
    decision_due,
    on_the_hour,
    start_of,
    started,
    time_left,
    touched,
)
from interview.forms import library
from interview.questionnaire.values import Value

NOW = datetime(2026, 11, 24, 9, 20, tzinfo=UTC)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def test_a_flagged_decision_is_due_sooner() -> None:
    limits = Limits()

    assert decision_due(NOW, flagged=False, limits=limits) == NOW + timedelta(hours=72)
    assert decision_due(NOW, flagged=True, limits=limits) == NOW + timedelta(hours=24)


def test_the_answers_that_start_clocks_are_asked_in_the_form() -> None:
    assert set(STARTED_BY.values()) <= library.load("screening").questions.keys()


def test_an_assault_a_removal_and_a_consent_start_their_clocks() -> None:
    limits = Limits(time_zone=ZoneInfo("Asia/Bangkok"))
    answers: dict[str, Value] = {"s_now_72h": "yes", "s_removal_date": date(2026, 12, 1), "s_con_record": "yes"}

    found = started(answers, NOW, limits)

    assert found[ClockKind.CARE] == NOW + limits.care
    assert found[ClockKind.REMOVAL] == datetime(2026, 11, 30, 17, tzinfo=UTC)
    assert found[ClockKind.CONSENT] == NOW + limits.consent
    assert started({"s_now_72h": "no", "s_con_record": "no"}, NOW, limits) == {}


def test_only_the_clocks_of_changed_answers_are_touched() -> None:
    before = {"s_now_72h": "yes", "s_con_record": "yes"}

    assert touched(before, {**before, "s_age": "1"}) == set()
    assert touched(before, {**before, "s_now_72h": "no"}) == {ClockKind.CARE}
    assert touched({}, {"s_removal_date": date(2026, 12, 1)}) == {ClockKind.REMOVAL}


@given(moments, moments)
def test_the_time_left_is_never_more_than_it_is(due: datetime, now: datetime) -> None:
    left = time_left(due, now)
    shown = timedelta(days=left.days, hours=left.hours)

    assert left.overdue is (due < now)
    assert shown <= abs(due - now) < shown + timedelta(hours=1)
    assert 0 <= left.hours < 24


@given(moments)
def test_what_stands_in_clear_is_a_full_hour_and_never_too_late(due: datetime) -> None:
    assert on_the_hour(due) <= due < on_the_hour(due) + timedelta(hours=1)
    assert (on_the_hour(due).minute, on_the_hour(due).second) == (0, 0)


@given(st.dates(date(2001, 1, 1), date(2099, 1, 1)))
def test_a_day_begins_at_the_office(day: date) -> None:
    zone = ZoneInfo("Asia/Bangkok")

    assert start_of(day, Limits(time_zone=zone)).astimezone(zone).date() == day
