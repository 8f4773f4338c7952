"""Files of cases on both engines: whole and sealed, or not there."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from builders.attaching import PDF, TEXT, attach, in_pieces, large
from builders.store import House
from sqlalchemy.exc import StatementError

from interview.audit.events import Event
from interview.casework.attachments import AttachmentKind, CustodyAct, FileType
from interview.casework.keeping import ErasureReason
from interview.store.manifests import Attachment
from interview.store.refusals import Broken, Overtaken
from interview.store.tables.attachments import AttachmentChunkRow, AttachmentRow

FILE = large(200_000)


@pytest.fixture
def case_id(house: House) -> UUID:
    return house.begin().record.case_id


def attached(house: House, case_id: UUID, data: bytes = FILE) -> Attachment:
    with house.at_work("caseworker") as (work, _):
        return attach(work, case_id, data)


def read(house: House, attachment: Attachment, name: str = "supervisor") -> bytes:
    with house.at_work(name) as (work, _):
        found = work.attachments.get(attachment.case_id, attachment.id)
        assert found is not None
        pieces = work.attachments.pieces(found)
    return b"".join(pieces)


def test_a_file_comes_back_as_it_was_with_what_it_is(house: House, case_id: UUID) -> None:
    attachment = attached(house, case_id)

    with house.at_work("supervisor") as (work, _):
        (found,) = work.attachments.of_case(case_id)
    assert found == attachment
    assert (found.name, found.type, found.size) == ("Passport of Malee.pdf", FileType.PDF, len(FILE))
    assert [(one.account_id, one.at, one.act) for one in found.custody] == [
        (house.accounts["caseworker"].id, house.clock.now, CustodyAct.ADDED)
    ]
    assert read(house, attachment) == FILE


def test_neither_its_name_nor_its_bytes_nor_its_key_lie_in_clear(house: House, case_id: UUID) -> None:
    attachment = attached(house, case_id, TEXT)

    rows = [*house.cases.rows(AttachmentRow), *house.cases.rows(AttachmentChunkRow)]
    seen = b"".join(repr(row).encode() + b"".join(v for v in row.values() if isinstance(v, bytes)) for row in rows)
    for hidden in (TEXT, TEXT[:12], b"Malee", b"pdf", attachment.sha256.encode()):
        assert hidden not in seen
    assert "Malee" not in repr(attachment)


def test_two_files_with_the_same_bytes_look_different(house: House, case_id: UUID) -> None:
    attached(house, case_id, PDF)
    attached(house, case_id, PDF)

    one, other = house.cases.rows(AttachmentChunkRow)
    assert one["content_sealed"] != other["content_sealed"]
    assert len(one["content_sealed"]) == len(other["content_sealed"])


def test_who_has_no_grant_opens_nothing(house: House, case_id: UUID) -> None:
    attachment = attached(house, case_id)

    for name in ("administrator", "analyst", "interpreter"):
        with house.at_work(name) as (work, _):
            for look in (
                lambda work=work: work.attachments.of_case(case_id),
                lambda work=work: work.attachments.get(case_id, attachment.id),
                lambda work=work: attach(work, case_id),
            ):
                with pytest.raises(Broken):
                    look()


def test_a_file_is_found_in_its_own_case_alone(house: House, case_id: UUID) -> None:
    attachment, other = attached(house, case_id), house.begin().record.case_id

    with house.at_work("caseworker") as (work, _):
        assert work.attachments.get(other, attachment.id) is None
        assert work.attachments.get(case_id, uuid4()) is None
        assert work.attachments.of_case(other) == ()


def test_while_it_is_on_its_way_nobody_finds_it_and_nobody_else_waits(house: House, case_id: UUID) -> None:
    with house.at_work("caseworker") as (work, _):
        begun, writing = work.attachments.begin(case_id, name="x", type=FileType.PDF, kind=AttachmentKind.ORDINARY)
        for piece in in_pieces(FILE):
            writing.write(piece)
            # A change of somebody else in the middle of it: the write lock is free.
            house.begin()
        with house.at_work("supervisor") as (others, _):
            assert others.attachments.of_case(case_id) == ()
            assert others.attachments.get(case_id, begun.id) is None
        work.attachments.give_up(begun)

    assert house.cases.rows(AttachmentRow) == house.cases.rows(AttachmentChunkRow) == []


def test_what_was_cut_off_is_swept_away_after_two_days(house: House, case_id: UUID) -> None:
    whole = attached(house, case_id, PDF)
    with house.at_work("caseworker") as (work, _):
        _, writing = work.attachments.begin(case_id, name="x", type=FileType.PDF, kind=AttachmentKind.ORDINARY)
        writing.write(FILE)
    assert len(house.cases.rows(AttachmentRow)) == 2

    counts = []
    for _ in range(4):
        house.clock.advance(timedelta(days=1))
        with house.store.work() as work:
            counts.append(work.attachments.sweep())

    assert counts == [0, 0, 1, 0]
    assert [row["id"] for row in house.cases.rows(AttachmentRow)] == [whole.id]
    assert {row["attachment_id"] for row in house.cases.rows(AttachmentChunkRow)} == {whole.id}


def test_a_chunk_that_is_gone_swapped_or_changed_aborts_the_transfer(house: House, case_id: UUID) -> None:
    attachment, other = attached(house, case_id), attached(house, case_id, large(200_000, 2))
    where = {"attachment_id": attachment.id, "number": 1}
    (chunk,) = house.cases.rows(AttachmentChunkRow, **where)
    (elsewhere,) = house.cases.rows(AttachmentChunkRow, attachment_id=other.id, number=1)
    (last,) = house.cases.rows(AttachmentChunkRow, attachment_id=attachment.id, number=3)

    with house.cases.replacing(AttachmentChunkRow, where, "content_sealed") as replace:
        for bad in (elsewhere["content_sealed"], last["content_sealed"], chunk["content_sealed"][:-1] + b"\0"):
            replace(bad)
            with pytest.raises(Broken):
                read(house, attachment)
    house.cases.delete(AttachmentChunkRow, attachment_id=attachment.id, number=3)
    with pytest.raises(Broken):
        read(house, attachment)
    assert read(house, other) == large(200_000, 2)


def test_a_manifest_of_an_older_revision_opens_nothing_in_the_newer_row(house: House, case_id: UUID) -> None:
    attachment = attached(house, case_id)
    before = house.cases.one(AttachmentRow)
    with house.at_work("supervisor") as (work, _):
        found = work.attachments.get(case_id, attachment.id)
        assert found is not None
        work.attachments.note(found, CustodyAct.HANDED_OUT)

    house.cases.change(AttachmentRow, {"id": attachment.id}, manifest_sealed=before["manifest_sealed"])

    with house.at_work("supervisor") as (work, _), pytest.raises(Broken):
        work.attachments.of_case(case_id)


def test_what_is_done_with_it_is_added_and_never_lost(house: House, case_id: UUID) -> None:
    attachment = attached(house, case_id)
    with house.at_work("supervisor") as (work, _), house.at_work("caseworker") as (others, _):
        mine, theirs = (one.attachments.get(case_id, attachment.id) for one in (work, others))
        assert mine is not None
        assert theirs is not None
        others.attachments.note(theirs, CustodyAct.HANDED_OUT)
        others._desk.commit()
        with pytest.raises(Overtaken):
            work.attachments.note(mine, CustodyAct.COPIED)

    with house.at_work("supervisor") as (work, _):
        (found,) = work.attachments.of_case(case_id)
    assert [one.act for one in found.custody] == [CustodyAct.ADDED, CustodyAct.HANDED_OUT]


def test_under_another_key_of_the_case_it_opens_as_before(house: House, case_id: UUID) -> None:
    attachment = attached(house, case_id)
    chunks = house.cases.rows(AttachmentChunkRow)
    sealed = house.cases.one(AttachmentRow)["manifest_sealed"]

    with house.at_work("supervisor") as (work, _):
        work.team_keys.change(house.team_id)
    with house.at_work("supervisor") as (work, _):
        work.team_keys.seal_anew(house.team_id, 10)

    assert read(house, attachment) == read(house, attachment, "caseworker") == FILE
    assert house.cases.one(AttachmentRow)["manifest_sealed"] != sealed
    assert house.cases.rows(AttachmentChunkRow) == chunks


def test_one_that_comes_while_the_case_gets_another_key_does_not_stay(house: House, case_id: UUID) -> None:
    def late() -> None:
        with house.at_work("caseworker") as (work, _):
            begun, writing = work.attachments.begin(case_id, name="x", type=FileType.PDF, kind=AttachmentKind.ORDINARY)
            writing.write(FILE)
            with house.at_work("supervisor") as (others, _):
                others.team_keys.change(house.team_id)
            with house.at_work("supervisor") as (others, _):
                others.team_keys.seal_anew(house.team_id, 10)
            writing.finish()
            work.attachments.finish(begun, writing)

    with pytest.raises(Overtaken):
        late()

    with house.at_work("supervisor") as (work, _):
        assert work.attachments.of_case(case_id) == ()


def test_a_case_that_is_erased_takes_its_files_along_also_those_on_their_way(house: House, case_id: UUID) -> None:
    attached(house, case_id)

    def late() -> None:
        with house.at_work("caseworker") as (work, _):
            _, writing = work.attachments.begin(case_id, name="x", type=FileType.PDF, kind=AttachmentKind.ORDINARY)
            writing.write(FILE)
            with house.at_work("supervisor") as (others, actor):
                others.erasures.ask(case_id, house.team_id, ErasureReason.ORDERED, "An order", approval_id=None)
                others.cases.destroy(case_id)
                others.record(Event.CASE_DESTROYED, actor=actor, case_id=case_id)
            writing.write(FILE)

    with pytest.raises(Overtaken):
        late()

    assert house.cases.rows(AttachmentRow) == house.cases.rows(AttachmentChunkRow) == []


def test_a_file_that_is_removed_leaves_nothing(house: House, case_id: UUID) -> None:
    attachment, other = attached(house, case_id), attached(house, case_id, PDF)

    with house.at_work("caseworker") as (work, _):
        work.attachments.remove(attachment)

    assert {row["attachment_id"] for row in house.cases.rows(AttachmentChunkRow)} == {other.id}
    assert [row["id"] for row in house.cases.rows(AttachmentRow)] == [other.id]


def test_a_file_can_go_on_in_another_case(house: House, case_id: UUID) -> None:
    attachment, other = attached(house, case_id), house.begin().record.case_id

    with house.at_work("caseworker") as (work, _):
        (found,) = work.attachments.of_case(case_id)
        work.attachments.move(found, other)

    with house.at_work("supervisor") as (work, _):
        assert work.attachments.of_case(case_id) == ()
        (moved,) = work.attachments.of_case(other)
    assert (moved.id, moved.custody) == (attachment.id, attachment.custody)
    assert read(house, moved) == FILE


def test_a_chunk_in_clear_is_refused_before_it_reaches_the_database(house: House, case_id: UUID) -> None:
    with house.at_work("caseworker") as (work, _):
        begun, writing = work.attachments.begin(case_id, name="x", type=FileType.PDF, kind=AttachmentKind.ORDINARY)
        with pytest.raises(StatementError):
            writing._keep(b"in clear")  # type: ignore[arg-type]
        work.attachments.give_up(begun)
