"""A case goes to another organisation of the same server, with every row of it, and can come back."""

from uuid import UUID

import pytest
from builders.attaching import PDF, attach
from builders.meddling import Meddler
from builders.offices import AnOffice
from builders.reviews import InReview, handed_in
from builders.store import Databases
from builders.transfers import NEED, Elsewhere, elsewhere

from interview.audit.events import Event
from interview.casework.clocks import ClockKind
from interview.casework.refusals import NotPermitted
from interview.services import auditing, case_file, team_keys, transfers
from interview.store.erasing import tables_of_cases
from interview.store.refusals import Broken
from interview.store.replaying import replay
from interview.store.revocation_file import RevocationKind, Taken
from interview.store.tables.cases import CaseRow, ErasureRow, GrantRow
from interview.store.tables.locks import ServerLockRow
from interview.store.tables.trail import AuditEventRow


@pytest.fixture
def there(fresh_office: AnOffice) -> Elsewhere:
    return elsewhere(fresh_office)


@pytest.fixture
def review(there: Elsewhere) -> InReview:
    """A decided interview of a case with a file and a task."""
    office = there.two.office
    found = handed_in(office)
    found.confirm()
    case_id = case_of(there, found)
    with office.at_work("Siri") as (work, actor):
        for alert in work.alerts.waiting(actor):
            work.alerts.acknowledge(alert, actor.account_id)
        work.clocks.add(case_id, found.interview_id, ClockKind.PERMIT, work.now, by_hand=True)
        attach(work, case_id)
    return found


def case_of(there: Elsewhere, review: InReview, name: str = "Siri") -> UUID:
    return there.two.office.opened(review.interview_id, name).case_id


def finds(there: Elsewhere, interview_id: UUID) -> set[str]:
    found = set()
    for name in ("Siri", "Amina", "Gus", "Gita", "Bruno", "Otto", "Olga"):
        try:
            there.two.office.opened(interview_id, name)
        except NotPermitted:
            continue
        found.add(name)
    return found


def verified(there: Elsewhere) -> None:
    with there.two.office.store.work() as work:
        assert [one.faults for one in auditing.verify(work, None, {}, lambda *_: None)] == [(), ()]


def test_everything_is_theirs_and_nothing_is_left_behind(there: Elsewhere, review: InReview) -> None:
    office, case_id, decision_id = there.two.office, case_of(there, review), review.decision_id
    before = office.opened(review.interview_id, "Siri").answers

    transfer_id = there.handed_over(case_id)

    assert finds(there, review.interview_id) == {"Otto", "Olga"}
    assert office.opened(review.interview_id, "Olga").answers == before
    assert review.review("Otto", decision_id).decision.decided is not None
    with office.at_work("Otto") as (work, actor):
        assert ClockKind.PERMIT in {one.kind for one in work.clocks.of_case(case_id)}
        (file,) = work.attachments.of_case(case_id)
        assert b"".join(work.attachments.pieces(file)) == PDF
        assert case_file.show(work, actor, case_id).owner == "Olga"
        shown = transfers.show(work, actor, transfer_id)
    assert (shown.line.other, shown.proposal is not None) == ("Open House", True)
    meddler = Meddler(office.database_url)
    assert {row["organisation_id"] for row in meddler.rows(GrantRow)} == {there.organisation_id}
    assert meddler.rows(ErasureRow) == []
    with office.store.work() as work:
        for table in tables_of_cases():
            rows = work._desk.transaction.rows(table.select())
            assert {row.organisation_id for row in rows} <= {there.organisation_id}, table.name
    with office.at_work("Siri") as (work, actor):
        gone = transfers.show(work, actor, transfer_id)
    assert (gone.line.reference, gone.proposal, gone.line.other) == (None, None, "Elsewhere")


def test_their_record_goes_on_from_where_it_was_and_both_say_so(there: Elsewhere) -> None:
    office, interview_id = there.two.office, there.two.office.begin()
    case_id = office.opened(interview_id).case_id
    office.save(interview_id, "s0_1", {"s_pre_private": "yes"})

    there.handed_over(case_id)

    office.save(interview_id, "s0_1", {"s_pre_private": "no"}, name="Olga")
    assert office.opened(interview_id, "Otto").answers.values["s_pre_private"] == "no"
    assert office.events(Event.TRANSFER_COMPLETED) == office.events(Event.TRANSFER_RECEIVED) == 1
    assert office.events(Event.INTERVIEW_RECEIVED) == 1
    meddler = Meddler(office.database_url)
    (received,) = meddler.rows(AuditEventRow, event=Event.TRANSFER_RECEIVED.value)
    assert (received["organisation_id"], received["actor_id"]) == (there.organisation_id, None)
    verified(there)


