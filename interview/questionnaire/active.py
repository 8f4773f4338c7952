"""Pages and sections as they show in one interview."""

from dataclasses import dataclass

from interview.questionnaire.definition import Page, Section
from interview.questionnaire.keys import Key, PageKey
from interview.questionnaire.sheet import Entry


@dataclass(frozen=True, slots=True)
class ActivePage:
    """A page with its questions that show. `open` while an answer that it must have is blank."""

    key: PageKey
    page: Page
    entry: Entry | None
    keys: tuple[Key, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """How far a section that shows is: `done` of `total` pages are not open."""

    section: Section
    pages: tuple[PageKey, ...]
    done: int
    total: int
