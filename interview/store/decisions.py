"""Decisions: what stands in clear about them, their sealed steps, and the queue of those that wait."""

import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import String, and_, bindparam, cast, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from interview.casework.actors import Actor
from interview.casework.decisions import MOVES, Part, StepKind, Waiting
from interview.casework.proposals import ProposalState
from interview.store import binding, queueing
from interview.store.casekeys import CaseKeys
from interview.store.desk import Desk, at_work
from interview.store.documents import canonical
from interview.store.granted import key_is_held, to_me
from interview.store.interviews import Interviews
from interview.store.judgements import Judgements
from interview.store.queueing import DecisionLine
from interview.store.records import Interview, Stale
from interview.store.refusals import HadAPart
from interview.store.tables.cases import GrantRow
from interview.store.tables.decisions import DecisionPartyRow, DecisionRow, DecisionStepRow
from interview.vault.kinds import SealKind
from interview.vault.refusals import Broken


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """What stands in clear about a decision. `steps`: how many it has. `parties`: who cannot decide it, and why.

    `open_pins`: how many questions wait for the caseworker; None where nothing was sent back, or nobody counted.
    """

    id: UUID
    organisation_id: UUID
    case_id: UUID
    interview_id: UUID
    revision: int
    team_id: UUID
    state: ProposalState
    steps: int
    waiting: Waiting
    urgent: bool
    proposer_id: UUID
    taken_by: UUID | None
    decided_by: UUID | None
    previous_id: UUID | None
    digest: bytes = field(repr=False)
    asked_at: datetime
    due_at: datetime
    open_pins: int | None = None
    parties: frozenset[tuple[UUID, Part]] = frozenset()

    @property
    def party_ids(self) -> frozenset[UUID]:
        """Everyone who had a part in it."""
        return frozenset(account_id for account_id, _ in self.parties)


@dataclass(frozen=True, slots=True)
class StepRecord:
    """One step, unsealed."""

    number: int
    kind: StepKind
    actor_id: UUID
    content: Mapping[str, Any] = field(repr=False)


_parties = (
    select(func.aggregate_strings(cast(DecisionPartyRow.account_id, String) + "/" + DecisionPartyRow.part, " "))
    .where(
        DecisionPartyRow.organisation_id == DecisionRow.organisation_id, DecisionPartyRow.decision_id == DecisionRow.id
    )
    .correlate(DecisionRow)
    .scalar_subquery()
    .label("parties")
)
_ALL = select(*DecisionRow.__table__.columns, _parties)
_granted_to_me = (
    select(GrantRow.case_id)
    .where(
        GrantRow.organisation_id == DecisionRow.organisation_id,
        GrantRow.case_id == DecisionRow.case_id,
        GrantRow.principal_id.in_(bindparam("principal_ids", expanding=True)),
        key_is_held(bindparam("key_ids", expanding=True)),
    )
    .exists()
)
_FIND = _ALL.where(
    DecisionRow.organisation_id == bindparam("organisation_id"),
    DecisionRow.id == bindparam("decision_id"),
    _granted_to_me,
)
_OF_INTERVIEW = _ALL.where(
    DecisionRow.organisation_id == bindparam("organisation_id"),
    DecisionRow.interview_id == bindparam("interview_id"),
    _granted_to_me,
).order_by(DecisionRow.revision)
_STEPS = (
    select(
        DecisionStepRow.decision_id,
        DecisionStepRow.number,
        DecisionStepRow.actor_id,
        DecisionStepRow.kind,
        DecisionStepRow.happened_on,
        DecisionStepRow.content_sealed,
    )
    .join(
        DecisionRow,
        and_(
            DecisionRow.organisation_id == DecisionStepRow.organisation_id,
            DecisionRow.id == DecisionStepRow.decision_id,
        ),
    )
    .where(
        DecisionRow.organisation_id == bindparam("organisation_id"),
        DecisionRow.interview_id == bindparam("interview_id"),
    )
    .order_by(DecisionStepRow.decision_id, DecisionStepRow.number)
)
_BY_NAME = select(GrantRow.principal_id).where(
    GrantRow.organisation_id == bindparam("organisation_id"),
    GrantRow.case_id == bindparam("case_id"),
    GrantRow.principal_kind == "account",
)
_PINNED = select(DecisionRow.interview_id, DecisionRow.open_pins).where(
    DecisionRow.organisation_id == bindparam("organisation_id"),
    DecisionRow.interview_id.in_(bindparam("interview_ids", expanding=True)),
    DecisionRow.waiting == Waiting.PINS.value,
)


