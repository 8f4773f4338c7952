"""Asking another organisation or office to help: preview, asking, handing over, taking back. The sender's side."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from interview.audit.events import Event
from interview.casework import referral_steps, referrals, telling
from interview.casework.actors import Actor
from interview.casework.agreements import CODE_ONLY, Agreement
from interview.casework.policy import Permission, may_hold, permits
from interview.casework.referral_steps import ReferralStep, StepKind
from interview.casework.referrals import GROUP, Preview, Referral, ReferralState, WaitsFor
from interview.casework.refusals import NotNow, NotPermitted
from interview.casework.rows import Values
from interview.questionnaire import codec
from interview.questionnaire.answers import Key, key_of
from interview.questionnaire.view import View, evaluate
from interview.services import UnitOfWork
from interview.services.closing import Changed
from interview.services.opening import RECORD, Loaded, load, put, thing_of
from interview.services.reading import read
from interview.services.referral_words import Reply, previewed, replies, said_of
from interview.services.showing import OpenInterview, opened
from interview.store.referrals import Part
from interview.store.refusals import Overtaken

__all__ = ["Changed", "Offer", "Receiver", "Refused", "Sending", "Sheet", "Waiting"]

ANSWER_WITHIN = timedelta(days=referrals.DAYS_TO_ANSWER)


class Refused(StrEnum):
    """Why something does not go out. NOT_AGREED: the person did not say yes to it, or has taken it back."""

    NOT_AGREED = "not_agreed"
    NOBODY_CHOSEN = "nobody_chosen"
    NOTHING_CHOSEN = "nothing_chosen"


@dataclass(frozen=True, slots=True)
class Receiver:
    """A team that takes referrals. `office`: the offices that it looks after, or what it is called itself."""

    organisation_id: UUID
    team_id: UUID
    organisation: str
    office: str


@dataclass(frozen=True, slots=True, repr=False)
class Offer:
    """A class of what can be handed over. `keys`: the answers in it. `basis`: the agreement that lets it be told."""

    code: str
    keys: tuple[Key, ...]
    basis: Agreement | None


@dataclass(frozen=True, slots=True, repr=False)
class Sending:
    """A referral as the sender sees it.

    `referral`: None as long as it is an entry alone. `sent`: how it was sent last. `preview`: exactly what the other
    side sees, or would see. `needs`: what the person named. `receivers`: who can be asked. `offers`: what can be handed
    over now. `on_paper`: what can be printed for the organisation that the entry names. `replies`: what the other side
    said, oldest first.
    """

    opened: OpenInterview
    entry_id: str
    state: ReferralState
    referral: Referral | None
    sent: ReferralStep | None
    preview: Preview
    needs: tuple[str, ...]
    receivers: tuple[Receiver, ...]
    offers: tuple[Offer, ...]
    replies: tuple[Reply, ...]
    steps: tuple[ReferralStep, ...]
    on_paper: tuple[Offer, ...]
    may_send: bool
    may_hand_over: bool
    may_revoke: bool
    may_settle: bool


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """What goes on paper: the answers with these keys, for an organisation."""

    opened: OpenInterview
    organisation: str
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A referral that waits for its sender, with the reference of the case."""

    referral: Referral
    reference: str


