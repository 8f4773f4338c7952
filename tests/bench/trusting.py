"""What it takes to trust the record: adding an event, verifying a long trail, another master key for many cases."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from uuid import uuid4

from sqlalchemy import insert

from interview import at_the_terminal
from interview.audit.events import Event
from interview.cli.measuring.figures import percentile
from interview.cli.measuring.installations import Installation, Unmeasurable, actor_of
from interview.opening import open_store
from interview.rotating import rotate_master
from interview.services import auditing
from interview.store import binding
from interview.store.engines import begin_writing, commit, open_engine
from interview.store.keystore import FIRST_EPOCH
from interview.store.tables.locks import ServerLockRow
from interview.vault.keys import new_key
from interview.vault.kinds import SealKind
from interview.vault.master import Purpose

EVENTS = 50_000
AT_ONCE = 500
SINGLE = 300
CASES = 20_000


@dataclass(frozen=True, slots=True)
class Trust:
    """`append_ms`: what one more event costs a request that is committed anyway. `verified`: events per second."""

    append_ms: float
    verified: float
    rotated_s: float


def trust(installation: Installation, folder: Path, tell: Callable[[str], None]) -> Trust:
    """Measure an empty installation; no server runs."""
    tell(f"verifying {EVENTS:,} events")
    with installation.at_work() as (open_work, token):

        def timed(events: int) -> float:
            started = perf_counter()
            with open_work() as work:
                actor = actor_of(work, token)
                for _ in range(events):
                    work.record(Event.ANSWERS_READ, actor=actor, detail={"class": "medical"})
            return perf_counter() - started

        one = percentile([timed(1) for _ in range(SINGLE)], 0.5)
        two = percentile([timed(11) for _ in range(SINGLE)], 0.5)
        for _ in range(EVENTS // AT_ONCE):
            timed(AT_ONCE)
        started = perf_counter()
        with open_work() as work:
            found = auditing.verify(work, None, {}, lambda *_: None)
        took = perf_counter() - started
        if any(result.faults for result in found):
            raise Unmeasurable("a trail that holds")
        verified = sum(result.events for result in found) / took
    tell(f"another master key for {CASES:,} cases")
    _store_locks(installation)
    started = perf_counter()
    rotate_master(installation.settings, lambda _: "", lambda *_: None, grace=0)
    return Trust((two - one) / 10 * 1000, verified, perf_counter() - started)


def _store_locks(installation: Installation) -> None:
    """Server locks of cases that nobody has."""
    opened = open_store(installation.settings, lambda _: "")
    with at_the_terminal(installation.settings) as open_work, open_work() as work:
        organisation_id = work.organisations.all()[0].id
    rows = []
    for _ in range(CASES):
        case_id = uuid4()
        sealed = opened.store.keys.seal(
            Purpose.KEYSTORE,
            new_key(),
            context=binding.server_lock(organisation_id, case_id),
            kind=SealKind.SERVER_LOCK,
        )
        row = {"organisation_id": organisation_id, "case_id": case_id, "lock_sealed": sealed}
        rows.append({**row, "epoch": FIRST_EPOCH, "pending": None})
    opened.store.close()
    engine = open_engine(installation.settings.keystore_url)
    with engine.connect() as connection:
        begin_writing(connection)
        connection.execute(insert(ServerLockRow), rows)
        commit(connection)
    engine.dispose()
