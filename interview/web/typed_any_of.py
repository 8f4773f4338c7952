"""Ticks and replies to grouped prompts, as they are posted and laid out."""

from collections.abc import Mapping
from typing import cast

from interview.questionnaire.definition import Kind, Prompt, Question
from interview.questionnaire.fitting import misfit
from interview.questionnaire.problems import HARD, Problem
from interview.questionnaire.reading import read as read_text
from interview.questionnaire.shapes import MISSING_CODES, PROMPT_REPLIES, AnyOf, PromptReply, Value

CHOICES = frozenset({Kind.ONE_OF, Kind.ANY_OF, Kind.YES_NO, Kind.YES_NO_DECLINE})
Parts = Mapping[str, tuple[str, ...]]


def read(question: Question, parts: Parts, saved: Value | None, *, prompts_shown: bool) -> Value | Problem | None:
    """The ticks and replies; None when there are none. Where prompts were not shown, their saved replies stay."""
    found = _ticked(question, parts.get("", ()))
    if isinstance(found, Problem):
        return found
    replies = _replies(question, parts)
    kept = saved if isinstance(saved, AnyOf) else AnyOf()
    if not prompts_shown and not replies:
        replies = _still_true(question, kept.prompts, found)
    ticked = found + tuple(code for code in _said_yes(question, replies) if code not in found)
    value = AnyOf(ticked, replies, tuple(code for code in kept.denied if code not in ticked))
    if value.says_nothing:
        return None
    reason = misfit(question, value)
    if reason:
        return Problem(reason if reason == "excluded_option" else "unknown_option", "", HARD)
    return value


def parts_of(question: Question, value: AnyOf) -> Parts:
    """Ticks by the plain name, replies by their prompt; a tick that is a prompt's only one stands as a yes."""
    replies = {name: (reply,) for name, reply in value.prompts.items()}
    yes = {prompt.id: ("yes",) for prompt in question.prompts if _is_ticked_alone(prompt, value.ticked)}
    return {"": value.ticked, **replies, **yes}


def _ticked(question: Question, values: tuple[str, ...]) -> tuple[str, ...] | Problem:
    codes = tuple(dict.fromkeys(code for code in values if code not in MISSING_CODES))
    if set(codes) <= set(question.codes):
        return codes
    listed = read_text(question, " ".join(codes))
    if isinstance(listed, AnyOf):
        return listed.ticked
    return listed if isinstance(listed, Problem) else ()


def _replies(question: Question, parts: Parts) -> dict[str, PromptReply]:
    given = {prompt.id: parts.get(prompt.id, ())[:1] for prompt in question.prompts}
    return {name: cast(PromptReply, reply[0]) for name, reply in given.items() if reply and reply[0] in PROMPT_REPLIES}


def _said_yes(question: Question, replies: Mapping[str, PromptReply]) -> tuple[str, ...]:
    """A yes to a prompt that stands for one thing is that thing."""
    alone = (prompt for prompt in question.prompts if len(prompt.codes) == 1)
    return tuple(prompt.codes[0] for prompt in alone if replies.get(prompt.id) == "yes")


def _still_true(
    question: Question, replies: Mapping[str, PromptReply], ticked: tuple[str, ...]
) -> dict[str, PromptReply]:
    """The replies that the ticks do not contradict."""
    kept: dict[str, PromptReply] = {}
    for prompt in question.prompts:
        reply = replies.get(prompt.id)
        heard = not set(prompt.codes).isdisjoint(ticked)
        stands = heard or len(prompt.codes) > 1 if reply == "yes" else not heard
        if reply is not None and stands:
            kept[prompt.id] = reply
    return kept


def _is_ticked_alone(prompt: Prompt, ticked: tuple[str, ...]) -> bool:
    return len(prompt.codes) == 1 and prompt.codes[0] in ticked