def show(work: UnitOfWork, actor: Actor, record_id: UUID, entry_id: str) -> Sending:
    """A referral of a record, for who may read it. Raises NotPermitted for unknown and forbidden alike."""
    loaded = _load(work, actor, record_id, entry_id, Permission.REFERRAL_READ)
    view = evaluate(loaded.questionnaire, loaded.answers)
    sent, referral = _current(work, loaded, entry_id)
    thing = thing_of(loaded.record)
    sends = permits(actor, Permission.REFERRAL_SEND, thing)
    waits = referral is not None and referral.waits_for is WaitsFor.SENDER
    may_send = sends and (referral is None or not (referral.runs or waits))
    may_hand_over = sends and referral is not None and referral.state is ReferralState.ACCEPTED and not referral.opened
    offers = tuple(_offers(view, _called(sent), work.now.date())) if may_hand_over and sent is not None else ()
    needs = referrals.needs_known(view.values)
    keys = [key for key in view.values if key.startswith(f"{GROUP}-{entry_id}-")]
    return Sending(
        opened=opened(work, actor, loaded, keys=(*keys, *(key for offer in offers for key in offer.keys))),
        entry_id=entry_id,
        state=referrals.state_before(view.values, entry_id) if referral is None else referral.state,
        referral=referral,
        sent=sent,
        preview=_preview(work, actor, loaded, view, needs) if sent is None else _previewed(work, referral, sent),
        needs=needs,
        receivers=receivers(work, actor, loaded) if may_send else (),
        offers=offers,
        on_paper=tuple(_offers(view, (_named(view, entry_id),), work.now.date())) if may_send else (),
        replies=() if referral is None or sent is None else replies(work, referral, _key(sent)),
        steps=tuple(one for one in reversed(loaded.draft.referrals) if one.entry_id == entry_id),
        may_send=may_send,
        may_hand_over=may_hand_over,
        may_revoke=referral is not None and referral.runs and permits(actor, Permission.REFERRAL_REVOKE, thing),
        may_settle=sends and waits and referral is not None and not referral.runs,
    )


def receivers(work: UnitOfWork, actor: Actor, loaded: Loaded) -> tuple[Receiver, ...]:
    """Who can be asked: every team that takes referrals but the one that looks after this case."""
    takers = set(work.referrals.takers()) - {(actor.organisation_id, loaded.record.team_id)}
    found = []
    for organisation in work.organisations.all():
        teams = [team_id for of, team_id in takers if of == organisation.id]
        offices = work.offices.list(organisation.id) if teams else ()
        names = {team.id: team.name for team in work.teams.list(organisation.id)} if teams else {}
        for team_id in teams:
            called = ", ".join(sorted(one.name for one in offices if one.team_id == team_id)) or names[team_id]
            found.append(Receiver(organisation.id, team_id, organisation.name, called))
    return tuple(sorted(found, key=lambda one: (one.organisation.casefold(), one.office.casefold())))


def send(
    work: UnitOfWork,
    actor: Actor,
    record_id: UUID,
    entry_id: str,
    *,
    revision: int,
    team_id: UUID | None,
    needs: Iterable[str],
) -> Referral | Changed | Refused:
    """Ask somebody, with the preview and nothing else. The yes to it is looked for now. Raises NotPermitted, NotNow."""
    loaded = _load(work, actor, record_id, entry_id, Permission.REFERRAL_SEND)
    if loaded.record.revision != revision:
        return Changed()
    view = evaluate(loaded.questionnaire, loaded.answers)
    before = _current(work, loaded, entry_id)[1]
    if before is not None and (before.runs or before.waits_for is WaitsFor.SENDER):
        raise NotNow
    if referrals.state_before(view.values, entry_id) is not ReferralState.CONSENT_CHECKED:
        return Refused.NOT_AGREED
    to = next((one for one in receivers(work, actor, loaded) if one.team_id == team_id), None)
    if to is None:
        return Refused.NOBODY_CHOSEN
    record, preview = loaded.record, _preview(work, actor, loaded, view, needs)
    referral, key = work.referrals.send(
        record.case_id,
        record.id,
        record.team_id,
        to=(to.organisation_id, to.team_id),
        due_on=work.now.date() + ANSWER_WITHIN,
        preview=said_of(preview),
    )
    step = _step(work, actor, StepKind.SENT, entry_id, referral)
    step = replace(step, key=key.hex(), organisation=to.organisation, office=to.office)
    _noted(work, actor, loaded, step, Event.REFERRAL_SENT)
    tell_receiver(work, referral, Event.REFERRAL_ASKED)
    return referral


