"""`interview recovery`: two people, two of the three printed shares, at one terminal."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from interview import at_the_terminal
from interview.cli.environment import Unusable, settings_or_exit
from interview.cli.setting_up import hand_out_shares
from interview.config import BadSettings
from interview.services import UnitOfWork, recovering
from interview.services.recovering import Recovered

TRIES = 3
PEOPLE = ("first", "second")


@click.group()
def recovery() -> None:
    """The organisation's last way in, with two of its three shares, by the two people who hold them."""


@recovery.command()
def rehearse() -> None:
    """Try two shares: they open a canary that means nothing. Nothing is changed. Do it once a year."""
    with _at_work() as work:
        one, other = _two_shares(work)
        teams = recovering.rehearse(work, one, other)
    click.echo(f"Both shares open what they should; {teams} teams would open. Nothing was changed.")


@recovery.command()
@click.option("--supervisor", prompt="Sign-in name of the new supervisor", help="Sign-in name; a new one.")
def use(supervisor: str) -> None:
    """Make a new supervisor who opens every team, when all passphrases are lost, and three new shares.

    Each new share is typed in again before anything is stored: whoever stops halfway has changed nothing.
    """
    with _at_work() as work:
        one, other = _two_shares(work)
        for person in PEOPLE:
            click.confirm(f"To the {person} holder: do you want the teams opened for {supervisor}?", abort=True)
        made = recovering.use(work, one, other, name=supervisor)
        if not isinstance(made, Recovered):
            raise click.ClickException("There is an account of that name; nothing was changed.")
        click.echo("The old shares open nothing any more once this is done.")
        hand_out_shares(made.shares)
    click.echo(f"\n{made.supervisor.account.name} opens {made.teams} teams. The passphrase, shown this once:\n")
    click.echo(f"    {made.supervisor.passphrase}\n")


@contextmanager
def _at_work() -> Iterator[UnitOfWork]:
    try:
        with at_the_terminal(settings_or_exit(os.environ)) as open_work, open_work() as work:
            yield work
    except recovering.NotSetUp:
        raise click.ClickException("There is no organisation here; nothing was changed.") from None
    except recovering.Broken:
        raise click.ClickException("These shares open nothing here; nothing was changed.") from None
    except BadSettings as refused:
        raise Unusable.because(refused) from None


def _two_shares(work: UnitOfWork) -> tuple[str, str]:
    """The shares of two holders, one after the other; what is typed does not show."""
    one = _share(work, PEOPLE[0], used=None)
    click.echo("Now let the second holder come to the keyboard.")
    return one, _share(work, PEOPLE[1], used=recovering.number_of_share(work, one))


def _share(work: UnitOfWork, person: str, *, used: int | None) -> str:
    for _ in range(TRIES):
        share: str = click.prompt(f"Share of the {person} holder", hide_input=True)
        try:
            if recovering.number_of_share(work, share) != used:
                return share
            click.echo("That is the same share. Another person holds another one.")
        except recovering.ShareRefused:
            click.echo("That was mistyped. Compare it group by group.")
    raise click.ClickException("No share was read; nothing was changed.")
