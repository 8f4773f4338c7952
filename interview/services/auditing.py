"""Looking after the trail: whether it is what it was, and how far it has come, signed outside the database."""

from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import UUID

from interview.services import UnitOfWork
from interview.store.checkpoints import EVERY, Written
from interview.store.refusals import CheckpointsRefused, LedgerRefused, TrailRefused
from interview.store.verifying import Fault, FaultKind, Verified

__all__ = [
    "CheckpointsRefused",
    "Fault",
    "FaultKind",
    "LedgerRefused",
    "TrailRefused",
    "Verified",
    "Written",
    "public_keys",
    "sign_checkpoints",
    "sign_when_due",
    "verify",
]


def verify(
    work: UnitOfWork, folder: Path | None, public: Mapping[UUID, bytes], tell: Callable[[UUID, int, int], None]
) -> tuple[Verified, ...]:
    """Whether every trail is what it was, against the checkpoints in `folder` if one is given. See `Verifying.run`."""
    return work.verifying.run(folder, public, tell)


def sign_checkpoints(work: UnitOfWork) -> tuple[Written, ...]:
    """Sign how far every trail has come. Raises TrailRefused, CheckpointsRefused, LedgerRefused."""
    return work.checkpoints.write()


def sign_when_due(work: UnitOfWork) -> int:
    """The same for trails whose last checkpoint is an hour old; gives how many were signed."""
    return len(work.checkpoints.write(if_older=EVERY))


def public_keys(work: UnitOfWork) -> Mapping[UUID, bytes]:
    """The key (32 bytes) with which the checkpoints of each organisation are verified."""
    return work.checkpoints.public_keys()
