"""The command line: the same services from the terminal. `interview --help` lists the commands."""

import click

from interview.cli.accounts import account
from interview.cli.assessing import assess
from interview.cli.auditing import audit
from interview.cli.backups import backup, restore
from interview.cli.bench import bench
from interview.cli.databases import database
from interview.cli.demonstrating import demo
from interview.cli.erasing import erase
from interview.cli.forms import forms
from interview.cli.keys import keys
from interview.cli.organisations import organisation
from interview.cli.recovery import recovery
from interview.cli.serving import serve
from interview.cli.setting_up import init
from interview.cli.ticking import tick


@click.group()
@click.version_option(package_name="interview")
def main() -> None:
    """Guided, sealed interviews: set up, serve, and look after an installation."""


for command in (
    init,
    organisation,
    demo,
    serve,
    account,
    audit,
    database,
    keys,
    backup,
    restore,
    recovery,
    forms,
    assess,
    tick,
    erase,
    bench,
):
    main.add_command(command)
