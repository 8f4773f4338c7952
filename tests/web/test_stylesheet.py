"""What the style sheet and the modules promise."""

import gzip
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "interview" / "static"
SHEETS = sorted(STATIC.glob("*.css"))
MODULES = sorted(STATIC.glob("*.js"))
PHYSICAL = re.compile(
    r"(?<![\w.-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|width|height"
    r"|(?:max|min)-(?:width|height))\s*:|(?:float|clear|text-align):\s*(?:left|right)"
)
UNWANTED = re.compile(r"italic|letter-spacing|text-transform|@import|url\(")
KEEPING = re.compile(r"localStorage|sessionStorage|indexedDB|caches\b|document\.cookie")
UNTRUSTED = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|\.style\b")


def _rules(sheet: Path) -> str:
    without_comments = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    return re.sub(r"@media[^{]*", "@media", without_comments)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_only_logical_properties_are_used(sheet: Path) -> None:
    assert not [found for found in PHYSICAL.findall(_rules(sheet)) if found]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_no_letter_is_slanted_spread_or_made_a_capital(sheet: Path) -> None:
    assert not UNWANTED.findall(_rules(sheet).replace("font-style: normal", ""))


def test_the_style_sheets_are_small() -> None:
    assert sum(len(gzip.compress(sheet.read_bytes())) for sheet in SHEETS) < 9_000


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_nothing_is_kept_on_the_device(module: Path) -> None:
    assert not KEEPING.findall(module.read_text())


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_no_text_becomes_markup_and_no_script_sets_a_style(module: Path) -> None:
    assert not UNTRUSTED.findall(module.read_text())
