"""Failed attempts slow the next ones down, and lock nobody out for good."""

from datetime import timedelta

import pytest
from builders.store import PASSPHRASE, House

from interview.store.attempts import OF_A_NAME, OF_A_NAME_HERE, OF_A_NETWORK
from interview.store.tables.people import AttemptRow
from interview.store.throttle import network_of

FREE = OF_A_NAME_HERE.free


def admit(house: House, name: str, address: str = "") -> int:
    with house.store.work() as work:
        return work.throttle.admit(name, address)


def test_waits_grow_up_to_a_minute_and_no_further() -> None:
    limit = OF_A_NAME_HERE
    waits = [limit.wait_after(count).total_seconds() for count in range(FREE, FREE + 8)]

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    assert limit.wait_after(FREE - 1) == timedelta()
    assert limit.wait_after(10_000) == limit.longest


def test_after_ten_attempts_the_next_one_waits(house: House) -> None:
    admitted = [admit(house, "caseworker") for _ in range(FREE)]

    assert admitted == [0] * FREE
    assert admit(house, "caseworker") == 1


def test_two_attempts_in_one_moment_do_not_wait_for_each_other(house: House) -> None:
    with house.store.work() as begun_first:
        house.clock.advance(timedelta(milliseconds=5))
        with house.store.work() as begun_second:
            assert begun_second.throttle.admit("caseworker") == 0

        assert begun_first.throttle.admit("caseworker") == 0


def test_attempts_while_waiting_do_not_make_it_longer(house: House) -> None:
    for _ in range(FREE):
        admit(house, "caseworker")

    refused = [admit(house, "caseworker") for _ in range(20)]
    house.clock.advance(timedelta(seconds=1))

    assert refused == [1] * 20
    assert admit(house, "caseworker") == 0
    assert admit(house, "caseworker") == 2


def test_a_name_that_nobody_has_waits_just_the_same(house: House) -> None:
    known = [admit(house, "caseworker") for _ in range(FREE + 1)]
    unknown = [admit(house, "who is this") for _ in range(FREE + 1)]

    assert known == unknown


def test_the_name_is_the_same_however_it_is_written(house: House) -> None:
    for _ in range(FREE):
        admit(house, "caseworker")

    assert admit(house, "  CaseWorker ") == 1


def test_one_name_does_not_slow_down_another(house: House) -> None:
    for _ in range(FREE + 5):
        admit(house, "caseworker")

    assert admit(house, "supervisor") == 0


def test_success_and_time_make_good(house: House) -> None:
    for _ in range(FREE):
        admit(house, "caseworker")
        admit(house, "supervisor")

    with house.store.work() as work:
        work.throttle.clear("caseworker")
    house.clock.advance(timedelta(hours=1, seconds=1))

    assert [admit(house, "caseworker") for _ in range(FREE)] == [0] * FREE
    assert [admit(house, "supervisor") for _ in range(FREE)] == [0] * FREE


def test_whoever_tries_names_at_the_door_does_not_slow_down_unlocking(house: House) -> None:
    token = house.sign_in("caseworker").token
    for _ in range(FREE + 5):
        admit(house, "caseworker")

    with house.store.work() as work:
        assert work.throttle.admit_unlock(token) == 0
        work.sessions.lock(token)
        assert work.sessions.unlock(token, PASSPHRASE) is not None


def test_unlocking_slows_down_by_itself(house: House) -> None:
    token = house.sign_in("caseworker").token

    for _ in range(FREE):
        with house.store.work() as work:
            assert work.throttle.admit_unlock(token) == 0

    with house.store.work() as work:
        assert work.throttle.admit_unlock(token) == 1
        assert work.throttle.admit_unlock("nobody's") == 0
        work.throttle.clear_unlock(token)
        work.throttle.clear_unlock("nobody's")
    with house.store.work() as work:
        assert work.throttle.admit_unlock(token) == 0


def test_an_attempt_counts_even_when_the_rest_fails(house: House) -> None:
    try:
        with house.store.work() as work:
            work.throttle.admit("caseworker")
            _ = 1 / 0
    except ZeroDivisionError:
        pass

    assert [row["count"] for row in house.cases.rows(AttemptRow)] == [1, 1]


def test_what_was_typed_is_not_kept(house: House) -> None:
    admit(house, "a name that was typed", "198.51.100.7")

    rows = house.cases.rows(AttemptRow)

    assert len(rows) == 3
    assert {len(row["lookup"]) for row in rows} == {32}
    assert not any(b"typed" in row["lookup"] or bytes((198, 51, 100, 7)) in row["lookup"] for row in rows)


def test_whoever_tries_a_name_elsewhere_does_not_slow_down_its_owner(house: House) -> None:
    for _ in range(FREE + 5):
        admit(house, "caseworker", "198.51.100.7")

    assert admit(house, "caseworker", "198.51.100.7") > 0
    assert admit(house, "caseworker", "203.0.113.9") == 0


def test_many_names_from_one_network_wait_and_other_networks_do_not(house: House) -> None:
    admitted = [admit(house, f"name {number}", "198.51.100.7") for number in range(OF_A_NETWORK.free + 1)]

    assert admitted == [0] * OF_A_NETWORK.free + [1]
    assert admit(house, "caseworker", "203.0.113.9") == 0


def test_a_name_that_is_tried_from_everywhere_waits_for_seconds_and_never_longer(house: House) -> None:
    waits = []
    for number in range(OF_A_NAME.free + 40):
        waits.append(admit(house, "caseworker", f"10.{number // 250}.{number % 250}.1"))
        house.clock.advance(timedelta(seconds=waits[-1]))

    assert 0 < max(waits) <= OF_A_NAME.longest.total_seconds() <= 8


def test_coming_in_makes_the_network_good_again(house: House) -> None:
    for number in range(OF_A_NETWORK.free):
        admit(house, f"name {number}", "198.51.100.7")

    with house.store.work() as work:
        work.throttle.clear("caseworker", "198.51.100.7")

    assert admit(house, "another", "198.51.100.7") == 0


@pytest.mark.parametrize("address", ["", "127.0.0.1", "::1", "::ffff:127.0.0.1", "unix", "no address"])
def test_this_machine_is_no_network(address: str) -> None:
    assert network_of(address) == b""


def test_whoever_has_one_address_of_a_network_has_them_all() -> None:
    assert network_of("2001:db8:0:1100::1") == network_of("2001:db8:0:11ff:ffff::2")
    assert network_of("2001:db8:0:1100::1") != network_of("2001:db8:0:1200::1")
    assert network_of("::ffff:198.51.100.7") == network_of("198.51.100.7") != network_of("198.51.100.8")
