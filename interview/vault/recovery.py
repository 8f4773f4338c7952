"""Recovery: an organisation's last way in, when all staff have lost their passphrases. Two people of three open it.

No hand-made secret sharing: the recovery secret is sealed three times, once under HKDF of each pair of shares.
"""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from interview.vault.context import Context
from interview.vault.envelope import seal, unseal
from interview.vault.keypairs import KeyPair, PublicKey, SecretKey
from interview.vault.keys import derived
from interview.vault.kinds import SealKind
from interview.vault.refusals import ShareFault, ShareRefused
from interview.vault.sealed import Sealed
from interview.vault.texts import from_text, to_text

SHARES = 3
# Whoever holds one share has 160 unknown bits before them.
_SECRET_BYTES = 20
_SHARE_BYTES = 1 + _SECRET_BYTES
_PAIRS = ((1, 2), (1, 3), (2, 3))


@dataclass(frozen=True, slots=True)
class Recovery:
    """A new recovery principal.

    `shares` are shown on the terminal once and kept nowhere; `copies` and `public` are stored.
    """

    public: PublicKey
    copies: tuple[Sealed, Sealed, Sealed]
    shares: tuple[str, str, str] = field(repr=False)


def make_shares(*, context: Context, pair: KeyPair | None = None) -> Recovery:
    """A new recovery key, or new shares of the one given, with three shares (texts of ten groups of four).

    Call it where no disk can see it. Shares from before open nothing of the new copies.
    """
    pair = pair or KeyPair.generate()
    shares = {number: bytes([number]) + secrets.token_bytes(_SECRET_BYTES) for number in range(1, SHARES + 1)}
    first, second, third = (
        seal(
            _pair_key(shares[a], shares[b]),
            pair.secret.to_bytes(),
            context=_pair_context(context, a, b),
            kind=SealKind.RECOVERY_PAIR,
            key_id=pair.public.key_id,
        )
        for a, b in _PAIRS
    )
    one, two, three = (to_text(share) for share in shares.values())
    return Recovery(pair.public, (first, second, third), (one, two, three))


def open_with_shares(share_a: str, share_b: str, copies: Sequence[bytes], *, context: Context) -> SecretKey:
    """The recovery secret, from two different shares in any order and the three sealed copies in their order.

    Raises `ShareRefused` for a share that does not read or was given twice, and `Broken` for shares that open nothing.
    """
    low, high = sorted((_read(share_a), _read(share_b)))
    if low[0] == high[0]:
        raise ShareRefused(ShareFault.SAME_TWICE)
    pair = (low[0], high[0])
    copy = copies[_PAIRS.index(pair)]
    plaintext = unseal(_pair_key(low, high), copy, context=_pair_context(context, *pair), kind=SealKind.RECOVERY_PAIR)
    return SecretKey.from_bytes(plaintext)


def number_of_share(share: str) -> int:
    """Which of the three it is: 1, 2 or 3. Raises `ShareRefused` when it was mistyped."""
    return _read(share)[0]


def is_same_share(shown: str, retyped: str) -> bool:
    """Whether a share that was typed again is the one that was shown. Raises `ShareRefused` when it was mistyped."""
    return hmac.compare_digest(_read(shown), _read(retyped))


def _read(text: str) -> bytes:
    share = from_text(text, _SHARE_BYTES)
    if share is None or not 1 <= share[0] <= SHARES:
        raise ShareRefused(ShareFault.MISTYPED)
    return share


def _pair_key(low: bytes, high: bytes) -> bytes:
    return derived(low + high, "recovery pair")


def _pair_context(context: Context, low: int, high: int) -> Context:
    return Context(("recovery pair", low, high, context))
