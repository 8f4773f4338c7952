"""`interview erase`: what became of erasures. A case is erased in the program, by two people, never from here."""

import os

import click

from interview import at_the_terminal
from interview.cli.environment import Unusable, settings_or_exit
from interview.config import BadSettings
from interview.services import erasing


@click.group()
def erase() -> None:
    """Erasures: which were cut off, and finishing them."""


@erase.command()
def status() -> None:
    """Say which erasures were cut off, and finish them.

    Every start of a server finishes what was cut off before it, and so does this command.
    """
    try:
        with at_the_terminal(settings_or_exit(os.environ)) as open_work:
            with open_work() as work:
                left = erasing.unfinished(work)
            with open_work() as work:
                finished = erasing.finish(work)
            with open_work() as work:
                remaining = erasing.unfinished(work)
    except BadSettings as refused:
        raise Unusable.because(refused) from None
    click.echo(f"cut off      {left}")
    click.echo(f"finished     {finished}")
    if remaining:
        raise click.ClickException(f"{remaining} could not be finished. Their keys are destroyed; run this again.")
    click.echo("Nothing is left half erased.")
