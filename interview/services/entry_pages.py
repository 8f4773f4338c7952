"""Pages of repeating sections: an entry comes to be with the first page that is saved of it.

Its id stands in the address of its pages from the beginning, so that a second tap makes no second entry.
"""

from dataclasses import replace
from datetime import datetime

from interview.casework.actors import Actor
from interview.casework.policy import Permission
from interview.casework.refusals import NotPermitted
from interview.questionnaire.answers import Entry, PageKey, add_entry
from interview.questionnaire.definition import Questionnaire
from interview.services.opening import Loaded

STAYS = "shelter_stay"
"""The group of entries that whoever works in a shelter writes too."""


def writing(questionnaire: Questionnaire, page_key: PageKey) -> Permission:
    """What a page is saved with. Raises NotPermitted for a page of another form."""
    page_id = page_key.partition("-")[0]
    if page_id not in questionnaire.pages:
        raise NotPermitted
    return writing_in(questionnaire.section_of(page_id).group)


def writing_in(group: str | None) -> Permission:
    """What the entries of a group are written with."""
    return Permission.STAY_WRITE if group == STAYS else Permission.INTERVIEW_WRITE


def entry_of(page_key: PageKey) -> str:
    """The entry that a page is of; empty outside repeating sections."""
    return page_key.partition("-")[2]


def with_entry(loaded: Loaded, page_key: PageKey, actor: Actor, now: datetime) -> Loaded:
    """The interview with the entry of a page, which comes to be when that page is saved.

    Raises NotPermitted for a page of another form, and for an entry that was struck out.
    """
    page_id, _, entry_id = page_key.partition("-")
    if not entry_id:
        return loaded
    if page_id not in loaded.questionnaire.pages:
        raise NotPermitted
    group = loaded.questionnaire.section_of(page_id).group
    draft, answers = loaded.draft, loaded.answers
    if group is None or any(one.struck and one.entry.id == entry_id for one in draft.earlier):
        raise NotPermitted
    if any(entry.id == entry_id for entry in answers.entries.get(group, ())):
        return loaded
    answers = add_entry(answers, group, Entry(entry_id, str(actor.account_id), now))
    return replace(loaded, draft=replace(draft, answers=answers))


def is_new(loaded: Loaded, page_key: PageKey) -> bool:
    """Whether nothing was saved of the entry of a page yet."""
    entry_id = entry_of(page_key)
    return bool(entry_id) and not any(f"-{entry_id}-" in key for key in loaded.answers.values)
