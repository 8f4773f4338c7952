"""The templates for translators hold every wording, and nothing that is gone: `make catalogues` writes them."""

from pathlib import Path

import polib
import pytest
from babel.messages.frontend import CommandLineInterface

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "translations"
DOMAINS = ("interface", "screening", "urgent", "assistance", "explanations")


def _entries(path: Path) -> set[tuple[str, str]]:
    return {(entry.msgctxt or "", entry.msgid) for entry in polib.pofile(str(path))}


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_template_for_translators_is_as_the_wording_is_now(
    domain: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    fresh = tmp_path / f"{domain}.pot"
    keywords = ("-k", "pgettext:1c,2", "-k", "lazy_pgettext:1c,2", "-k", "lazy_gettext")
    mapping = str(TEMPLATES / f"{domain}.cfg")

    command = ["pybabel", "-q", "extract", "-F", mapping, "-o", str(fresh), *keywords, "interview"]
    CommandLineInterface().run(command)  # type: ignore[no-untyped-call]  # Babel carries no types

    assert _entries(TEMPLATES / f"{domain}.pot") == _entries(fresh), "run `make catalogues`"
    assert len(_entries(fresh)) > 20
