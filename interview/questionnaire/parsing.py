"""Reads the text of a rule. A small grammar of our own, so that nothing is ever evaluated as a program.

    rule    = and { "or" and }
    and     = unary { "and" unary }
    unary   = "not" unary | "(" rule ")" | "selected" "(" name "," text ")" | "answered" "(" name ")" | name test
    test    = ( "=" | "<>" | "<" | ">" | "<=" | ">=" ) ( text | number | name )
            | [ "not" ] "in" "(" text { "," text } ")" | "is" [ "not" ] "empty"

A text in the shape of a date or time ('2024-05-01', '22:00') is one.
"""

import re
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

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'[^']*')|(?P<number>-?\d+)|(?P<sign><>|<=|>=|[=<>])|(?P<mark>[(),])|(?P<word>[a-z][a-z0-9_]*))"
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"\d{2}:\d{2}")
_RESERVED = frozenset({"and", "or", "not", "in", "is", "empty", "selected", "answered"})
_DEEPEST = 12


class BadRule(ValueError):
    """A rule that cannot be used; says in which file, at which question (or page or section), and why."""

    def __init__(self, file: str, question: str, reason: str) -> None:
        super().__init__(": ".join(part for part in (file, question, reason) if part))
        self.file = file
        self.question = question
        self.reason = reason


class _Fault(Exception):
    """Internal: becomes BadRule once file and question are known."""


def parse_node(text: str, *, file: str = "", question: str = "") -> Node:
    """The node of a rule's text. Raises BadRule."""
    try:
        reader = _Reader(_tokens(text))
        node = reader.either(0)
        if not reader.at_end:
            raise _Fault(f"{reader.seen()} was not expected")
    except _Fault as fault:
        raise BadRule(file, question, f"{fault} in the rule: {text}") from None
    return node


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    position, end = 0, len(text.rstrip())
    while position < end:
        found = _TOKEN.match(text, position)
        if found is None or found.lastgroup is None:
            raise _Fault(f"cannot read {text[position:].strip()[:20]!r}")
        tokens.append((found.lastgroup, found.group(found.lastgroup)))
        position = found.end()
    return tokens


class _Reader:
    """Recursive descent over the tokens."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._position = 0

    @property
    def at_end(self) -> bool:
        return self._position >= len(self._tokens)

    def seen(self) -> str:
        return "the end" if self.at_end else repr(self._tokens[self._position][1])

    def either(self, depth: int) -> Node:
        if depth > _DEEPEST:
            raise _Fault("too many brackets")
        parts = [self._both(depth)]
        while self._take("or"):
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _both(self, depth: int) -> Node:
        parts = [self._unary(depth)]
        while self._take("and"):
            parts.append(self._unary(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _unary(self, depth: int) -> Node:
        if depth > _DEEPEST:
            raise _Fault("too many brackets")
        if self._take("not"):
            return Not(self._unary(depth + 1))
        if self._take("("):
            node = self.either(depth + 1)
            self._expect(")")
            return node
        if self._take("selected"):
            self._expect("(")
            name = self._name()
            self._expect(",")
            code = self._text()
            self._expect(")")
            return Selected(name, code)
        if self._take("answered"):
            self._expect("(")
            name = self._name()
            self._expect(")")
            return Answered(name)
        return self._test(self._name())

    def _test(self, name: str) -> Node:
        if self._take("is"):
            negated = self._take("not")
            self._expect("empty")
            return Empty(name, negated)
        negated = self._take("not")
        if negated or self._next_is("word", "in"):
            self._expect("in")
            return Within(name, self._codes(), negated)
        return self._comparison(name, self._kind("sign", "a comparison"))

    def _comparison(self, name: str, sign: str) -> Node:
        if self.at_end:
            raise _Fault(f"nothing follows {sign!r}")
        kind, token = self._tokens[self._position]
        if kind == "word":
            return CompareAnswers(name, sign, self._name())
        if kind == "number":
            self._position += 1
            return Compare(name, sign, int(token))
        return Compare(name, sign, _literal(self._text()))

    def _codes(self) -> tuple[str, ...]:
        self._expect("(")
        codes = [self._text()]
        while self._take(","):
            codes.append(self._text())
        self._expect(")")
        return tuple(codes)

    def _next_is(self, kind: str, token: str) -> bool:
        return not self.at_end and self._tokens[self._position] == (kind, token)

    def _take(self, token: str) -> bool:
        if self._next_is("word", token) or self._next_is("mark", token):
            self._position += 1
            return True
        return False

    def _expect(self, token: str) -> None:
        if not self._take(token):
            raise _Fault(f"{token!r} was expected, not {self.seen()}")

    def _kind(self, kind: str, wanted: str) -> str:
        if self.at_end or self._tokens[self._position][0] != kind:
            raise _Fault(f"{wanted} was expected, not {self.seen()}")
        self._position += 1
        return self._tokens[self._position - 1][1]

    def _name(self) -> str:
        name = self._kind("word", "the id of a question")
        if name in _RESERVED:
            raise _Fault(f"{name!r} is a word of the rule language, not a question")
        return name

    def _text(self) -> str:
        return self._kind("text", "a text in single quotes")[1:-1]


def _literal(text: str) -> Literal:
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
        if _TIME.fullmatch(text):
            return time.fromisoformat(text)
    except ValueError:
        raise _Fault(f"{text!r} is no date or time") from None
    return text
