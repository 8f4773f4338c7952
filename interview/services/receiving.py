"""Being asked by another organisation or office: yes or no, who takes the person on, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from interview.audit.events import Event
from interview.casework import referrals
from interview.casework.actors import Actor
from interview.casework.permissions import scopes
from interview.casework.policy import Permission, Thing, may_hold, permits, require
from interview.casework.referrals import DeclineReason, Preview, Referral, ReferralState, WaitsFor
from interview.casework.refusals import NotNow, NotPermitted
from interview.forms import library
from interview.questionnaire import codec
from interview.questionnaire.answers import Key, record
from interview.questionnaire.definition import Questionnaire
from interview.questionnaire.fitting import misfit
from interview.questionnaire.values import Value
from interview.services import UnitOfWork, carding, drafting
from interview.services.assistance import CASE_KIND
from interview.services.closing import Fault, fault_of
from interview.services.drafting import Received
from interview.services.interviewing import new_draft, open_case
from interview.services.opening import RECORD
from interview.services.referral_words import Answer, Reply, previewed, replies, with_reply
from interview.services.referring import ANSWER_WITHIN, tell_sender
from interview.store.records import Account, Team
from interview.store.referrals import Part, Said

__all__ = ["Answer", "Asked", "DeclineReason", "Fault", "Package", "Receiving", "Reply"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A referral in a list, with who asks."""

    referral: Referral
    organisation: str


@dataclass(frozen=True, slots=True, repr=False)
class Receiving:
    """A referral as those see it who were asked. `takers`: who can take the person on, by name."""

    referral: Referral
    organisation: str
    preview: Preview
    replies: tuple[Reply, ...]
    taker: str
    takers: tuple[Account, ...]
    may_answer: bool
    may_give_on: bool
    may_open: bool
    may_finish: bool
    may_settle: bool


@dataclass(frozen=True, slots=True, repr=False)
class Package:
    """What was handed over: answers of a record, by key. `reference`: how the sender calls the case."""

    referral: Referral
    organisation: str
    questionnaire: Questionnaire
    classes: tuple[str, ...]
    reference: str
    person_language: str
    values: Mapping[Key, Value]
    may_take_on: bool


def queue(work: UnitOfWork, actor: Actor, *, waiting: bool = False) -> tuple[Asked, ...]:
    """What this person, or their teams, were asked. `waiting`: only where it is their turn. Opens nothing sealed but
    names."""
    if not may_hold(actor, Permission.REFERRAL_READ):
        return ()
    found = work.referrals.asked_of(actor.team_ids, waiting=waiting)
    mine = [one for one in found if permits(actor, Permission.REFERRAL_READ, _thing(one))]
    names = {one.id: one.name for one in work.organisations.all()} if mine else {}
    return tuple(Asked(one, names.get(one.organisation_id, "")) for one in mine)


def show(work: UnitOfWork, actor: Actor, referral_id: UUID) -> Receiving:
    """A referral, with what may be seen before anybody agrees. Raises NotPermitted for unknown and forbidden alike."""
    referral = _find(work, actor, referral_id, Permission.REFERRAL_READ)
    key, thing, state = work.referrals.key(referral), _thing(referral), referral.state
    answers = permits(actor, Permission.REFERRAL_ANSWER, thing)
    takes = permits(actor, Permission.REFERRAL_TAKE, thing)
    work.record(Event.REFERRAL_READ, actor=actor, detail=_detail(referral))
    accounts = work.accounts.list(actor.organisation_id)
    return Receiving(
        referral=referral,
        organisation=_name_of(work, referral.organisation_id),
        preview=previewed(work, referral, key),
        replies=replies(work, referral, key),
        taker=next((one.name for one in accounts if one.id == referral.to_account_id), ""),
        takers=tuple(one for one in accounts if _could(one)) if answers else (),
        may_answer=answers and state is ReferralState.SENT,
        may_give_on=answers and state is ReferralState.ACCEPTED,
        may_open=takes and state is ReferralState.ACCEPTED and referral.handed,
        may_finish=takes and state in (ReferralState.ACCEPTED, ReferralState.IN_PROGRESS),
        may_settle=(answers or takes) and not referral.runs and referral.waits_for is WaitsFor.RECEIVER,
    )


def accept(
    work: UnitOfWork, actor: Actor, referral_id: UUID, *, taker_id: UUID | None, text: str = ""
) -> Referral | Fault:
    """Say yes, with words for the sender or without, and who takes the person on. Raises NotPermitted, NotNow."""
    referral = _find(work, actor, referral_id, Permission.REFERRAL_ANSWER)
    taker = _taker(work, taker_id)
    fault = fault_of(text, needed=False)
    if fault is not None:
        return fault
    key = work.referrals.key(referral)
    work.referrals.give(referral, key, taker.id)
    due_on = work.now.date() + ANSWER_WITHIN
    after = referrals.accepted(referral, taker.id, due_on)
    return _answered(work, actor, referral, after, Answer.ACCEPTED, Event.REFERRAL_ACCEPTED, text=text)


