"""Pages that were posted after the lock: sealed to the account, given back once it is unlocked."""

import json
from base64 import b64decode, b64encode
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select

from interview.casework.actors import Actor
from interview.store import binding, principals
from interview.store.desk import Desk
from interview.store.records import Kept
from interview.store.tables.people import KeptBodyRow, SessionRow
from interview.vault.handing import open_posted, seal_posted
from interview.vault.refusals import Broken
from interview.vault.tokens import parse_token

MOST = 5
"""How many are kept for one account; the oldest make room."""


class KeptBodies:
    """What was typed when a session locked."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def keep(self, token: str, path: str, body: bytes) -> bool:
        """Keep a page for the owner of a session, locked or not; False when it is nobody's or has ended."""
        desk, parsed = self._desk, parse_token(token)
        if parsed is None:
            return False
        owner = desk.transaction.row(
            select(SessionRow.organisation_id, SessionRow.account_id).where(
                SessionRow.lookup == parsed.row_id, SessionRow.ends_at > desk.now
            )
        )
        if owner is None:
            return False
        kept_id, organisation_id, account_id = uuid4(), owner.organisation_id, owner.account_id
        public = principals.account(desk, organisation_id, account_id).public
        data = json.dumps({"path": path, "body": b64encode(body).decode("ascii")}).encode()
        context = binding.kept_body(organisation_id, account_id, kept_id)
        self._make_room(organisation_id, account_id)
        desk.transaction.write(
            insert(KeptBodyRow),
            {
                "organisation_id": organisation_id,
                "id": kept_id,
                "account_id": account_id,
                "body_sealed": seal_posted(data, public, context=context),
                "kept_at": desk.now,
            },
        )
        return True

    def take(self, actor: Actor) -> Kept | None:
        """The page kept last, once; None when there is none. What the account's key no longer opens is let go."""
        desk = self._desk
        mine = (KeptBodyRow.organisation_id == actor.organisation_id, KeptBodyRow.account_id == actor.account_id)
        columns = select(KeptBodyRow.id, KeptBodyRow.body_sealed).where(*mine)
        row = desk.transaction.row(columns.order_by(KeptBodyRow.kept_at.desc()).limit(1))
        if row is None or desk.me is None:
            return None
        desk.transaction.write(delete(KeptBodyRow).where(*mine, KeptBodyRow.id == row.id))
        context = binding.kept_body(actor.organisation_id, actor.account_id, row.id)
        try:
            data = json.loads(open_posted(row.body_sealed, desk.me.keyring.account_secret, context=context))
        except Broken:
            return None
        return Kept(data["path"], b64decode(data["body"]))

    def _make_room(self, organisation_id: UUID, account_id: UUID) -> None:
        mine = (KeptBodyRow.organisation_id == organisation_id, KeptBodyRow.account_id == account_id)
        newest = select(KeptBodyRow.id).where(*mine).order_by(KeptBodyRow.kept_at.desc()).limit(MOST - 1)
        keep = [row.id for row in self._desk.transaction.rows(newest)]
        self._desk.transaction.write(delete(KeptBodyRow).where(*mine, KeptBodyRow.id.not_in(keep)))
