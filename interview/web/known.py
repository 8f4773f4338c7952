"""What the reader of typed answers may know of a language: names of months, countries and languages."""

from functools import cache

from babel import Locale

from interview.questionnaire.reading import Known
from interview.web import names


def known_in(locale: Locale) -> Known:
    """What is known in this language, beside the codes themselves."""
    return _known(str(locale))


@cache
def _known(tag: str) -> Known:
    locale = Locale.parse(tag)
    months = {
        name.casefold().rstrip("."): number
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in locale.months[context][width].items()
    }
    return Known(
        months=months,
        countries={name.casefold(): code for code, name in names.countries(locale).rows},
        languages={name.casefold(): code for code, name in names.languages(locale).rows},
        currencies=frozenset(names.currencies(locale).by_code),
    )
