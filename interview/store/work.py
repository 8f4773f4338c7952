"""The unit of work: everything that one request does, in one transaction, with the keyring of the person at work."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from types import TracebackType
from typing import Self
from uuid import UUID

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from interview.audit.detail import DetailValue
from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.refusals import NotReachable
from interview.store.absences import Absences
from interview.store.account_notices import AccountNotices
from interview.store.accounts import Accounts
from interview.store.alerts import Alerts
from interview.store.approvals import Approvals
from interview.store.assignments import Assignments
from interview.store.attachments import Attachments
from interview.store.cases import Cases
from interview.store.changed_keys import ChangedKeys
from interview.store.checkpoints import SignedCheckpoints
from interview.store.clocks import Clocks
from interview.store.decisions import Decisions
from interview.store.denials import Denials
from interview.store.desk import Desk, StoreSettings
from interview.store.duty import Duty
from interview.store.erasures import Erasures
from interview.store.factors import Factors
from interview.store.identity_openings import IdentityOpenings
from interview.store.interviews import Interviews
from interview.store.judgements import Judgements
from interview.store.kept import KeptBodies
from interview.store.ledgers import Ledgers
from interview.store.look_alikes import LookAlikes
from interview.store.multiplying import Multiplying
from interview.store.offices import Offices
from interview.store.organisations import Organisations
from interview.store.reading_trail import TrailReading
from interview.store.reads import Reads
from interview.store.recovering import Recovering
from interview.store.referrals import Referrals
from interview.store.retention import Retention
from interview.store.revocations import Revocations
from interview.store.sessions import Sessions
from interview.store.team_keys import TeamKeys
from interview.store.teams import Teams
from interview.store.throttle import Throttle
from interview.store.ticks import Ticks
from interview.store.transfers import Transfers
from interview.store.verifying import Verifying
from interview.vault.refusals import Broken

UNREACHABLE = (OperationalError, InterfaceError, NoConnection)
"""How SQLAlchemy says that a database is gone, full, or has no connection to spare."""


class UnitOfWork:
    """Use it in a `with`: leaving it commits, an exception undoes everything.

    Reads hold no lock. The first change takes the write lock, so that what a change rests on is compared in the change
    itself (`put` compares the revision). What the database refuses as `Broken` is recorded in a transaction of its own
    before the exception goes on. Raises `NotReachable` when a database is gone or full; nothing was changed then.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.organisations = Organisations(desk)
        self.teams = Teams(desk)
        self.offices = Offices(desk)
        self.accounts = Accounts(desk)
        self.approvals = Approvals(desk)
        self.changed_keys = ChangedKeys(desk)
        self.assignments = Assignments(desk)
        self.factors = Factors(desk, self.accounts)
        self.account_notices = AccountNotices(desk)
        self.sessions = Sessions(desk, self.accounts)
        self.throttle = Throttle(desk)
        self.kept = KeptBodies(desk)
        self.cases = Cases(desk)
        self.team_keys = TeamKeys(desk, self.cases)
        self.interviews = Interviews(desk, self.cases)
        self.proposals = Judgements(desk, self.interviews)
        self.decisions = Decisions(desk, self.interviews, self.proposals)
        self.reads = Reads(desk)
        self.identity = IdentityOpenings(desk)
        self.retention = Retention(desk, self.cases)
        self.erasures = Erasures(desk, self.cases)
        self.revocations = Revocations(desk)
        self.recovering = Recovering(desk, self.accounts)
        self.duty = Duty(desk)
        self.alerts = Alerts(desk, self.duty)
        self.clocks = Clocks(desk, self.cases)
        self.attachments = Attachments(desk, self.cases)
        self.ledgers = Ledgers(desk, self.cases)
        self.look_alikes = LookAlikes(desk)
        self.multiplying = Multiplying(desk, self.cases, self.interviews, self.ledgers)
        self.transfers = Transfers(desk, self.cases)
        self.referrals = Referrals(desk)
        self.absences = Absences(desk)
        self.ticks = Ticks(desk)
        self.trail_reading = TrailReading(desk)
        self.denials = Denials(desk)
        self.checkpoints = SignedCheckpoints(desk)
        self.verifying = Verifying(desk)

    @property
    def settings(self) -> StoreSettings:
        """What the deployment chose: how long clocks run, when an alert goes on."""
        return self._desk.settings

    @property
    def now(self) -> datetime:
        """The one moment, in UTC, at which all of this happens."""
        return self._desk.now

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
        """Say what happened; it is written with the commit.

        `organisation_id` where nobody is at work. `detail` holds exactly the keys that the event declares, but for
        `link`: that is added to the event of a save. Raises `WrongDetail`.
        """
        self._desk.record(
            event,
            actor=actor,
            organisation_id=organisation_id,
            case_id=case_id,
            interview_id=interview_id,
            account_id=account_id,
            detail=detail,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._commit()
            else:
                self._undo(error)
        except UNREACHABLE as lost:
            error = lost
        finally:
            self._let_go()
        if isinstance(error, UNREACHABLE):
            raise NotReachable from error

    def _let_go(self) -> None:
        # A connection that was lost cannot even be given back.
        with suppress(*UNREACHABLE):
            self._desk.close()

    def _commit(self) -> None:
        try:
            self._desk.record_suspect()
            self._desk.commit()
        except BaseException:
            self._desk.transaction.roll_back()
            raise

    def _undo(self, error: BaseException) -> None:
        desk = self._desk
        desk.transaction.roll_back()
        desk.forget()
        if isinstance(error, Broken) and desk.suspect is not None:
            desk.record_suspect()
            desk.commit()
