"""What a case comes to, on paper: what the reader may see of its record, and no more."""

from dataclasses import dataclass
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.policy import Permission
from interview.casework.refusals import NotPermitted
from interview.questionnaire.answers import Key
from interview.questionnaire.definition import Section
from interview.questionnaire.values import Missing
from interview.services import UnitOfWork, entries
from interview.services.opening import RECORD, load
from interview.services.showing import OpenInterview, opened


@dataclass(frozen=True, slots=True, repr=False)
class Block:
    """The answers of a section, or of one entry of it; `number`: its place among the entries, None outside them."""

    keys: tuple[Key, ...]
    number: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Part:
    """A section with something in it."""

    section: Section
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Summary:
    """A record with its parts, in the order of the form."""

    opened: OpenInterview
    parts: tuple[Part, ...]


def summary(work: UnitOfWork, actor: Actor, record_id: UUID) -> Summary:
    """The record as it may be printed for this reader; that it was read is recorded. Raises NotPermitted."""
    record = work.interviews.find(record_id)
    if record is None or record.form != RECORD:
        raise NotPermitted
    shown = opened(work, actor, load(work, actor, record_id, Permission.SUMMARY_MAKE), whole=True)
    work.record(Event.SUMMARY_MADE, actor=actor, case_id=record.case_id, interview_id=record_id)
    parts = (Part(section, _blocks(shown, section)) for section in shown.questionnaire.sections if section.pages)
    return Summary(shown, tuple(part for part in parts if part.blocks))


def _blocks(shown: OpenInterview, section: Section) -> tuple[Block, ...]:
    said = [key for key in shown.view.values if _is_said(shown, section, key)]
    if section.group is None:
        return (Block(tuple(said)),) if said else ()
    found = reversed(entries.of_section(shown, section))
    rows = (Block(tuple(key for key in said if f"-{one.entry.id}-" in key), one.number) for one in found)
    return tuple(row for row in rows if row.keys)


def _is_said(shown: OpenInterview, section: Section, key: Key) -> bool:
    return shown.view.question(key).section_id == section.id and shown.view.values[key] is not Missing.NOT_ASKED
