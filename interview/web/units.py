"""The words of units, periods and seasons, in the language of the moment."""

from flask_babel import pgettext

from interview.questionnaire.shapes import Period, Season, Unit

UNIT_CODES: tuple[Unit, ...] = ("hours", "days", "weeks", "months", "years")
PERIOD_CODES: tuple[Period, ...] = ("", "hour", "day", "week", "month", "year", "once", "piece")
SEASON_CODES: tuple[Season, ...] = ("spring", "summer", "autumn", "winter", "dry", "rainy")


def unit_words(unit: str) -> str:
    """Hours, days, weeks, months or years."""
    words = {
        "hours": pgettext("duration", "hours"),
        "days": pgettext("duration", "days"),
        "weeks": pgettext("duration", "weeks"),
        "months": pgettext("duration", "months"),
        "years": pgettext("duration", "years"),
    }
    return str(words.get(unit, unit))


def period_words(period: str) -> str:
    """What an amount was for; an empty text where that was not said."""
    words = {
        "hour": pgettext("amount", "for an hour"),
        "day": pgettext("amount", "for a day"),
        "week": pgettext("amount", "for a week"),
        "month": pgettext("amount", "for a month"),
        "year": pgettext("amount", "for a year"),
        "once": pgettext("amount", "once"),
        "piece": pgettext("amount", "for each piece"),
    }
    return str(words.get(period, period))


def season_words(season: str) -> str:
    """A season by its name."""
    words = {
        "spring": pgettext("season", "spring"),
        "summer": pgettext("season", "summer"),
        "autumn": pgettext("season", "autumn"),
        "winter": pgettext("season", "winter"),
        "dry": pgettext("season", "dry season"),
        "rainy": pgettext("season", "rainy season"),
    }
    return str(words.get(season, season))
