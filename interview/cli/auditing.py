"""`interview audit`: whether the trail of events is what it was, and checkpoints of it outside the database."""

import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from uuid import UUID

import click

from interview import at_the_terminal
from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.cli.environment import Unusable, settings_or_exit
from interview.cli.progress import Bar
from interview.cli.signing_in import signed_in
from interview.config import BadSettings
from interview.services import UnitOfWork, auditing, trail, whole_trail
from interview.services.auditing import Fault, FaultKind, Verified
from interview.services.trail import Kind, Line, Which
from interview.services.trail_tables import as_csv, as_json_lines
from interview.services.whole_trail import Waits

DAY = click.DateTime(["%Y-%m-%d"])
FORMS = {"csv": as_csv, "lines": as_json_lines}

FAULTS: Mapping[FaultKind, str] = {
    FaultKind.CHANGED: "event {place} was changed, moved or put in, or the one before it was taken out",
    FaultKind.ENDS_EARLY: "event {place} and those after it are missing",
    FaultKind.GOES_ON: "event {place} stands after the end",
    FaultKind.NO_END: "what says where the trail ends is missing; the last event is {place}",
    FaultKind.END_NOT_VOUCHED: "nobody vouches for event {place} as the end",
    FaultKind.ROLLED_BACK: "the database was put back to an earlier time: event {place} is the first that was lost",
    FaultKind.CHECKPOINT_CHANGED: "the checkpoints are not as they were signed, from line {place} of their file on",
    FaultKind.CHECKPOINT_MISSING: "the checkpoint of event {place} was signed and is not in the file",
    FaultKind.NOT_AS_SIGNED: "the trail is not what was signed, from event {place} or a later one on",
    FaultKind.LEDGER_BEHIND: "line {place} of the revocation ledger is not what was signed",
    FaultKind.OTHER_REVISION: "an interview is not at the revision that its last save names, event {place}",
}


@click.group()
def audit() -> None:
    """The trail of events: whether it is what it was, and checkpoints of it outside the database."""


@audit.command()
@click.option(
    "--checkpoints",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the checkpoints; without it INTERVIEW_CHECKPOINTS.",
)
@click.option(
    "--public-key",
    "keys",
    multiple=True,
    help="Key that the checkpoints must be signed with, as `interview init` showed it; ORGANISATION=KEY for several.",
)
def verify(checkpoints: Path | None, keys: tuple[str, ...]) -> None:
    """Read the whole trail and find what was edited, deleted, reordered, put in or cut off, and an older database.

    It opens nothing. Exit status 1 when something is wrong.
    """
    settings, bar = settings_or_exit(os.environ), Bar()
    folder = checkpoints or settings.checkpoints
    try:
        with at_the_terminal(settings, rolled_back=True) as open_work, open_work() as work:
            public = _public(keys, tuple(auditing.public_keys(work)))
            found = auditing.verify(work, folder, public, lambda one, done, of: bar(f"{one}"[:8], done, of))
    except auditing.LedgerRefused:
        raise click.ClickException("The revocation ledger cannot be read, or was changed.") from None
    except BadSettings as refused:
        raise Unusable.because(refused) from None
    bar.end()
    for one in found:
        _show(one, with_checkpoints=folder is not None)
    if folder is None:
        click.echo("No checkpoints were compared: name their folder with --checkpoints or INTERVIEW_CHECKPOINTS.")
    if any(one.faults for one in found):
        raise click.ClickException("The trail is not what it was.")


@audit.command()
def checkpoint() -> None:
    """Sign how far the trail has come, outside the database, and destroy the keys of the hours before."""
    settings = settings_or_exit(os.environ)
    if settings.checkpoints is None:
        raise click.UsageError("INTERVIEW_CHECKPOINTS is missing: the folder to write to.")
    try:
        with at_the_terminal(settings) as open_work, open_work() as work:
            written = auditing.sign_checkpoints(work)
    except auditing.TrailRefused as refused:
        place = refused.sequence
        raise click.ClickException(f"Not signed: event {place} is wrong. See `interview audit verify`.") from None
    except auditing.CheckpointsRefused:
        raise click.ClickException("The checkpoints cannot be read or added to, or were changed.") from None
    except auditing.LedgerRefused:
        raise click.ClickException("The revocation ledger cannot be read, or was changed.") from None
    except BadSettings as refused:
        raise Unusable.because(refused) from None
    for one in written:
        click.echo(f"{one.organisation_id}  signed up to event {one.sequence:,}")
    if not written:
        click.echo("Nothing new since the last checkpoint.")


