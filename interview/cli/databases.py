"""`interview database`: bring the databases to this version, and what the role that serves may do in PostgreSQL."""

import os

import click

from interview import at_the_terminal
from interview.cli.environment import Unusable, settings_or_exit
from interview.config import BadSettings
from interview.services.application_role import NotARole, statements


@click.group()
def database() -> None:
    """The case database: its shape, and who may do what in it."""


@database.command()
@click.option("--role", default="interview", show_default=True, help="The role that INTERVIEW_DATABASE_URL names.")
def roles(role: str) -> None:
    """Print the SQL that lets a role serve and not change the trail: for the owner's `psql`.

    On PostgreSQL only. Another role owns the case database: it creates it and migrates it (`interview database
    migrate` with the owner's INTERVIEW_DATABASE_URL); the server works with the role that is granted here.
    """
    try:
        for statement in statements(role):
            click.echo(f"{statement};")
    except NotARole:
        raise click.UsageError("A role is called by small letters, digits and underscores.") from None


@database.command()
def migrate() -> None:
    """Bring both databases to the shape that this version expects. The server does it too, where it may."""
    settings = settings_or_exit(os.environ)
    try:
        with at_the_terminal(settings):
            click.echo("Both databases are as this version expects them.")
    except BadSettings as refused:
        raise Unusable.because(refused) from None
