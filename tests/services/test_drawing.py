"""The many invented people: the same for the same seed, and as the published shares have it."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import islice

import pytest

from interview.services.drawing import Drawn, draw, names, shares

MANY = 8_000
TOLERANCE = 0.03
PEOPLE = tuple(islice(draw(), MANY))


def near(found: Iterable[str], table: Mapping[str, float]) -> bool:
    counts = Counter(found)
    return set(counts) <= set(table) and all(
        abs(counts[name] / counts.total() - share) < TOLERANCE for name, share in table.items()
    )


def test_the_same_seed_gives_the_same_people_and_another_seed_others() -> None:
    assert tuple(islice(draw(), 50)) == PEOPLE[:50]
    assert tuple(islice(draw(7), 50)) != PEOPLE[:50]


def test_sex_citizenship_and_years_are_as_the_shares_have_it() -> None:
    assert near((one.kind.sex for one in PEOPLE), shares()["sex"])
    assert near((one.citizenship for one in PEOPLE), shares()["citizenship"])
    assert near((str(one.months_ago // 12) for one in PEOPLE), shares()["since"])


@pytest.mark.parametrize("sex", ["female", "male"])
def test_ages_and_work_are_those_of_the_sex(sex: str) -> None:
    theirs = [one for one in PEOPLE if one.kind.sex == sex]

    assert near((_band(one, shares()["age"][sex]) for one in theirs), shares()["age"][sex])
    assert near((one.work for one in theirs), shares()["work"][sex])


def test_forms_and_recruiters_are_those_of_grown_ups_and_of_children() -> None:
    women = [one for one in PEOPLE if one.kind.sex == "female" and not one.kind.child]
    children = [one for one in PEOPLE if one.kind.child]

    assert near((one.kind.form for one in women), shares()["form"]["female"]["adult"])
    assert near((one.recruiter for one in children), shares()["recruiter"]["child"])


def test_corridors_and_means_are_as_the_shares_have_it() -> None:
    ukrainians = [one for one in PEOPLE if one.citizenship == "UA"]
    workers = [one for one in PEOPLE if one.kind.form == "labour"]

    assert near((one.country for one in ukrainians), shares()["country"]["UA"])
    for name in ("wages_withheld", "threat_self", "no_free_movement"):
        told = sum(name in one.means for one in workers) / len(workers)
        assert told == pytest.approx(shares()["means"]["labour"][name], abs=2 * TOLERANCE)


def test_names_come_from_small_lists_in_several_scripts() -> None:
    listed = {name for table in names().values() for entry in table.values() for name in entry}

    assert {one.given for one in PEOPLE} | {one.family for one in PEOPLE} <= listed
    scripts = {unicodedata.name(one.family[0]).split()[0] for one in PEOPLE}
    assert {"LATIN", "CYRILLIC", "KHMER", "MYANMAR", "CJK"} <= scripts


def _band(one: Drawn, table: Mapping[str, float]) -> str:
    for band in table:
        first, last = map(int, band.split("_to_"))
        if first <= one.age <= last:
            return band
    return "none"
