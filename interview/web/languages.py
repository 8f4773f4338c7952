"""Languages of the screens: which one, written in which direction, and times as the office's clock shows them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from babel import Locale
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, request
from flask_babel import Babel, force_locale, format_date, format_time, get_locale, get_translations

from interview.config import Settings

TRANSLATIONS = Path(__file__).parents[2] / "translations"
PACKAGED = Path(__file__).parents[1] / "translations"
DOMAIN = "interface"
COOKIE = "__Host-language"


def direction(language: str | Locale) -> str:
    """`ltr` or `rtl`."""
    locale = language if isinstance(language, Locale) else Locale.parse(language.replace("-", "_"))
    return locale.text_direction


def language_of_page() -> Locale:
    """The language of this page's own texts."""
    return get_locale() or Locale.parse("en")


def tag(locale: Locale) -> str:
    """A locale as `lang` wants it."""
    return str(locale).replace("_", "-")


def _chosen(settings: Settings) -> Callable[[], str]:
    offered = settings.languages

    def choose() -> str:
        wanted = request.cookies.get(COOKIE, "")
        if wanted in offered:
            return wanted.replace("-", "_")
        best = request.accept_languages.best_match(offered, default=offered[0])
        return (best or offered[0]).replace("-", "_")

    return choose


@dataclass(frozen=True, slots=True)
class Offered:
    """A language that a person may choose, by its own name."""

    tag: str
    name: str
    dir: str


def offered_languages() -> tuple[Offered, ...]:
    """The languages of this deployment's screens."""
    locales = [Locale.parse(code.replace("-", "_")) for code in current_app.config["LANGUAGES"]]
    return tuple(
        Offered(tag(locale), locale.get_display_name(locale) or tag(locale), direction(locale)) for locale in locales
    )


def local_time(at: datetime) -> str:
    """Hour and minute on the office's clock, of 24 hours."""
    return str(format_time(at, "HH:mm"))


def local_date(at: datetime | date) -> str:
    """The day on the office's calendar."""
    return str(format_date(at, "medium"))


def local_moment(at: datetime) -> str:
    """The day, hour and minute on the office's clock."""
    return f"{local_date(at)}, {local_time(at)}"


def _catalogue() -> Translations | NullTranslations:
    """The messages of this page's language, looked up once: a page asks for some forty."""
    if "catalogue" not in g:
        g.catalogue = get_translations()
    found: Translations | NullTranslations = g.catalogue
    return found


@contextmanager
def speaking(locale: Locale) -> Iterator[None]:
    """Have what is rendered meanwhile speak this language: its own texts, its dates, its direction."""
    page = g.pop("catalogue", None)
    try:
        with force_locale(locale):
            yield
    finally:
        g.pop("catalogue", None)
        if page is not None:
            g.catalogue = page


def _remember_the_catalogue(app: Flask) -> None:
    """Have templates ask `_catalogue` in place of Flask-Babel, which looks for it at every text."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # Jinja's own i18n extension adds it
        gettext=lambda text: _catalogue().ugettext(text),
        ngettext=lambda one, many, count: _catalogue().ungettext(one, many, count),
        newstyle=True,
        pgettext=lambda context, text: _catalogue().upgettext(context, text),
        npgettext=lambda context, one, many, count: _catalogue().unpgettext(context, one, many, count),
    )


def speak_languages(app: Flask, settings: Settings) -> None:
    """Have pages speak the offered language that the person chose, or that the browser prefers."""
    app.config["LANGUAGES"] = settings.languages
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(
        settings.translations or (PACKAGED if PACKAGED.is_dir() else TRANSLATIONS)
    )
    Babel(
        app,
        default_locale=settings.languages[0].replace("-", "_"),
        default_domain=DOMAIN,
        default_timezone=settings.time_zone.key,
        locale_selector=_chosen(settings),
    )
    _remember_the_catalogue(app)
    app.jinja_env.globals["lang"] = lambda: tag(language_of_page())
    app.jinja_env.globals["dir"] = lambda: direction(language_of_page())
    app.jinja_env.globals["offered_languages"] = offered_languages
    app.jinja_env.filters["local_time"] = local_time
    app.jinja_env.filters["local_date"] = local_date
    app.jinja_env.filters["local_moment"] = local_moment
