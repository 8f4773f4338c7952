from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview.vault import Context, Part

parts_of_a_context = st.lists(
    st.one_of(
        st.text(st.characters(codec="utf-8"), max_size=6),
        st.binary(max_size=18),
        st.uuids(),
        st.integers(-(2**63), 2**63 - 1),
        st.booleans(),
        st.none(),
    ),
    max_size=4,
)


def shape(parts: list[Part]) -> list[tuple[type, Part]]:
    """What makes two lists of parts the same: `True == 1` in Python, and yet they are two things."""
    return [(type(part), part) for part in parts]


@settings(max_examples=200)
@given(parts_of_a_context, parts_of_a_context)
def test_two_contexts_are_the_same_bytes_only_when_their_parts_are(one: list[Part], other: list[Part]) -> None:
    same_bytes = Context(one) == Context(other)

    assert same_bytes == (shape(one) == shape(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        (("a",), ("a", "")),
        (("1",), (1,)),
        ((b"1",), ("1",)),
        ((UUID(int=0),), (bytes(16),)),
        ((True,), (1,)),
        ((None,), ("",)),
        (("a", "b"), ("b", "a")),
        ((), ("",)),
        ((Context(("a",)),), ("a",)),
    ],
)
def test_parts_that_look_alike_make_different_contexts(one: tuple[Part, ...], other: tuple[Part, ...]) -> None:
    assert Context(one) != Context(other)


def test_a_single_text_is_not_taken_for_a_list_of_letters() -> None:
    with pytest.raises(TypeError):
        Context("interview")


def test_text_that_is_not_utf8_is_refused_without_repeating_it() -> None:
    with pytest.raises(ValueError, match="not UTF-8") as caught:
        Context(("marker\ud800",))

    assert "marker" not in repr(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1])
def test_an_integer_beyond_64_bits_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="64 bits"):
        Context((number,))


def test_anything_else_is_refused() -> None:
    with pytest.raises(TypeError):
        Context((1.5,))  # type: ignore[arg-type]
