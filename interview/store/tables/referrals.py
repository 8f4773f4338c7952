"""Referrals between organisations and offices of this server, and the teams that take them."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from interview.store.tables.rows import Row
from interview.vault.sealed import Sealed

_CASE = (["organisation_id", "case_id"], ["cases.organisation_id", "cases.id"])
_TO_TEAM = (["to_organisation_id", "to_team_id"], ["teams.organisation_id", "teams.id"])


class ReferralRow(Row):
    """A referral, by the sender's case: it goes with it. Vouched for with all that is sealed, and of one epoch.

    What is sealed lies under a key of the referral's own: one copy of it in the record of the case, one for each key in
    `referral_keys`.
    """

    __tablename__ = "referrals"
    __table_args__ = (
        ForeignKeyConstraint(*_CASE),
        ForeignKeyConstraint(*_TO_TEAM),
        Index("ix_referrals_case_id", "organisation_id", "case_id"),
        Index("ix_referrals_waits_for", "organisation_id", "waits_for"),
        Index("ix_referrals_to_team_id", "to_organisation_id", "to_team_id", "waits_for"),
        Index("ix_referrals_to_account_id", "to_organisation_id", "to_account_id", "waits_for"),
        Index("ix_referrals_due_on", "state", "due_on"),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    interview_id: Mapped[UUID]
    team_id: Mapped[UUID]
    sent_by: Mapped[UUID]
    to_organisation_id: Mapped[UUID]
    to_team_id: Mapped[UUID]
    to_account_id: Mapped[UUID | None]
    state: Mapped[str]
    waits_for: Mapped[str]
    handed: Mapped[bool]
    opened: Mapped[bool]
    sent_on: Mapped[date]
    due_on: Mapped[date]
    changed_on: Mapped[date]
    preview_sealed: Mapped[Sealed]
    reply_sealed: Mapped[Sealed | None]
    package_sealed: Mapped[Sealed | None]
    epoch: Mapped[int]
    mac: Mapped[bytes]


class ReferralKeyRow(Row):
    """The key of a referral for somebody who was asked: sealed to them inside, under the case's server lock outside."""

    __tablename__ = "referral_keys"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "referral_id"], ["referrals.organisation_id", "referrals.id"]),
        Index("ix_referral_keys_principal_id", "principal_id"),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    referral_id: Mapped[UUID] = mapped_column(primary_key=True)
    principal_id: Mapped[UUID] = mapped_column(primary_key=True)
    principal_kind: Mapped[str]
    key_id: Mapped[bytes]
    key_sealed: Mapped[Sealed]


class ReceivingTeamRow(Row):
    """That a team takes referrals, and since when."""

    __tablename__ = "receiving_teams"
    __table_args__ = (ForeignKeyConstraint(["organisation_id", "team_id"], ["teams.organisation_id", "teams.id"]),)

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    team_id: Mapped[UUID] = mapped_column(primary_key=True)
    since_on: Mapped[date]
