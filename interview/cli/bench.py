"""`interview bench`: how fast the real server answers, on a throw-away installation with invented people."""

import json
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from interview.cli.measuring.figures import Figures
from interview.cli.measuring.installations import Unmeasurable, install
from interview.cli.measuring.machines import this_machine
from interview.cli.measuring.measuring import find_changes, measure
from interview.cli.measuring.tables import cells, machine_words, text_table

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
STEPS = 10_000


@click.command()
@click.option("--steps", type=click.IntRange(500), default=STEPS, show_default=True, help="Pages to show and save.")
@click.option("--database-url", default="", help="An empty database to use in place of an SQLite file.")
@click.option("--keystore-url", default="", help="Another empty database, for the locks of cases.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def bench(steps: int, database_url: str, keystore_url: str, as_json: bool) -> None:
    """Measure the server: a page shown, a page saved, memory, bytes over the wire, start.

    It builds an installation in a temporary folder, holds a talk with an invented adult until 100 answers are given,
    starts the server as `interview serve` does and goes through the pages over HTTP, changing an answer on each.
    """
    if bool(database_url) != bool(keystore_url):
        raise click.UsageError("--database-url and --keystore-url go together")
    machine = this_machine()
    try:
        figures = _measured(steps, database_url, keystore_url)
    except Unmeasurable as missing:
        raise click.ClickException(f"Could not be measured: {missing}.") from None
    if as_json:
        click.echo(json.dumps({"machine": asdict(machine), "figures": figures.to_json()}, indent=2))
    else:
        click.echo(f"{text_table(cells([figures]))}\n")
        click.echo(f"{figures.answers} answers given, {figures.pages} pages in turn. {machine_words(machine)}.")


def _measured(steps: int, database_url: str, keystore_url: str) -> Figures:
    engine = POSTGRESQL if database_url.startswith("postgresql") else SQLITE
    with TemporaryDirectory(prefix="interview-bench-") as name:
        folder = Path(name)
        installation = install(folder, database_url=database_url, keystore_url=keystore_url)
        _tell("finding answers to change")
        changes = find_changes(installation, folder)
        return measure(installation, folder, engine, steps, changes, _tell)


def _tell(step: str) -> None:
    click.echo(f"{step} …", err=True)
