"""Somebody is known again whoever wrote the name down, in whichever script and order."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview.identity.cards import LONGEST_NAME, MOST_NAMES, Card, card, from_bytes, to_bytes
from interview.identity.folding import sounds_of, words_of
from interview.identity.likeness import PROBABLE, SHOWN, Wanted, likeness, names_alike

# Invented people. Each line is one of them, as several people wrote the name down.
SAME = [
    ("Fatima Ahmed", "فاطمة أحمد"),
    ("Mohammed Youssef", "محمد يوسف"),
    ("Khadija Yusuf", "Хадиджа Юсуф"),
    ("Selam Tesfaye", "ሰላም ተስፋዬ"),
    ("Aleksandros Papadakis", "Αλέξανδρος Παπαδάκης"),
    ("Nguyen Thi Hanh", "Nguyễn Thị Hạnh"),
    ("Lukasz Wojcik", "Łukasz Wójcik"),
    ("Natalia Kovalenko", "Наталія Коваленко"),
    ("Amina Sayed", "SAYED, Amina"),
    ("Amina Sayed", "Amnia Sayed"),
    ("Blessing Okafor", "Blesing Okafor"),
    ("Mariana Ionescu", "Marianna Ionesku"),
    ("Özgür Yıldız", "Ozgur Yildiz"),
    ("Zahra Husseini", "Zehra Hoseini"),
]
DIFFERENT = [
    ("Amina Sayed", "Blessing Okafor"),
    ("Maria Ionescu", "Marta Kowalska"),
    ("Ahmed Ali", "Omar Karim"),
    ("Li Na", "Wang Fang"),
    ("Fatima Ahmed", "Zahra Husseini"),
]


def of(*names: str, born: int | None = None, sex: str = "", countries: tuple[str, ...] = ()) -> Card:
    return Card(uuid4(), 1, names, born, sex, countries)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_person_is_known_again(one: str, other: str) -> None:
    assert likeness(Wanted((one,), 1990), of(other, born=1991)) >= PROBABLE


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_people_are_two(one: str, other: str) -> None:
    assert likeness(Wanted((one,), 1990), of(other, born=1990)) < SHOWN


def test_a_year_that_differs_by_one_counts_as_the_same_and_by_twenty_against() -> None:
    wanted, name = Wanted(("Amina Sayed",), 1990), "Amina Saied"

    same, near, far, unknown = (likeness(wanted, of(name, born=year)) for year in (1990, 1991, 1970, None))

    assert same >= near >= unknown > far
    assert near >= PROBABLE
    assert far < PROBABLE


def test_a_name_that_many_share_alone_is_not_enough() -> None:
    assert likeness(Wanted(("Mohammed",)), of("Mohammed", "Karim Hassan")) < PROBABLE


def test_another_sex_and_another_country_count_against() -> None:
    wanted = Wanted(("Nour Haddad",), 1990, "female", ("SY",))

    assert likeness(wanted, of("Nour Haddad", sex="male", countries=("MA",))) < likeness(wanted, of("Nour Haddad"))


@given(st.lists(st.text(max_size=20), max_size=4), st.lists(st.text(max_size=20), max_size=4))
def test_likeness_is_within_bounds_and_the_same_both_ways(one: list[str], other: list[str]) -> None:
    words, others = [word for name in one for word in words_of(name)], [w for name in other for w in words_of(name)]

    alike = names_alike(words, others)

    assert 0.0 <= alike <= 1.0
    if len(words) != len(others):
        assert alike == names_alike(others, words)


@given(st.lists(st.text(alphabet="abdefgiklmnorstuz", min_size=4, max_size=12), min_size=2, max_size=4))
def test_order_never_counts(words: list[str]) -> None:
    assert likeness(Wanted((" ".join(words),)), of(" ".join(reversed(words)))) == 100


@given(st.text(alphabet="bdfgklmnrst", min_size=5, max_size=12), st.integers(0, 10))
def test_two_letters_swapped_are_one_slip(word: str, place: int) -> None:
    at = place % (len(word) - 1)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    assert likeness(Wanted((f"{word} Okafor",)), of(f"{swapped} Okafor")) >= SHOWN


@given(st.text())
def test_every_text_folds_to_plain_words(name: str) -> None:
    assert all(word.isascii() and word.islower() and sounds_of(word) for word in words_of(name))


@given(
    st.lists(st.text(max_size=200), max_size=12),
    st.none() | st.integers(1900, 2026),
    st.lists(st.sampled_from(["NG", "VN", "UA", "SY"]), max_size=5),
)
def test_a_card_comes_back_as_it_was_written_and_stays_small(
    names: list[str], born: int | None, countries: list[str]
) -> None:
    made = card(UUID(int=7), 3, names, born, "female", countries)

    if made is None:
        assert not any(name.strip() for name in names)
        return
    assert from_bytes(to_bytes(made)) == made
    assert len(made.names) <= MOST_NAMES
    assert all(len(name) <= LONGEST_NAME for name in made.names)
    assert len(to_bytes(made)) < 4092
