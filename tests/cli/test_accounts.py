"""`interview account`: the same services from the terminal, with passphrase and code."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from builders.deployments import Deployment, deployment_in
from builders.telephones import STEP, Telephone
from click.testing import CliRunner, Result

from interview.casework.actors import Actor
from interview.cli.accounts import account
from interview.services import factors, signing_in


@pytest.fixture
def deployment(tmp_path: Path) -> Deployment:
    return deployment_in(tmp_path)


def _with_factor(deployment: Deployment, who: str) -> Telephone:
    login = deployment.logins[who]
    with deployment.app.open_work() as work:
        answer = signing_in.sign_in(work, login.name, login.passphrase)
        assert isinstance(answer, signing_in.SignedIn)
        telephone = Telephone(factors.begin(work, answer.actor).letters)
    with deployment.app.open_work() as work:
        actor = signing_in.resume(work, answer.token)
        assert isinstance(actor, Actor)
        code = telephone.code(datetime.now(UTC) - STEP)
        assert factors.finish(work, actor, answer.token, code) is not None
    return telephone


def _run(
    deployment: Deployment, *arguments: str, who: str = "administrator", code: str = "", must: str = "no"
) -> Result:
    login, settings = deployment.logins[who], deployment.settings
    environment = {
        "INTERVIEW_INSTANCE": str(settings.instance),
        "INTERVIEW_MASTER_KEY_FILE": str(settings.master_key_file),
        "INTERVIEW_SECOND_FACTOR": must,
    }
    typed = f"{login.passphrase}\n{code}\n"
    return CliRunner().invoke(account, ["--as", login.name, *arguments], input=typed, env=environment)


def test_without_a_second_factor_enter_is_enough(deployment: Deployment) -> None:
    result = _run(deployment, "list")

    assert result.exit_code == 0, result.output
    assert deployment.logins["caseworker"].name in result.output
    assert deployment.logins["administrator"].passphrase not in result.output


def test_with_one_the_code_is_asked_for(deployment: Deployment) -> None:
    telephone = _with_factor(deployment, "administrator")

    assert _run(deployment, "list").exit_code == 1
    assert _run(deployment, "list", code=telephone.code(datetime.now(UTC))).exit_code == 0


def test_where_everybody_needs_one_it_is_set_up_in_a_browser_first(deployment: Deployment) -> None:
    result = _run(deployment, "list", must="yes")

    assert result.exit_code == 1
    assert "browser" in result.output


def test_a_lost_one_is_taken_away_from_the_terminal(deployment: Deployment) -> None:
    _with_factor(deployment, "caseworker")
    name = deployment.logins["caseworker"].name

    taken, again = _run(deployment, "remove-factor", name), _run(deployment, "remove-factor", name)

    assert taken.exit_code == 0, taken.output
    assert again.exit_code == 1
    assert "no second factor" in again.output


def test_who_is_no_administrator_takes_nothing_away(deployment: Deployment) -> None:
    _with_factor(deployment, "caseworker")

    result = _run(deployment, "remove-factor", deployment.logins["caseworker"].name, who="supervisor")

    assert result.exit_code == 1
    assert "may not" in result.output


def test_an_account_is_made_in_an_office_and_a_reset_one_leaves_its_team(deployment: Deployment) -> None:
    made = _run(deployment, "create", "noor", "--role", "caseworker", "--office", "Office 1")
    nowhere = _run(deployment, "create", "nils", "--office", "Office 9")
    reset = _run(deployment, "reset", deployment.logins["supervisor"].name)
    listed = _run(deployment, "list")

    assert made.exit_code == 0, made.output
    assert "no such office" in nowhere.output
    assert reset.exit_code == 0, reset.output
    # No supervisor until another one lets the account in again.
    assert f"{deployment.logins['supervisor'].name}  \n" in listed.output
    assert "nils" not in listed.output
