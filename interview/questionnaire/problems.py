"""What may be wrong with an answer, as a code and parameters. The wording is done where people read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """SOFT asks the interviewer once more and can be left. HARD cannot be kept as it is."""

    SOFT = "soft"
    HARD = "hard"


SOFT = Severity.SOFT
HARD = Severity.HARD


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem with the answer `key`. `params` hold limits, codes and question ids, never an answer."""

    code: str
    key: str
    severity: Severity = Severity.SOFT
    params: Mapping[str, str] = field(default_factory=dict)


CODES = frozenset(
    {
        # Reading: the text cannot be kept as a value of this kind (always HARD).
        "not_a_number",
        "not_a_whole_number",
        "not_a_date",
        "impossible_date",
        "not_a_time",
        "not_a_phone_number",
        "phone_needs_country",
        "not_an_email_address",
        "not_an_amount",
        "currency_needed",
        "unknown_currency",
        "not_a_duration",
        "unit_needed",
        "unknown_option",
        "excluded_option",
        "not_a_country",
        "not_a_language",
        "not_signed",
        "too_long",
        # View: the answers do not fit each other, or an answer is looked for.
        "answer_missing",
        "day_not_in_month",
        "year_unlikely",
        "below_minimum",
        "above_maximum",
        "before_other",
        "after_other",
        "in_future",
        "age_contradicts_date",
    }
)
"""Every code that this room makes; whoever words them can test that none is left out."""
