"""`interview organisation`: another organisation on the same server, which can open nothing of the first."""

import os

import click

from interview import at_the_terminal
from interview.cli.environment import Unusable, settings_or_exit
from interview.cli.setting_up import hand_out_shares, named_so, show_passphrases, wanted_of
from interview.config import BadSettings
from interview.services import setting_up
from interview.services.setting_up import NameInUse, NotSetUp


@click.group()
def organisation() -> None:
    """Organisations of this server: add."""


@organisation.command()
@named_so
def add(**named: str) -> None:
    """Add an organisation: its first administrator, first supervisor and team, and recovery shares of its own.

    Passphrases and the three shares are shown here once and kept nowhere. Each share is typed in again before anything
    is stored: whoever stops halfway has changed nothing.
    """
    settings = settings_or_exit(os.environ)
    try:
        with at_the_terminal(settings) as open_work, open_work() as work:
            made = setting_up.add(work, wanted_of(named))
            hand_out_shares(made.shares)
    except NotSetUp:
        raise click.ClickException("There is no organisation yet: run `interview init` first.") from None
    except NameInUse:
        raise click.ClickException("Another account here has this sign-in name; nothing was changed.") from None
    except BadSettings as refused:
        raise Unusable.because(refused) from None
    show_passphrases(made, second_factor=settings.second_factor)
