"""Rules as JSON data and back; the shape that a browser evaluates when there is no network."""

from datetime import date, time

from interview.questionnaire.nodes import (
    And,
    Answered,
    Compare,
    CompareAnswers,
    Empty,
    Literal,
    Node,
    Not,
    Or,
    Selected,
    Within,
)
from interview.questionnaire.parsing import BadRule

_SIGNS = frozenset({"=", "<>", "<", ">", "<=", ">="})


def node_to_json(node: Node) -> dict[str, object]:
    """JSON data of a node: an object whose "op" says which."""
    match node:
        case And(parts):
            return {"op": "and", "parts": [node_to_json(part) for part in parts]}
        case Or(parts):
            return {"op": "or", "parts": [node_to_json(part) for part in parts]}
        case Not(part):
            return {"op": "not", "part": node_to_json(part)}
        case Compare(name, sign, value):
            return {"op": sign, "name": name, **_literal_to_json(value)}
        case CompareAnswers(name, sign, other):
            return {"op": sign, "name": name, "other": other}
        case Within(name, codes, negated):
            return {"op": "not in" if negated else "in", "name": name, "codes": list(codes)}
        case Empty(name, negated):
            return {"op": "not empty" if negated else "empty", "name": name}
        case Selected(name, code):
            return {"op": "selected", "name": name, "code": code}
        case Answered(name):
            return {"op": "answered", "name": name}


def node_from_json(data: object) -> Node:
    """The node that `node_to_json` wrote. Raises BadRule for anything else."""
    try:
        return _node(data)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise BadRule("", "", "not the JSON of a rule") from None


def _node(data: object) -> Node:
    if not isinstance(data, dict):
        raise TypeError
    op = data["op"]
    if op in ("and", "or"):
        parts = tuple(_node(part) for part in data["parts"])
        return And(parts) if op == "and" else Or(parts)
    if op == "not":
        return Not(_node(data["part"]))
    name = _string(data["name"])
    if op in _SIGNS:
        if "other" in data:
            return CompareAnswers(name, op, _string(data["other"]))
        return Compare(name, op, _literal(data))
    if op in ("in", "not in"):
        return Within(name, tuple(_string(code) for code in data["codes"]), op == "not in")
    if op in ("empty", "not empty"):
        return Empty(name, op == "not empty")
    if op == "selected":
        return Selected(name, _string(data["code"]))
    if op == "answered":
        return Answered(name)
    raise ValueError


def _literal_to_json(value: Literal) -> dict[str, object]:
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat("minutes")}
    return {"value": value}


def _literal(data: dict[str, object]) -> Literal:
    if "date" in data:
        return date.fromisoformat(_string(data["date"]))
    if "time" in data:
        return time.fromisoformat(_string(data["time"]))
    value = data["value"]
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise TypeError
    return value


def _string(data: object) -> str:
    if not isinstance(data, str):
        raise TypeError
    return data
