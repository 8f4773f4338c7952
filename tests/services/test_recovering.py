"""Two of three shares open the teams again when every passphrase is lost; one, or the same twice, opens nothing."""

from itertools import permutations

import pytest
from builders.meddling import Meddler
from builders.offices import AnOffice

from interview.audit.events import Event
from interview.services import recovering, signing_in
from interview.services.recovering import Recovered
from interview.store.records import NameTaken
from interview.store.refusals import Broken, ShareRefused
from interview.store.tables.canaries import CanaryRow
from interview.store.tables.people import AccountRow, MembershipRow, RecoveryCopyRow


def state_of(office: AnOffice) -> list[object]:
    cases = Meddler(office.database_url)
    return [cases.rows(row) for row in (AccountRow, MembershipRow, RecoveryCopyRow, CanaryRow)]


def used(office: AnOffice, name: str = "Nadia") -> Recovered:
    one, other, _ = office.made.shares
    with office.store.work() as work:
        made = recovering.use(work, one, other, name=name)
    assert isinstance(made, Recovered)
    return made


@pytest.mark.parametrize("pair", list(permutations(range(3), 2)))
def test_any_two_shares_open_the_canary_and_change_nothing(fresh_office: AnOffice, pair: tuple[int, int]) -> None:
    office = fresh_office
    one, other = (office.made.shares[number] for number in pair)
    before = state_of(office)

    with office.store.work() as work:
        teams = recovering.rehearse(work, one, other)

    assert teams == 2
    assert state_of(office) == before
    assert office.events(Event.RECOVERY_REHEARSED) == 1


def test_the_same_share_twice_is_refused(fresh_office: AnOffice) -> None:
    office = fresh_office
    one = office.made.shares[0]

    with office.store.work() as work, pytest.raises(ShareRefused):
        recovering.rehearse(work, one, one)


def test_the_new_supervisor_opens_what_the_teams_open(fresh_office: AnOffice) -> None:
    office = fresh_office
    interview_id = office.begin("Amina")

    made = used(office)

    office.passphrases["Nadia"] = made.supervisor.passphrase
    assert made.teams == 2
    assert office.opened(interview_id, "Nadia").id == interview_id
    for event in (Event.RECOVERY_USED, Event.RECOVERY_SHARES_MADE):
        assert office.events(event) == 1


def test_afterwards_the_new_shares_open_and_the_old_ones_do_not(fresh_office: AnOffice) -> None:
    office = fresh_office
    made = used(office)

    with office.store.work() as work:
        assert recovering.rehearse(work, made.shares[0], made.shares[2]) == 2
    for one, other in permutations(office.made.shares, 2):
        with office.store.work() as work, pytest.raises(Broken):
            recovering.rehearse(work, one, other)
    with office.store.work() as work, pytest.raises(Broken):
        recovering.rehearse(work, made.shares[0], office.made.shares[1])


def test_a_name_that_is_taken_changes_nothing(fresh_office: AnOffice) -> None:
    office = fresh_office
    before = state_of(office)
    one, other, _ = office.made.shares

    with office.store.work() as work:
        made = recovering.use(work, one, other, name="Siri")

    assert isinstance(made, NameTaken)
    assert state_of(office) == before


def test_whoever_had_a_passphrase_keeps_it(fresh_office: AnOffice) -> None:
    office = fresh_office
    used(office)

    with office.store.work() as work:
        assert isinstance(signing_in.sign_in(work, "Siri", office.passphrases["Siri"]), signing_in.SignedIn)


def test_a_canary_that_was_taken_away_is_noticed_and_laid_again_at_the_next_start(fresh_office: AnOffice) -> None:
    office = fresh_office
    one, other, _ = office.made.shares
    Meddler(office.database_url).delete(CanaryRow)
    with office.store.work() as work, pytest.raises(Broken):
        recovering.rehearse(work, one, other)

    office.store.migrate()

    with office.store.work() as work:
        assert recovering.rehearse(work, one, other) == 2
