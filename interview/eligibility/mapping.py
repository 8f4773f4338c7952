"""The data table from answers to indicators, acts and facts, versioned with its form.

[child]       which answers say whether the person is, was, or is presumed to be a child
[[answers]]   one question: code -> what it shows. A denied code denies the same (any of; the other answer to a
              yes/no), except what stands in `only_shows`, or where `denies = false`. `about`: what declining refuses.
[[rules]]     a rule over answers: `status` present, absent or refused for `targets` (`D1.*`: a whole dimension)
[[gates]]     where the rule holds, the questions behind the gate count as declined
[earlier]     when an earlier episode was told of
"""

import tomllib
from collections.abc import Mapping as Mapped
from dataclasses import dataclass, replace
from types import MappingProxyType

from interview.eligibility.mapping_reader import Reader
from interview.eligibility.risks import FLAGGING
from interview.eligibility.vocabulary import Status
from interview.questionnaire.definition import Question, Questionnaire
from interview.questionnaire.kinds import Kind
from interview.questionnaire.rules import Rule

AGE = "age"


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What the answers to one question show: code -> targets.

    `denied_by` holds, for each target that a denial may touch, the codes that all have to be denied for it: those that
    are read aloud, or all where none is.
    """

    question: Question
    shows: Mapped[str, tuple[str, ...]]
    denied_by: Mapped[str, frozenset[str]]
    refusable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """`group`: the repeating section that the rule looks into; it then holds for any one of its entries."""

    when: Rule
    status: Status
    targets: tuple[str, ...]
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of the table in their order."""

    answers: tuple[AnswerRow, ...]
    rules: tuple[RuleRow, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    when: Rule
    questions: frozenset[str]


@dataclass(frozen=True, slots=True)
class ChildRows:
    """`age` is the computed age now; the rules say minor or adult at the time of any stage, and presumed a child."""

    age: str
    minor_if: tuple[Rule, ...]
    adult_if: tuple[Rule, ...]
    presumed_if: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """One form version's table. `asked_by`: the questions that can show an indicator, act, fact, or the age.

    `rows` is the whole table, `flagging` the part of it that immediate-risk flags rest on, which are looked for at
    every save. `passed`: the answers to gates that a file of answers may leave unsaid.
    """

    form: str
    version: int
    child: ChildRows
    rows: Rows
    flagging: Rows
    gates: tuple[Gate, ...]
    earlier: Rule | None
    passed: Mapped[str, str]
    asked_by: Mapped[str, tuple[str, ...]]


def load_mapping(text: str, questionnaire: Questionnaire, *, file: str = "indicators.toml") -> Mapping:
    """The mapping of a TOML text. Raises BadMapping for whatever the questionnaire or the vocabulary does not hold."""
    reader = Reader(questionnaire, file)
    data = reader.table(
        reader.toml(tomllib.loads, text), "", {"child", "answers", "rules", "gates", "earlier", "passed"}
    )
    answers = tuple(_answers(reader, row, place) for place, row in reader.rows(data, "answers"))
    rules = tuple(_rule(reader, row, place) for place, row in reader.rows(data, "rules"))
    child = reader.table(data.get("child", {}), "child", {"age", "minor_if", "adult_if", "presumed_if", "asked_by"})
    passed = reader.chosen(data, "passed")
    earlier = reader.table(data.get("earlier", {}), "earlier", {"when"})
    asked_by = _asked_by(answers, rules) | {AGE: reader.questions(child, "child", "asked_by")}
    return Mapping(
        form=questionnaire.form,
        version=questionnaire.version,
        child=ChildRows(
            reader.question(child, "child", "age").id,
            *(reader.rule_list(child, "child", key) for key in ("minor_if", "adult_if", "presumed_if")),
        ),
        rows=Rows(answers, rules),
        flagging=_flagging(answers, rules),
        gates=tuple(_gate(reader, row, place) for place, row in reader.rows(data, "gates")),
        earlier=reader.rule(earlier, "earlier", "when") if earlier else None,
        passed=MappingProxyType(passed),
        asked_by=MappingProxyType(asked_by),
    )


def _answers(reader: Reader, row: object, place: str) -> AnswerRow:
    table = reader.table(row, place, {"question", "codes", "denies", "only_shows", "about"})
    question = reader.question(table, place, "question")
    place = f"{place} ({question.id})"
    codes = reader.table(table.get("codes", {}), f"{place}.codes", set(question.codes))
    shows = {code: reader.targets(codes, f"{place}.codes", code) for code in codes}
    only = set(reader.targets(table, place, "only_shows"))
    refusable = dict.fromkeys(target for targets in shows.values() for target in targets if target not in only)
    about = reader.targets(table, place, "about")
    denies = reader.flag(table, place, "denies", default=True)
    return AnswerRow(
        question,
        MappingProxyType(shows),
        MappingProxyType({target: _denied_by(question, shows, target) for target in refusable} if denies else {}),
        (*refusable, *about),
    )


def _denied_by(question: Question, shows: Mapped[str, tuple[str, ...]], target: str) -> frozenset[str]:
    """What was asked aloud and denied is absent, though staff could also have ticked what is never asked."""
    showing = frozenset(code for code, targets in shows.items() if target in targets)
    if question.kind is not Kind.ANY_OF:
        return showing
    aloud = frozenset(option.code for option in question.options if option.code in showing and not option.staff_only)
    return aloud or showing


def _rule(reader: Reader, row: object, place: str) -> RuleRow:
    table = reader.table(row, place, {"when", "status", "targets"})
    status = reader.choice(table, place, "status", (Status.PRESENT, Status.ABSENT, Status.REFUSED))
    when = reader.rule(table, place, "when")
    return RuleRow(when, status, reader.targets(table, place, "targets"), reader.group_of(when, place))


def _flagging(answers: tuple[AnswerRow, ...], rules: tuple[RuleRow, ...]) -> Rows:
    rows = tuple(
        AnswerRow(
            row.question,
            MappingProxyType({code: _flags(targets) for code, targets in row.shows.items()}),
            MappingProxyType({target: codes for target, codes in row.denied_by.items() if target in FLAGGING}),
            _flags(row.refusable),
        )
        for row in answers
        if not FLAGGING.isdisjoint((*row.refusable, *(target for targets in row.shows.values() for target in targets)))
    )
    narrowed = (replace(rule, targets=_flags(rule.targets)) for rule in rules)
    return Rows(rows, tuple(rule for rule in narrowed if rule.targets))


def _flags(targets: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(target for target in targets if target in FLAGGING)


def _gate(reader: Reader, row: object, place: str) -> Gate:
    table = reader.table(row, place, {"when", "questions"})
    return Gate(reader.rule(table, place, "when"), frozenset(reader.questions(table, place, "questions")))


def _asked_by(answers: tuple[AnswerRow, ...], rules: tuple[RuleRow, ...]) -> dict[str, tuple[str, ...]]:
    """By the code that an assessment uses: acts and facts without their prefix."""
    found: dict[str, dict[str, None]] = {}
    for row in answers:
        for target in dict.fromkeys((*(t for targets in row.shows.values() for t in targets), *row.refusable)):
            found.setdefault(bare(target), {})[row.question.id] = None
    for rule in rules:
        if rule.status is Status.PRESENT:
            for target in rule.targets:
                found.setdefault(bare(target), {}).update(dict.fromkeys(sorted(rule.when.names)))
    return {target: tuple(questions) for target, questions in found.items()}


def bare(target: str) -> str:
    """`act.transfer` -> `transfer`; an indicator stays as it is."""
    kind, _, name = target.partition(".")
    return name if kind in ("act", "fact") else target