def hand_over(
    work: UnitOfWork, actor: Actor, record_id: UUID, entry_id: str, *, revision: int, classes: Iterable[str]
) -> Referral | Changed | Refused:
    """Hand over what was agreed to, to those who said yes. Each class needs an agreement that holds now; it is kept as
    it is. Raises NotPermitted, NotNow."""
    loaded = _load(work, actor, record_id, entry_id, Permission.REFERRAL_SEND)
    if loaded.record.revision != revision:
        return Changed()
    sent, referral = _current(work, loaded, entry_id)
    if sent is None or referral is None:
        raise NotNow
    view, today = evaluate(loaded.questionnaire, loaded.answers), work.now.date()
    wanted = frozenset(classes)
    offers = [one for one in _offers(view, _called(sent), today) if one.code in wanted]
    if not offers:
        return Refused.NOTHING_CHOSEN
    bases = [one.basis for one in offers if one.basis is not None]
    agreed = referral_steps.still_holds(view.values, loaded.draft.referrals, sent, today)
    if not agreed or len(bases) < len(offers) or len(offers) < len(wanted):
        return Refused.NOT_AGREED
    due_on = min([today + ANSWER_WITHIN, *(one.until for one in bases if one.until is not None)])
    keys = [key for one in offers for key in one.keys]
    said = {Part.PACKAGE: _package(loaded, view, [one.code for one in offers], keys)}
    after = work.referrals.put(referral, referrals.handed_over(referral, due_on), key=_key(sent), said=said)
    read(work, actor, loaded, view, keys)
    kept = {one.entry_id: referral_steps.as_it_is(one) for one in bases}
    step = _step(work, actor, StepKind.HANDED_OVER, entry_id, referral)
    step = replace(step, classes=tuple(one.code for one in offers), bases=tuple(kept.values()))
    _noted(work, actor, loaded, step, Event.REFERRAL_HANDED_OVER)
    tell_receiver(work, after, Event.REFERRAL_RECEIVED)
    return after


def print_sheet(
    work: UnitOfWork, actor: Actor, record_id: UUID, entry_id: str, *, revision: int, classes: Iterable[str]
) -> Sheet | Changed | Refused:
    """Put on paper what was agreed to, for the organisation that the entry names, and keep the agreement as it is.

    Raises NotPermitted.
    """
    loaded = _load(work, actor, record_id, entry_id, Permission.REFERRAL_SEND)
    if loaded.record.revision != revision:
        return Changed()
    view, today, wanted = evaluate(loaded.questionnaire, loaded.answers), work.now.date(), frozenset(classes)
    name = _named(view, entry_id)
    offers = tuple(one for one in _offers(view, (name,), today) if one.code in wanted)
    bases = [one.basis for one in offers if one.basis is not None]
    if not offers:
        return Refused.NOTHING_CHOSEN
    agreed = referrals.state_before(view.values, entry_id) is ReferralState.CONSENT_CHECKED
    if not agreed or len(bases) < len(offers) or len(offers) < len(wanted):
        return Refused.NOT_AGREED
    kept = {one.entry_id: referral_steps.as_it_is(one) for one in bases}
    step = ReferralStep(StepKind.PRINTED, entry_id, uuid4(), actor.account_id, actor.name, work.now)
    step = replace(step, organisation=name, classes=tuple(one.code for one in offers), bases=tuple(kept.values()))
    after = _noted(work, actor, loaded, step, Event.REFERRAL_PRINTED)
    keys = tuple(key for one in offers for key in one.keys)
    return Sheet(opened(work, actor, after, keys=keys), name, keys)


def revoke(work: UnitOfWork, actor: Actor, record_id: UUID, entry_id: str) -> Referral:
    """Take a referral back: what nobody has opened is destroyed, what somebody has is theirs to deal with.

    Raises NotPermitted, NotNow.
    """
    loaded = _load(work, actor, record_id, entry_id, Permission.REFERRAL_REVOKE)
    _, referral = _current(work, loaded, entry_id)
    if referral is None:
        raise NotNow
    after = _take_back(work, referral)
    step = _step(work, actor, StepKind.REVOKED, entry_id, referral)
    _noted(work, actor, loaded, step, Event.REFERRAL_REVOKED)
    return after


