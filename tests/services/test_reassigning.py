"""A case goes from one caseworker to another: the new one works on, the old one finds nothing any more."""

from uuid import UUID, uuid4

import pytest
from builders.meddling import Meddler
from builders.offices import AnOffice
from builders.store import Databases, opened_store

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import accounts, interviewing, reassigning, signing_in
from interview.store.refusals import Broken
from interview.store.revocations import RevocationKind
from interview.store.tables.cases import GrantRow
from interview.vault.master import MasterKey


def id_of(office: AnOffice, name: str) -> UUID:
    with office.store.work() as work:
        return next(one.id for one in work.accounts.list(office.made.organisation.id) if one.name == name)


def reassign(office: AnOffice, interview_id: UUID, to: str, *, by: str = "Siri") -> None:
    to_id = id_of(office, to)
    with office.at_work(by) as (work, actor):
        reassigning.reassign(work, actor, interview_id, to_id)


def test_the_new_caseworker_works_on_and_the_old_one_finds_nothing_on_any_worker(
    fresh_office: AnOffice, databases: Databases, master: MasterKey
) -> None:
    office = fresh_office
    interview_id = office.begin("Amina")
    token = office.signed_in("Amina")
    other = opened_store(databases, master, office.clock)

    reassign(office, interview_id, "Bruno")

    with other.work() as work:
        amina = signing_in.resume(work, token)
        assert isinstance(amina, Actor)
        with pytest.raises(NotPermitted):
            interviewing.open_interview(work, amina, interview_id)
    office.save(interview_id, "s0_1", {"s_pre_private": "yes"}, name="Bruno")
    assert office.opened(interview_id, "Siri").id == interview_id
    assert office.events(Event.INTERVIEW_REASSIGNED) == office.events(Event.CASE_GRANTED) == 1
    assert office.events(Event.CASE_GRANT_REMOVED) == 1
    with office.store.work() as work:
        taken = {(one.kind, one.subject_id) for one in work.revocations.in_force()}
    assert (RevocationKind.GRANT_REMOVED, id_of(office, "Amina")) in taken
    other.close()


def test_an_old_grant_that_is_put_back_opens_nothing(fresh_office: AnOffice) -> None:
    office = fresh_office
    interview_id, meddler = office.begin("Amina"), Meddler(fresh_office.database_url)
    old = meddler.one(GrantRow, principal_id=id_of(office, "Amina"))

    reassign(office, interview_id, "Bruno")
    meddler.put_back(GrantRow, old)

    with pytest.raises(Broken):
        office.opened(interview_id, "Amina")


def test_all_work_of_the_case_goes_along(fresh_office: AnOffice) -> None:
    office = fresh_office
    one = office.begin("Amina")
    other = office.begin("Amina", case_id=office.opened(one).case_id)

    reassign(office, one, "Bruno")

    assert office.opened(other, "Bruno").id == other
    assert office.events(Event.INTERVIEW_REASSIGNED) == 2


def test_a_case_that_comes_back_opens_again(fresh_office: AnOffice) -> None:
    office = fresh_office
    interview_id = office.begin("Amina")

    reassign(office, interview_id, "Bruno")
    reassign(office, interview_id, "Amina")

    assert office.opened(interview_id, "Amina").id == interview_id
    with pytest.raises(NotPermitted):
        office.opened(interview_id, "Bruno")
    with office.store.work() as work:
        (taken,) = [one for one in work.revocations.in_force() if one.kind is RevocationKind.GRANT_REMOVED]
    assert taken.subject_id == id_of(office, "Bruno")


@pytest.mark.parametrize("name", ["Adam", "Amina", "Bruno", "Ines", "Anna"])
def test_only_a_supervisor_of_the_team_reassigns(office: AnOffice, name: str) -> None:
    interview_id = office.begin("Amina")

    with pytest.raises(NotPermitted):
        reassign(office, interview_id, "Bruno", by=name)
    with office.at_work(name) as (work, actor), pytest.raises(NotPermitted):
        reassigning.show(work, actor, interview_id)


@pytest.mark.parametrize("name", ["Amina", "Ines", "Anna", "Adam", "Siri"])
def test_it_goes_to_another_who_interviews(office: AnOffice, name: str) -> None:
    interview_id = office.begin("Amina")

    with pytest.raises(NotNow):
        reassign(office, interview_id, name)


def test_it_goes_to_nobody_who_is_unknown_or_closed(office: AnOffice) -> None:
    interview_id = office.begin("Amina")
    with office.at_work("Adam") as (work, actor):
        bruno = id_of(office, "Bruno")
        accounts.disable_account(work, actor, bruno)

    with pytest.raises(NotNow):
        reassign(office, interview_id, "Bruno")
    with office.at_work("Siri") as (work, actor), pytest.raises(NotPermitted):
        reassigning.reassign(work, actor, interview_id, uuid4())
    with office.at_work("Siri") as (work, actor):
        shown = reassigning.show(work, actor, interview_id)
    with office.at_work("Adam") as (work, actor):
        accounts.enable_account(work, actor, bruno)
    assert shown.now_with == "Amina"
    assert "Bruno" not in {account.name for account in shown.others}
