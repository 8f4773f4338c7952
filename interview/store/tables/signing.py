"""In the keystore: the keys that sign checkpoints of the trail."""

from uuid import UUID

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from interview.store.tables.locks import LockRow
from interview.vault.sealed import Sealed


class SigningKeyRow(LockRow):
    """An organisation's signing key, wrapped by the master key. `sequence`: of the newest checkpoint signed with it."""

    __tablename__ = "signing_keys"

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    public_key: Mapped[bytes]
    key_sealed: Mapped[Sealed]
    sequence: Mapped[int] = mapped_column(BigInteger)
