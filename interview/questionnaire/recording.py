"""What happens to answers when some are changed."""

from collections.abc import Mapping
from dataclasses import replace

from interview.questionnaire.codec import BadValue
from interview.questionnaire.definition import Question, Questionnaire
from interview.questionnaire.fitting import misfit
from interview.questionnaire.keys import ENTRY_ID, Key, parts_of
from interview.questionnaire.plan import plan_of
from interview.questionnaire.shapes import Value
from interview.questionnaire.sheet import Answers, Entry, UnknownKey
from interview.questionnaire.walking import HIDDEN, AnswerState, walk

Changes = Mapping[Key, Value | None]
"""New values by key; None clears an answer."""


def question_at(questionnaire: Questionnaire, answers: Answers, key: Key) -> Question:
    """The question that a key names. Raises UnknownKey, also for an entry that does not exist."""
    question = questionnaire.questions.get(key)
    if question is not None and question.group is None:
        return question
    group, entry_id, question_id = parts_of(key)
    question = questionnaire.questions.get(question_id)
    if question is None or (question.group or "") != group:
        raise UnknownKey(key)
    if group and all(entry.id != entry_id for entry in answers.entries.get(group, ())):
        raise UnknownKey(key)
    return question


def record(questionnaire: Questionnaire, answers: Answers, changes: Changes, *, revision: int) -> Answers:
    """The answers with these changes, marked with the revision that they are part of.

    An answer that is set aside is kept; one that shows again is marked restored until it is recorded anew, with
    the same value or another. Raises UnknownKey and BadValue.
    """
    for key, value in changes.items():
        _refuse_misfit(question_at(questionnaire, answers, key), key, value)
    real = {key: value for key, value in changes.items() if answers.values.get(key) != value}
    confirmed = {key for key, value in changes.items() if value is not None}
    changed = replace(
        answers,
        values=_with(answers.values, real),
        changed={**answers.changed, **dict.fromkeys(real, revision)},
        restored=answers.restored.difference(confirmed, real),
        carried=answers.carried.difference(changes),
    )
    if _governs(questionnaire, answers, real):
        return replace(changed, restored=_restored(questionnaire, answers, changed, confirmed))
    return changed


def conflicts(answers: Answers, base_revision: int, changes: Changes) -> tuple[Key, ...]:
    """The changes whose answer someone else changed after `base_revision`, to another value."""
    return tuple(
        key
        for key, value in changes.items()
        if answers.changed.get(key, 0) > base_revision and answers.values.get(key) != value
    )


def would_set_aside(questionnaire: Questionnaire, answers: Answers, changes: Changes) -> tuple[Key, ...]:
    """The answers given so far that these changes would set aside, in the order of the questionnaire."""
    if not _governs(questionnaire, answers, changes):
        return ()
    plan = plan_of(questionnaire, answers.modules)
    before = walk(plan, answers).states
    after = walk(plan, replace(answers, values=_with(answers.values, changes))).states
    return tuple(
        key
        for key, state in after.items()
        if state is AnswerState.SET_ASIDE and before.get(key) not in HIDDEN and key in answers.values
    )


def drop_set_aside(questionnaire: Questionnaire, answers: Answers) -> tuple[Answers, tuple[Key, ...]]:
    """The answers without those that are set aside or belong to no question of this interview, and what was dropped.

    For submission, where the list is shown first.
    """
    states = walk(plan_of(questionnaire, answers.modules), answers).states
    dropped = tuple(key for key in answers.values if states.get(key, AnswerState.NOT_ASKED) in HIDDEN)
    kept = {key: value for key, value in answers.values.items() if key not in dropped}
    return _keeping(answers, kept), dropped


def _keeping(answers: Answers, kept: Mapping[Key, Value]) -> Answers:
    restored, carried = answers.restored.intersection(kept), answers.carried.intersection(kept)
    return replace(answers, values=kept, restored=restored, carried=carried)


def add_entry(answers: Answers, group: str, entry: Entry) -> Answers:
    """The answers with one more row in a repeating group. Raises ValueError for an id that is not fresh."""
    if not ENTRY_ID.fullmatch(entry.id) or any(entry.id == old.id for rows in answers.entries.values() for old in rows):
        raise ValueError("an entry needs an id of its own, of 32 hex digits")
    return replace(answers, entries={**answers.entries, group: (*answers.entries.get(group, ()), entry)})


def remove_entry(answers: Answers, group: str, entry_id: str, *, revision: int) -> Answers:
    """The answers without a row and what was answered in it."""
    prefix = f"{group}-{entry_id}-"
    gone = [key for key in answers.values if key.startswith(prefix)]
    return replace(
        answers,
        values={key: value for key, value in answers.values.items() if key not in gone},
        changed={**answers.changed, **dict.fromkeys(gone, revision)},
        entries={**answers.entries, group: tuple(row for row in answers.entries.get(group, ()) if row.id != entry_id)},
        restored=answers.restored.difference(gone),
    )


def _refuse_misfit(question: Question, key: Key, value: Value | None) -> None:
    reason = None if value is None else misfit(question, value)
    if reason:
        raise BadValue(key, reason)


def _with(values: Mapping[Key, Value], changes: Changes) -> dict[Key, Value]:
    merged = {**values, **changes}
    return {key: value for key, value in merged.items() if value is not None}


def _governs(questionnaire: Questionnaire, answers: Answers, changes: Changes) -> bool:
    governing = plan_of(questionnaire, answers.modules).governing
    return any(parts_of(key).question_id in governing for key in changes)


def _restored(questionnaire: Questionnaire, old: Answers, new: Answers, confirmed: set[Key]) -> frozenset[Key]:
    plan = plan_of(questionnaire, new.modules)
    before, after = walk(plan, old).states, walk(plan, new).states
    shown = {key for key in new.values if after.get(key, AnswerState.NOT_ASKED) not in HIDDEN}
    came_back = {key for key in shown if before.get(key) is AnswerState.SET_ASIDE}
    return frozenset((new.restored & shown) | (came_back - confirmed))
