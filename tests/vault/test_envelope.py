from itertools import combinations
from uuid import UUID

import pytest

from interview.vault import Broken, Context, Part, Sealed, SealKind, Suite, key_id_of, new_key, seal, unseal
from interview.vault.envelope import HEADER_BYTES, TAG_BYTES

KEY_ID = bytes(range(16))
SECRET = "она сказала: 30 дней без паспорта".encode()

ORGANISATION, CASE, INTERVIEW = UUID(int=1), UUID(int=2), UUID(int=3)
PARTS: tuple[Part, ...] = ("interview", ORGANISATION, CASE, INTERVIEW, "screening", 1, 7, UUID(int=4), b"previous link")


@pytest.fixture
def key() -> bytes:
    return new_key()


def sealed_interview(key: bytes, plaintext: bytes = SECRET) -> Sealed:
    return seal(key, plaintext, context=Context(PARTS), kind=SealKind.INTERVIEW, key_id=KEY_ID)


def opens(key: bytes, sealed: bytes, context: Context, kind: SealKind = SealKind.INTERVIEW) -> bool:
    try:
        unseal(key, sealed, context=context, kind=kind)
    except Broken:
        return False
    return True


def test_what_was_sealed_opens_in_its_place(key: bytes) -> None:
    sealed = sealed_interview(key)

    plaintext = unseal(key, bytes(sealed), context=Context(PARTS), kind=SealKind.INTERVIEW)

    assert plaintext == SECRET
    assert bytes(sealed).find(SECRET) == -1


@pytest.mark.parametrize("kind", SealKind)
@pytest.mark.parametrize("length", [0, 1, 251, 252, 253, 4092, 4093])
def test_every_kind_and_length_comes_back(key: bytes, context: Context, kind: SealKind, length: int) -> None:
    plaintext = bytes(length)

    sealed = seal(key, plaintext, context=context, kind=kind, key_id=KEY_ID)

    assert unseal(key, sealed, context=context, kind=kind) == plaintext


def test_the_header_has_the_layout_that_was_decided(key: bytes) -> None:
    sealed = sealed_interview(key)

    assert sealed[:4] == b"IVS\x01"
    assert sealed[4] == Suite.AES_256_GCM_HKDF_SHA_512
    assert sealed[5] == SealKind.INTERVIEW
    assert sealed[6:8] == b"\0\0"
    assert sealed[8:24] == KEY_ID == key_id_of(sealed)
    assert HEADER_BYTES == 88


def test_the_same_thing_sealed_twice_shares_nothing_but_the_fixed_header(key: bytes) -> None:
    one, other = sealed_interview(key), sealed_interview(key)

    assert one[:24] == other[:24]
    assert one[24:56] != other[24:56]
    assert one[56:88] != other[56:88]
    assert one[88:] != other[88:]


@pytest.mark.parametrize(
    ("kind", "length", "padded"),
    [
        (SealKind.NAME, 0, 256),
        (SealKind.NAME, 252, 256),
        (SealKind.NAME, 253, 512),
        (SealKind.INTERVIEW, 0, 4096),
        (SealKind.INTERVIEW, 4092, 4096),
        (SealKind.INTERVIEW, 4093, 5120),
        (SealKind.INTERVIEW, 8000, 8192),
        (SealKind.ENTRY, 10, 4096),
    ],
)
def test_the_length_says_little(key: bytes, context: Context, kind: SealKind, length: int, padded: int) -> None:
    sealed = seal(key, bytes(length), context=context, kind=kind, key_id=KEY_ID)

    assert len(sealed) == HEADER_BYTES + padded + TAG_BYTES


@pytest.mark.parametrize("change", [0x01, 0x80, 0xFF])
def test_every_flipped_byte_is_refused(key: bytes, change: int) -> None:
    sealed = bytes(sealed_interview(key))

    opened = [
        at
        for at in range(len(sealed))
        if opens(key, sealed[:at] + bytes([sealed[at] ^ change]) + sealed[at + 1 :], Context(PARTS))
    ]

    assert opened == []


def test_every_cut_is_refused(key: bytes) -> None:
    sealed = bytes(sealed_interview(key))

    cut_behind = [length for length in range(len(sealed)) if opens(key, sealed[:length], Context(PARTS))]
    cut_before = [at for at in range(1, len(sealed)) if opens(key, sealed[at:], Context(PARTS))]

    assert cut_behind == cut_before == []


@pytest.mark.parametrize("added", [b"\0", b"\0" * 16, b"\0" * 1024])
def test_what_is_added_is_refused(key: bytes, added: bytes) -> None:
    sealed = sealed_interview(key)

    assert not opens(key, sealed + added, Context(PARTS))


@pytest.mark.parametrize(("one", "other"), list(combinations(range(len(PARTS)), 2)))
def test_every_swap_of_two_context_parts_is_refused(key: bytes, one: int, other: int) -> None:
    swapped = list(PARTS)
    swapped[one], swapped[other] = swapped[other], swapped[one]

    assert not opens(key, sealed_interview(key), Context(swapped))


@pytest.mark.parametrize("place", range(len(PARTS)))
def test_every_context_part_counts(key: bytes, place: int) -> None:
    changed = list(PARTS)
    changed[place] = "elsewhere"
    without = [*PARTS[:place], *PARTS[place + 1 :]]

    sealed = sealed_interview(key)

    assert not opens(key, sealed, Context(changed))
    assert not opens(key, sealed, Context(without))