@audit.command()
def key() -> None:
    """Show the key that each organisation's checkpoints are verified with."""
    settings = settings_or_exit(os.environ)
    try:
        with at_the_terminal(settings, rolled_back=True) as open_work, open_work() as work:
            for organisation_id, public in auditing.public_keys(work).items():
                click.echo(f"{organisation_id}  {public.hex()}")
    except BadSettings as refused:
        raise Unusable.because(refused) from None


@audit.command()
@click.option(
    "--as", "who", prompt="Your account", help="The account that takes it, a supervisor's or administrator's."
)
@click.option("--since", type=DAY, help="The first day; without it from the beginning.")
@click.option("--until", type=DAY, help="The last day; without it up to now.")
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), help="What the events are about.")
@click.option("--case", "case_id", type=click.UUID, help="Of one case alone, by its id: needs no second person.")
@click.option("--account", "account_id", type=click.UUID, help="Of one account alone: needs no second person.")
@click.option(
    "--to", type=click.Path(path_type=Path), help="A new file, which only its owner reads; else the terminal."
)
@click.option("--format", "form", type=click.Choice(list(FORMS)), default="csv", show_default=True)
def export(
    who: str,
    since: datetime | None,
    until: datetime | None,
    kind: str | None,
    case_id: UUID | None,
    account_id: UUID | None,
    to: Path | None,
    form: str,
) -> None:
    """Take the record away as a table: what this account may read of it, on the record.

    Asks for the passphrase and the code. The whole record needs a second person: the first time this asks them, and
    once another supervisor agreed (Needs two people, in the browser) it is taken, once.
    """
    if case_id is not None and account_id is not None:
        raise click.UsageError("--case or --account, not both.")
    if to is not None and to.exists():
        raise click.UsageError("--to names a file that is there already.")
    which = Which(
        events=trail.events_of(Kind(kind)) if kind else frozenset(),
        since=None if since is None else since.date(),
        until=None if until is None else until.date(),
    )
    with signed_in(who) as (work, actor):
        lines = _chosen(work, actor, which, case_id, account_id)
        if not isinstance(lines, Waits):
            _write(FORMS[form](lines, _in_words), to)
            return
    click.echo("Another supervisor was asked to agree, under Needs two people. Then run this again.", err=True)
    click.get_current_context().exit(3)


def _chosen(
    work: UnitOfWork, actor: Actor, which: Which, case_id: UUID | None, account_id: UUID | None
) -> Iterable[Line] | Waits:
    if case_id is not None:
        return trail.export(work, actor, lambda work, actor, which: trail.by_case(work, actor, case_id, which), which)
    if account_id is not None:
        return trail.export(
            work, actor, lambda work, actor, which: trail.about_account(work, actor, account_id, which), which
        )
    return whole_trail.take(work, actor, which)


def _write(pieces: Iterable[str], to: Path | None) -> None:
    """To a new file that only its owner reads, which is gone again if this is cut off; or to the terminal."""
    if to is None:
        for piece in pieces:
            click.echo(piece, nl=False)
        return
    try:
        with os.fdopen(
            os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline=""
        ) as file:
            file.writelines(pieces)
    except FileExistsError:
        raise click.ClickException("The file is there already; nothing was taken away.") from None
    except OSError:
        to.unlink(missing_ok=True)
        raise click.ClickException("The file could not be written; nothing was taken away.") from None


def _in_words(event: Event) -> str:
    return event.value.replace(":", " ").replace("_", " ")


def _public(keys: tuple[str, ...], organisations: tuple[UUID, ...]) -> Mapping[UUID, bytes]:
    public = dict[UUID, bytes]()
    for text in keys:
        named, _, value = text.rpartition("=")
        try:
            public |= dict.fromkeys((UUID(named),) if named else organisations, bytes.fromhex(value))
        except ValueError:
            raise click.UsageError("--public-key is 64 hexadecimal digits, or ORGANISATION=KEY.") from None
    return public


def _show(one: Verified, *, with_checkpoints: bool) -> None:
    compared = f", {one.checkpoints:,} checkpoints" if with_checkpoints else ""
    click.echo(f"{one.organisation_id}  {one.events:,} events{compared}: {'wrong' if one.faults else 'as it was'}")
    for fault in one.faults:
        click.echo(f"  {_words(fault)}")


def _words(fault: Fault) -> str:
    return FAULTS[fault.kind].format(place=fault.place)
