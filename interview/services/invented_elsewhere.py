"""The other organisation of a demonstration: it takes referrals, and one of them waits for its answer."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from uuid import UUID

from interview.casework.actors import Actor, Role
from interview.casework.policy import Permission
from interview.casework.referrals import GROUP, Referral, ReferralState
from interview.services import UnitOfWork, case_file, receiving, referring, setting_up, signing_in
from interview.services.accounts import Created, create_account
from interview.services.invented import Astray
from interview.services.invented_reviews import AtWork, Cast
from interview.services.opening import load
from interview.services.setting_up import SetUp, Wanted

OpenWork = Callable[[], AbstractContextManager[UnitOfWork]]

WANTED = Wanted(
    organisation="Harbour Light",
    administrator="Alma Admin, Harbour Light",
    supervisor="Selma Supervisor, Harbour Light",
    team="Harbour Light supervisors",
    office="Harbour Light house",
)
CASEWORKER = "Cora Caseworker, Harbour Light"


@dataclass(frozen=True, slots=True)
class Theirs:
    """An account of the other organisation. The passphrase is printed once."""

    role: Role
    name: str
    passphrase: str = field(repr=False)


def found(open_work: OpenWork) -> tuple[Theirs, ...]:
    """Found it, with a caseworker; its team takes referrals."""
    with open_work() as work:
        made = setting_up.add(work, WANTED)
    with open_work() as work:
        actor = _signed_in(work, made.administrator)
        created = create_account(
            work, actor, name=CASEWORKER, roles=frozenset({Role.CASEWORKER}), office_id=made.office.id
        )
        if not isinstance(created, Created):
            raise Astray("an account elsewhere")
    with open_work() as work:
        receiving.take_referrals(work, _signed_in(work, made.supervisor), made.team.id, on=True)
    return tuple(_logins(made, created))


def ask_them(at_work: AtWork, cast: Cast) -> None:
    """Send the first referral that somebody in the demonstration agreed to."""
    with at_work(cast.caseworker) as (work, actor):
        lines = case_file.cases(work, actor)
    for line in lines:
        with at_work(cast.caseworker) as (work, actor):
            if _asked(work, actor, line.interview_id):
                return
    raise Astray("a referral")


def _asked(work: UnitOfWork, actor: Actor, record_id: UUID) -> bool:
    loaded = load(work, actor, record_id, Permission.INTERVIEW_READ)
    for entry in loaded.answers.entries.get(GROUP, ()):
        shown = referring.show(work, actor, record_id, entry.id)
        if shown.state is ReferralState.CONSENT_CHECKED and shown.may_send and shown.receivers:
            sent = referring.send(
                work,
                actor,
                record_id,
                entry.id,
                revision=shown.opened.revision,
                team_id=shown.receivers[0].team_id,
                needs=shown.needs[:2],
            )
            return isinstance(sent, Referral)
    return False


def _logins(made: SetUp, caseworker: Created) -> Iterator[Theirs]:
    yield Theirs(Role.ADMINISTRATOR, made.administrator.account.name, made.administrator.passphrase)
    yield Theirs(Role.SUPERVISOR, made.supervisor.account.name, made.supervisor.passphrase)
    yield Theirs(Role.CASEWORKER, caseworker.account.name, caseworker.passphrase)


def _signed_in(work: UnitOfWork, created: Created) -> Actor:
    result = signing_in.sign_in(work, created.account.name, created.passphrase)
    if not isinstance(result, signing_in.SignedIn):
        raise Astray("signing in elsewhere")
    return result.actor
