"""What a questionnaire is made of. One `Questionnaire` is one version of a form, loaded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from interview.questionnaire.kinds import (
    DETAIL,
    Kind,
    PageKind,
    Required,
    Sensitivity,
    Stage,
    Tier,
    Who,
)
from interview.questionnaire.rules import Rule

__all__ = [
    "DETAIL",
    "Age",
    "Between",
    "Check",
    "Computed",
    "Kind",
    "Option",
    "Page",
    "PageKind",
    "Prompt",
    "Question",
    "Questionnaire",
    "Required",
    "Section",
    "Sensitivity",
    "Source",
    "Stage",
    "Tier",
    "Who",
    "YesIf",
]


@dataclass(frozen=True, slots=True)
class Option:
    """One code of a list. `exclusive` stands alone and says no to the others ("none of these").

    `staff_only` is never read aloud.
    """

    code: str
    label: str
    hint: str = ""
    staff_only: bool = False
    exclusive: bool = False
    frequent: bool = False


@dataclass(frozen=True, slots=True)
class Prompt:
    """A grouped prompt of an any-of: one yes, no, unknown or declined for several codes."""

    id: str
    label: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YesIf:
    """Computed 'yes' when the rule is true, 'no' when it is false, else 'not_known'.

    While an answer that the rule names may still be given, it has no value yet: nothing is concluded from
    questions that were not reached.
    """

    rule: Rule


@dataclass(frozen=True, slots=True)
class Age:
    """Computed whole age in years, the lowest that the answers allow (in the person's favour).

    `birth` names a date or partial date, `stated` a number. `at` is "interview" or names a date or partial date.
    """

    birth: str | None = None
    stated: str | None = None
    at: str = "interview"


@dataclass(frozen=True, slots=True)
class Source:
    """Filled from the record (such as "case.reference") by whoever shows it; never part of a rule."""

    name: str


@dataclass(frozen=True, slots=True)
class Between:
    """Computed whole days or months from the date `start` to the date `end`, as few as the answers allow."""

    start: str
    end: str
    unit: Literal["days", "months"]


Computed = YesIf | Age | Between | Source


@dataclass(frozen=True, slots=True)
class Check:
    """What an answer should agree with. Raises a question to the interviewer, unless stated `hard`.

    not_before, not_after: not before or after the date `other`. not_in_future: not after the interview's date.
    age_agrees: a number of years that fits the birth date `other`, at the interview or at the date `at`.
    """

    kind: Literal["not_before", "not_after", "not_in_future", "age_agrees"]
    other: str = ""
    at: str = "interview"
    hard: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `label` may hold `{question_id}`, for which `fallbacks` has the words to use without an answer.

    `codes` are those of the options, or those that the kind itself brings. `origin`: the form that it was carried over
    from, whose wording it keeps; empty for a form's own question.
    """

    id: str
    kind: Kind
    who: Who
    label: str
    hint: str = ""
    options: tuple[Option, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    list_id: str | None = None
    relevant: Rule | None = None
    required: Required = Required.NO
    required_when: Rule | None = None
    sensitivity: Sensitivity = Sensitivity.ORDINARY
    tier: Tier = Tier.LEAN
    from_account: bool = False
    guidance: tuple[str, ...] = ()
    computed: Computed | None = None
    fallbacks: Mapping[str, str] = field(default_factory=dict)
    minimum: int | None = None
    maximum: int | None = None
    checks: tuple[Check, ...] = ()
    htcds: str | None = None
    ctdc: str | None = None
    evidence: str | None = None
    group: str | None = None
    section_id: str = ""
    origin: str = ""
    codes: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Made once: every answer that is opened is compared with them.
        object.__setattr__(self, "codes", self._codes())

    @property
    def asked(self) -> bool:
        """True when the question is put to the person."""
        return self.who is Who.ASKED

    @property
    def accepts_missing(self) -> bool:
        """True when unknown, declined and not asked are answers to it, as to everything asked aloud."""
        return self.asked

    def _codes(self) -> tuple[str, ...]:
        if self.options:
            return tuple(option.code for option in self.options)
        if isinstance(self.computed, YesIf):
            return ("yes", "no", "not_known")
        return ("yes", "no") if self.kind in (Kind.YES_NO, Kind.YES_NO_DECLINE) else ()

    def option(self, code: str) -> Option | None:
        """The option with this code."""
        return next((option for option in self.options if option.code == code), None)


@dataclass(frozen=True, slots=True)
class Page:
    """What is on one screen. A question may be on two pages: heard in the account, and asked if still open.

    `if_open`: reached by "next" only while one of its questions is still blank.
    """

    id: str
    section_id: str
    kind: PageKind
    question_ids: tuple[str, ...] = ()
    title: str = ""
    say: str = ""
    guidance: tuple[str, ...] = ()
    if_open: bool = False
    relevant: Rule | None = None
    fallbacks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the questionnaire. `group` names the repeating group whose entries it is filled for.

    `question_ids` holds every question of the section in order, computed ones included: this order is what
    "earlier" means. `source` is the file it was read from, for messages.
    """

    id: str
    title: str
    intro: str = ""
    guidance: tuple[str, ...] = ()
    relevant: Rule | None = None
    group: str | None = None
    stage: Stage = Stage.INTERVIEW
    pages: tuple[Page, ...] = ()
    question_ids: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Questionnaire:
    """One version of a form. Made by `interview.questionnaire.assembling.assemble`, which checks it."""

    form: str
    version: int
    digest: str
    title: str
    sections: tuple[Section, ...]
    questions: Mapping[str, Question]
    pages: Mapping[str, Page]

    def section_of(self, page_id: str) -> Section:
        """The section that a page stands in."""
        section_id = self.pages[page_id].section_id
        return next(section for section in self.sections if section.id == section_id)
