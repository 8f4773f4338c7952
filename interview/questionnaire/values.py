"""Answers as values: their shapes, and what an answer to "any of" denies."""

from interview.questionnaire.codec import BadValue, from_json, misfit, to_json
from interview.questionnaire.definition import Question
from interview.questionnaire.shapes import (
    MISSING_CODES,
    PERIODS,
    SEASONS,
    UNITS,
    Address,
    AnyOf,
    Duration,
    Missing,
    Money,
    PartialDate,
    Period,
    PromptReply,
    Season,
    Signature,
    Unit,
    Value,
)

__all__ = [
    "MISSING_CODES",
    "PERIODS",
    "SEASONS",
    "UNITS",
    "Address",
    "AnyOf",
    "BadValue",
    "Duration",
    "Missing",
    "Money",
    "PartialDate",
    "Period",
    "PromptReply",
    "Season",
    "Signature",
    "Unit",
    "Value",
    "denied",
    "from_json",
    "misfit",
    "refused",
    "to_json",
]


def denied(question: Question, value: Value | None) -> frozenset[str]:
    """The codes that an answer to "any of" expressly denies. Silence never denies.

    Denied are the codes marked so, those of prompts answered no, and, when an exclusive code ("none of these")
    was ticked, every other that may be read aloud; never a code that was ticked.
    """
    if not isinstance(value, AnyOf):
        return frozenset()
    codes = set(value.denied) | _codes_replied(question, value, "no")
    if any(option.exclusive and option.code in value.ticked for option in question.options):
        codes.update(option.code for option in question.options if not option.staff_only)
    return frozenset(codes.difference(value.ticked))


def refused(question: Question, value: Value | None) -> frozenset[str]:
    """The codes of prompts that the person would rather not answer, and that were not ticked all the same."""
    if not isinstance(value, AnyOf):
        return frozenset()
    return frozenset(_codes_replied(question, value, "declined").difference(value.ticked))


def _codes_replied(question: Question, value: AnyOf, reply: PromptReply) -> set[str]:
    return {code for prompt in question.prompts if value.prompts.get(prompt.id) == reply for code in prompt.codes}
