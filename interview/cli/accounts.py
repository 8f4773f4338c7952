"""`interview account`: the same as the page for administrators, from the terminal."""

from uuid import UUID

import click

from interview.casework.actors import Actor, Role
from interview.casework.refusals import NotNow
from interview.cli.signing_in import signed_in
from interview.services import UnitOfWork, accounts, factors
from interview.services.accounts import AccountFault

FAULTS = {
    AccountFault.NAME_EMPTY: "give the account a name",
    AccountFault.NAME_TAKEN: "another account has this name",
    AccountFault.ROLES_CLASH: "one person cannot hold these roles together",
    AccountFault.NEEDS_SUPERVISOR: "only a supervisor can make someone a supervisor",
    AccountFault.OFFICE_UNKNOWN: "there is no such office",
}


@click.group()
@click.option("--as", "who", prompt="Your account", help="The account that acts, an administrator's.")
@click.pass_context
def account(context: click.Context, who: str) -> None:
    """Accounts: list, create, disable, enable, reset, remove-factor.

    Asks for the passphrase of the account that acts, and for its code.
    """
    context.obj = who


def _named(work: UnitOfWork, actor: Actor, name: str) -> UUID:
    found = next((line.id for line in accounts.list_accounts(work, actor) if line.name == name), None)
    if found is None:
        raise click.ClickException("There is no account of that name.")
    return found


def _office(work: UnitOfWork, actor: Actor, name: str) -> UUID:
    found = next((office.id for office in accounts.list_offices(work, actor) if office.name == name), None)
    if found is None:
        raise click.ClickException(f"Not done: {FAULTS[AccountFault.OFFICE_UNKNOWN]}.")
    return found


@account.command("list")
@click.pass_obj
def list_all(who: str) -> None:
    """Every account of the organisation."""
    with signed_in(who) as (work, actor):
        for line in accounts.list_accounts(work, actor):
            state = "" if line.active else "  (disabled)"
            click.echo(f"{line.name}  {', '.join(sorted(line.roles))}{state}")


@account.command()
@click.argument("name")
@click.option("--role", "roles", type=click.Choice([role.value for role in Role]), multiple=True)
@click.option("--office", default="", help="The office whose team watches over the cases that this account opens.")
@click.pass_obj
def create(who: str, name: str, roles: tuple[str, ...], office: str) -> None:
    """Make an account, and print its passphrase this once."""
    with signed_in(who) as (work, actor):
        office_id = _office(work, actor, office) if office else None
        held = frozenset(map(Role, roles))
        created = accounts.create_account(work, actor, name=name, roles=held, office_id=office_id)
        if isinstance(created, accounts.NotCreated):
            raise click.ClickException(f"Not done: {FAULTS[created.fault]}.")
    click.echo(f"{created.account.name}: {created.passphrase}")


@account.command()
@click.argument("name")
@click.pass_obj
def disable(who: str, name: str) -> None:
    """End an account: it can no longer sign in."""
    with signed_in(who) as (work, actor):
        accounts.disable_account(work, actor, _named(work, actor, name))
    click.echo("Disabled.")


@account.command()
@click.argument("name")
@click.pass_obj
def enable(who: str, name: str) -> None:
    """Let a disabled account sign in again."""
    with signed_in(who) as (work, actor):
        accounts.enable_account(work, actor, _named(work, actor, name))
    click.echo("Enabled.")


@account.command()
@click.argument("name")
@click.pass_obj
def reset(who: str, name: str) -> None:
    """Give an account a new passphrase and an empty key.

    It leaves its teams and is no supervisor any more. It opens none of its cases until two supervisors give them back.
    """
    with signed_in(who) as (work, actor):
        created = accounts.reset_account(work, actor, _named(work, actor, name))
    click.echo(f"{created.account.name}: {created.passphrase}")


@account.command("remove-factor")
@click.argument("name")
@click.pass_obj
def remove_factor(who: str, name: str) -> None:
    """Take away a second factor that its owner has lost. They are told, and set up another at their next sign-in."""
    with signed_in(who) as (work, actor):
        try:
            factors.take_away(work, actor, _named(work, actor, name))
        except NotNow:
            raise click.ClickException("There is nothing to do: the account has no second factor.") from None
    click.echo("Taken away.")
