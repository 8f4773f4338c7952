"""When a payment may be noted as paid: somebody else than who noted it has approved it."""

from collections.abc import Iterable, Mapping

from interview.casework.entry_steps import EntryStep, holding, last_of
from interview.casework.rows import rows
from interview.questionnaire import codec
from interview.questionnaire.answers import Key, key_of
from interview.questionnaire.values import Value

GROUP, PAID, APPROVED_BY = "payment", "a_pay_paid", "a_pay_approved_by"
_ABOUT = ("a_pay_what", "a_pay_project", "a_pay_instalment", "a_pay_amount")


def about(values: Mapping[Key, Value], entry_id: str) -> tuple[str, ...]:
    """What an approval is about, to see later whether it still is."""
    row = dict(rows(values, GROUP)).get(entry_id, {})
    return tuple(str(codec.to_json(row[item])) if item in row else "" for item in _ABOUT)


def approval(values: Mapping[Key, Value], entry_id: str, steps: Iterable[EntryStep]) -> EntryStep | None:
    """The approval that holds: nothing that it was about has changed."""
    return holding(steps, entry_id, about(values, entry_id))


def awaits(entry_id: str, steps: Iterable[EntryStep]) -> bool:
    """Whether the newest step asks for an approval."""
    last = last_of(steps, entry_id)
    return last is not None and last.allowed is None


def paid(values: Mapping[Key, Value], entry_id: str) -> bool:
    """Whether it is noted as paid."""
    return key_of(PAID, GROUP, entry_id) in values
