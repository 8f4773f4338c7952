"""What a screen about an interview shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from interview.casework.actors import Actor
from interview.casework.gates import Gate, closed_gate
from interview.casework.interviews import InterviewState
from interview.casework.policy import Permission, permits
from interview.eligibility.risks import RiskFlag
from interview.questionnaire.answers import Answers, Key, PageKey, record
from interview.questionnaire.definition import Questionnaire, Section
from interview.questionnaire.hiding import answers_to, answers_without, without, without_questions
from interview.questionnaire.keys import parts_of
from interview.questionnaire.kinds import Sensitivity
from interview.questionnaire.values import Value
from interview.questionnaire.view import View, evaluate
from interview.services import UnitOfWork
from interview.services.assessing import flags_of
from interview.services.entry_pages import STAYS, with_entry
from interview.services.opening import RECORD, Loaded, load, thing_of
from interview.services.providing import fills, provided, provided_in
from interview.services.purposes import sight
from interview.services.reading import closed_to, read

NAME_CALLED = "s_name_called"
"""What the person wants to be called: the heading of the interviewer's own screens."""

_CLOSING = ("s_end_next", "a_end_next")
"""Asked in the section that closes the talk, where Stop leads."""

NOTHING: Mapping[Key, Value] = MappingProxyType({})


@dataclass(frozen=True, slots=True, repr=False)
class OpenInterview:
    """An interview opened for someone.

    `flags`: what to act on now, the most urgent first. `gate`: the first gate that is closed. `sitting_since`: when
    this sitting began. `editable`: this actor may give answers now; `stays`: at least where the person stays.
    `provided`: items that the record fills in; only where they are shown. `loaded`: what it was made from, whole, for a
    save in the same unit of work.

    Answers that say who the person is and are not shown to this actor now (`services/purposes.py`) are neither in
    `answers` nor in `view`; `view.hidden` names them. `identity_until`: until when they show, where one has asked.
    `closed`: the questions that this actor never sees answered; they are not in `view` either.
    """

    id: UUID
    case_id: UUID
    case_reference: str
    form: str
    version: int
    state: InterviewState
    revision: int
    questionnaire: Questionnaire
    answers: Answers
    view: View
    flags: tuple[RiskFlag, ...]
    gate: Gate | None
    person_language: str
    interviewer_language: str
    saved_at: datetime
    sitting_since: datetime
    editable: bool
    stays: bool
    name_called: str | None
    provided: Mapping[Key, Value]
    loaded: Loaded
    identity_until: datetime | None
    identity_closed: bool
    closed: frozenset[str]

    @property
    def hidden(self) -> frozenset[Key]:
        """The answers that are hidden until a purpose is given."""
        hidden = self.view.hidden
        return (
            frozenset(key for key in hidden if parts_of(key).question_id not in self.closed) if self.closed else hidden
        )

    @property
    def closed_sections(self) -> tuple[Section, ...]:
        """The sections that hold nothing but questions that are closed to this actor."""
        return tuple(
            section
            for section in self.questionnaire.sections
            if section.question_ids and self.closed.issuperset(section.question_ids)
        )

    def writes(self, section: Section) -> bool:
        """Whether this actor may give answers in a section now."""
        return self.stays if section.group == STAYS else self.editable

    def hides(self, key: Key) -> bool:
        """Whether an answer to this, of whatever revision, is hidden from this actor now."""
        question = self.view.question(key)
        if question.id in self.closed:
            return True
        # What the record fills in is the number of the case, which stands on every page.
        of_identity = question.sensitivity is Sensitivity.IDENTITY and question.computed is None
        return self.identity_closed and of_identity

    @property
    def whole_view(self) -> View:
        """The view of all answers, to work something out from, never to be shown."""
        return evaluate(self.questionnaire, self.loaded.answers) if self.hidden or self.closed else self.view

    def after(self, values: Mapping[Key, Value | None], revision: int, now: datetime) -> "OpenInterview":
        """The same once these answers were saved. What is hidden stays so."""
        answers = record(self.questionnaire, self.loaded.answers, values, revision=revision)
        view = without(evaluate(self.questionnaire, answers), self.hidden)
        return replace(
            self,
            answers=answers_without(answers, self.hidden | answers_to(answers, self.closed)),
            view=without_questions(view, self.closed) if self.closed else view,
            revision=revision,
            saved_at=now,
        )


