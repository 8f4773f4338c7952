"""What is done while nobody is at work opens nothing that lies under a case's key."""

from datetime import timedelta
from pathlib import Path

import pytest
from builders.deployments import Deployment, deployment_in
from builders.invented_talks import handed_in_talk
from click.testing import CliRunner

from interview.cli import main
from interview.services.ticking import STEPS
from interview.store import casekeys
from interview.store.casekeys import CaseKeys


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    made = deployment_in(tmp_path_factory.mktemp("deployment"), alert_after="1")
    handed_in_talk(made)
    return made


def test_a_tick_opens_no_case(deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bytes:
        raise AssertionError("a case was opened while nobody is at work")

    # Whatever opens a case goes through these two.
    monkeypatch.setattr(CaseKeys, "unseal", refuse)
    monkeypatch.setattr(casekeys, "unseal", refuse)

    done = deployment.app.caretaker.tick()

    assert [one.name for one in done if one.count is None] == []
    assert [one.name for one in done] == [*(step.name for step in STEPS), "calls"]


def test_the_command_says_what_it_did(deployment: Deployment, tmp_path: Path) -> None:
    settings = deployment.settings
    environment = {
        "INTERVIEW_INSTANCE": str(settings.instance),
        "INTERVIEW_MASTER_KEY_FILE": str(settings.master_key_file),
    }

    answer = CliRunner().invoke(main, ["tick"], env=environment)

    assert answer.exit_code == 0, answer.output
    assert {line.split()[0] for line in answer.output.splitlines()} == {*(step.name for step in STEPS), "calls"}


def test_a_late_decision_calls_its_team_once(deployment: Deployment) -> None:
    late = timedelta(hours=73)
    store_clock = deployment.app.caretaker.open_work
    with store_clock() as work:
        work._desk.now += late
        assert [needed.interview_id for needed in work.alerts.late()]
    caretaker = deployment.app.caretaker
    steps = {step.name: step for step in caretaker.steps}
    for expected in (1, 0):
        with caretaker.open_work() as work:
            work._desk.now += late
            assert steps["late"].run(work) == expected
