"""Names of months and the words around a date, in some languages that interviews are held in.

A reader can be given more names (those of the interview's language, from CLDR); these are always understood.
"""

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from interview.questionnaire.shapes import Season

# Twelve names a line, of the Gregorian calendar: English (and short), French, Spanish, Portuguese, Romanian, Turkish,
# Indonesian, Swahili, Russian (within a date, and alone), Ukrainian, Arabic, Persian, Hindi, Bengali.
_NAMES = (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "januari februari maret april mei juni juli agustus september oktober november desember",
    "januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
    "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
    "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
)
# Arabic months of the eastern countries, those of one word.
_LEVANT = {"شباط": 2, "آذار": 3, "نيسان": 4, "أيار": 5, "حزيران": 6, "تموز": 7, "آب": 8, "أيلول": 9}
_SHORT = {"sept": 9}


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().rstrip(".")


MONTHS: Mapping[str, int] = MappingProxyType(
    {_key(name): month for line in _NAMES for month, name in enumerate(line.split(), start=1)}
    | {_key(name): month for name, month in (_LEVANT | _SHORT).items()}
)

_ABOUT = """
about around approximately approx roughly maybe circa ca c ~ ≈ environ vers hacia aproximadamente
около примерно близько حوالي تقريبا kuhusu takriban sekitar लगभग
"""
ABOUT = frozenset(_ABOUT.split())
"""Words that make a date one that is about right."""

SEASONS_NAMED: Mapping[str, Season] = MappingProxyType(
    {
        "spring": "spring",
        "summer": "summer",
        "autumn": "autumn",
        "fall": "autumn",
        "winter": "winter",
        "dry season": "dry",
        "rainy season": "rainy",
        "monsoon": "rainy",
    }
)


def month_named(name: str, more: Mapping[str, int] | None = None) -> int | None:
    """The month (1 to 12) of a name in any of the languages known, or among `more` (names to numbers)."""
    key = _key(name)
    for known, month in (more or {}).items():
        if _key(known) == key:
            return month
    return MONTHS.get(key)
