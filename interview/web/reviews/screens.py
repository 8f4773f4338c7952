"""What the page of a review shows: one decision, with the evidence beside it, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from flask_babel.speaklater import LazyString
from markupsafe import Markup
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from interview.casework.clocks import TimeLeft
from interview.casework.clocks import time_left as left_until
from interview.casework.decisions import OF_RESULT, TO_DECIDE, Determination
from interview.casework.steps import Decision
from interview.eligibility.criteria import Criterion, Standing
from interview.questionnaire.answers import Key
from interview.services import reviewing
from interview.services.judging import PROPOSED
from interview.services.reviewing import Flip, Review
from interview.web.answer_words import answer_words
from interview.web.guarding import current_actor
from interview.web.interviews.frames import Frame, frame_of
from interview.web.interviews.page_screens import Listed, listed
from interview.web.interviews.previews import Preview, preview_of
from interview.web.languages import language_of_page, tag
from interview.web.reviews import words
from interview.web.server import current_work
from interview.web.wording import wording_for

Wrong = tuple[str, LazyString]
"""A field, by the id to lead to, and what to say about it."""

NOTHING_TYPED: MultiDict[str, str] = ImmutableMultiDict()


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer for or against. `asked`: the question in the language in which it was asked."""

    key: Key
    asked: Markup
    label: Markup | None
    answer: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One criterion with what speaks for it, against it, and what is not known."""

    criterion: Criterion
    supporting: tuple[Shown, ...]
    opposing: tuple[Shown, ...]
    missing: tuple[Shown, ...]

    @property
    def look(self) -> str:
        """The class of its mark."""
        return {Standing.MET: "good", Standing.NOT_MET: "bad"}.get(self.criterion.standing, "warn")


@dataclass(frozen=True, slots=True)
class Hinge:
    """An answer that the result hangs on, in words."""

    shown: Shown
    flip: Flip
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """An answer that was changed: both versions."""

    before: Listed
    after: Listed


@dataclass(frozen=True)
class Screen:
    """A review on a page. `typed`: what was sent, or typed before the screen was locked.

    `wrong`: what is missing from it or cannot be: the field, and what to say about it.
    """

    review: Review
    frame: Frame
    overtaken: bool = False
    nobody_else: bool = False
    typed: MultiDict[str, str] = NOTHING_TYPED
    wrong: tuple[Wrong, ...] = ()

    def fault(self, *anchors: str) -> LazyString | None:
        """What is wrong with one of these fields."""
        return next((sentence for anchor, sentence in self.wrong if anchor in anchors), None)

    @property
    def ticked(self) -> tuple[str, ...]:
        """The answers that were chosen to ask about, each once; an empty line of a list is none."""
        return tuple(dict.fromkeys(key for key in self.typed.getlist("about") if key))

    @property
    def decision(self) -> Decision:
        return self.review.decision

    @property
    def left(self) -> TimeLeft | None:
        """How much time is left to decide; None where nobody has to."""
        if self.decision.state not in TO_DECIDE:
            return None
        return left_until(self.decision.due_at, current_work().now)

    @cached_property
    def preview(self) -> Preview:
        """What the system says."""
        return preview_of(self.frame.findings, self.review.assessment)

    @cached_property
    def elements(self) -> tuple[Judged, ...]:
        """The child rule and the three parts of the definition."""
        return tuple(self._judged(one) for one in self.review.criteria if not _is_dimension(one))

    @cached_property
    def dimensions(self) -> tuple[Judged, ...]:
        """The six groups of signs behind them."""
        return tuple(self._judged(one) for one in self.review.criteria if _is_dimension(one))

    @cached_property
    def hinges(self) -> tuple[Hinge, ...]:
        """What the result hangs on."""
        return tuple(self._hinge(flip) for flip in self.review.flips)

    @property
    def proposed(self) -> Determination | None:
        """What the caseworker proposes."""
        answer = self.review.proposal.answers.get(PROPOSED) if self.review.proposal else None
        return Determination(answer) if isinstance(answer, str) and answer in {*Determination} else None

    @property
    def standing(self) -> Determination:
        """What confirming confirms: what was decided before, else what is proposed, else what the system says."""
        return self.decision.result or self.proposed or OF_RESULT[self.review.assessment.result]

    @cached_property
    def proposal_rows(self) -> tuple[Listed, ...]:
        """The reasons that the caseworker gives."""
        given = self.review.proposal.answers if self.review.proposal else {}
        questions = self.frame.opened.view.questionnaire.questions
        return tuple(listed(self.frame, key, given[key]) for key in questions if key in given)

    @cached_property
    def changed(self) -> tuple[Changed, ...]:
        """The answers that were changed since the decision before."""
        difference = self.review.difference
        if difference is None:
            return ()
        return tuple(
            Changed(listed(self.frame, one.key, one.before), listed(self.frame, one.key, one.after))
            for one in difference.changed
        )

    @property
    def projects(self) -> tuple[tuple[str, str], ...]:
        """The projects that can be decided on: code and name."""
        results = self.review.assessment.project_eligibility
        return tuple((result.project, self.frame.findings.project(result)[0]) for result in results)

    def label(self, key: Key) -> Markup:
        """A question as a name for its answer."""
        return self.frame.wording.named(self.frame.opened.view.question(key))

    def answer(self, key: Key) -> str:
        """An answer in words; nothing where there is none."""
        view = self.frame.opened.view
        if key not in view.values and key not in view.hidden:
            return ""
        if key in view.hidden:
            return listed(self.frame, key, None).answer
        return answer_words(self.frame.wording, view.question(key), view.values[key])

    def shown(self, keys: Iterable[Key]) -> tuple[Shown, ...]:
        """Answers with their questions in the language in which they were asked."""
        known = self.frame.opened.view.questionnaire.questions
        return tuple(self._shown(key) for key in keys if key.partition("-")[0] in known)

    def _shown(self, key: Key) -> Shown:
        # One answer stands for or against several criteria.
        if key not in self._worded:
            opened = self.frame.opened
            language = self._asked_in.get(key, opened.person_language)
            spoken = wording_for(opened.form, interviewer=language, person=None, page=tag(language_of_page()))
            question = opened.view.question(key)
            asked, own = spoken.named(question), self.frame.wording.named(question)
            self._worded[key] = Shown(key, asked, own if own != asked else None, self.answer(key))
        return self._worded[key]

    @cached_property
    def _asked_in(self) -> Mapping[Key, str]:
        return reviewing.asked_in(self.frame.opened)

    @cached_property
    def _worded(self) -> dict[Key, Shown]:
        return {}

    def _judged(self, one: Criterion) -> Judged:
        return Judged(one, self.shown(one.supporting), self.shown(one.opposing), self.shown(one.missing))

    def _hinge(self, flip: Flip) -> Hinge:
        question = self.frame.opened.view.question(flip.key)
        others = tuple(self.frame.wording.plain_option(question, code) for code in flip.values)
        return Hinge(self.shown((flip.key,))[0], flip, others)


def open_screen(
    decision_id: UUID,
    *,
    overtaken: bool = False,
    nobody_else: bool = False,
    typed: MultiDict[str, str] | None = None,
    wrong: tuple[Wrong, ...] = (),
) -> Screen:
    """The review, opened for whoever is at work."""
    review = reviewing.open_review(current_work(), current_actor(), decision_id)
    return Screen(review, frame_of(review.opened), overtaken, nobody_else, typed or NOTHING_TYPED, wrong)


def askable(screen: Screen) -> tuple[tuple[Markup, tuple[tuple[Key, Markup], ...]], ...]:
    """Every question with an answer, by section: what can be asked about."""
    view, seen = screen.frame.opened.view, set[Key]()
    found = []
    for progress in view.sections:
        pages = (view.page(page_key) for page_key in progress.pages)
        keys = [key for page in pages if page is not None for key in page.keys]
        rows = tuple((key, screen.label(key)) for key in dict.fromkeys(keys) if key in view.values and key not in seen)
        seen.update(keys)
        if rows:
            found.append((screen.frame.wording.section_title(progress.section), rows))
    return tuple(found)


def names() -> dict[str, object]:
    """Words for the templates."""
    return {
        "waiting_words": words.WAITING,
        "state_words": words.STATES,
        "result_words": words.RESULTS,
        "determinations": words.DETERMINATIONS,
        "standing_words": words.STANDINGS,
        "criterion_words": words.CODES,
        "element_words": words.ELEMENTS,
        "override_reasons": words.REASONS,
        "reconsiderations": words.RECONSIDERATIONS,
        "organisation_words": words.ORGANISATIONS,
        "why_not_words": words.WHY_NOT,
        "step_words": words.STEPS,
        "otherwise_words": words.OTHERWISE,
        "criterion_choices": words.CRITERIA,
        "outcome_words": words.OUTCOMES,
        "told_words": words.TOLD,
        "told_at_the_end": words.TOLD_AT_THE_END,
        "told_of_projects": words.TOLD_OF_PROJECTS,
    }


def _is_dimension(one: Criterion) -> bool:
    return one.code.value.startswith("D")
