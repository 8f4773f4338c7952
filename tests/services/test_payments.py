"""A payment is noted as paid once somebody else approved it."""

import pytest
from builders.offices import AnOffice
from builders.records import OnRecord, agreed, on_record

from interview.audit.events import Event
from interview.casework.clocks import ClockKind
from interview.casework.refusals import NotPermitted
from interview.questionnaire.answers import key_of
from interview.services import entries, payments
from interview.services.payments import Changed, EntryStep, Fault, Payment
from interview.services.results import AskOnceMore, NotApproved, Saved, SaveResult

ENTRY = "d" * 32
PAGE = f"a19p_2-{ENTRY}"


@pytest.fixture
def record(office: AnOffice) -> OnRecord:
    return with_a_payment(office)


def with_a_payment(office: AnOffice) -> OnRecord:
    found = on_record(office)
    agreed(found)
    found.add("a19p", entry_id=ENTRY, a_pay_what="Tools", a_pay_amount="100 EUR")
    return found


def key(item: str) -> str:
    return key_of(item, "payment", ENTRY)


def amend(record: OnRecord) -> None:
    with record.office.at_work("Amina") as (work, actor):
        entries.amend(work, actor, record.record_id, "payment", ENTRY, "It went on")


def pay(record: OnRecord, **also: object) -> SaveResult:
    amend(record)
    given = {"a_pay_paid": "2026-06-15", "a_pay_method": "cash", "a_pay_receipt": "signed", **also}
    return record.save(PAGE, {key(item): value for item, value in given.items()}, asked_once_more=True)


def show(record: OnRecord, name: str) -> Payment:
    with record.office.at_work(name) as (work, actor):
        return payments.show(work, actor, record.record_id, ENTRY)


def ask(record: OnRecord, name: str = "Amina") -> object:
    with record.office.at_work(name) as (work, actor):
        return payments.ask(work, actor, record.record_id, ENTRY)


def decide(record: OnRecord, name: str = "Siri", *, approve: bool = True, text: str = "") -> object:
    revision = record.opened("Siri").revision
    with record.office.at_work(name) as (work, actor):
        return payments.decide(work, actor, record.record_id, ENTRY, revision=revision, approve=approve, text=text)


def clocks(record: OnRecord) -> list[ClockKind]:
    with record.office.at_work("Amina") as (work, _):
        return [clock.kind for clock in work.clocks.of_case(record.case_id)]


def test_without_an_approval_it_is_not_noted_as_paid(record: OnRecord) -> None:
    assert pay(record) == NotApproved(known=True)
    assert key("a_pay_paid") not in record.opened().answers.values


def test_somebody_else_approves_it_and_stands_in_it_as_who_did(record: OnRecord) -> None:
    ask(record)
    decided = decide(record)
    result = pay(record, a_pay_approved_by="Amina herself")

    assert isinstance(decided, EntryStep)
    assert isinstance(result, Saved)
    assert record.opened().answers.values[key("a_pay_approved_by")] == "Siri"


@pytest.mark.parametrize("name", ["Amina", "Bruno", "Adam"])
def test_who_noted_it_and_whoever_is_not_there_for_it_never_approves(record: OnRecord, name: str) -> None:
    with pytest.raises(NotPermitted):
        decide(record, name)


def test_another_amount_needs_another_approval(record: OnRecord) -> None:
    decide(record)
    amend(record)
    record.save(f"a19p_1-{ENTRY}", {key("a_pay_amount"): "900 EUR"}, asked_once_more=True)

    assert pay(record) == NotApproved(known=True)
    assert show(record, "Siri").approved is None


def test_a_refusal_takes_words_and_holds(record: OnRecord) -> None:
    assert decide(record, approve=False) is Fault.MISSING
    assert isinstance(decide(record, approve=False, text="Ask the project first"), EntryStep)
    assert pay(record) == NotApproved(known=True)


def test_a_decision_on_an_older_page_asks_to_look_again(record: OnRecord) -> None:
    seen = record.opened("Siri").revision
    record.add("a16", a_srv_type="food", a_srv_state="planned")
    with record.office.at_work("Siri") as (work, actor):
        answer = payments.decide(work, actor, record.record_id, ENTRY, revision=seen, approve=True)

    assert answer == Changed()


def test_what_is_asked_for_is_due_until_it_is_decided(record: OnRecord) -> None:
    ask(record)
    asked = clocks(record)
    decide(record)

    assert asked.count(ClockKind.APPROVAL) == 1
    assert ClockKind.APPROVAL not in clocks(record)


def test_what_is_struck_out_waits_no_more(record: OnRecord) -> None:
    ask(record)
    with record.office.at_work("Amina") as (work, actor):
        entries.strike(work, actor, record.record_id, "payment", ENTRY, "Noted twice")

    assert ClockKind.APPROVAL not in clocks(record)


def test_the_page_says_who_may_do_what(record: OnRecord) -> None:
    before, theirs = show(record, "Amina"), show(record, "Siri")
    ask(record)
    after = show(record, "Amina")

    assert (before.may_ask, before.may_decide, before.waits) == (True, False, False)
    assert (theirs.may_ask, theirs.may_decide) == (False, True)
    assert (after.may_ask, after.waits) == (False, True)


def test_each_step_stands_in_the_trail(fresh_office: AnOffice) -> None:
    found = with_a_payment(fresh_office)
    ask(found)
    decide(found, approve=False, text="Not yet")
    decide(found)

    for event in (Event.PAYMENT_ASKED, Event.PAYMENT_NOT_APPROVED, Event.PAYMENT_APPROVED):
        assert fresh_office.events(event) == 1


def test_a_payment_that_comes_to_be_as_paid_is_held_too(record: OnRecord) -> None:
    entry_id = "c" * 32
    said = {key_of("a_pay_paid", "payment", entry_id): "2026-06-15"}

    result = record.save(f"a19p_2-{entry_id}", said, asked_once_more=True)

    assert not isinstance(result, Saved | AskOnceMore)
