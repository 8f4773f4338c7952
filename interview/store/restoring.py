"""After databases were put back from copies: nothing of before lets anybody in, and what was taken stays taken."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from interview.audit.events import Event
from interview.store import renewing
from interview.store.checkpoint_file import CheckpointFile
from interview.store.checkpoints import SignedCheckpoints
from interview.store.desk import Desk
from interview.store.organisations import Organisations
from interview.store.replaying import replay_all
from interview.store.revocation_file import LedgerHead

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """`replayed`: how much was taken away again. `wished`: cases whose person's wish to be erased people carry out.

    `broken`: rows that nobody vouches for, or that open under no key: they stay closed.
    """

    replayed: int
    wished: tuple[UUID, ...]
    broken: int


def restore(desk: Desk, tell: Tell) -> Restored:
    """Raise every epoch, take away again what the ledger names, end all sessions.

    Raises `LedgerRefused` also when the ledger is older than the newest checkpoint, and `CheckpointsRefused`.
    """
    desk.revocation_file.since(desk.keystore.revocation_mark())
    _require_newest_ledger(desk)
    renewing.end_sessions(desk)
    broken = renewing.renew_principals(desk, tell) + renewing.renew_cases(desk, tell)
    replayed = replay_all(desk)
    for organisation in Organisations(desk).all():
        detail = {"count": replayed.count}
        desk.record(Event.BACKUP_RESTORED, organisation_id=organisation.id, detail=detail)
    desk.commit()
    return Restored(replayed.count, replayed.wished, broken)


def _require_newest_ledger(desk: Desk) -> None:
    """A signed checkpoint says how far the ledger had come: an older one would bring back what it does not name yet."""
    folder = desk.settings.checkpoints
    if folder is None:
        return
    for organisation_id, public in SignedCheckpoints(desk).public_keys().items():
        found = CheckpointFile(folder, organisation_id).read(public)
        if found is not None and found.lines:
            newest = found.lines[-1]
            desk.revocation_file.since(LedgerHead(newest.ledger_number, newest.ledger_link))
