"""The one pass over a questionnaire: which questions show, given the answers so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from interview.questionnaire.compiling import Test
from interview.questionnaire.keys import Key
from interview.questionnaire.plan import Plan, SectionPlan, Step
from interview.questionnaire.shapes import Value
from interview.questionnaire.sheet import Answers, Entry


class AnswerState(StrEnum):
    """NOT_ASKED: its question does not show. SET_ASIDE: the same, and an answer is kept. RESTORED: came back."""

    NOT_ASKED = "not_asked"
    BLANK = "blank"
    ANSWERED = "answered"
    SET_ASIDE = "set_aside"
    RESTORED = "restored"


HIDDEN = frozenset({AnswerState.NOT_ASKED, AnswerState.SET_ASIDE})

_NOT_ASKED, _BLANK, _ANSWERED = AnswerState.NOT_ASKED, AnswerState.BLANK, AnswerState.ANSWERED
_SET_ASIDE, _RESTORED = AnswerState.SET_ASIDE, AnswerState.RESTORED


@dataclass(slots=True)
class Scope:
    """What the rules of one section, or of one entry of it, can look up: answers by question id.

    `closed` are the questions that do not show and will not, unless an earlier answer changes.
    """

    values: dict[str, Value]
    closed: set[str]


@dataclass(frozen=True, slots=True)
class Visit:
    """A section that shows, for one entry of its group or for none. `prefix` turns question ids into keys."""

    plan: SectionPlan
    entry: Entry | None
    prefix: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class Walk:
    """`visits`: the sections that show. `shown_sections`: the same, and repeating ones without an entry."""

    visits: tuple[Visit, ...]
    shown_sections: tuple[SectionPlan, ...]
    states: Mapping[Key, AnswerState]
    values: Mapping[Key, Value]
    shown: set[Key]
    blank: set[Key]


def walk(plan: Plan, answers: Answers) -> Walk:
    """Visit every question once, in order. Answers of questions that do not show are as not given."""
    walker = _Walker(answers, plan.absent)
    for section in plan.sections:
        walker.visit(section)
    return Walk(
        visits=tuple(walker.visits),
        shown_sections=tuple(walker.shown_sections),
        states=walker.states,
        values=walker.values,
        shown=walker.shown,
        blank=walker.blank,
    )


class _Walker:
    def __init__(self, answers: Answers, absent: frozenset[str]) -> None:
        self._answers = answers
        self._outer = Scope({}, set(absent))
        self._entries: dict[str, Scope] = {}
        self.visits: list[Visit] = []
        self.shown_sections: list[SectionPlan] = []
        self.states: dict[Key, AnswerState] = {}
        self.values: dict[Key, Value] = {}
        self.shown: set[Key] = set()
        self.blank: set[Key] = set()

    def visit(self, section: SectionPlan) -> None:
        shows = True if section.relevant is None else section.relevant(self._outer.values)
        if shows:
            self.shown_sections.append(section)
        group = section.section.group
        if group is None:
            self._visit(Visit(section, None, "", self._outer), shows)
            return
        for entry in self._answers.entries.get(group, ()):
            scope = self._scope_of(entry)
            self._visit(Visit(section, entry, f"{group}-{entry.id}-", scope), shows)

    def _scope_of(self, entry: Entry) -> Scope:
        """The scope of an entry: what was answered outside, and in earlier sections of the same entry."""
        inner = self._entries.get(entry.id)
        if inner is None:
            scope = Scope(dict(self._outer.values), set(self._outer.closed))
        else:
            scope = Scope(self._outer.values | inner.values, self._outer.closed | inner.closed)
        self._entries[entry.id] = scope
        return scope

    def _visit(self, visit: Visit, shows: bool | None) -> None:
        if shows:
            self.visits.append(visit)
            self._ask(visit)
        else:
            self._hide(visit.plan.steps, visit.prefix, visit.scope, shows is False)

    def _hide(self, steps: tuple[Step, ...], prefix: str, scope: Scope, for_good: bool) -> None:
        stored, states = self._answers.values, self.states
        for step in steps:
            key = prefix + step.id
            states[key] = _SET_ASIDE if key in stored and step.compute is None else _NOT_ASKED
        if for_good:
            scope.closed.update(step.id for step in steps)

    def _ask(self, visit: Visit) -> None:
        prefix, values, closed = visit.prefix, visit.scope.values, visit.scope.closed
        stored, restored, on = self._answers.values, self._answers.restored, self._answers.on
        for step in visit.plan.steps:
            key = prefix + step.id
            relevant = step.relevant
            shows = True if relevant is None else relevant(values)
            if shows and step.pages:
                shows = _any_holds(step.pages, values)
            if not shows:
                self.states[key] = _SET_ASIDE if key in stored and step.compute is None else _NOT_ASKED
                if shows is False:
                    closed.add(step.id)
                continue
            self.shown.add(key)
            value = stored.get(key) if step.compute is None else step.compute(values, closed, on)
            if value is None:
                self.states[key] = _BLANK
                self.blank.add(key)
            else:
                values[step.id] = self.values[key] = value
                self.states[key] = _RESTORED if key in restored else _ANSWERED


def _any_holds(tests: tuple[Test, ...], values: Mapping[str, Value]) -> bool | None:
    outcomes = [test(values) for test in tests]
    return True if True in outcomes else None if None in outcomes else False