def open_interview(
    work: UnitOfWork,
    actor: Actor,
    interview_id: UUID,
    *,
    page_key: PageKey | None = None,
    whole: bool = False,
    keys: Iterable[Key] = (),
    for_page: PageKey | None = None,
) -> OpenInterview:
    """The interview as it stands. `page_key`: the page whose answers are shown; `keys`: these; `whole`: all of them.
    `for_page`: the page that it is opened for, whose entry may only come to be.

    That they were read is recorded by class. Raises NotPermitted for unknown and forbidden alike.
    """
    loaded = load(work, actor, interview_id, Permission.INTERVIEW_READ)
    if opens := for_page or page_key:
        loaded = with_entry(loaded, opens, actor, work.now)
    return opened(work, actor, loaded, page_key=page_key, whole=whole, keys=keys)


def opened(
    work: UnitOfWork,
    actor: Actor,
    loaded: Loaded,
    *,
    page_key: PageKey | None = None,
    whole: bool = False,
    keys: Iterable[Key] = (),
) -> OpenInterview:
    """The same, for one that is already loaded."""
    whole_view = evaluate(loaded.questionnaire, loaded.answers)
    seen = sight(work, actor, loaded.record, loaded.questionnaire, loaded.answers)
    closed = closed_to(actor, loaded.record, loaded.questionnaire)
    view = without(whole_view, seen.hidden) if seen.hidden else whole_view
    view = without_questions(view, closed) if closed else view
    hidden = seen.hidden | answers_to(loaded.answers, closed)
    name_called = view.values.get(NAME_CALLED)
    read(work, actor, loaded, view, (*_shown(view, page_key, whole=whole), *keys))
    found = loaded.record
    return OpenInterview(
        id=found.id,
        case_id=found.case_id,
        case_reference=loaded.interview.case_reference,
        form=found.form,
        version=found.version,
        state=found.state,
        revision=found.revision,
        questionnaire=loaded.questionnaire,
        answers=answers_without(loaded.answers, hidden) if hidden else loaded.answers,
        view=view,
        flags=flags_of(whole_view),
        gate=closed_gate(whole_view),
        person_language=loaded.draft.person_language,
        interviewer_language=loaded.draft.interviewer_language,
        saved_at=loaded.interview.saved_at,
        sitting_since=loaded.draft.sitting_since,
        editable=permits(actor, Permission.INTERVIEW_WRITE, thing_of(found)),
        stays=found.form == RECORD and permits(actor, Permission.STAY_WRITE, thing_of(found)),
        # A missing answer is a code, not a name.
        name_called=name_called if type(name_called) is str else None,
        provided=_provided(work, loaded, whole_view) if whole or _fills(view, page_key) else NOTHING,
        loaded=loaded,
        identity_until=seen.until,
        identity_closed=seen.closed,
        closed=closed,
    )


def closing_page(opened_interview: OpenInterview) -> PageKey | None:
    """The first page of the section that closes the talk, where Stop leads; None while it does not show.

    Of a record: the one of the newest sitting.
    """
    view = opened_interview.view
    section_id = _closing_section(view)
    pages = [page for page in view.pages if page.page.section_id == section_id]
    newest = pages[-1].entry if pages else None
    return next((page.key for page in pages if page.entry == newest), None)


def after_closing(view: View) -> PageKey | None:
    """The first page behind the section that closes the talk: what staff do once the person has left."""
    section_id = _closing_section(view)
    if section_id is None or view.questionnaire.form == RECORD:
        return None
    order = [section.id for section in view.questionnaire.sections]
    closing = order.index(section_id)
    return next((page.key for page in view.pages if order.index(page.page.section_id) > closing), None)


def _closing_section(view: View) -> str | None:
    questions = view.questionnaire.questions
    return next((questions[item].section_id for item in _CLOSING if item in questions), None)


def _shown(view: View, page_key: PageKey | None, *, whole: bool) -> Iterable[Key]:
    if whole:
        return (*view.values, *view.set_aside)
    page = None if page_key is None else view.page(page_key)
    return (*(page.keys if page else ()), *((NAME_CALLED,) if NAME_CALLED in view.values else ()))


def _provided(work: UnitOfWork, loaded: Loaded, view: View) -> Mapping[Key, Value]:
    found = provided(work, loaded.interview, loaded.questionnaire)
    return found if loaded.record.form != RECORD else {**found, **provided_in(work, view, loaded.draft)}


def _fills(view: View, page_key: PageKey | None) -> bool:
    page = None if page_key is None else view.page(page_key)
    return page is not None and fills(view.questionnaire, page.page.section_id)
