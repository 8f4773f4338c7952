from uuid import UUID

import pytest

from interview.vault import (
    Broken,
    Context,
    KeyPair,
    SealKind,
    grant,
    new_key,
    open_grant,
    open_posted,
    open_sealed_to,
    open_team_secret,
    rewrap_grant,
    seal_posted,
    seal_team_secret,
    seal_to,
    unwrap_grant,
    wrap_grant,
)

CASE = UUID(int=2)


def test_a_grant_opens_with_the_key_that_it_was_sealed_to(pair: KeyPair, context: Context) -> None:
    case_key = new_key()

    sealed = grant(case_key, pair.public, context=context)

    assert open_grant(bytes(sealed), pair.secret, context=context) == case_key
    assert len(sealed) == 1176


def test_a_grant_does_not_open_for_another_key_place_or_kind(
    pair: KeyPair, other_pair: KeyPair, context: Context, elsewhere: Context
) -> None:
    sealed = grant(new_key(), pair.public, context=context)

    with pytest.raises(Broken):
        open_grant(sealed, other_pair.secret, context=context)
    with pytest.raises(Broken):
        open_grant(sealed, pair.secret, context=elsewhere)
    with pytest.raises(Broken):
        open_team_secret(sealed, pair.secret, context=context)
    rewritten = sealed[:5] + bytes([SealKind.TEAM_SECRET]) + sealed[6:]
    with pytest.raises(Broken):
        open_team_secret(rewritten, pair.secret, context=context)


def test_every_flipped_byte_and_every_cut_of_a_grant_is_refused(pair: KeyPair, context: Context) -> None:
    sealed = bytes(grant(new_key(), pair.public, context=context))
    damaged = [sealed[:at] + bytes([sealed[at] ^ 0x01]) + sealed[at + 1 :] for at in range(len(sealed))]
    damaged += [sealed[:length] for length in range(len(sealed))]
    damaged += [sealed + b"\0"]

    refused = 0
    for blob in damaged:
        with pytest.raises(Broken) as caught:
            open_grant(blob, pair.secret, context=context)
        refused += caught.value.args == ("sealed bytes refused",)

    assert refused == len(damaged)


def test_neither_lock_of_a_grant_alone_opens_anything(pair: KeyPair, other_pair: KeyPair, context: Context) -> None:
    case_key, lock = new_key(), new_key()
    wrapped = wrap_grant(grant(case_key, pair.public, context=context), lock, epoch=3, context=context, case_id=CASE)

    with pytest.raises(Broken):
        open_grant(wrapped, pair.secret, context=context)
    with pytest.raises(Broken):
        unwrap_grant(wrapped, new_key(), epoch=3, context=context)
    inner = unwrap_grant(wrapped, lock, epoch=3, context=context)
    with pytest.raises(Broken):
        open_grant(inner, other_pair.secret, context=context)
    assert open_grant(inner, pair.secret, context=context) == case_key


@pytest.mark.parametrize("epoch", [0, 2, 4, -3])
def test_a_grant_of_another_epoch_put_back_is_refused(pair: KeyPair, context: Context, epoch: int) -> None:
    lock = new_key()
    wrapped = wrap_grant(grant(new_key(), pair.public, context=context), lock, epoch=3, context=context, case_id=CASE)

    with pytest.raises(Broken):
        unwrap_grant(wrapped, lock, epoch=epoch, context=context)


def test_those_who_stay_open_the_case_in_the_next_epoch_and_the_old_row_opens_nothing(
    pair: KeyPair, context: Context
) -> None:
    case_key, lock = new_key(), new_key()
    old = wrap_grant(grant(case_key, pair.public, context=context), lock, epoch=1, context=context, case_id=CASE)

    new = rewrap_grant(old, lock, old_epoch=1, epoch=2, context=context, case_id=CASE)

    inner = unwrap_grant(new, lock, epoch=2, context=context)
    assert open_grant(inner, pair.secret, context=context) == case_key
    with pytest.raises(Broken):
        unwrap_grant(old, lock, epoch=2, context=context)


def test_a_team_secret_opens_for_its_member_and_is_the_same_key(
    pair: KeyPair, other_pair: KeyPair, context: Context
) -> None:
    sealed = seal_team_secret(other_pair.secret, pair.public, context=context)

    assert open_team_secret(sealed, pair.secret, context=context).public() == other_pair.public


def test_a_team_secret_that_is_none_is_refused(pair: KeyPair, context: Context) -> None:
    sealed = seal_to(pair.public, b"not a key", context=context, kind=SealKind.TEAM_SECRET)

    with pytest.raises(Broken):
        open_team_secret(sealed, pair.secret, context=context)


@pytest.mark.parametrize(("length", "sealed_length"), [(0, 4096), (900, 4096), (4092, 4096), (4093, 5120)])
def test_a_posted_body_is_padded_and_given_back(
    pair: KeyPair, context: Context, length: int, sealed_length: int
) -> None:
    body = b"x" * length

    sealed = seal_posted(body, pair.public, context=context)

    assert open_posted(sealed, pair.secret, context=context) == body
    assert len(sealed) == 1144 + sealed_length


def test_a_posted_body_whose_padding_is_not_ours_is_refused(pair: KeyPair, context: Context) -> None:
    sealed = bytes(seal_to(pair.public, b"\0\0\0\1\1\1", context=context, kind=SealKind.GRANT))
    rewritten = sealed[:5] + bytes([SealKind.POSTED_BODY]) + sealed[6:]

    for blob in (sealed, rewritten):
        with pytest.raises(Broken):
            open_sealed_to(pair.secret, blob, context=context, kind=SealKind.POSTED_BODY)
