"""A bar on the terminal, for whoever waits."""

import sys

import click

WIDTH = 30


class Bar:
    """Draws one bar for each step, on the terminal only. Call it with the step, how much is done, and of how much."""

    def __init__(self) -> None:
        self._step = ""

    def __call__(self, step: str, done: int, of: int) -> None:
        """Draw it."""
        if not sys.stderr.isatty():
            return
        if self._step and self._step != step:
            click.echo("", err=True)
        self._step = step
        filled = "#" * (WIDTH * done // max(of, 1) if of else WIDTH)
        click.echo(f"\r[{filled.ljust(WIDTH, '.')}] {step:<32} {done:>9,} / {of:,}", err=True, nl=False)

    def end(self) -> None:
        """No more bars follow."""
        if self._step:
            click.echo("", err=True)
        self._step = ""
