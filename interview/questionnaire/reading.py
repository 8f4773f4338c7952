"""What people type, read as an answer: a value, or a problem that says why it is none."""

import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass

from interview.questionnaire.definition import Kind, Question
from interview.questionnaire.fitting import LONGEST_LONG_TEXT, LONGEST_TEXT, misfit, takes_missing
from interview.questionnaire.kinds import TEXT_KINDS
from interview.questionnaire.problems import HARD, Problem
from interview.questionnaire.reading_amounts import (
    read_amount,
    read_duration,
    read_duration_text,
    read_money,
    read_money_text,
    read_number,
)
from interview.questionnaire.reading_dates import read_date, read_date_parts, read_partial_date, read_time
from interview.questionnaire.shapes import MISSING_CODES, Address, AnyOf, Missing, Signature, Value
from interview.questionnaire.typed import one_line, plain, words

__all__ = [
    "Known",
    "read",
    "read_amount",
    "read_country",
    "read_date",
    "read_date_parts",
    "read_duration",
    "read_duration_text",
    "read_email",
    "read_language",
    "read_money",
    "read_money_text",
    "read_number",
    "read_partial_date",
    "read_phone",
    "read_text",
    "read_time",
]


@dataclass(frozen=True, slots=True)
class Known:
    """What the reader may use of the interview's language and of the world; each part may be left out.

    `months`: names to numbers. `countries` and `languages`: names to codes, in lower case; the codes are then the
    only ones accepted. `currencies`: the codes that exist. `calling_code`: digits put before a national number.
    """

    months: Mapping[str, int] | None = None
    countries: Mapping[str, str] | None = None
    languages: Mapping[str, str] | None = None
    currencies: Container[str] | None = None
    calling_code: str = ""


def read(question: Question, text: str, known: Known | None = None) -> Value | Problem | None:
    """The answer that one text means, for every kind of question; None for a blank text.

    Codes of an any-of are separated by commas or spaces. The codes of missing answers are understood for every
    kind but text. The problem's key is the question id.
    """
    stripped = text.strip()
    if not stripped:
        return None
    if question.kind not in TEXT_KINDS and stripped in MISSING_CODES:
        missing = Missing(stripped)
        return missing if takes_missing(question, missing) else Problem("unknown_option", question.id, HARD)
    value = _READERS[question.kind](question, text, known or Known())
    if not isinstance(value, Problem) and (reason := misfit(question, value)):
        return Problem(reason if reason in ("too_long", "excluded_option") else "unknown_option", question.id, HARD)
    return value


def read_text(text: str, key: str = "", *, lines: bool = False) -> str | Problem:
    """Words, on one line or several; a problem when they are longer than can be kept."""
    kept = words(text) if lines else one_line(text)
    limit = LONGEST_LONG_TEXT if lines else LONGEST_TEXT
    return Problem("too_long", key, HARD, {"limit": str(limit)}) if len(kept) > limit else kept


def read_phone(text: str, key: str = "", *, calling_code: str = "") -> str | Problem:
    """A telephone number as E.164. A national one needs the digits of its country's calling code."""
    typed = re.sub(r"\(0\)|[\s()./-]", "", plain(text))
    typed = re.sub(r"^00", "+", typed)
    if not re.fullmatch(r"\+?\d+", typed, re.ASCII):
        return Problem("not_a_phone_number", key, HARD)
    if not typed.startswith("+"):
        if not calling_code:
            return Problem("phone_needs_country", key, HARD)
        typed = f"+{calling_code}{typed.removeprefix('0')}"
    fits = re.fullmatch(r"\+[1-9]\d{5,14}", typed, re.ASCII)
    return typed if fits else Problem("not_a_phone_number", key, HARD)


def read_email(text: str, key: str = "") -> str | Problem:
    """An e-mail address, its domain in lower case."""
    name, at, domain = one_line(text).rpartition("@")
    address = f"{name}{at}{domain.lower()}"
    fits = re.fullmatch(r"[^\s@<>,;]{1,64}@[^\s@<>.,;]+(?:\.[^\s@<>.,;]+)+", address) and len(address) <= 254
    return address if fits else Problem("not_an_email_address", key, HARD)


