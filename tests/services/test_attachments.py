"""Files of a case: who may add, see, take, copy and remove them, and what is recorded of it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from builders.attaching import MARK, OF_TYPE, PDF, bomb, in_pieces, jpeg, large
from builders.meddling import Meddler
from builders.offices import AnOffice
from builders.reviews import another_supervisor
from sqlalchemy import create_engine, func, select

from interview.audit.events import Event
from interview.casework.attachments import LARGEST, MOST
from interview.casework.interviews import InterviewState
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import attaching, attachments, readers, ticking
from interview.services.attaching import Added, Fault
from interview.services.attachments import AttachmentKind, CustodyAct, Files, FileType, RemovalReason
from interview.services.readers import Seen
from interview.store.refusals import Broken
from interview.store.tables.attachments import AttachmentChunkRow, AttachmentRow


def add(
    office: AnOffice,
    case_id: UUID,
    data: bytes = PDF,
    *,
    name: str = "a paper.pdf",
    kind: AttachmentKind = AttachmentKind.ORDINARY,
    who: str = "Amina",
    interview_id: UUID | None = None,
) -> Added | Fault:
    with office.at_work(who) as (work, actor):
        return attaching.add(
            work, actor, case_id, name=name, kind=kind, pieces=in_pieces(data), interview_id=interview_id
        )


def added(office: AnOffice, case_id: UUID, data: bytes = PDF, **more: AttachmentKind) -> UUID:
    answer = add(office, case_id, data, **more)  # type: ignore[arg-type]
    assert isinstance(answer, Added)
    assert not answer.before
    return answer.attachment_id


def files(office: AnOffice, case_id: UUID, who: str = "Amina") -> Files:
    with office.at_work(who) as (work, actor):
        return attachments.files_of(work, actor, case_id)


def take(office: AnOffice, case_id: UUID, attachment_id: UUID, who: str = "Amina") -> bytes:
    with office.at_work(who) as (work, actor):
        taken = attachments.take(work, actor, case_id, attachment_id)
    return b"".join(taken.pieces)


def copy(office: AnOffice, case_id: UUID, attachment_id: UUID, who: str = "Amina") -> Added | Fault:
    with office.at_work(who) as (work, actor):
        return attaching.copy(work, actor, case_id, attachment_id)


def remove(office: AnOffice, case_id: UUID, attachment_id: UUID, who: str = "Amina") -> None:
    with office.at_work(who) as (work, actor):
        attachments.remove(work, actor, case_id, attachment_id, RemovalReason.WRONG_CASE)


def rows(office: AnOffice) -> tuple[int, int]:
    """How many files and chunks there are in the database, whole or not."""
    engine = create_engine(office.database_url)
    with engine.connect() as connection:
        counts = [
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (AttachmentRow, AttachmentChunkRow)
        ]
    engine.dispose()
    return counts[0], counts[1]


@pytest.fixture
def case_id(office: AnOffice) -> UUID:
    return office.opened(office.begin()).case_id


@pytest.mark.parametrize("file_type", OF_TYPE)
def test_each_type_is_taken_and_comes_back_byte_by_byte(office: AnOffice, case_id: UUID, file_type: FileType) -> None:
    data = OF_TYPE[file_type]

    attachment_id = added(office, case_id, data, kind=AttachmentKind.EVIDENCE)

    (line,) = files(office, case_id).lines
    assert line.attachment.type is file_type
    assert line.attachment.sha256 == sha256(data).hexdigest()
    assert take(office, case_id, attachment_id) == take(office, case_id, attachment_id, "Siri") == data


def test_the_custody_of_a_file_says_who_had_it_and_when(office: AnOffice, case_id: UUID) -> None:
    attachment_id = added(office, case_id, jpeg(), kind=AttachmentKind.EVIDENCE)
    take(office, case_id, attachment_id, "Siri")
    copy(office, case_id, attachment_id)

    original, shared = files(office, case_id, "Siri").lines

    acts = [CustodyAct.ADDED, CustodyAct.HANDED_OUT, CustodyAct.COPIED]
    assert [(one.name, one.act) for one in original.custody] == list(zip(("Amina", "Siri", "Amina"), acts, strict=True))
    assert {one.at for one in original.custody} == {office.clock.now}
    assert [one.act for one in shared.custody] == [CustodyAct.ADDED]


def test_a_copy_to_share_holds_nothing_that_the_camera_wrote_and_the_original_keeps_it(
    office: AnOffice, case_id: UUID
) -> None:
    picture = jpeg()
    attachment_id = added(office, case_id, picture, kind=AttachmentKind.EVIDENCE)

    answer = copy(office, case_id, attachment_id, "Siri")

    assert isinstance(answer, Added)
    original, shared = files(office, case_id).lines
    assert (shared.attachment.kind, shared.of, shared.may_copy) == (AttachmentKind.COPY, original.number, False)
    assert take(office, case_id, attachment_id) == picture
    assert MARK in picture
    assert MARK not in take(office, case_id, answer.attachment_id)
    again = copy(office, case_id, attachment_id)
    assert again == Added(answer.attachment_id, before=True)


def test_of_a_paper_or_a_recording_no_copy_is_made(office: AnOffice, case_id: UUID) -> None:
    for file_type, data in OF_TYPE.items():
        attachment_id = added(office, case_id, data)

        assert not any(line.may_copy for line in files(office, case_id).lines), file_type
        with pytest.raises(NotNow):
            copy(office, case_id, attachment_id)


def test_a_picture_that_would_fill_the_memory_is_kept_and_not_copied(office: AnOffice, case_id: UUID) -> None:
    attachment_id = added(office, case_id, bomb())

    assert copy(office, case_id, attachment_id) is Fault.NOT_A_PICTURE
    assert len(files(office, case_id).lines) == 1


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", Fault.NOTHING_CHOSEN),
        (b"MZ\x90\x00", Fault.TYPE_NOT_TAKEN),
        (b"text for a while " * 9000 + b"\0", Fault.TYPE_NOT_TAKEN),
        (b"text until half a letter " * 9000 + b"\xd0", Fault.TYPE_NOT_TAKEN),
        (PDF + bytes(LARGEST - len(PDF) + 1), Fault.TOO_LARGE),
    ],
    ids=["nothing", "a program", "text with zeros at its end", "half a letter", "too large"],
)
def test_what_is_not_taken_leaves_nothing(fresh_office: AnOffice, data: bytes, fault: Fault) -> None:
    case_id = fresh_office.opened(fresh_office.begin()).case_id

    assert add(fresh_office, case_id, data, name="a paper.pdf") is fault

    assert rows(fresh_office) == (0, 0)
    assert fresh_office.events(Event.ATTACHMENT_ADDED) == 0
    assert files(fresh_office, case_id).lines == ()


def test_a_file_of_exactly_twenty_megabytes_is_taken(office: AnOffice, case_id: UUID) -> None:
    added(office, case_id, PDF + bytes(LARGEST - len(PDF)))

    assert files(office, case_id).lines[0].attachment.size == LARGEST


def test_an_upload_that_breaks_off_leaves_nothing(fresh_office: AnOffice) -> None:
    case_id = fresh_office.opened(fresh_office.begin()).case_id

    def cut_off() -> Iterator[bytes]:
        yield large(300_000)
        raise ConnectionError

    with pytest.raises(ConnectionError), fresh_office.at_work("Amina") as (work, actor):
        attaching.add(work, actor, case_id, name="x", kind=AttachmentKind.ORDINARY, pieces=cut_off())

    assert rows(fresh_office) == (0, 0)


def test_what_a_killed_server_left_is_swept_by_a_tick(fresh_office: AnOffice) -> None:
    case_id = fresh_office.opened(fresh_office.begin()).case_id
    with fresh_office.at_work("Amina") as (work, _):
        _, writing = work.attachments.begin(case_id, name="x", type=FileType.PDF, kind=AttachmentKind.ORDINARY)
        writing.write(large(100_000))
    sweep = next(step for step in ticking.STEPS if step.name == "sweep")
    fresh_office.clock.advance(timedelta(days=3))

    with fresh_office.store.work() as work:
        assert sweep.run(work) == 1

    assert rows(fresh_office) == (0, 0)


def test_the_same_file_twice_is_there_once(office: AnOffice, case_id: UUID) -> None:
    first = added(office, case_id)

    again = add(office, case_id, name="the same under another name.pdf")
    as_evidence = add(office, case_id, kind=AttachmentKind.EVIDENCE)

    assert again == Added(first, before=True)
    assert isinstance(as_evidence, Added)
    assert not as_evidence.before
    assert len(files(office, case_id).lines) == 2


def test_a_case_takes_fifty_files_and_no_more(office: AnOffice, case_id: UUID) -> None:
    for number in range(MOST):
        assert not files(office, case_id).full
        added(office, case_id, PDF + bytes([number]))

    assert files(office, case_id).full
    assert add(office, case_id, large(5000)) is Fault.TOO_MANY


def test_the_name_is_kept_without_folders_and_never_given_out_with_the_file(office: AnOffice, case_id: UUID) -> None:
    answer = add(office, case_id, name="C:\\Malee\\passport of Malee.exe")

    assert isinstance(answer, Added)
    (line,) = files(office, case_id).lines
    assert line.attachment.name == "passport of Malee.exe"
    with office.at_work("Amina") as (work, actor):
        taken = attachments.take(work, actor, case_id, answer.attachment_id)
    assert taken.name == f"file-{answer.attachment_id.hex[:8]}.pdf"


@pytest.mark.parametrize("who", ["Bruno", "Ines", "Anna", "Adam"])
def test_who_has_no_part_in_the_case_can_do_nothing(office: AnOffice, case_id: UUID, who: str) -> None:
    attachment_id = added(office, case_id, jpeg())

    for act in (
        lambda: add(office, case_id, who=who),
        lambda: files(office, case_id, who),
        lambda: take(office, case_id, attachment_id, who),
        lambda: copy(office, case_id, attachment_id, who),
        lambda: remove(office, case_id, attachment_id, who),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_a_file_of_another_case_looks_like_none(office: AnOffice, case_id: UUID) -> None:
    other = office.opened(office.begin()).case_id
    attachment_id = added(office, other, jpeg())

    for one in (attachment_id, uuid4()):
        for act in (take, copy, remove):
            with pytest.raises(NotPermitted):
                act(office, case_id, one)


def test_evidence_is_removed_by_nobody(office: AnOffice, case_id: UUID) -> None:
    attachment_id = added(office, case_id, kind=AttachmentKind.EVIDENCE)

    for who in ("Amina", "Siri"):
        assert not files(office, case_id, who).lines[0].may_remove
        with pytest.raises(NotNow):
            remove(office, case_id, attachment_id, who)


def test_who_added_a_file_or_supervises_removes_it_with_its_copies_and_says_why(fresh_office: AnOffice) -> None:
    office, case_id = fresh_office, fresh_office.opened(fresh_office.begin()).case_id
    mine, theirs = added(office, case_id, jpeg()), add(office, case_id, who="Siri")
    copy(office, case_id, mine)
    assert isinstance(theirs, Added)

    with pytest.raises(NotPermitted):
        remove(office, case_id, theirs.attachment_id, "Amina")
    may = {line.attachment.added_by: line.may_remove for line in files(office, case_id, "Amina").lines}
    assert sorted(may.values()) == [False, True]
    remove(office, case_id, mine, "Amina")
    remove(office, case_id, theirs.attachment_id, "Siri")

    assert files(office, case_id).lines == ()
    assert rows(office) == (0, 0)
    assert office.events(Event.ATTACHMENT_REMOVED) == 3


def test_a_copy_can_be_removed_while_its_evidence_stays(office: AnOffice, case_id: UUID) -> None:
    evidence = added(office, case_id, jpeg(), kind=AttachmentKind.EVIDENCE)
    answer = copy(office, case_id, evidence)
    assert isinstance(answer, Added)

    remove(office, case_id, answer.attachment_id)

    assert [line.attachment.id for line in files(office, case_id).lines] == [evidence]


def test_looking_at_the_list_is_recorded_once_in_a_while_and_taking_a_file_each_time(fresh_office: AnOffice) -> None:
    office, case_id = fresh_office, fresh_office.opened(fresh_office.begin()).case_id
    files(office, case_id)
    assert office.events(Event.ATTACHMENTS_LISTED) == 0
    attachment_id = added(office, case_id)

    for _ in range(2):
        files(office, case_id, "Siri")
        take(office, case_id, attachment_id, "Siri")

    assert office.events(Event.ATTACHMENTS_LISTED) == 1
    assert office.events(Event.ATTACHMENT_READ) == 2
    with office.at_work("Amina") as (work, actor):
        looks = readers.readers_of(work, actor, case_id).looks
    assert sorted((look.name, look.seen) for look in looks) == [
        ("Siri", Seen.FILE),
        ("Siri", Seen.FILE),
        ("Siri", Seen.FILES),
    ]


def test_that_a_file_was_taken_is_recorded_before_its_first_byte_is_given(fresh_office: AnOffice) -> None:
    office, case_id = fresh_office, fresh_office.opened(fresh_office.begin()).case_id
    attachment_id = added(office, case_id)

    with office.at_work("Amina") as (work, actor):
        taken = attachments.take(work, actor, case_id, attachment_id)

    assert office.events(Event.ATTACHMENT_READ) == 1
    assert next(taken.pieces) == PDF


def test_another_supervisor_of_the_team_sees_them_too(fresh_office: AnOffice) -> None:
    case_id = fresh_office.opened(fresh_office.begin()).case_id
    added(fresh_office, case_id)
    another_supervisor(fresh_office, "Sara")

    assert len(files(fresh_office, case_id, "Sara").lines) == 1


def test_where_nothing_may_be_kept_the_files_of_that_talk_go_and_others_go_on(fresh_office: AnOffice) -> None:
    office = fresh_office
    agreed = office.talk("indicated")
    case_id = office.opened(agreed).case_id
    second = office.talk("indicated", until="s1_14", case_id=case_id)
    kept = [
        add(office, case_id, PDF, interview_id=agreed),
        add(office, case_id, large(5000), kind=AttachmentKind.EVIDENCE),
    ]
    gone = add(office, case_id, large(6000), interview_id=second)
    assert isinstance(gone, Added)

    office.save(second, "s1_14", {"s_con_record": "no"})

    with office.at_work("Amina") as (work, actor):
        new_case = next(one.case_id for one in work.interviews.mine(actor, frozenset(InterviewState)))
    found = files(office, new_case).lines
    assert new_case != case_id
    assert {line.attachment.id for line in found} == {one.attachment_id for one in kept if isinstance(one, Added)}
    assert {take(office, new_case, one.attachment.id) for one in found} == {PDF, large(5000)}
    assert rows(office)[0] == 2


def test_a_changed_chunk_is_named_in_the_trail(fresh_office: AnOffice) -> None:
    office, case_id = fresh_office, fresh_office.opened(fresh_office.begin()).case_id
    attachment_id = added(office, case_id, jpeg())
    engine = create_engine(office.database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE attachment_chunks SET number = 1")
    engine.dispose()

    with pytest.raises(Broken):
        copy(office, case_id, attachment_id)
    with pytest.raises(Broken):
        take(office, case_id, attachment_id)
    with office.at_work("Amina") as (work, actor):
        attachments.note_broken(work, actor, case_id)

    assert office.events(Event.SEALED_BYTES_REFUSED) == 2
    assert replace(files(office, case_id).lines[0].attachment, custody=()).size == len(jpeg())


def test_an_older_manifest_that_is_put_back_does_not_hide_who_had_the_file(fresh_office: AnOffice) -> None:
    office, case_id = fresh_office, fresh_office.opened(fresh_office.begin()).case_id
    attachment_id = added(office, case_id, kind=AttachmentKind.EVIDENCE)
    added(office, case_id, large(5000))
    database = Meddler(office.database_url)
    before = database.one(AttachmentRow, id=attachment_id)
    take(office, case_id, attachment_id, "Siri")
    assert not any(line.shortened for line in files(office, case_id).lines)

    values = {name: before[name] for name in ("revision", "manifest_sealed")}
    database.change(AttachmentRow, {"id": attachment_id}, **values)

    found = {line.attachment.id: line.shortened for line in files(office, case_id).lines}
    assert [one for one, shortened in found.items() if shortened] == [attachment_id]


def test_two_taps_at_the_same_moment_add_a_file_once(fresh_office: AnOffice) -> None:
    office, case_id = fresh_office, fresh_office.opened(fresh_office.begin()).case_id
    both = Barrier(2)

    def tap(_: int) -> Added | Fault:
        both.wait()
        return add(office, case_id, large(300_000))

    with ThreadPoolExecutor(2) as threads:
        answers = [answer for answer in threads.map(tap, range(2)) if isinstance(answer, Added)]

    assert sorted(answer.before for answer in answers) == [False, True]
    assert len({answer.attachment_id for answer in answers}) == 1
    assert rows(office) == (1, 5)


def test_of_many_who_take_a_file_at_once_none_is_forgotten(fresh_office: AnOffice) -> None:
    office, case_id = fresh_office, fresh_office.opened(fresh_office.begin()).case_id
    attachment_id = added(office, case_id, kind=AttachmentKind.EVIDENCE)
    for who in ("Amina", "Siri"):
        files(office, case_id, who)

    with ThreadPoolExecutor(4) as threads:
        taken = list(threads.map(lambda who: take(office, case_id, attachment_id, who), ("Amina", "Siri") * 4))

    (line,) = files(office, case_id).lines
    assert set(taken) == {PDF}
    assert (len(line.custody), line.shortened) == (9, False)
