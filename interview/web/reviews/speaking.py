"""In which language the person is told: theirs, where we have the words in it; else that of the screen."""

from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from flask_babel import force_locale
from flask_babel.speaklater import LazyString

from interview.web.languages import DOMAIN, direction, language_of_page, tag
from interview.web.names import languages
from interview.web.reviews import words
from interview.web.reviews.screens import Screen
from interview.web.tongues import SOURCE, tongue


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the person is told, in the language in which it is told.

    `locale`: that language. `wanted`: the name of the person's own, where we have no words in it. `beside`: the same in
    the language of the screen, where that is another one, so that who reads it aloud knows what it says.
    """

    locale: Locale
    text: str
    wanted: str | None = None
    beside: str | None = None

    @property
    def lang(self) -> str:
        """The language as `lang` wants it."""
        return tag(self.locale)

    @property
    def dir(self) -> str:
        """`ltr` or `rtl`."""
        return direction(self.locale)


def spoken_of(screen: Screen) -> Spoken:
    """What to say about a decision; no text while nothing is decided."""
    page, language = language_of_page(), screen.frame.opened.person_language
    sentences, persons = _sentences(screen), _locale(language)
    on_screen = _said(sentences, page)
    theirs = None if persons is None else _translated(sentences, persons)
    if persons is None or theirs is None:
        wanted = languages(page).by_code.get(language, language)
        return Spoken(page, " ".join(on_screen), wanted=wanted)
    beside = None if theirs == on_screen else " ".join(on_screen)
    return Spoken(page if beside is None else persons, " ".join(theirs), beside=beside)


def _sentences(screen: Screen) -> tuple[LazyString, ...]:
    decision = screen.decision
    if decision.result is None:
        return ()
    of_projects = (words.TOLD_OF_PROJECTS[one.outcome] for one in decision.eligibility)
    return (*words.TOLD[decision.result], *of_projects, words.TOLD_AT_THE_END)


def _translated(sentences: tuple[LazyString, ...], locale: Locale) -> list[str] | None:
    """The sentences in this language; None where one of them is missing in it."""
    spoken = tongue(str(locale), DOMAIN)
    theirs, source = _said(sentences, locale), _said(sentences, Locale.parse(SOURCE))
    whole = spoken.translated and all(one != other for one, other in zip(theirs, source, strict=True))
    return theirs if spoken.is_source or whole else None


def _said(sentences: tuple[LazyString, ...], locale: Locale) -> list[str]:
    with force_locale(locale):
        return [str(sentence) for sentence in sentences]


def _locale(language: str) -> Locale | None:
    """The language, unless nobody here knows its code."""
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None
