"""Figures as a table to read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from interview.cli.measuring.figures import Figures, Spread
from interview.cli.measuring.machines import Machine

UNKNOWN = "not known here"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `aim`: what it should be, or nothing."""

    title: str
    shown: Callable[[Figures], str]
    aim: str = ""


ROWS = (
    Row("Page GET, p50 / p95", lambda one: _spread(one.page_get), "p50 ≤ 5 ms"),
    Row("Page POST, durable, p50 / p95", lambda one: _spread(one.page_post), "p50 ≤ 5 ms"),
    Row("Answered pages per second, one person", lambda one: f"{one.pages_per_second:.0f}", "≥ 80"),
    Row("Answered pages per second, two people at once", lambda one: f"{one.pages_per_second_of_two:.0f}"),
    Row("Requests per CPU-second of the worker", lambda one: _whole(one.requests_per_cpu_second), "≥ 180"),
    Row("Memory of the worker", lambda one: _memory(one), "≤ 100 MB, flat"),
    Row("First page with styles and scripts, over the wire", lambda one: _kilobytes(one.weights.first), "≤ 25 kB"),
    Row(
        "Next page over the wire, median / largest",
        lambda one: f"{_kilobytes(one.weights.median)} / {_kilobytes(one.weights.largest)}",
        "≤ 8 kB",
    ),
    Row("`evaluate`", lambda one: f"{one.evaluate_us:.0f} µs"),
    Row("Loading the form", lambda one: f"{one.form_load_ms:.0f} ms", "≤ 50 ms"),
    Row("Signing in, p50", lambda one: f"{one.sign_in.p50:.0f} ms"),
    Row("Start of the process to first answer", lambda one: f"{one.first_answer_s:.2f} s", "≤ 1.5 s"),
)


def cells(measured: Sequence[Figures]) -> list[list[str]]:
    """The table: a heading, then a row for each figure, with a column for each engine and one for the aim."""
    heading = ["", *(one.engine for one in measured), "Aim"]
    return [heading, *([row.title, *(row.shown(one) for one in measured), row.aim] for row in ROWS)]


def text_table(table: Sequence[Sequence[str]]) -> str:
    """A table for a terminal."""
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table)
    return "\n".join(lines)


def markdown_table(table: Sequence[Sequence[str]]) -> str:
    """A table for a document."""
    heading, *rows = table
    rule = ["---" for _ in heading]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heading, rule, *rows))


def machine_words(machine: Machine) -> str:
    """The machine in one line."""
    return (
        f"{machine.cores} cores of {machine.processor}, {machine.system}, Python {machine.python}, "
        f"SQLite {machine.sqlite}; load before: {machine.load}"
    )


def milliseconds(value: float) -> str:
    """A time, to a tenth."""
    return f"{value:.1f} ms"


def _spread(found: Spread) -> str:
    return f"{milliseconds(found.p50)} / {milliseconds(found.p95)}"


def _memory(one: Figures) -> str:
    return ", ".join(f"{mark.megabytes:.0f} MB after {mark.steps:,}" for mark in one.memory) or UNKNOWN


def _kilobytes(weight: int) -> str:
    return f"{weight / 1000:.1f} kB"


def _whole(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:.0f}"
