"""How a person may be reached, and how never: shown wherever somebody is about to get in touch."""

from interview.casework.actors import Actor
from interview.questionnaire.answers import Key
from interview.questionnaire.values import Missing
from interview.services import UnitOfWork
from interview.services.reading import read
from interview.services.showing import OpenInterview

RULES = (
    "a_contact_never",
    "a_safe_contact_way",
    "a_contact_hours",
    "a_safe_contact_word",
    "a_contact_cover",
    "s_contact_safe_how",
)
"""The answers that say it, what must never be done first."""

PLANNED_IN = frozenset({"a3t", "a17", "a18", "a20"})
"""The sections of a record in which somebody is got in touch with."""


def rules(work: UnitOfWork, actor: Actor, shown: OpenInterview) -> tuple[Key, ...]:
    """The answers that say how the person may be reached, as far as they are known. That they are read is recorded."""
    keys = tuple(key for key in RULES if shown.view.values.get(key) not in (None, Missing.NOT_ASKED))
    read(work, actor, shown.loaded, shown.view, keys)
    return keys
