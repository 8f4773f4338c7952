"""Fields with long lists or several inputs: what their macros put into selects."""

from flask_babel import pgettext
from markupsafe import Markup

from interview.questionnaire.definition import Kind
from interview.web import long_lists
from interview.web.fields import AnswerField
from interview.web.units import PERIOD_CODES, SEASON_CODES, UNIT_CODES, period_words, season_words, unit_words

Rows = tuple[tuple[str, str], ...]
SPARE_ROWS = 2


class ListField(AnswerField):
    """A country, a language, or an answer with a country or currency in it."""

    @property
    def list_kind(self) -> Kind:
        """Which list it is: countries, unless it is one of languages or currencies."""
        return self.question.kind if self.question.kind in (Kind.LANGUAGE, Kind.MONEY) else Kind.COUNTRY

    @property
    def all(self) -> Markup:
        """Every option, ready-made."""
        return long_lists.options(self.list_kind, self.context.locale, aloud=self.question.asked)

    @property
    def often(self) -> Rows:
        """What is chosen, and what this interview named before."""
        codes = (*self.listed, *self.context.likely(self.list_kind))
        return long_lists.often(self.list_kind, self.context.locale, codes)

    @property
    def listed(self) -> tuple[str, ...]:
        """What is chosen, as far as the list has it."""
        part = {Kind.MONEY: "currency", Kind.ADDRESS: "country"}.get(self.question.kind, "")
        known = long_lists.names_for(self.list_kind, self.context.locale).by_code
        return tuple(code for code in self._shown.get(part, ()) if code in known)


class SeveralField(ListField):
    """Several countries, one list for each, and spare ones."""

    @property
    def rows(self) -> tuple[str, ...]:
        """What is chosen in each list."""
        return (*self.listed, *("" for _ in range(SPARE_ROWS)))


class MoneyField(ListField):
    """An amount, a currency and what it was for."""

    @property
    def periods(self) -> Rows:
        """The periods in words."""
        return tuple((code, period_words(code) or str(pgettext("amount", "not said"))) for code in PERIOD_CODES)


class DurationField(AnswerField):
    """How many of what."""

    @property
    def units(self) -> Rows:
        """The units in words."""
        return tuple((code, unit_words(code)) for code in UNIT_CODES)


class PartialDateField(AnswerField):
    """Day, month and year as far as known, or a season."""

    @property
    def seasons(self) -> Rows:
        """The seasons in words."""
        return tuple((code, season_words(code)) for code in SEASON_CODES)