def settle(work: UnitOfWork, actor: Actor, record_id: UUID, entry_id: str) -> None:
    """The sender has seen how it ended. Raises NotPermitted, NotNow."""
    loaded = _load(work, actor, record_id, entry_id, Permission.REFERRAL_SEND)
    _, referral = _current(work, loaded, entry_id)
    if referral is None:
        raise NotNow
    work.referrals.put(referral, referrals.settled(referral, WaitsFor.SENDER))
    detail = {"referral": str(referral.id)}
    work.record(Event.REFERRAL_SETTLED, actor=actor, case_id=referral.case_id, interview_id=record_id, detail=detail)


def follow(work: UnitOfWork, actor: Actor, loaded: Loaded, values: Values) -> Loaded:
    """Take back what rests on an agreement that was taken back, or on an entry that was struck out.

    Gives the record as it is then. Mostly there is nothing to do.
    """
    if not any(one.kind is StepKind.SENT for one in loaded.draft.referrals):
        return loaded
    for referral in work.referrals.of_record(loaded.record.id):
        sent = referral_steps.sent_as(loaded.draft.referrals, referral.id)
        if sent is None or not referral.runs:
            continue
        if not referral_steps.still_holds(values, loaded.draft.referrals, sent, work.now.date()):
            _take_back(work, referral)
            step = _step(work, actor, StepKind.WITHDRAWN, sent.entry_id, referral)
            loaded = _noted(work, actor, loaded, step, Event.REFERRAL_REVOKED)
    return loaded


def waiting(work: UnitOfWork, actor: Actor) -> tuple[Waiting, ...]:
    """What waits for this person as a sender. Of the cases nothing is opened but their references."""
    if not may_hold(actor, Permission.REFERRAL_REVOKE):
        return ()
    found = []
    for one in work.referrals.sent_and_waiting(actor.team_ids):
        case = work.cases.get(one.case_id)
        if case is not None:
            found.append(Waiting(one, case.reference))
    return tuple(found)


def entry_of(work: UnitOfWork, actor: Actor, referral_id: UUID) -> tuple[UUID, str]:
    """The record and the entry that a referral was sent from. Raises NotPermitted for unknown and forbidden alike."""
    referral = work.referrals.get(referral_id)
    if referral is None or referral.organisation_id != actor.organisation_id:
        raise NotPermitted
    loaded = load(work, actor, referral.record_id, Permission.INTERVIEW_READ)
    sent = referral_steps.sent_as(loaded.draft.referrals, referral_id)
    if sent is None:
        raise NotPermitted
    return referral.record_id, sent.entry_id


def expire(work: UnitOfWork) -> int:
    """End what nothing came of in time; gives how many. Nobody is at work, and nothing is opened."""
    late = work.referrals.overdue(work.now.date())
    for one in late:
        after = work.referrals.put(one, referrals.expired(one, work.now.date()), said={Part.PACKAGE: None})
        work.referrals.close(one)
        tell_sender(work, after, Event.REFERRAL_EXPIRED)
        tell_receiver(work, after, Event.REFERRAL_EXPIRED)
    return len(late)


def tell_receiver(work: UnitOfWork, referral: Referral, event: Event) -> None:
    """Say it in the trail of who was asked. They know of no case."""
    work.record(event, organisation_id=referral.to_organisation_id, detail={"referral": str(referral.id)})


def tell_sender(work: UnitOfWork, referral: Referral, event: Event) -> None:
    """Say it in the trail of who asked."""
    work.record(
        event,
        organisation_id=referral.organisation_id,
        case_id=referral.case_id,
        interview_id=referral.record_id,
        detail={"referral": str(referral.id)},
    )


