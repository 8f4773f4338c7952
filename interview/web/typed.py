"""What a page posts for one question, gathered and read; and how an answer is laid out in its inputs again.

An answer's inputs are named by its key, or by its key and a part: `<key>-year`, `<key>-amount`, `<key>-missing`, and
`<key>-<prompt id>` for grouped prompts. A plain `<key>=text` is read for every kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time

from werkzeug.datastructures import MultiDict

from interview.questionnaire import reading
from interview.questionnaire.definition import Kind, Question
from interview.questionnaire.kinds import TEXT_KINDS
from interview.questionnaire.problems import Problem
from interview.questionnaire.reading import Known
from interview.questionnaire.shapes import (
    MISSING_CODES,
    Address,
    AnyOf,
    Duration,
    Missing,
    Money,
    PartialDate,
    Signature,
    Value,
)
from interview.web import typed_any_of, typed_parts

Parts = Mapping[str, tuple[str, ...]]

PARTS: Mapping[Kind, tuple[str, ...]] = {
    Kind.DATE: ("day", "month", "year"),
    Kind.PARTIAL_DATE: ("day", "month", "year", "about", "season", "told"),
    Kind.MONEY: ("amount", "currency", "period"),
    Kind.DURATION: ("amount", "unit"),
    Kind.ADDRESS: ("lines", "town", "region", "postcode", "country"),
    Kind.SIGNATURE: ("agreed", "name", "mark"),
}
MISSING_PART = "missing"


@dataclass(frozen=True, slots=True)
class Typed:
    """The inputs of one question as they came, by part; the part of a plain `<key>` is "". `named`: any came at all."""

    parts: Parts
    named: bool


def collect(question: Question, key: str, posted: MultiDict[str, str]) -> Typed:
    """Every input of this question."""
    names = ("", MISSING_PART, *PARTS.get(question.kind, ()), *(prompt.id for prompt in question.prompts))
    parts = {name: tuple(posted.getlist(f"{key}-{name}" if name else key)) for name in names}
    given = {name: tuple(value for value in values if value.strip()) for name, values in parts.items()}
    return Typed(given, named=any(parts.values()))


def read(
    question: Question, key: str, typed: Typed, saved: Value | None, *, known: Known, prompts_shown: bool
) -> Value | Problem | None:
    """The answer that was given, a problem, or None for a blank."""
    parts, missing = typed.parts, _missing(question, typed.parts)
    if question.kind is Kind.ANY_OF:
        found = typed_any_of.read(question, parts, saved, prompts_shown=prompts_shown)
    elif not any(parts.get(name) for name in PARTS.get(question.kind, ())):
        found = _plain(question, parts.get("", ()), known)
    else:
        found = typed_parts.read(question, {name: "\n".join(values) for name, values in parts.items()}, known)
    settled = _settled(found, missing, saved)
    return replace(settled, key=key) if isinstance(settled, Problem) else settled


def parts_of(question: Question, value: Value | None) -> Parts:
    """How an answer stands in its inputs."""
    match value:
        case None:
            return {}
        case Missing():
            own_input = question.kind in typed_any_of.CHOICES
            return {"" if own_input else MISSING_PART: (value.value,)}
        case AnyOf():
            return typed_any_of.parts_of(question, value)
        case tuple():
            return {"": value}
        case time():
            return {"": (value.isoformat("minutes"),)}
        case date() | PartialDate() | Money() | Duration() | Address() | Signature():
            return {name: (text,) for name, text in typed_parts.parts_of(value).items() if text}
        case _:
            return {"": (str(value),)}


def _missing(question: Question, parts: Parts) -> Missing | None:
    plain = parts.get("", ()) if question.kind not in TEXT_KINDS else ()
    named = next((code for code in (*parts.get(MISSING_PART, ()), *plain) if code in MISSING_CODES), None)
    return Missing(named) if named and question.accepts_missing else None


def _plain(question: Question, values: tuple[str, ...], known: Known) -> Value | Problem | None:
    kept = [value for value in values if question.kind in TEXT_KINDS or value not in MISSING_CODES]
    if not kept and values and not question.accepts_missing:
        return reading.read(question, values[0], known)
    text = ",".join(kept) if question.kind is Kind.COUNTRIES else "".join(kept[:1])
    return reading.read(question, text, known)


def _settled(found: Value | Problem | None, missing: Missing | None, saved: Value | None) -> Value | Problem | None:
    """Words and "would rather not say" both came: what changed on this page counts, and words are never lost."""
    if missing is None:
        return found
    if found is None or isinstance(found, Problem):
        return missing
    return missing if found == saved and saved != missing else found
