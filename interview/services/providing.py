"""Items that the record fills in: the case's number, whose work it is, who talked with the person, and when."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from uuid import UUID

from interview.casework.cases import CaseStage
from interview.casework.tasks import next_follow_up
from interview.questionnaire.answers import Entry, Key, key_of
from interview.questionnaire.definition import Questionnaire, Source
from interview.questionnaire.values import Value
from interview.questionnaire.view import View
from interview.services import UnitOfWork
from interview.services.drafting import Draft
from interview.store.records import Interview

_STATUS: Mapping[CaseStage, str] = MappingProxyType(
    dict.fromkeys(CaseStage, "active")
    | {CaseStage.MONITORING: "follow_up", CaseStage.CLOSED: "closed", CaseStage.TRANSFERRED: "closed_referred"}
)


def provided(work: UnitOfWork, interview: Interview, questionnaire: Questionnaire) -> Mapping[Key, Value]:
    """The values of the items that this record fills in, by key; an item that it does not know yet is left out.

    What comes out of the assessment is not here: `proposing.preview` has it.
    """
    found = {}
    for question in questionnaire.questions.values():
        if isinstance(question.computed, Source) and question.computed.name in _SOURCES:
            value = _SOURCES[question.computed.name](work, interview)
            if value is not None:
                found[question.id] = value
    return MappingProxyType(found)


def provided_in(work: UnitOfWork, view: View, draft: Draft) -> Mapping[Key, Value]:
    """The values of the items that a record of a case fills in: of the whole, and of each entry."""
    found: dict[Key, Value] = {}
    for question in view.questionnaire.questions.values():
        name = question.computed.name if isinstance(question.computed, Source) else ""
        if name in _OF_RECORD and (value := _OF_RECORD[name](draft)) is not None:
            found[question.id] = value
        if name in _OF_ENTRY and question.group is not None:
            for number, entry in enumerate(draft.answers.entries.get(question.group, ()), start=1):
                value = _OF_ENTRY[name](work, view, entry, number)
                if value is not None:
                    found[key_of(question.id, question.group, entry.id)] = value
    return MappingProxyType(found)


def fills(questionnaire: Questionnaire, section_id: str) -> bool:
    """Whether the record fills in an item of this section."""
    found = (question.computed for question in questionnaire.questions.values() if question.section_id == section_id)
    return any(isinstance(computed, Source) and computed.name in _KNOWN for computed in found)


def name_of(work: UnitOfWork, account_id: UUID | None) -> str | None:
    """What an account is called, or None."""
    return None if account_id is None else work.accounts.name(account_id)


def _reference(_: UnitOfWork, interview: Interview) -> Value | None:
    return interview.case_reference


def _owner(work: UnitOfWork, interview: Interview) -> Value | None:
    return name_of(work, interview.record.assignee_id)


def _status(work: UnitOfWork, interview: Interview) -> Value | None:
    case = work.cases.get(interview.record.case_id)
    return None if case is None else _STATUS[case.stage]


def _opened_on(work: UnitOfWork, interview: Interview) -> Value | None:
    case = work.cases.get(interview.record.case_id)
    return None if case is None else case.opened_on


def _interviewer(work: UnitOfWork, interview: Interview) -> Value | None:
    # Who accepts or sends back saves a revision too, and wrote nothing in it.
    record = interview.record
    return name_of(work, interview.saved_by if interview.saved_by in record.author_ids else record.assignee_id)


_SOURCES: Mapping[str, Callable[[UnitOfWork, Interview], Value | None]] = MappingProxyType(
    {
        "case.reference": _reference,
        "case.owner": _owner,
        "case.status": _status,
        "case.opened_on": _opened_on,
        "account.name": _interviewer,
    }
)


def _follow_up_due(_: UnitOfWork, view: View, entry: Entry, __: int) -> Value | None:
    visited = view.values.get(key_of("a_fu_date", "followup", entry.id))
    return next_follow_up(view.values, visited) if isinstance(visited, date) else None


_OF_RECORD: Mapping[str, Callable[[Draft], Value | None]] = MappingProxyType(
    {
        "case.screened_on": lambda draft: draft.carried_on,
        # CTDC: what stands here comes out of work with cases, and not from a helpline.
        "organisation.data_source": lambda _: "case_management",
    }
)
_OF_ENTRY: Mapping[str, Callable[[UnitOfWork, View, Entry, int], Value | None]] = MappingProxyType(
    {
        "entry.number": lambda _, __, ___, number: number,
        "entry.author": lambda work, _, entry, __: name_of(work, UUID(entry.author)),
        "entry.saved_on": lambda _, __, entry, ___: entry.at.date(),
        "followup.due": _follow_up_due,
    }
)
_KNOWN = _SOURCES.keys() | _OF_RECORD.keys() | _OF_ENTRY.keys()