def _take_back(work: UnitOfWork, referral: Referral) -> Referral:
    after = work.referrals.put(referral, referrals.revoked(referral), said={Part.PACKAGE: None})
    if not referral.opened:
        work.referrals.close(referral)
    tell_receiver(work, after, Event.REFERRAL_TAKEN_BACK)
    return after


def _load(work: UnitOfWork, actor: Actor, record_id: UUID, entry_id: str, permission: Permission) -> Loaded:
    record = work.interviews.find(record_id)
    if record is None or record.form != RECORD:
        raise NotPermitted
    loaded = load(work, actor, record_id, permission)
    if all(entry.id != entry_id for entry in loaded.answers.entries.get(GROUP, ())):
        raise NotPermitted
    return loaded


def _current(work: UnitOfWork, loaded: Loaded, entry_id: str) -> tuple[ReferralStep | None, Referral | None]:
    """How an entry was sent last, and what became of it."""
    sent = referral_steps.sent_last(loaded.draft.referrals, entry_id)
    referral = None if sent is None else work.referrals.get(sent.referral_id)
    if sent is not None and referral is None:
        raise NotPermitted
    return sent, referral


def _key(sent: ReferralStep) -> bytes:
    return bytes.fromhex(sent.key)


def _preview(work: UnitOfWork, actor: Actor, loaded: Loaded, view: View, needs: Iterable[str]) -> Preview:
    offices = {one.id: one.name for one in work.offices.list(actor.organisation_id)}
    case = work.cases.get(loaded.record.case_id)
    place = offices.get(case.office_id, "") if case is not None and case.office_id is not None else ""
    return referrals.preview(view.values, needs, place=place, language=loaded.draft.person_language)


def _previewed(work: UnitOfWork, referral: Referral | None, sent: ReferralStep) -> Preview:
    if referral is None:
        raise NotPermitted
    return previewed(work, referral, _key(sent))


def _called(sent: ReferralStep) -> tuple[str, ...]:
    return sent.organisation, sent.office


def _named(view: View, entry_id: str) -> str:
    """The organisation that an entry names, which need not be on this server."""
    said = view.values.get(key_of("a_out_org", GROUP, entry_id))
    return said if type(said) is str else ""


def _offers(view: View, names: tuple[str, ...], on: date) -> Iterator[Offer]:
    """Each class that there is something to tell of, with the agreement that lets it be told."""
    for code in telling.CLASSES:
        keys = tuple(telling.told(view, (code,)))
        if keys or code == CODE_ONLY:
            yield Offer(code, keys, referral_steps.basis_for(view.values, on, names, code))


def _package(loaded: Loaded, view: View, classes: list[str], keys: Iterable[Key]) -> Mapping[str, Any]:
    return {
        "form": loaded.record.form,
        "version": loaded.record.version,
        "reference": loaded.interview.case_reference,
        "person_language": loaded.draft.person_language,
        "classes": classes,
        "values": {key: codec.to_json(view.values[key]) for key in keys},
    }


def _step(work: UnitOfWork, actor: Actor, kind: StepKind, entry_id: str, referral: Referral) -> ReferralStep:
    return ReferralStep(kind, entry_id, referral.id, actor.account_id, actor.name, work.now)


def _noted(work: UnitOfWork, actor: Actor, loaded: Loaded, step: ReferralStep, event: Event) -> Loaded:
    """The record with this step; who only takes back writes nothing in it. Raises Overtaken, which undoes it all."""
    wrote = step.kind in (StepKind.SENT, StepKind.HANDED_OVER, StepKind.PRINTED)
    draft = replace(loaded.draft, referrals=(*loaded.draft.referrals, step))
    after = put(work, actor, loaded, draft, wrote=wrote)
    if after is None:
        raise Overtaken
    record = after.record
    detail = {"referral": str(step.referral_id)}
    work.record(event, actor=actor, case_id=record.case_id, interview_id=record.id, detail=detail)
    return after
