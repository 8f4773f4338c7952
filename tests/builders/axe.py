"""axe-core, put to a page: what it finds against it."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from playwright.sync_api import Page

CARRIER = "axe_playwright_python"
"""The package that brings axe-core along; it is never imported."""

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN = "standards => axe.run(document, {runOnly: {type: 'tag', values: standards}, resultTypes: ['violations']})"


@cache
def axe_source() -> str:
    """The script of axe-core."""
    found = find_spec(CARRIER)
    assert found is not None
    assert found.origin is not None
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")


WHOLE = "() => document.documentElement.scrollHeight"


def faults_of(page: Page) -> list[str]:
    """What axe-core holds against the page, one line for each place. The page's own policy stays in force."""
    # On a screen as high as the page nothing lies under the bars that stick to its edges.
    shown = page.viewport_size
    assert shown is not None
    page.set_viewport_size({"width": shown["width"], "height": page.evaluate(WHOLE)})
    page.evaluate(axe_source())
    found = page.evaluate(RUN, STANDARDS)
    page.set_viewport_size(shown)
    return [
        f"{violation['id']}: {node['target']} {node['html'][:160]} {node['failureSummary'][:300]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def what_axe_finds(page: Page) -> dict[str, list[str]]:
    """What it holds against the page in light, in dark and in forced colours."""
    found = {"light": faults_of(page)}
    page.emulate_media(color_scheme="dark")
    found["dark"] = faults_of(page)
    page.emulate_media(color_scheme="light", forced_colors="active")
    found["forced colours"] = faults_of(page)
    page.emulate_media(color_scheme="light", forced_colors="none")
    return found
