"""`interview audit`: verify, sign, and what a server says whose database was put back to yesterday."""

import csv
import json
import os
import shutil
from pathlib import Path

import pytest
from builders.deciding import at_work, with_another_supervisor
from builders.deployments import Deployment, deployment_in
from builders.invented_talks import case_of, handed_in_talk
from builders.meddling import Meddler
from click.testing import CliRunner, Result

from interview.audit.events import Event
from interview.casework.approvals import ApprovalKind
from interview.casework.refusals import NotPermitted
from interview.cli import main
from interview.cli.auditing import FAULTS
from interview.config import variable_of
from interview.services import approving
from interview.store.tables.trail import AuditEventRow
from interview.store.verifying import FaultKind


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    folder = tmp_path_factory.mktemp("deployment")
    return deployment_in(folder, checkpoints=str(folder / "checkpoints"))


def run(deployment: Deployment, *words: str, typed: str | None = None, **changes: str) -> Result:
    settings = deployment.settings
    names = ("instance", "master_key_file", "checkpoints")
    environment = {variable_of(name): str(getattr(settings, name)) for name in names}
    environment |= {variable_of(name): value for name, value in changes.items()}
    return CliRunner().invoke(
        main, words, env={**dict.fromkeys(os.environ), **environment, "PATH": os.environ["PATH"]}, input=typed
    )


def closed(deployment: Deployment) -> None:
    """Nobody has the database open any more: all of it lies in its one file."""
    store = deployment.app.open_work.__self__  # type: ignore[attr-defined]  # a store's method
    store.close()


def test_every_fault_has_words() -> None:
    assert set(FAULTS) == set(FaultKind)


def test_a_trail_that_is_as_it_was_is_said_to_be(deployment: Deployment) -> None:
    signed = run(deployment, "audit", "checkpoint")
    verified = run(deployment, "audit", "verify")

    assert signed.exit_code == 0, signed.output
    assert "signed up to event" in signed.output
    assert verified.exit_code == 0, verified.output
    assert "1 checkpoints: as it was" in verified.output


def test_the_key_is_shown_and_another_one_is_not_believed(deployment: Deployment) -> None:
    run(deployment, "audit", "checkpoint")
    _, key = run(deployment, "audit", "key").output.split()

    good = run(deployment, "audit", "verify", "--public-key", key)
    other = run(deployment, "audit", "verify", "--public-key", "00" * 32)
    unreadable = run(deployment, "audit", "verify", "--public-key", "x")

    assert good.exit_code == 0, good.output
    assert other.exit_code == 1
    assert "checkpoints are not as they were signed" in other.output
    assert unreadable.exit_code == 2


def test_checkpoints_never_lie_where_a_restore_would_bring_older_ones(deployment: Deployment) -> None:
    inside = str(deployment.settings.instance / "checkpoints")

    refused = run(deployment, "audit", "checkpoint", checkpoints=inside)

    assert refused.exit_code == 2
    assert "INTERVIEW_CHECKPOINTS lies beneath" in refused.output
    assert not Path(inside).exists()


def test_a_tick_signs_too(deployment: Deployment) -> None:
    assert "checkpoints" in run(deployment, "tick").output


def test_a_changed_event_is_named(deployment: Deployment) -> None:
    meddler = Meddler(deployment.settings.database_url)
    was = meddler.one(AuditEventRow, sequence=3)["event"]
    meddler.change(AuditEventRow, {"sequence": 3}, event=Event.SIGNED_OUT.value)

    found = run(deployment, "audit", "verify")

    meddler.change(AuditEventRow, {"sequence": 3}, event=was)
    assert found.exit_code == 1
    assert "event 3 was changed" in found.output


def test_a_database_of_yesterday_is_not_served_and_is_looked_at(tmp_path: Path) -> None:
    deployment = deployment_in(tmp_path, checkpoints=str(tmp_path / "checkpoints"))
    database = deployment.settings.instance / "interview.db"
    run(deployment, "audit", "checkpoint")
    closed(deployment)
    shutil.copyfile(database, tmp_path / "yesterday.db")
    deployment.browser("caseworker").begin_interview()
    run(deployment, "tick")
    run(deployment, "audit", "checkpoint")

    closed(deployment)
    shutil.copyfile(tmp_path / "yesterday.db", database)

    served, found = run(deployment, "tick"), run(deployment, "audit", "verify")
    assert served.exit_code == 2
    assert "older than the last time that it was used" in served.output
    assert found.exit_code == 1
    assert "put back to an earlier time" in found.output


