"""The closed vocabularies of a questionnaire."""

from enum import StrEnum


class Kind(StrEnum):
    """The kind of answer that a question takes."""

    ONE_OF = "one_of"
    ANY_OF = "any_of"
    YES_NO_DECLINE = "yes_no_decline"
    YES_NO = "yes_no"
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    MONEY = "money"
    DURATION = "duration"
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    TIME = "time"
    COUNTRY = "country"
    COUNTRIES = "countries"
    LANGUAGE = "language"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    SIGNATURE = "signature"
    COMPUTED = "computed"


TEXT_KINDS = frozenset({Kind.TEXT, Kind.LONG_TEXT})
"""Kinds whose plain text may be any word, so that "unknown" typed there is a word and not a missing answer."""

CODE_KINDS = frozenset({Kind.ONE_OF, Kind.YES_NO, Kind.YES_NO_DECLINE})
"""Kinds whose answer is one code out of a list."""


class Who(StrEnum):
    """Who gives the answer: asked aloud, noted by staff, decided by a supervisor, worked out by the engine."""

    ASKED = "asked"
    STAFF = "staff"
    SUPERVISOR = "supervisor"
    COMPUTED = "computed"


class Required(StrEnum):
    """HARD: no way on without it. SOFT: asked once more, then left. NO: optional."""

    HARD = "hard"
    SOFT = "soft"
    NO = "no"


class Sensitivity(StrEnum):
    """What a leaked answer would touch."""

    ORDINARY = "ordinary"
    SENSITIVE = "sensitive"
    MEDICAL = "medical"
    IDENTITY = "identity"


class Tier(StrEnum):
    """GATE: always on. LEAN: always on. MODULE: only where a deployment switched the module on."""

    GATE = "G"
    LEAN = "1"
    MODULE = "2"


DETAIL = "detail"
"""The name of the module that switches on the questions of `Tier.MODULE`."""


class PageKind(StrEnum):
    """ASK is read aloud. STAFF never is. HEARD: staff tick from the open account. INFO: words to say, no question.

    KNOWN: what another form answered already, shown with "still right?" instead of being asked again.
    """

    ASK = "ask"
    STAFF = "staff"
    HEARD = "heard"
    INFO = "info"
    KNOWN = "known"


class Stage(StrEnum):
    """When a section is filled: in the interview, or by the decision after it was submitted."""

    INTERVIEW = "interview"
    AFTER_SUBMISSION = "after_submission"
