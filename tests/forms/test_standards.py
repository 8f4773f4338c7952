"""The names of our codes in HTCDS and CTDC."""

from pathlib import Path

import pytest

from interview.forms.folders import folder_of
from interview.forms.library import BadForm
from interview.forms.standards import standards_of


def test_codes_have_their_names_in_both_standards() -> None:
    standards = standards_of(folder_of("screening", 1))

    assert standards["gender"].htcds["woman_girl"] == "Feminine"
    assert standards["control"].ctdc["debt_bondage"] == "meansOfControlDebtBondage"


def test_a_form_without_standards_has_none() -> None:
    assert standards_of(folder_of("urgent", 1)) == {}


def test_a_name_for_a_code_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lists.toml").write_text('[colour.options]\nred = "Red"\n')
    (tmp_path / "standards.toml").write_text('[colour.htcds]\ngreen = "Green"\n')

    with pytest.raises(BadForm, match="'green' is no code of this list"):
        standards_of(tmp_path)
