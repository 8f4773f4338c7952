"""The gates of a screening: what must hold before the talk goes on. The form's rules hide what a closed gate closes."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from interview.questionnaire.view import View


class Gate(StrEnum):
    """START: place, people and needs. LANGUAGE: a trusted interpreter. AGREEMENT: told, understood, agreed.

    CHILD: someone trained, and the child's own agreement. Urgent help stays open behind every one of them.
    """

    START = "start"
    LANGUAGE = "language"
    AGREEMENT = "agreement"
    CHILD = "child"


_ITEMS: Mapping[Gate, str] = MappingProxyType(
    {
        Gate.START: "s_pre_can_start",
        Gate.LANGUAGE: "s_gate_language",
        Gate.AGREEMENT: "s_gate_agreement",
        Gate.CHILD: "s_gate_child",
    }
)


class Outcome(StrEnum):
    """What the answers themselves end the talk with."""

    NOTHING_KEPT = "nothing_kept"
    NOT_STARTED = "not_started"
    STOPPED_BY_PERSON = "stopped_by_person"


def closed_gate(view: View) -> Gate | None:
    """The first gate that is closed; one that is not yet known counts as open."""
    return next((gate for gate, item in _ITEMS.items() if view.values.get(item) == "no"), None)


def recording_refused(view: View) -> bool:
    """Whether the person was asked about writing down and did not say yes: then nothing may be kept."""
    return _answered_other_than_yes(view, "s_con_record")


def outcome(view: View) -> Outcome | None:
    """How the answers given end the talk, once what must be done first is noted; None while it goes on."""
    if recording_refused(view):
        return Outcome.NOTHING_KEPT
    if view.values.get("s_pre_can_start") == "no" and {"s_pre_stop_reason", "s_pre_stop_action"} <= view.values.keys():
        return Outcome.NOT_STARTED
    if _answered_other_than_yes(view, "s_con_interview") and view.values.get("s_con_refused_info") == "yes":
        return Outcome.STOPPED_BY_PERSON
    return None


def _answered_other_than_yes(view: View, item: str) -> bool:
    return view.values.get(item, "yes") != "yes"
