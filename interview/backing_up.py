"""Copies of a deployment, and a deployment out of copies. Part of the front door.

Three sets, never in one folder: whoever finds one of them, or the two databases, can open nothing. The database is
copied first and the keystore second, so that no case is without its lock. The revocation ledger belongs to no set.
"""

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import file_digest
from pathlib import Path
from typing import Any
from uuid import uuid4

from interview.audit.events import Event
from interview.config import BadSettings, KeySource, Settings
from interview.opening import (
    FAULTS,
    SALT_FILE,
    Ask,
    Opened,
    demonstration_settings,
    is_demonstration,
    open_store,
)
from interview.store.copying import Tell, copy_in, copy_out, finish_copy, is_empty, is_readable
from interview.store.desk import StoreSettings
from interview.store.engines import is_sqlite
from interview.store.opening import Store
from interview.store.refusals import Broken, CheckpointsRefused, CopyFault, LedgerRefused, NotCopied
from interview.store.restoring import Restored
from interview.store.shapes import NEWEST, Database
from interview.vault.keyfiles import read_held, write_held
from interview.vault.refusals import MasterKeyRefused
from interview.vault.turning import Held, MasterKeys

FORMAT = "interview-backup-1"
MANIFEST = "manifest.json"
COPY = "copy"
KEY = "master.key"


class Set(StrEnum):
    """What is copied, each into a folder of its own."""

    DATABASE = "database"
    KEYSTORE = "keystore"
    MASTER = "master"


class BackupFault(StrEnum):
    """Why nothing was copied, or nothing put back."""

    SAME_FOLDER = "same_folder"
    FOLDER_IN_USE = "folder_in_use"
    NOT_A_BACKUP = "not_a_backup"
    DAMAGED = "damaged"
    NOT_TOGETHER = "not_together"
    OTHER_ENGINE = "other_engine"
    NEWER_PROGRAM = "newer_program"
    NOT_EMPTY = "not_empty"
    KEY_IN_PLACE = "key_in_place"
    NO_LEDGER = "no_ledger"
    OLD_LEDGER = "old_ledger"
    NO_PROGRAM = "no_program"
    FAILED = "failed"
    DOES_NOT_OPEN = "does_not_open"
    NO_KEY_TO_COPY = "no_key_to_copy"


