"""Keys and sealed bytes: who can open what. Knows nothing of cases; imports nothing of ours; uses *cryptography* alone.

    master key ── subkeys (Purpose) ── account lock, session, keystore, names, audit, MACs
    passphrase ─Argon2id─► account secret ─HPKE─► team secret
    account or team secret ─HPKE─► case key (inside) + HKDF(server lock, epoch) (outside) = a grant
    case key ─HKDF(kind, id)─► document key ─► sealed document

Only `store` calls what seals and unseals. Everything that does not open raises `Broken`, and never says why.
"""

from interview.vault.chunks import CHUNK_BYTES, ChunkSealer, open_chunks
from interview.vault.context import Context, Part
from interview.vault.envelope import OLDEST_READABLE, Suite, key_id_of, seal, unseal
from interview.vault.handing import (
    grant,
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
from interview.vault.keyfiles import read_credential, read_key_file, write_key_file
from interview.vault.keypairs import KeyPair, PublicKey, SecretKey, fingerprint_words
from interview.vault.keyring import Keyring
from interview.vault.keys import decision_digest, derived, document_key, link, mac, new_key, verify_mac
from interview.vault.kinds import SealKind
from interview.vault.locks import lock_account, lock_session, unlock_account, unlock_nothing, unlock_session
from interview.vault.master import MasterKey, Purpose
from interview.vault.passphrases import LONGEST_BYTES, derive, generate, new_salt
from interview.vault.recovery import Recovery, is_same_share, make_shares, number_of_share, open_with_shares
from interview.vault.refusals import (
    Broken,
    Busy,
    MasterKeyFault,
    MasterKeyRefused,
    PassphraseRefused,
    ShareFault,
    ShareRefused,
    VaultError,
)
from interview.vault.sealed import Sealed
from interview.vault.tokens import Token, new_token, parse_token

__all__ = [
    "CHUNK_BYTES",
    "LONGEST_BYTES",
    "OLDEST_READABLE",
    "Broken",
    "Busy",
    "ChunkSealer",
    "Context",
    "KeyPair",
    "Keyring",
    "MasterKey",
    "MasterKeyFault",
    "MasterKeyRefused",
    "Part",
    "PassphraseRefused",
    "PublicKey",
    "Purpose",
    "Recovery",
    "SealKind",
    "Sealed",
    "SecretKey",
    "ShareFault",
    "ShareRefused",
    "Suite",
    "Token",
    "VaultError",
    "decision_digest",
    "derive",
    "derived",
    "document_key",
    "fingerprint_words",
    "generate",
    "grant",
    "is_same_share",
    "key_id_of",
    "link",
    "lock_account",
    "lock_session",
    "mac",
    "make_shares",
    "new_key",
    "new_salt",
    "new_token",
    "number_of_share",
    "open_chunks",
    "open_grant",
    "open_posted",
    "open_sealed_to",
    "open_team_secret",
    "open_with_shares",
    "parse_token",
    "read_credential",
    "read_key_file",
    "rewrap_grant",
    "seal",
    "seal_posted",
    "seal_team_secret",
    "seal_to",
    "unlock_account",
    "unlock_nothing",
    "unlock_session",
    "unseal",
    "unwrap_grant",
    "verify_mac",
    "wrap_grant",
    "write_key_file",
]