def decline(
    work: UnitOfWork, actor: Actor, referral_id: UUID, *, reason: DeclineReason, text: str = ""
) -> Referral | Fault:
    """Say no, with a reason. Nobody there opens anything of it any more. Raises NotPermitted, NotNow."""
    referral = _find(work, actor, referral_id, Permission.REFERRAL_ANSWER)
    fault = fault_of(text, needed=False)
    if fault is not None:
        return fault
    after, event = referrals.declined(referral), Event.REFERRAL_DECLINED
    return _answered(work, actor, referral, after, Answer.DECLINED, event, reason=reason, text=text)


def give_on(work: UnitOfWork, actor: Actor, referral_id: UUID, *, taker_id: UUID | None) -> Referral:
    """Let somebody else take the person on. Raises NotPermitted, NotNow."""
    referral = _find(work, actor, referral_id, Permission.REFERRAL_ANSWER)
    taker = _taker(work, taker_id)
    key = work.referrals.key(referral)
    after = work.referrals.put(referral, referrals.given_on(referral, taker.id))
    if referral.to_account_id is not None and referral.to_account_id != taker.id:
        work.referrals.close_for(referral, referral.to_account_id)
    work.referrals.give(after, key, taker.id)
    work.record(Event.REFERRAL_GIVEN_ON, actor=actor, account_id=taker.id, detail=_detail(referral))
    return after


def open_package(work: UnitOfWork, actor: Actor, referral_id: UUID) -> None:
    """Come to see what was handed over; both organisations' trails say so. Raises NotPermitted, NotNow."""
    referral = _find(work, actor, referral_id, Permission.REFERRAL_TAKE)
    after = referrals.opened(referral)
    if after != referral:
        after = work.referrals.put(referral, after)
    _tell_both(work, actor, after, Event.REFERRAL_OPENED)


def shared(work: UnitOfWork, actor: Actor, referral_id: UUID) -> Package:
    """What was handed over, once it was opened. Raises NotPermitted, NotNow."""
    referral = _find(work, actor, referral_id, Permission.REFERRAL_TAKE)
    if not referral.opened:
        raise NotNow
    said = work.referrals.read(referral, work.referrals.key(referral), Part.PACKAGE)
    if said is None:
        raise NotNow
    work.record(Event.REFERRAL_READ, actor=actor, detail=_detail(referral))
    may_take_on = permits(actor, Permission.CASE_OPEN, Thing(organisation_id=actor.organisation_id))
    return _package(referral, _name_of(work, referral.organisation_id), said, may_take_on=may_take_on)


def take_on(work: UnitOfWork, actor: Actor, referral_id: UUID) -> UUID:
    """Open a case of our own for the person, with a record in which what was shared stands. Gives the record's id.

    What was handed over is destroyed: it stands in the record now. Raises NotPermitted, NotNow.
    """
    referral = _find(work, actor, referral_id, Permission.REFERRAL_TAKE)
    require(actor, Permission.CASE_OPEN, Thing(organisation_id=actor.organisation_id))
    taken, key = referrals.taken_on(referral), work.referrals.key(referral)
    said = work.referrals.read(referral, key, Part.PACKAGE)
    if said is None:
        raise NotNow
    package = _package(referral, _name_of(work, referral.organisation_id), said, may_take_on=True)
    case = open_case(work, actor)
    draft = _begun(work, package)
    made = work.interviews.create(actor, case, library.load(RECORD), drafting.to_json(draft))
    work.record(Event.RECORD_BEGUN, actor=actor, case_id=case.id, interview_id=made.record.id)
    carding.follow(work, actor, made.record, {}, draft.answers.values)
    reply = Reply(Answer.TAKEN_ON, actor.name, work.now)
    parts = {Part.PACKAGE: None, Part.REPLY: with_reply(replies(work, referral, key), reply)}
    after = work.referrals.put(referral, taken, key=key, said=parts)
    work.record(Event.REFERRAL_TAKEN_ON, actor=actor, case_id=case.id, detail=_detail(referral))
    tell_sender(work, after, Event.REFERRAL_TAKEN_ON)
    return made.record.id


def finish(work: UnitOfWork, actor: Actor, referral_id: UUID, *, done: bool, text: str) -> Referral | Fault:
    """Say what came of it, with words that the sender sees. Raises NotPermitted, NotNow."""
    referral = _find(work, actor, referral_id, Permission.REFERRAL_TAKE)
    fault = fault_of(text, needed=not done)
    if fault is not None:
        return fault
    if done and referral.state is not ReferralState.IN_PROGRESS:
        raise NotNow
    after = referrals.over(referral, done=done)
    answer, event = (Answer.DONE, Event.REFERRAL_DONE) if done else (Answer.STOPPED, Event.REFERRAL_STOPPED)
    return _answered(work, actor, referral, after, answer, event, text=text)


