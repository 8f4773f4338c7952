"""`interview backup` and `interview restore`, as an administrator runs them."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from builders.attaching import attach, large
from builders.dumping import programs
from builders.postgres import Cluster
from click.testing import CliRunner, Result

from interview import at_the_terminal
from interview.backing_up import BackupFault
from interview.casework.refusals import NotPermitted
from interview.cli import main
from interview.cli.backups import FAULTS
from interview.cli.measuring.installations import CASEWORKER, SUPERVISOR, Installation, actor_of, install, talk
from interview.config import Settings
from interview.services import erasing, interviewing, signing_in
from interview.services.interviewing import OpenInterview
from interview.store.revocations import RevocationKind

SETS = ("database", "keystore", "master")


def ours(installation: Installation) -> dict[str, str]:
    return {name: value for name, value in installation.environment.items() if name.startswith("INTERVIEW_") and value}


@dataclass
class Place:
    """An installation with one talk in it, and another place that is empty yet."""

    folder: Path
    installation: Installation
    other: dict[str, str]
    interview_id: UUID
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, command: str, which: str, number: int = 1, **changed: str) -> Result:
        """Run a command with the three folders of a backup."""
        environment = self.environment if command == "backup" else self.other
        options = [
            f"--{name}-{which}={self.folder / f'{name}-{number}'}" for name in ("database", "keystore", "master")
        ]
        return CliRunner().invoke(main, [command, *options], env={**environment, **changed})

    def take_ledger_along(self) -> None:
        """The ledger lies where the new place looks for it."""
        old = Settings.from_environment(self.environment).revocations_file
        new = Path(self.other["INTERVIEW_REVOCATIONS_FILE"])
        new.parent.mkdir(exist_ok=True)
        new.write_bytes(old.read_bytes() if old.exists() else b"")

    def opened(self, environment: dict[str, str], who: str = CASEWORKER) -> OpenInterview:
        """The talk, as somebody opens it who signs in."""
        with at_the_terminal(Settings.from_environment(environment)) as open_work:
            login = self.installation.logins[who]
            with open_work() as work:
                signed_in = signing_in.sign_in(work, login.name, login.passphrase)
            assert isinstance(signed_in, signing_in.SignedIn)
            with open_work() as work:
                return interviewing.open_interview(work, actor_of(work, signed_in.token), self.interview_id)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    names = [f"test_{uuid4().hex}" for _ in range(4)]
    urls = [""] * 4
    cluster: Cluster | None = None
    if request.param == "postgresql":
        cluster = request.getfixturevalue("cluster")
        for name in names:
            cluster.run(f"CREATE DATABASE {name}")
        urls = [cluster.url(name) for name in names]
    installation = install(tmp_path / "one", database_url=urls[0], keystore_url=urls[1])
    with installation.at_work() as (open_work, token):
        interview_id = talk(open_work, token, 5)
    other = {
        "INTERVIEW_INSTANCE": str(tmp_path / "two" / "instance"),
        "INTERVIEW_MASTER_KEY_FILE": str(tmp_path / "two" / "key" / "master.key"),
        "INTERVIEW_REVOCATIONS_FILE": str(tmp_path / "ledger" / "revocations.log"),
        "INTERVIEW_SECOND_FACTOR": "no",
        "INTERVIEW_POSTGRES_PROGRAMS": str(programs()),
    }
    if cluster is not None:
        other |= {"INTERVIEW_DATABASE_URL": urls[2], "INTERVIEW_KEYSTORE_URL": urls[3]}
    environment = ours(installation) | {"INTERVIEW_POSTGRES_PROGRAMS": str(programs())}
    yield Place(tmp_path, installation, other, interview_id, environment)
    if cluster is not None:
        for name in names:
            cluster.run(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_backup_becomes_the_same_installation_in_another_place(place: Place) -> None:
    made = place.run("backup", "to")
    place.take_ledger_along()

    restored = place.run("restore", "from")

    assert made.exit_code == 0, made.output
    assert "server_locks" in made.output
    assert "grants" in made.output
    assert restored.exit_code == 0, restored.output
    assert place.opened(place.other).answers == place.opened(place.environment).answers
    assert place.opened(place.other, SUPERVISOR).id == place.interview_id


def test_the_files_of_a_case_come_back_byte_by_byte(place: Place) -> None:
    case_id = place.opened(place.environment).case_id
    with place.installation.at_work() as (open_work, token), open_work() as work:
        actor_of(work, token)
        attach(work, case_id, large(200_000))
    place.run("backup", "to")
    place.take_ledger_along()

    assert place.run("restore", "from").exit_code == 0

    login = place.installation.logins[SUPERVISOR]
    with at_the_terminal(Settings.from_environment(place.other)) as open_work:
        with open_work() as work:
            signed_in = signing_in.sign_in(work, login.name, login.passphrase)
        assert isinstance(signed_in, signing_in.SignedIn)
        with open_work() as work:
            actor_of(work, signed_in.token)
            (found,) = work.attachments.of_case(case_id)
            assert b"".join(work.attachments.pieces(found)) == large(200_000)


def test_the_three_sets_hold_what_they_should_and_no_more(place: Place) -> None:
    place.run("backup", "to")

    files = {
        one: sorted(path.name for path in (place.folder / f"{one}-1").iterdir()) for one in ("database", "keystore")
    }
    assert files == {"database": ["copy", "manifest.json"], "keystore": ["copy", "manifest.json"]}
    assert sorted(path.name for path in (place.folder / "master-1").iterdir()) == ["manifest.json", "master.key"]
    key = (place.folder / "master-1" / "master.key").read_text(encoding="ascii").split(":")[1].strip()
    for one in ("database", "keystore", "master"):
        manifest = (place.folder / f"{one}-1" / "manifest.json").read_text(encoding="ascii")
        assert json.loads(manifest)["set"] == one
        assert key not in manifest
        for path in (place.folder / f"{one}-1").iterdir():
            assert path.name == "manifest.json" or path.stat().st_mode & 0o077 == 0


def test_who_was_erased_or_disabled_since_an_old_backup_stays_so(place: Place) -> None:
    place.run("backup", "to")
    with place.installation.at_work(SUPERVISOR) as (open_work, token), open_work() as work:
        case_id = interviewing.open_interview(work, actor_of(work, token), place.interview_id).case_id
        work.cases.destroy(case_id)
    place.take_ledger_along()

    restored = place.run("restore", "from")

    assert restored.exit_code == 0, restored.output
    assert "1 things" in restored.output
    with pytest.raises(NotPermitted):
        place.opened(place.other)


def test_what_a_person_took_back_since_an_old_backup_is_theirs_to_have_gone(place: Place) -> None:
    place.run("backup", "to")
    with place.installation.at_work() as (open_work, token), open_work() as work:
        erasing.withdraw(work, actor_of(work, token), place.interview_id)
    place.take_ledger_along()

    restored = place.run("restore", "from")

    assert restored.exit_code == 0, restored.output
    case_id = place.opened(place.environment).case_id
    assert f"carried out again by two people: case {case_id}" in restored.output
    with pytest.raises(NotPermitted):
        place.opened(place.other)
    assert place.opened(place.other, SUPERVISOR).id == place.interview_id


def test_a_damaged_copy_is_refused_and_nothing_is_put_back(place: Place) -> None:
    place.run("backup", "to")
    place.take_ledger_along()
    copy = place.folder / "database-1" / "copy"
    data = bytearray(copy.read_bytes())
    data[len(data) // 2] ^= 1
    copy.write_bytes(bytes(data))

    restored = place.run("restore", "from")

    assert restored.exit_code == 1
    assert FAULTS[BackupFault.DAMAGED] in restored.output
    assert not Path(place.other["INTERVIEW_MASTER_KEY_FILE"]).exists()


def test_without_the_ledger_nothing_is_put_back(place: Place) -> None:
    place.run("backup", "to")

    refused = place.run("restore", "from")

    assert refused.exit_code == 1
    assert "--without-ledger" in refused.output


@pytest.fixture
def here(tmp_path: Path) -> Place:
    """An installation without a talk, on SQLite."""
    installation = install(tmp_path / "one")
    other = {
        "INTERVIEW_INSTANCE": str(tmp_path / "two" / "instance"),
        "INTERVIEW_MASTER_KEY_FILE": str(tmp_path / "two" / "key" / "master.key"),
        "INTERVIEW_REVOCATIONS_FILE": str(tmp_path / "ledger" / "revocations.log"),
        "INTERVIEW_SECOND_FACTOR": "no",
    }
    return Place(tmp_path, installation, other, uuid4(), ours(installation))


@pytest.mark.parametrize("folders", [("a", "a", "b"), ("a", "a/b", "c"), ("a/b", "c", "a"), ("a", "b", "x/../a")])
def test_two_sets_never_lie_in_one_folder_or_beneath_one_another(here: Place, folders: tuple[str, ...]) -> None:
    names = ("database", "keystore", "master")
    options = [f"--{name}-to={here.folder / one}" for name, one in zip(names, folders, strict=True)]

    refused = CliRunner().invoke(main, ["backup", *options], env=here.environment)

    assert refused.exit_code == 1
    assert FAULTS[BackupFault.SAME_FOLDER] in refused.output
    assert not (here.folder / "a").exists()


def test_a_folder_that_holds_something_is_refused(here: Place) -> None:
    assert here.run("backup", "to").exit_code == 0

    again = here.run("backup", "to")

    assert again.exit_code == 1
    assert FAULTS[BackupFault.FOLDER_IN_USE] in again.output


def test_an_older_ledger_is_refused(here: Place) -> None:
    with here.installation.at_work(SUPERVISOR) as (open_work, token):
        with open_work() as work:
            organisation_id = actor_of(work, token).organisation_id
        for _ in range(2):
            with open_work() as work:
                work.revocations.add(RevocationKind.ACCOUNT_DISABLED, organisation_id, uuid4())
    here.run("backup", "to")
    here.take_ledger_along()
    ledger = Path(here.other["INTERVIEW_REVOCATIONS_FILE"])
    ledger.write_bytes(ledger.read_bytes().splitlines(keepends=True)[0])

    refused = here.run("restore", "from")

    assert refused.exit_code == 1
    assert FAULTS[BackupFault.OLD_LEDGER] in refused.output


def test_a_ledger_older_than_the_newest_checkpoint_is_refused_though_the_copies_are_older_still(here: Place) -> None:
    checkpoints = str(here.folder / "checkpoints")
    here.run("backup", "to")
    here.take_ledger_along()
    before = Path(here.other["INTERVIEW_REVOCATIONS_FILE"]).read_bytes()
    with here.installation.at_work(SUPERVISOR) as (open_work, token), open_work() as work:
        organisation_id = actor_of(work, token).organisation_id
        work.revocations.add(RevocationKind.ACCOUNT_DISABLED, organisation_id, uuid4())
    signed = CliRunner().invoke(
        main, ["audit", "checkpoint"], env={**here.environment, "INTERVIEW_CHECKPOINTS": checkpoints}
    )
    here.take_ledger_along()
    ledger = Path(here.other["INTERVIEW_REVOCATIONS_FILE"])
    newest = ledger.read_bytes()

    ledger.write_bytes(before)
    refused = here.run("restore", "from", INTERVIEW_CHECKPOINTS=checkpoints)
    for folder in ("instance", "key"):
        shutil.rmtree(here.folder / "two" / folder, ignore_errors=True)
    ledger.write_bytes(newest)
    restored = here.run("restore", "from", INTERVIEW_CHECKPOINTS=checkpoints)

    assert signed.exit_code == 0, signed.output
    assert refused.exit_code == 1
    assert FAULTS[BackupFault.OLD_LEDGER] in refused.output
    assert restored.exit_code == 0, restored.output


def test_a_newer_keystore_goes_with_an_older_database_and_not_the_other_way_round(here: Place) -> None:
    here.run("backup", "to", 1)
    manifest = here.folder / "database-1" / "manifest.json"
    here.run("backup", "to", 2)
    here.take_ledger_along()
    data = json.loads((here.folder / "keystore-1" / "manifest.json").read_text(encoding="ascii"))
    data["made_at"] = "2020-01-01T00:00:00+00:00"
    (here.folder / "keystore-1" / "manifest.json").write_text(json.dumps(data), encoding="ascii")
    assert manifest.exists()

    refused = here.run("restore", "from", 1)
    shutil.rmtree(here.folder / "keystore-1")
    shutil.copytree(here.folder / "keystore-2", here.folder / "keystore-1")
    restored = here.run("restore", "from", 1)

    assert FAULTS[BackupFault.NOT_TOGETHER] in refused.output
    assert restored.exit_code == 0, restored.output


def test_a_key_of_another_installation_does_not_open_the_copies(here: Place, tmp_path: Path) -> None:
    here.run("backup", "to")
    here.take_ledger_along()
    stranger = install(tmp_path / "three")
    key = here.folder / "master-1" / "master.key"
    key.unlink()
    shutil.copy(Path(stranger.environment["INTERVIEW_MASTER_KEY_FILE"]), key)

    refused = here.run("restore", "from")

    assert refused.exit_code == 1
    assert FAULTS[BackupFault.DOES_NOT_OPEN] in refused.output


def test_every_fault_has_its_sentence() -> None:
    assert set(FAULTS) == set(BackupFault)
