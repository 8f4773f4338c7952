"""Files in chunks: they open as they were, and in no other way."""

import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from interview.vault import CHUNK_BYTES, Broken, ChunkSealer, Context, Sealed, derived, new_key, open_chunks
from interview.vault.chunks import SEALED_BYTES

VECTOR: dict[str, Any] = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))["chunks"]
THREE = bytes(range(256)) * 600


def sealed_in(key: bytes, pieces: Iterable[bytes], context: Context) -> list[Sealed]:
    sealer = ChunkSealer(key, context)
    chunks = [chunk for piece in pieces for chunk in sealer.seal(piece)]
    return [*chunks, sealer.finish()]


def opens(key: bytes, chunks: Iterable[bytes], context: Context) -> bool:
    try:
        return b"".join(open_chunks(key, chunks, context)) != b""
    except Broken:
        return False


@pytest.fixture
def key() -> bytes:
    return new_key()


@pytest.fixture
def chunks(key: bytes, context: Context) -> list[bytes]:
    return [bytes(chunk) for chunk in sealed_in(key, [THREE], context)]


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 3 * CHUNK_BYTES), max_size=5))
def test_a_file_comes_back_whatever_the_pieces_it_came_in(lengths: list[int]) -> None:
    key, context = new_key(), Context(("file",))
    pieces = [bytes([number]) * length for number, length in enumerate(lengths, 1)]

    chunks = sealed_in(key, pieces, context)

    assert b"".join(open_chunks(key, chunks, context)) == b"".join(pieces)
    assert {len(chunk) for chunk in chunks} == {SEALED_BYTES}


@pytest.mark.parametrize(
    ("size", "count"), [(0, 1), (1, 1), (CHUNK_BYTES, 1), (CHUNK_BYTES + 1, 2), (2 * CHUNK_BYTES, 2)]
)
def test_only_the_number_of_chunks_tells_how_large_a_file_is(
    key: bytes, context: Context, size: int, count: int
) -> None:
    assert len(sealed_in(key, [b"x" * size], context)) == count


def test_a_file_that_is_cut_or_goes_on_is_refused(key: bytes, context: Context, chunks: list[bytes]) -> None:
    assert opens(key, chunks, context)
    assert len(chunks) == 3

    for other in ([], chunks[:1], chunks[:2], chunks[1:], [*chunks, chunks[2]], [*chunks, chunks[0]]):
        assert not opens(key, other, context)


def test_chunks_in_another_order_are_refused(key: bytes, context: Context, chunks: list[bytes]) -> None:
    one, two, three = chunks

    for other in ([two, one, three], [one, one, three], [one, three], [three], [two, three], [one, three, two]):
        assert not opens(key, other, context)


@pytest.mark.parametrize("number", range(3))
def test_a_changed_or_shortened_chunk_is_refused(
    key: bytes, context: Context, chunks: list[bytes], number: int
) -> None:
    chunk = chunks[number]
    changed = [chunk[:at] + bytes([chunk[at] ^ 1]) + chunk[at + 1 :] for at in (0, 3, 4, 999, len(chunk) - 1)]

    for other in [*changed, chunk[:-1], chunk[:16], b"", chunk + b"\0"]:
        assert not opens(key, [*chunks[:number], other, *chunks[number + 1 :]], context)


def test_a_chunk_of_another_file_or_place_is_refused(
    key: bytes, context: Context, elsewhere: Context, chunks: list[bytes]
) -> None:
    other_key = new_key()
    others = sealed_in(other_key, [THREE], context)
    moved = sealed_in(key, [THREE], elsewhere)

    for number in range(3):
        for other in (others[number], moved[number]):
            assert not opens(key, [*chunks[:number], other, *chunks[number + 1 :]], context)
    assert not opens(key, chunks, elsewhere)
    assert not opens(other_key, chunks, context)


def test_what_came_before_a_bad_chunk_is_the_last_that_is_given_out(
    key: bytes, context: Context, chunks: list[bytes]
) -> None:
    given = open_chunks(key, [chunks[0], b"\0" * SEALED_BYTES, chunks[2]], context)

    assert next(given) == THREE[:CHUNK_BYTES]
    with pytest.raises(Broken):
        next(given)
    assert list(given) == []


def test_the_last_chunk_is_sealed_once(key: bytes, context: Context) -> None:
    sealer = ChunkSealer(key, context)
    sealer.finish()

    with pytest.raises(ValueError, match="last chunk"):
        sealer.finish()
    with pytest.raises(ValueError, match="last chunk"):
        list(sealer.seal(b"more"))


def test_a_key_of_another_length_is_refused(context: Context) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        ChunkSealer(b"short", context)


def vector_file() -> bytes:
    return b"".join(sha256(number.to_bytes(4, "big")).digest() for number in range(VECTOR["blocks"]))


def test_the_chunks_of_a_file_are_the_same_bytes_for_ever() -> None:
    key, context = bytes.fromhex(VECTOR["key"]), Context(VECTOR["context"])

    chunks = sealed_in(key, [vector_file()], context)

    assert [sha256(chunk).hexdigest() for chunk in chunks] == VECTOR["sha256"]
    assert [bytes(chunk[-16:]).hex() for chunk in chunks] == VECTOR["tags"]
    assert b"".join(open_chunks(key, chunks, context)) == vector_file()


def test_chunks_are_what_the_design_says() -> None:
    key, context, file = bytes.fromhex(VECTOR["key"]), Context(VECTOR["context"]), vector_file()
    cipher = AESGCM(derived(key, "file chunks", (10, sha256(context).digest())))
    parts = [file[at : at + 65_536] for at in range(0, len(file), 65_536)]

    by_hand = [
        cipher.encrypt(
            number.to_bytes(11, "big") + (b"\1" if part is parts[-1] else b"\0"),
            (len(part).to_bytes(4, "big") + part).ljust(65_540, b"\0"),
            context,
        )
        for number, part in enumerate(parts)
    ]

    assert [sha256(chunk).hexdigest() for chunk in by_hand] == VECTOR["sha256"]