class NotBackedUp(Exception):
    """Nothing was copied, or nothing was put back, and why."""

    def __init__(self, fault: BackupFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the three sets lie."""

    database: Path
    keystore: Path
    master: Path

    def all(self) -> tuple[tuple[Set, Path], ...]:
        """Each with its name."""
        return ((Set.DATABASE, self.database), (Set.KEYSTORE, self.keystore), (Set.MASTER, self.master))


@dataclass(frozen=True, slots=True)
class BackedUp:
    """`opened`: the kinds of which one was opened in the copy (SQLite), or before copying (PostgreSQL)."""

    backup: str
    opened: tuple[str, ...]


_FAULTS = {
    CopyFault.NOT_EMPTY: BackupFault.NOT_EMPTY,
    CopyFault.NO_PROGRAM: BackupFault.NO_PROGRAM,
    CopyFault.FAILED: BackupFault.FAILED,
}


def back_up(settings: Settings, ask: Ask, tell: Tell, folders: Folders) -> BackedUp:
    """Copy database, keystore and master key into three new or empty folders. Raises NotBackedUp, BadSettings.

    People go on working. Sessions, and pages that were kept after a lock, are left out.
    """
    settings = _real(settings)
    _keep_apart(folders)
    opened = open_store(settings, ask)
    try:
        backup, held = uuid4().hex, opened.store.keys.held
        checked = opened.store.check()
        for one, folder in folders.all():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _copy(settings, one, folder, held, tell)
        if is_sqlite(settings.database_url) and is_sqlite(settings.keystore_url):
            checked = _check_copies(folders, held)
        for one, folder in folders.all():
            _write_manifest(settings, one, folder, backup, held)
        _record(opened, Event.BACKUP_MADE)
        return BackedUp(backup, checked)
    except NotCopied as refused:
        raise NotBackedUp(_FAULTS[refused.fault]) from None
    except Broken:
        raise NotBackedUp(BackupFault.DOES_NOT_OPEN) from None
    finally:
        opened.store.close()


def restore(settings: Settings, ask: Ask, tell: Tell, folders: Folders, *, without_ledger: bool = False) -> Restored:
    """Make a deployment out of three sets, in an empty place, and take away again what the ledger names.

    `settings` name the new place: both databases empty, no key in the key's file (or the same one), and the revocation
    ledger as it was kept. Raises NotBackedUp, BadSettings; then the databases may be half there: empty them first.
    """
    manifests = {one: _manifest(one, folder) for one, folder in folders.all()}
    _require_fitting(settings, folders, manifests)
    if not without_ledger and not settings.revocations_file.exists():
        raise NotBackedUp(BackupFault.NO_LEDGER)
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    _put_key(settings, folders.master)
    try:
        for url, folder in ((settings.database_url, folders.database), (settings.keystore_url, folders.keystore)):
            copy_in(url, folder / COPY, step=folder.name, tell=tell, programs=settings.postgres_programs)
        opened = open_store(settings, ask, restoring=True)
    except Broken:
        raise NotBackedUp(BackupFault.DOES_NOT_OPEN) from None
    except NotCopied as refused:
        raise NotBackedUp(_FAULTS[refused.fault]) from None
    try:
        restored = opened.store.restore(tell)
        opened.store.check()
        return restored
    except (LedgerRefused, CheckpointsRefused):
        raise NotBackedUp(BackupFault.OLD_LEDGER) from None
    except Broken:
        raise NotBackedUp(BackupFault.DOES_NOT_OPEN) from None
    finally:
        opened.store.close()


def _real(settings: Settings) -> Settings:
    return demonstration_settings(settings) if is_demonstration(settings) else settings


def _keep_apart(folders: Folders) -> None:
    places = [folder.resolve() for _, folder in folders.all()]
    for number, one in enumerate(places):
        if any(one.is_relative_to(other) for other in places[:number] + places[number + 1 :]):
            raise NotBackedUp(BackupFault.SAME_FOLDER)
        if one.exists() and (not one.is_dir() or any(one.iterdir())):
            raise NotBackedUp(BackupFault.FOLDER_IN_USE)


def _copy(settings: Settings, one: Set, folder: Path, held: Held, tell: Tell) -> None:
    programs = settings.postgres_programs
    match one:
        case Set.DATABASE:
            copy_out(settings.database_url, folder / COPY, step=one, tell=tell, programs=programs)
        case Set.KEYSTORE:
            copy_out(settings.keystore_url, folder / COPY, step=one, tell=tell, programs=programs)
        case Set.MASTER if settings.master_key_source is KeySource.PASSPHRASE:
            # The passphrase itself is this set; its salt and the key's id may lie anywhere.
            shutil.copyfile(settings.instance / SALT_FILE, folder / SALT_FILE)
        case Set.MASTER:
            write_held(held, folder / KEY)


def _write_manifest(settings: Settings, one: Set, folder: Path, backup: str, held: Held) -> None:
    data: dict[str, Any] = {"format": FORMAT, "set": one.value, "backup": backup}
    data["made_at"] = datetime.now(UTC).isoformat(timespec="seconds")
    if one is Set.MASTER:
        data["keys"] = [key.key_id.hex() for key in held.keys]
    else:
        url = settings.database_url if one is Set.DATABASE else settings.keystore_url
        data["engine"] = "sqlite" if is_sqlite(url) else "postgresql"
        data["shape"] = NEWEST[Database.CASES if one is Set.DATABASE else Database.KEYSTORE]
        data["bytes"] = (folder / COPY).stat().st_size
        data["sha256"] = _digest(folder / COPY)
    (folder / MANIFEST).write_text(json.dumps(data, indent=2) + "\n", encoding="ascii")


def _manifest(one: Set, folder: Path) -> dict[str, Any]:
    try:
        data: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="ascii"))
        known = data["format"] == FORMAT and data["set"] == one.value
        datetime.fromisoformat(data["made_at"])
    except (OSError, ValueError, KeyError, TypeError):
        known = False
    if not known:
        raise NotBackedUp(BackupFault.NOT_A_BACKUP)
    return data


def _require_fitting(settings: Settings, folders: Folders, manifests: dict[Set, dict[str, Any]]) -> None:
    database, keystore = manifests[Set.DATABASE], manifests[Set.KEYSTORE]
    # A keystore copied before its database lacks the locks of the newest cases.
    if datetime.fromisoformat(keystore["made_at"]) < datetime.fromisoformat(database["made_at"]):
        raise NotBackedUp(BackupFault.NOT_TOGETHER)
    places = (
        (settings.database_url, folders.database, database, Database.CASES),
        (settings.keystore_url, folders.keystore, keystore, Database.KEYSTORE),
    )
    for url, folder, manifest, kind in places:
        sqlite = is_sqlite(url)
        if manifest["engine"] != ("sqlite" if sqlite else "postgresql"):
            raise NotBackedUp(BackupFault.OTHER_ENGINE)
        if manifest["shape"] > NEWEST[kind]:
            raise NotBackedUp(BackupFault.NEWER_PROGRAM)
        copy = folder / COPY
        whole = copy.exists() and _digest(copy) == manifest["sha256"]
        if not whole or not is_readable(copy, sqlite=sqlite, programs=settings.postgres_programs):
            raise NotBackedUp(BackupFault.DAMAGED)
        if not is_empty(url):
            raise NotBackedUp(BackupFault.NOT_EMPTY)


def _put_key(settings: Settings, folder: Path) -> None:
    if settings.master_key_source is KeySource.PASSPHRASE:
        if not (folder / SALT_FILE).exists():
            raise NotBackedUp(BackupFault.NO_KEY_TO_COPY)
        shutil.copyfile(folder / SALT_FILE, settings.instance / SALT_FILE)
        return
    path = settings.master_key_file
    if settings.master_key_source is KeySource.SYSTEMD or path is None:
        # The administrator puts it where `LoadCredential=` looks.
        return
    try:
        held = read_held(folder / KEY, copied_folders=())
        if path.exists():
            there = read_held(path, copied_folders=())
            if [key.key_id for key in there.keys] != [key.key_id for key in held.keys]:
                raise NotBackedUp(BackupFault.KEY_IN_PLACE)
            return
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_held(held, path)
    except MasterKeyRefused as refused:
        raise BadSettings((f"The copy of the master key {FAULTS[refused.fault]}",)) from None


def _check_copies(folders: Folders, held: Held) -> tuple[str, ...]:
    """Open one of each kind in the copies themselves."""
    urls = (f"sqlite:///{folders.database / COPY}", f"sqlite:///{folders.keystore / COPY}")
    store = Store.open(StoreSettings(*urls), MasterKeys(held), lambda: datetime.now(UTC))
    try:
        return store.check()
    finally:
        store.close()
        for folder in (folders.database, folders.keystore):
            finish_copy(folder / COPY)


def _record(opened: Opened, event: Event) -> None:
    with opened.store.work() as work:
        for organisation in work.organisations.all():
            work.record(event, organisation_id=organisation.id)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
