"""Everything that decides who gets a key is vouched for: by a MAC under a subkey of the master key and by its epoch."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from interview.casework.actors import Role
from interview.casework.transfers import Transfer
from interview.vault.context import Part
from interview.vault.master import Master
from interview.vault.refusals import Broken

Vouched = tuple[Part, ...]


def organisation(id: UUID, demonstration: bool, team_id: UUID | None, public_key: bytes, epoch: int) -> Vouched:
    """An organisation: whose recovery key it is, and which team supervises."""
    return ("organisation", id, demonstration, team_id, public_key, epoch)


def team(organisation_id: UUID, id: UUID, public_key: bytes, epoch: int) -> Vouched:
    """A team's public key."""
    return ("team", organisation_id, id, public_key, epoch)


def office(organisation_id: UUID, id: UUID, team_id: UUID, epoch: int) -> Vouched:
    """Which team supervises an office."""
    return ("office", organisation_id, id, team_id, epoch)


def account(
    organisation_id: UUID,
    id: UUID,
    roles: str,
    office_id: UUID | None,
    active: bool,
    public_key: bytes,
    key_id: bytes,
    epoch: int,
    lock_id: UUID | None,
    factor_id: UUID | None,
) -> Vouched:
    """An account's public key, roles, office and status; which lock of its passphrase and which second factor count."""
    counting = () if lock_id is None and factor_id is None else (lock_id, factor_id)
    return ("account", organisation_id, id, roles, office_id, active, public_key, key_id, epoch, *counting)


def account_row(row: Any) -> Vouched:
    """The same of a row of `AccountRow`."""
    return account(
        row.organisation_id,
        row.id,
        row.roles,
        row.office_id,
        row.active,
        row.public_key,
        row.key_id,
        row.epoch,
        row.lock_id,
        row.factor_id,
    )


def factor(organisation_id: UUID, account_id: UUID, factor_id: UUID, secret_sealed: bytes) -> Vouched:
    """A second factor: the account's row names which one counts."""
    return ("factor", organisation_id, account_id, factor_id, secret_sealed)


def membership(
    organisation_id: UUID, team_id: UUID, account_id: UUID, key_id: bytes, secret_sealed: bytes, epoch: int
) -> Vouched:
    """Who belongs to a team, with the team's secret key as it was sealed; `epoch` is the team's."""
    return ("membership", organisation_id, team_id, account_id, key_id, secret_sealed, epoch)


def approval(
    organisation_id: UUID,
    id: UUID,
    kind: str,
    subject_id: UUID,
    other_id: UUID | None,
    asked_by: UUID,
    answered_by: UUID | None,
    state: str,
    ends_at: str,
    epoch: int,
) -> Vouched:
    """What one person asked for and what another one said to it."""
    return (
        "approval",
        organisation_id,
        id,
        kind,
        subject_id,
        other_id,
        asked_by,
        answered_by,
        state,
        ends_at,
        epoch,
    )


def ledger(organisation_id: UUID, kind: str, team_id: UUID) -> Vouched:
    """Whose team reads a ledger: to whom what everybody knows is sealed."""
    return ("ledger", organisation_id, kind, team_id)


def transfer(one: Transfer) -> Vouched:
    """Which team gets a case from which, under which keys, who said yes, and whom they named."""
    sides = (one.sender.organisation_id, one.sender.team_id, one.receiver.organisation_id, one.receiver.team_id)
    people = (one.proposed_by, one.answered_by, one.caseworker_id)
    return ("transfer", one.id, one.case_id, *sides, one.sender_key_id, one.receiver_key_id, one.state.value, *people)


_REFERRAL = (
    *("organisation_id", "id", "case_id", "interview_id", "team_id", "sent_by"),
    *("to_organisation_id", "to_team_id", "to_account_id", "state", "waits_for", "handed", "opened"),
)
_DAYS = ("sent_on", "due_on", "changed_on")
_SAID = ("preview_sealed", "reply_sealed", "package_sealed")


def referral_parts(columns: Mapping[str, Any]) -> Vouched:
    """A referral, with all that is said in it: nothing of it can be put back, or into another one."""
    days = (columns[name].isoformat() for name in _DAYS)
    said = (None if columns[name] is None else bytes(columns[name]) for name in _SAID)
    return ("referral", *(columns[name] for name in _REFERRAL), *days, *said, columns["epoch"])


def referral(row: Any) -> Vouched:
    """The same of a row of `ReferralRow`."""
    return referral_parts({name: getattr(row, name) for name in (*_REFERRAL, *_DAYS, *_SAID, "epoch")})


def vouch(master: Master, parts: Vouched) -> bytes:
    """The MAC (32 bytes) that stands beside what it vouches for."""
    return master.vouch(parts)


def require(master: Master, parts: Vouched, tag: bytes) -> None:
    """Raise `Broken` unless the MAC vouches for this."""
    if not master.is_vouched_for(parts, tag):
        raise Broken


def roles_to_text(roles: Iterable[Role]) -> str:
    """Roles as they stand in a row: sorted words."""
    return " ".join(sorted(roles))


def roles_from_text(text: str) -> frozenset[Role]:
    """Roles out of a row that was vouched for."""
    return frozenset(Role(word) for word in text.split())
