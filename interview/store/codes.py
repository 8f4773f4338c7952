"""Whether a code is right. Each works once: also for two who try at the same moment, in two processes."""

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, select, update

from interview.audit.events import Event
from interview.store import attempts, authority, binding
from interview.store.desk import Desk
from interview.store.tables.factors import FactorRow, SpareCodeRow
from interview.vault import codes
from interview.vault.handing import open_sealed_to
from interview.vault.keypairs import SecretKey
from interview.vault.keys import mac
from interview.vault.kinds import SealKind
from interview.vault.master import Purpose
from interview.vault.refusals import Broken

LABEL = "Notes"
"""What the telephone shows beside the code: the same neutral word for everybody."""

_FACTOR = select(FactorRow.account_id, FactorRow.id, FactorRow.organisation_id, FactorRow.secret_sealed, FactorRow.mac)
_USE = (
    update(FactorRow)
    .where(
        FactorRow.organisation_id == bindparam("organisation"),
        FactorRow.id == bindparam("factor"),
        FactorRow.last_step < bindparam("step"),
    )
    .values(last_step=bindparam("step"))
)
_USE_SPARE = delete(SpareCodeRow).where(
    SpareCodeRow.organisation_id == bindparam("organisation"),
    SpareCodeRow.factor_id == bindparam("factor"),
    SpareCodeRow.lookup == bindparam("used"),
)


def accepts(
    desk: Desk, organisation_id: UUID, account_id: UUID, factor_id: UUID, secret: SecretKey, typed: str
) -> bool:
    """Whether this is a code of the account's factor that was not used yet; now it is. Raises `Broken`.

    Whoever knows the passphrase and tries codes is slowed down without being told; spare codes go on working.
    """
    digits = codes.digits_of(typed)
    if not digits:
        return False
    if len(digits) == codes.SPARE_DIGITS:
        return _accepts_spare(desk, organisation_id, account_id, factor_id, digits)
    who = attempts.lookup(desk.master, "code", organisation_id.bytes + account_id.bytes)
    right = not attempts.admit(desk, who, attempts.OF_A_CODE) and _accepts_code(
        desk, organisation_id, account_id, factor_id, secret, digits
    )
    if right:
        attempts.clear(desk, who)
    else:
        desk.record(Event.CODE_REFUSED, organisation_id=organisation_id, account_id=account_id)
    return right


def is_code_of(desk: Desk, row: Any, secret: SecretKey, typed: str) -> int | None:
    """The time step of a code of the factor in `row`, used or not. Raises `Broken`."""
    return codes.step_of(open_secret(desk, row, secret), codes.digits_of(typed), desk.now)


def open_secret(desk: Desk, row: Any, secret: SecretKey) -> bytes:
    """What the telephone and the server share. Raises `Broken` unless the row is vouched for."""
    with desk.suspecting("factor", row.organisation_id):
        authority.require(desk.master, vouched(row), row.mac)
        context = binding.factor(row.organisation_id, row.account_id, row.id)
        return open_sealed_to(secret, row.secret_sealed, context=context, kind=SealKind.FACTOR)


def vouched(row: Any) -> authority.Vouched:
    """What the MAC of a factor's row is over."""
    return authority.factor(row.organisation_id, row.account_id, row.id, row.secret_sealed)


def spare_lookup(desk: Desk, organisation_id: UUID, factor_id: UUID, digits: str) -> bytes:
    """What a spare code is kept as (32 bytes)."""
    return mac(desk.master.subkey(Purpose.SPARE_CODES), ("spare code", organisation_id, factor_id, digits))


def factor_row(desk: Desk, organisation_id: UUID, account_id: UUID, factor_id: UUID) -> Any:
    """The row of an account's factor. Raises `Broken` when it is gone."""
    here = (FactorRow.organisation_id == organisation_id, FactorRow.id == factor_id)
    row = desk.transaction.row(_FACTOR.where(*here, FactorRow.account_id == account_id))
    if row is None:
        with desk.suspecting("factor", organisation_id):
            raise Broken
    return row


def forget(desk: Desk, organisation_id: UUID, account_id: UUID, but: UUID | None = None) -> None:
    """Delete the factors of an account, and their spare codes, but for one."""
    mine = (FactorRow.organisation_id == organisation_id, FactorRow.account_id == account_id)
    for row in desk.transaction.rows(select(FactorRow.id).where(*mine)):
        if row.id != but:
            of_it = (SpareCodeRow.organisation_id == organisation_id, SpareCodeRow.factor_id == row.id)
            desk.transaction.write(delete(SpareCodeRow).where(*of_it))
            desk.transaction.write(delete(FactorRow).where(*mine, FactorRow.id == row.id))


def _accepts_code(
    desk: Desk, organisation_id: UUID, account_id: UUID, factor_id: UUID, secret: SecretKey, digits: str
) -> bool:
    step = is_code_of(desk, factor_row(desk, organisation_id, account_id, factor_id), secret, digits)
    if step is None:
        return False
    return desk.transaction.write(_USE, {"organisation": organisation_id, "factor": factor_id, "step": step}) == 1


def _accepts_spare(desk: Desk, organisation_id: UUID, account_id: UUID, factor_id: UUID, digits: str) -> bool:
    lookup = spare_lookup(desk, organisation_id, factor_id, digits)
    used = (
        desk.transaction.write(_USE_SPARE, {"organisation": organisation_id, "factor": factor_id, "used": lookup}) == 1
    )
    event = Event.SPARE_CODE_USED if used else Event.CODE_REFUSED
    desk.record(event, organisation_id=organisation_id, account_id=account_id)
    return used