def read_country(text: str, key: str = "", *, countries: Mapping[str, str] | None = None) -> str | Problem:
    """A country by its code (ISO 3166-1 alpha-2) or, where names are given, by name."""
    return _coded(text, countries, re.compile(r"[a-z]{2}", re.ASCII), str.upper) or Problem("not_a_country", key, HARD)


def read_language(text: str, key: str = "", *, languages: Mapping[str, str] | None = None) -> str | Problem:
    """A language by its tag (BCP 47) or, where names are given, by name."""
    tag = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.ASCII)
    return _coded(text, languages, tag, _tag_case) or Problem("not_a_language", key, HARD)


def _coded(
    text: str, names: Mapping[str, str] | None, pattern: re.Pattern[str], case: Callable[[str], str]
) -> str | None:
    typed = one_line(text).casefold()
    if names and typed in names:
        return names[typed]
    code = case(plain(text))
    if not pattern.fullmatch(plain(text)) or (names is not None and code not in names.values()):
        return None
    return code


def _tag_case(tag: str) -> str:
    """RFC 5646, section 2.1.1: language lower, script title, region upper case."""
    first, *rest = tag.split("-")
    cased = (part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part for part in rest)
    return "-".join([first, *cased])


def _read_code(question: Question, text: str, _known: Known) -> Value | Problem:
    typed = one_line(text)
    found = next((code for code in question.codes if code.casefold() == typed.casefold()), None)
    return found or Problem("unknown_option", question.id, HARD)


def _read_any_of(question: Question, text: str, _known: Known) -> Value | Problem:
    codes = {code for code in re.split(r"[\s,;]+", text) if code}
    if not codes.issubset(question.codes):
        return Problem("unknown_option", question.id, HARD)
    return AnyOf(tuple(code for code in question.codes if code in codes))


def _read_countries(question: Question, text: str, known: Known) -> Value | Problem:
    found = [read_country(part, question.id, countries=known.countries) for part in re.split(r"[,;\n]+", text) if part]
    problem = next((one for one in found if isinstance(one, Problem)), None)
    return problem or tuple(dict.fromkeys(one for one in found if isinstance(one, str)))


def _read_address(_question: Question, text: str, _known: Known) -> Value | Problem:
    return Address(tuple(line.strip() for line in words(text).splitlines() if line.strip()))


def _read_signature(question: Question, text: str, _known: Known) -> Value | Problem:
    """A name typed into a signature is the act of signing; a form with its own tick builds the value itself."""
    name = read_text(text, question.id)
    return name if isinstance(name, Problem) else Signature(name, agreed=True)


_READERS: Mapping[Kind, Callable[[Question, str, Known], Value | Problem]] = {
    Kind.ONE_OF: _read_code,
    Kind.ANY_OF: _read_any_of,
    Kind.YES_NO_DECLINE: _read_code,
    Kind.YES_NO: _read_code,
    Kind.TEXT: lambda question, text, _: read_text(text, question.id),
    Kind.LONG_TEXT: lambda question, text, _: read_text(text, question.id, lines=True),
    Kind.NUMBER: lambda question, text, _: read_number(text, question.id),
    Kind.MONEY: lambda question, text, known: read_money_text(text, question.id, currencies=known.currencies),
    Kind.DURATION: lambda question, text, _: read_duration_text(text, question.id),
    Kind.DATE: lambda question, text, known: read_date(text, question.id, months=known.months),
    Kind.PARTIAL_DATE: lambda question, text, known: read_partial_date(text, question.id, months=known.months),
    Kind.TIME: lambda question, text, _: read_time(text, question.id),
    Kind.COUNTRY: lambda question, text, known: read_country(text, question.id, countries=known.countries),
    Kind.COUNTRIES: _read_countries,
    Kind.LANGUAGE: lambda question, text, known: read_language(text, question.id, languages=known.languages),
    Kind.PHONE: lambda question, text, known: read_phone(text, question.id, calling_code=known.calling_code),
    Kind.EMAIL: lambda question, text, _: read_email(text, question.id),
    Kind.ADDRESS: _read_address,
    Kind.SIGNATURE: _read_signature,
    Kind.COMPUTED: lambda question, _text, _known: Problem("unknown_option", question.id, HARD),
}
