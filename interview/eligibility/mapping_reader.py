"""Reads the tables of a mapping strictly: every key, question, code and target is known, or the load is refused."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from interview.eligibility.vocabulary import Act, Fact, Status
from interview.eligibility.weights import current_weights
from interview.questionnaire.definition import Question, Questionnaire
from interview.questionnaire.nodes import And, Compare, Node, Not, Or, Selected, Within, names_in
from interview.questionnaire.rules import BadRule, Rule, parse
from interview.questionnaire.values import MISSING_CODES

INDICATORS = tuple(sorted(current_weights().codes()))
TARGETS = frozenset(INDICATORS) | {f"act.{act}" for act in Act} | {f"fact.{fact}" for fact in Fact}
Table = Mapping[str, Any]


class BadMapping(ValueError):
    """A mapping that cannot be used: names file, key and reason."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(": ".join(part for part in (file, key, reason) if part))
        self.file = file
        self.key = key
        self.reason = reason


class Reader:
    """The strict reader of one file for one questionnaire."""

    def __init__(self, questionnaire: Questionnaire, file: str) -> None:
        self._questions = questionnaire.questions
        self._file = file

    def bad(self, key: str, reason: str) -> BadMapping:
        return BadMapping(self._file, key, reason)

    def toml(self, loads: Callable[[str], dict[str, Any]], text: str) -> dict[str, Any]:
        try:
            return loads(text)
        except tomllib.TOMLDecodeError as error:
            raise self.bad("", f"not TOML: {error}") from error

    def table(self, data: object, place: str, allowed: set[str]) -> Table:
        if not isinstance(data, dict):
            raise self.bad(place, "must be a table")
        if unknown := sorted(set(data) - allowed):
            raise self.bad(_at(place, unknown[0]), "is not understood here")
        return data

    def rows(self, data: Table, key: str) -> Iterator[tuple[str, object]]:
        rows = data.get(key, [])
        if not isinstance(rows, list):
            raise self.bad(key, "must be a list of tables")
        for number, row in enumerate(rows, start=1):
            yield f"{key}[{number}]", row

    def text(self, table: Table, place: str, key: str) -> str:
        value = table.get(key)
        if not isinstance(value, str):
            raise self.bad(_at(place, key), "must be a text")
        return value

    def flag(self, table: Table, place: str, key: str, *, default: bool) -> bool:
        value = table.get(key, default)
        if not isinstance(value, bool):
            raise self.bad(_at(place, key), "must be true or false")
        return value

    def texts(self, table: Table, place: str, key: str) -> list[str]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.bad(_at(place, key), "must be a list of texts")
        return value

    def choice(self, table: Table, place: str, key: str, choices: tuple[Status, ...]) -> Status:
        value = self.text(table, place, key)
        if value not in choices:
            raise self.bad(_at(place, key), f"must be one of {', '.join(choices)}")
        return Status(value)

    def question(self, table: Table, place: str, key: str) -> Question:
        return self._known(self.text(table, place, key), _at(place, key))

    def questions(self, table: Table, place: str, key: str) -> tuple[str, ...]:
        return tuple(self._known(name, _at(place, key)).id for name in self.texts(table, place, key))

    def targets(self, table: Table, place: str, key: str) -> tuple[str, ...]:
        """The targets, `D1.*` spelled out."""
        found: dict[str, None] = {}
        for target in self.texts(table, place, key):
            if target.endswith(".*"):
                named = [code for code in INDICATORS if code.startswith(target[:-1])]
            else:
                named = [target] if target in TARGETS else []
            if not named:
                raise self.bad(_at(place, key), f"{target} is no indicator, act or fact")
            found.update(dict.fromkeys(named))
        return tuple(found)

    def chosen(self, data: Table, key: str) -> dict[str, str]:
        """A table of questions, each with one of its codes."""
        chosen = self.table(data.get(key, {}), key, set(self._questions))
        for name in chosen:
            if self.text(chosen, key, name) not in self._questions[name].codes:
                raise self.bad(_at(key, name), f"has no code {chosen[name]}")
        return dict(chosen)

    def rule_list(self, table: Table, place: str, key: str) -> tuple[Rule, ...]:
        return tuple(self._parsed(text, _at(place, key)) for text in self.texts(table, place, key))

    def rule(self, table: Table, place: str, key: str) -> Rule:
        return self._parsed(self.text(table, place, key), _at(place, key))

    def group_of(self, rule: Rule, place: str) -> str | None:
        """The one repeating section that a rule looks into, or None."""
        groups = {self._questions[name].group for name in rule.names} - {None}
        if len(groups) > 1:
            raise self.bad(place, "looks into more than one repeating section")
        return next(iter(groups), None)

    def _parsed(self, text: str, place: str) -> Rule:
        try:
            rule = parse(text, file=self._file, question=place)
        except BadRule as error:
            raise self.bad(place, error.reason) from error
        for name in sorted(names_in(rule.node)):
            self._known(name, place)
        for name, code in _codes_in(rule.node):
            question = self._questions[name]
            if question.codes and code not in question.codes and code not in MISSING_CODES:
                raise self.bad(place, f"{name} has no code {code}")
        return rule

    def _known(self, name: str, place: str) -> Question:
        if name not in self._questions:
            raise self.bad(place, f"{name} is no question of this form")
        return self._questions[name]


def _at(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _codes_in(node: Node) -> Iterator[tuple[str, str]]:
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _codes_in(part)
        case Not(part):
            yield from _codes_in(part)
        case Within(name, codes):
            yield from ((name, code) for code in codes)
        case Selected(name, code):
            yield name, code
        case Compare(name, _, str() as code):
            yield name, code
        case _:
            return
