"""`interview forms`: check and show."""

import pytest
from click.testing import CliRunner

from interview.cli.forms import forms
from interview.forms import library


def test_the_forms_of_this_release_have_nothing_to_mend() -> None:
    result = CliRunner().invoke(forms, ["check"])

    assert result.exit_code == 0, result.stdout


@pytest.mark.parametrize("form", library.forms())
def test_a_form_is_shown_with_every_question(form: str) -> None:
    shown = CliRunner().invoke(forms, ["show", form]).stdout

    assert all(question_id in shown for question_id in library.load(form).questions)


def test_a_version_may_be_named() -> None:
    assert CliRunner().invoke(forms, ["show", "screening", "--version", "1"]).exit_code == 0


def test_an_unknown_form_is_said_to_be_unknown() -> None:
    result = CliRunner().invoke(forms, ["show", "nowhere"])

    assert result.exit_code == 1
    assert "nowhere" in result.stderr
