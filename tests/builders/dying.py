"""Work that is done in a process of its own, so that it can be killed at any moment; each acknowledgement is told."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from random import Random
from time import monotonic, sleep
from typing import Any

from builders.store import Clock, Databases, opened_store

from interview.store.opening import Store
from interview.vault.master import MasterKey

Tell = Callable[[Any], None]
Work = Callable[[Store, Tell, Any], None]
"""Works on a store until it is killed; tells whatever a person would have been told, after it was committed."""

PATIENCE = 60.0
MOMENTS = 0.3
"""How long after its beginning, or after what it told first, a process lives at most, in seconds."""
# The rooms are loaded once, in the process from which all the others are forked.
_processes = get_context("forkserver")
_processes.set_forkserver_preload(["builders.dying", "interview.services.submitting", "interview.forms.library"])


@dataclass(frozen=True, slots=True)
class Killed:
    """What was told before the end, in its order."""

    told: tuple[Any, ...]


def kill_at_random(work: Work, given: Any, databases: Databases, master: MasterKey, chance: Random) -> Killed:
    """Have `work` done elsewhere, and kill it with SIGKILL at some moment after it began."""
    receiver, sender = _processes.Pipe(duplex=False)
    process = _processes.Process(target=_work, args=(work, given, databases, master.to_text(), sender))
    process.start()
    sender.close()
    assert receiver.poll(PATIENCE), "it did not begin"
    assert receiver.recv() == "ready"
    # Half of them live until something was acknowledged, however slow the machine is.
    if chance.random() < 0.5:
        assert receiver.poll(PATIENCE), "nothing was acknowledged"
    sleep(chance.uniform(0.0, MOMENTS))
    assert process.pid is not None
    with suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)
    process.join(PATIENCE)
    told = tuple(_heard(receiver))
    receiver.close()
    assert process.exitcode == -signal.SIGKILL, f"it ended by itself after {told}"
    return Killed(told)


def _heard(receiver: Connection) -> list[Any]:
    heard, until = [], monotonic() + PATIENCE
    # The last message may be cut off in its middle: then nobody was told.
    with suppress(EOFError, OSError):
        while monotonic() < until:
            heard.append(receiver.recv())
    return heard


def _work(work: Work, given: Any, databases: Databases, master: str, sender: Connection) -> None:
    store = opened_store(databases, MasterKey.from_text(master), Clock())
    sender.send("ready")
    work(store, sender.send, given)
