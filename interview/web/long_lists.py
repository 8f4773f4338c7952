"""The options of long native lists, as markup made once for each language: 250 countries then cost a page nothing."""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from babel import Locale
from markupsafe import Markup

from interview.questionnaire.definition import Kind, Question, Questionnaire
from interview.questionnaire.keys import Key
from interview.questionnaire.shapes import Money, Value
from interview.web import names
from interview.web.names import Names

_OPTION = Markup('<option value="{}">{}</option>')
_ALIKE: Mapping[Kind, frozenset[Kind]] = {
    Kind.COUNTRY: frozenset({Kind.COUNTRY, Kind.COUNTRIES}),
    Kind.LANGUAGE: frozenset({Kind.LANGUAGE}),
    Kind.MONEY: frozenset({Kind.MONEY}),
}
MOST_OFTEN = 6


def names_for(kind: Kind, locale: Locale) -> Names:
    """The list that a question of this kind is answered from."""
    match kind:
        case Kind.LANGUAGE:
            return names.languages(locale)
        case Kind.MONEY:
            return names.currencies(locale)
        case _:
            return names.countries(locale)


def options(kind: Kind, locale: Locale, *, aloud: bool) -> Markup:
    """Every name as an option. "Unknown country" is for staff: aloud there is "do not know"."""
    return _options(kind, str(locale), aloud)


@cache
def _options(kind: Kind, tag: str, aloud: bool) -> Markup:
    rows = names_for(kind, Locale.parse(tag)).rows
    kept = (_OPTION.format(code, name) for code, name in rows if not (aloud and code == names.UNKNOWN))
    return Markup("\n").join(kept)


def often(kind: Kind, locale: Locale, codes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """These codes with their names, each once, the first few."""
    found = names_for(kind, locale)
    kept = [code for code in dict.fromkeys(codes) if code in found.by_code][:MOST_OFTEN]
    return tuple((code, found.by_code[code]) for code in kept)


def likely(questionnaire: Questionnaire, values: Mapping[Key, Value], kind: Kind) -> tuple[str, ...]:
    """The codes that this interview has named before: what one person says of places tends to come again."""
    seen = [code for name in _asking(questionnaire, kind) if name in values for code in _codes(values[name])]
    if kind is Kind.MONEY:
        seen += names.currencies_of(likely(questionnaire, values, Kind.COUNTRY))
    return tuple(dict.fromkeys(seen))


@lru_cache(maxsize=32)
def _asking(questionnaire: Questionnaire, kind: Kind) -> tuple[str, ...]:
    def asks(question: Question) -> bool:
        return question.kind in _ALIKE[kind] and question.group is None

    return tuple(question.id for question in questionnaire.questions.values() if asks(question))


def _codes(value: Value) -> tuple[str, ...]:
    match value:
        case Money():
            return (value.currency,)
        case tuple():
            return value
        case _:
            # A missing answer is a code of its own, not a place.
            return (value,) if type(value) is str else ()
