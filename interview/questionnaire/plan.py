"""Tables made once for a questionnaire and a set of modules, so that `evaluate` is a single pass over them."""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from interview.questionnaire.active import ActivePage
from interview.questionnaire.ages import lowest_age, shortest_time
from interview.questionnaire.compiling import Test
from interview.questionnaire.definition import (
    DETAIL,
    Age,
    Between,
    Kind,
    Page,
    PageKind,
    Question,
    Questionnaire,
    Required,
    Section,
    Source,
    Stage,
    Tier,
    YesIf,
)
from interview.questionnaire.shapes import Value

Compute = Callable[[Mapping[str, Value], Container[str], date], Value | None]
"""From answers by question id, the questions that stay closed, and the interview's date, to a computed value."""


@dataclass(frozen=True, slots=True)
class Step:
    """One question of the walk. `pages`: the rules of its pages, one of which must hold; empty when one has none."""

    id: str
    relevant: Test | None
    pages: tuple[Test, ...]
    compute: Compute | None


@dataclass(frozen=True, slots=True)
class PagePlan:
    """One page. `asked`: the questions whose blanks keep it open beside hard ones.

    `whole_open` and `whole_done` are the page as it shows with all its questions, outside repeating sections.
    """

    page: Page
    relevant: Test | None
    ids: tuple[str, ...]
    asked: tuple[str, ...]
    whole_open: ActivePage
    whole_done: ActivePage


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """One section. `hard`: its hard questions, each with the rule that makes it so, if there is one."""

    section: Section
    relevant: Test | None
    steps: tuple[Step, ...]
    pages: tuple[PagePlan, ...]
    hard: tuple[tuple[str, Test | None], ...]
    checked: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All sections that exist in an interview with these modules.

    `governing`: the questions on which it depends whether another shows. `absent`: those that do not exist with
    these modules. `page_order`: where each page stands.
    """

    sections: tuple[SectionPlan, ...]
    governing: frozenset[str]
    absent: frozenset[str]
    page_order: Mapping[str, int]


_PLANS: WeakKeyDictionary[Questionnaire, dict[frozenset[str], Plan]] = WeakKeyDictionary()


def plan_of(questionnaire: Questionnaire, modules: frozenset[str]) -> Plan:
    """The plan, made at the first call and kept as long as the questionnaire."""
    plans = _PLANS.setdefault(questionnaire, {})
    plan = plans.get(modules)
    if plan is None:
        plan = plans[modules] = _make(questionnaire, modules)
    return plan


def exists(question: Question, modules: frozenset[str]) -> bool:
    """True unless the question belongs to a module that is not switched on."""
    return question.tier is not Tier.MODULE or DETAIL in modules


def _make(questionnaire: Questionnaire, modules: frozenset[str]) -> Plan:
    sections = tuple(
        _section(questionnaire, section, modules)
        for section in questionnaire.sections
        if section.stage is Stage.INTERVIEW
    )
    return Plan(
        sections=sections,
        governing=_governing(questionnaire),
        absent=frozenset(found.id for found in questionnaire.questions.values() if not exists(found, modules)),
        page_order={page_id: place for place, page_id in enumerate(questionnaire.pages)},
    )


def _section(questionnaire: Questionnaire, section: Section, modules: frozenset[str]) -> SectionPlan:
    questions = [questionnaire.questions[question_id] for question_id in section.question_ids]
    questions = [question for question in questions if exists(question, modules)]
    known = {question.id: question for question in questions}
    return SectionPlan(
        section=section,
        relevant=section.relevant.test if section.relevant else None,
        steps=tuple(_step(question, section) for question in questions),
        pages=tuple(_page(page, known) for page in section.pages if _stands(page, known)),
        hard=tuple(
            (question.id, question.required_when.test if question.required_when else None)
            for question in questions
            if question.required is Required.HARD and question.computed is None
        ),
        checked=tuple(question for question in questions if _is_checked(question)),
    )


def _step(question: Question, section: Section) -> Step:
    rules = [page.relevant for page in section.pages if question.id in page.question_ids]
    gates = tuple(rule.test for rule in rules if rule is not None)
    return Step(
        id=question.id,
        relevant=question.relevant.test if question.relevant else None,
        pages=gates if len(gates) == len(rules) else (),
        compute=_compute(question),
    )


def _compute(question: Question) -> Compute | None:
    match question.computed:
        case None | Source():
            return None
        case YesIf(rule):
            return _yes_if(rule.test, rule.names)
        case Age() as age:
            return lambda values, closed, on: lowest_age(age, values, closed, on)
        case Between() as time:
            return lambda values, closed, _on: shortest_time(time, values, closed)


def _yes_if(test: Test, names: frozenset[str]) -> Compute:
    def compute(values: Mapping[str, Value], closed: Container[str], _on: date) -> Value | None:
        outcome = test(values)
        if outcome is not None:
            return "yes" if outcome else "no"
        return None if any(name not in values and name not in closed for name in names) else "not_known"

    return compute


def _page(page: Page, known: Mapping[str, Question]) -> PagePlan:
    ids = tuple(question_id for question_id in page.question_ids if question_id in known)
    asked = tuple(question_id for question_id in ids if known[question_id].asked)
    relevant = page.relevant.test if page.relevant else None
    return PagePlan(
        page=page,
        relevant=relevant,
        ids=ids,
        asked=asked if page.kind is PageKind.ASK else (),
        whole_open=ActivePage(page.id, page, None, ids, open=True),
        whole_done=ActivePage(page.id, page, None, ids, open=False),
    )


def _stands(page: Page, known: Mapping[str, Question]) -> bool:
    """A page of words alone stands by itself; any other needs a question that exists."""
    return not page.question_ids or any(question_id in known for question_id in page.question_ids)


def _is_checked(question: Question) -> bool:
    limits = question.minimum is not None or question.maximum is not None
    return bool(question.checks) or limits or question.kind is Kind.PARTIAL_DATE


def _governing(questionnaire: Questionnaire) -> frozenset[str]:
    rules = [question.relevant for question in questionnaire.questions.values()]
    rules += [section.relevant for section in questionnaire.sections]
    rules += [page.relevant for page in questionnaire.pages.values()]
    names: set[str] = set().union(*(rule.names for rule in rules if rule is not None))
    for question in reversed(tuple(questionnaire.questions.values())):
        if question.id in names:
            names |= names_behind(question)
    return frozenset(names)


def names_behind(question: Question) -> frozenset[str]:
    """The questions that a computed one is worked out from."""
    match question.computed:
        case YesIf(rule):
            return rule.names
        case Age(birth, stated, at):
            return frozenset(name for name in (birth, stated, at) if name and name != "interview")
        case Between(start, end):
            return frozenset({start, end})
        case _:
            return frozenset()
