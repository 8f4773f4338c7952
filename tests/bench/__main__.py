"""`make bench`: both engines, few and many cases; the tables go to the terminal and into docs/benchmarks.md."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import click
from bench.carrying import MEGABYTES, Carried, carry
from bench.deciding import MANY, PEOPLE, Shared, review, share
from bench.document import DOCUMENT, with_figures
from bench.growing import SIZES, Grown, grow, growth_table
from bench.helping import ENTRIES, Helped, help_somebody
from bench.knowing import FEW, NEW, Known, know
from bench.knowing import MANY as MANY_PEOPLE
from bench.peopling import people
from bench.trusting import CASES, EVENTS, Trust, trust
from builders.postgres import Cluster, running_cluster

from interview.cli.bench import POSTGRESQL, SQLITE, STEPS
from interview.cli.measuring.figures import Figures, Spread
from interview.cli.measuring.installations import Installation, install
from interview.cli.measuring.machines import Machine, this_machine
from interview.cli.measuring.measuring import find_changes, measure
from interview.cli.measuring.tables import cells, machine_words, markdown_table, milliseconds

DURABLE = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "autovacuum": "on",
    "shared_buffers": "128MB",
}
ENGINES = (SQLITE, POSTGRESQL)


@click.command()
@click.option("--steps", default=STEPS, show_default=True, help="Pages to show and save on each engine.")
@click.option("--most", default=SIZES[-1], show_default=True, help="Cases to store at most; fewer for a try.")
@click.option("--write/--no-write", default=True, help="Write the tables into docs/benchmarks.md.")
def main(steps: int, most: int, write: bool) -> None:
    """Measure both engines."""
    machine, started = this_machine(), perf_counter()
    sizes = [size for size in SIZES if size <= most]
    with TemporaryDirectory(prefix="interview-bench-") as name, ExitStack() as stack:
        tried, folder = _placed(SQLITE, None, Path(name), "tried")
        _tell(SQLITE)("finding answers to change")
        changes = find_changes(tried, folder)
        measured: dict[str, Figures] = {}
        grown: dict[str, list[Grown]] = {}
        reviewed: dict[str, Spread] = {}
        trusted: dict[str, Trust] = {}
        shared: dict[str, Shared] = {}
        carried: dict[str, Carried] = {}
        helped: dict[str, Helped] = {}
        known: dict[str, Known] = {}
        for engine in ENGINES:
            cluster = stack.enter_context(running_cluster(**DURABLE)) if engine == POSTGRESQL else None
            place = _placed(engine, cluster, Path(name), "measured")
            measured[engine] = measure(*place, engine, steps, changes, _tell(engine))
            reviewed[engine] = review(*_placed(engine, cluster, Path(name), "reviewed"))
            trusted[engine] = trust(*_placed(engine, cluster, Path(name), "trusted"), _tell(engine))
            shared[engine] = share(*_placed(engine, cluster, Path(name), "shared"), changes, _tell(engine))
            carried[engine] = carry(*_placed(engine, cluster, Path(name), "carried"))
            helped[engine] = help_somebody(*_placed(engine, cluster, Path(name), "helped"))
            known[engine] = know(*_placed(engine, cluster, Path(name), "known"))
            place = _placed(engine, cluster, Path(name), "grown")
            grown[engine] = grow(*place, sizes, changes, _tell(engine))
        _tell(SQLITE)("making people up")
        made = people(Path(name) / "people")
    decided = decision_table(reviewed, trusted, shared, carried, helped, known, made)
    report = _report(machine, list(measured.values()), decided, grown, perf_counter() - started)
    click.echo(report)
    if write:
        DOCUMENT.write_text(with_figures(DOCUMENT.read_text(encoding="utf-8"), report), encoding="utf-8")


def _placed(engine: str, cluster: Cluster | None, folder: Path, name: str) -> tuple[Installation, Path]:
    """A new installation on an engine, in a folder of its own."""
    place = folder / f"{name}-{engine}"
    place.mkdir()
    if cluster is None:
        return install(place), place
    for database in (name, f"{name}_locks"):
        cluster.run(f"CREATE DATABASE {database}")
    return install(place, database_url=cluster.url(name), keystore_url=cluster.url(f"{name}_locks")), place


def _tell(engine: str) -> Callable[[str], None]:
    return lambda step: click.echo(f"{engine}: {step} …", err=True)


def decision_table(
    reviewed: dict[str, Spread],
    trusted: dict[str, Trust],
    shared: dict[str, Shared],
    carried: dict[str, Carried],
    helped: dict[str, Helped],
    known: dict[str, Known],
    made: float,
) -> list[list[str]]:
    """Figures of decisions and of the record: a heading, then a row for each."""
    rows = (
        ("A review, p50", [milliseconds(one.p50) for one in reviewed.values()], "≤ 15 ms"),
        (
            f"The page of a case with {ENTRIES} entries, p50",
            [milliseconds(one.case.p50) for one in helped.values()],
            "≤ 15 ms",
        ),
        (
            f"The contents of its record with {ENTRIES} entries, p50",
            [milliseconds(one.record.p50) for one in helped.values()],
            "",
        ),
        ("One more event in the trail", [f"{one.append_ms:.2f} ms" for one in trusted.values()], "≤ 1 ms"),
        (f"Verifying {EVENTS:,} events", [f"{one.verified:,.0f} a second" for one in trusted.values()], "≥ 50,000"),
        (f"Another master key for {CASES:,} cases", [f"{one.rotated_s:.1f} s" for one in trusted.values()], "≤ 10 s"),
        (
            f"{PEOPLE} people at once, one process / {MANY} processes, answered pages per second",
            [f"{one.one:.0f} / {one.several:.0f} ({one.ratio:.2f} times)" for one in shared.values()],
            "1.8 times on PostgreSQL",
        ),
        (
            f"A file of {MEGABYTES} MB up / down",
            [one.words for one in carried.values()],
            "memory flat",
        ),
        (f"Looking somebody up among {FEW:,} people", [f"{one.few:.2f} s" for one in known.values()], "≤ 0.6 s"),
        (f"Among {MANY_PEOPLE:,} people", [f"{one.many:.2f} s" for one in known.values()], "≤ 2 s"),
        (f"Taking in {NEW:,} new cards", [f"{one.fold:.2f} s" for one in known.values()], "≤ 1 s"),
        (
            "Invented people in a demonstration",
            [f"{made:,.0f} a second", "none: a demonstration is on SQLite"],
            "≥ 300",
        ),
    )
    return [["", *ENGINES, "Aim"], *([title, *cells, aim] for title, cells, aim in rows)]


def _report(
    machine: Machine, figures: list[Figures], decided: list[list[str]], grown: dict[str, list[Grown]], seconds: float
) -> str:
    one = figures[0]
    return "\n\n".join(
        (
            f"{machine_words(machine)}.",
            f"{one.answers} answers given, {one.pages} different pages in turn, {one.page_get.count:,} times.",
            markdown_table(cells(figures)),
            markdown_table(decided),
            markdown_table(growth_table(grown)),
            f"Measured in {seconds / 60:.0f} minutes.",
        )
    )


if __name__ == "__main__":
    main()
