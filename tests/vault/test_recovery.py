from itertools import permutations

import pytest

from interview.vault import (
    Broken,
    Context,
    Recovery,
    ShareFault,
    ShareRefused,
    is_same_share,
    make_shares,
    number_of_share,
    open_with_shares,
)


@pytest.fixture
def recovery(context: Context) -> Recovery:
    return make_shares(context=context)


@pytest.mark.parametrize(("one", "other"), list(permutations(range(3), 2)))
def test_any_two_people_open_in_any_order(recovery: Recovery, context: Context, one: int, other: int) -> None:
    secret = open_with_shares(recovery.shares[one], recovery.shares[other], recovery.copies, context=context)

    assert secret.public() == recovery.public


def test_one_person_alone_opens_nothing(recovery: Recovery, context: Context) -> None:
    with pytest.raises(ShareRefused) as caught:
        open_with_shares(recovery.shares[0], recovery.shares[0], recovery.copies, context=context)

    assert caught.value.fault is ShareFault.SAME_TWICE


def test_a_share_of_another_organisation_opens_nothing(recovery: Recovery, context: Context) -> None:
    other = make_shares(context=context)

    with pytest.raises(Broken):
        open_with_shares(recovery.shares[0], other.shares[1], recovery.copies, context=context)
    with pytest.raises(Broken):
        open_with_shares(recovery.shares[0], recovery.shares[1], other.copies, context=context)


def test_two_different_first_shares_are_not_a_pair(recovery: Recovery, context: Context) -> None:
    other = make_shares(context=context)

    with pytest.raises(ShareRefused):
        open_with_shares(recovery.shares[0], other.shares[0], recovery.copies, context=context)


def test_copies_are_bound_to_their_organisation_and_order(
    recovery: Recovery, context: Context, elsewhere: Context
) -> None:
    first, second, third = recovery.copies

    with pytest.raises(Broken):
        open_with_shares(*recovery.shares[:2], recovery.copies, context=elsewhere)
    with pytest.raises(Broken):
        open_with_shares(*recovery.shares[:2], (second, first, third), context=context)


def test_a_share_is_read_out_in_groups_and_typed_in_as_people_type(recovery: Recovery, context: Context) -> None:
    shown = recovery.shares[0]
    typed = shown.lower().replace(" ", "-").replace("0", "o").replace("1", "l")

    assert [len(group) for group in shown.split(" ")] == [4] * 10
    assert is_same_share(shown, typed)
    assert is_same_share(shown, shown.replace(" ", "") + "\n")
    assert not is_same_share(shown, recovery.shares[1])
    assert open_with_shares(typed, recovery.shares[2], recovery.copies, context=context).public() == recovery.public


def test_the_shares_are_numbered(recovery: Recovery) -> None:
    assert [number_of_share(share) for share in recovery.shares] == [1, 2, 3]


def test_every_mistyped_letter_is_noticed(recovery: Recovery) -> None:
    shown = recovery.shares[1].replace(" ", "")

    for at, letter in enumerate(shown):
        for typed in {"7", "B", "U", "é", ""} - {letter}:
            with pytest.raises(ShareRefused) as caught:
                is_same_share(shown, shown[:at] + typed + shown[at + 1 :])
            assert caught.value.fault is ShareFault.MISTYPED


def test_swapped_neighbours_are_noticed(recovery: Recovery) -> None:
    shown = recovery.shares[2].replace(" ", "")
    swaps = [shown[:at] + shown[at + 1] + shown[at] + shown[at + 2 :] for at in range(len(shown) - 1)]

    for typed in set(swaps) - {shown}:
        with pytest.raises(ShareRefused):
            number_of_share(typed)


@pytest.mark.parametrize("text", ["", "0000", "not a share at all", "0" * 40, "Z" * 40, "\ud800" * 40])
def test_what_is_no_share_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(ShareRefused) as caught:
        number_of_share(text)

    assert str(caught.value) == "recovery share refused: mistyped"


def test_shares_are_not_shown_by_accident(recovery: Recovery) -> None:
    assert not any(share in repr(recovery) or share.split()[1] in repr(recovery) for share in recovery.shares)
