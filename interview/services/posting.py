"""One page as it was sent, and what it comes to: nothing here is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from interview.casework.gates import closed_gate, recording_refused
from interview.casework.refusals import NotPermitted
from interview.eligibility.risks import ActWithin, RiskFlag
from interview.questionnaire.answers import Answers, Key, PageKey, conflicts, key_of, record
from interview.questionnaire.problems import Problem
from interview.questionnaire.values import Missing, Value
from interview.questionnaire.view import AnswerState, View, evaluate
from interview.services import sharing
from interview.services.assessing import flags_of
from interview.services.completing import looked_for, newly_shown, passed_over
from interview.services.opening import RECORD, Loaded
from interview.services.results import AskOnceMore, Conflict, Saved, WouldSetAside

RECORDING = "s_con_record"


@dataclass(frozen=True, slots=True, repr=False)
class Posted:
    """One page as it was sent. `revision`: of the answers that its screen was made from.

    `finishes`: who sent it means to be done with the page, and everything on it could be read.
    """

    page_key: PageKey
    values: Mapping[Key, Value | None]
    revision: int
    asked_once_more: bool
    set_aside_confirmed: bool
    language: str
    finishes: bool = True


@dataclass(frozen=True, slots=True, repr=False)
class Now:
    """The interview as it stands before the page is saved: what it looks like, and the flags that hold."""

    loaded: Loaded
    view: View
    flags: tuple[RiskFlag, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Recorded:
    """A page recorded: the answers, the views before and after, the flags that hold, and those that are new.

    `doubts`: what to ask once more that is more than the answers' own business.
    """

    answers: Answers
    before: View
    view: View
    flags: tuple[RiskFlag, ...]
    raised: tuple[RiskFlag, ...]
    doubts: tuple[Problem, ...] = ()

    @property
    def urgent(self) -> bool:
        """Whether someone has to act on it before the day is over."""
        return any(flag.act_within is not ActWithin.BEFORE_CLOSURE for flag in self.flags)

    @property
    def calls(self) -> bool:
        """Whether something new came up that cannot wait: whoever is on duty is called."""
        return any(flag.act_within is not ActWithin.BEFORE_CLOSURE for flag in self.raised)

    @property
    def agreed(self) -> bool:
        """Whether the person agreed, with this page, that answers are written down."""
        return self.view.values.get(RECORDING) == "yes" != self.before.values.get(RECORDING)

    @property
    def set_aside(self) -> tuple[Key, ...]:
        """The answers that showed before and are set aside by this page, in the order of the questionnaire."""
        before = self.before.states
        return tuple(
            key for key in self.view.set_aside if before.get(key) in (AnswerState.ANSWERED, AnswerState.RESTORED)
        )

    @property
    def restored(self) -> tuple[Key, ...]:
        """The answers that came back by this page."""
        before, now = self.before.states, self.view.states
        marked = (key for key in self.answers.restored if now.get(key) is AnswerState.RESTORED)
        return tuple(key for key in marked if before.get(key) is not AnswerState.RESTORED)


def now_of(loaded: Loaded) -> Now:
    """The same, from what the store gave."""
    view = evaluate(loaded.questionnaire, loaded.answers)
    return Now(loaded, view, flags_of(view))


def refuse_other_keys(loaded: Loaded, posted: Posted) -> None:
    """Raise NotPermitted for a page that is not in the form, or an answer that is not on the page."""
    page_id, _, entry_id = posted.page_key.partition("-")
    page = loaded.questionnaire.pages.get(page_id)
    if page is None:
        raise NotPermitted
    group = loaded.questionnaire.section_of(page_id).group
    # Exactly the pages of a repeating section name an entry.
    if bool(entry_id) is (group is None):
        raise NotPermitted
    if not posted.values.keys() <= {key_of(found, group, entry_id) for found in page.question_ids}:
        raise NotPermitted


def contested(loaded: Loaded, posted: Posted) -> Conflict | None:
    """The answers of the page that someone else changed meanwhile, to another value; None when there is none."""
    answers = loaded.answers
    keys = tuple(
        key
        for key in conflicts(answers, posted.revision, posted.values)
        # Blank here, and passed over there: that is the same.
        if not (posted.values[key] is None and answers.values.get(key) is Missing.NOT_ASKED)
    )
    if not keys:
        return None
    theirs = {key: answers.values.get(key) for key in keys}
    mine = {key: posted.values[key] for key in keys}
    return Conflict(keys, theirs, mine, loaded.record.revision)


def unconfirmed(posted: Posted, recorded: Recorded) -> WouldSetAside | None:
    """The answers that would be set aside by a page for which nobody confirmed it; None when there is none."""
    keys = () if posted.set_aside_confirmed else recorded.set_aside
    return WouldSetAside(keys, nothing_kept=recording_refused(recorded.view)) if keys else None


def recorded_in(now: Now, posted: Posted) -> Recorded:
    """The page recorded in the newest answers, with what was left blank for good as not asked."""
    loaded, before = now.loaded, now.view
    questionnaire, revision = loaded.questionnaire, loaded.record.revision + 1
    answers = record(questionnaire, loaded.answers, posted.values, revision=revision)
    view = evaluate(questionnaire, answers)
    page = before.page(posted.page_key)
    shown = {*posted.values, *(page.keys if page else ())}
    blank = passed_over(view, posted.page_key, shown, asked_once_more=posted.asked_once_more)
    if blank:
        answers = record(questionnaire, answers, dict.fromkeys(blank, Missing.NOT_ASKED), revision=revision)
        view = evaluate(questionnaire, answers)
    known, flags = {flag.code for flag in now.flags}, flags_of(view)
    raised = tuple(flag for flag in flags if flag.code not in known)
    doubts = sharing.doubts(view, loaded.draft, posted.page_key) if loaded.record.form == RECORD else ()
    return Recorded(replace(answers, at=posted.page_key), before, view, flags, raised, doubts)


def where_next(posted: Posted, recorded: Recorded, revision: int) -> Saved | AskOnceMore:
    """Where a saved page leads: back to itself, if something is looked for or came out new, or on."""
    page_key, view = posted.page_key, recorded.view
    doubts = () if posted.asked_once_more else recorded.doubts
    problems = (*looked_for(view, page_key, asked_once_more=posted.asked_once_more), *doubts)
    if problems:
        return AskOnceMore(problems, revision, recorded.raised)
    given = [key for key, value in posted.values.items() if value is not None]
    again = newly_shown(recorded.before, view, page_key, given)
    return Saved(revision, page_key if again else _after(view, page_key), recorded.raised, closed_gate(view))


def _after(view: View, page_key: PageKey) -> PageKey | None:
    """The page that follows. A record is filled section by section: after the last page of one, none does."""
    following = view.after(page_key)
    if following is None or view.questionnaire.form != RECORD:
        return following
    here = (view.questionnaire.section_of(page_key.partition("-")[0]), page_key.partition("-")[2])
    there = (view.questionnaire.section_of(following.partition("-")[0]), following.partition("-")[2])
    return following if here == there else None
