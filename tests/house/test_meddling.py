"""Whoever may write in the databases but holds no key changes nothing unseen.

For every sealed column: each byte changed, cut at each length, and everything else that is sealed anywhere in its
place (of other rows, fields, cases, revisions, of the other database) is refused. The table SPOTS is complete, or the
test below it fails.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from builders.attaching import attach
from builders.elsewhere import said_of_everything
from builders.meddling import Meddler, RowType
from builders.store import PASSPHRASE, House
from builders.transfers import offer
from sqlalchemy import Table

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.clocks import ClockKind
from interview.casework.decisions import Waiting
from interview.casework.duty import Contact
from interview.casework.keeping import ErasureReason
from interview.casework.transfers import Transfer, TransferState
from interview.store import binding
from interview.store.columns import SealedColumn
from interview.store.ledgers import PEOPLE
from interview.store.records import Interview, Session
from interview.store.referrals import Part
from interview.store.refusals import Broken
from interview.store.tables.approvals import FormerTeamKeyRow, WantedOfficeRow
from interview.store.tables.attachments import AttachmentChunkRow, AttachmentRow
from interview.store.tables.canaries import CanaryRow
from interview.store.tables.cases import CaseRow, GrantRow, InterviewRow, JudgementRow
from interview.store.tables.decisions import DecisionStepRow
from interview.store.tables.every import CASES, KEYSTORE
from interview.store.tables.factors import FactorRow
from interview.store.tables.keeping import ErasureRequestRow, PostponementRow
from interview.store.tables.kept_keys import ServerKeyRow
from interview.store.tables.ledgers import LedgerRecordRow, LedgerRow
from interview.store.tables.locks import HeadKeyRow, LockRow, ServerLockRow
from interview.store.tables.people import (
    AccountRow,
    KeptBodyRow,
    MembershipRow,
    OfficeRow,
    OrganisationRow,
    RecoveryCopyRow,
    SessionRow,
    TeamRow,
)
from interview.store.tables.referrals import ReferralKeyRow, ReferralRow
from interview.store.tables.rows import Row
from interview.store.tables.signing import SigningKeyRow
from interview.store.tables.trail import AuditEventRow
from interview.store.tables.transfers import TransferRow
from interview.store.tables.watch import ClockRow, ContactRow
from interview.store.transfers import Transfers
from interview.store.work import UnitOfWork
from interview.vault.handing import open_team_secret
from interview.vault.keypairs import PublicKey, SecretKey
from interview.vault.master import Purpose
from interview.vault.recovery import open_with_shares

ONE_STEP = {"sqlite": 1, "postgresql": 41}
"""How far apart the bytes are that are changed. What refuses them is the same code on both engines."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Two cases with an interview and a file each, one of them judged and saved twice; a page kept; an office."""

    house: House
    one: Interview
    kept_id: UUID
    decision_id: UUID
    file_id: UUID
    lookups: Mapping[str, bytes]
    old_content: bytes
    recovery: SecretKey

    def meddler(self, row: RowType) -> Meddler:
        return self.house.keystore if issubclass(row, LockRow) else self.house.cases

    def resumed(self, work: UnitOfWork, name: str) -> Actor | None:
        session = work.sessions.resume(self.house.tokens[name])
        return session.actor if isinstance(session, Session) else None


def _recovered(house: House) -> SecretKey:
    rows = sorted(house.cases.rows(RecoveryCopyRow), key=lambda row: int(row["pair"]))
    copies = [row["secret_sealed"] for row in rows]
    return open_with_shares(*house.shares[:2], copies, context=binding.recovery(house.organisation_id))


Opens = Callable[[Scene, UnitOfWork], object]


def _interview(who: str) -> Opens:
    def open_it(scene: Scene, work: UnitOfWork) -> object:
        return scene.resumed(work, who) and work.interviews.get(scene.one.record.id)

    return open_it


def _judgement(scene: Scene, work: UnitOfWork) -> object:
    scene.resumed(work, "caseworker")
    interview = work.interviews.get(scene.one.record.id)
    return interview and work.proposals.get(interview)


