"""The store: the two databases of a server, and the master key, for as long as it runs."""

import weakref
from collections.abc import Callable
from datetime import datetime
from importlib import import_module

from sqlalchemy import Engine

from interview.store import erasing
from interview.store.canaries import lay_missing_canaries
from interview.store.checking import check
from interview.store.desk import Desk, StoreSettings
from interview.store.engines import open_engine
from interview.store.high_water import HighWater, below
from interview.store.keystore import Keystore
from interview.store.refusals import KeystoreMissing, RolledBack
from interview.store.replaying import replay_new
from interview.store.restoring import Restored, Tell, restore
from interview.store.revocation_file import RevocationFile
from interview.store.rotating import Rotation
from interview.store.shapes import Database, is_begun, is_current
from interview.store.trail import Trail, heads
from interview.store.transacting import Transaction
from interview.store.work import UnitOfWork
from interview.vault.master import TURNED, MasterKey, Purpose
from interview.vault.turning import Held, MasterKeys

MIGRATING = "interview.store.migrating"


class Store:
    """Opens units of work. One for each process; several threads may use it."""

    def __init__(
        self,
        settings: StoreSettings,
        cases: Engine,
        keystore: Engine,
        master: MasterKey | MasterKeys,
        clock: Callable[[], datetime],
    ) -> None:
        self._settings = settings
        self._cases = cases
        self._locks = keystore
        self._master = master if isinstance(master, MasterKeys) else MasterKeys(Held(master))
        self._keystore = Keystore(keystore, self._master)
        self._high_water = HighWater(keystore)
        self._master.keep_in(self._keystore.server_key)
        self._clock = clock
        self.ring: Callable[[], None] = lambda: None
        # A store that is forgotten closes its connections; a server that ends does so too.
        for engine in (cases, keystore):
            weakref.finalize(self, engine.dispose)

    @classmethod
    def open(cls, settings: StoreSettings, master: MasterKey | MasterKeys, clock: Callable[[], datetime]) -> "Store":
        """Open both databases. `clock` gives aware moments."""
        cases = open_engine(settings.database_url, connections=settings.connections)
        keystore = open_engine(settings.keystore_url, connections=settings.connections)
        return cls(settings, cases, keystore, master, clock)

    def migrate(self, *, restoring: bool = False) -> None:
        """Bring both databases to the shape that this program expects, and finish erasures that were cut off.

        Raises `KeystoreMissing`.
        """
        if is_begun(self._cases) and not is_begun(self._locks):
            raise KeystoreMissing
        if not self.is_current():
            # Loaded by name and only here: Alembic would take a fifth of every start, and 13 MB of every worker.
            upgrade = import_module(MIGRATING).upgrade
            upgrade(self._locks, Database.KEYSTORE)
            upgrade(self._cases, Database.CASES)
        for purpose in sorted(frozenset(Purpose) - TURNED):
            self._keystore.server_key(purpose)
        desk = self._desk()
        try:
            if not restoring:
                replay_new(desk)
                lay_missing_canaries(desk)
            erasing.finish(desk)
        finally:
            desk.transaction.close()

    def restore(self, tell: Tell) -> Restored:
        """What follows when both databases were put back from copies. Raises `LedgerRefused`."""
        self.accept_rollback()
        desk = self._desk()
        try:
            return restore(desk, tell)
        finally:
            desk.close()

    def check(self) -> tuple[str, ...]:
        """Open one of each kind; gives what was opened. Raises `Broken`."""
        desk = self._desk()
        try:
            return check(desk, self._locks)
        finally:
            desk.close()

    def is_current(self) -> bool:
        """Whether `migrate` has nothing to do to the shape of the databases."""
        return is_current(self._cases, Database.CASES) and is_current(self._locks, Database.KEYSTORE)

    def refuse_if_rolled_back(self) -> None:
        """Raise `RolledBack` when the case database is older than what the keystore has seen of it."""
        # The marks first: they follow the trail, and people may be at work.
        marks = self._high_water.marks()
        if below(marks, heads(self._cases)):
            raise RolledBack

    def accept_rollback(self) -> None:
        """Take the case database as it is for the present one. Only a restore does that."""
        self._high_water.accept(heads(self._cases))

    def work(self) -> UnitOfWork:
        """A new unit of work, at this moment."""
        return UnitOfWork(self._desk())

    def rotation(self) -> Rotation:
        """From one master key to another."""
        return Rotation(self._cases, self._locks, self._master)

    @property
    def keys(self) -> MasterKeys:
        """What this server seals with."""
        return self._master

    def close(self) -> None:
        """Close every connection."""
        self._cases.dispose()
        self._locks.dispose()

    def _desk(self) -> Desk:
        # Another master key may have taken the place of the one that was read.
        self._master.heed()
        transaction = Transaction(self._cases)
        trail = Trail(transaction, self._keystore, self._master, self._high_water)
        revocations = RevocationFile(self._settings.revocations, lambda: self._master.subkey(Purpose.REVOCATIONS))
        return Desk(
            transaction,
            self._keystore,
            self._master,
            self._settings,
            trail,
            revocations,
            self._clock(),
            # Looked up when it rings: the bell is hung after the store was opened.
            ring=lambda: self.ring(),
        )
