"""A rule: one readable line that says when a question shows.

Its grammar is in `parsing`, its meaning in `compiling`.
"""

from dataclasses import dataclass, field

from interview.questionnaire.compiling import Test, Values, compile_node
from interview.questionnaire.explaining import Because, reasons
from interview.questionnaire.nodes import Node, names_in
from interview.questionnaire.parsing import BadRule, parse_node
from interview.questionnaire.rules_json import node_from_json, node_to_json

__all__ = ["BadRule", "Because", "Rule", "from_json", "parse"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A parsed rule with its text. Equal when the nodes are."""

    node: Node
    text: str = field(default="", compare=False)
    names: frozenset[str] = field(init=False, compare=False, repr=False)
    test: Test = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", names_in(self.node))
        object.__setattr__(self, "test", compile_node(self.node))

    def evaluate(self, values: Values) -> bool | None:
        """True, false, or None for unknown. `values` maps question ids to what was answered."""
        return self.test(values)

    def explain(self, values: Values) -> tuple[Because, ...]:
        """The conditions that made the rule true, with the answers they rest on; empty when it is not true."""
        return reasons(self.node, values) if self.test(values) else ()

    def to_json(self) -> object:
        """JSON data that means the same, for the same rules in a browser."""
        return node_to_json(self.node)


def parse(text: str, *, file: str = "", question: str = "") -> Rule:
    """Read a rule. Whether its names exist is checked when the questionnaire is assembled.

    Raises BadRule with `file` and `question` when the text is not a rule.
    """
    return Rule(parse_node(text, file=file, question=question), text)


def from_json(data: object) -> Rule:
    """The rule that `Rule.to_json` wrote. Raises BadRule for anything else."""
    return Rule(node_from_json(data))
