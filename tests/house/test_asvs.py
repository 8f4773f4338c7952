"""`docs/asvs.md` names a test for everything that it calls met, and leaves out nothing that the standard asks."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "asvs.md"
ROW = re.compile(r"\| (\d+\.\d+\.\d+) \| ([123]) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|")
NAMED = re.compile(r"`(\S+\.py)`::(test_\w+)")
FILE = re.compile(r"`([^`]+)`")

# How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has, for the chapters that apply to us. Chapters 9
# (self-contained tokens), 10 (OAuth) and 17 (WebRTC) are about what we do not have.
ASKED = {
    "1.1": 2,
    "1.2": 9,
    "1.3": 11,
    "1.4": 3,
    "1.5": 2,
    "2.1": 3,
    "2.2": 3,
    "2.3": 4,
    "2.4": 1,
    "3.2": 2,
    "3.3": 4,
    "3.4": 6,
    "3.5": 5,
    "3.7": 2,
    "4.1": 3,
    "4.2": 1,
    "4.3": 2,
    "4.4": 4,
    "5.1": 1,
    "5.2": 3,
    "5.3": 2,
    "5.4": 3,
    "6.1": 3,
    "6.2": 12,
    "6.3": 4,
    "6.4": 4,
    "6.5": 5,
    "6.6": 3,
    "6.8": 4,
    "7.1": 3,
    "7.2": 4,
    "7.3": 2,
    "7.4": 5,
    "7.5": 2,
    "7.6": 2,
    "8.1": 2,
    "8.2": 3,
    "8.3": 1,
    "8.4": 1,
    "11.1": 2,
    "11.2": 3,
    "11.3": 3,
    "11.4": 4,
    "11.5": 1,
    "11.6": 1,
    "12.1": 3,
    "12.2": 2,
    "12.3": 4,
    "13.1": 1,
    "13.2": 5,
    "13.3": 2,
    "13.4": 5,
    "14.1": 2,
    "14.2": 4,
    "14.3": 3,
    "15.1": 3,
    "15.2": 3,
    "15.3": 7,
    "16.1": 1,
    "16.2": 5,
    "16.3": 4,
    "16.4": 3,
    "16.5": 3,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement: its number, its level, our words for it, what we say of it, and what shows it."""

    number: str
    level: int
    words: str
    standing: str
    shown_by: str


def rows() -> list[Row]:
    found = ROW.findall(DOCUMENT.read_text(encoding="utf-8"))
    return [Row(number, int(level), words, standing, shown) for number, level, words, standing, shown in found]


ROWS = rows()


def test_every_requirement_of_the_first_two_levels_has_a_row() -> None:
    counted: dict[str, int] = {}
    for row in ROWS:
        if row.level < 3:
            section = row.number.rpartition(".")[0]
            counted[section] = counted.get(section, 0) + 1

    assert counted == ASKED
    assert len({row.number for row in ROWS}) == len(ROWS)


def test_the_table_counts_as_it_says() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    counts = {standing: sum(row.standing == standing for row in ROWS) for standing in ("met", "not met")}

    assert f"{counts['met']} are met and shown by a test" in text
    assert f"{counts['not met']} are not met" in text


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.number)
def test_what_is_said_of_a_requirement_can_be_looked_up(row: Row) -> None:
    match row.standing:
        case "met":
            named = NAMED.findall(row.shown_by)
            assert named
            for file, test in named:
                assert f"def {test}(" in (ROOT / "tests" / file).read_text(encoding="utf-8")
        case "document":
            assert all((ROOT / path).exists() for path in FILE.findall(row.shown_by))
            assert FILE.findall(row.shown_by)
        case "not met" | "does not apply":
            assert len(row.shown_by.strip()) > 10
        case other:
            pytest.fail(other)
