"""The key of each organisation that signs the checkpoints of its trail."""

from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from interview.store import binding
from interview.store.tables.signing import SigningKeyRow
from interview.vault.kinds import SealKind
from interview.vault.master import Master, Purpose
from interview.vault.refusals import Broken
from interview.vault.signing import new_signing_key, public_of


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A signing key. `sequence`: of the newest checkpoint that was signed with it, 0 before the first."""

    public: bytes
    secret: bytes = field(repr=False)
    sequence: int


class SigningKeys:
    """The signing keys in the keystore."""

    def __init__(self, engine: Engine, master: Master) -> None:
        self._engine = engine
        self._master = master

    def get(self, organisation_id: UUID) -> SigningKey:
        """The key of an organisation; it is made when it is needed first. Raises `Broken`."""
        found = self._find(organisation_id)
        if found is None:
            # Another process may be making it; then that one is read.
            with suppress(IntegrityError):
                self._make(organisation_id)
            found = self._find(organisation_id)
        if found is None:
            raise Broken
        return found

    def signed(self, organisation_id: UUID, sequence: int) -> None:
        """A checkpoint of this sequence was written."""
        newer = (SigningKeyRow.organisation_id == organisation_id, SigningKeyRow.sequence < sequence)
        with self._engine.connect() as connection:
            connection.execute(update(SigningKeyRow).where(*newer).values(sequence=sequence))

    def _find(self, organisation_id: UUID) -> SigningKey | None:
        here = SigningKeyRow.organisation_id == organisation_id
        with self._engine.connect() as connection:
            row = connection.execute(select(SigningKeyRow.__table__).where(here)).first()
        if row is None:
            return None
        context = binding.signing_key(organisation_id)
        secret = self._master.unseal(Purpose.KEYSTORE, row.key_sealed, context=context, kind=SealKind.SIGNING_KEY)
        if public_of(secret) != row.public_key:
            raise Broken
        return SigningKey(row.public_key, secret, row.sequence)

    def _make(self, organisation_id: UUID) -> None:
        secret = new_signing_key()
        context = binding.signing_key(organisation_id)
        sealed = self._master.seal(Purpose.KEYSTORE, secret, context=context, kind=SealKind.SIGNING_KEY)
        values = {"organisation_id": organisation_id, "public_key": public_of(secret), "key_sealed": sealed}
        with self._engine.connect() as connection:
            connection.execute(insert(SigningKeyRow), {**values, "sequence": 0})
