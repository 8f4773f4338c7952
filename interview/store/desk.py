"""What every part of a unit of work shares: the transaction, the keys' keeper, the time, and who is at work."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy.sql.base import Executable

from interview.audit.detail import DetailValue
from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.clocks import Limits
from interview.casework.duty import Channel
from interview.casework.keeping import Keeping
from interview.store import binding
from interview.store.keystore import Keystore
from interview.store.refusals import Overtaken, Unrecorded
from interview.store.revocation_file import RevocationFile, Taken
from interview.store.trail import Pending, SavedRevision, Trail, pending_detail
from interview.store.transacting import Transaction
from interview.vault.envelope import unseal
from interview.vault.keypairs import SecretKey
from interview.vault.keyring import Keyring
from interview.vault.kinds import SealKind
from interview.vault.master import Master, Purpose
from interview.vault.refusals import Broken
from interview.vault.sealed import Sealed


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """Where the two databases are, how long sessions last and clocks run, when an alert goes on and by which ways."""

    database_url: str
    keystore_url: str
    idle: timedelta = timedelta(minutes=5)
    session: timedelta = timedelta(hours=8)
    connections: int = 8
    second_factor: bool = False
    """Whether an account without a second factor can do nothing but set one up; the front door says so."""
    limits: Limits = field(default_factory=Limits)
    alert_after: timedelta = timedelta(minutes=15)
    channels: tuple[Channel, ...] = ()
    keeping: Keeping = field(default_factory=Keeping)
    revocations: Path | None = None
    """The file of the revocation ledger; without one nothing can be taken back."""
    checkpoints: Path | None = None
    """The folder of the trail's checkpoints; without one none are written, and no key of an hour is destroyed."""


@dataclass(frozen=True, slots=True)
class Membership:
    """That a person belongs to a team; the team's secret key is still sealed. `epoch` is the team's.

    `ledger`: it reads a ledger, and supervises nothing.
    """

    key_id: bytes
    secret_sealed: bytes = field(repr=False)
    epoch: int
    ledger: bool = False


@dataclass(frozen=True, slots=True)
class Me:
    """The person at work: who, which row of theirs was believed, and what opens for them."""

    actor: Actor
    key_id: bytes
    epoch: int
    memberships: dict[UUID, Membership]
    keyring: Keyring

    @property
    def supervised(self) -> dict[UUID, Membership]:
        """The teams among them that supervise."""
        return {team_id: one for team_id, one in self.memberships.items() if not one.ledger}


@dataclass(frozen=True, slots=True)
class Suspect:
    """What was refused as `Broken`, for the audit trail."""

    kind: str
    organisation_id: UUID
    case_id: UUID | None
    interview_id: UUID | None


