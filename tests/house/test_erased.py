"""What is left of an erased case: nothing that was said, nothing that opened it, in no file and in no old copy."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from builders.attaching import attach, large
from builders.dumping import dumped
from builders.meddling import Meddler
from builders.offices import AnOffice, an_office
from builders.reviews import another_supervisor, handed_in
from builders.store import Clock, Databases, copied_files, opened_store
from sqlalchemy import LargeBinary, make_url

from interview.casework.keeping import ErasureReason
from interview.services import erasing, interviewing, purposes
from interview.store.engines import is_sqlite
from interview.store.erasing import tables_of_cases
from interview.store.opening import Store
from interview.store.refusals import Broken
from interview.store.tables.cases import CaseRow
from interview.store.tables.locks import LockRow, ServerLockRow
from interview.store.tables.rows import Row
from interview.vault.master import MasterKey

CLASSES = {mapper.class_.__tablename__: mapper.class_ for base in (Row, LockRow) for mapper in base.registry.mappers}
TAIL = 48
"""Enough bytes of the end of a sealed thing to be that thing and no other."""


@pytest.fixture
def office(store: Store, databases: Databases, clock: Clock) -> AnOffice:
    made = an_office(store, databases.cases, clock)
    another_supervisor(made, "Sara")
    return made


def _erased(office: AnOffice, case_id: UUID) -> None:
    with office.at_work("Siri") as (work, actor):
        purposes.open_identity(work, actor, case_id, purposes.IdentityPurpose.DECISION)
        erasing.ask(work, actor, case_id, ErasureReason.ORDERED, "An order")
    with office.at_work("Sara") as (work, actor):
        erasing.agree(work, actor, case_id)
    with office.at_work("Siri") as (work, actor):
        erasing.erase(work, actor, case_id)


def _sealed(url: str, tables: Iterator[str]) -> set[bytes]:
    """The ends of everything sealed in these tables."""
    meddler, found = Meddler(url), set[bytes]()
    for name in tables:
        row = CLASSES[name]
        columns = [column.name for column in row.__table__.columns if column.name.endswith("_sealed")]
        found |= {bytes(one[column])[-TAIL:] for one in meddler.rows(row) for column in columns if one[column]}
    return found


def _holds(url: str, ends: set[bytes]) -> list[bytes]:
    """Which of these lie in a database: in its files, or in a dump of it."""
    if is_sqlite(url):
        path = str(make_url(url).database)
        raw = b"".join(Path(path + more).read_bytes() for more in ("", "-wal") if Path(path + more).exists())
        return [end for end in ends if end in raw]
    raw = dumped(url)
    return [end for end in ends if end.hex().encode() in raw]


def test_neither_database_holds_anything_of_it(office: AnOffice, databases: Databases) -> None:
    found = handed_in(office)
    found.confirm()
    case_id = office.opened(found.interview_id).case_id
    with office.at_work("Amina") as (work, _):
        attach(work, case_id, large(200_000))
    said = _sealed(databases.cases, (table.name for table in tables_of_cases()))
    lock = _sealed(databases.keystore, iter(["server_locks"]))
    assert len(said) > 6
    assert len(lock) == 1
    assert _holds(databases.cases, said) != []
    assert _holds(databases.keystore, lock) != []

    _erased(office, case_id)

    assert _holds(databases.cases, said | lock) == []
    assert _holds(databases.keystore, said | lock) == []


def test_an_old_copy_of_the_database_opens_for_nobody(
    sqlite_templates: Path, tmp_path: Path, fast_passphrases: None
) -> None:
    del fast_passphrases
    clock, master, databases = Clock(), MasterKey.generate(), copied_files(sqlite_templates, tmp_path)
    store = opened_store(databases, master, clock)
    office = an_office(store, databases.cases, clock)
    another_supervisor(office, "Sara")
    found = handed_in(office)
    case_id = office.opened(found.interview_id).case_id
    cases = Path(str(make_url(databases.cases).database))
    store.close()
    old = cases.read_bytes()
    old_wal = cases.with_name(cases.name + "-wal")
    assert not old_wal.exists() or old_wal.stat().st_size == 0

    store = office.store = opened_store(databases, master, clock)
    _erased(office, case_id)
    store.close()
    cases.write_bytes(old)
    for more in ("-wal", "-shm"):
        cases.with_name(cases.name + more).unlink(missing_ok=True)

    office.store = opened_store(databases, master, clock)
    office.tokens.clear()
    assert Meddler(databases.cases).rows(CaseRow, id=case_id) != []
    assert Meddler(databases.keystore).rows(ServerLockRow, case_id=case_id) == []
    for name in ("Amina", "Siri", "Sara"):
        with office.at_work(name) as (work, actor), pytest.raises(Broken):
            interviewing.open_interview(work, actor, found.interview_id)
    office.store.close()


def test_no_table_of_cases_keeps_bytes_in_clear_that_would_outlive_it() -> None:
    """What is not sealed and not an id is coarse: no bytes but links, MACs and lookups."""
    clear = {
        f"{table.name}.{column.name}"
        for table in tables_of_cases()
        for column in table.columns
        if type(column.type) is LargeBinary
    }

    of_transfers = {"transfers.sender_key_id", "transfers.receiver_key_id", "transfers.mac"}
    of_others = {"referrals.mac", "referral_keys.key_id", "ledger_records.key_id"}
    assert clear == {"cases.reference_lookup", "grants.key_id", "decisions.digest"} | of_transfers | of_others
