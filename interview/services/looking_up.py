"""Who is this person already? Looked up by those who may, among everybody; by a caseworker, among their own cases.

What was looked for is kept nowhere: that somebody looked, and how many were found, is recorded.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.interviews import InterviewState
from interview.casework.policy import Permission, may_hold, permits
from interview.casework.refusals import NotNow, NotPermitted
from interview.identity import cards, searching
from interview.identity.cards import Card
from interview.identity.likeness import Wanted
from interview.identity.searching import Cards
from interview.questionnaire.view import evaluate
from interview.services import UnitOfWork, carding
from interview.services.assistance import record_in
from interview.services.drafting import Kinship, Linked
from interview.services.opening import load, put, require_for_case, thing_of
from interview.store.ledgers import PEOPLE, Extract
from interview.store.records import Case, InterviewLine, InterviewRecord
from interview.store.refusals import Overtaken

__all__ = ["Found", "Hit", "LookAlike", "Wait", "Wanted", "among_own", "decide", "look_alikes", "may_search", "search"]

OWN = 100
"""How many of one's own newest cases are looked through."""


@dataclass(frozen=True, slots=True, repr=False)
class Hit:
    """Somebody who may be the one. `case`: where this person may open it; else `team` is whom to ask."""

    card: Card
    alike: float
    case: Case | None
    team: str


@dataclass(frozen=True, slots=True, repr=False)
class Found:
    """Who may be the one, the most alike first. `among`: how many people were looked through."""

    hits: tuple[Hit, ...]
    among: int


@dataclass(frozen=True, slots=True)
class Wait:
    """Somebody looked up very many people: wait so many seconds."""

    seconds: int


@dataclass(frozen=True, slots=True, repr=False)
class LookAlike:
    """Two cases that are probably about one person. `may_link`: this person opens both."""

    one: Hit
    other: Hit

    @property
    def may_link(self) -> bool:
        return self.one.case is not None and self.other.case is not None


def may_search(actor: Actor) -> bool:
    """Whether this person looks people up: by role, and because somebody who does let them."""
    return may_hold(actor, Permission.PEOPLE_SEARCH) and bool(actor.ledger_ids)


def search(work: UnitOfWork, actor: Actor, wanted: Wanted) -> Found | Wait:
    """Look somebody up among everybody of the organisation. Raises NotPermitted."""
    _require_search(actor)
    seconds = work.ledgers.admit(actor)
    if seconds:
        return Wait(seconds)
    among = _folded(work, actor)
    found = searching.search(among, wanted)
    work.record(Event.PEOPLE_SEARCHED, actor=actor, detail={"count": len(found)})
    hits = tuple(_hit(work, actor, one.card, one.alike) for one in found)
    for hit in hits:
        work.record(Event.CARD_SHOWN, actor=actor, case_id=hit.card.case_id)
    return Found(hits, len(among.rows))


def among_own(work: UnitOfWork, actor: Actor, wanted: Wanted) -> Found | Wait:
    """Look somebody up among the newest of one's own cases, before a new one is opened. Raises NotPermitted."""
    if not may_hold(actor, Permission.PEOPLE_MATCH):
        raise NotPermitted
    seconds = work.ledgers.admit(actor)
    if seconds:
        return Wait(seconds)
    own = [one for one in _own_cards(work, actor) if one is not None]
    found = searching.search(searching.fold(Cards(), own, ())[0], wanted)
    work.record(Event.OWN_PEOPLE_SEARCHED, actor=actor, detail={"count": len(found)})
    return Found(tuple(_hit(work, actor, one.card, one.alike) for one in found), len(own))


def look_alikes(work: UnitOfWork, actor: Actor) -> tuple[LookAlike, ...]:
    """The pairs that nobody decided about, with what is known of both. Raises NotPermitted."""
    _require_search(actor)
    among = _folded(work, actor)
    open_pairs = [pair for pair in among.pairs if not pair.decided]
    by_case = among.of_cases({case_id for pair in open_pairs for case_id in pair.both})
    found = tuple(
        LookAlike(_hit(work, actor, by_case[pair.one], 0), _hit(work, actor, by_case[pair.other], 0))
        for pair in open_pairs
    )
    for one in found:
        for hit in (one.one, one.other):
            work.record(Event.CARD_SHOWN, actor=actor, case_id=hit.card.case_id)
    return found


def count_look_alikes(work: UnitOfWork, actor: Actor) -> int:
    """How many cases of this person's teams may be about somebody who is known already. Opens nothing sealed."""
    return work.look_alikes.count(actor) if may_hold(actor, Permission.PEOPLE_SEARCH) else 0


