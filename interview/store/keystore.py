"""The keystore: server locks of cases, current epochs, keys for the audit head. Every change commits by itself."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.base import Executable

from interview.store import binding
from interview.store.engines import begin_writing, commit, cut_log, roll_back
from interview.store.revocation_file import FIRST_LINK, LedgerHead
from interview.store.tables.kept_keys import RevocationMarkRow, RotationRow, ServerKeyRow
from interview.store.tables.locks import DestroyedLockRow, EpochRow, HeadKeyRow, ServerLockRow
from interview.vault.keys import new_key
from interview.vault.kinds import SealKind
from interview.vault.master import TURNED, Purpose
from interview.vault.refusals import Broken
from interview.vault.sealed import Sealed
from interview.vault.turning import MasterKeys

FIRST_EPOCH = 1


@dataclass(frozen=True, slots=True)
class Epoch:
    """The epoch that a row must name. While one is being begun, rows of either are good."""

    current: int
    pending: int | None

    def accepts(self, epoch: int) -> bool:
        """Whether a row of this epoch is not an older one put back."""
        return epoch == self.current or epoch == self.pending


@dataclass(frozen=True, slots=True)
class ServerLock:
    """The outer lock of a case (32 bytes), and the epoch that its grants stand in."""

    key: bytes = field(repr=False)
    epoch: Epoch


_LOCK = select(ServerLockRow.lock_sealed, ServerLockRow.epoch, ServerLockRow.pending).where(
    ServerLockRow.organisation_id == bindparam("founding_id"), ServerLockRow.case_id == bindparam("case_id")
)
_account, _team = EpochRow.__table__.alias(), EpochRow.__table__.alias()
_LOCK_AND_EPOCHS = (
    select(
        ServerLockRow.lock_sealed,
        ServerLockRow.epoch,
        ServerLockRow.pending,
        _account.c.epoch,
        _account.c.pending,
        _team.c.epoch,
        _team.c.pending,
    )
    .join_from(
        ServerLockRow.__table__,
        _account,
        and_(
            _account.c.organisation_id == bindparam("organisation_id"),
            _account.c.principal_id == bindparam("account_id"),
        ),
    )
    .join(
        _team,
        and_(
            _team.c.organisation_id == bindparam("organisation_id"), _team.c.principal_id == bindparam("principal_id")
        ),
    )
    .where(ServerLockRow.organisation_id == bindparam("founding_id"), ServerLockRow.case_id == bindparam("case_id"))
)
_SERVER_KEY = select(ServerKeyRow.key_sealed).where(ServerKeyRow.purpose == bindparam("purpose"))
_HEAD_KEYS = select(HeadKeyRow.id, HeadKeyRow.hour, HeadKeyRow.key_sealed).where(
    or_(HeadKeyRow.hour == bindparam("hour"), HeadKeyRow.id == bindparam("key_id"))
)


class Keystore:
    """The keystore's one user. Nothing read here is kept.

    The lock of a case stays under the organisation that founded it (`founding_id`), wherever the case moves: so no case
    is ever without one.
    """

    def __init__(self, engine: Engine, master: MasterKeys) -> None:
        self._engine = engine
        self._master = master

    @property
    def engine(self) -> Engine:
        """Its database."""
        return self._engine

    def add_lock(self, founding_id: UUID, case_id: UUID) -> bytes:
        """Make the server lock (32 bytes) of a new case. It is durable before the case is."""
        return self.add_locks(founding_id, (case_id,))[0]

    def add_locks(self, founding_id: UUID, case_ids: Sequence[UUID]) -> list[bytes]:
        """Make the server lock (32 bytes) of each new case. They are durable before the cases are."""
        locks = [new_key() for _ in case_ids]
        rows = [
            {
                "organisation_id": founding_id,
                "case_id": case_id,
                "lock_sealed": self._master.seal(
                    Purpose.KEYSTORE,
                    key,
                    context=binding.server_lock(founding_id, case_id),
                    kind=SealKind.SERVER_LOCK,
                ),
                "epoch": FIRST_EPOCH,
                "pending": None,
            }
            for case_id, key in zip(case_ids, locks, strict=True)
        ]
        self._write((insert(ServerLockRow), rows))
        return locks

    def lock(
        self, organisation_id: UUID, founding_id: UUID, case_id: UUID, *, account_id: UUID, principal_id: UUID
    ) -> tuple[ServerLock, Epoch, Epoch] | None:
        """The lock of a case with the epochs of the person at work and of the principal whose grant is used.

        One statement. None when the lock was destroyed. Raises `Broken`.
        """
        row = self._row(
            _LOCK_AND_EPOCHS,
            organisation_id=organisation_id,
            founding_id=founding_id,
            case_id=case_id,
            account_id=account_id,
            principal_id=principal_id,
        )
        if row is None:
            return None
        sealed, epoch, pending, *epochs = row
        key = self._master.unseal(
            Purpose.KEYSTORE, sealed, context=binding.server_lock(founding_id, case_id), kind=SealKind.SERVER_LOCK
        )
        return ServerLock(key, Epoch(epoch, pending)), Epoch(*epochs[:2]), Epoch(*epochs[2:])

    def destroy_lock(self, founding_id: UUID, case_id: UUID, at: datetime) -> None:
        """Destroy the lock of a case, and make it leave the disk. May be repeated."""
        place = {"organisation_id": founding_id, "case_id": case_id}
        here = and_(ServerLockRow.organisation_id == founding_id, ServerLockRow.case_id == case_id)
        known = select(DestroyedLockRow.destroyed_on).filter_by(**place)
        writes: list[tuple[Executable, Mapping[str, Any]]] = [(delete(ServerLockRow).where(here), {})]
        if self._row(known) is None:
            writes.append((insert(DestroyedLockRow), {**place, "destroyed_on": at.date()}))
        self._write(*writes)
        cut_log(self._engine, ServerLockRow.__tablename__)

    def forget_lock(self, organisation_id: UUID, extract_id: UUID) -> None:
        """Destroy the lock of a ledger's extract that another one has taken the place of. May be repeated."""
        here = and_(ServerLockRow.organisation_id == organisation_id, ServerLockRow.case_id == extract_id)
        self._write((delete(ServerLockRow).where(here), {}))
        cut_log(self._engine, ServerLockRow.__tablename__)

    def locks(self, founding: Mapping[UUID, UUID]) -> Mapping[UUID, bytes]:
        """The locks of many cases; `founding` names the founding organisation of each. A destroyed one is left out."""
        organisations, cases = set(founding.values()), list(founding)
        of = (ServerLockRow.organisation_id.in_(organisations), ServerLockRow.case_id.in_(cases))
        with self._engine.connect() as connection:
            rows = connection.execute(select(ServerLockRow.case_id, ServerLockRow.lock_sealed).where(*of)).all()
        return {
            case_id: self._master.unseal(
                Purpose.KEYSTORE,
                sealed,
                context=binding.server_lock(founding[case_id], case_id),
                kind=SealKind.SERVER_LOCK,
            )
            for case_id, sealed in rows
        }

    def destroyed_on(self, founding_id: UUID, case_id: UUID) -> date | None:
        """On which day the lock of a case was destroyed; None when it was not."""
        known = select(DestroyedLockRow.destroyed_on).filter_by(organisation_id=founding_id, case_id=case_id)
        row = self._row(known)
        return None if row is None else row[0]

    def founder_of(self, case_id: UUID) -> UUID | None:
        """The organisation that founded a case, as long as the case can still be opened by somebody."""
        row = self._row(select(ServerLockRow.organisation_id).where(ServerLockRow.case_id == case_id))
        return None if row is None else row.organisation_id

    def begin_grant_epoch(self, founding_id: UUID, case_id: UUID, named: int) -> int:
        """The epoch of a case's grants after the one that they name. Until it is confirmed, grants of both open."""
        here = {"organisation_id": founding_id, "case_id": case_id}
        self._write((update(ServerLockRow).filter_by(**here).values(epoch=named, pending=named + 1), {}))
        return named + 1

    def confirm_grant_epoch(self, founding_id: UUID, case_id: UUID, epoch: int) -> None:
        """From now on no grant of an older epoch opens."""
        here = {"organisation_id": founding_id, "case_id": case_id, "pending": epoch}
        self._write((update(ServerLockRow).filter_by(**here).values(epoch=epoch, pending=None), {}))

    def epochs(self, organisation_id: UUID, principal_ids: Iterable[UUID]) -> Mapping[UUID, Epoch]:
        """The epochs of these principals; one that is unknown is left out."""
        found = select(EpochRow.principal_id, EpochRow.epoch, EpochRow.pending).where(
            EpochRow.organisation_id == organisation_id, EpochRow.principal_id.in_(list(principal_ids))
        )
        with self._engine.connect() as connection:
            return {row[0]: Epoch(row[1], row[2]) for row in connection.execute(found)}

    def first_epoch(self, organisation_id: UUID, principal_id: UUID) -> int:
        """The epoch of a new principal."""
        place = {"organisation_id": organisation_id, "principal_id": principal_id}
        self._write((insert(EpochRow), {**place, "epoch": FIRST_EPOCH, "pending": None}))
        return FIRST_EPOCH

    def raise_epoch(self, organisation_id: UUID, principal_id: UUID, named: int) -> int:
        """An epoch above every one that is known, here or in the principal's row: no older row is good any more."""
        place = {"organisation_id": organisation_id, "principal_id": principal_id}
        known = self.epochs(organisation_id, (principal_id,)).get(principal_id)
        if known is None:
            self._write((insert(EpochRow), {**place, "epoch": named + 1, "pending": None}))
            return named + 1
        epoch = max(named, known.current, known.pending or 0) + 1
        self._write((update(EpochRow).filter_by(**place).values(epoch=epoch, pending=None), {}))
        return epoch

    def grant_lock(self, founding_id: UUID, case_id: UUID) -> ServerLock | None:
        """The lock of a case; None when it was destroyed. Raises `Broken`."""
        row = self._row(_LOCK, founding_id=founding_id, case_id=case_id)
        if row is None:
            return None
        context = binding.server_lock(founding_id, case_id)
        key = self._master.unseal(Purpose.KEYSTORE, row.lock_sealed, context=context, kind=SealKind.SERVER_LOCK)
        return ServerLock(key, Epoch(row.epoch, row.pending))

    def set_grant_epoch(self, founding_id: UUID, case_id: UUID, epoch: int) -> None:
        """From now on no grant of another epoch opens."""
        here = {"organisation_id": founding_id, "case_id": case_id}
        self._write((update(ServerLockRow).filter_by(**here).values(epoch=epoch, pending=None), {}))

    def master_replaced_after(self, day: date) -> date | None:
        """The first day on which a master key had wholly taken the place of one that was in use on `day`, or None."""
        following = datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC)
        ended = select(func.min(RotationRow.ended_at, type_=RotationRow.__table__.c.ended_at.type).label("at"))
        row = self._row(ended.where(RotationRow.began_at >= following, RotationRow.ended_at.is_not(None)))
        return None if row is None or row.at is None else row.at.date()

    def revocation_mark(self) -> LedgerHead:
        """How far the revocation ledger had come when this keystore saw it last."""
        row = self._row(select(RevocationMarkRow.number, RevocationMarkRow.link))
        return LedgerHead(0, FIRST_LINK) if row is None else LedgerHead(row.number, bytes(row.link))

    def mark_revocations(self, head: LedgerHead) -> None:
        """The revocation ledger has come so far. A shorter one, or another, is refused from now on."""
        change = update(RevocationMarkRow).where(RevocationMarkRow.number < head.number)
        if self._row(select(RevocationMarkRow.id)) is None:
            with suppress(IntegrityError):
                self._write((insert(RevocationMarkRow), {"id": 1, "number": head.number, "link": head.link}))
        self._write((change.values(number=head.number, link=head.link), {}))

    def begin_epoch(self, organisation_id: UUID, principal_id: UUID, named: int) -> int:
        """The epoch after the one that the principal's row names. Until `confirm_epoch`, rows of both are good.

        Raises `Broken` when the row named is an older one put back.
        """
        require_epoch(self.epochs(organisation_id, (principal_id,)).get(principal_id), named)
        place = {"organisation_id": organisation_id, "principal_id": principal_id}
        # If the program was cut off before it could confirm `named`, that is made good here.
        change = update(EpochRow).filter_by(**place).values(epoch=named, pending=named + 1)
        self._write((change, {}))
        return named + 1

    def confirm_epoch(self, organisation_id: UUID, principal_id: UUID, epoch: int) -> None:
        """From now on no row of an older epoch is good."""
        place = {"organisation_id": organisation_id, "principal_id": principal_id}
        change = update(EpochRow).filter_by(**place, pending=epoch).values(epoch=epoch, pending=None)
        self._write((change, {}))

    def head_keys(self, at: datetime, key_id: UUID | None) -> Mapping[UUID, bytes]:
        """This hour's key for the audit head, first, and the key named. It makes this hour's when there is none."""
        hour = at.replace(minute=0, second=0, microsecond=0)
        keys = self._head_keys(hour, key_id)
        if keys is None:
            # Another process may be making this hour's key; then that one is read.
            with suppress(IntegrityError):
                self._new_head_key(hour)
            keys = self._head_keys(hour, key_id)
        if keys is None:
            raise Broken
        return keys

    def server_key(self, purpose: Purpose) -> bytes:
        """A key of the server (32 bytes) that outlives a master key. It is made when it is needed first."""
        key = self._server_key(purpose)
        if key is None:
            # Another process may be making them; then those are read.
            with suppress(IntegrityError):
                self.make_server_keys((purpose,))
            key = self._server_key(purpose)
        if key is None:
            raise Broken
        return key

    def make_server_keys(self, purposes: Iterable[Purpose] = ()) -> None:
        """Make the keys for these purposes; the first time, for every purpose that there is."""
        first = self._row(select(ServerKeyRow.purpose).limit(1)) is None
        # What was written before these keys were kept lies under subkeys of the master key of that time.
        used = first and self._row(select(EpochRow.principal_id).limit(1)) is not None
        present = self._master.held.present
        rows = [
            {
                "purpose": purpose.value,
                "key_sealed": self._sealed_key(purpose, present.subkey(purpose) if used else new_key()),
            }
            for purpose in (sorted(frozenset(Purpose) - TURNED) if first else purposes)
        ]
        if rows:
            self._write((insert(ServerKeyRow), rows))

    def _server_key(self, purpose: Purpose) -> bytes | None:
        row = self._row(_SERVER_KEY, purpose=purpose.value)
        if row is None:
            return None
        context = binding.server_key(purpose.value)
        return self._master.unseal(Purpose.KEYSTORE, row.key_sealed, context=context, kind=SealKind.SERVER_KEY)

    def _sealed_key(self, purpose: Purpose, key: bytes) -> Sealed:
        context = binding.server_key(purpose.value)
        return self._master.seal(Purpose.KEYSTORE, key, context=context, kind=SealKind.SERVER_KEY)

    def _head_keys(self, hour: datetime, key_id: UUID | None) -> Mapping[UUID, bytes] | None:
        with self._engine.connect() as connection:
            rows = connection.execute(_HEAD_KEYS, {"hour": hour, "key_id": key_id}).all()
        this_hour_first = sorted(rows, key=lambda row: row[1] != hour)
        keys = {key_id: self._head_key(key_id, sealed) for key_id, _, sealed in this_hour_first}
        return keys if any(row[1] == hour for row in rows) else None

    def _new_head_key(self, hour: datetime) -> None:
        key_id = uuid4()
        context = binding.head_key(key_id)
        sealed = self._master.seal(Purpose.KEYSTORE, new_key(), context=context, kind=SealKind.HOUR_KEY)
        self._write((insert(HeadKeyRow), {"id": key_id, "hour": hour, "key_sealed": sealed}))

    def _head_key(self, id: UUID, sealed: bytes) -> bytes:
        return self._master.unseal(Purpose.KEYSTORE, sealed, context=binding.head_key(id), kind=SealKind.HOUR_KEY)

    def _row(self, statement: Executable, **parameters: object) -> Any:
        with self._engine.connect() as connection:
            return connection.execute(statement, parameters).first()

    def _write(self, *writes: tuple[Executable, Mapping[str, Any] | Sequence[Mapping[str, Any]]]) -> None:
        with self._engine.connect() as connection:
            begin_writing(connection)
            try:
                for statement, parameters in writes:
                    connection.execute(statement, parameters)
            except BaseException:
                roll_back(connection)
                raise
            commit(connection)


def require_epoch(epoch: Epoch | None, named: int) -> None:
    """Raise `Broken` unless a row of this epoch is good: else it is an older one put back, or nobody's."""
    if epoch is None or not epoch.accepts(named):
        raise Broken
