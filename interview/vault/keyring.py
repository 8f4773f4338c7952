"""The secret keys of the person at work. It lives for one request and is kept nowhere."""

from typing import NoReturn
from uuid import UUID

from interview.vault.context import Context
from interview.vault.handing import open_grant, open_team_secret, unwrap_grant
from interview.vault.keypairs import SecretKey
from interview.vault.refusals import Broken


class Keyring:
    """Holds the account's secret key, and the team secrets opened so far, by principal id.

    Close it with the request.
    """

    __slots__ = ("_account_id", "_secrets")

    def __init__(self, account_id: UUID, secret: SecretKey) -> None:
        self._account_id = account_id
        self._secrets = {account_id: secret}

    @property
    def account_id(self) -> UUID:
        """Whose keyring this is."""
        return self._account_id

    @property
    def account_secret(self) -> SecretKey:
        """The account's own secret key. Raises `Broken` once closed."""
        return self._secret_of(self._account_id)

    def holds(self, principal_id: UUID) -> bool:
        """Whether this principal's secret key is on the ring."""
        return principal_id in self._secrets

    def open_team(self, team_id: UUID, sealed: bytes, *, context: Context) -> None:
        """Put a team's secret key on the ring, from the copy that was sealed to this account. Raises `Broken`."""
        if team_id not in self._secrets:
            self._secrets[team_id] = open_team_secret(sealed, self.account_secret, context=context)

    def add(self, principal_id: UUID, secret: SecretKey) -> None:
        """Put a secret key on the ring that was made, or opened, in this request."""
        self._secrets[principal_id] = secret

    def secret_of(self, principal_id: UUID) -> SecretKey:
        """A secret key on the ring. Raises `Broken` when it is not there."""
        return self._secret_of(principal_id)

    def case_key(
        self, principal_id: UUID, wrapped: bytes, server_lock: bytes, *, epoch: int, context: Context
    ) -> bytes:
        """The case key (32 bytes) in a grant to a principal on the ring: outer lock, then inner lock.

        Raises `Broken`.
        """
        inner = unwrap_grant(wrapped, server_lock, epoch=epoch, context=context)
        return open_grant(inner, self._secret_of(principal_id), context=context)

    def close(self) -> None:
        """Let go of every key."""
        self._secrets.clear()

    def _secret_of(self, principal_id: UUID) -> SecretKey:
        secret = self._secrets.get(principal_id)
        if secret is None:
            raise Broken
        return secret

    def __repr__(self) -> str:
        return "<Keyring>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a keyring is never written down")
