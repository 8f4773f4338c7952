"""The life of a referral by both sides, and what is shown before anybody agreed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from uuid import uuid4

import pytest

from interview.casework import referrals
from interview.casework.referrals import NEXT, Referral, ReferralState, WaitsFor
from interview.casework.refusals import NotNow
from interview.questionnaire.answers import key_of
from interview.questionnaire.values import AnyOf, Missing, Value

ENTRY = "a" * 32
DAY = date(2026, 6, 15)
S = ReferralState


def a_referral(
    state: ReferralState = S.SENT, *, handed: bool = False, opened: bool = False, waits: WaitsFor = WaitsFor.NOBODY
) -> Referral:
    return Referral(
        id=uuid4(),
        organisation_id=uuid4(),
        case_id=uuid4(),
        record_id=uuid4(),
        team_id=uuid4(),
        sent_by=uuid4(),
        to_organisation_id=uuid4(),
        to_team_id=uuid4(),
        to_account_id=None,
        state=state,
        waits_for=waits,
        handed=handed,
        opened=opened,
        sent_on=DAY,
        due_on=DAY + timedelta(days=14),
        changed_on=DAY,
    )


def entry(consent: str | None, **whole: Value) -> dict[str, Value]:
    return {**({} if consent is None else {key_of("a_out_consent", "outgoing_referral", ENTRY): consent}), **whole}


@pytest.mark.parametrize("consent", [None, "no", "unknown"])
def test_what_nobody_agreed_to_stays_a_draft(consent: str | None) -> None:
    assert referrals.state_before(entry(consent), ENTRY) is S.DRAFT
    assert S.SENT not in NEXT[S.DRAFT]


def test_an_agreement_that_was_taken_back_is_none() -> None:
    assert referrals.state_before(entry("yes"), ENTRY) is S.CONSENT_CHECKED
    withdrawn = entry("yes", a_cons_withdrawn=DAY)
    assert referrals.state_before(withdrawn, ENTRY) is S.DRAFT
    later = {**withdrawn, key_of("a_out_date", "outgoing_referral", ENTRY): DAY + timedelta(days=1)}
    assert referrals.state_before(later, ENTRY) is S.CONSENT_CHECKED


def test_a_referral_goes_from_one_side_to_the_other() -> None:
    taker = uuid4()

    yes = referrals.accepted(a_referral(), taker, DAY)
    there = referrals.handed_over(yes, DAY)
    on = referrals.taken_on(referrals.opened(there))
    done = referrals.over(on, done=True)
    looked_at = referrals.settled(done, WaitsFor.SENDER)

    assert [one.waits_for for one in (yes, there, on, done, looked_at)] == [
        WaitsFor.SENDER,
        WaitsFor.RECEIVER,
        WaitsFor.NOBODY,
        WaitsFor.SENDER,
        WaitsFor.NOBODY,
    ]
    assert done.state is S.DONE
    assert {one.to_account_id for one in (yes, there, on, done)} == {taker}


def test_nothing_is_handed_over_before_somebody_said_yes() -> None:
    for state in set(S) - {S.ACCEPTED}:
        with pytest.raises(NotNow):
            referrals.handed_over(a_referral(state), DAY)


def test_nothing_is_handed_over_again_once_it_was_opened() -> None:
    with pytest.raises(NotNow):
        referrals.handed_over(a_referral(S.ACCEPTED, handed=True, opened=True), DAY)


def test_nothing_is_opened_that_was_not_handed_over_or_was_taken_back() -> None:
    for state, handed in product(S, (False, True)):
        if (state, handed) != (S.ACCEPTED, True):
            with pytest.raises(NotNow):
                referrals.opened(a_referral(state, handed=handed))


def test_nobody_is_taken_on_unseen() -> None:
    with pytest.raises(NotNow):
        referrals.taken_on(a_referral(S.ACCEPTED, handed=True))


def test_it_expires_the_day_after_the_last_one() -> None:
    sent = a_referral()

    with pytest.raises(NotNow):
        referrals.expired(sent, sent.due_on)

    assert referrals.expired(sent, sent.due_on + timedelta(days=1)).waits_for is WaitsFor.SENDER


@pytest.mark.parametrize("state", [S.SENT, S.ACCEPTED, S.IN_PROGRESS])
@pytest.mark.parametrize("opened", [False, True])
def test_it_can_be_taken_back_at_any_time_and_leaves_work_where_it_was_seen(state: ReferralState, opened: bool) -> None:
    back = referrals.revoked(a_referral(state, opened=opened))

    assert back.state is S.REVOKED
    assert back.waits_for is (WaitsFor.RECEIVER if opened else WaitsFor.NOBODY)


@pytest.mark.parametrize("state", [state for state, following in NEXT.items() if not following])
def test_what_is_over_stays_over(state: ReferralState) -> None:
    over = a_referral(state, handed=True, opened=True, waits=WaitsFor.SENDER)

    moves: tuple[Callable[[Referral], Referral], ...] = (
        lambda one: referrals.accepted(one, uuid4(), DAY),
        referrals.declined,
        lambda one: referrals.expired(one, date.max),
        lambda one: referrals.handed_over(one, DAY),
        referrals.opened,
        referrals.taken_on,
        lambda one: referrals.over(one, done=True),
        referrals.revoked,
        lambda one: referrals.given_on(one, uuid4()),
    )
    for move in moves:
        with pytest.raises(NotNow):
            move(over)


def test_only_whose_turn_it_is_settles_it() -> None:
    over = a_referral(S.DECLINED, waits=WaitsFor.SENDER)

    with pytest.raises(NotNow):
        referrals.settled(over, WaitsFor.RECEIVER)
    with pytest.raises(NotNow):
        referrals.settled(replace(over, state=S.ACCEPTED), WaitsFor.SENDER)

    assert referrals.settled(over, WaitsFor.SENDER).waits_for is WaitsFor.NOBODY


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (0, "0_11"),
        (11, "0_11"),
        (12, "12_17"),
        (17, "12_17"),
        (18, "18_24"),
        (24, "18_24"),
        (25, "25_39"),
        (40, "40_59"),
        (60, "60_up"),
        (101, "60_up"),
        (None, "unknown"),
        (Missing.UNKNOWN, "unknown"),
    ],
)
def test_an_age_is_shown_as_a_band(age: Value | None, band: str) -> None:
    assert referrals.age_band(age) == band


def test_the_preview_says_no_more_than_the_person_named() -> None:
    said = AnyOf(ticked=("legal", "medical"))

    found = referrals.preview(
        {"a_need_areas": said, "a_age_now": 19}, ["medical", "debt"], place="Harbour", language="ar"
    )

    assert found == referrals.Preview(("medical",), "Harbour", "ar", "18_24")
