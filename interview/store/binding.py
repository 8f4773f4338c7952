"""What each sealed thing is bound to: never stored as such, rebuilt from where a thing is expected."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from interview.audit.chain import AuditRow
from interview.casework.transfers import Side
from interview.vault.context import Context


def name(kind: str, organisation_id: UUID, id: UUID) -> Context:
    """The name of an organisation, a team, an office, an account; the reference of a case."""
    return Context(("name", kind, organisation_id, id))


def account_lock(organisation_id: UUID, account_id: UUID, key_id: bytes, lock_id: UUID | None) -> Context:
    """An account's secret key in its row. `lock_id` (none in the oldest rows) changes with the passphrase."""
    return Context(("account", organisation_id, account_id, key_id, *(() if lock_id is None else (lock_id,))))


def session(
    organisation_id: UUID,
    account_id: UUID,
    session_id: UUID,
    epoch: int,
    level: str,
    authenticated_at: datetime,
    ends_at: datetime,
) -> Context:
    """An account's secret key in a session's row; neither its end nor the time of its sign-in can be moved."""
    moments = (authenticated_at.isoformat(), ends_at.isoformat())
    return Context(("session", organisation_id, account_id, session_id, epoch, level, *moments))


def team_secret(organisation_id: UUID, team_id: UUID, key_id: bytes, principal_id: UUID) -> Context:
    """A team's secret key, sealed to a member or to recovery (the organisation's id)."""
    return Context(("team", organisation_id, team_id, key_id, principal_id))


def recovery(organisation_id: UUID) -> Context:
    """The recovery secret of an organisation."""
    return Context(("recovery", organisation_id))


def factor(organisation_id: UUID, account_id: UUID, factor_id: UUID) -> Context:
    """The secret of a second factor, sealed to its account."""
    return Context(("factor", organisation_id, account_id, factor_id))


def canary(organisation_id: UUID) -> Context:
    """What a rehearsal of recovery opens."""
    return Context(("canary", organisation_id))


def kept_body(organisation_id: UUID, account_id: UUID, kept_id: UUID) -> Context:
    """A page that was posted after the lock."""
    return Context(("kept body", organisation_id, account_id, kept_id))


def server_lock(organisation_id: UUID, case_id: UUID) -> Context:
    """The server's lock on a case, in the keystore. `organisation_id` here and below: the founding organisation."""
    return Context(("server lock", organisation_id, case_id))


def head_key(key_id: UUID) -> Context:
    """An hour's key for the head of the audit chain, in the keystore."""
    return Context(("head key", key_id))


def signing_key(organisation_id: UUID) -> Context:
    """The key that signs an organisation's checkpoints, in the keystore."""
    return Context(("signing key", organisation_id))


def server_key(purpose: str) -> Context:
    """A key of the server that outlives a master key, in the keystore."""
    return Context(("server key", purpose))


def grant(organisation_id: UUID, case_id: UUID, kind: str, principal_id: UUID, key_id: bytes) -> Context:
    """The case key for one principal. The epoch is part of the outer key."""
    return Context(("grant", organisation_id, case_id, kind, principal_id, key_id))