def test_its_lock_stays_under_who_founded_it(there: Elsewhere, databases: Databases) -> None:
    office, interview_id = there.two.office, there.two.office.begin()
    case_id, keystore = office.opened(interview_id).case_id, Meddler(databases.keystore)
    there.handed_over(case_id)
    (lock,) = keystore.rows(ServerLockRow, case_id=case_id)
    assert (lock["organisation_id"], lock["pending"]) == (office.made.organisation.id, None)

    with office.at_work("Otto") as (work, _):
        work.cases.destroy(case_id)

    assert keystore.rows(ServerLockRow, case_id=case_id) == []
    assert Meddler(office.database_url).rows(CaseRow, id=case_id) == []


@pytest.mark.parametrize("saved_there", [False, True])
def test_it_can_come_back(there: Elsewhere, saved_there: bool) -> None:
    office, interview_id = there.two.office, there.two.office.begin()
    case_id = office.opened(interview_id).case_id
    there.handed_over(case_id)
    if saved_there:
        office.save(interview_id, "s0_1", {"s_pre_private": "no"}, name="Olga")

    there.handed_over(case_id, back=True)

    assert finds(there, interview_id) == {"Siri", "Amina"}
    office.save(interview_id, "s0_1", {"s_pre_private": "yes"})
    verified(there)


def test_another_key_for_their_team_goes_through_it_too(there: Elsewhere, review: InReview) -> None:
    office = there.two.office
    there.handed_over(case_of(there, review))

    with office.at_work("Otto") as (work, actor):
        team_keys.change(work, actor, there.team_id)
    with office.at_work("Otto") as (work, actor):
        assert team_keys.go_on(work, actor, there.team_id) == 0

    assert finds(there, review.interview_id) == {"Otto", "Olga"}


def test_an_old_grant_that_is_put_back_opens_nothing(there: Elsewhere) -> None:
    office, interview_id = there.two.office, there.two.office.begin()
    case_id, meddler = office.opened(interview_id).case_id, Meddler(there.two.office.database_url)
    amina = meddler.one(GrantRow, principal_id=there.two.id_of("Amina"))
    there.handed_over(case_id)
    there.handed_over(case_id, back=True)

    here = {"case_id": case_id, "principal_id": amina["principal_id"]}
    meddler.change(GrantRow, here, epoch=amina["epoch"], grant_sealed=amina["grant_sealed"])

    with pytest.raises(Broken):
        office.opened(interview_id)


def test_they_see_no_name_of_who_offered_it_and_the_senders_none_of_theirs(there: Elsewhere) -> None:
    office, interview_id = there.two.office, there.two.office.begin()
    case_id = office.opened(interview_id).case_id
    with office.at_work("Siri") as (work, actor):
        places = {(one.organisation, one.team) for one in transfers.offer(work, actor, case_id).places}

    transfer_id = there.handed_over(case_id)

    assert places == {("", "Green"), ("Elsewhere", "")}
    with office.at_work("Otto") as (work, actor):
        theirs = transfers.show(work, actor, transfer_id)
    with office.at_work("Siri") as (work, actor):
        ours = transfers.show(work, actor, transfer_id)
    assert (theirs.proposed_by, theirs.caseworker, ours.proposed_by, ours.caseworker) == ("", "Olga", "Siri", "")
    assert theirs.proposal is not None
    assert theirs.proposal.notice.need == NEED


def test_what_they_erased_goes_from_a_copy_too_in_which_it_has_not_gone_to_them_yet(there: Elsewhere) -> None:
    office, interview_id = there.two.office, there.two.office.begin()
    case_id = office.opened(interview_id).case_id

    with office.store.work() as work:
        replayed = replay(work._desk, [Taken(RevocationKind.ERASURE, there.organisation_id, case_id)])

    assert replayed.count == 1
    assert Meddler(office.database_url).rows(CaseRow, id=case_id) == []
    assert finds(there, interview_id) == set()
