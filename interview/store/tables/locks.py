"""The keystore: a database of its own, never replicated, so that what is destroyed here is gone."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, Index, LargeBinary, MetaData, Text, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from interview.store.columns import Moment, SealedColumn
from interview.store.tables.naming import NAMING
from interview.vault.sealed import Sealed


class LockRow(DeclarativeBase):
    """A table of the keystore."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {
        UUID: Uuid(),
        str: Text(),
        bytes: LargeBinary(),
        datetime: Moment(),
        Sealed: SealedColumn(),
    }


class ServerLockRow(LockRow):
    """The outer lock of a case, wrapped by the master key, and the epoch that its grants stand in.

    `pending`: an epoch that is being begun; grants of either open until it is confirmed.
    """

    __tablename__ = "server_locks"

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    lock_sealed: Mapped[Sealed]
    epoch: Mapped[int]
    pending: Mapped[int | None]


class DestroyedLockRow(LockRow):
    """That a case's lock was destroyed, and on which day: what the certificate of erasure rests on."""

    __tablename__ = "destroyed_locks"

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    destroyed_on: Mapped[date]


class EpochRow(LockRow):
    """The current epoch of what decides who gets a key: an account, a team, an office, an organisation.

    An older row put back into the case database names an older epoch, and is refused.
    """

    __tablename__ = "epochs"

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    principal_id: Mapped[UUID] = mapped_column(primary_key=True)
    epoch: Mapped[int]
    pending: Mapped[int | None]


class HeadKeyRow(LockRow):
    """A random key, of one hour, under which the head of the audit chain is vouched for."""

    __tablename__ = "head_keys"
    __table_args__ = (Index("uq_head_keys_hour", "hour", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    hour: Mapped[datetime]
    key_sealed: Mapped[Sealed]


class HighWaterRow(LockRow):
    """How far an organisation's audit chain had come; a database below it was rolled back."""

    __tablename__ = "high_water"

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger)
