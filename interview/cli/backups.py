"""`interview backup` and `interview restore`: three sets, never in one folder."""

import os
from collections.abc import Callable
from getpass import getpass
from pathlib import Path
from typing import Any

import click

from interview.backing_up import BackupFault, Folders, NotBackedUp, back_up
from interview.backing_up import restore as put_back
from interview.cli.environment import Unusable, settings_or_exit
from interview.cli.progress import Bar
from interview.config import BadSettings

FAULTS = {
    BackupFault.SAME_FOLDER: "The three sets must lie in three folders, none of them beneath another: whoever finds "
    "one of them must not find the next",
    BackupFault.FOLDER_IN_USE: "Each of the three folders has to be new or empty",
    BackupFault.NOT_A_BACKUP: "One of the folders does not hold the set that it should: look for its manifest.json",
    BackupFault.DAMAGED: "A copy is damaged: it is not what it was when it was made",
    BackupFault.NOT_TOGETHER: "The keystore was copied before the database: take one of the same backup, or a newer "
    "one",
    BackupFault.OTHER_ENGINE: "The copy is of the other kind of database: SQLite goes into SQLite, PostgreSQL into "
    "PostgreSQL",
    BackupFault.NEWER_PROGRAM: "The copy was made by a newer version of this program",
    BackupFault.NOT_EMPTY: "There is something in a database of the new place already; it has to be empty",
    BackupFault.KEY_IN_PLACE: "INTERVIEW_MASTER_KEY_FILE holds another master key already",
    BackupFault.NO_LEDGER: "INTERVIEW_REVOCATIONS_FILE is not there. Without the ledger, who was erased or removed "
    "since the backup would come back. Put its newest copy there; only if nothing was ever erased or removed, say "
    "--without-ledger",
    BackupFault.OLD_LEDGER: "INTERVIEW_REVOCATIONS_FILE was changed, or is older than the newest checkpoint. Put its "
    "newest copy there, empty the databases, and begin again",
    BackupFault.NO_PROGRAM: "pg_dump and pg_restore were not found: INTERVIEW_POSTGRES_PROGRAMS names their folder",
    BackupFault.FAILED: "The database could not be copied",
    BackupFault.DOES_NOT_OPEN: "The sets do not open together: database, keystore and master key are not of one "
    "installation, or something in them was changed",
    BackupFault.NO_KEY_TO_COPY: "The third set holds no salt for a passphrase",
}


def _folders(where: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The three options of both commands."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        path = click.Path(file_okay=False, path_type=Path)
        for name in ("master", "keystore", "database"):
            option = click.option(
                f"--{name}-{where}", name, type=path, required=True, help=f"Folder of the {name} set."
            )
            command = option(command)
        return command

    return add


@click.command()
@_folders("to")
def backup(database: Path, keystore: Path, master: Path) -> None:
    """Copy database, keystore and master key into three new folders, while people work, and open one of each kind.

    Keep the three apart (docs/backups.md). The revocation ledger is no part of them: keep its newest copy beside.
    """
    bar = Bar()
    try:
        made = back_up(settings_or_exit(os.environ), getpass, bar, Folders(database, keystore, master))
    except (NotBackedUp, BadSettings) as refused:
        bar.end()
        raise _said(refused) from None
    bar.end()
    click.echo(f"Backup {made.backup[:8]}. Opened, one of each kind: {', '.join(sorted(set(made.opened)))}.")


@click.command()
@_folders("from")
@click.option("--without-ledger", is_flag=True, help="There is no ledger because nothing was ever erased or removed.")
def restore(database: Path, keystore: Path, master: Path, without_ledger: bool) -> None:
    """Make an installation out of three sets, where the settings say and nothing is yet.

    The revocation ledger has to lie in its place first: who was erased or removed since is erased and removed again.
    All sessions are over, and everybody signs in anew.
    """
    settings, bar = settings_or_exit(os.environ), Bar()
    folders = Folders(database, keystore, master)
    try:
        restored = put_back(settings, getpass, bar, folders, without_ledger=without_ledger)
    except (NotBackedUp, BadSettings) as refused:
        bar.end()
        raise _said(refused) from None
    bar.end()
    click.echo(f"Restored. {restored.replayed:,} things were taken away again that the ledger names.")
    if restored.broken:
        click.echo(f"{restored.broken:,} rows open under no key or are vouched for by nobody; they stay closed.")
    for case_id in restored.wished:
        click.echo(f"A person's wish to be erased has to be carried out again by two people: case {case_id}.")


def _said(refused: NotBackedUp | BadSettings) -> click.ClickException:
    if isinstance(refused, BadSettings):
        return Unusable.because(refused)
    return click.ClickException(f"{FAULTS[refused.fault]}.")