class Decisions:
    """The decisions about the interviews of an organisation. Only those whose case was granted are found."""

    def __init__(self, desk: Desk, interviews: Interviews, judgements: Judgements) -> None:
        self._desk = desk
        self._interviews = interviews
        self._judgements = judgements

    def create(
        self,
        interview: Interview,
        content: Mapping[str, Any],
        *,
        digest: bytes,
        waiting: Waiting,
        due_at: datetime,
        previous: DecisionRecord | None = None,
        parties: Iterable[tuple[UUID, Part]] = (),
    ) -> DecisionRecord:
        """A decision that is to be made about an interview as it was just judged, proposed by the person at work.

        `content`: of its first step. Who had a part in the one before has one in this too.
        """
        desk, record = self._desk, interview.record
        made = DecisionRecord(
            id=uuid4(),
            organisation_id=record.organisation_id,
            case_id=record.case_id,
            interview_id=record.id,
            revision=record.revision,
            team_id=record.team_id,
            state=ProposalState.PROPOSED,
            steps=0,
            waiting=waiting,
            urgent=record.urgent,
            proposer_id=at_work(desk).actor.account_id,
            taken_by=None,
            decided_by=None,
            previous_id=None if previous is None else previous.id,
            digest=digest,
            asked_at=desk.now,
            due_at=due_at,
            parties=frozenset() if previous is None else previous.parties,
        )
        desk.transaction.write(insert(DecisionRow), _columns(made))
        for account_id, part in parties:
            made = self.add_party(made, account_id, part)
        link = self._interviews.opened(interview).link.hex()
        asked = self.add_step(interview, made, StepKind.ASKED, {**content, "link": link})
        if isinstance(asked, Stale):
            raise Broken
        return asked

    def find(self, decision_id: UUID) -> DecisionRecord | None:
        """What stands in clear about a decision; None for one whose case was not granted to the person at work."""
        row = self._desk.transaction.row(_FIND, {**to_me(self._desk), "decision_id": decision_id})
        return None if row is None else _record(row)

    def of_interview(self, interview_id: UUID) -> tuple[DecisionRecord, ...]:
        """Every decision about an interview, oldest first."""
        rows = self._desk.transaction.rows(_OF_INTERVIEW, {**to_me(self._desk), "interview_id": interview_id})
        return tuple(_record(row) for row in rows)

    def newest(self, interview_id: UUID) -> DecisionRecord | None:
        """The newest decision about an interview, or None."""
        return next(reversed(self.of_interview(interview_id)), None)

    def steps(self, interview: Interview, records: Sequence[DecisionRecord]) -> Mapping[UUID, tuple[StepRecord, ...]]:
        """The steps of these decisions about an opened interview, by decision. One statement.

        Raises `Broken` when one is missing, or when they do not lead to the state that the decision is said to be in.
        """
        desk, place = self._desk, interview.record
        rows = desk.transaction.rows(_STEPS, {"organisation_id": place.organisation_id, "interview_id": place.id})
        keys = self._interviews.opened(interview).keys
        with desk.suspecting("decision", place.organisation_id, case_id=place.case_id, interview_id=place.id):
            found: dict[UUID, list[StepRecord]] = {record.id: [] for record in records}
            for row in rows:
                if row.decision_id in found:
                    found[row.decision_id].append(_step(keys, row))
            for record in records:
                _require_whole(record, found[record.id])
        return {decision_id: tuple(steps) for decision_id, steps in found.items()}

    def add_step(
        self, interview: Interview, record: DecisionRecord, kind: StepKind, content: Mapping[str, Any], **changed: Any
    ) -> DecisionRecord | Stale:
        """The next step of a decision, taken by the person at work; `changed`: what changes in clear with it.

        `Stale` when another step came first: nothing was changed. Raises `HadAPart` when the database refuses the
        decider.
        """
        desk, actor_id = self._desk, at_work(self._desk).actor.account_id
        after = replace(record, steps=record.steps + 1, state=MOVES.get(kind, record.state), **changed)
        here = (DecisionRow.organisation_id == record.organisation_id, DecisionRow.id == record.id)
        as_it_was = update(DecisionRow).where(*here, DecisionRow.steps == record.steps)
        try:
            if desk.transaction.write(as_it_was.values(**_moving(after))) != 1:
                return Stale()
        except IntegrityError:
            raise HadAPart from None
        keys, on = self._interviews.opened(interview).keys, desk.now.date()
        context = binding.decision_step(
            keys.founding_id, record.case_id, record.id, after.steps, actor_id, kind.value, on
        )
        desk.transaction.write(
            insert(DecisionStepRow),
            {
                "organisation_id": record.organisation_id,
                "decision_id": record.id,
                "number": after.steps,
                "actor_id": actor_id,
                "kind": kind.value,
                "happened_on": on,
                "content_sealed": keys.seal(SealKind.DECISION_STEP, record.id, canonical(content), context),
            },
        )
        return after

    def settle(self, record: DecisionRecord) -> None:
        """What was sent back came again: it waits for nobody any more. Raises `Overtaken`."""
        here = (DecisionRow.organisation_id == record.organisation_id, DecisionRow.id == record.id)
        as_it_was = update(DecisionRow).where(*here, DecisionRow.steps == record.steps)
        self._desk.write_one(as_it_was.values(waiting=Waiting.NOTHING.value))

    def let_in_by_name(self, case_id: UUID) -> frozenset[UUID]:
        """The accounts that a case was granted to by name."""
        rows = self._desk.transaction.rows(_BY_NAME, {"organisation_id": self._organisation_id, "case_id": case_id})
        return frozenset(row.principal_id for row in rows)

    def bound(self, interview: Interview, record: DecisionRecord, steps: Sequence[StepRecord]) -> bool:
        """Whether what the decision is about is what it was when it was asked for: answers, form, rules, weights."""
        link = bytes.fromhex(steps[0].content["link"])
        found = self._judgements.digest(interview, record.revision, link)
        return found is not None and hmac.compare_digest(found, record.digest)

    def add_party(self, record: DecisionRecord, account_id: UUID, part: Part) -> DecisionRecord:
        """Somebody who had a part in it, and so never decides it."""
        if (account_id, part) in record.parties:
            return record
        place = {"organisation_id": record.organisation_id, "decision_id": record.id}
        values = {**place, "account_id": account_id, "part": part.value}
        self._desk.transaction.write(insert(DecisionPartyRow), values)
        return replace(record, parties=record.parties | {(account_id, part)})

    def queue(self, actor: Actor) -> tuple[DecisionLine, ...]:
        """What waits for the teams of the actor, urgent ones first, then the oldest; at most `listing.MOST`."""
        return queueing.queue(self._desk, actor)

    def count(self, actor: Actor) -> int:
        """How much waits for the teams of the actor; `queueing.COUNTED` means so many or more."""
        return queueing.count(self._desk, actor)

    def pinned(self, actor: Actor, interview_ids: Iterable[UUID]) -> Mapping[UUID, int | None]:
        """Those of the interviews that were sent back and not handed in again: how many questions are still open."""
        wanted = {"organisation_id": actor.organisation_id, "interview_ids": list(interview_ids)}
        return {row.interview_id: row.open_pins for row in self._desk.transaction.rows(_PINNED, wanted)}

    @property
    def _organisation_id(self) -> UUID:
        return at_work(self._desk).actor.organisation_id