def settle(work: UnitOfWork, actor: Actor, referral_id: UUID) -> None:
    """Say that one has seen that it was taken back, and done what follows. Raises NotPermitted, NotNow."""
    referral = _find(work, actor, referral_id, Permission.REFERRAL_READ)
    work.referrals.put(referral, referrals.settled(referral, WaitsFor.RECEIVER))
    work.referrals.close(referral)
    work.record(Event.REFERRAL_SETTLED, actor=actor, detail=_detail(referral))


def teams(work: UnitOfWork, actor: Actor) -> tuple[tuple[Team, bool], ...]:
    """The teams of this person, and whether each takes referrals."""
    taking = set(work.referrals.takers())
    mine = [one for one in work.teams.list(actor.organisation_id) if one.id in actor.team_ids]
    return tuple((one, (actor.organisation_id, one.id) in taking) for one in mine)


def take_referrals(work: UnitOfWork, actor: Actor, team_id: UUID, *, on: bool) -> None:
    """Let others find a team when they look for help, or not any more. Raises NotPermitted."""
    require(actor, Permission.REFERRAL_ANSWER, Thing(organisation_id=actor.organisation_id, team_id=team_id))
    work.referrals.take_from(team_id, on=on)
    work.record(Event.REFERRALS_TAKEN, actor=actor, detail={"team": str(team_id)})


def _thing(referral: Referral) -> Thing:
    """A referral, for those who were asked, as the policy needs to know it."""
    return Thing(
        organisation_id=referral.to_organisation_id, team_id=referral.to_team_id, assignee_id=referral.to_account_id
    )


def _find(work: UnitOfWork, actor: Actor, referral_id: UUID, permission: Permission) -> Referral:
    referral = work.referrals.get(referral_id)
    if referral is None:
        raise NotPermitted
    require(actor, permission, _thing(referral))
    if not referral.runs and referral.waits_for is not WaitsFor.RECEIVER:
        # What is over is the sender's alone, but where something is left to do.
        raise NotPermitted
    return referral


def _answered(
    work: UnitOfWork,
    actor: Actor,
    before: Referral,
    after: Referral,
    answer: Answer,
    event: Event,
    *,
    reason: DeclineReason | None = None,
    text: str = "",
) -> Referral:
    """The referral after an answer; what was handed over goes with the last one."""
    key = work.referrals.key(before)
    reply = Reply(answer, actor.name, work.now, reason, text.strip())
    parts: dict[Part, Said | None] = {Part.REPLY: with_reply(replies(work, before, key), reply)}
    if not after.runs:
        parts[Part.PACKAGE] = None
    done = work.referrals.put(before, after, key=key, said=parts)
    if not done.runs:
        work.referrals.close(done)
    _tell_both(work, actor, done, event)
    return done


def _tell_both(work: UnitOfWork, actor: Actor, referral: Referral, event: Event) -> None:
    work.record(event, actor=actor, detail=_detail(referral))
    if referral.organisation_id != actor.organisation_id:
        tell_sender(work, referral, event)


def _detail(referral: Referral) -> dict[str, str | int | tuple[str, ...] | list[str]]:
    return {"referral": str(referral.id)}


def _name_of(work: UnitOfWork, organisation_id: UUID) -> str:
    organisation = work.organisations.get(organisation_id)
    return "" if organisation is None else organisation.name


def _taker(work: UnitOfWork, account_id: UUID | None) -> Account:
    account = None if account_id is None else work.accounts.get(account_id)
    if account is None or not _could(account):
        raise NotPermitted
    return account


def _could(account: Account) -> bool:
    return account.active and bool(scopes(account.roles, Permission.REFERRAL_TAKE))


def _package(referral: Referral, organisation: str, said: Said, *, may_take_on: bool) -> Package:
    questionnaire = library.load(said["form"], said["version"])
    values: dict[Key, Value] = {}
    # In the order of the form, whatever order they came in.
    for question in questionnaire.questions.values():
        value = codec.from_json(question, said["values"][question.id]) if question.id in said["values"] else None
        if value is not None and misfit(question, value) is None:
            values[question.id] = value
    return Package(
        referral=referral,
        organisation=organisation,
        questionnaire=questionnaire,
        classes=tuple(said["classes"]),
        reference=said["reference"],
        person_language=said["person_language"],
        values=values,
        may_take_on=may_take_on,
    )


def _begun(work: UnitOfWork, package: Package) -> drafting.Draft:
    """A new record in which what was shared stands, to be looked at and not to be asked again."""
    questionnaire, today = library.load(RECORD), work.now.date()
    draft = new_draft(work.now, package.person_language, "en")
    questions = questionnaire.questions
    shared: dict[Key, Any] = {
        key: value
        for key, value in package.values.items()
        if key in questions and misfit(questions[key], value) is None
    }
    answers = record(questionnaire, draft.answers, {**shared, CASE_KIND: "primary"}, revision=1)
    return replace(
        draft,
        answers=replace(answers, carried=frozenset(shared)),
        carried_on=today,
        received=Received(package.referral.id, package.organisation, today),
    )
