"""What is opened in a rehearsal of recovery, so that nothing else need be."""

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from interview.store.tables.rows import Row
from interview.vault.sealed import Sealed


class CanaryRow(Row):
    """Some words that mean nothing, sealed to the recovery key of an organisation."""

    __tablename__ = "canaries"
    __table_args__ = (ForeignKeyConstraint(["organisation_id"], ["organisations.id"]),)

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    canary_sealed: Mapped[Sealed]
