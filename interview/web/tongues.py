"""The languages that a page of an interview speaks: the interviewer's, and beside it the person's."""

from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.support import NullTranslations, Translations
from flask import current_app

from interview.web.languages import direction, tag

SOURCE = "en"


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language with the translations of one form. `translated` is False when there is no catalogue for it.

    What a form carries over from another keeps that form's words: `folder` is where its catalogue lies.
    """

    locale: Locale
    tag: str
    direction: str
    form: str
    folder: str
    messages: NullTranslations

    @property
    def is_source(self) -> bool:
        """True for the language in which the forms are written."""
        return self.locale.language == SOURCE

    @property
    def translated(self) -> bool:
        """True when questions can be shown in it."""
        return self.is_source or isinstance(self.messages, Translations)

    def words(self, context: str, text: str) -> str | None:
        """The translation, or None if there is none: nothing falls back in silence."""
        if self.is_source:
            return text
        found = str(self.messages.pgettext(context, text))
        if found == text and (origin := context.partition(".")[0]) != self.form:
            found = str(_messages(self.locale, origin, self.folder).pgettext(context, text))
        return None if found == text else found


@lru_cache(maxsize=256)
def _messages(locale: Locale, form: str, folder: str) -> NullTranslations:
    return Translations.load(folder, [str(locale)], form)


@lru_cache(maxsize=256)
def _tongue(language: str, form: str, folder: str) -> Tongue:
    locale = Locale.parse(language.replace("-", "_"))
    return Tongue(locale, tag(locale), direction(locale), form, folder, _messages(locale, form, folder))


def tongue(language: str, form: str) -> Tongue:
    """The language for a form, by its BCP 47 code; English for a code that Babel does not know."""
    folder = str(current_app.config["BABEL_TRANSLATION_DIRECTORIES"])
    try:
        return _tongue(language, form, folder)
    except (UnknownLocaleError, ValueError):
        return _tongue(SOURCE, form, folder)
