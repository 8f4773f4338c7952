"""Whatever is typed into whichever field of whichever question: it is read, or explained; nothing breaks or is lost."""

import json

import pytest
from babel import Locale
from builders.filling import fields_of, fitting
from werkzeug.datastructures import MultiDict

from interview.forms import library
from interview.questionnaire import codec
from interview.questionnaire.definition import Kind, Question
from interview.questionnaire.fitting import misfit
from interview.questionnaire.problems import Problem
from interview.web import typed
from interview.web.known import known_in
from interview.web.problem_words import problem_words

QUESTIONS = [
    question
    for form in ("screening", "urgent")
    for question in library.load(form).questions.values()
    if question.computed is None
]
KNOWN = known_in(Locale.parse("en"))
ANYTHING = [
    *("9" * 5000, "٣" * 5000, "９９９", "²", "½", "1e999999999", "-1", "-0", "NaN", "Infinity", "0x10", "1_000"),
    *("1.5", "1,5", "1" * 20 + "." + "1" * 20, "1" * 20 + " THB month", "9" * 4000 + " months", "0 months"),
    *("2026-13-45", "31/31/31", "00/00/0000", "9999-12-31", "0001-01-01", "99999-01-01", "１２／３／２０２４", "25:61"),
    *("\x00", "\x00\x01\x7f", "\ud800", "\u202eabc", "a\u0301" * 2000, "\u200b", "🏳️‍🌈", "A" * 60_000, "x\n" * 3000),
    *(
        "<script>alert(1)</script>",
        "{s_name_called}",
        "{{7*7}}",
        "%(x)s",
        "'; DROP TABLE cases; --",
        "[]",
        "{}",
        "null",
    ),
    *(",".join(["x"] * 5000), " ".join(["yes"] * 3000), "+" * 100, "-", "not_asked", "declined", "unknown"),
]


def _parts(question: Question) -> tuple[str, ...]:
    return ("", "missing", *typed.PARTS.get(question.kind, ()), *(prompt.id for prompt in question.prompts))


def _posted(question: Question, part: str, text: str) -> MultiDict[str, str]:
    """What fits in every input but one."""
    fields = dict(fields_of(question, question.id, fitting(question)))
    return MultiDict({**fields, f"{question.id}-{part}" if part else question.id: text})


@pytest.mark.parametrize("kind", sorted({question.kind for question in QUESTIONS}))
def test_what_is_read_can_be_kept_and_what_cannot_is_explained(kind: Kind) -> None:
    # Questions of one kind differ in options and limits alone: five of each are enough.
    for question in [question for question in QUESTIONS if question.kind is kind][:5]:
        for part in _parts(question):
            for text in ANYTHING:
                collected = typed.collect(question, question.id, _posted(question, part, text))

                found = typed.read(
                    question, question.id, collected, None, known=KNOWN, prompts_shown=bool(question.prompts)
                )

                where = f"{question.id} {part} {text[:20]!r}"
                if isinstance(found, Problem):
                    assert problem_words(found, lambda _: ""), where
                    assert found.key == question.id, where
                elif found is not None:
                    assert misfit(question, found) is None, where
                    kept = json.loads(json.dumps(codec.to_json(found)).encode("ascii"))
                    assert codec.from_json(question, kept) == found, where


@pytest.mark.parametrize("part", ["lines", "town", "region", "postcode"])
def test_a_part_of_an_address_that_is_too_long_is_not_dropped_in_silence(part: str) -> None:
    question = next(question for question in QUESTIONS if question.kind is Kind.ADDRESS)
    collected = typed.collect(question, question.id, _posted(question, part, "x" * 2000))

    found = typed.read(question, question.id, collected, None, known=KNOWN, prompts_shown=False)

    assert isinstance(found, Problem)
    assert found.code == "too_long"
