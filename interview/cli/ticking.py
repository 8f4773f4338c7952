"""`interview tick`: what has to be looked after while nobody is at work. From cron, a timer, or inside `serve`."""

import os
from contextlib import suppress
from threading import Event, Thread

import click

from interview import looking_after
from interview.cli.environment import Unusable, settings_or_exit
from interview.config import BadSettings
from interview.services.ticking import Caretaker

EVERY = 60
"""Seconds between two rounds inside `serve`."""


@click.command()
def tick() -> None:
    """Look after what nobody is at work for: alerts that go on, calls, late decisions, what is over.

    Run it once a minute. It opens no answers: everything that reads them runs in somebody's session.
    """
    settings = settings_or_exit(os.environ)
    try:
        with looking_after(settings) as caretaker:
            done = caretaker.tick()
    except BadSettings as refused:
        raise Unusable.because(refused) from None
    for one in done:
        click.echo(f"{one.name:<12} {'not done' if one.count is None else one.count}")
    if any(one.count is None for one in done):
        raise click.ClickException("Something could not be done; it is tried again at the next tick.")


def keep_ticking(caretaker: Caretaker) -> None:
    """Look after everything once a minute, for as long as this process runs.

    Each worker has such a thread, and the database lets one of them have each turn.
    """
    Thread(target=_for_ever, args=(caretaker,), name="tick", daemon=True).start()


def _for_ever(caretaker: Caretaker) -> None:
    never = Event()
    while not never.wait(EVERY):
        # The database may be away for a while: the next round finds it again.
        with suppress(Exception):
            caretaker.tick_in_turn()
