"""Why a question shows: the conditions of its rule that hold, with the answers they rest on.

Codes and parameters only; the words are found where they are read.
"""

from dataclasses import dataclass
from enum import StrEnum

from interview.questionnaire.compiling import FLIPPED, Values, compile_node
from interview.questionnaire.nodes import (
    And,
    Answered,
    Compare,
    CompareAnswers,
    Empty,
    Leaf,
    Node,
    Not,
    Or,
    Selected,
    Within,
)
from interview.questionnaire.shapes import Value


class Reason(StrEnum):
    """The shapes of a condition, each with its own sentence."""

    IS = "is"
    IS_NOT = "is_not"
    LESS = "less"
    MORE = "more"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    ONE_OF = "one_of"
    NONE_OF = "none_of"
    EMPTY = "empty"
    NOT_EMPTY = "not_empty"
    SELECTED = "selected"
    NOT_SELECTED = "not_selected"
    ANSWERED = "answered"
    NOT_ANSWERED = "not_answered"


@dataclass(frozen=True, slots=True)
class Because:
    """One condition that holds: the question `name`, what it was compared with, and its answer.

    `to` holds codes or ISO text; `other` the question it was compared with instead.
    """

    reason: Reason
    name: str
    to: tuple[str, ...] = ()
    other: str | None = None
    answer: Value | None = None


_SIGNS = {
    "=": Reason.IS,
    "<>": Reason.IS_NOT,
    "<": Reason.LESS,
    ">": Reason.MORE,
    "<=": Reason.AT_MOST,
    ">=": Reason.AT_LEAST,
}


def reasons(node: Node, values: Values) -> tuple[Because, ...]:
    """The conditions of a true rule that hold, in the order of the rule, without repetition."""
    kept: list[Because] = []
    for because in _hold(node, True, values):
        if because not in kept:
            kept.append(because)
    return tuple(kept)


def _hold(node: Node, wanted: bool, values: Values) -> list[Because]:
    match node:
        case Not(part):
            return _hold(part, not wanted, values)
        case And(parts) | Or(parts):
            return [because for part in parts for because in _hold(part, wanted, values)]
        case _:
            return [_because(node, wanted, values)] if compile_node(node)(values) is wanted else []


def _because(leaf: Leaf, wanted: bool, values: Values) -> Because:
    answer = values.get(leaf.name)
    match leaf:
        case Compare(name, sign, value):
            return Because(_SIGNS[sign if wanted else FLIPPED[sign]], name, (_text(value),), None, answer)
        case CompareAnswers(name, sign, other):
            return Because(_SIGNS[sign if wanted else FLIPPED[sign]], name, (), other, answer)
        case Within(name, codes, negated):
            return Because(Reason.ONE_OF if negated is not wanted else Reason.NONE_OF, name, codes, None, answer)
        case Empty(name, negated):
            return Because(Reason.EMPTY if negated is not wanted else Reason.NOT_EMPTY, name, (), None, answer)
        case Selected(name, code):
            return Because(Reason.SELECTED if wanted else Reason.NOT_SELECTED, name, (code,), None, answer)
        case Answered(name):
            return Because(Reason.ANSWERED if wanted else Reason.NOT_ANSWERED, name, (), None, answer)


def _text(value: object) -> str:
    return value if isinstance(value, str) else str(value)
