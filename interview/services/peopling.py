"""Many invented people in a demonstration: some lives are led in full, and many others after each."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from random import Random
from uuid import UUID

from interview.casework.actors import Role
from interview.casework.refusals import NotPermitted
from interview.identity import cards
from interview.identity.cards import Card
from interview.services.drawing import SEED, Drawn, Kind, draw
from interview.services.invented_lives import LIVES, ONGOING, Life, Lived, age_then, live, moved, reworded, words_of
from interview.services.invented_reviews import AtWork, Cast
from interview.store.multiplying import Another
from interview.store.wholes import WholeCase

BATCH = 200
"""Cases of one transaction."""
FEWEST_LED, MOST_LED, ONE_IN = 12, 40, 20
"""How many lives are led in full: one in so many, within these bounds, but at least one of each kind of person."""
_WEEKS, _DAYS = 14, 27

Tell = Callable[[str, int, int], None]
Like = tuple[Kind, bool]
"""People whose talk differs in names, ages, countries and days alone: of one kind, abroad or at home."""


@dataclass(frozen=True, slots=True, repr=False)
class Pattern:
    """A life that was led, opened, for others to be made after it."""

    lived: Lived
    whole: WholeCase


def people(at_work: AtWork, cast: Cast, many: int, tell: Tell, *, seed: int = SEED) -> None:
    """Let so many people be in the demonstration whom nobody wrote down. The same seed gives the same ones.

    Raises NotPermitted outside a demonstration.
    """
    with at_work(cast.supervisor) as (work, _):
        if not all(organisation.demonstration for organisation in work.organisations.all()):
            raise NotPermitted
    drawn = tuple(islice(draw(seed), many))
    first = _first(drawn)
    lived = []
    for count, (place, life) in enumerate(first, start=1):
        lived.append(live(at_work, cast, drawn[place], life))
        tell("lives", count, len(first))
    taken = {place for place, _ in first}
    rest = [one for place, one in enumerate(drawn) if place not in taken]
    if rest:
        _others(at_work, cast, [_opened(at_work, cast, one) for one in lived], rest, partial(tell, "people"), seed)


def _first(drawn: Sequence[Drawn]) -> list[tuple[int, Life]]:
    """Whose life is led in full, and how far: of each kind of person as many as there are of them, but at least one."""
    counts = Counter(map(_like, drawn))
    led = min(MOST_LED, max(FEWEST_LED, len(drawn) // ONE_IN))
    left = {like: max(1, led * count // len(drawn)) for like, count in counts.items()}
    found = list[tuple[int, Life]]()
    for place, one in enumerate(drawn):
        if left[_like(one)]:
            left[_like(one)] -= 1
            found.append((place, LIVES[len(found) % len(LIVES)]))
    return found


def _others(
    at_work: AtWork,
    cast: Cast,
    patterns: Sequence[Pattern],
    rest: Sequence[Drawn],
    tell: Callable[[int, int], None],
    seed: int,
) -> None:
    random = Random(seed)  # noqa: S311 # nosec B311 -- invented people, and the same ones each time
    done, creators = 0, _caseworkers(at_work, cast)
    by_kind: dict[Like, list[Pattern]] = {}
    for pattern in patterns:
        by_kind.setdefault(_like(pattern.lived.drawn), []).append(pattern)
    for start in range(0, len(rest), BATCH):
        some = rest[start : start + BATCH]
        others = [
            _another(cast, random, random.choice(by_kind[_like(one)]), one, random.choice(creators)) for one in some
        ]
        with at_work(cast.caseworker) as (work, actor):
            work.multiplying.add(actor, others)
        done += len(some)
        tell(done, len(rest))


def _another(cast: Cast, random: Random, pattern: Pattern, drawn: Drawn, creator: tuple[UUID, str]) -> Another:
    """Somebody else after a life that was led: earlier, by somebody of the caseworkers, and with words of their own."""
    lived = pattern.lived
    months, days = drawn.months_ago, random.randrange(_DAYS)
    if lived.life in ONGOING:
        months, days = 0, random.randrange(_WEEKS)
    was = words_of(lived.drawn, lived.on)
    new = words_of(drawn, moved(lived.on, months, 0))
    words = {old: new[name] for name, old in was.items()} | {cast.caseworker: creator[1]}
    return Another(
        after=pattern.whole,
        creator_id=creator[0],
        card=partial(_card, drawn, new),
        reworded=reworded(words, age_then(drawn), months, days),
        shift=lambda day: moved(day, months, days),
    )


def _card(drawn: Drawn, words: Mapping[str, str], case_id: UUID) -> bytes:
    """What those who look people up know of somebody."""
    names = (f"{drawn.given} {drawn.family}", drawn.given, drawn.family)
    born, citizenship = int(words["born"][:4]), (drawn.citizenship,)
    return cards.to_bytes(Card(case_id, 1, names, born, drawn.kind.sex, citizenship))


def _opened(at_work: AtWork, cast: Cast, lived: Lived) -> Pattern:
    with at_work(cast.caseworker) as (work, _):
        return Pattern(lived, work.multiplying.read(lived.case_id))


def _caseworkers(at_work: AtWork, cast: Cast) -> list[tuple[UUID, str]]:
    with at_work(cast.caseworker) as (work, actor):
        accounts = work.accounts.list(actor.organisation_id)
        return [(one.id, one.name) for one in accounts if Role.CASEWORKER in one.roles]


def _like(one: Drawn) -> Like:
    return one.kind, one.abroad
