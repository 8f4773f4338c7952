"""In the keystore: the keys of the server that outlive a master key, and when one master key took another's place."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from interview.store.tables.locks import LockRow
from interview.vault.sealed import Sealed


class ServerKeyRow(LockRow):
    """A key of the server for one purpose, wrapped by the master key."""

    __tablename__ = "server_keys"

    purpose: Mapped[str] = mapped_column(primary_key=True)
    key_sealed: Mapped[Sealed]


class RotationRow(LockRow):
    """That a master key took another's place: its id, and when it began and ended. Not ended: it was cut off."""

    __tablename__ = "rotations"

    key_id: Mapped[bytes] = mapped_column(primary_key=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class RevocationMarkRow(LockRow):
    """How far the revocation ledger had come, and its link there: a ledger that is shorter or another is refused."""

    __tablename__ = "revocation_marks"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger)
    link: Mapped[bytes]
