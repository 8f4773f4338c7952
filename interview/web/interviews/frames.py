"""What stands around every page of an interview: its words, its flags, where it is, when it was saved."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from flask import url_for

from interview.eligibility.risks import ActWithin
from interview.questionnaire.answers import Key, PageKey
from interview.questionnaire.kinds import Stage
from interview.questionnaire.values import Value
from interview.services.interviewing import OpenInterview
from interview.services.opening import RECORD
from interview.web.findings import Findings, Told
from interview.web.languages import language_of_page, tag
from interview.web.wording import Wording, wording_for

TALK = "screening"
BREAK_AFTER = timedelta(minutes=25)
"""After this much talk a break is suggested, and again after each further stretch (questionnaires, rule 8)."""
_SHOWN_FOR = timedelta(minutes=5)
_AT_ONCE = frozenset({ActWithin.STOP, ActWithin.MINUTES, ActWithin.SAME_DAY})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands: section `section` of `sections`, question `page` of the section."""

    section: int
    sections: int
    page: int


@dataclass(frozen=True, slots=True)
class Frame:
    """The surroundings of a page about one interview."""

    opened: OpenInterview
    wording: Wording

    def after(self, values: Mapping[Key, Value | None], revision: int, now: datetime) -> "Frame":
        """The same once these answers were saved: to show their page again without opening the interview again."""
        return replace(self, opened=self.opened.after(values, revision, now))

    @property
    def id(self) -> UUID:
        return self.opened.id

    @property
    def is_talk(self) -> bool:
        """False for the page of urgent help, which is neither paused nor stopped."""
        return self.opened.form == TALK

    @property
    def is_record(self) -> bool:
        """True for the record of a case, which is filled over many sittings."""
        return self.opened.form == RECORD

    @property
    def has_sections(self) -> bool:
        """True where there is a list of sections to move about in, and something to pause and to stop."""
        return self.is_talk or self.is_record

    @property
    def overview(self) -> str:
        """The address of what surrounds the pages: the list of sections, or the review of urgent help."""
        endpoint = "interviews.sections" if self.has_sections else "urgent.review"
        return url_for(endpoint, interview_id=self.id)

    @property
    def findings(self) -> Findings:
        """Words for what the system makes of the answers."""
        return Findings(self.opened.view, self.wording)

    @property
    def flags(self) -> tuple[Told, ...]:
        """What to act on, and how soon."""
        return self.findings.flags(self.opened.flags) if self.opened.flags else ()

    @property
    def at_once(self) -> bool:
        """True when something cannot wait until tomorrow."""
        return any(flag.act_within in _AT_ONCE for flag in self.opened.flags)

    def place(self, key: PageKey) -> Place | None:
        """Where the page stands. All sections count, those that a gate still closes too: the end does not move away."""
        numbers = [one.id for one in self.opened.questionnaire.sections if one.stage is Stage.INTERVIEW]
        for progress in self.opened.view.sections:
            if key in progress.pages:
                return Place(numbers.index(progress.section.id) + 1, len(numbers), progress.pages.index(key) + 1)
        return None

    def talking_for(self, now: datetime) -> int | None:
        """The minutes of this sitting while a break is due, else None."""
        sitting = now - self.opened.sitting_since
        due = sitting >= BREAK_AFTER and sitting % BREAK_AFTER < _SHOWN_FOR
        return int(sitting.total_seconds() // 60) if due else None


def frame_of(opened: OpenInterview) -> Frame:
    """The surroundings of an opened interview."""
    wording = wording_for(
        opened.form,
        interviewer=opened.interviewer_language,
        person=opened.person_language,
        page=tag(language_of_page()),
    )
    return Frame(opened, wording)
