"""`interview keys`: what lies under which master key, and a new one in its place."""

import os
from getpass import getpass

import click

from interview.cli.environment import Unusable, settings_or_exit
from interview.cli.progress import Bar
from interview.config import BadSettings, KeySource
from interview.rotating import GRACE_SECONDS, NotRotated, RotationFault, rotate_master
from interview.watching_keys import KeyStatus, key_status

FAULTS = {
    RotationFault.IN_SERVICE: "The key comes from systemd, and a running service's credentials never change. Stop the "
    "service; run this with INTERVIEW_MASTER_KEY_SOURCE=file, INTERVIEW_MASTER_KEY_FILE naming the file that "
    "LoadCredential= names, and --grace 0; start the service again",
    RotationFault.AT_WORK: "Another rotation is at work",
    RotationFault.BROKEN_ROWS: "Some rows open under no key, or nobody vouches for them: somebody may have changed "
    "them, and both keys stay in use. Look into it (`interview audit verify`), or go on with --despite-broken",
}


@click.group()
def keys() -> None:
    """The master key: what lies under it, and a new one in its place."""


@keys.command()
def status() -> None:
    """Say which master keys are held, how much lies under each, and which suites of algorithms are in use."""
    try:
        _show(key_status(settings_or_exit(os.environ), getpass))
    except BadSettings as refused:
        raise Unusable.because(refused) from None


@keys.command("rotate-master")
@click.option(
    "--grace",
    type=click.FloatRange(0),
    default=GRACE_SECONDS,
    show_default=True,
    help="Seconds to wait for requests that began before; 0 only where no server runs.",
)
@click.option("--despite-broken", is_flag=True, help="Retire the old key although rows open under no key.")
@click.option("--stopped", is_flag=True, help="No server is running: needed where the key is made from a passphrase.")
def rotate(grace: float, despite_broken: bool, stopped: bool) -> None:
    """Put a new master key in the place of the present one. People go on working; nobody has to sign in.

    Run it as the account that the key's file belongs to. What is cut off is taken up again by running it once more.
    """
    settings, bar = settings_or_exit(os.environ), Bar()
    if settings.master_key_source is KeySource.PASSPHRASE and not stopped:
        raise click.UsageError(
            "Stop every server first, and say so with --stopped: none could learn the new passphrase."
        )
    try:
        rotated = rotate_master(settings, getpass, bar, grace=grace, despite_broken=despite_broken)
    except NotRotated as refused:
        bar.end()
        counted = f" ({refused.broken:,} rows)" if refused.broken else ""
        raise click.ClickException(f"{FAULTS[refused.fault]}{counted}.") from None
    except BadSettings as refused:
        raise Unusable.because(refused) from None
    bar.end()
    if rotated.taken_up:
        click.echo("A rotation that had been cut off was taken up.")
    click.echo(f"The master key is now {rotated.key_id[:8]}; {rotated.turned:,} rows were brought under it.")
    click.echo("Copy the new key to where its copies lie, and destroy every copy of the old one (docs/backups.md).")


def _show(shown: KeyStatus) -> None:
    for number, key_id in enumerate(shown.key_ids):
        click.echo(f"Master key {key_id[:8]}{'  (the one before; a rotation is not finished)' if number else ''}")
    click.echo(f"Rotation: {_rotation(shown)}")
    for under in shown.under:
        parts = (f"{count:,} under {key_id[:8] or 'no key'}" for key_id, count in sorted(under.by_key.items()))
        click.echo(f"  {under.table:<28} {', '.join(parts) or 'none'}")
    click.echo(f"Oldest suite accepted: {shown.oldest_suite}")
    for (form, suite), count in sorted(shown.suites.items()):
        click.echo(f"  {form} suite {suite}: {count:,} sealed")


def _rotation(shown: KeyStatus) -> str:
    if shown.last is None:
        return "none yet"
    began, ended = shown.last
    return f"began {began:%Y-%m-%d %H:%M} UTC, {f'ended {ended:%Y-%m-%d %H:%M} UTC' if ended else 'not ended'}"