def _steps(scene: Scene, work: UnitOfWork) -> object:
    scene.resumed(work, "caseworker")
    interview, record = work.interviews.get(scene.one.record.id), work.decisions.find(scene.decision_id)
    return interview and record and work.decisions.steps(interview, (record,))


def _clocks(scene: Scene, work: UnitOfWork) -> object:
    scene.resumed(work, "caseworker")
    return work.clocks.of_case(scene.one.record.case_id) or None


def _attachments(scene: Scene, work: UnitOfWork) -> object:
    scene.resumed(work, "caseworker")
    return work.attachments.of_case(scene.one.record.case_id) or None


def _file(scene: Scene, work: UnitOfWork) -> object:
    scene.resumed(work, "caseworker")
    found = work.attachments.of_case(scene.one.record.case_id)
    return b"".join(work.attachments.pieces(found[0])) or None


def _transfer(read: Callable[[Transfers, Transfer], object]) -> Opens:
    def open_it(scene: Scene, work: UnitOfWork) -> object:
        scene.resumed(work, "supervisor")
        (found,) = work.transfers.of_case(scene.one.record.case_id)
        return read(work.transfers, found) or None

    return open_it


def _of_referral(scene: Scene) -> Mapping[str, object]:
    return {"case_id": scene.one.record.case_id}


def _of_referral_key(scene: Scene) -> Mapping[str, object]:
    return {"referral_id": scene.house.cases.one(ReferralRow, **_of_referral(scene))["id"]}


def _referral(part: Part) -> Opens:
    def open_it(scene: Scene, work: UnitOfWork) -> object:
        scene.resumed(work, "supervisor")
        (found,) = work.referrals.of_record(scene.one.record.id)
        return work.referrals.read(found, work.referrals.key(found), part)

    return open_it


def _postponements(scene: Scene, work: UnitOfWork) -> object:
    scene.resumed(work, "supervisor")
    return work.retention.postponements(scene.one.record.case_id) or None


def _erasure_request(scene: Scene, work: UnitOfWork) -> object:
    scene.resumed(work, "supervisor")
    return work.erasures.get(scene.one.record.case_id)


def _factor(scene: Scene, work: UnitOfWork) -> object:
    actor = scene.resumed(work, "caseworker")
    return actor and work.factors.begun(actor)


def _kept(scene: Scene, work: UnitOfWork) -> object:
    actor = scene.resumed(work, "caseworker")
    return actor and work.kept.take(actor)


def _team_by_recovery(scene: Scene, _: UnitOfWork) -> object:
    house = scene.house
    row = house.cases.one(TeamRow, id=house.team_id)
    key_id = PublicKey.from_bytes(row["public_key"]).key_id
    context = binding.team_secret(house.organisation_id, house.team_id, key_id, house.organisation_id)
    return open_team_secret(row["recovery_sealed"], scene.recovery, context=context)


def _next_event(scene: Scene, work: UnitOfWork) -> object:
    work.record(Event.SIGN_IN_FAILED, organisation_id=scene.house.organisation_id)
    work.__exit__(None, None, None)
    return True


def _extract(scene: Scene, work: UnitOfWork) -> object:
    scene.resumed(work, "supervisor")
    return work.ledgers.open(PEOPLE).content


def _card(scene: Scene, work: UnitOfWork) -> object:
    """That of the one case; the other one's stands beside it."""
    scene.resumed(work, "supervisor")
    return next((content for content in work.ledgers.open(PEOPLE).read.contents if content == CARDS[0]), None)


CARDS = (b"[1]", b"[2]")


def _let_people_be_looked_up(house: House, cases: tuple[UUID, UUID]) -> None:
    """Who two cases are about is known to those who look people up, and noted once more since."""
    with house.at_work("supervisor") as (work, actor):
        team = work.teams.create(house.organisation_id, name="Search", member_ids=(actor.account_id,))
        work.ledgers.create(house.organisation_id, PEOPLE, team.id)
    for folds in (True, False):
        for case_id, card in zip(cases, CARDS, strict=True):
            with house.at_work("caseworker") as (work, actor):
                digest = work.ledgers.write(PEOPLE, case_id, card)
                assert digest is not None
                work.record(Event.CARD_WRITTEN, actor=actor, case_id=case_id, detail={"digest": digest})
        if folds:
            with house.at_work("supervisor") as (work, _):
                work.ledgers.publish(PEOPLE, work.ledgers.open(PEOPLE), b"everybody")


