"""The rota, and where an alert goes that nobody answers."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from interview.casework.duty import (
    CALL_AGAIN_AT_MOST,
    Shift,
    Told,
    call_again_after,
    call_first,
    call_next,
    in_line,
    on_duty,
)

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TEAM = uuid4()
PEOPLE = [UUID(int=number) for number in range(1, 6)]

hours = st.integers(-48, 48).map(lambda count: NOW + timedelta(hours=count))
shifts = st.builds(
    lambda who, begins, length: Shift(uuid4(), TEAM, who, begins, begins + timedelta(hours=length)),
    st.sampled_from(PEOPLE),
    hours,
    st.integers(1, 24),
)
rotas = st.lists(shifts, max_size=8)


@given(rotas)
def test_who_is_on_duty_stands_before_who_comes_later(rota: list[Shift]) -> None:
    line, now = in_line(rota, NOW), on_duty(rota, NOW)

    assert line[: len(now)] == now
    assert len(set(line)) == len(line)
    assert set(now) == {shift.account_id for shift in rota if shift.from_at <= NOW < shift.until_at}
    assert set(line) == {shift.account_id for shift in rota if shift.until_at > NOW}


@given(rotas, st.lists(rotas, min_size=2, max_size=2))
def test_an_alert_reaches_everyone_after_two_who_did_not_answer(rota: list[Shift], later: list[list[Shift]]) -> None:
    told = call_first(rota, NOW)
    first = told
    for step, changed in enumerate(later, start=1):
        told = call_next(told, changed, NOW + timedelta(minutes=15 * step))

    assert told.everyone
    assert told.first_id == first.first_id
    assert all(told.includes(account_id) for account_id in PEOPLE)


@given(rotas)
def test_the_first_is_on_duty_and_the_next_is_another_in_line(rota: list[Shift]) -> None:
    first = call_first(rota, NOW)
    then = call_next(first, rota, NOW)

    assert first.everyone is not bool(on_duty(rota, NOW))
    assert first.first_id in {None, *on_duty(rota, NOW)}
    assert then.next_id is None or then.next_id in set(in_line(rota, NOW)) - {first.first_id}
    assert then.everyone is (then.next_id is None)


def test_with_everyone_called_there_is_nobody_left_to_call() -> None:
    told = Told(PEOPLE[0], None, everyone=True)

    assert call_next(told, (), NOW) == told


@given(st.integers(0, 10_000))
def test_a_call_that_failed_is_made_again_within_the_hour(tries: int) -> None:
    assert timedelta(minutes=1) <= call_again_after(tries) <= CALL_AGAIN_AT_MOST