def exported(deployment: Deployment, who: str, *words: str) -> Result:
    """Take the record away as somebody, who types their passphrase and has no second factor."""
    login = deployment.logins[who]
    return run(
        deployment, "audit", "export", "--as", login.name, *words, typed=f"{login.passphrase}\n\n", second_factor="no"
    )


def agreed(deployment: Deployment, who: str) -> None:
    """Another supervisor agrees to everything that waits."""
    with at_work(deployment, who) as (work, actor):
        for one in approving.waiting(work, actor).to_answer:
            approving.approve(work, actor, one.id)


def rows_in(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """Two supervisors, and a talk that was handed in."""
    deployment = with_another_supervisor(deployment_in(tmp_path_factory.mktemp("reviewed")))
    handed_in_talk(deployment)
    return deployment


def test_the_whole_record_is_taken_once_when_another_supervisor_agreed(reviewed: Deployment, tmp_path: Path) -> None:
    path, again = tmp_path / "record.csv", tmp_path / "again.csv"

    asked = exported(reviewed, "supervisor", "--to", str(path))
    asked_once_more = exported(reviewed, "supervisor", "--to", str(path))
    was_there = path.exists()
    agreed(reviewed, "other supervisor")
    taken = exported(reviewed, "supervisor", "--to", str(path))
    for_good = exported(reviewed, "supervisor", "--to", str(again))

    assert (asked.exit_code, asked_once_more.exit_code, was_there) == (3, 3, False), asked.output
    assert taken.exit_code == 0, taken.output
    assert path.stat().st_mode & 0o777 == 0o600
    rows = rows_in(path)
    assert {Event.INTERVIEW_SUBMITTED.value, Event.SIGNED_IN.value} <= {row["event"] for row in rows}
    assert [int(row["number"]) for row in rows] == sorted((int(row["number"]) for row in rows), reverse=True)
    assert for_good.exit_code == 3
    assert not again.exists()


def test_nobody_agrees_to_their_own_and_the_taking_is_on_the_record(reviewed: Deployment, tmp_path: Path) -> None:
    path, after = tmp_path / "record.csv", tmp_path / "after.csv"
    exported(reviewed, "supervisor")
    with at_work(reviewed, "supervisor") as (work, actor):
        mine = [one for one in approving.waiting(work, actor).asked if one.kind is ApprovalKind.BULK_EXPORT]
    for one in mine:
        with at_work(reviewed, "supervisor") as (work, actor), pytest.raises(NotPermitted):
            approving.approve(work, actor, one.id)
    agreed(reviewed, "other supervisor")
    exported(reviewed, "supervisor", "--to", str(path), "--kind", "reading", "--until", "2001-01-01")
    exported(reviewed, "supervisor")
    agreed(reviewed, "other supervisor")

    exported(reviewed, "supervisor", "--to", str(after), "--kind", "reading")

    assert mine
    assert rows_in(path) == []
    assert [row["detail"] for row in rows_in(after) if row["event"] == Event.TRAIL_EXPORTED.value][:1] == ["count: 0"]


def test_an_administrator_takes_what_happened_to_accounts_and_no_case(reviewed: Deployment, tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    exported(reviewed, "administrator")
    agreed(reviewed, "supervisor")

    taken = exported(reviewed, "administrator", "--to", str(path), "--format", "lines")

    assert taken.exit_code == 0, taken.output
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert Event.ACCOUNT_CREATED.value in {row["event"] for row in rows}
    assert not {Event.INTERVIEW_SUBMITTED.value, Event.CASE_OPENED.value} & {row["event"] for row in rows}
    assert {row["case"] for row in rows} == {""}


def test_one_case_needs_no_second_person_and_a_caseworker_takes_nothing(reviewed: Deployment) -> None:
    case_id = str(case_of(reviewed, handed_in_talk(reviewed)))

    taken = exported(reviewed, "supervisor", "--case", case_id)
    refused = [exported(reviewed, "caseworker"), exported(reviewed, "caseworker", "--case", case_id)]
    refused.append(exported(reviewed, "administrator", "--case", case_id))

    assert taken.exit_code == 0, taken.output
    assert Event.INTERVIEW_SUBMITTED.value in taken.output
    assert [one.exit_code for one in refused] == [1, 1, 1]
    assert all("may not do that" in one.output for one in refused)


def test_a_file_that_is_there_is_left_alone(reviewed: Deployment, tmp_path: Path) -> None:
    path = tmp_path / "record.csv"
    path.write_text("something", encoding="utf-8")

    refused = exported(reviewed, "supervisor", "--to", str(path))

    assert refused.exit_code == 2
    assert path.read_text(encoding="utf-8") == "something"
