"""A record of one organisation and, in the same databases, another organisation that takes referrals."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from builders.offices import AnOffice
from builders.records import OnRecord, agreed, on_record

from interview.casework.actors import Role
from interview.casework.referrals import Referral
from interview.services import accounts, receiving, referring, setting_up
from interview.services.receiving import Package, Receiving
from interview.services.referring import Changed, Refused, Sending

THEIRS = setting_up.Wanted(
    organisation="Elsewhere", administrator="Ada", supervisor="Theo", team="Green", office="Hills"
)
CASEWORKERS = ("Cleo", "Dora")


@dataclass
class Between:
    """Amina keeps the record and sends; Theo is asked, and Cleo takes people on. Each act is a request of its own."""

    record: OnRecord
    theirs: AnOffice
    entry_id: str = ""

    @property
    def office(self) -> AnOffice:
        """Where it is sent from."""
        return self.record.office

    def agree(self, *classes: str, recipient: str = "Elsewhere", **other: Any) -> str:
        """The person agrees that these classes are told; gives the entry."""
        said: dict[str, Any] = {
            "a_agr_recipient": recipient,
            "a_agr_purpose": "help",
            "a_agr_given": "yes",
            "a_agr_classes": {"ticked": list(classes), "prompts": {}, "denied": []},
            "a_agr_date": "2026-06-15",
            "a_agr_until": "2027-06-15",
            "a_agr_how": "oral_witnessed",
        }
        return self.record.add("a1a", **{**said, **other})

    def note(self, **given: Any) -> str:
        """The entry of the referral, with the person's yes."""
        said: dict[str, Any] = {"a_out_org": "Elsewhere", "a_out_date": "2026-06-15", "a_out_consent": "yes"}
        self.entry_id = self.record.add("a17", **{**said, **given})
        return self.entry_id

    def shown(self, name: str = "Amina") -> Sending:
        """As the sender sees it."""
        with self.office.at_work(name) as (work, actor):
            return referring.show(work, actor, self.record.record_id, self.entry_id)

    def send(self, needs: Iterable[str] = ("legal",)) -> Referral | Changed | Refused:
        """Ask the other organisation."""
        shown = self.shown()
        team_id = self.theirs.made.team.id
        with self.office.at_work("Amina") as (work, actor):
            return referring.send(
                work,
                actor,
                self.record.record_id,
                self.entry_id,
                revision=shown.opened.revision,
                team_id=team_id,
                needs=needs,
            )

    def sent(self) -> UUID:
        """The same, and it went out."""
        referral = self.send()
        assert isinstance(referral, Referral), referral
        return referral.id

    def hand_over(self, *classes: str) -> Referral | Changed | Refused:
        """Hand these over."""
        revision = self.shown().opened.revision
        with self.office.at_work("Amina") as (work, actor):
            return referring.hand_over(
                work, actor, self.record.record_id, self.entry_id, revision=revision, classes=classes
            )

    def revoke(self, name: str = "Amina") -> None:
        """Take it back."""
        with self.office.at_work(name) as (work, actor):
            referring.revoke(work, actor, self.record.record_id, self.entry_id)

    def asked(self, referral_id: UUID, name: str = "Theo") -> Receiving:
        """As who was asked sees it."""
        with self.theirs.at_work(name) as (work, actor):
            return receiving.show(work, actor, referral_id)

    def accept(self, referral_id: UUID, text: str = "", taker: str = "Cleo") -> None:
        """Theo says yes."""
        taker_id = self.account_id(taker)
        with self.theirs.at_work("Theo") as (work, actor):
            assert isinstance(receiving.accept(work, actor, referral_id, taker_id=taker_id, text=text), Referral)

    def account_id(self, name: str) -> UUID:
        """Of somebody there."""
        with self.theirs.at_work("Theo") as (work, actor):
            return next(one.id for one in work.accounts.list(actor.organisation_id) if one.name == name)

    def open(self, referral_id: UUID, name: str = "Cleo") -> Package:
        """Look at what was handed over."""
        with self.theirs.at_work(name) as (work, actor):
            receiving.open_package(work, actor, referral_id)
        with self.theirs.at_work(name) as (work, actor):
            return receiving.shared(work, actor, referral_id)

    def take_on(self, referral_id: UUID) -> UUID:
        """Cleo opens a case; gives its record."""
        with self.theirs.at_work("Cleo") as (work, actor):
            return receiving.take_on(work, actor, referral_id)

    def queue(self, name: str, *, waiting: bool = True) -> list[UUID]:
        """What waits for somebody there."""
        with self.theirs.at_work(name) as (work, actor):
            return [one.referral.id for one in receiving.queue(work, actor, waiting=waiting)]

    def handed(self, *classes: str) -> UUID:
        """A referral that was accepted, and for which these classes were handed over."""
        self.agree(*classes)
        self.note()
        referral_id = self.sent()
        self.accept(referral_id)
        assert isinstance(self.hand_over(*classes), Referral)
        return referral_id


def another_organisation(office: AnOffice) -> AnOffice:
    """Another organisation on the same server, whose team takes referrals."""
    with office.store.work() as work:
        made = setting_up.add(work, THEIRS)
    theirs = AnOffice(office.store, office.database_url, office.clock, made)
    theirs.passphrases |= {"Ada": made.administrator.passphrase, "Theo": made.supervisor.passphrase}
    for name in CASEWORKERS:
        with theirs.at_work("Ada") as (work, actor):
            created = accounts.create_account(
                work, actor, name=name, roles=frozenset({Role.CASEWORKER}), office_id=made.office.id
            )
        assert isinstance(created, accounts.Created)
        theirs.passphrases[name] = created.passphrase
    with theirs.at_work("Theo") as (work, actor):
        receiving.take_referrals(work, actor, made.team.id, on=True)
    return theirs


def between(office: AnOffice) -> Between:
    """A record with some needs in it, and the other organisation."""
    record = on_record(office)
    agreed(record)
    record.fill("a14", a_need_areas={"ticked": ["legal", "medical"], "prompts": {}, "denied": []})
    return Between(record, another_organisation(office))