def _step(keys: CaseKeys, row: Any) -> StepRecord:
    context = binding.decision_step(
        keys.founding_id, keys.case_id, row.decision_id, row.number, row.actor_id, row.kind, row.happened_on
    )
    content = json.loads(keys.unseal(SealKind.DECISION_STEP, row.decision_id, row.content_sealed, context))
    return StepRecord(row.number, StepKind(row.kind), row.actor_id, content)


def _require_whole(record: DecisionRecord, steps: Sequence[StepRecord]) -> None:
    moves = [MOVES[step.kind] for step in steps if step.kind in MOVES]
    numbers = [step.number for step in steps]
    if numbers != list(range(1, record.steps + 1)) or not moves or moves[-1] is not record.state:
        raise Broken


def _record(row: Any) -> DecisionRecord:
    values = dict(row._mapping)
    parties = frozenset(_party(word) for word in (values.pop("parties") or "").split())
    values |= {"state": ProposalState(row.state), "waiting": Waiting(row.waiting), "parties": parties}
    return DecisionRecord(**values)


def _party(word: str) -> tuple[UUID, Part]:
    account_id, _, part = word.partition("/")
    return UUID(account_id), Part(part)


def _moving(record: DecisionRecord) -> dict[str, Any]:
    """What a step may change in clear."""
    return {
        "state": record.state.value,
        "steps": record.steps,
        "waiting": record.waiting.value,
        "urgent": record.urgent,
        "taken_by": record.taken_by,
        "decided_by": record.decided_by,
        "asked_at": record.asked_at,
        "due_at": record.due_at,
        "open_pins": record.open_pins,
    }


def _columns(record: DecisionRecord) -> dict[str, Any]:
    return {
        "organisation_id": record.organisation_id,
        "id": record.id,
        "case_id": record.case_id,
        "interview_id": record.interview_id,
        "revision": record.revision,
        "team_id": record.team_id,
        "proposer_id": record.proposer_id,
        "previous_id": record.previous_id,
        "digest": record.digest,
        **_moving(record),
    }
