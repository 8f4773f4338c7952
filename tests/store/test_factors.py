"""Second factors: a code works once, a stolen database makes none, and what is put back opens nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from builders.store import PASSPHRASE, House, opened_store
from builders.telephones import STEP, Telephone

from interview.audit.events import Event
from interview.store.records import SessionLevel
from interview.store.refusals import Broken
from interview.store.tables.factors import FactorRow, SpareCodeRow
from interview.store.tables.people import AccountRow, AttemptRow, SessionRow
from interview.vault.kinds import SealKind
from interview.vault.master import Purpose

NAME = "caseworker"


def set_up(house: House, name: str = NAME) -> tuple[Telephone, tuple[str, ...]]:
    """A second factor of an account, and its spare codes. Half a minute later its first code is over."""
    with house.at_work(name) as (work, actor):
        telephone = Telephone(work.factors.begin(actor).letters)
    with house.at_work(name) as (work, actor):
        made = work.factors.finish(actor, telephone.code(house.clock.now))
    house.tokens.pop(name)
    assert made is not None
    house.clock.advance(timedelta(seconds=60))
    return telephone, made


def opens(house: House, code: str, passphrase: str = PASSPHRASE, name: str = NAME) -> bool:
    with house.store.work() as work:
        return work.accounts.open(name, passphrase, code) is not None


def test_with_a_second_factor_both_are_needed(house: House) -> None:
    telephone, _ = set_up(house)

    assert not opens(house, "")
    assert not opens(house, "000000")
    assert not opens(house, telephone.code(house.clock.now), "another passphrase altogether")
    assert opens(house, telephone.code(house.clock.now))


def test_a_session_knows_what_it_was_opened_with(house: House) -> None:
    assert house.sign_in("supervisor").session.level is SessionLevel.PASSPHRASE
    telephone, _ = set_up(house)

    with house.store.work() as work:
        opened = work.accounts.open(NAME, PASSPHRASE, telephone.code(house.clock.now))
        assert opened is not None
        assert work.sessions.start(opened).session.level is SessionLevel.FACTOR


def test_a_code_works_once_and_so_does_none_before_it(house: House) -> None:
    telephone, _ = set_up(house)
    now, before = telephone.code(house.clock.now), telephone.code(house.clock.now - STEP)

    assert opens(house, now)
    assert not opens(house, now)
    assert not opens(house, before)
    house.clock.advance(timedelta(seconds=30))
    assert opens(house, telephone.code(house.clock.now))


def test_the_code_that_sets_it_up_is_used_up(house: House) -> None:
    with house.at_work(NAME) as (work, actor):
        telephone = Telephone(work.factors.begin(actor).letters)
    with house.at_work(NAME) as (work, actor):
        assert work.factors.finish(actor, telephone.code(house.clock.now)) is not None

    assert not opens(house, telephone.code(house.clock.now))


def test_until_the_first_code_is_right_nothing_changes(house: House) -> None:
    with house.at_work(NAME) as (work, actor):
        work.factors.begin(actor)
        assert work.factors.finish(actor, "000000") is None

    assert opens(house, "")


def test_another_factor_takes_the_place_of_the_first_only_once_it_is_shown(house: House) -> None:
    telephone, spare = set_up(house)
    with house.store.work() as work:
        opened = work.accounts.open(NAME, PASSPHRASE, telephone.code(house.clock.now))
        assert opened is not None
        house.tokens[NAME] = work.sessions.start(opened).token
    with house.at_work(NAME) as (work, actor):
        other = Telephone(work.factors.begin(actor).letters)
    house.clock.advance(timedelta(seconds=60))
    assert opens(house, telephone.code(house.clock.now))

    with house.at_work(NAME) as (work, actor):
        assert work.factors.finish(actor, other.code(house.clock.now)) is not None
    house.clock.advance(timedelta(seconds=60))

    assert not opens(house, telephone.code(house.clock.now))
    assert not opens(house, spare[0])
    assert opens(house, other.code(house.clock.now))
    assert len(house.cases.rows(FactorRow)) == 1


def test_of_many_who_show_the_same_code_at_once_one_comes_in(house: House) -> None:
    telephone, spare = set_up(house)
    stores = [house.store, opened_store(house.databases, house.master, house.clock)]

    def knock(number: int, code: str) -> bool:
        with stores[number % 2].work() as work:
            opened = work.accounts.open_again(house.organisation_id, house.accounts[NAME].id, PASSPHRASE, code)
            return opened is not None and bool(work.sessions.start(opened))

    with ThreadPoolExecutor(6) as threads:
        by_code = list(threads.map(knock, range(6), [telephone.code(house.clock.now)] * 6))
        by_spare_code = list(threads.map(knock, range(6), [spare[0]] * 6))

    stores[1].close()
    assert by_code.count(True) == 1
    assert by_spare_code.count(True) == 1


def test_a_spare_code_works_once_in_place_of_a_code(house: House) -> None:
    _, spare = set_up(house)

    assert len(spare) == len(set(spare)) == 10
    assert opens(house, spare[3].replace(" ", "-"))
    assert not opens(house, spare[3])
    assert opens(house, spare[4])
    assert len(house.events(Event.SPARE_CODE_USED)) == 2
    assert len(house.cases.rows(SpareCodeRow)) == 8


def test_new_spare_codes_take_the_place_of_the_old_ones(house: House) -> None:
    telephone, spare = set_up(house)
    with house.store.work() as work:
        opened = work.accounts.open(NAME, PASSPHRASE, telephone.code(house.clock.now))
        assert opened is not None
        renewed = work.factors.renew_spare_codes(opened.me.actor)
        assert renewed is not None
        assert work.factors.spare_codes_left(opened.me.actor) == 10

    assert not opens(house, spare[0])
    assert opens(house, renewed[0])


def test_whoever_tries_codes_is_slowed_down_and_not_told(house: House) -> None:
    telephone, spare = set_up(house)

    for _ in range(10):
        assert not opens(house, "000000")

    assert not opens(house, telephone.code(house.clock.now))
    assert opens(house, spare[0])
    house.clock.advance(timedelta(minutes=2))
    assert opens(house, telephone.code(house.clock.now))
    assert len(house.events(Event.CODE_REFUSED)) >= 11


def test_a_stolen_database_with_the_master_key_makes_no_code(house: House) -> None:
    set_up(house)
    row = house.cases.one(FactorRow)

    for purpose in Purpose:
        with pytest.raises(Broken):
            house.master.unseal(purpose, row["secret_sealed"], context=b"", kind=SealKind.FACTOR)  # type: ignore[arg-type]
    assert all(len(spare["lookup"]) == 32 for spare in house.cases.rows(SpareCodeRow))


def test_a_factor_that_is_taken_out_of_the_database_lets_nobody_in(house: House) -> None:
    telephone, _ = set_up(house)
    house.cases.delete(SpareCodeRow)
    house.cases.delete(FactorRow)

    with pytest.raises(Broken), house.store.work() as work:
        work.accounts.open(NAME, PASSPHRASE, telephone.code(house.clock.now))
    assert not opens(house, "")


@pytest.mark.parametrize("whose", ["another account's", "its own, of before"])
def test_a_secret_put_in_its_place_lets_nobody_in(house: House, whose: str) -> None:
    if whose == "another account's":
        telephone, _ = set_up(house, "supervisor")
        stolen = house.cases.one(FactorRow)
        set_up(house)
    else:
        telephone, _ = set_up(house)
        stolen = house.cases.one(FactorRow)
        with house.store.work() as work:
            opened = work.accounts.open(NAME, PASSPHRASE, telephone.code(house.clock.now))
            assert opened is not None
            other = Telephone(work.factors.begin(opened.me.actor).letters)
            assert work.factors.finish(opened.me.actor, other.code(house.clock.now)) is not None
        house.clock.advance(timedelta(seconds=60))
    mine = {"account_id": house.accounts[NAME].id}
    house.cases.change(FactorRow, mine, secret_sealed=stolen["secret_sealed"], mac=stolen["mac"])

    with pytest.raises(Broken), house.store.work() as work:
        work.accounts.open(NAME, PASSPHRASE, telephone.code(house.clock.now))


def test_an_account_is_not_made_to_forget_that_it_has_a_factor(house: House) -> None:
    set_up(house)
    house.cases.change(AccountRow, {"id": house.accounts[NAME].id}, factor_id=None)

    with pytest.raises(Broken):
        opens(house, "")


def test_the_lock_of_an_earlier_passphrase_opens_nothing_when_it_is_put_back(house: House) -> None:
    before = house.cases.one(AccountRow, id=house.accounts[NAME].id)
    with house.at_work(NAME) as (work, actor):
        work.accounts.change_passphrase(actor.account_id, "altogether other words of a passphrase")
    assert not opens(house, "")
    assert opens(house, "", "altogether other words of a passphrase")

    house.cases.change(AccountRow, {"id": house.accounts[NAME].id}, secret_sealed=before["secret_sealed"])
    assert not opens(house, "")

    house.cases.change(
        AccountRow,
        {"id": house.accounts[NAME].id},
        **{name: before[name] for name in ("secret_sealed", "lock_id", "epoch", "mac")},
    )
    with pytest.raises(Broken):
        opens(house, "")


def test_what_the_account_opened_it_opens_with_another_passphrase(house: House) -> None:
    interview = house.begin()
    with house.at_work(NAME) as (work, actor):
        work.accounts.change_passphrase(actor.account_id, "altogether other words of a passphrase")
    with house.store.work() as work:
        opened = work.accounts.open(NAME, "altogether other words of a passphrase")
        assert opened is not None
        house.tokens[NAME] = work.sessions.start(opened).token

    assert house.open(interview.record.id) is not None


def test_a_change_ends_the_sessions_of_the_account(house: House) -> None:
    house.sign_in(NAME)
    house.sign_in(NAME)

    set_up(house)

    assert house.cases.rows(SessionRow) == []


def test_a_reset_takes_the_second_factor_with_it(house: House) -> None:
    set_up(house)

    with house.at_work("administrator") as (work, _):
        account = work.accounts.reset(house.accounts[NAME].id, "new words for a new passphrase")

    assert not account.has_factor
    assert house.cases.rows(FactorRow) == []
    assert opens(house, "", "new words for a new passphrase")


def test_attempts_with_codes_are_counted_by_an_hmac(house: House) -> None:
    set_up(house)
    opens(house, "000000")

    assert house.accounts[NAME].id.bytes not in house.cases.one(AttemptRow)["lookup"]