@dataclass(frozen=True, slots=True)
class Spot:
    """A sealed field: which row, and what opens it. Opening gives None, or raises, when it is refused.

    `step`: how far apart the bytes are that are changed, at least.
    """

    row: RowType
    column: str
    where: Callable[[Scene], Mapping[str, object]]
    opens: Opens
    step: int = 1

    @property
    def name(self) -> str:
        return f"{self.row.__tablename__}.{self.column}"


SPOTS = [
    Spot(
        OrganisationRow,
        "name_sealed",
        lambda scene: {"id": scene.house.organisation_id},
        lambda scene, work: work.organisations.get(scene.house.organisation_id),
    ),
    Spot(RecoveryCopyRow, "secret_sealed", lambda _: {"pair": 0}, lambda scene, _: _recovered(scene.house)),
    Spot(
        TeamRow,
        "name_sealed",
        lambda scene: {"id": scene.house.team_id},
        lambda scene, work: work.teams.list(scene.house.organisation_id),
    ),
    Spot(TeamRow, "recovery_sealed", lambda scene: {"id": scene.house.team_id}, _team_by_recovery),
    Spot(
        FactorRow,
        "secret_sealed",
        lambda scene: {"account_id": scene.house.accounts["caseworker"].id},
        _factor,
    ),
    Spot(OfficeRow, "name_sealed", lambda _: {}, lambda scene, work: work.offices.list(scene.house.organisation_id)),
    Spot(
        WantedOfficeRow,
        "name_sealed",
        lambda _: {},
        lambda scene, work: scene.resumed(work, "administrator") and work.offices.wanted(),
    ),
    Spot(
        AccountRow,
        "name_sealed",
        lambda scene: {"id": scene.house.accounts["caseworker"].id},
        lambda scene, work: work.accounts.get(scene.house.accounts["caseworker"].id),
    ),
    Spot(
        AccountRow,
        "secret_sealed",
        lambda scene: {"id": scene.house.accounts["caseworker"].id},
        lambda _, work: work.accounts.open("caseworker", PASSPHRASE),
    ),
    Spot(MembershipRow, "secret_sealed", lambda scene: {"team_id": scene.house.team_id}, _interview("supervisor")),
    Spot(FormerTeamKeyRow, "secret_sealed", lambda _: {}, _interview("supervisor")),
    Spot(
        SessionRow,
        "secret_sealed",
        lambda scene: {"lookup": scene.lookups["caseworker"]},
        lambda scene, work: scene.resumed(work, "caseworker"),
    ),
    Spot(KeptBodyRow, "body_sealed", lambda scene: {"id": scene.kept_id}, _kept),
    Spot(CaseRow, "reference_sealed", lambda scene: {"id": scene.one.record.case_id}, _interview("caseworker")),
    Spot(CaseRow, "link_key_sealed", lambda scene: {"id": scene.one.record.case_id}, _interview("caseworker")),
    Spot(
        GrantRow,
        "grant_sealed",
        lambda scene: {
            "case_id": scene.one.record.case_id,
            "principal_id": scene.house.accounts["caseworker"].id,
        },
        _interview("caseworker"),
    ),
    Spot(InterviewRow, "content_sealed", lambda scene: {"id": scene.one.record.id}, _interview("caseworker")),
    Spot(JudgementRow, "content_sealed", lambda scene: {"interview_id": scene.one.record.id}, _judgement),
    Spot(DecisionStepRow, "content_sealed", lambda scene: {"decision_id": scene.decision_id}, _steps),
    Spot(
        AuditEventRow,
        "detail_sealed",
        lambda scene: {"interview_id": scene.one.record.id, "revision": 2},
        _interview("caseworker"),
    ),
    Spot(
        ContactRow,
        "contact_sealed",
        lambda scene: {"id": scene.house.team_id},
        lambda scene, work: work.duty.contacts(scene.house.organisation_id, (scene.house.team_id,)),
    ),
    Spot(ClockRow, "content_sealed", lambda scene: {"interview_id": scene.one.record.id}, _clocks),
    Spot(AttachmentRow, "manifest_sealed", lambda scene: {"case_id": scene.one.record.case_id}, _attachments),
    Spot(AttachmentChunkRow, "content_sealed", lambda scene: {"attachment_id": scene.file_id}, _file, step=997),
    Spot(ReferralRow, "preview_sealed", _of_referral, _referral(Part.PREVIEW), step=311),
    Spot(ReferralRow, "reply_sealed", _of_referral, _referral(Part.REPLY), step=311),
    Spot(ReferralRow, "package_sealed", _of_referral, _referral(Part.PACKAGE), step=311),
    Spot(ReferralKeyRow, "key_sealed", _of_referral_key, _referral(Part.PACKAGE), step=11),
    Spot(LedgerRow, "key_sealed", lambda _: {}, _extract, step=11),
    Spot(LedgerRow, "extract_sealed", lambda _: {}, _extract, step=997),
    Spot(LedgerRecordRow, "record_sealed", lambda scene: {"case_id": scene.one.record.case_id}, _card, step=311),
    Spot(PostponementRow, "reason_sealed", lambda scene: {"case_id": scene.one.record.case_id}, _postponements),
    Spot(ErasureRequestRow, "reason_sealed", lambda scene: {"case_id": scene.one.record.case_id}, _erasure_request),
    *(
        Spot(TransferRow, column, lambda scene: {"case_id": scene.one.record.case_id}, opens)
        for column, opens in (
            ("proposal_sealed", _transfer(Transfers.proposal)),
            ("notice_sealed", _transfer(Transfers.notice)),
            ("answer_sealed", _transfer(Transfers.answer)),
        )
    ),
    Spot(ServerLockRow, "lock_sealed", lambda scene: {"case_id": scene.one.record.case_id}, _interview("caseworker")),
    Spot(HeadKeyRow, "key_sealed", lambda _: {}, _next_event),
    Spot(
        ServerKeyRow,
        "key_sealed",
        lambda _: {"purpose": Purpose.NAME.value},
        lambda _, work: work._desk.keystore.server_key(Purpose.NAME),
    ),
    Spot(
        CanaryRow,
        "canary_sealed",
        lambda scene: {"organisation_id": scene.house.organisation_id},
        lambda scene, work: work.recovering.rehearse(scene.house.organisation_id, *scene.house.shares[:2]),
    ),
    Spot(
        SigningKeyRow,
        "key_sealed",
        lambda _: {},
        lambda scene, work: work.checkpoints.public_key(scene.house.organisation_id),
    ),
]


