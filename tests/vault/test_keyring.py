import copy
import pickle
from uuid import UUID

import pytest

from interview.vault import Broken, Context, KeyPair, Keyring, grant, new_key, seal_team_secret, wrap_grant

ACCOUNT, TEAM, CASE = UUID(int=1), UUID(int=2), UUID(int=3)


@pytest.fixture
def keyring(pair: KeyPair) -> Keyring:
    return Keyring(ACCOUNT, pair.secret)


def test_the_account_opens_what_was_granted_to_it(keyring: Keyring, pair: KeyPair, context: Context) -> None:
    case_key, lock = new_key(), new_key()
    wrapped = wrap_grant(grant(case_key, pair.public, context=context), lock, epoch=1, context=context, case_id=CASE)

    assert keyring.case_key(ACCOUNT, wrapped, lock, epoch=1, context=context) == case_key


def test_a_member_opens_what_was_granted_to_the_team(
    keyring: Keyring, pair: KeyPair, other_pair: KeyPair, context: Context
) -> None:
    case_key, lock = new_key(), new_key()
    granted = grant(case_key, other_pair.public, context=context)
    wrapped = wrap_grant(granted, lock, epoch=1, context=context, case_id=CASE)
    membership = seal_team_secret(other_pair.secret, pair.public, context=context)

    with pytest.raises(Broken):
        keyring.case_key(TEAM, wrapped, lock, epoch=1, context=context)
    keyring.open_team(TEAM, membership, context=context)

    assert keyring.holds(TEAM)
    assert keyring.case_key(TEAM, wrapped, lock, epoch=1, context=context) == case_key


def test_a_closed_keyring_holds_nothing(keyring: Keyring) -> None:
    keyring.close()

    assert not keyring.holds(ACCOUNT)
    with pytest.raises(Broken):
        _ = keyring.account_secret


def test_a_key_made_in_this_request_can_be_put_on_the_ring(keyring: Keyring, other_pair: KeyPair) -> None:
    keyring.add(TEAM, other_pair.secret)

    assert keyring.secret_of(TEAM).public() == other_pair.public
    assert keyring.account_id == ACCOUNT


def test_a_keyring_is_never_shown_copied_or_written_down(keyring: Keyring) -> None:
    assert repr(keyring) == str(keyring) == "<Keyring>"
    with pytest.raises(TypeError):
        pickle.dumps(keyring)
    with pytest.raises(TypeError):
        copy.copy(keyring)
