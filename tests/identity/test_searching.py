"""Looking somebody up among everybody, and folding new cards in."""

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from interview.identity.cards import Card
from interview.identity.likeness import Wanted
from interview.identity.searching import MOST, Cards, Pair, decided, fold, from_bytes, search, to_bytes

PEOPLE = ["Amina Sayed", "Blessing Okafor", "Natalia Kovalenko", "Selam Tesfaye", "Mariana Ionescu", "Khadija Yusuf"]


def of(name: str, *, case_id: UUID | None = None, sequence: int = 1, born: int | None = 1990) -> Card:
    return Card(case_id or uuid4(), sequence, (name,), born)


def everybody() -> Cards:
    return fold(Cards(), (of(name) for name in PEOPLE), ())[0]


def test_somebody_is_found_by_another_spelling_in_another_script() -> None:
    found = search(everybody(), Wanted(("Ковалэнко Наталья",), 1991))

    assert [one.card.names for one in found] == [("Natalia Kovalenko",)]


def test_nobody_is_found_by_nothing() -> None:
    assert search(everybody(), Wanted(("", "123"))) == ()


def test_ten_are_shown_at_most_the_most_alike_first() -> None:
    many, _ = fold(Cards(), (of(f"Amina Sayed{letter}") for letter in "abcdefghijklmnop"), ())

    found = search(many, Wanted(("Amina Sayeda",)))

    assert len(found) == MOST
    assert found[0].card.names == ("Amina Sayeda",)


def test_the_newest_card_of_a_case_counts_whatever_came_last() -> None:
    case_id = uuid4()
    older, newer = of("Amina", case_id=case_id, sequence=1), of("Amina Sayed", case_id=case_id, sequence=2)

    one, _ = fold(Cards(), (newer, older), ())
    other, _ = fold(fold(Cards(), (newer,), ())[0], (older,), ())

    assert [one.at(0).names, other.at(0).names] == [("Amina Sayed",)] * 2
    assert len(one.rows) == len(other.rows) == 1


def test_an_erased_case_leaves_nothing() -> None:
    amina, twin = of("Amina Sayed"), of("Amina Saied")
    both, found = fold(Cards(), (amina, twin), ())

    left, _ = fold(both, (of("Amina Sayed", case_id=amina.case_id, sequence=9),), (amina.case_id,))

    assert [pair.both for pair in found] == [{amina.case_id, twin.case_id}]
    assert left.pairs == ()
    assert amina.case_id.hex.encode() not in to_bytes(left)


def test_a_pair_is_found_once_and_keeps_what_was_decided() -> None:
    amina, twin = of("Amina Sayed"), of("SAYED Amina", born=1991)
    both, found = fold(Cards(), (amina, twin), ())
    said = decided(both, found[0].both, "different")

    again, more = fold(said, (of("Amina Sayed", case_id=amina.case_id, sequence=2),), ())

    assert more == ()
    assert again.pairs == (Pair(found[0].one, found[0].other, "different"),)


def test_others_are_no_pair() -> None:
    assert fold(Cards(), (of(name) for name in PEOPLE), ())[1] == ()


@given(st.lists(st.sampled_from(PEOPLE), max_size=8), st.data())
def test_everything_comes_back_as_it_was_written(names: list[str], data: st.DataObject) -> None:
    among, _ = fold(Cards(), (of(name, born=data.draw(st.none() | st.just(1990))) for name in names), ())

    assert from_bytes(to_bytes(among)) == Cards(list(among.rows), list(among.written), list(among.heard), among.pairs)