class Undo(Exception):
    """Leave a unit of work without keeping anything of it."""


@pytest.fixture
def scene(house: House) -> Scene:
    one, two = house.begin(content={"answers": {"s_age": 16}}), house.begin(content={"answers": {"s_age": 17}})
    old_content = house.cases.one(InterviewRow, id=one.record.id)["content_sealed"]
    house.save(one.record.id, {"answers": {"s_age": 18}})
    decisions: dict[UUID, UUID] = {}
    files: dict[UUID, UUID] = {}
    for interview in (one, two):
        with house.at_work("caseworker") as (work, _):
            opened = work.interviews.get(interview.record.id)
            assert opened is not None
            digest = bytes.fromhex(work.proposals.put(opened, {"result": "indicated"}))
            made = work.decisions.create(opened, {}, digest=digest, waiting=Waiting.NEW, due_at=work.now)
            decisions[interview.record.id] = made.id
            case_id, team_id = interview.record.case_id, interview.record.team_id
            work.retention.postpone(case_id, work.now.date(), "They asked")
            work.erasures.ask(case_id, team_id, ErasureReason.ORDERED, "They asked", approval_id=None)
            work.clocks.add(interview.record.case_id, interview.record.id, ClockKind.CARE, work.now)
            files[interview.record.id] = attach(work, case_id).id
            said_of_everything(work, interview.record.id, case_id, (house.organisation_id, team_id))
    with house.at_work("supervisor"):
        pass
    with house.at_work("supervisor") as (work, _):
        work.team_keys.change(house.team_id)
    with house.at_work("supervisor") as (work, _):
        transfer = offer(house, work, one.record.case_id)
    with house.at_work("supervisor") as (work, _):
        work.transfers.move(transfer, TransferState.ACCEPTED, answer="We have a bed")
    _let_people_be_looked_up(house, (one.record.case_id, two.record.case_id))
    with house.at_work("administrator") as (work, _):
        work.offices.want(name="Hills", team_id=house.team_id)
    with house.store.work() as work:
        work.offices.create(house.organisation_id, name="Harbour", team_id=house.team_id)
        for whose in (house.team_id, house.accounts["caseworker"].id):
            work.duty.set_contact(house.organisation_id, whose, Contact("+49 30 1", "someone@example.org"))
        work.checkpoints.public_key(house.organisation_id)
        assert work.kept.keep(house.tokens["supervisor"], "/", b"other")
        assert work.kept.keep(house.tokens["caseworker"], "/", b"typed")
    for name in ("caseworker", "supervisor"):
        with house.at_work(name) as (work, actor):
            work.factors.begin(actor)
    kept = house.cases.one(KeptBodyRow, account_id=house.accounts["caseworker"].id)
    sessions = {row["account_id"]: row["lookup"] for row in house.cases.rows(SessionRow)}
    lookups = {name: sessions[house.accounts[name].id] for name in ("caseworker", "supervisor")}
    return Scene(
        house, one, kept["id"], decisions[one.record.id], files[one.record.id], lookups, old_content, _recovered(house)
    )


