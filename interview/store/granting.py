"""Letting somebody into a case, and out of it again. Whoever is out stays out: what stood before opens nothing."""

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select, update

from interview.store import binding, principals
from interview.store.casekeys import CaseKeys, grant_columns
from interview.store.desk import Desk, at_work
from interview.store.keystore import ServerLock, require_epoch
from interview.store.principals import Principal
from interview.store.tables.cases import GrantRow
from interview.vault.handing import rewrap_grant
from interview.vault.refusals import Broken

_GRANTS = select(
    GrantRow.principal_id, GrantRow.principal_kind, GrantRow.key_id, GrantRow.epoch, GrantRow.grant_sealed
).where(GrantRow.organisation_id == bindparam("organisation_id"), GrantRow.case_id == bindparam("case_id"))


def admit(desk: Desk, keys: CaseKeys, account_id: UUID) -> int:
    """Give an account the key of a case, in the epoch that the other grants stand in. Raises `Broken`."""
    organisation_id = at_work(desk).actor.organisation_id
    lock = lock_of(desk, organisation_id, keys)
    epoch = epoch_of(lock, grants_of(desk, organisation_id, keys.case_id))
    to = principals.account(desk, organisation_id, account_id)
    values = {"organisation_id": organisation_id, **grant_columns(keys, to, lock.key, epoch)}
    desk.transaction.write(insert(GrantRow), values)
    return epoch


def remove(desk: Desk, keys: CaseKeys, principal_id: UUID) -> int:
    """Take a principal's grant away and begin the next epoch: the rest is wrapped anew, an old row put back is not.

    Gives the epoch. Raises `LookupError` when there is no such grant, `Broken`, `Overtaken`.
    """
    return _without(desk, keys, principal_id)[1]


def replace(desk: Desk, keys: CaseKeys, to: Principal) -> int:
    """Seal the case's key to another key of a principal that was let in before. Gives the epoch. Raises as `remove`."""
    lock, epoch = _without(desk, keys, to.id)
    values = {"organisation_id": at_work(desk).actor.organisation_id, **grant_columns(keys, to, lock.key, epoch)}
    desk.transaction.write(insert(GrantRow), values)
    return epoch


def _without(desk: Desk, keys: CaseKeys, principal_id: UUID) -> tuple[ServerLock, int]:
    organisation_id = at_work(desk).actor.organisation_id
    lock = lock_of(desk, organisation_id, keys)
    grants = grants_of(desk, organisation_id, keys.case_id)
    if principal_id not in {row.principal_id for row in grants}:
        raise LookupError("no such grant")
    was = epoch_of(lock, grants)
    epoch = desk.begin_grant_epoch(keys.founding_id, keys.case_id, was)
    of_case = (GrantRow.organisation_id == organisation_id, GrantRow.case_id == keys.case_id)
    for row in grants:
        here = (*of_case, GrantRow.principal_id == row.principal_id, GrantRow.key_id == row.key_id)
        if row.principal_id == principal_id:
            desk.write_one(delete(GrantRow).where(*here, GrantRow.epoch == was))
            continue
        context = binding.grant(keys.founding_id, keys.case_id, row.principal_kind, row.principal_id, row.key_id)
        sealed = rewrap_grant(
            row.grant_sealed, lock.key, old_epoch=was, epoch=epoch, context=context, case_id=keys.case_id
        )
        desk.write_one(update(GrantRow).where(*here, GrantRow.epoch == was).values(epoch=epoch, grant_sealed=sealed))
    return lock, epoch


def lock_of(desk: Desk, organisation_id: UUID, keys: CaseKeys) -> ServerLock:
    """The server's lock of a case. Raises `Broken` when it was destroyed."""
    account_id = at_work(desk).actor.account_id
    found = desk.keystore.lock(
        organisation_id, keys.founding_id, keys.case_id, account_id=account_id, principal_id=account_id
    )
    if found is None:
        raise Broken
    return found[0]


def grants_of(desk: Desk, organisation_id: UUID, case_id: UUID) -> Any:
    """The rows of a case's grants."""
    return desk.transaction.rows(_GRANTS, {"organisation_id": organisation_id, "case_id": case_id})


def epoch_of(lock: ServerLock, grants: Any) -> int:
    """The one epoch that all grants of a case stand in. Raises `Broken` when one of them is another's."""
    epochs: set[int] = {row.epoch for row in grants}
    if len(epochs) != 1:
        raise Broken
    epoch = epochs.pop()
    require_epoch(lock.epoch, epoch)
    return epoch
