"""How long it takes to look somebody up among many, and to take in what was noted about who people are."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import perf_counter
from uuid import UUID

from interview.audit.events import Event
from interview.cli.measuring.installations import SUPERVISOR, Installation, Unmeasurable, actor_of
from interview.cli.measuring.walking import middle
from interview.identity import cards, searching
from interview.identity.cards import Card
from interview.identity.likeness import Wanted
from interview.identity.searching import Cards
from interview.services import interviewing, looking_up
from interview.services.demonstrating import OpenWork
from interview.services.looking_up import Found
from interview.store.ledgers import PEOPLE

FEW, MANY, NEW = 20_000, 100_000, 1_000
TIMES = 7
_SYLLABLES = tuple(
    "ka mo ri ta na le fa shi du ben ol ga thu yen hoa ram min ab el za ku pe go vi sa no ti".split()  # noqa: SIM905 - reads as it is said
)


@dataclass(frozen=True, slots=True)
class Known:
    """Seconds of a search among FEW and among MANY people, and of taking in NEW cards among FEW."""

    few: float
    many: float
    fold: float


def know(installation: Installation, _: Path) -> Known:
    """Fill the ledger with invented people, and look."""
    random = Random(7)  # noqa: S311 - invented people, the same each time
    with installation.at_work() as (open_work, token), installation.at_work(SUPERVISOR) as (opened, supervisor):
        _fill(opened, supervisor, people(random, FEW))
        few = middle([_search(opened, supervisor) for _ in range(TIMES)])
        new = dict(zip(_cases(open_work, token), people(random, NEW), strict=True))
        with open_work() as work:
            actor = actor_of(work, token)
            for case_id, one in new.items():
                digest = work.ledgers.write(PEOPLE, case_id, cards.to_bytes(_about(case_id, one)))
                if digest is None:
                    raise Unmeasurable("a ledger")
                work.record(Event.CARD_WRITTEN, actor=actor, case_id=case_id, detail={"digest": digest})
        fold = _search(opened, supervisor) - few
        _fill(opened, supervisor, people(random, MANY))
        many = middle([_search(opened, supervisor) for _ in range(TIMES)])
    return Known(few, many, fold)


def people(random: Random, count: int) -> Iterator[Card]:
    """Invented people, as alike as names out of a few dozen syllables are."""
    names = ["".join(random.choice(_SYLLABLES) for _ in range(random.randint(2, 4))).title() for _ in range(1_500)]
    for _ in range(count):
        given, middle_name, family = (random.choice(names) for _ in range(3))
        born, country = random.randint(1950, 2015), random.choice(["NG", "VN", "UA", "ET", "RO", "MM"])
        yield Card(
            UUID(int=random.getrandbits(128)), 1, (f"{given} {middle_name} {family}", given), born, "", (country,)
        )


def _about(case_id: UUID, one: Card) -> Card:
    return Card(case_id, 1, one.names, one.born, one.sex, one.countries)


def _fill(open_work: OpenWork, token: str, everybody: Iterator[Card]) -> None:
    rows, written, heard = [], [], []
    for one in everybody:
        row = searching.row_of(one)
        rows.append(row.data)
        written.append(row.written)
        heard.append(row.heard)
    with open_work() as work:
        actor_of(work, token)
        work.ledgers.publish(PEOPLE, work.ledgers.open(PEOPLE), searching.to_bytes(Cards(rows, written, heard)))


def _cases(open_work: OpenWork, token: str) -> Iterator[UUID]:
    with open_work() as work:
        actor = actor_of(work, token)
        for _ in range(NEW):
            yield interviewing.open_case(work, actor).id


def _search(open_work: OpenWork, token: str) -> float:
    began = perf_counter()
    with open_work() as work:
        found = looking_up.search(work, actor_of(work, token), Wanted(("Fatima Kamori Nguyen",), 1990))
    if not isinstance(found, Found):
        raise Unmeasurable("a search")
    return perf_counter() - began
