"""Another organisation in a deployment, which takes referrals, and a record with agreements about it."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from builders import deciding
from builders.deployments import Deployment, Login
from builders.served_records import ASKED, a_record, answer

from interview.casework.actors import Role
from interview.casework.referrals import Referral
from interview.questionnaire.values import AnyOf, Value
from interview.services import accounts, receiving, referring, setting_up, signing_in, teams

THEIRS = setting_up.Wanted("Elsewhere", "bea", "tim", "Green", "Hills")
AGREED: Mapping[str, Value] = {
    "a_agr_recipient": "Elsewhere",
    "a_agr_purpose": "help",
    "a_agr_given": "yes",
    "a_agr_classes": AnyOf(ticked=("name", "needs")),
    "a_agr_date": date(2026, 6, 15),
    "a_agr_until": date(2036, 6, 15),
    "a_agr_how": "oral_witnessed",
}


def with_another_organisation(deployment: Deployment) -> Deployment:
    """The same server with another organisation that takes referrals."""
    logins = dict(deployment.logins)
    with deployment.app.open_work() as work:
        made = setting_up.add(work, THEIRS)
    for name, created in (("their administrator", made.administrator), ("their supervisor", made.supervisor)):
        logins[name] = Login(created.account.name, created.passphrase)
    with deployment.app.open_work() as work:
        administrator = signing_in.sign_in(work, "bea", made.administrator.passphrase)
        assert isinstance(administrator, signing_in.SignedIn)
        cleo = accounts.create_account(
            work, administrator.actor, name="cleo", roles=frozenset({Role.CASEWORKER}), office_id=made.office.id
        )
        assert isinstance(cleo, accounts.Created)
    logins["their caseworker"] = Login("cleo", cleo.passphrase)
    both = Deployment(deployment.app, deployment.settings, logins)
    with deciding.at_work(both, "their supervisor") as (work, actor):
        receiving.take_referrals(work, actor, made.team.id, on=True)
    return both


def a_record_to_refer(deployment: Deployment) -> UUID:
    """The record of a case with a need, and an agreement that the other organisation may be told name and needs."""
    record_id = a_record(deployment)
    answer(deployment, record_id, "a14", {"a_need_areas": AnyOf(ticked=("legal", "safe_housing"))})
    answer(deployment, record_id, "a1a", AGREED, entry_id="7" * 32)
    return record_id


def a_referral_within(deployment: Deployment) -> tuple[UUID, UUID]:
    """A referral from our caseworker to another team of our own; gives it and the record it was sent from."""
    record_id = a_record(deployment)
    with deciding.at_work(deployment, "supervisor") as (work, actor):
        other = teams.create_team(work, actor, name="Another")
    with deciding.at_work(deployment, "supervisor") as (work, actor):
        receiving.take_referrals(work, actor, other.id, on=True)
    with deciding.at_work(deployment, "caseworker") as (work, actor):
        revision = referring.show(work, actor, record_id, ASKED).opened.revision
    with deciding.at_work(deployment, "caseworker") as (work, actor):
        sent = referring.send(work, actor, record_id, ASKED, revision=revision, team_id=other.id, needs=())
    assert isinstance(sent, Referral)
    return sent.id, record_id


def the_referral(deployment: Deployment, referral_id: UUID) -> Referral:
    """As its sender finds it."""
    with deciding.at_work(deployment, "caseworker") as (work, _):
        found = work.referrals.get(referral_id)
    assert found is not None
    return found
