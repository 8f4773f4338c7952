"""The pages of an interview: begin, move about, answer, pause, stop, check, hand in, see the assessment."""

from interview.web.interviews import (
    closing,
    endings,
    itineraries,
    movements,
    pages,
    payments,
    records,
    referring,
    sections,
    submissions,
)
from interview.web.interviews.blueprint import interviews

__all__ = [
    "closing",
    "endings",
    "interviews",
    "itineraries",
    "movements",
    "pages",
    "payments",
    "records",
    "referring",
    "sections",
    "submissions",
]
