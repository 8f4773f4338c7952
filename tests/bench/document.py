"""The document of the figures: what is between its marks is written by the measurement."""

from pathlib import Path

BEGIN = "<!-- measured: written by `make bench` -->"
END = "<!-- end of measured -->"
DOCUMENT = Path(__file__).parents[2] / "docs" / "benchmarks.md"


def with_figures(document: str, figures: str) -> str:
    """The document with other figures. Raises ValueError when the marks are not there, once each and in order."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end or BEGIN in rest or END in after:
        raise ValueError("the marks of the figures")
    return f"{before}{BEGIN}\n\n{figures.strip()}\n\n{END}{after}"
