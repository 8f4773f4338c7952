"""Ledgers: what is read across cases, by a team of its own. Everybody writes to the inbox; a member folds and reads."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, delete, func, insert, select, update

from interview.casework.actors import Actor
from interview.store import attempts, authority, binding, inbox, principals
from interview.store.attempts import Limit
from interview.store.cases import Cases
from interview.store.desk import Desk, at_work
from interview.store.inbox import Read
from interview.store.principals import Principal
from interview.store.refusals import Overtaken
from interview.store.tables.ledgers import LedgerRecordRow, LedgerRow, LedgerTombstoneRow
from interview.store.team_keys import former_secrets
from interview.vault.envelope import seal, unseal
from interview.vault.handing import open_sealed_to, seal_to, unwrap_grant, wrap_grant
from interview.vault.keypairs import SecretKey
from interview.vault.keys import new_key
from interview.vault.kinds import SealKind
from interview.vault.refusals import Broken

_LEDGER = select(LedgerRow.__table__).where(
    LedgerRow.organisation_id == bindparam("organisation_id"), LedgerRow.kind == bindparam("kind")
)
_TEAM = select(LedgerRow.team_id, LedgerRow.mac).where(
    LedgerRow.organisation_id == bindparam("organisation_id"), LedgerRow.kind == bindparam("kind")
)
_ERASED = select(LedgerTombstoneRow.case_id).where(LedgerTombstoneRow.organisation_id == bindparam("organisation_id"))
PEOPLE = "people"
"""The ledger of cards: who people are."""

OF_A_PERSON = Limit(30, timedelta(minutes=10))
"""Whom one person looks up: so many at once, after that the next only after 1, 2, 4 … seconds."""

_EPOCH = 1
"""An extract is never given to anybody later: its key has one epoch."""


@dataclass(frozen=True, slots=True)
class Extract:
    """Everything that a ledger knows, opened. `content`: None before the first fold. `erased`: what is to go."""

    generation: int
    content: bytes | None = field(repr=False)
    read: Read
    erased: frozenset[UUID]

    @property
    def is_new(self) -> bool:
        """Whether anything waits to be folded in."""
        return bool(self.read.ids or self.erased)


class Ledgers:
    """The ledgers of an organisation, each of a kind."""

    def __init__(self, desk: Desk, cases: Cases) -> None:
        self._desk = desk
        self._cases = cases

    def create(self, organisation_id: UUID, kind: str, team_id: UUID) -> None:
        """From now on this team reads what everybody writes. Raises `LookupError`, `Broken`, `Overtaken`."""
        desk = self._desk
        principals.team(desk, organisation_id, team_id)
        mac = authority.vouch(desk.master, authority.ledger(organisation_id, kind, team_id))
        row = {"organisation_id": organisation_id, "kind": kind, "team_id": team_id, "mac": mac, "generation": 0}
        desk.transaction.write(insert(LedgerRow), row)

    def team_of(self, kind: str) -> UUID | None:
        """Whose team reads it; None where there is no such ledger. Raises `Broken` when nobody vouches for it."""
        organisation_id = at_work(self._desk).actor.organisation_id
        row = self._desk.transaction.row(_TEAM, {"organisation_id": organisation_id, "kind": kind})
        if row is None:
            return None
        with self._desk.suspecting("ledger", organisation_id):
            authority.require(self._desk.master, authority.ledger(organisation_id, kind, row.team_id), row.mac)
        team_id: UUID = row.team_id
        return team_id

    def principal(self, kind: str) -> Principal | None:
        """To whom a record is sealed; None where there is no such ledger."""
        team_id = self.team_of(kind)
        if team_id is None:
            return None
        return principals.team(self._desk, at_work(self._desk).actor.organisation_id, team_id)

    def write(self, kind: str, case_id: UUID, content: bytes) -> str | None:
        """Leave a record about a case; gives its digest, for the event. None where there is no such ledger."""
        to = self.principal(kind)
        return None if to is None else inbox.leave(self._desk, self._cases.keys(case_id), kind, to, content)

    def admit(self, actor: Actor) -> int:
        """Seconds to wait before this person may look somebody up; 0: it is counted, go on."""
        of = attempts.lookup(self._desk.master, "people", actor.account_id.bytes)
        # A session that was just touched waits to be written already.
        return attempts.admit(self._desk, of, OF_A_PERSON, with_the_rest=True)

    def waiting(self, kind: str) -> int:
        """How many records wait to be folded."""
        return inbox.count(self._desk, kind)

    def open(self, kind: str) -> Extract:
        """What the ledger knows, and what waits for it. Raises `Broken` for who does not belong to its team."""
        desk, organisation_id = self._desk, at_work(self._desk).actor.organisation_id
        team_id = self.team_of(kind)
        if team_id is None:
            raise Broken
        secrets = self._secrets(team_id)
        row = desk.transaction.row(_LEDGER, {"organisation_id": organisation_id, "kind": kind})
        with desk.suspecting("ledger", organisation_id):
            content = None if row.extract_id is None else self._opened(row, secrets)
        erased = frozenset(one.case_id for one in desk.transaction.rows(_ERASED, {"organisation_id": organisation_id}))
        return Extract(row.generation, content, inbox.read(desk, kind, secrets), erased)

    def publish(self, kind: str, was: Extract, content: bytes) -> None:
        """The next extract takes the place of the one that was opened; what was folded into it leaves the inbox.

        The lock of the extract before the last is destroyed with the commit: of the last one, too, when a case was
        erased. Raises `Overtaken` when somebody else folded meanwhile.
        """
        desk, organisation_id = self._desk, at_work(self._desk).actor.organisation_id
        team_id = self.team_of(kind)
        if team_id is None:
            raise Broken
        row = desk.transaction.row(_LEDGER, {"organisation_id": organisation_id, "kind": kind})
        new, former = self._sealed(organisation_id, kind, team_id, was.generation + 1, content), row.extract_id
        gone = [one for one in (row.former_id, former if was.erased else None) if one is not None]
        here = (LedgerRow.organisation_id == organisation_id, LedgerRow.kind == kind)
        change = update(LedgerRow).where(*here, LedgerRow.generation == was.generation)
        kept = None if was.erased else former
        desk.write_one(change.values(**new, former_id=kept, folded_on=desk.now.date()))
        self._clear(organisation_id, was)
        for extract_id in gone:
            desk.after_commit.append(partial(desk.keystore.forget_lock, organisation_id, extract_id))

    def leftovers(self, team_id: UUID) -> int:
        """How much of the ledger of one's own team is still sealed to a key that it had before."""
        me = at_work(self._desk)
        organisation_id, key_id = me.actor.organisation_id, me.memberships[team_id].key_id
        here = (LedgerRow.organisation_id == organisation_id, LedgerRow.team_id == team_id)
        row = self._desk.transaction.row(select(LedgerRow.kind, LedgerRow.key_id).where(*here))
        if row is None:
            return 0
        records = select(func.count()).select_from(LedgerRecordRow)
        of_kind = (LedgerRecordRow.organisation_id == organisation_id, LedgerRecordRow.kind == row.kind)
        waiting = self._desk.transaction.row(records.where(*of_kind, LedgerRecordRow.key_id != key_id))[0]
        return int(waiting) + int(row.key_id is not None and row.key_id != key_id)

    def _secrets(self, team_id: UUID) -> dict[bytes, SecretKey]:
        """The team's key by its id, and the one that it had before while that is being replaced."""
        me, secret = at_work(self._desk), self._desk.team_secret(team_id)
        return {me.memberships[team_id].key_id: secret, **former_secrets(self._desk, team_id, secret)}

    def _opened(self, row: Any, secrets: dict[bytes, SecretKey]) -> bytes:
        if row.key_id not in secrets:
            raise Broken
        place = (row.organisation_id, row.kind, row.extract_id)
        lock = self._desk.keystore.grant_lock(row.organisation_id, row.extract_id)
        if lock is None:
            raise Broken
        context = binding.ledger_key(*place, row.team_id, row.key_id)
        inner = unwrap_grant(row.key_sealed, lock.key, epoch=_EPOCH, context=context)
        key = open_sealed_to(secrets[row.key_id], inner, context=context, kind=SealKind.GRANT)
        of_extract = binding.ledger_extract(*place, row.generation)
        return unseal(key, row.extract_sealed, context=of_extract, kind=SealKind.LEDGER_EXTRACT)

    def _sealed(
        self, organisation_id: UUID, kind: str, team_id: UUID, generation: int, content: bytes
    ) -> dict[str, Any]:
        """The columns of the next extract. Its lock is durable before it is."""
        desk, extract_id, key = self._desk, uuid4(), new_key()
        to: Principal = principals.team(desk, organisation_id, team_id)
        lock = desk.keystore.add_lock(organisation_id, extract_id)
        context = binding.ledger_key(organisation_id, kind, extract_id, team_id, to.public.key_id)
        inner = seal_to(to.public, key, context=context, kind=SealKind.GRANT)
        of_extract = binding.ledger_extract(organisation_id, kind, extract_id, generation)
        return {
            "generation": generation,
            "extract_id": extract_id,
            "key_id": to.public.key_id,
            "key_sealed": wrap_grant(inner, lock, epoch=_EPOCH, context=context, case_id=extract_id),
            "extract_sealed": seal(
                key, content, context=of_extract, kind=SealKind.LEDGER_EXTRACT, key_id=extract_id.bytes
            ),
        }

    def _clear(self, organisation_id: UUID, was: Extract) -> None:
        """Take away exactly what was folded."""
        desk = self._desk
        for some in inbox.in_parts(list(was.read.ids)):
            of = (LedgerRecordRow.organisation_id == organisation_id, LedgerRecordRow.id.in_(some))
            if desk.transaction.write(delete(LedgerRecordRow).where(*of)) != len(some):
                raise Overtaken
        for some in inbox.in_parts(sorted(was.erased)):
            tombs = (LedgerTombstoneRow.organisation_id == organisation_id, LedgerTombstoneRow.case_id.in_(some))
            desk.transaction.write(delete(LedgerTombstoneRow).where(*tombs))
