"""From the TOML of a section to its definition. Strict: this is the validator of what people write."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, cast, get_args

from interview.forms.lists import Lists
from interview.forms.tables import Table
from interview.questionnaire.definition import (
    Age,
    Between,
    Check,
    Computed,
    Kind,
    Option,
    Page,
    PageKind,
    Prompt,
    Question,
    Required,
    Section,
    Sensitivity,
    Source,
    Stage,
    Tier,
    Who,
    YesIf,
)
from interview.questionnaire.rules import Rule, parse

CheckKind = Literal["not_before", "not_after", "not_in_future", "age_agrees"]
_LISTED = (Kind.ONE_OF, Kind.ANY_OF)


@dataclass(frozen=True, slots=True)
class SectionRead:
    """A section as a file holds it, with its own questions in order.

    `carries`: the form and version whose questions stand on its pages beside them.
    """

    section: Section
    questions: tuple[Question, ...]
    carries: tuple[str, int] | None = None


def read_section(data: Mapping[str, object], file: str, lists: Lists) -> SectionRead:
    """The section in a file. Raises BadForm, or BadRule for a rule that cannot be read."""
    table = Table(data, file, "the section")
    section_id = table.text("id")
    table.place = section_id
    group = table.optional_text("group")
    questions = tuple(_question(row, section_id, group, lists) for _, row in table.named_tables("question"))
    carries, pages = _carries(table), tuple(_page(row, section_id) for row in table.tables("page"))
    listed = [question_id for page in pages for question_id in page.question_ids] if carries else []
    section = Section(
        id=section_id,
        title=table.text("title"),
        intro=table.text("intro", ""),
        guidance=table.texts("guidance"),
        relevant=_rule(table, "relevant"),
        group=group,
        stage=table.choice("stage", Stage, Stage.INTERVIEW),
        pages=pages,
        question_ids=tuple(dict.fromkeys([*listed, *(question.id for question in questions)])),
        source=file,
    )
    table.close()
    return SectionRead(section, questions, carries)


def _carries(table: Table) -> tuple[str, int] | None:
    if not table.has("carries"):
        return None
    row = table.table("carries")
    found = (row.text("form"), row.number("version"))
    row.close()
    return found


def _page(table: Table, section_id: str) -> Page:
    page_id = table.text("id")
    table.place = page_id
    page = Page(
        id=page_id,
        section_id=section_id,
        kind=table.choice("kind", PageKind),
        question_ids=table.texts("questions"),
        title=table.text("title", ""),
        say=table.text("say", ""),
        guidance=table.texts("guidance"),
        if_open=table.flag("if_open"),
        relevant=_rule(table, "relevant"),
        fallbacks=table.words("fallbacks"),
    )
    table.close()
    return page


def _question(table: Table, section_id: str, group: str | None, lists: Lists) -> Question:
    kind = table.choice("kind", Kind)
    list_id = table.optional_text("list")
    question = Question(
        id=table.place,
        kind=kind,
        who=table.choice("who", Who),
        label=table.text("label"),
        hint=table.text("hint", ""),
        options=_options(table, kind, list_id, lists),
        prompts=tuple(_prompts(table)),
        list_id=list_id,
        relevant=_rule(table, "relevant"),
        required=table.choice("required", Required),
        required_when=_rule(table, "required_when"),
        sensitivity=table.choice("sensitivity", Sensitivity),
        tier=table.choice("tier", Tier),
        from_account=table.flag("from_account"),
        guidance=table.texts("guidance"),
        computed=_computed(table, kind),
        fallbacks=table.words("fallbacks"),
        minimum=table.optional_number("minimum"),
        maximum=table.optional_number("maximum"),
        checks=tuple(_checks(table)),
        htcds=table.optional_text("htcds"),
        ctdc=table.optional_text("ctdc"),
        evidence=table.optional_text("evidence"),
        group=group,
        section_id=section_id,
    )
    table.close()
    return question


def _rule(table: Table, key: str) -> Rule | None:
    text = table.optional_text(key)
    return None if text is None else parse(text, file=table.file, question=table.place)


def _options(table: Table, kind: Kind, list_id: str | None, lists: Lists) -> tuple[Option, ...]:
    if list_id is None:
        if kind in _LISTED:
            raise table.refuse("list is missing")
        return ()
    if kind not in _LISTED:
        raise table.refuse(f"{kind.value} takes no list")
    if list_id not in lists:
        raise table.refuse(f"there is no list {list_id!r}")
    return lists[list_id]


def _prompts(table: Table) -> Iterator[Prompt]:
    for row in table.tables("prompts"):
        prompt = Prompt(row.text("id"), row.text("label"), row.texts("codes"))
        row.close()
        yield prompt


def _checks(table: Table) -> Iterator[Check]:
    for row in table.tables("checks"):
        kind = cast(CheckKind, row.word("kind", get_args(CheckKind)))
        check = Check(kind, row.text("other", ""), row.text("at", "interview"), row.flag("hard"))
        row.close()
        yield check


def _computed(table: Table, kind: Kind) -> Computed | None:
    ways = [key for key in ("yes_if", "age", "between", "source") if table.has(key)]
    if len(ways) != (1 if kind is Kind.COMPUTED else 0):
        raise table.refuse("a computed question, and no other, has one of: yes_if, age, between, source")
    if not ways:
        return None
    if ways[0] == "source":
        return Source(table.text("source"))
    if ways[0] == "yes_if":
        return YesIf(parse(table.text("yes_if"), file=table.file, question=table.place))
    if ways[0] == "between":
        return _between(table.table("between"))
    row = table.table("age")
    age = Age(row.optional_text("birth"), row.optional_text("stated"), row.text("at", "interview"))
    row.close()
    return age


def _between(row: Table) -> Between:
    unit = cast(Literal["days", "months"], row.word("unit", ("days", "months")))
    time = Between(row.text("start"), row.text("end"), unit)
    row.close()
    return time
