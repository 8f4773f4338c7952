"""Opening a case: its server lock, the grant of the person at work or of a team of theirs, and what lies beneath."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from interview.store import binding
from interview.store.desk import Desk, at_work
from interview.store.keystore import require_epoch
from interview.store.principals import Principal
from interview.store.refusals import Overtaken
from interview.store.tables.approvals import FormerTeamKeyRow
from interview.store.tables.cases import GrantRow
from interview.vault.context import Context
from interview.vault.envelope import seal, unseal
from interview.vault.handing import grant, open_team_secret, wrap_grant
from interview.vault.keys import document_key, new_key
from interview.vault.kinds import SealKind
from interview.vault.refusals import Broken
from interview.vault.sealed import Sealed

_FORMER = select(FormerTeamKeyRow.secret_sealed).where(
    FormerTeamKeyRow.organisation_id == bindparam("organisation_id"),
    FormerTeamKeyRow.team_id == bindparam("team_id"),
    FormerTeamKeyRow.key_id == bindparam("key_id"),
)
_EPOCHS = (
    select(GrantRow.epoch)
    .where(GrantRow.organisation_id == bindparam("organisation_id"), GrantRow.case_id == bindparam("case_id"))
    .with_for_update(read=True)
)


def _of_nobody_else() -> None:
    """The keys of a case that nobody else can open yet are nobody else's to change."""


@dataclass(frozen=True, slots=True)
class CaseKeys:
    """What opens a case and links its revisions. `hold`: see to it that they still are when this work is done."""

    founding_id: UUID
    case_id: UUID
    case_key: bytes = field(repr=False)
    link_key: bytes = field(repr=False)
    hold: Callable[[], None] = field(default=_of_nobody_else, repr=False, compare=False)

    def seal(self, kind: SealKind, id: UUID, plaintext: bytes, context: Context) -> Sealed:
        """Seal one document of the case. Raises `Overtaken` when the case was given other keys meanwhile."""
        self.hold()
        key = document_key(self.case_key, kind, id)
        return seal(key, plaintext, context=context, kind=kind, key_id=self.case_id.bytes)

    def unseal(self, kind: SealKind, id: UUID, sealed: bytes, context: Context) -> bytes:
        """Open one document of the case. Raises `Broken`."""
        return unseal(document_key(self.case_key, kind, id), sealed, context=context, kind=kind)


def new_keys(founding_id: UUID, case_id: UUID) -> tuple[CaseKeys, Sealed]:
    """The keys of a new case, and its link key as it stands in the case's row."""
    keys = CaseKeys(founding_id, case_id, new_key(), new_key())
    context = binding.link_key(founding_id, case_id)
    return keys, keys.seal(SealKind.LINK_KEY, case_id, keys.link_key, context)


def grant_columns(keys: CaseKeys, to: Principal, server_lock: bytes, epoch: int) -> dict[str, Any]:
    """The row of a grant: the case key for one principal, under both locks."""
    context = binding.grant(keys.founding_id, keys.case_id, to.kind, to.id, to.public.key_id)
    inner = grant(keys.case_key, to.public, context=context)
    return {
        "case_id": keys.case_id,
        "principal_id": to.id,
        "principal_kind": to.kind,
        "key_id": to.public.key_id,
        "epoch": epoch,
        "grant_sealed": wrap_grant(inner, server_lock, epoch=epoch, context=context, case_id=keys.case_id),
    }


def open_keys(desk: Desk, organisation_id: UUID, row: Any) -> CaseKeys:
    """The keys of the case in `row`, which holds the case's `case_id`, `founding_id`, `link_key_sealed` and a grant.

    One statement, to the keystore. Raises `Broken`: also when the lock was destroyed, or the person's own rows or the
    grant are older ones put back.
    """
    me = at_work(desk)
    found = desk.keystore.lock(
        organisation_id,
        row.founding_id,
        row.case_id,
        account_id=me.actor.account_id,
        principal_id=row.principal_id,
    )
    if found is None:
        raise Broken
    lock, mine, theirs = found
    require_epoch(mine, me.epoch)
    require_epoch(lock.epoch, row.epoch)
    holder: UUID = row.principal_id
    if holder in me.memberships:
        require_epoch(theirs, me.memberships[holder].epoch)
        holder = _team_key(desk, holder, row.key_id)
    context = binding.grant(row.founding_id, row.case_id, row.principal_kind, row.principal_id, row.key_id)
    case_key = me.keyring.case_key(holder, row.grant_sealed, lock.key, epoch=row.epoch, context=context)
    keys = CaseKeys(row.founding_id, row.case_id, case_key, b"")
    link_key = keys.unseal(
        SealKind.LINK_KEY, row.case_id, row.link_key_sealed, binding.link_key(row.founding_id, row.case_id)
    )
    return replace(keys, link_key=link_key, hold=partial(_hold, desk, organisation_id, row.case_id, row.epoch))


def _hold(desk: Desk, organisation_id: UUID, case_id: UUID, epoch: int) -> None:
    """Keep everybody else from changing a case's grants until this work ends. Raises `Overtaken` if they have."""
    if case_id in desk.held:
        return
    desk.transaction.begin()
    rows = desk.transaction.rows(_EPOCHS, {"organisation_id": organisation_id, "case_id": case_id})
    if {row.epoch for row in rows} != {desk.epochs.get(case_id, epoch)}:
        raise Overtaken
    desk.held.add(case_id)


def _team_key(desk: Desk, team_id: UUID, key_id: bytes) -> UUID:
    """Where a team's secret key hangs on the ring; the one that it had before, while its key is being replaced.

    Raises `Broken`.
    """
    me, secret = at_work(desk), desk.team_secret(team_id)
    if key_id == me.memberships[team_id].key_id:
        return team_id
    former = UUID(bytes=key_id)
    if not me.keyring.holds(former):
        organisation_id = me.actor.organisation_id
        here = {"organisation_id": organisation_id, "team_id": team_id, "key_id": key_id}
        row = desk.transaction.row(_FORMER, here)
        if row is None:
            raise Broken
        context = binding.team_secret(organisation_id, team_id, key_id, team_id)
        opened = open_team_secret(row.secret_sealed, secret, context=context)
        # Anybody can seal to a public key: it is the team's former one only when it makes the key that is named.
        if opened.public().key_id != key_id:
            raise Broken
        me.keyring.add(former, opened)
    return former
