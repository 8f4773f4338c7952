"""A server seized while it was off: database, keystore and master key, but nobody's passphrase.

Every sealed thing is tried with every key that can be made from what was found there, each in its right place: what was
sealed, and where, is noted while people work. What opens is a closed list: names as they are called, the trail, locks.
With one passphrase the same attempt opens the answers: it is not the attempt that fails.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from builders.attaching import attach
from builders.elsewhere import said_of_everything
from builders.meddling import Meddler
from builders.offices import AnOffice, an_office
from builders.reviews import InReview, another_supervisor, decided, handed_in
from builders.store import Clock, Databases
from builders.transfers import AGREED_ON, NOTICE, WHY
from cryptography.exceptions import InvalidTag
from sqlalchemy.orm import DeclarativeBase

from interview.casework.duty import Contact
from interview.casework.keeping import ErasureReason
from interview.casework.transfers import Proposal, Side, TransferState
from interview.services import duty, erasing, factors, looking_up, offices, retention, team_keys
from interview.services.looking_up import Wanted
from interview.store.columns import SealedColumn
from interview.store.opening import Store
from interview.store.refusals import Broken
from interview.store.tables.every import MODULES
from interview.store.tables.locks import LockRow
from interview.store.tables.people import AccountRow
from interview.store.tables.rows import Row
from interview.vault import chunks, envelope, handing
from interview.vault.chunks import ChunkSealer
from interview.vault.context import Context
from interview.vault.envelope import unseal
from interview.vault.keypairs import SecretKey
from interview.vault.keys import derived, document_key
from interview.vault.kinds import SealKind
from interview.vault.locks import unlock_account
from interview.vault.master import MasterKey, Purpose
from interview.vault.sealed import Sealed

OPENS_FOR_THE_SERVER = {
    # What people are called, so that they can be found and greeted; never who was interviewed.
    "organisations.name_sealed",
    "teams.name_sealed",
    "offices.name_sealed",
    "accounts.name_sealed",
    "cases.reference_sealed",
    "wanted_offices.name_sealed",
    # How whoever is on duty is called, when nobody is signed in.
    "contacts.contact_sealed",
    # Who did what: ids, codes, counts.
    "audit_events.detail_sealed",
    # The outer locks. Inside each lies another one.
    "accounts.secret_sealed",
    "sessions.secret_sealed",
    "grants.grant_sealed",
    "referral_keys.key_sealed",
    "ledgers.key_sealed",
    "ledger_records.record_sealed",
    # The keystore.
    "server_locks.lock_sealed",
    "server_keys.key_sealed",
    "head_keys.key_sealed",
    "signing_keys.key_sealed",
}
OF_THE_PERSON = {"interviews.content_sealed", "cases.link_key_sealed"} | {
    "attachments.manifest_sealed",
    "attachment_chunks.content_sealed",
    "referrals.preview_sealed",
    "referrals.reply_sealed",
    "referrals.package_sealed",
    "ledgers.extract_sealed",
    "ledger_records.record_sealed",
}
DAY = timedelta(days=1)
EPOCHS = range(1, 6)
OF_A_CASE = [kind for kind in SealKind if kind < SealKind.NAME]


@dataclass
class Noted:
    """In which context, and as which kind, each thing was sealed: under a key, or to a public key; and chunks."""

    envelopes: dict[bytes, tuple[Context, SealKind]] = field(default_factory=dict)
    handed: dict[bytes, bytes] = field(default_factory=dict)
    chunks: dict[bytes, Context] = field(default_factory=dict)


class NotingSuite:
    """The HPKE suite, and what it was asked for."""

    def __init__(self, suite: Any, noted: Noted) -> None:
        self._suite = suite
        self._noted = noted

    def encrypt(self, data: bytes, key: Any, *, info: bytes) -> bytes:
        """As the library does."""
        body: bytes = self._suite.encrypt(data, key, info=info)
        self._noted.handed[body] = info
        return body

    def decrypt(self, body: bytes, key: Any, *, info: bytes) -> bytes:
        """As the library does."""
        data: bytes = self._suite.decrypt(body, key, info=info)
        return data


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> Noted:
    """Notes everything that is sealed from now on."""
    noted, really, really_chunk = Noted(), envelope._seal_with_salt, ChunkSealer._sealed

    def seal(key: bytes, plain: bytes, salt: bytes, context: Context, kind: SealKind, key_id: bytes) -> Sealed:
        sealed = really(key, plain, salt, context, kind, key_id)
        noted.envelopes[bytes(sealed)] = (context, kind)
        return sealed

    def seal_chunk(sealer: ChunkSealer, data: bytes, *, last: bool) -> Sealed:
        sealed = really_chunk(sealer, data, last=last)
        noted.chunks[bytes(sealed)] = sealer._context
        return sealed

    monkeypatch.setattr(envelope, "_seal_with_salt", seal)
    monkeypatch.setattr(ChunkSealer, "_sealed", seal_chunk)
    monkeypatch.setattr(handing, "_SUITE", NotingSuite(handing._SUITE, noted))
    return noted


@pytest.fixture
def office(noted: Noted, store: Store, databases: Databases, clock: Clock) -> AnOffice:
    """People at work: talks that go on, one that was decided, told and asked about again; sessions are still open."""
    office = an_office(store, databases.cases, clock)
    office.talk("indicated")
    with office.at_work("Siri") as (work, actor):
        looking_up.search(work, actor, Wanted(("Nobody in particular",)))
    office.begin()
    another_supervisor(office, "Sara")
    review = handed_in(office)
    review.send_back()
    review.answer()
    review.hand_in()
    decided(review.override())
    decided(review.tell())
    decided(review.ask_again())
    _with_the_rest(office, review)
    office.signed_in("Siri")
    return office


def _with_the_rest(office: AnOffice, review: InReview) -> None:
    """Whatever else people leave: how they are reached, a factor, a page kept after the lock, wishes, another key."""
    decided_case, begun_case = (office.opened(one).case_id for one in (review.interview_id, office.begin()))
    team_id = office.made.team.id
    with office.at_work("Siri") as (work, actor):
        duty.set_my_contact(work, actor, Contact("+49 30 1234"))
        until = work.now.date() + 3000 * DAY
        attach(work, decided_case)
        said_of_everything(work, review.interview_id, decided_case, (actor.organisation_id, team_id))
        assert retention.postpone(work, actor, decided_case, until=until, reason="An appeal goes on") == until
        erasing.ask(work, actor, begun_case, ErasureReason.OPENED_BY_MISTAKE, "Twice the same talk")
        assert work.kept.keep(office.tokens["Siri"], "/somewhere", b"s_story=what+was+typed")
    with office.at_work("Sara") as (work, actor):
        factors.begin(work, actor)
    with office.at_work("Adam") as (work, actor):
        offices.ask_for_office(work, actor, name="Hills", team_id=team_id)
    with office.at_work("Siri") as (work, actor):
        case = work.cases.get(begun_case)
        assert case is not None
        green = work.teams.create(actor.organisation_id, name="Green", member_ids=(actor.account_id,))
        side = Side(actor.organisation_id, green.id)
        transfer = work.transfers.propose(case, side, Proposal(WHY, AGREED_ON, NOTICE))
        work.transfers.move(transfer, TransferState.ACCEPTED, answer="We have a bed")
    with office.at_work("Siri") as (work, actor):
        team_keys.change(work, actor, team_id)


@dataclass
class Thief:
    """Everything that lies on the server, and what can be made of it."""

    noted: Noted
    found: dict[str, list[bytes]]
    ids: set[UUID]
    keys: set[bytes] = field(default_factory=set)
    secrets: list[SecretKey] = field(default_factory=list)
    opened: dict[bytes, bytes] = field(default_factory=dict)
    tried: dict[bytes, set[bytes]] = field(default_factory=dict)

    def try_everything(self) -> set[str]:
        """Open what opens, try again with what was in it, until nothing new opens; gives the columns."""
        columns = dict[bytes, str]()
        for column, many in self.found.items():
            columns |= dict.fromkeys(many, column)
        waiting, tried = dict(columns), 0
        while True:
            keys, secrets = set(self.keys), list(self.secrets)
            for sealed, column in list(waiting.items()):
                inside = self._open(sealed, keys, secrets)
                if inside is not None:
                    del waiting[sealed]
                    self.opened[sealed] = inside
                    self._learn(inside)
                    for nested in self._nested(inside):
                        waiting.setdefault(nested, f"{column}, inside")
            if (keys, len(secrets)) == (self.keys, len(self.secrets)) and tried == len(self.opened):
                return {column for sealed, column in columns.items() if sealed in self.opened}
            tried = len(self.opened)

    def _open(self, sealed: bytes, keys: set[bytes], secrets: list[SecretKey]) -> bytes | None:
        if sealed[:3] == b"IVP":
            body = sealed[handing.HEADER_BYTES :]
            info = self.noted.handed.get(body)
            for secret in secrets if info is not None else ():
                with suppress(InvalidTag, ValueError):
                    return handing._SUITE.decrypt(body, secret.for_hpke(), info=info or b"")
            return None
        where, chunk = self.noted.envelopes.get(sealed), self.noted.chunks.get(sealed)
        known = self.tried.setdefault(sealed, set())
        new = keys - known
        known |= new
        for key in new if chunk is not None else ():
            with suppress(Broken):
                return b"".join(chunks.open_chunks(key, [sealed], chunk)) if chunk else None
        for key in new if where is not None else ():
            with suppress(Broken):
                return unseal(key, sealed, context=where[0], kind=where[1]) if where else None
        return None

    def _learn(self, inside: bytes) -> None:
        """Keys that lie in what was opened, and all that can be derived from them."""
        if len(inside) == 32:
            self.keys.add(inside)
            self.keys |= {derived(inside, "grant epoch", (epoch,)) for epoch in EPOCHS}
            self.keys |= {derived(inside, "ledger record", (one,)) for one in self.ids}
            self.keys |= {document_key(inside, kind, one) for kind in OF_A_CASE for one in self.ids}
        # The key of a file, in its manifest.
        self.keys |= {bytes.fromhex(found.decode()) for found in re.findall(rb'"key":"([0-9a-f]{64})"', inside)}
        # What is as long as a secret key and is none is refused.
        with suppress(Broken):
            self.secrets.append(SecretKey.from_bytes(inside))

    def _nested(self, inside: bytes) -> list[bytes]:
        """Another sealed thing in what was opened: at its beginning, or after a cost and a salt."""
        return [inside[at:] for at in (0, 17) if inside[at : at + 3] in (b"IVS", b"IVP")]


def rows_of(databases: Databases) -> Iterator[tuple[type[DeclarativeBase], dict[str, Any]]]:
    assert MODULES
    for base, url in ((Row, databases.cases), (LockRow, databases.keystore)):
        for mapper in base.registry.mappers:
            for one in Meddler(url).rows(mapper.class_):
                yield mapper.class_, one


@pytest.fixture
def thief(office: AnOffice, noted: Noted, databases: Databases, store: Store, master: MasterKey) -> Thief:
    """All that a seized server holds."""
    found, ids = dict[str, list[bytes]](), set[UUID]()
    for row, one in rows_of(databases):
        ids |= {value for value in one.values() if isinstance(value, UUID)}
        for column in row.__table__.columns:
            value = one[column.name]
            if isinstance(column.type, SealedColumn) and value is not None:
                found.setdefault(str(column), []).append(bytes(value))
    thief = Thief(noted, found, ids)
    for purpose in Purpose:
        thief.keys |= {master.subkey(purpose), store.keys.subkey(purpose)}
    return thief


def test_without_a_passphrase_nothing_opens_but_names_the_trail_and_outer_locks(thief: Thief) -> None:
    assert set(thief.found) >= OF_THE_PERSON

    opened = thief.try_everything()

    assert opened <= OPENS_FOR_THE_SERVER
    assert opened >= {"accounts.secret_sealed", "grants.grant_sealed", "server_locks.lock_sealed"}
    assert thief.secrets == []


def test_every_sealed_thing_that_was_found_was_tried_in_its_right_place(thief: Thief) -> None:
    places = {*thief.noted.envelopes, *thief.noted.chunks, *(sealed for sealed in _handed(thief))}

    for column, many in thief.found.items():
        assert set(many) <= places, column


def test_every_sealed_column_is_among_what_was_found(thief: Thief) -> None:
    sealed = {
        str(column)
        for base in (Row, LockRow)
        for mapper in base.registry.mappers
        for column in mapper.class_.__table__.columns
        if isinstance(column.type, SealedColumn)
    }

    assert sealed - set(thief.found) == set()


def _handed(thief: Thief) -> Iterator[bytes]:
    for sealed in (one for many in thief.found.values() for one in many):
        if sealed[handing.HEADER_BYTES :] in thief.noted.handed:
            yield sealed


def test_with_one_passphrase_of_the_team_the_same_attempt_opens_the_answers(
    thief: Thief, office: AnOffice, databases: Databases, store: Store
) -> None:
    row = Meddler(databases.cases).one(AccountRow, id=office.made.supervisor.account.id)
    context = next(
        context
        for sealed, (context, kind) in thief.noted.envelopes.items()
        if kind == SealKind.ACCOUNT_OUTER and sealed == row["secret_sealed"]
    )
    secret = unlock_account(row["secret_sealed"], office.passphrases["Siri"], master=store.keys, context=context)
    thief.secrets.append(secret)

    assert thief.try_everything() >= OF_THE_PERSON


def test_the_store_opens_nothing_of_a_case_for_nobody(office: AnOffice) -> None:
    interview_id = office.begin()

    with office.store.work() as work:
        for look in (work.interviews.get, work.cases.get, work.cases.keys):
            with pytest.raises(Broken):
                look(interview_id)
