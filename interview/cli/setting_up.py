"""`interview init`: an empty installation becomes one that people can sign in to."""

import os
from collections.abc import Callable, Mapping

import click

from interview import at_the_terminal
from interview.cli.environment import Unusable, settings_or_exit
from interview.config import BadSettings
from interview.services import setting_up
from interview.services.setting_up import AlreadySetUp, NameInUse, SetUp, Wanted

TRIES = 3


_OPTIONS = (
    click.option("--organisation", prompt="Name of the organisation", help="Name of the organisation."),
    click.option("--administrator", prompt="Sign-in name of the first administrator", help="Sign-in name."),
    click.option("--supervisor", prompt="Sign-in name of the first supervisor", help="Sign-in name."),
    click.option("--team", prompt="Name of the first team", default="Team 1", help="Name of the supervising team."),
    click.option("--office", prompt="Name of the first office", default="Office 1", help="Name of the office."),
)


def named_so(command: Callable[..., None]) -> Callable[..., None]:
    """The names that an organisation begins with, each asked for where it was not given."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def wanted_of(named: Mapping[str, str]) -> Wanted:
    """The names that were given or asked for."""
    return Wanted(named["organisation"], named["administrator"], named["supervisor"], named["team"], named["office"])


@click.command()
@named_so
def init(**named: str) -> None:
    """Set up a new installation: master key, organisation, first administrator, first supervisor and team, recovery.

    Passphrases and the three recovery shares are shown here once and kept nowhere. Each share is typed in again before
    anything is stored: whoever stops halfway has changed nothing.
    """
    settings = settings_or_exit(os.environ)
    try:
        with at_the_terminal(settings, new=True) as open_work, open_work() as work:
            made = setting_up.set_up(work, wanted_of(named))
            hand_out_shares(made.shares)
    except NameInUse:
        raise click.ClickException("The two accounts need different names; nothing was changed.") from None
    except AlreadySetUp:
        raise click.ClickException("There is an organisation already; nothing was changed.") from None
    except BadSettings as refused:
        raise Unusable.because(refused) from None
    show_passphrases(made, second_factor=settings.second_factor)


def hand_out_shares(shares: tuple[str, ...]) -> None:
    """Show three shares, one at a time, and have each typed in again. Ends the command when that fails."""
    click.echo(
        "\nThree recovery shares follow, one at a time. Write each down by hand, and give each to another person.\n"
        "Any two of them open the organisation's keys when every passphrase is lost."
    )
    for number, share in enumerate(shares, start=1):
        click.echo(f"\nShare {number} of {len(shares)}:\n\n  {share}\n")
        click.prompt("Press Enter when it is written down", default="", show_default=False)
        click.clear()
        _have_it_retyped(number, share)


def _have_it_retyped(number: int, share: str) -> None:
    for _ in range(TRIES):
        if _bare(click.prompt(f"Type share {number} as you wrote it down")) == _bare(share):
            return
        click.echo("That is not what was shown. Compare it group by group.")
    raise click.ClickException("The share could not be confirmed; nothing was changed. Run this again.")


def _bare(share: str) -> str:
    return "".join(sign for sign in share.casefold() if sign.isalnum())


def show_passphrases(made: SetUp, *, second_factor: bool) -> None:
    """Show both passphrases once, and what comes next."""
    click.echo("\nThe first two accounts. Their passphrases are shown this once:\n")
    for title, created in (("Administrator", made.administrator), ("Supervisor", made.supervisor)):
        click.echo(f"  {title}  {created.account.name}\n    {created.passphrase}\n")
    click.echo(
        "With this key the checkpoints of the trail of events are verified. Keep it with whoever looks after them:\n\n"
        f"  {made.checkpoint_key.hex()}\n"
    )
    if second_factor:
        click.echo(
            "Both need a telephone with an authenticator app at hand when they sign in first: the page shows a square\n"
            "for it to read, and then ten recovery codes to copy by hand. Until then an account can do nothing else.\n"
        )
    click.echo("Next: `interview serve`.")
