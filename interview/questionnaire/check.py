"""Everything that can be wrong with a questionnaire, found before anybody is asked a question."""

from collections.abc import Iterable, Iterator

from interview.questionnaire.comparing import is_number, leaves, objection
from interview.questionnaire.definition import Kind, Question, Questionnaire, Source, Tier, YesIf
from interview.questionnaire.findings import BadQuestionnaire, Finding
from interview.questionnaire.ordering import (
    PlacedName,
    PlacedRule,
    order_of,
    placed_names,
    placed_rules,
)
from interview.questionnaire.possible import Possibilities, alternatives
from interview.questionnaire.structure import misplaced

__all__ = ["BadQuestionnaire", "Finding", "check", "faults"]


def check(questionnaire: Questionnaire) -> tuple[Finding, ...]:
    """All findings: what `faults` refuses, and questions that no answers lead to."""
    found = faults(questionnaire)
    return found or tuple(_unreachable(questionnaire))


def faults(questionnaire: Questionnaire) -> tuple[Finding, ...]:
    """What a questionnaire is refused for: parts that do not fit, rules that cannot be evaluated or never hold."""
    order = order_of(questionnaire)
    possibilities = Possibilities(questionnaire)
    found = list(misplaced(questionnaire))
    for placed in placed_rules(questionnaire, order):
        reasons = list(_rule_faults(placed, questionnaire, order))
        if not reasons and not possibilities.can_hold(placed.rule.node):
            reasons = ["the rule can never be true"]
        found += [Finding(placed.file, placed.where, f"{reason}, in: {placed.rule.text}") for reason in reasons]
    for name in placed_names(questionnaire, order):
        found += [Finding(name.file, name.where, reason) for reason in _name_faults(name, questionnaire, order)]
    return tuple(found)


def _rule_faults(placed: PlacedRule, questionnaire: Questionnaire, order: dict[str, int]) -> Iterator[str]:
    questions = questionnaire.questions
    unusable = False
    for name in sorted(placed.rule.names):
        reason = _cannot_name(name, placed.place, placed.group, questionnaire, order)
        if reason is None and isinstance(questions[name].computed, Source):
            reason = f"{name} is filled from the record and stands in no rule"
        if reason:
            unusable = True
            yield reason
    if unusable:
        return
    known = dict(questions)
    objections = (objection(leaf, known) for leaf in leaves(placed.rule.node))
    yield from dict.fromkeys(reason for reason in objections if reason)
    yield from _depends_on_module(placed, questionnaire)


def _cannot_name(
    name: str, place: int, group: str | None, questionnaire: Questionnaire, order: dict[str, int]
) -> str | None:
    question = questionnaire.questions.get(name)
    if question is None:
        return f"there is no question {name}"
    if order[name] >= place:
        return f"{name} comes later"
    if question.group is not None and question.group != group:
        return f"{name} is asked for each {question.group}, so that it has no single answer here"
    return None


def _depends_on_module(placed: PlacedRule, questionnaire: Questionnaire) -> Iterator[str]:
    """A question that is always on would never show while the module of the questions it looks at is off."""
    question = questionnaire.questions.get(placed.where)
    if question is None or question.tier is Tier.MODULE or placed.rule is not question.relevant:
        return
    ways = [
        [leaf.name for leaf, _ in way if questionnaire.questions[leaf.name].tier is Tier.MODULE]
        for way in alternatives(placed.rule.node, wanted=True)
    ]
    if all(ways):
        yield f"{min(ways[0])} belongs to a module that may be switched off, and this question does not"


def _name_faults(name: PlacedName, questionnaire: Questionnaire, order: dict[str, int]) -> Iterable[str]:
    reason = _cannot_name(name.name, name.place, name.group, questionnaire, order)
    if reason:
        return (reason,)
    question = questionnaire.questions[name.name]
    if name.purpose == "date" and question.kind not in (Kind.DATE, Kind.PARTIAL_DATE):
        return (f"{name.name} is no date",)
    if name.purpose == "number" and not _is_plain_number(question):
        return (f"{name.name} is no number",)
    return ()


def _is_plain_number(question: Question) -> bool:
    return is_number(question) and not isinstance(question.computed, YesIf)


def _unreachable(questionnaire: Questionnaire) -> Iterator[Finding]:
    possibilities = Possibilities(questionnaire)
    for section in questionnaire.sections:
        for question_id in section.question_ids:
            if not possibilities.can_show(question_id):
                yield Finding(section.source, question_id, "no answers lead to this question")
