"""The key of a referral for those who were asked: HPKE to them inside, the server lock of the sender's case outside."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from interview.casework.referrals import Referral
from interview.store import binding
from interview.store.desk import Desk, at_work
from interview.store.keystore import require_epoch
from interview.store.principals import Principal
from interview.store.tables.cases import CaseRow
from interview.store.tables.referrals import ReferralKeyRow, ReferralRow
from interview.vault.context import Context
from interview.vault.handing import grant, open_grant, unwrap_grant, wrap_grant
from interview.vault.keypairs import SecretKey
from interview.vault.refusals import Broken

K = ReferralKeyRow
ONE_EPOCH = 1
"""Nothing is wrapped anew when somebody is let go: then the key is deleted, and the referral's own epoch goes on."""


def give(desk: Desk, referral: Referral, key: bytes, to: Principal) -> None:
    """Seal the key of a referral to somebody; what they had before gives way. Raises `Broken` without a server lock."""
    here = (K.organisation_id == referral.organisation_id, K.referral_id == referral.id, K.principal_id == to.id)
    desk.transaction.write(delete(K).where(*here))
    context = _context(referral.organisation_id, referral.case_id, referral.id, to.kind, to.id, to.public.key_id)
    inner = grant(key, to.public, context=context)
    lock = _lock(desk, referral.organisation_id, referral.case_id)
    values = {
        "organisation_id": referral.organisation_id,
        "referral_id": referral.id,
        "principal_id": to.id,
        "principal_kind": to.kind,
        "key_id": to.public.key_id,
        "key_sealed": wrap_grant(inner, lock, epoch=ONE_EPOCH, context=context, case_id=referral.case_id),
    }
    desk.transaction.write(insert(K), values)


def open_key(desk: Desk, referral: Referral) -> bytes:
    """The key of a referral (32 bytes), by the person's own key or one of their teams'. Raises `Broken`."""
    me = at_work(desk)
    organisation_id = me.actor.organisation_id
    here = (K.organisation_id == referral.organisation_id, K.referral_id == referral.id)
    held = [me.key_id, *(one.key_id for one in me.memberships.values())]
    to_me = K.principal_id.in_([me.actor.account_id, *me.memberships]) & K.key_id.in_(held)
    row = desk.transaction.row(select(K.__table__).where(*here, to_me).order_by(K.principal_kind).limit(1))
    if row is None:
        raise Broken
    epochs = desk.keystore.epochs(organisation_id, [me.actor.account_id, row.principal_id])
    require_epoch(epochs.get(me.actor.account_id), me.epoch)
    if row.principal_id in me.memberships:
        require_epoch(epochs.get(row.principal_id), me.memberships[row.principal_id].epoch)
        desk.team_secret(row.principal_id)
    with desk.suspecting("referral", referral.organisation_id, case_id=referral.case_id):
        secret = me.keyring.secret_of(row.principal_id)
        return _open(desk, referral.case_id, row, secret)


def renew(desk: Desk, team_id: UUID, was: SecretKey, to: Principal) -> int:
    """Seal what was sealed to a team's former key to its present one; gives how many. Raises `Broken`."""
    of_case = (ReferralRow.organisation_id == K.organisation_id) & (ReferralRow.id == K.referral_id)
    columns = (*K.__table__.columns, ReferralRow.case_id)
    rows = desk.transaction.rows(select(*columns).join_from(K, ReferralRow, of_case).where(K.principal_id == team_id))
    for row in rows:
        key = _open(desk, row.case_id, row, was)
        context = _context(row.organisation_id, row.case_id, row.referral_id, to.kind, to.id, to.public.key_id)
        lock = _lock(desk, row.organisation_id, row.case_id)
        inner = grant(key, to.public, context=context)
        sealed = wrap_grant(inner, lock, epoch=ONE_EPOCH, context=context, case_id=row.case_id)
        here = (K.organisation_id == row.organisation_id, K.referral_id == row.referral_id, K.principal_id == team_id)
        desk.write_one(update(K).where(*here).values(key_id=to.public.key_id, key_sealed=sealed))
    return len(rows)


def _open(desk: Desk, case_id: UUID, row: Any, secret: SecretKey) -> bytes:
    kind, principal_id = row.principal_kind, row.principal_id
    context = _context(row.organisation_id, case_id, row.referral_id, kind, principal_id, row.key_id)
    lock = _lock(desk, row.organisation_id, case_id)
    inner = unwrap_grant(row.key_sealed, lock, epoch=ONE_EPOCH, context=context)
    return open_grant(inner, secret, context=context)


def _lock(desk: Desk, organisation_id: UUID, case_id: UUID) -> bytes:
    here = (CaseRow.organisation_id == organisation_id, CaseRow.id == case_id)
    case = desk.transaction.row(select(CaseRow.founding_id).where(*here))
    lock = None if case is None else desk.keystore.grant_lock(case.founding_id, case_id)
    if lock is None:
        raise Broken
    return lock.key


def _context(
    organisation_id: UUID, case_id: UUID, referral_id: UUID, kind: str, principal_id: UUID, key_id: bytes
) -> Context:
    return binding.referral_key(organisation_id, case_id, referral_id, kind, principal_id, key_id)