def link_key(organisation_id: UUID, case_id: UUID) -> Context:
    """The key that links a case's revisions."""
    return Context(("link key", organisation_id, case_id))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a revision of an interview is expected. `previous`: the link of the one before, `b""` for the first."""

    founding_id: UUID
    case_id: UUID
    interview_id: UUID
    form: str
    version: int
    digest: str
    state: str
    revision: int
    author_id: UUID
    previous: bytes

    def interview(self) -> Context:
        """The answers."""
        return Context(("interview", *self._parts()))

    def _parts(self) -> tuple[UUID | str | int | bytes, ...]:
        return (
            self.founding_id,
            self.case_id,
            self.interview_id,
            self.form,
            self.version,
            self.digest,
            self.state,
            self.revision,
            self.author_id,
            self.previous,
        )


def judgement(organisation_id: UUID, case_id: UUID, interview_id: UUID, revision: int, author_id: UUID) -> Context:
    """The system's assessment and the caseworker's proposal about one revision of an interview."""
    return Context(("judgement", organisation_id, case_id, interview_id, revision, author_id))


def referral(
    organisation_id: UUID, case_id: UUID, referral_id: UUID, part: str, to_organisation_id: UUID, to_team_id: UUID
) -> Context:
    """What is said in a referral. `part`: preview, package or reply."""
    return Context(("referral", organisation_id, case_id, referral_id, part, to_organisation_id, to_team_id))


def referral_key(
    organisation_id: UUID, case_id: UUID, referral_id: UUID, kind: str, principal_id: UUID, key_id: bytes
) -> Context:
    """The key of a referral for one who was asked."""
    return Context(("referral key", organisation_id, case_id, referral_id, kind, principal_id, key_id))


def clock(organisation_id: UUID, case_id: UUID, interview_id: UUID, clock_id: UUID, due_at: datetime) -> Context:
    """What a clock of an interview is for."""
    return Context(("clock", organisation_id, case_id, interview_id, clock_id, due_at.isoformat()))


def attachment(
    organisation_id: UUID,
    case_id: UUID,
    attachment_id: UUID,
    interview_id: UUID | None,
    account_id: UUID,
    revision: int,
) -> Context:
    """What a file is, who had it, and its key. `account_id`: who added it."""
    return Context(("attachment", organisation_id, case_id, attachment_id, interview_id, account_id, revision))


def attachment_chunks(attachment_id: UUID) -> Context:
    """The file itself, under a key of its own. It may go on in another case, sealed as it is."""
    return Context(("attachment chunks", attachment_id))


def ledger_record(organisation_id: UUID, kind: str, case_id: UUID, record_id: UUID, key_id: bytes) -> Context:
    """What a ledger is told about a case. `key_id`: of its team's key."""
    return Context(("ledger record", organisation_id, kind, case_id, record_id, key_id))


def ledger_extract(organisation_id: UUID, kind: str, extract_id: UUID, generation: int) -> Context:
    """Everything that a ledger knows."""
    return Context(("ledger extract", organisation_id, kind, extract_id, generation))


def ledger_key(organisation_id: UUID, kind: str, extract_id: UUID, team_id: UUID, key_id: bytes) -> Context:
    """The key of an extract, for the ledger's team."""
    return Context(("ledger key", organisation_id, kind, extract_id, team_id, key_id))


def decision_step(
    organisation_id: UUID, case_id: UUID, decision_id: UUID, number: int, actor_id: UUID, kind: str, happened_on: date
) -> Context:
    """One step of a decision: who took it, of which kind and on which day stand in clear, and cannot be changed."""
    parts = (organisation_id, case_id, decision_id, number, actor_id, kind, happened_on.isoformat())
    return Context(("decision step", *parts))


def postponement(
    organisation_id: UUID, case_id: UUID, postponement_id: UUID, account_id: UUID, until_on: date
) -> Context:
    """Why a case is kept longer."""
    return Context(("postponement", organisation_id, case_id, postponement_id, account_id, until_on.isoformat()))


def erasure_request(organisation_id: UUID, case_id: UUID, account_id: UUID, approval_id: UUID | None) -> Context:
    """Why a case is to be erased."""
    return Context(("erasure request", organisation_id, case_id, account_id, approval_id))


def transfer_proposal(
    organisation_id: UUID, case_id: UUID, transfer_id: UUID, account_id: UUID, sender: Side, receiver: Side
) -> Context:
    """Why a case is to go, and what the receivers were told. `account_id`: who proposed it."""
    sides = (sender.organisation_id, sender.team_id, receiver.organisation_id, receiver.team_id)
    return Context(("transfer proposal", organisation_id, case_id, transfer_id, account_id, *sides))


def transfer_words(what: str, transfer_id: UUID, to: Side, key_id: bytes) -> Context:
    """What one side of a transfer tells the other, sealed to its team: the "notice" or the "answer"."""
    return Context(("transfer words", what, transfer_id, to.organisation_id, to.team_id, key_id))


def audit_detail(row: AuditRow) -> Context:
    """The detail of an event; everything else about the event stands in clear, and is bound to it here."""
    return Context(
        (
            "audit",
            row.organisation_id,
            row.sequence,
            row.id,
            row.event.value,
            row.actor_id,
            row.case_id,
            row.interview_id,
            row.account_id,
            row.revision,
            row.happened_on.isoformat(),
        )
    )
