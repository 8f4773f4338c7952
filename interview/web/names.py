"""Names of countries, languages and currencies, from CLDR through Babel, with a short list of the house.

Sorting follows the letters of the name, accents aside: CLDR's collation is not in Babel, and the list has a filter.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from unicodedata import combining, normalize

from babel import Locale
from babel.core import get_global
from babel.languages import get_territory_language_info
from babel.numbers import get_territory_currencies
from flask_babel import gettext as _

# Codes of CLDR that are no ISO 3166-1 country: islands, unions and test regions.
_NO_COUNTRY = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
_TWO_LETTERS = re.compile(r"[A-Z]{2}")
# Languages that people on the move speak and that CLDR's figures by country leave out.
_ALSO_SPOKEN = frozenset({"rom", "sgn", "ase", "fsl", "bfi", "rhg"})
AT_SEA, STATELESS, UNKNOWN = "XZ", "XX", "ZZ"


@dataclass(frozen=True, slots=True)
class Names:
    """A list of codes with their names, in the order of the names. `by_code` is the same, to look one up."""

    rows: tuple[tuple[str, str], ...]
    by_code: Mapping[str, str]


def _letters(name: str) -> str:
    return "".join(letter for letter in normalize("NFKD", name.casefold()) if not combining(letter))


def _names(pairs: Iterable[tuple[str, str]]) -> Names:
    rows = tuple(sorted(pairs, key=lambda pair: _letters(pair[1])))
    return Names(rows, MappingProxyType(dict(rows)))


def _house_names() -> dict[str, str]:
    return {AT_SEA: _("At sea"), STATELESS: _("No country (stateless)"), UNKNOWN: _("Unknown country")}


@cache
def _cldr_countries(locale: str) -> tuple[tuple[str, str], ...]:
    names = _with_english(locale, "territories")
    return tuple(
        (code, name) for code, name in names.items() if _TWO_LETTERS.fullmatch(code) and code not in _NO_COUNTRY
    )


@cache
def _with_house(locale: str, house: tuple[tuple[str, str], ...]) -> Names:
    return _names((*_cldr_countries(locale), *house))


def countries(locale: Locale) -> Names:
    """ISO 3166-1 countries, Kosovo, "at sea", "stateless" and "unknown" by alpha-2 code."""
    return _with_house(str(locale), tuple(_house_names().items()))


@cache
def _spoken() -> frozenset[str]:
    tags = {tag for country in get_global("territory_languages") for tag in get_territory_language_info(country)}
    return frozenset(tag.split("_")[0] for tag in tags) | _ALSO_SPOKEN


@cache
def _languages(locale: str) -> Names:
    names = _with_english(locale, "languages")
    return _names((code, name) for code, name in names.items() if code in _spoken())


def languages(locale: Locale) -> Names:
    """Living languages that CLDR can name, by BCP 47 code."""
    return _languages(str(locale))


@cache
def _tender() -> frozenset[str]:
    countries_known = get_global("territory_currencies")
    return frozenset(code for country in countries_known for code in get_territory_currencies(country))


@cache
def _currencies(locale: str) -> Names:
    names = _with_english(locale, "currencies")
    return _names((code, f"{name} ({code})") for code, name in names.items() if code in _tender())


def currencies(locale: Locale) -> Names:
    """Currencies that are tender somewhere today, by ISO 4217 code, with the code in the name."""
    return _currencies(str(locale))


def currencies_of(countries_seen: Iterable[str]) -> tuple[str, ...]:
    """The currencies of these countries today, in their order."""
    found = (code for country in countries_seen for code in get_territory_currencies(country))
    return tuple(dict.fromkeys(found))


def _with_english(locale: str, field: str) -> dict[str, str]:
    own: Mapping[str, str] = getattr(Locale.parse(locale), field)
    return {**getattr(Locale.parse("en"), field), **own}


def name_of(names: Names, code: str) -> str:
    """The name, or the code of something that CLDR does not list."""
    return names.by_code.get(code, code)
