"""The two locks around an account's secret key: in the account's row and in a session's row.

Account: inside under Argon2id of the passphrase, outside under the account-lock subkey of the master key. The salt lies
inside the outer lock, so that a stolen database gives nothing to guess passphrases against. There is no password hash:
signing in succeeds when the lock opens. Session: inside under HKDF of the cookie's secret, outside under the session
subkey. Outer locks are the server's, so that a new master key can rewrap them without anybody signing in.
"""

from typing import NoReturn

from interview.vault.context import Context
from interview.vault.envelope import seal, unseal
from interview.vault.keypairs import SecretKey
from interview.vault.keys import derived, new_key
from interview.vault.kinds import SealKind
from interview.vault.master import Master, Purpose
from interview.vault.passphrases import COSTS, CURRENT_COST, SALT_BYTES, derive, new_salt
from interview.vault.refusals import Broken
from interview.vault.sealed import Sealed
from interview.vault.tokens import Token

# The inner locks are found through the outer one; their key id says nothing.
_NO_KEY_ID = bytes(16)


def lock_account(
    secret: SecretKey, passphrase: str, *, master: Master, context: Context, unlocking: bool = False
) -> Sealed:
    """An account's secret key under its passphrase and under the server's lock. Raises `PassphraseRefused`, `Busy`.

    `unlocking` is for somebody who has a session: a place is kept for them.
    """
    salt = new_salt()
    key = derive(passphrase, salt, unlocking=unlocking)
    inner = seal(key, secret.to_bytes(), context=context, kind=SealKind.ACCOUNT_INNER, key_id=_NO_KEY_ID)
    plaintext = bytes([CURRENT_COST]) + salt + inner
    return master.seal(Purpose.ACCOUNT_LOCK, plaintext, context=context, kind=SealKind.ACCOUNT_OUTER)


def unlock_account(
    sealed: bytes, passphrase: str, *, master: Master, context: Context, unlocking: bool = False
) -> SecretKey:
    """An account's secret key.

    Raises `Broken` for a wrong passphrase and for a broken row alike; `PassphraseRefused`, `Busy`. `unlocking` is
    for somebody whose session is locked: a place is kept for them.
    """
    outer = master.unseal(Purpose.ACCOUNT_LOCK, sealed, context=context, kind=SealKind.ACCOUNT_OUTER)
    if not outer or outer[0] not in COSTS:
        raise Broken
    cost, salt, inner = outer[0], outer[1 : 1 + SALT_BYTES], outer[1 + SALT_BYTES :]
    key = derive(passphrase, salt, unlocking=unlocking, cost=cost)
    return SecretKey.from_bytes(unseal(key, inner, context=context, kind=SealKind.ACCOUNT_INNER))


def unlock_nothing(passphrase: str, *, master: Master, context: Context, unlocking: bool = False) -> NoReturn:
    """The same work as `unlock_account`, for an account that does not exist. Always raises, and the same: `Broken`."""
    inner = seal(new_key(), bytes(97), context=context, kind=SealKind.ACCOUNT_INNER, key_id=_NO_KEY_ID)
    master.subkey(Purpose.ACCOUNT_LOCK)
    key = derive(passphrase, new_salt(), unlocking=unlocking)
    unseal(key, inner, context=context, kind=SealKind.ACCOUNT_INNER)
    raise Broken


def lock_session(secret: SecretKey, token: Token, *, master: Master, context: Context) -> Sealed:
    """An account's secret key under a cookie's secret and under the server's lock, for a session's row."""
    key = derived(token.secret, "session", (token.lookup,))
    inner = seal(key, secret.to_bytes(), context=context, kind=SealKind.SESSION_INNER, key_id=_NO_KEY_ID)
    return master.seal(Purpose.SESSION, inner, context=context, kind=SealKind.SESSION_OUTER)


def unlock_session(sealed: bytes, token: Token, *, master: Master, context: Context) -> SecretKey:
    """The account's secret key of a session that is not locked. Raises `Broken`."""
    inner = master.unseal(Purpose.SESSION, sealed, context=context, kind=SealKind.SESSION_OUTER)
    key = derived(token.secret, "session", (token.lookup,))
    return SecretKey.from_bytes(unseal(key, inner, context=context, kind=SealKind.SESSION_INNER))
