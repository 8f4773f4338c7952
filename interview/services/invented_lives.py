"""What an invented person who was drawn tells, and how far it has come with them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from types import MappingProxyType
from uuid import UUID

from interview.forms import library
from interview.questionnaire import codec
from interview.services.drawing import MONTHS, Drawn
from interview.services.invented import Astray, Ends, InventedPerson, begin_talk, end_talk, invented_people
from interview.services.invented_records import InventedRecord, invented_records, keep
from interview.services.invented_reviews import AtWork, Cast, InventedReview, Stage, play, tell_at_once

HALF_A_YEAR = 6
LATEST = "s_contact_safe_how"
"""The last answer of a talk that stands in the middle."""

_WHERE = ("s_ident_country", "s_int_country", "s_dest_country")
_WHENCE = ("s_birth_country", "s_last_home_country", "s_recruit_country")
_OTHER = {"female": ("forced_marriage", "marriage"), "male": ("forced_criminality", "drug_crime")}
_OF_ADULTS = frozenset({"a18", "a1a"})
_MOVEMENT, _FROM, _TO = "a18", "a_mov_from_country", "a_mov_to_country"

_DATE = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_AGE = 's_age_exploit":'


class Life(StrEnum):
    """How far it has come with somebody. The first ones are of these weeks; the others may be years old."""

    HALF_WAY = "half_way"
    PAUSED = "paused"
    WAITING = "waiting"
    RETURNED = "returned"
    TOLD = "told"
    OVERRIDDEN = "overridden"
    RECONSIDERATION = "reconsideration"
    HELPED = "helped"
    HOME_AGAIN = "home_again"
    WAITS_TO_BE_CLOSED = "waits_to_be_closed"
    CLOSED = "closed"


LIVES = (
    Life.CLOSED,
    Life.HELPED,
    Life.TOLD,
    Life.HOME_AGAIN,
    Life.WAITING,
    Life.OVERRIDDEN,
    Life.HALF_WAY,
    Life.PAUSED,
    Life.WAITS_TO_BE_CLOSED,
    Life.RECONSIDERATION,
    Life.RETURNED,
)
"""In the order in which they are lived, when there are fewer people than these."""

ONGOING = frozenset(LIVES) - {Life.CLOSED, Life.TOLD, Life.HOME_AGAIN, Life.OVERRIDDEN, Life.HELPED}
"""Lives in which somebody waits for something: they began within the last weeks."""

_RECORDS = frozenset({Life.HELPED, Life.HOME_AGAIN, Life.WAITS_TO_BE_CLOSED, Life.CLOSED})
_STAGES = {
    Life.WAITING: Stage.WAITING,
    Life.RETURNED: Stage.RETURNED,
    Life.TOLD: Stage.TOLD,
    Life.OVERRIDDEN: Stage.OVERRIDDEN,
    Life.RECONSIDERATION: Stage.RECONSIDERATION,
}


@dataclass(frozen=True, slots=True)
class Lived:
    """Somebody who was drawn and whose life was led in full, in their case. `on`: the day on which that was."""

    drawn: Drawn
    life: Life
    case_id: UUID
    on: date


def live(at_work: AtWork, cast: Cast, drawn: Drawn, life: Life) -> Lived:
    """Lead the life of somebody as far as it goes, each step by whoever takes it."""
    with at_work(cast.caseworker) as (work, _):
        today = work.now.date()
    person = told_by(drawn, today)
    if life in _RECORDS:
        return Lived(drawn, life, keep(at_work, cast, _record(drawn, person, life)), today)
    if life in _STAGES:
        interview_id = play(at_work, cast, InventedReview(person.key, person, _STAGES[life]))
    else:
        interview_id = _in_the_middle(at_work, cast, person, life)
    with at_work(cast.caseworker) as (work, _):
        found = work.interviews.find(interview_id)
    if found is None:
        raise Astray(life)
    return Lived(drawn, life, found.case_id, today)


def told_by(drawn: Drawn, today: date) -> InventedPerson:
    """The whole talk with somebody who was drawn, as if it were today."""
    like = _like("child" if drawn.kind.child else "indicated")
    questions = library.load(like.form).questions
    other = {key: codec.from_json(questions[key], value) for key, value in _answers(drawn, today).items()}
    answers = {key: value for key, value in {**like.answers, **other}.items() if key != "s_age_stated"}
    return replace(like, key="drawn", answers=MappingProxyType(answers))


def words_of(drawn: Drawn, today: date) -> dict[str, str]:
    """The words that tell this person apart from others of the same kind, by what they are."""
    return {
        "given": drawn.given,
        "family": drawn.family,
        "born": born(drawn, today),
        "citizenship": drawn.citizenship,
        "country": drawn.country,
    }


def born(drawn: Drawn, today: date) -> str:
    """The month of birth: half a year from any birthday, so that the age holds for every day of a month."""
    months = today.year * MONTHS + today.month - 1 - drawn.age * MONTHS - HALF_A_YEAR
    return f"{months // MONTHS:04}-{months % MONTHS + 1:02}"


def moved(day: date, months: int, days: int) -> date:
    """A day so many months and then days earlier."""
    count = day.year * MONTHS + day.month - 1 - months
    # The 28th is in every month.
    return date(count // MONTHS, count % MONTHS + 1, min(day.day, 28)) - timedelta(days=days)


def reworded(words: Mapping[str, str], age: int, months: int, days: int) -> Callable[[str, Mapping[str, str]], str]:
    """How a text of somebody becomes one of somebody else: other words, another age, and everything earlier."""

    def reword(text: str, ids: Mapping[str, str]) -> str:
        pieces = list(_pieces(tuple(words), text))
        known = {**words, **ids}
        for place in range(1, len(pieces), 2):
            found = pieces[place]
            if found in known:
                pieces[place] = known[found]
            elif found.startswith(_AGE):
                pieces[place] = f"{_AGE}{age}"
            elif _DATE.fullmatch(found):
                pieces[place] = _earlier(found, months, days)
        return "".join(pieces)

    return reword


@lru_cache(maxsize=2_000)
def _pieces(words: tuple[str, ...], text: str) -> tuple[str, ...]:
    """A text in pieces, every second of which may become another; each text is looked through once."""
    return tuple(_looked_for(words).split(text))


@cache
def _looked_for(words: tuple[str, ...]) -> re.Pattern[str]:
    named = "|".join(re.escape(word) for word in words)
    ids = r"[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    return re.compile(rf'(?<=")({named}|{ids}|{_DATE.pattern}(?=T)|{_DATE.pattern}(?=")|{_AGE}\d+)(?=["T,}}])')


@lru_cache(maxsize=100_000)
def _earlier(day: str, months: int, days: int) -> str:
    year, month, *day_of_month = map(int, day.split("-"))
    if not day_of_month:
        return moved(date(year, month, 1), months, 0).isoformat()[:7]
    return moved(date(year, month, day_of_month[0]), months, days).isoformat()


def _answers(drawn: Drawn, today: date) -> Mapping[str, object]:
    scope = "cross_border" if drawn.abroad else "internal"
    sexual = drawn.kind.form in {"sexual", "both"}
    types, activity = _what(drawn)
    return {
        "s_name_called": drawn.given,
        "s_name_given": drawn.given,
        "s_name_family": drawn.family,
        "s_sex": drawn.kind.sex,
        "s_birth_date": born(drawn, today),
        "s_citizenship": [drawn.citizenship],
        **dict.fromkeys(_WHENCE, drawn.citizenship),
        **dict.fromkeys(_WHERE, drawn.country),
        "s_scope": scope,
        "s_vot_scope": scope,
        "s_recruiter_rel": [drawn.recruiter],
        "s_exploit_types": types,
        "s_activity_done": activity,
        "s_age_exploit": age_then(drawn),
        **({"s_sex_types": [drawn.sexual]} if sexual else {}),
        **({} if drawn.kind.child else {"s_control": list(drawn.means)}),
        "s_ref_date": (today - timedelta(days=4)).isoformat(),
        "s_int_date": today.isoformat(),
        "s_vot_date": today.isoformat(),
        "s_entry_date": moved(today, 30, 0).isoformat()[:7],
        "s_arrival_date": moved(today, 29, 0).isoformat()[:7],
        "s_start_exploit": moved(today, 28 if not drawn.kind.child else 8, 0).isoformat()[:7],
        "s_end_exploit": moved(today, 1, 0).isoformat()[:7],
        "s_story": "Told slowly, over tea. What was promised was not what was found there.",
        "s_vot_reason": "Held by what is ticked under control; the account holds together.",
    }


def age_then(drawn: Drawn) -> int:
    """How old somebody was when it began."""
    return drawn.age if drawn.kind.child else max(drawn.age - 2, 16)


def _what(drawn: Drawn) -> tuple[list[str], list[str]]:
    """Which forms it took, and what somebody was put to."""
    sold = {"pornography": "sex_images", "remote_interactive": "sex_remote", "private_services": "sex_private"}
    sexual, work = sold.get(drawn.sexual, "sex_paid"), drawn.work
    labour = {"begging": "forced_begging", "other_illicit": "forced_criminality"}.get(work, "forced_labour")
    match drawn.kind.form:
        case "sexual":
            return ["sexual"], [sexual]
        case "both":
            return ["sexual", labour], [sexual, work]
        case "other":
            kind, activity = _OTHER[drawn.kind.sex]
            return [kind], [activity]
    return [labour], [work]


def _in_the_middle(at_work: AtWork, cast: Cast, person: InventedPerson, life: Life) -> UUID:
    until = list(person.answers).index(LATEST) + 1
    some = dict(list(person.answers.items())[:until])
    ends = Ends.PAUSED if life is Life.PAUSED else Ends.OPEN
    person = replace(person, answers=some, ends=ends)
    with at_work(cast.caseworker) as (work, actor):
        interview_id = begin_talk(work, actor, person)
    with at_work(cast.caseworker) as (work, actor):
        tell_at_once(work, actor, interview_id, person)
    with at_work(cast.caseworker) as (work, actor):
        end_talk(work, actor, interview_id, person)
    return interview_id


def _record(drawn: Drawn, person: InventedPerson, life: Life) -> InventedRecord:
    like = next(record for record in invented_records() if record.key == life.value)
    where = {_FROM: drawn.country, _TO: drawn.citizenship}
    parts = (
        replace(part, answers={key: where.get(key, value) for key, value in part.answers.items()})
        for part in like.parts
        # Nobody goes home who is at home; and who goes with a child, or agrees for one, is more than is told here.
        if not (part.section_id == _MOVEMENT and not drawn.abroad)
        and not (part.section_id in _OF_ADULTS and drawn.kind.child)
    )
    return replace(like, key=person.key, person=person, parts=tuple(parts))


@cache
def _like(key: str) -> InventedPerson:
    return next(person for person in invented_people() if person.key == key)
