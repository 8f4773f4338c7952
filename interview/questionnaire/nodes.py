"""The nodes of a rule. Few on purpose: nine in ten conditions of large surveys are one operator."""

from dataclasses import dataclass
from datetime import date, time

Literal = str | int | date | time


@dataclass(frozen=True, slots=True)
class Compare:
    """`name operator value`; operator is one of = <> < > <= >=."""

    name: str
    operator: str
    value: Literal


@dataclass(frozen=True, slots=True)
class CompareAnswers:
    """`name operator other`, both answers of one kind."""

    name: str
    operator: str
    other: str


@dataclass(frozen=True, slots=True)
class Within:
    """`name in (codes)`, or `not in`."""

    name: str
    codes: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Empty:
    """`name is empty`, or `is not empty`."""

    name: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Selected:
    """`selected(name, 'code')`."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Answered:
    """`answered(name)`: anything at all is recorded, a missing-answer code included. Never unknown."""

    name: str


@dataclass(frozen=True, slots=True)
class Not:
    """`not part`."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """All parts."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any part."""

    parts: tuple["Node", ...]


Leaf = Compare | CompareAnswers | Within | Empty | Selected | Answered
Node = Leaf | Not | And | Or


def names_in(node: Node) -> frozenset[str]:
    """The questions that a rule names."""
    match node:
        case And(parts) | Or(parts):
            return frozenset().union(*(names_in(part) for part in parts))
        case Not(part):
            return names_in(part)
        case CompareAnswers(name, _, other):
            return frozenset({name, other})
        case _:
            return frozenset({node.name})