@pytest.mark.parametrize("kind", [kind for kind in SealKind if kind is not SealKind.INTERVIEW])
def test_one_kind_never_opens_as_another_even_with_its_header_rewritten(key: bytes, kind: SealKind) -> None:
    sealed = bytes(sealed_interview(key))
    rewritten = sealed[:5] + bytes([kind]) + sealed[6:]

    assert not opens(key, sealed, Context(PARTS), kind)
    assert not opens(key, rewritten, Context(PARTS), kind)


def test_another_key_is_refused(key: bytes) -> None:
    assert not opens(new_key(), sealed_interview(key), Context(PARTS))


def test_another_key_id_is_refused(key: bytes) -> None:
    sealed = bytes(sealed_interview(key))

    assert not opens(key, sealed[:8] + bytes(16) + sealed[24:], Context(PARTS))


@pytest.mark.parametrize("part", [slice(24, 56), slice(56, 88), slice(24, 88), slice(88, None)])
def test_parts_of_two_envelopes_do_not_mix(key: bytes, part: slice) -> None:
    one, other = bytearray(sealed_interview(key)), sealed_interview(key, b"other content")

    one[part] = other[part]

    assert not opens(key, bytes(one), Context(PARTS))


def test_every_refusal_looks_the_same(key: bytes) -> None:
    sealed = bytes(sealed_interview(key))
    attempts = [
        (new_key(), sealed, Context(PARTS)),
        (key, sealed, Context(("elsewhere",))),
        (key, sealed[:-1], Context(PARTS)),
        (key, sealed[:-1] + bytes([sealed[-1] ^ 1]), Context(PARTS)),
        (key, b"", Context(PARTS)),
        (b"short", sealed, Context(PARTS)),
    ]

    refusals = []
    for with_key, blob, context in attempts:
        with pytest.raises(Broken) as caught:
            unseal(with_key, blob, context=context, kind=SealKind.INTERVIEW)
        refusals.append((str(caught.value), caught.value.args, caught.value.__cause__, caught.value.__context__))

    assert set(refusals) == {("sealed bytes refused", ("sealed bytes refused",), None, None)}


def test_a_suite_older_than_the_oldest_accepted_is_refused(key: bytes) -> None:
    sealed = sealed_interview(key)

    with pytest.raises(Broken):
        unseal(key, sealed, context=Context(PARTS), kind=SealKind.INTERVIEW, oldest=2)


def test_a_suite_that_nobody_wrote_is_refused(key: bytes) -> None:
    sealed = bytes(sealed_interview(key))

    for suite in set(range(256)) - {int(suite) for suite in Suite}:
        assert not opens(key, sealed[:4] + bytes([suite]) + sealed[5:], Context(PARTS))


def test_every_suite_ever_written_stays_readable() -> None:
    # Adding a suite means adding a reader and a vector; taking one away would lose people's records.
    assert {suite.name: suite.value for suite in Suite} == {"AES_256_GCM_HKDF_SHA_512": 1}


def test_only_the_vault_makes_sealed_bytes(key: bytes) -> None:
    sealed = sealed_interview(key)

    with pytest.raises(TypeError):
        Sealed(b"clear")
    with pytest.raises(TypeError):
        type(sealed)(b"clear")
    with pytest.raises(TypeError):
        Sealed.fromhex("00")
    assert type(sealed[:10]) is bytes
    assert type(sealed + b"") is bytes


def test_sealed_bytes_are_not_printed_as_text(key: bytes) -> None:
    sealed = sealed_interview(key)

    assert f"{sealed}" == repr(sealed) == f"<Sealed, {len(sealed)} bytes>"


@pytest.mark.parametrize(("key_bytes", "key_id"), [(bytes(31), KEY_ID), (bytes(32), bytes(15))])
def test_a_key_or_key_id_of_another_length_is_refused(context: Context, key_bytes: bytes, key_id: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        seal(key_bytes, b"", context=context, kind=SealKind.NAME, key_id=key_id)


def test_the_key_id_of_something_else_is_refused() -> None:
    with pytest.raises(Broken):
        key_id_of(b"something else that is long enough to be one" * 10)


def test_kinds_keep_their_numbers() -> None:
    # The numbers stand in sealed bytes. A new kind is added here; an old one never changes.
    assert {kind.name: kind.value for kind in SealKind} == {
        "INTERVIEW": 1,
        "ENTRY": 2,
        "ASSESSMENT": 3,
        "PROPOSAL": 4,
        "CASE_CARD": 5,
        "LINK_KEY": 6,
        "CASE_RECORD": 7,
        "DECISION_STEP": 8,
        "FILE": 9,
        "FILE_CHUNK": 10,
        "LEDGER_EXTRACT": 11,
        "REFERRAL": 12,
        "NAME": 16,
        "AUDIT_DETAIL": 17,
        "SERVER_LOCK": 18,
        "HOUR_KEY": 19,
        "SETTING": 20,
        "ACCOUNT_INNER": 32,
        "ACCOUNT_OUTER": 33,
        "SESSION_INNER": 34,
        "SESSION_OUTER": 35,
        "GRANT_OUTER": 36,
        "RECOVERY_PAIR": 37,
        "SERVER_KEY": 38,
        "SIGNING_KEY": 39,
        "LEDGER_RECORD_OUTER": 40,
        "GRANT": 48,
        "TEAM_SECRET": 49,
        "POSTED_BODY": 50,
        "FACTOR": 51,
        "CANARY": 52,
        "LEDGER_RECORD": 53,
        "NOTICE": 54,
    }
