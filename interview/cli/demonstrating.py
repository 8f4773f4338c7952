"""`interview demo`: an instance with invented people, on this machine only."""

import json
import os
from dataclasses import replace

import click

from interview import at_the_terminal
from interview.casework.actors import Role
from interview.cli.environment import Unusable, settings_or_exit
from interview.cli.places import Place
from interview.cli.progress import Bar
from interview.cli.serving import run
from interview.config import BadSettings, KeySource, Settings
from interview.opening import clear_demonstration, demonstration_logins
from interview.services import demonstrating
from interview.services.demonstrating import Login

LOOPBACK = "127.0.0.1"
MOST = 1_000_000


@click.command()
@click.option("--no-serve", is_flag=True, help="Build it and print the logins, without serving it.")
@click.option("--json", "as_json", is_flag=True, help="Print the logins as JSON: role, name, passphrase.")
@click.option("--anew", is_flag=True, help="Throw away the demonstration that is there, and build it anew.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to serve on.")
@click.option("--cases", type=click.IntRange(1, MOST), help="Build it anew with so many people; else about 60.")
def demo(no_serve: bool, as_json: bool, anew: bool, port: int | None, cases: int | None) -> None:
    """Build a demonstration under the instance folder, with invented people at every stage, and serve it.

    Running it again serves the same one, with the same logins. It listens on this machine only, and can never become
    a real installation.
    """
    settings = settings_or_exit(os.environ)
    settings = replace(settings, host=LOOPBACK, port=port or settings.port, behind_proxy=False)
    place = Place(settings.host, settings.port, settings.threads)
    logins = () if anew or cases else _kept(settings)
    logins = logins or _build(settings, cases or demonstrating.CASES)
    if as_json:
        click.echo(_as_json(logins))
    else:
        _print(logins, place)
    if not no_serve:
        run(_unnamed(settings), place)


def _kept(settings: Settings) -> tuple[Login, ...]:
    """The logins of the demonstration that was built before; none when there is none."""
    path = demonstration_logins(settings)
    if not path.exists():
        return ()
    rows = json.loads(path.read_text("utf-8"))
    return tuple(Login(Role(row["role"]), row["name"], row["passphrase"]) for row in rows)


def _build(settings: Settings, cases: int) -> tuple[Login, ...]:
    try:
        with at_the_terminal(clear_demonstration(settings)) as open_work:
            bar = Bar()
            logins = demonstrating.demonstrate(open_work, bar, cases=cases)
            bar.end()
    except BadSettings as refused:
        raise Unusable.because(refused) from None
    path = demonstration_logins(settings)
    path.touch(mode=0o600)
    path.write_text(_as_json(logins), "utf-8")
    return logins


def _unnamed(settings: Settings) -> Settings:
    """Settings that name no master key, so that the demonstration is what opens."""
    return replace(settings, master_key_source=KeySource.FILE, master_key_file=None)


def _as_json(logins: tuple[Login, ...]) -> str:
    rows = [{"role": str(login.role), "name": login.name, "passphrase": login.passphrase} for login in logins]
    return json.dumps(rows, indent=2)


def _print(logins: tuple[Login, ...], place: Place) -> None:
    click.echo(f"\nA demonstration with invented people: {place.address}\n")
    width = max(len(login.name) for login in logins)
    for login in logins:
        click.echo(f"  {login.role:<14} {login.name:<{width}}  {login.passphrase}")
    click.echo("\nNothing in it is real, and nothing real belongs in it.\n")
