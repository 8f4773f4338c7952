"""Tiny questionnaires for tests of the engine: one feature each, never leaning on real wording."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from interview.questionnaire.answers import Answers, Entry
from interview.questionnaire.assembling import assemble
from interview.questionnaire.definition import (
    Age,
    Check,
    Computed,
    Kind,
    Option,
    Page,
    PageKind,
    Prompt,
    Question,
    Questionnaire,
    Required,
    Section,
    Source,
    Tier,
    Who,
    YesIf,
)
from interview.questionnaire.rules import Rule, parse

THE_DAY = date(2026, 6, 15)
"""The date of every interview in these tests."""

ENTRY_A = "a" * 32
ENTRY_B = "b" * 32


def rule(text: str | None) -> Rule | None:
    """A rule, or none."""
    return parse(text) if text else None


def question(
    id: str,
    kind: Kind = Kind.YES_NO_DECLINE,
    *,
    codes: Iterable[str | Option] = (),
    who: Who = Who.ASKED,
    label: str = "?",
    when: str | None = None,
    required: Required = Required.SOFT,
    required_when: str | None = None,
    tier: Tier = Tier.LEAN,
    prompts: tuple[Prompt, ...] = (),
    computed: Computed | None = None,
    minimum: int | None = None,
    maximum: int | None = None,
    checks: tuple[Check, ...] = (),
    fallbacks: dict[str, str] | None = None,
) -> Question:
    """A question; asked, soft and lean unless said otherwise."""
    return Question(
        id=id,
        kind=kind,
        who=who,
        label=label,
        options=tuple(code if isinstance(code, Option) else Option(code, code) for code in codes),
        prompts=prompts,
        relevant=rule(when),
        required=required,
        required_when=rule(required_when),
        tier=tier,
        computed=computed,
        minimum=minimum,
        maximum=maximum,
        checks=checks,
        fallbacks=fallbacks or {},
    )


def yes_if(id: str, text: str, *, when: str | None = None) -> Question:
    """A computed yes, no or not known."""
    return question(id, Kind.COMPUTED, who=Who.COMPUTED, required=Required.NO, when=when, computed=YesIf(parse(text)))


def age(id: str, *, birth: str | None = None, stated: str | None = None, at: str = "interview") -> Question:
    """A computed age."""
    return question(id, Kind.COMPUTED, who=Who.COMPUTED, required=Required.NO, computed=Age(birth, stated, at))


def from_record(id: str, name: str) -> Question:
    """A value filled from the record."""
    return question(id, Kind.TEXT, who=Who.COMPUTED, required=Required.NO, computed=Source(name))


def page(
    id: str,
    *question_ids: str,
    kind: PageKind = PageKind.ASK,
    when: str | None = None,
    if_open: bool = False,
    say: str = "",
) -> Page:
    """A page; asked unless said otherwise."""
    return Page(id, "", kind, question_ids, say=say, if_open=if_open, relevant=rule(when))


def section(
    id: str,
    *questions: Question,
    pages: Sequence[Page] | None = None,
    when: str | None = None,
    group: str | None = None,
) -> tuple[Section, tuple[Question, ...]]:
    """A section with its questions. Unless pages are given, each question has one of its own, `p_<question id>`."""
    if pages is None:
        kinds = {question.id: PageKind.ASK if question.asked else PageKind.STAFF for question in questions}
        pages = [page(f"p_{one.id}", one.id, kind=kinds[one.id]) for one in questions if one.computed is None]
    made = Section(
        id=id,
        title=id,
        relevant=rule(when),
        group=group,
        pages=tuple(replace(one, section_id=id) for one in pages),
        question_ids=tuple(question.id for question in questions),
        source=f"{id}.toml",
    )
    return made, tuple(replace(question, section_id=id, group=group) for question in questions)


def questionnaire(*sections: tuple[Section, tuple[Question, ...]]) -> Questionnaire:
    """A checked questionnaire of these sections."""
    questions = [question for _, questions in sections for question in questions]
    return assemble(
        form="tiny",
        version=1,
        digest="0" * 64,
        title="Tiny",
        sections=[made for made, _ in sections],
        questions=questions,
    )


def one_section(*questions: Question, pages: Sequence[Page] | None = None) -> Questionnaire:
    """A checked questionnaire of one section."""
    return questionnaire(section("only", *questions, pages=pages))


def blank_answers(*modules: str, entries: dict[str, tuple[str, ...]] | None = None) -> Answers:
    """No answers, on THE_DAY; `entries` are the entry ids of each group."""
    answers = Answers.begin(THE_DAY, frozenset(modules))
    at = datetime(2026, 6, 15, 9, tzinfo=UTC)
    rows = {group: tuple(Entry(entry_id, "author", at) for entry_id in ids) for group, ids in (entries or {}).items()}
    return replace(answers, entries=rows)
