"""From an interview's answers to what is known: present, absent, unknown or refused, each with its answers."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from interview.eligibility.facts import UNKNOWN, Age, Episode, Facts, Item
from interview.eligibility.mapping import AnswerRow, Gate, Rows, RuleRow
from interview.eligibility.mapping import Mapping as AnswerMapping
from interview.eligibility.vocabulary import Act, Fact, Status, Truth
from interview.questionnaire.compiling import compile_node
from interview.questionnaire.keys import parts_of
from interview.questionnaire.kinds import Kind
from interview.questionnaire.nodes import And, Node, Not, Or, names_in
from interview.questionnaire.rules import Rule
from interview.questionnaire.values import AnyOf, Missing, Value, denied, refused
from interview.questionnaire.view import AnswerState, View

# What wins where answers differ: a sign that is there is never undone by a denial elsewhere (an inconsistency is a
# question for the supervisor, not a deduction), and a refusal keeps open what a denial would close.
PRECEDENCE = (Status.PRESENT, Status.REFUSED, Status.ABSENT)
Values = Mapping[str, Value]
Sign = tuple[str, Status, tuple[str, ...]]


def gather(view: View, mapping: AnswerMapping) -> Facts:
    """The facts of an interview at any moment, finished or not. Only answers that show count."""
    items = _items(view.values, mapping, mapping.rows)
    return Facts(
        age=_age(view.values, mapping),
        acts=MappingProxyType({act: items.get(f"act.{act}", UNKNOWN) for act in Act}),
        indicators=_indicators(items),
        facts=_facts(items),
        earlier=_earlier(view.values, mapping),
        asked_by=MappingProxyType(_asked_by(view, mapping)),
    )


def gather_for_flags(view: View, mapping: AnswerMapping) -> Facts:
    """The same, of what immediate-risk flags rest on and of nothing else."""
    items = _items(view.values, mapping, mapping.flagging)
    return Facts(indicators=_indicators(items), facts=_facts(items))


def _items(values: Values, mapping: AnswerMapping, rows: Rows) -> dict[str, Item]:
    signs: dict[str, dict[Status, dict[str, None]]] = {}
    for target, status, keys in _signs(values, mapping.gates, rows):
        signs.setdefault(target, {}).setdefault(status, {}).update(dict.fromkeys(keys))
    return {target: _settle(found) for target, found in signs.items()}


def _indicators(items: Mapping[str, Item]) -> Mapping[str, Item]:
    return MappingProxyType({code: item for code, item in items.items() if code[0] == "D"})


def _facts(items: Mapping[str, Item]) -> Mapping[Fact, Item]:
    return MappingProxyType({fact: items.get(f"fact.{fact}", UNKNOWN) for fact in Fact})


def _settle(found: Mapping[Status, Mapping[str, None]]) -> Item:
    status = next(status for status in PRECEDENCE if status in found)
    return Item(status, tuple(found[status]))


def _signs(values: Values, gates: tuple[Gate, ...], rows: Rows) -> Iterator[Sign]:
    closed = {
        question: _answered(gate.when, values)
        for gate in gates
        if gate.when.evaluate(values)
        for question in gate.questions
    }
    for row in rows.answers:
        key = row.question.id
        if key in values:
            yield from _of_answer(row, key, values[key])
        elif key in closed:
            yield from ((target, Status.REFUSED, closed[key]) for target in row.refusable)
    for rule in rows.rules:
        for prefix, seen in _seen(rule, values):
            if rule.when.evaluate(seen):
                names = _answered(rule.when, seen)
                keys = tuple(prefix + name if prefix + name in values else name for name in names)
                yield from ((target, rule.status, keys) for target in rule.targets)


def _seen(rule: RuleRow, values: Values) -> Iterator[tuple[str, Values]]:
    """The answers that a rule looks at, with what their keys begin with: of each entry, where it looks into entries."""
    if rule.group is None:
        yield "", values
        return
    entries: dict[str, dict[str, Value]] = {}
    for key, value in values.items():
        group, _, question_id = parts_of(key)
        if group == rule.group:
            entries.setdefault(key.removesuffix(question_id), {})[question_id] = value
    for prefix, own in entries.items():
        yield prefix, {**values, **own}


def _of_answer(row: AnswerRow, key: str, value: Value) -> Iterator[Sign]:
    if isinstance(value, Missing):
        if value is Missing.DECLINED:
            yield from ((target, Status.REFUSED, (key,)) for target in row.refusable)
        return
    shown = _shown(row, value)
    yield from ((target, Status.PRESENT, (key,)) for target in shown)
    no, declined = _denied(row, value), refused(row.question, value)
    for target, codes in row.denied_by.items():
        if codes <= no:
            yield target, Status.ABSENT, (key,)
        elif codes & declined:
            yield target, Status.REFUSED, (key,)


def _shown(row: AnswerRow, value: Value) -> dict[str, None]:
    if not isinstance(value, AnyOf):
        return dict.fromkeys(row.shows.get(value, ()) if isinstance(value, str) else ())
    found = dict.fromkeys(target for code in value.ticked for target in row.shows.get(code, ()))
    for prompt in row.question.prompts:
        if value.prompts.get(prompt.id) == "yes":
            found.update(dict.fromkeys(_common(row, prompt.codes)))
    return found


def _common(row: AnswerRow, codes: tuple[str, ...]) -> Iterator[str]:
    """A prompt answered yes shows what all its codes show, even before staff tick which of them it was."""
    first, *others = (row.shows.get(code, ()) for code in codes)
    return (target for target in first if all(target in other for other in others))


def _denied(row: AnswerRow, value: Value) -> frozenset[str]:
    """The codes that the answer denies: for a yes/no, the other one."""
    if row.question.kind in (Kind.YES_NO, Kind.YES_NO_DECLINE):
        return frozenset({"yes", "no"} - {str(value)})
    return denied(row.question, value)


def _answered(rule: Rule, values: Values) -> tuple[str, ...]:
    """The answers that a true rule rests on: of alternatives only those that hold."""
    return tuple(dict.fromkeys(name for name in _rests_on(rule.node, True, values) if name in values))


def _rests_on(node: Node, wanted: bool, values: Values) -> Iterator[str]:
    match node:
        case Not(part):
            yield from _rests_on(part, not wanted, values)
        case And(parts) | Or(parts):
            every = isinstance(node, And) is wanted
            for part in parts:
                if every or compile_node(part)(values) is wanted:
                    yield from _rests_on(part, wanted, values)
        case _:
            yield from sorted(names_in(node))


def _age(values: Values, mapping: AnswerMapping) -> Age:
    rows = mapping.child
    age = values.get(rows.age)
    minor = [rule for rule in rows.minor_if if rule.evaluate(values)]
    adult = [rule for rule in rows.adult_if if rule.evaluate(values)]
    presumed = [rule for rule in rows.presumed_if if rule.evaluate(values)]
    keys = [rows.age] if isinstance(age, int) else []
    keys += [key for rule in (*minor, *adult, *presumed) for key in _answered(rule, values)]
    return Age(
        now=age if isinstance(age, int) else None,
        minor_at_stage=Truth.YES if minor else Truth.NO if adult else Truth.UNKNOWN,
        presumed=bool(presumed),
        stages_asked=True,
        keys=tuple(dict.fromkeys(keys)),
    )


def _earlier(values: Values, mapping: AnswerMapping) -> tuple[Episode, ...]:
    """An earlier situation that was only mentioned: an episode of which nothing is known yet."""
    told = mapping.earlier is not None and mapping.earlier.evaluate(values)
    return (Episode(Facts(age=_age(values, mapping))),) if told else ()


def _asked_by(view: View, mapping: AnswerMapping) -> dict[str, tuple[str, ...]]:
    return {code: _open_first(questions, view) for code, questions in mapping.asked_by.items()}


def _open_first(questions: tuple[str, ...], view: View) -> tuple[str, ...]:
    """The questions that can be answered now, blank ones first; those that do not show are left out where any does."""
    states = {name: view.states.get(name) for name in questions}
    shown = [
        name for name, state in states.items() if state not in (None, AnswerState.NOT_ASKED, AnswerState.SET_ASIDE)
    ]
    shown.sort(key=lambda name: states[name] is not AnswerState.BLANK)
    return tuple(shown) or questions
