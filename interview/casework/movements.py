"""When a journey may be marked as begun: what stands against it, and a supervisor's decision about it."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from interview.casework.entry_steps import EntryStep, holding
from interview.casework.rows import rows
from interview.questionnaire.answers import Key, key_of
from interview.questionnaire.values import Value

GROUP, RESULT = "movement", "a_mov_result"
GONE = frozenset({"departed", "completed", "not_arrived", "refused_entry", "missing_in_transit"})
"""The results that say that the person has left."""


class Block(StrEnum):
    """Why a journey cannot be marked as begun.

    NOT_WANTED: the person did not say that they want it. NOT_ASSESSED: nobody looked at the danger. DANGER: it is high,
    and no supervisor decided about it. FEAR: the person fears going back, and has had no legal advice. CHILD: nobody
    decided what is best for the child. NOT_SIGNED: the declaration that they go of their own will.
    """

    NOT_WANTED = "not_wanted"
    NOT_ASSESSED = "not_assessed"
    DANGER = "danger"
    FEAR = "fear"
    CHILD = "child"
    NOT_SIGNED = "not_signed"


_HIGH = frozenset({"high", "immediate"})
_ABOUT = ("a_mov_risk", "a_mov_to_country", "a_mov_to_place", "a_mov_date")
_FEARS = frozenset({"yes", "unknown", "declined"})
_ADVICE = frozenset({"legal_advice", "legal_representation", "immigration_advice"})
_GIVEN = frozenset({"ongoing", "completed"})
# A removal is not the person's choice, and settling here is no journey.
_NOT_CHOSEN = frozenset({"removal", "local_integration"})


def blocks(values: Mapping[Key, Value], entry_id: str, steps: tuple[EntryStep, ...]) -> Iterator[Block]:
    """What stands against marking a journey as begun.

    Source: questionnaires, rules 14 and 16 (safe return), and the gate of a movement with a high risk.
    """
    row = dict(rows(values, GROUP)).get(entry_id, {})
    chosen = row.get("a_mov_type") not in _NOT_CHOSEN
    if chosen and row.get("a_mov_decision") != "yes":
        yield Block.NOT_WANTED
    if row.get("a_mov_risk_done") != "yes" or "a_mov_risk" not in row:
        yield Block.NOT_ASSESSED
    if is_dangerous(values, entry_id) and not allowed(values, entry_id, steps):
        yield Block.DANGER
    if chosen and fears(values) and not advised(values):
        yield Block.FEAR
    if values.get("s_child_now") == "yes" and not {"a_mov_family_agreed", "a_mov_best_interest"} <= row.keys():
        yield Block.CHILD
    if chosen and row.get("a_mov_consent_form") != "yes":
        yield Block.NOT_SIGNED


def is_dangerous(values: Mapping[Key, Value], entry_id: str) -> bool:
    """Whether a high danger stands open: where the person goes, or overall."""
    of_journey = values.get(key_of("a_mov_risk", GROUP, entry_id))
    return of_journey in _HIGH or values.get("a_risk_overall") in _HIGH


def fears(values: Mapping[Key, Value]) -> bool:
    """Whether the person fears going back. Not to know, or not to say, is no "no"."""
    return values.get("s_fear_return") in _FEARS or values.get("a_law_asylum_wish") == "yes"


def advised(values: Mapping[Key, Value]) -> bool:
    """Whether legal advice stands on record: its day, or a service."""
    services = (row for _, row in rows(values, "service_given"))
    given = any(row.get("a_srv_type") in _ADVICE and row.get("a_srv_state") in _GIVEN for row in services)
    return given or "a_law_lawyer_date" in values


def about(values: Mapping[Key, Value], entry_id: str) -> tuple[str, ...]:
    """What a decision about a journey is about, to see later whether it still is."""
    said = [values.get(key_of(item, GROUP, entry_id)) for item in _ABOUT]
    return tuple("" if value is None else str(value) for value in (*said, values.get("a_risk_overall")))


def allowed(values: Mapping[Key, Value], entry_id: str, steps: Iterable[EntryStep]) -> bool:
    """Whether a supervisor allowed it, and nothing that this was about has changed."""
    return holding(steps, entry_id, about(values, entry_id)) is not None
