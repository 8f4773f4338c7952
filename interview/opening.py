"""Opening a deployment: its master key, its databases. Part of the front door, which sees settings, vault and store."""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from interview.alerting import notifiers
from interview.casework.clocks import Limits
from interview.casework.duty import Channel
from interview.casework.keeping import SCHEDULE, Keeping, Outcome
from interview.config import BadSettings, KeySource, Settings, is_loopback, ledger_beside
from interview.services.calling import Bell
from interview.services.ticking import Caretaker
from interview.store.desk import StoreSettings
from interview.store.opening import Store
from interview.store.refusals import KeystoreMissing, LedgerRefused, RolledBack
from interview.vault.envelope import accept_from
from interview.vault.keyfiles import WatchedKeyFile, read_held_credential, write_key_file
from interview.vault.master import MasterKey
from interview.vault.refusals import MasterKeyFault, MasterKeyRefused
from interview.vault.turning import Held, MasterKeys

Ask = Callable[[str], str]

SALT_FILE = "master-key.salt"
SALT_BYTES = 16
DEMONSTRATION = "demo"
DEMONSTRATION_KEY = Path("demo-key") / "master.key"
DEMONSTRATION_LOGINS = Path("demo-key") / "logins.json"

FAULTS = {
    MasterKeyFault.MISSING: "names no file; `interview init` makes one",
    MasterKeyFault.NOT_A_FILE: "must be a plain file",
    MasterKeyFault.READABLE_BY_OTHERS: "can be read by others: chmod 0400",
    MasterKeyFault.OWNED_BY_ANOTHER: "belongs to another account than the server's",
    MasterKeyFault.SEVERAL_NAMES: "has a second name (a hard link)",
    MasterKeyFault.IN_A_COPIED_FOLDER: "lies beneath the instance, database or backup folders",
    MasterKeyFault.NOT_A_MASTER_KEY: "holds no master key, or a mistyped one",
    MasterKeyFault.ALREADY_THERE: "exists already",
}

