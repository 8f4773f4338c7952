"""Interviews: the front door. `create_app` is the only code that sees every room.

Rooms are imported inside the functions, so that who needs one of them does not load them all.
"""
# ruff: noqa: PLC0415

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from getpass import getpass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interview.config import Settings
    from interview.services.ticking import Caretaker
    from interview.web.server import OpenWork, Server

Ask = Callable[[str], str]


def create_app(settings: "Settings", ask: Ask = getpass) -> "Server":
    """The application, ready to be served. Raises `BadSettings` for whatever would make it unsafe.

    `ask` is called for the master key's passphrase, where there is one.
    """
    from interview.opening import open_store
    from interview.web import mounting
    from interview.web.server import Server

    opened = open_store(settings, ask)
    app = Server("interview", static_folder=None)
    app.open_work = opened.store.work
    app.caretaker = opened.caretaker
    app.demonstration = opened.demonstration
    for step in mounting.STEPS:
        step(app, opened.settings)
    return app


@contextmanager
def at_the_terminal(
    settings: "Settings", ask: Ask = getpass, *, new: bool = False, rolled_back: bool = False
) -> "Iterator[OpenWork]":
    """Units of work for a command, and the databases closed after it; `new` makes a master key if there is none.

    `rolled_back`: a case database that is older than what the keystore has seen of it opens too, to be looked at.
    """
    from interview.opening import open_store

    opened = open_store(settings, ask, new=new, rolled_back=rolled_back)
    try:
        yield opened.store.work
    finally:
        opened.store.close()


@contextmanager
def looking_after(settings: "Settings", ask: Ask = getpass) -> "Iterator[Caretaker]":
    """Who looks after a deployment while nobody is at work, and the databases closed after it."""
    from interview.opening import open_store

    opened = open_store(settings, ask)
    try:
        yield opened.caretaker
    finally:
        opened.store.close()
