"""Looking after a deployment inside `serve`."""

import time
from pathlib import Path

import pytest
from builders.deployments import deployment_in

from interview.cli import ticking
from interview.services import UnitOfWork
from interview.services.ticking import Caretaker, Step


def test_a_served_deployment_is_looked_after_again_and_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[int] = []

    def count(_: UnitOfWork) -> int:
        rounds.append(1)
        # It breaks the first time, and goes on all the same.
        return 1 // (len(rounds) - 1)

    def no_turns(*_: object) -> bool:
        return True

    monkeypatch.setattr(ticking, "EVERY", 0.01)
    monkeypatch.setattr("interview.store.ticks.Ticks.take_turn", no_turns)
    app = deployment_in(tmp_path).app

    ticking.keep_ticking(Caretaker(app.open_work, {}, "", (Step("count", count),)))
    until = time.monotonic() + 20
    while len(rounds) < 3 and time.monotonic() < until:
        time.sleep(0.01)

    assert len(rounds) >= 3
    monkeypatch.setattr(ticking, "EVERY", 3600)
