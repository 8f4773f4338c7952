"""When the approval of a payment holds."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

from interview.casework.entry_steps import EntryStep, content_of, step_of
from interview.casework.payments import about, approval, awaits
from interview.questionnaire.answers import key_of
from interview.questionnaire.values import Money, Value

ENTRY = "a" * 32


def payment(amount: int = 100) -> dict[str, Value]:
    said: dict[str, Value] = {"a_pay_what": "Tools", "a_pay_amount": Money(Decimal(amount), "EUR", "")}
    return {key_of(item, "payment", ENTRY): value for item, value in said.items()}


def step(*, approved: bool | None) -> EntryStep:
    at = datetime(2026, 6, 15, tzinfo=UTC)
    return EntryStep(ENTRY, uuid4(), "Siri", at, about(payment(), ENTRY), approved, "Fine")


def test_it_holds_while_purpose_and_amount_stay_as_they_are() -> None:
    given = step(approved=True)

    assert approval(payment(), ENTRY, (given,)) is given
    assert approval(payment(900), ENTRY, (given,)) is None


def test_the_newest_step_counts() -> None:
    given, asked, refused = step(approved=True), step(approved=None), step(approved=False)

    assert approval(payment(), ENTRY, (given, refused)) is None
    assert awaits(ENTRY, (refused, asked))
    assert not awaits(ENTRY, (asked, given))


def test_an_approval_of_another_payment_says_nothing_about_this_one() -> None:
    assert approval(payment(), ENTRY, (replace(step(approved=True), entry_id="b" * 32),)) is None


def test_a_step_comes_back_as_it_was_written() -> None:
    given = step(approved=True)

    assert step_of(content_of(given)) == given
