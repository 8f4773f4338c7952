"""What the vault refuses, and nothing more: no refusal ever carries key material, sealed bytes or their content."""

from enum import StrEnum


class VaultError(Exception):
    """Base of everything that the vault raises on purpose."""


class Broken(VaultError):
    """The one generic refusal: wrong key, wrong place, cut, flipped, swapped or too old. Never says which."""

    def __init__(self) -> None:
        super().__init__("sealed bytes refused")


class Busy(VaultError):
    """No place became free for a passphrase derivation in time. Nothing was derived; try again."""

    def __init__(self) -> None:
        super().__init__("too many passphrases are being checked")


class PassphraseRefused(VaultError):
    """The passphrase is longer than 256 bytes in NFC, or is not text. Says nothing about what was typed."""

    def __init__(self) -> None:
        super().__init__("passphrase refused")


class MasterKeyFault(StrEnum):
    """Why a master key was refused; the server does not start."""

    MISSING = "missing"
    NOT_A_FILE = "not_a_file"
    READABLE_BY_OTHERS = "readable_by_others"
    OWNED_BY_ANOTHER = "owned_by_another"
    SEVERAL_NAMES = "several_names"
    IN_A_COPIED_FOLDER = "in_a_copied_folder"
    NOT_A_MASTER_KEY = "not_a_master_key"
    ALREADY_THERE = "already_there"


class MasterKeyRefused(VaultError):
    """The master key may not be used as it lies.

    `fault` says why, in a word that an interface can put into a sentence.
    """

    def __init__(self, fault: MasterKeyFault) -> None:
        super().__init__(f"master key refused: {fault.value}")
        self.fault = fault


class ShareFault(StrEnum):
    """Why a recovery share was refused."""

    MISTYPED = "mistyped"
    SAME_TWICE = "same_twice"


class ShareRefused(VaultError):
    """A recovery share does not read (`MISTYPED`), or the same one was given twice.

    A readable wrong one is `Broken`.
    """

    def __init__(self, fault: ShareFault) -> None:
        super().__init__(f"recovery share refused: {fault.value}")
        self.fault = fault
