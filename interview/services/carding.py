"""The card of a person: written whenever a save changes who somebody is, and read by nobody who writes it."""

from collections.abc import Mapping
from datetime import datetime

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.identity.cards import Card, card, to_bytes
from interview.questionnaire.answers import Key
from interview.questionnaire.values import Missing, PartialDate, Value
from interview.services import UnitOfWork
from interview.store.ledgers import PEOPLE
from interview.store.records import InterviewRecord

NAMES = ("s_name_given", "s_name_middle", "s_name_family", "s_name_called", "s_name_other")
BORN, SEX, COUNTRIES = "s_birth_date", "s_sex", "s_citizenship"
KEYS = (*NAMES, BORN, SEX, COUNTRIES)
"""The answers that say who somebody is: those of the screening, carried over into the record under the same keys."""


def card_of(record: InterviewRecord, values: Mapping[Key, Value], at: datetime) -> Card | None:
    """The card of whom the answers of an interview are about; None without a name."""
    born = values.get(BORN)
    return card(
        record.case_id,
        # Later counts more; of one moment, the later revision.
        int(at.timestamp() * 1_000_000) + record.revision,
        _names(values),
        born.year if isinstance(born, PartialDate) else None,
        "".join(_codes(values.get(SEX))),
        _codes(values.get(COUNTRIES)),
    )


def follow(
    work: UnitOfWork, actor: Actor, record: InterviewRecord, before: Mapping[Key, Value], now: Mapping[Key, Value]
) -> None:
    """Write a card if who somebody is was said, or said otherwise."""
    if all(before.get(key) == now.get(key) for key in KEYS):
        return
    one = card_of(record, now, work.now)
    digest = None if one is None else work.ledgers.write(PEOPLE, record.case_id, to_bytes(one))
    if digest is not None:
        work.record(Event.CARD_WRITTEN, actor=actor, case_id=record.case_id, detail={"digest": digest})


def _names(values: Mapping[Key, Value]) -> tuple[str, ...]:
    """The whole name first, then what else somebody is called."""
    said = {key: code for key in NAMES for code in _codes(values.get(key))}
    own = [said[key] for key in NAMES[:3] if key in said]
    whole = (" ".join(own),) if len(own) > 1 else ()
    return (*whole, *said.values())


def _codes(value: Value | None) -> tuple[str, ...]:
    """Text as it was said, or the codes that were chosen; nothing for what is missing."""
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, str) and not isinstance(value, Missing) else ()
