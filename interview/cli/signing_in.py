"""Signing in at the terminal, for what somebody does in their own name."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from interview import at_the_terminal
from interview.casework.actors import Actor
from interview.casework.refusals import NotNow, NotPermitted
from interview.cli.environment import Unusable, settings_or_exit
from interview.config import BadSettings
from interview.services import UnitOfWork, signing_in


@contextmanager
def signed_in(who: str) -> Iterator[tuple[UnitOfWork, Actor]]:
    """A unit of work in the name of an account, whose passphrase and code are asked for each time."""
    passphrase = click.prompt("Your passphrase", hide_input=True, err=True)
    code = click.prompt("Your code (Enter if you have no second factor)", default="", show_default=False, err=True)
    try:
        with at_the_terminal(settings_or_exit(os.environ)) as open_work:
            with open_work() as work:
                answer = signing_in.sign_in(work, who, passphrase, code)
            if isinstance(answer, signing_in.Refused):
                raise click.ClickException("Name, passphrase and code do not go together.")
            if isinstance(answer, signing_in.SignedInToEnrol):
                with open_work() as work:
                    signing_in.sign_out(work, answer.token)
                raise click.ClickException("Sign in with a browser first, to set up your second factor.")
            try:
                with open_work() as work:
                    signing_in.resume(work, answer.token)
                    yield work, answer.actor
            finally:
                with open_work() as work:
                    signing_in.sign_out(work, answer.token)
    except BadSettings as refused:
        raise Unusable.because(refused) from None
    except NotNow:
        raise click.ClickException("It was changed meanwhile. Look how it stands now, and try again.") from None
    except NotPermitted:
        raise click.ClickException("This account may not do that.") from None