@dataclass(slots=True)
class Desk:
    """Shared by the parts of one unit of work."""

    transaction: Transaction
    keystore: Keystore
    master: Master
    settings: StoreSettings
    trail: Trail
    revocation_file: RevocationFile
    now: datetime
    me: Me | None = None
    suspect: Suspect | None = None
    name_key: bytes | None = field(default=None, repr=False)
    unrecorded: dict[UUID, SavedRevision] = field(default_factory=dict)
    epochs: dict[UUID, int] = field(default_factory=dict)
    held: set[UUID] = field(default_factory=set)
    """Cases whose grants nobody else changes until this work is committed or undone."""
    revoking: list[tuple[Taken, bool]] = field(default_factory=list)
    after_commit: list[Callable[[], None]] = field(default_factory=list)
    ring: Callable[[], None] = lambda: None
    """Called after a commit that left calls to be made."""

    def record(
        self,
        event: Event,
        *,
        actor: Actor | None = None,
        organisation_id: UUID | None = None,
        case_id: UUID | None = None,
        interview_id: UUID | None = None,
        account_id: UUID | None = None,
        detail: Mapping[str, DetailValue] | None = None,
    ) -> None:
        """See `UnitOfWork.record`."""
        saved = self._saved(event, interview_id, actor)
        organisation = organisation_id if actor is None else actor.organisation_id
        if organisation is None:
            raise ValueError("an event belongs to an organisation")
        self.trail.add(
            Pending(
                event=event,
                organisation_id=organisation,
                actor_id=None if actor is None else actor.account_id,
                session_id=None if actor is None else actor.session_id,
                case_id=case_id,
                interview_id=interview_id,
                account_id=account_id,
                saved=saved,
                at=self.now,
                detail=pending_detail(event, detail or {}, saved),
            )
        )

    def must_record(self, saved: SavedRevision) -> None:
        """A revision was saved; the event that carries it has to follow, before the next one of the same interview."""
        if saved.interview_id in self.unrecorded:
            raise Unrecorded
        self.unrecorded[saved.interview_id] = saved

    def record_suspect(self) -> None:
        """Record what was refused as `Broken`."""
        suspect, self.suspect = self.suspect, None
        if suspect is not None:
            self.record(
                Event.SEALED_BYTES_REFUSED,
                organisation_id=suspect.organisation_id,
                case_id=suspect.case_id,
                interview_id=suspect.interview_id,
                detail={"kind": suspect.kind},
            )

    def forget(self) -> None:
        """What was changed is undone; so nothing of it happened."""
        self.trail.forget()
        self.unrecorded.clear()
        self.revoking.clear()
        self.epochs.clear()
        self.held.clear()
        self.after_commit.clear()

    def _saved(self, event: Event, interview_id: UUID | None, actor: Actor | None) -> SavedRevision | None:
        if not event.saves or interview_id is None:
            return None
        saved = self.unrecorded.get(interview_id)
        if saved is None:
            return None
        if actor is None or actor.account_id != saved.author_id:
            raise ValueError("who saved an interview is who the event names")
        return self.unrecorded.pop(interview_id)

    @contextmanager
    def suspecting(
        self, kind: str, organisation_id: UUID, *, case_id: UUID | None = None, interview_id: UUID | None = None
    ) -> Iterator[None]:
        """What is refused inside is named in the audit trail, and refused."""
        try:
            yield
        except Broken:
            self.suspect = Suspect(kind, organisation_id, case_id, interview_id)
            raise

    def team_secret(self, team_id: UUID) -> SecretKey:
        """The secret key of a team of the person at work. Raises `Broken` when they do not belong to it."""
        me = self.me
        if me is None or team_id not in me.memberships:
            raise Broken
        membership = me.memberships[team_id]
        context = binding.team_secret(me.actor.organisation_id, team_id, membership.key_id, me.actor.account_id)
        me.keyring.open_team(team_id, membership.secret_sealed, context=context)
        return me.keyring.secret_of(team_id)

    def commit(self) -> None:
        """Write what happened into the trail, keep everything, and do what waits for that. Raises `Unrecorded`."""
        if self.unrecorded:
            raise Unrecorded
        if self.revoking:
            revoking, self.revoking = self.revoking, []
            self.keystore.mark_revocations(self.revocation_file.append(revoking, self.now.date()))
        self.trail.write(self.now)
        self.transaction.commit()
        self.trail.committed(self.now)
        self.epochs.clear()
        self.held.clear()
        waiting, self.after_commit = self.after_commit, []
        for act in waiting:
            act()

    def write_one(self, change: Executable) -> None:
        """Change exactly one row, that was read before. Raises `Overtaken` when it is not as it was."""
        if self.transaction.write(change) != 1:
            raise Overtaken

    def begin_epoch(self, organisation_id: UUID, principal_id: UUID, named: int) -> int:
        """The next epoch of what decides who gets a key; it alone is good once this work is committed."""
        keystore = self.keystore
        return self._begun(
            principal_id,
            lambda: keystore.begin_epoch(organisation_id, principal_id, named),
            lambda epoch: keystore.confirm_epoch(organisation_id, principal_id, epoch),
        )

    def begin_grant_epoch(self, founding_id: UUID, case_id: UUID, named: int) -> int:
        """The next epoch of a case's grants; it alone opens once this work is committed."""
        keystore = self.keystore
        return self._begun(
            case_id,
            lambda: keystore.begin_grant_epoch(founding_id, case_id, named),
            lambda epoch: keystore.confirm_grant_epoch(founding_id, case_id, epoch),
        )

    def _begun(self, id: UUID, begin: Callable[[], int], confirm: Callable[[int], None]) -> int:
        # One epoch for each work, however often it changes the same thing: a second one would give up the epoch of
        # the row as it still stands, and if the work were undone then, nobody's key would be good any more.
        if id not in self.epochs:
            epoch = self.epochs[id] = begin()
            self.after_commit.append(lambda: confirm(epoch))
        return self.epochs[id]

    def close(self) -> None:
        """Let go of every key and of the connection."""
        if self.me is not None:
            self.me.keyring.close()
        self.me = self.name_key = None
        self.transaction.close()

    def seal_name(self, kind: str, organisation_id: UUID, id: UUID, name: str) -> Sealed:
        """A name, sealed under the server's own key: readable for who is signed in, not in a stolen database."""
        context = binding.name(kind, organisation_id, id)
        return self.master.seal(Purpose.NAME, name.encode(), context=context, kind=SealKind.NAME)

    def open_name(self, kind: str, organisation_id: UUID, id: UUID, sealed: bytes) -> str:
        """What `seal_name` sealed. Raises `Broken`."""
        context = binding.name(kind, organisation_id, id)
        return unseal(self._name_key(), sealed, context=context, kind=SealKind.NAME).decode()

    def _name_key(self) -> bytes:
        # Derived once for a whole list; it goes with the desk, at the end of the request.
        if self.name_key is None:
            self.name_key = self.master.subkey(Purpose.NAME)
        return self.name_key


def at_work(desk: Desk) -> Me:
    """The person at work. Raises `Broken` when nobody is."""
    if desk.me is None:
        raise Broken
    return desk.me