def _opened(scene: Scene, spot: Spot) -> bool:
    """Whether it opens; whatever was done for that is undone."""
    found: object = None
    with suppress(Undo), scene.house.store.work() as work:
        with suppress(Broken):
            found = spot.opens(scene, work)
        raise Undo
    return found is not None


def _sealed_columns() -> Iterator[tuple[Table, str]]:
    for database in (CASES, KEYSTORE):
        for table in database.sorted_tables:
            yield from ((table, column.name) for column in table.columns if isinstance(column.type, SealedColumn))


def _everything_sealed(scene: Scene) -> dict[bytes, str]:
    classes = {
        mapper.class_.__tablename__: mapper.class_ for base in (Row, LockRow) for mapper in base.registry.mappers
    }
    found = {scene.old_content: "interviews.content_sealed of an older revision"}
    for table, name in _sealed_columns():
        row: Any = classes[table.name]
        found |= {one[name]: f"{table.name}.{name}" for one in scene.meddler(row).rows(row) if one[name] is not None}
    return found


def test_every_sealed_column_is_meddled_with() -> None:
    assert {spot.name for spot in SPOTS} == {f"{table.name}.{name}" for table, name in _sealed_columns()}


@pytest.mark.parametrize("spot", SPOTS, ids=lambda spot: spot.name)
def test_what_is_changed_cut_or_swapped_is_refused(scene: Scene, spot: Spot) -> None:
    meddler, where = scene.meddler(spot.row), spot.where(scene)
    original: bytes = meddler.one(spot.row, **where)[spot.column]
    step = max(spot.step, ONE_STEP["sqlite" if meddler.url.startswith("sqlite") else "postgresql"])
    assert _opened(scene, spot)

    with meddler.replacing(spot.row, where, spot.column) as replace:
        passed: list[str] = []
        for name, other in _others(scene, original, step):
            replace(other)
            if _opened(scene, spot):
                passed.append(name)

    assert passed == []
    assert _opened(scene, spot)


def _others(scene: Scene, original: bytes, step: int) -> Iterator[tuple[str, bytes]]:
    for place in range(0, len(original), step):
        flipped = original[place] ^ (1 << place % 8)
        yield f"byte {place} changed", original[:place] + bytes([flipped]) + original[place + 1 :]
    for length in range(0, len(original), 17 * step):
        yield f"cut to {length} bytes", original[:length]
    yield "one byte shorter", original[:-1]
    yield "one byte longer", original + b"\0"
    yield "twice", original * 2
    for other, name in _everything_sealed(scene).items():
        if other != original:
            yield f"replaced by {name}", other
