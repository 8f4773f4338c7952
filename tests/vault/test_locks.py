import pytest

from interview.vault import (
    Broken,
    Context,
    KeyPair,
    MasterKey,
    Purpose,
    SealKind,
    key_id_of,
    lock_account,
    lock_session,
    new_token,
    unlock_account,
    unlock_session,
)


def test_an_account_opens_with_its_passphrase_and_with_no_other(
    pair: KeyPair, master: MasterKey, context: Context
) -> None:
    sealed = lock_account(pair.secret, "six plain words", master=master, context=context)

    secret = unlock_account(bytes(sealed), "six plain words", master=master, context=context)

    assert secret.public() == pair.public
    with pytest.raises(Broken):
        unlock_account(sealed, "six plain word", master=master, context=context)


def test_an_account_s_lock_is_bound_to_its_row_and_to_the_server(
    pair: KeyPair, master: MasterKey, context: Context, elsewhere: Context
) -> None:
    sealed = lock_account(pair.secret, "six plain words", master=master, context=context)

    with pytest.raises(Broken):
        unlock_account(sealed, "six plain words", master=master, context=elsewhere)
    with pytest.raises(Broken):
        unlock_account(sealed, "six plain words", master=MasterKey.generate(), context=context)
    with pytest.raises(Broken):
        unlock_account(sealed[:-1], "six plain words", master=master, context=context)


def test_an_account_s_row_holds_nothing_to_guess_passphrases_against(
    pair: KeyPair, master: MasterKey, context: Context
) -> None:
    sealed = lock_account(pair.secret, "six plain words", master=master, context=context)
    outer = master.unseal(Purpose.ACCOUNT_LOCK, sealed, context=context, kind=SealKind.ACCOUNT_OUTER)

    salt = outer[1:17]

    assert bytes(sealed).find(salt) == -1
    assert outer.find(pair.secret.to_bytes()) == -1


def test_the_same_account_locked_twice_has_another_salt(pair: KeyPair, master: MasterKey, context: Context) -> None:
    salts = set()

    for _ in range(2):
        sealed = lock_account(pair.secret, "six plain words", master=master, context=context)
        outer = master.unseal(Purpose.ACCOUNT_LOCK, sealed, context=context, kind=SealKind.ACCOUNT_OUTER)
        salts.add(outer[1:17])

    assert len(salts) == 2


def test_an_account_lock_of_an_unknown_cost_is_refused(master: MasterKey, context: Context) -> None:
    sealed = master.seal(Purpose.ACCOUNT_LOCK, b"\x09" * 200, context=context, kind=SealKind.ACCOUNT_OUTER)
    cut = master.seal(Purpose.ACCOUNT_LOCK, b"\x01" * 17, context=context, kind=SealKind.ACCOUNT_OUTER)
    empty = master.seal(Purpose.ACCOUNT_LOCK, b"", context=context, kind=SealKind.ACCOUNT_OUTER)

    for blob in (sealed, cut, empty):
        with pytest.raises(Broken):
            unlock_account(blob, "six plain words", master=master, context=context)


def test_a_session_opens_with_its_cookie_alone(
    pair: KeyPair, master: MasterKey, context: Context, elsewhere: Context
) -> None:
    token = new_token()
    sealed = lock_session(pair.secret, token, master=master, context=context)

    assert unlock_session(bytes(sealed), token, master=master, context=context).public() == pair.public
    with pytest.raises(Broken):
        unlock_session(sealed, new_token(), master=master, context=context)
    with pytest.raises(Broken):
        unlock_session(sealed, token, master=MasterKey.generate(), context=context)
    with pytest.raises(Broken):
        unlock_session(sealed, token, master=master, context=elsewhere)


def test_the_outer_locks_name_the_master_key(pair: KeyPair, master: MasterKey, context: Context) -> None:
    sealed = lock_session(pair.secret, new_token(), master=master, context=context)

    assert key_id_of(sealed) == master.key_id