def decide(work: UnitOfWork, actor: Actor, one_id: UUID, other_id: UUID, *, same: bool) -> None:
    """Say whether two cases are about one person. The same: each then names the other, for who opens both.

    Raises NotPermitted unless this person opens both (one of them where they are not the same), NotNow where nobody
    asks.
    """
    _require_search(actor)
    opened = [one for one in (one_id, other_id) if _case(work, actor, one) is not None]
    if len(opened) < (2 if same else 1):
        raise NotPermitted
    was, both = work.ledgers.open(PEOPLE), frozenset((one_id, other_id))
    among = _taken_in(work, actor, was)
    if not any(pair.both == both and not pair.decided for pair in among.pairs):
        raise NotNow
    if same:
        _link(work, actor, one_id, other_id)
        _link(work, actor, other_id, one_id)
    after = searching.decided(among, both, "same" if same else "different")
    # What was taken in goes with it: whatever is noted from here on waits in the inbox.
    work.ledgers.publish(PEOPLE, was, searching.to_bytes(after))
    left = {case_id for pair in after.pairs if not pair.decided for case_id in pair.both}
    work.look_alikes.remove(both - left)
    for case_id in sorted(both):
        detail = {"decision": "same" if same else "different"}
        work.record(Event.LOOK_ALIKE_DECIDED, actor=actor, case_id=case_id, detail=detail)


def renew(work: UnitOfWork, actor: Actor) -> None:
    """Seal everything to the present key of the team that looks people up. Raises NotPermitted."""
    _require_search(actor)
    _publish(work, actor, work.ledgers.open(PEOPLE))


def _folded(work: UnitOfWork, actor: Actor) -> Cards:
    """Everybody, with what was written since folded in; published, if that is anything."""
    was = work.ledgers.open(PEOPLE)
    return _publish(work, actor, was) if was.is_new else _cards(was.content)


def _publish(work: UnitOfWork, actor: Actor, was: Extract) -> Cards:
    after = _taken_in(work, actor, was)
    work.ledgers.publish(PEOPLE, was, searching.to_bytes(after))
    return after


def _taken_in(work: UnitOfWork, actor: Actor, was: Extract) -> Cards:
    """Everybody with what waited, and the teams told of those who look alike; it has to be published."""
    if not was.is_new:
        return _cards(was.content)
    new = map(cards.from_bytes, was.read.contents)
    after, pairs = searching.fold(_cards(was.content), new, was.erased)
    work.record(Event.LEDGER_FOLDED, actor=actor, detail={"count": len(was.read.ids)})
    work.look_alikes.add(case_id for pair in pairs for case_id in pair.both)
    for case_id in sorted({case_id for pair in pairs for case_id in pair.both}):
        work.record(Event.LOOK_ALIKE_FOUND, actor=actor, case_id=case_id)
    return after


def _cards(content: bytes | None) -> Cards:
    return Cards() if content is None else searching.from_bytes(content)


def _own_cards(work: UnitOfWork, actor: Actor) -> Iterator[Card | None]:
    """The cards of one's own newest cases, made of what stands in them."""
    seen = set[UUID]()
    for line in _newest(work, actor):
        if line.case_id in seen or len(seen) >= OWN:
            continue
        seen.add(line.case_id)
        loaded = load(work, actor, line.interview_id, Permission.INTERVIEW_READ)
        yield carding.card_of(loaded.record, evaluate(loaded.questionnaire, loaded.answers).values, work.now)


def _newest(work: UnitOfWork, actor: Actor) -> Iterable[InterviewLine]:
    lines = (*work.interviews.mine(actor, _ALL, records=True), *work.interviews.mine(actor, _ALL))
    return sorted(lines, key=lambda line: line.changed_on, reverse=True)


_ALL = frozenset(InterviewState)


def _hit(work: UnitOfWork, actor: Actor, one: Card, alike: float) -> Hit:
    case = _case(work, actor, one.case_id)
    return Hit(one, alike, case, "" if case is not None else work.look_alikes.team_of(one.case_id))


def _case(work: UnitOfWork, actor: Actor, case_id: UUID) -> Case | None:
    try:
        return require_for_case(work, actor, case_id, Permission.CASE_READ)
    except NotPermitted:
        return None


def _link(work: UnitOfWork, actor: Actor, case_id: UUID, other_id: UUID) -> None:
    """Name the other case in the record of this one, else in its newest interview."""
    records = tuple(
        one for one in work.interviews.of_case(case_id) if permits(actor, Permission.INTERVIEW_READ, thing_of(one))
    )
    there: InterviewRecord | None = record_in(records) or (records[-1] if records else None)
    if there is None:
        raise NotPermitted
    loaded = load(work, actor, there.id, Permission.INTERVIEW_READ)
    linked = (*loaded.draft.linked, Linked(other_id, Kinship.SAME_PERSON))
    if put(work, actor, loaded, replace(loaded.draft, linked=linked), wrote=False) is None:
        raise Overtaken
    work.record(Event.CASE_LINKED, actor=actor, case_id=case_id, interview_id=there.id)


def _require_search(actor: Actor) -> None:
    if not may_search(actor):
        raise NotPermitted