LEDGER_REFUSED = (
    "INTERVIEW_REVOCATIONS_FILE is shorter than it was, was changed, or is another one: put the newest copy of it back "
    "(docs/backups.md)"
)
KEYSTORE_MISSING = (
    "INTERVIEW_KEYSTORE_URL names an empty keystore, though cases were kept in the database: nothing was changed. "
    "Put the keystore back where it was; without it no case opens (docs/backups.md)"
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A deployment at work: its databases, the settings that were used for them, and who looks after them."""

    store: Store
    settings: Settings
    demonstration: bool
    caretaker: Caretaker


class OlderDatabase(BadSettings):
    """The case database is older than what the keystore has seen of it."""

    heading = "The database cannot be used:"

    def __init__(self) -> None:
        super().__init__(
            (
                "It is older than the last time that it was used: somebody put an earlier copy in its place.",
                "If that is a backup, restore it with `interview restore`; else look with `interview audit verify`.",
            )
        )


def open_store(
    settings: Settings, ask: Ask, *, new: bool = False, rolled_back: bool = False, restoring: bool = False
) -> Opened:
    """The databases of a deployment, migrated. Raises BadSettings.

    Where no master key is named and a demonstration was built, the demonstration opens, on this machine only. With
    `new` a master key is made if there is none; with `rolled_back` a case database that is older than what the keystore
    has seen of it opens too. `restoring`: both databases were put back from copies, and `Store.restore` follows.
    """
    if is_demonstration(settings):
        settings = demonstration_settings(settings)
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    accept_from(settings.oldest_suite)
    master = _master_keys(settings, ask, new=new)
    if master.demonstration:
        _stay_on_this_machine(settings)
    _place_for_ledger(settings, demonstration=master.demonstration)
    _place_for_checkpoints(settings, demonstration=master.demonstration)
    calling = {} if master.demonstration else notifiers(settings)
    store = Store.open(
        StoreSettings(
            settings.database_url,
            settings.keystore_url,
            settings.idle,
            settings.session,
            connections=settings.threads,
            second_factor=settings.second_factor and not master.demonstration,
            revocations=settings.revocations_file,
            checkpoints=settings.checkpoints,
            keeping=_keeping(settings),
            limits=_limits(settings),
            alert_after=settings.alert_after,
            channels=tuple(Channel(name, one.personal) for name, one in sorted(calling.items())),
        ),
        master,
        _now,
    )
    try:
        store.migrate(restoring=restoring)
    except LedgerRefused:
        raise BadSettings((LEDGER_REFUSED,)) from None
    except KeystoreMissing:
        raise BadSettings((KEYSTORE_MISSING,)) from None
    if not (rolled_back or restoring):
        _refuse_if_rolled_back(store)
    caretaker = Caretaker(store.work, {name: one.send for name, one in calling.items()}, settings.alert_text)
    store.ring = Bell(store.work, caretaker.ways, caretaker.text).ring
    return Opened(store, settings, master.demonstration, caretaker)


def _keeping(settings: Settings) -> Keeping:
    """How long things are kept, and shown."""
    schedule = {Outcome(name): days for name, days in settings.retention.items()}
    return Keeping(settings.identity, {**SCHEDULE, **schedule}, settings.backup_keep_days)


def is_demonstration(settings: Settings) -> bool:
    """Whether these settings name no master key of their own while a demonstration was built."""
    named = settings.master_key_file or settings.master_key_source is not KeySource.FILE
    return not named and (settings.instance / DEMONSTRATION_KEY).exists()


def demonstration_settings(settings: Settings) -> Settings:
    """The same settings for the demonstration: its own databases, and the one key that may lie beneath the instance."""
    folder = settings.instance / DEMONSTRATION
    return replace(
        settings,
        instance=folder,
        database_url=f"sqlite:///{folder / 'interview.db'}",
        keystore_url=f"sqlite:///{folder / 'keystore.db'}",
        master_key_source=KeySource.FILE,
        master_key_file=settings.instance / DEMONSTRATION_KEY,
        revocations_file=ledger_beside(folder),
        behind_proxy=False,
    )


def clear_demonstration(settings: Settings) -> Settings:
    """Remove what an earlier demonstration left, make a key for the next one, and give its settings."""
    for path in (settings.instance / DEMONSTRATION).glob("*"):
        path.unlink()
    (settings.instance / DEMONSTRATION_LOGINS).unlink(missing_ok=True)
    ledger_beside(settings.instance / DEMONSTRATION).unlink(missing_ok=True)
    key = settings.instance / DEMONSTRATION_KEY
    key.unlink(missing_ok=True)
    key.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_key_file(MasterKey.generate(demonstration=True), key)
    return demonstration_settings(settings)


def demonstration_logins(settings: Settings) -> Path:
    """Where the logins of a demonstration lie once it is wholly built; only a demonstration keeps passphrases."""
    return settings.instance / DEMONSTRATION_LOGINS


def _master_keys(settings: Settings, ask: Ask, *, new: bool) -> MasterKeys:
    try:
        match settings.master_key_source:
            case KeySource.FILE:
                return _keys_in_file(settings, new=new)
            case KeySource.SYSTEMD:
                # A service's credentials are copied when it starts: they never change while it runs.
                return MasterKeys(read_held_credential(Path(os.environ.get("CREDENTIALS_DIRECTORY", "/nonexistent"))))
            case KeySource.PASSPHRASE:
                return MasterKeys(_keys_of_passphrases(settings.instance / SALT_FILE, ask, new=new))
    except MasterKeyRefused as refused:
        raise BadSettings((f"{_variable(settings)} {FAULTS[refused.fault]}",)) from None


def _variable(settings: Settings) -> str:
    return f"INTERVIEW_MASTER_KEY_{'FILE' if settings.master_key_source is KeySource.FILE else 'SOURCE'}"


def _keys_in_file(settings: Settings, *, new: bool) -> MasterKeys:
    path = settings.master_key_file
    if path is None:
        raise BadSettings(("INTERVIEW_MASTER_KEY_FILE is missing: the file of the master key",))
    if new and not path.exists():
        if any(path.resolve().is_relative_to(folder.resolve()) for folder in copied_folders(settings)):
            raise MasterKeyRefused(MasterKeyFault.IN_A_COPIED_FOLDER)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_key_file(MasterKey.generate(), path)
    file = WatchedKeyFile(path, copied_folders=copied_folders(settings))
    return MasterKeys(file.read(), file.look)


def copied_folders(settings: Settings) -> tuple[Path, ...]:
    """Folders that are copied whole, so that neither a master key nor the revocation ledger may lie beneath them."""
    urls = (settings.database_url, settings.keystore_url)
    databases = tuple(Path(url.removeprefix("sqlite:///")).parent for url in urls if url.startswith("sqlite:///"))
    return (settings.instance, *databases, *settings.backup_folders)


def _keys_of_passphrases(path: Path, ask: Ask, *, new: bool) -> Held:
    """The keys that passphrases make with the kept salts; beside each stands the key's id, to know a wrong one.

    A second line is there only while one passphrase takes the other's place.
    """
    if not path.exists():
        if not new:
            raise BadSettings(("INTERVIEW_MASTER_KEY_SOURCE is passphrase, and `interview init` was not run yet",))
        salt = secrets.token_bytes(SALT_BYTES)
        key = MasterKey.from_passphrase(ask("A passphrase for the master key: "), salt)
        path.write_text(salt_line(salt, key), encoding="ascii")
        return Held(key)
    keys = []
    asked = ("The master key's passphrase: ", "The master key's passphrase before that: ")
    for line, question in zip(path.read_text(encoding="ascii").splitlines(), asked, strict=False):
        salt_text, key_id = line.split()
        key = MasterKey.from_passphrase(ask(question), bytes.fromhex(salt_text))
        if key.key_id.hex() != key_id:
            raise BadSettings(("INTERVIEW_MASTER_KEY_SOURCE is passphrase, and this is not the passphrase",))
        keys.append(key)
    return Held(*keys)


def salt_line(salt: bytes, key: MasterKey) -> str:
    """A line of the salt's file."""
    return f"{salt.hex()} {key.key_id.hex()}\n"


def _place_for_ledger(settings: Settings, *, demonstration: bool) -> None:
    """The folder of the revocation ledger. Raises BadSettings where a restore would bring an older one along."""
    path = settings.revocations_file
    if not demonstration and any(path.resolve().is_relative_to(one.resolve()) for one in copied_folders(settings)):
        raise BadSettings((f"INTERVIEW_REVOCATIONS_FILE {FAULTS[MasterKeyFault.IN_A_COPIED_FOLDER]}",))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        raise BadSettings(("INTERVIEW_REVOCATIONS_FILE lies where no folder can be made",)) from None


def _place_for_checkpoints(settings: Settings, *, demonstration: bool) -> None:
    """The folder of the checkpoints. Raises BadSettings where a restore would bring older ones along."""
    path = settings.checkpoints
    if path is None:
        return
    if not demonstration and any(path.resolve().is_relative_to(one.resolve()) for one in copied_folders(settings)):
        raise BadSettings((f"INTERVIEW_CHECKPOINTS {FAULTS[MasterKeyFault.IN_A_COPIED_FOLDER]}",))
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        raise BadSettings(("INTERVIEW_CHECKPOINTS names no folder, and none can be made there",)) from None


def _refuse_if_rolled_back(store: Store) -> None:
    try:
        store.refuse_if_rolled_back()
    except RolledBack:
        store.close()
        raise OlderDatabase from None


def _stay_on_this_machine(settings: Settings) -> None:
    faults = []
    if not is_loopback(settings.host):
        faults.append("INTERVIEW_HOST must be this machine (127.0.0.1): a demonstration is never served to others")
    if settings.behind_proxy:
        faults.append("INTERVIEW_BEHIND_PROXY must be no: a demonstration is never served to others")
    if faults:
        raise BadSettings(tuple(faults))


def _limits(settings: Settings) -> Limits:
    return Limits(
        decision=settings.decision_hours,
        flagged=settings.flagged_hours,
        care=settings.care_hours,
        reflection=settings.reflection_days,
        consent=settings.consent_days,
        time_zone=settings.time_zone,
    )


def _now() -> datetime:
    return datetime.now(UTC)
