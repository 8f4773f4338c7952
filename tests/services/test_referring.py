"""A referral between two organisations: what each side sees and may do, and what an agreement lets go along."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from builders.offices import AnOffice
from builders.referring import Between, between

from interview.audit.events import Event
from interview.casework.policy import Permission
from interview.casework.referral_steps import StepKind
from interview.casework.referrals import DeclineReason, Referral, ReferralState, WaitsFor
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import entries, receiving, referring
from interview.services.opening import load
from interview.services.receiving import Answer, Fault
from interview.services.referring import Changed, Refused
from interview.store.refusals import Broken


@pytest.fixture
def both(fresh_office: AnOffice) -> Between:
    return between(fresh_office)


def test_nobody_is_asked_without_the_persons_yes(both: Between) -> None:
    both.note(a_out_consent="no")

    assert both.shown().state is ReferralState.DRAFT
    assert both.send() is Refused.NOT_AGREED
    assert both.queue("Theo") == []


def test_the_other_side_sees_the_need_and_nothing_of_who_it_is(both: Between) -> None:
    both.note()
    assert both.shown().state is ReferralState.CONSENT_CHECKED
    referral_id = both.sent()

    asked = both.asked(referral_id)

    assert asked.preview == both.shown().preview
    assert asked.preview.needs == ("legal",)
    assert asked.preview.place == "Harbour"
    assert asked.organisation == "Open House"
    assert both.queue("Theo") == [referral_id]
    assert both.queue("Cleo") == []


def test_nobody_else_learns_of_it(both: Between) -> None:
    both.note()
    referral_id = both.sent()

    for who in (both.theirs, both.office):
        for name in ("Cleo", "Ada", "Amina", "Siri", "Bruno"):
            if name in who.passphrases:
                with pytest.raises(NotPermitted), who.at_work(name) as (work, actor):
                    receiving.show(work, actor, referral_id)
    with pytest.raises(NotPermitted), both.theirs.at_work("Theo") as (work, actor):
        referring.show(work, actor, both.record.record_id, both.entry_id)


def test_what_one_organisation_was_handed_the_vault_refuses_to_others(both: Between) -> None:
    referral_id = both.handed("name")

    for who, name in ((both.theirs, "Dora"), (both.theirs, "Ada"), (both.office, "Siri"), (both.office, "Bruno")):
        with who.at_work(name) as (work, _):
            referral = work.referrals.get(referral_id)
        assert referral is not None
        with pytest.raises(Broken), who.at_work(name) as (work, _):
            work.referrals.key(referral)


def test_a_yes_with_words_reaches_the_sender(both: Between) -> None:
    both.note()
    referral_id = both.sent()

    both.accept(referral_id, "There is a bed from Monday")

    (reply,) = both.shown().replies
    assert (reply.answer, reply.by_name, reply.text) == (Answer.ACCEPTED, "Theo", "There is a bed from Monday")
    with both.office.at_work("Amina") as (work, actor):
        (waiting,) = referring.waiting(work, actor)
    assert waiting.referral.id == referral_id


def test_a_yes_without_words_does_too(both: Between) -> None:
    both.note()
    both.accept(both.sent())

    assert both.shown().replies[0].text == ""


def test_a_no_has_a_reason_and_closes_it_for_them(both: Between) -> None:
    both.note()
    referral_id = both.sent()
    with both.theirs.at_work("Theo") as (work, actor):
        receiving.decline(work, actor, referral_id, reason=DeclineReason.NO_PLACE, text="Ask again in July")

    assert both.shown().replies[0].reason is DeclineReason.NO_PLACE
    with pytest.raises(NotPermitted):
        both.asked(referral_id)
    with both.office.at_work("Amina") as (work, actor):
        referring.settle(work, actor, both.record.record_id, both.entry_id)
    assert both.shown().may_send


def test_too_many_words_are_not_sent(both: Between) -> None:
    both.note()
    referral_id, cleo = both.sent(), both.account_id("Cleo")

    with both.theirs.at_work("Theo") as (work, actor):
        assert receiving.accept(work, actor, referral_id, taker_id=cleo, text="x" * 5_000) is Fault.TOO_LONG


def _own(both: Between) -> UUID:
    return both.theirs.made.supervisor.account.id


def test_only_somebody_there_who_keeps_cases_takes_a_person_on(both: Between) -> None:
    both.note()
    referral_id = both.sent()
    amina = both.shown().opened.loaded.record.assignee_id

    for taker_id in (None, _own(both), amina):
        with pytest.raises(NotPermitted), both.theirs.at_work("Theo") as (work, actor):
            receiving.accept(work, actor, referral_id, taker_id=taker_id)


def test_nothing_is_handed_over_that_no_agreement_covers(both: Between) -> None:
    both.agree("name", "needs")
    both.note()
    both.accept(both.sent())

    offers = {one.code: one.basis is not None for one in both.shown().offers}
    assert offers["name"]
    assert offers["needs"]
    assert not offers["case_summary"]
    assert both.hand_over("name", "case_summary") is Refused.NOT_AGREED
    assert both.hand_over() is Refused.NOTHING_CHOSEN
    assert isinstance(both.hand_over("name"), Referral)


@pytest.mark.parametrize(
    "other",
    [
        {"recipient": "Somebody else"},
        {"a_agr_until": "2026-11-23"},
        {"a_agr_given": "no"},
        {"a_agr_withdrawn": "2026-07-01"},
    ],
)
def test_an_agreement_with_others_or_of_other_days_is_none(both: Between, other: dict[str, str]) -> None:
    both.agree("name", **other)
    both.note()
    both.accept(both.sent())

    assert both.hand_over("name") is Refused.NOT_AGREED


def test_nothing_is_handed_over_before_they_said_yes(both: Between) -> None:
    both.agree("name")
    both.note()
    both.sent()

    with pytest.raises(NotNow):
        both.hand_over("name")


def test_what_goes_along_is_what_was_chosen_and_the_agreement_is_kept_as_it_was(both: Between) -> None:
    referral_id = both.handed("name")

    package = both.open(referral_id)

    names = {"s_name_called", "s_name_given", "s_name_family", "s_name_other"}
    assert set(package.values) <= {*names, "s_sex", "s_gender", "s_birth_date", "s_child_now"}
    assert package.values
    assert package.reference == both.shown().opened.case_reference
    step = both.shown().steps[0]
    assert step.kind is StepKind.HANDED_OVER
    assert step.classes == ("name",)
    (basis,) = step.bases
    assert (basis.recipient, basis.purpose, basis.until) == ("Elsewhere", "help", date(2027, 6, 15))


def test_both_trails_say_that_it_was_opened(both: Between) -> None:
    both.open(both.handed("name"))

    assert both.office.events(Event.REFERRAL_OPENED) == 2
    assert both.office.events(Event.REFERRAL_HANDED_OVER) == 1
    assert both.office.events(Event.REFERRAL_RECEIVED) == 1


def test_only_who_takes_the_person_on_opens_it(both: Between) -> None:
    referral_id = both.handed("name")

    for name in ("Theo", "Dora"):
        with pytest.raises(NotPermitted):
            both.open(referral_id, name)


def test_it_can_be_given_to_somebody_else_there(both: Between) -> None:
    referral_id = both.handed("name")
    dora = both.account_id("Dora")

    with both.theirs.at_work("Theo") as (work, actor):
        receiving.give_on(work, actor, referral_id, taker_id=dora)

    assert both.open(referral_id, "Dora").values
    with pytest.raises(NotPermitted):
        both.open(referral_id, "Cleo")


def test_the_person_gets_a_case_there_in_which_what_was_shared_stands(both: Between) -> None:
    referral_id = both.handed("name", "needs")
    shared = both.open(referral_id).values

    record_id = both.take_on(referral_id)

    with both.theirs.at_work("Cleo") as (work, actor):
        record = work.interviews.find(record_id)
        assert record is not None
        opened = load(work, actor, record_id, Permission.INTERVIEW_READ)
    assert opened.answers.carried == frozenset(shared)
    assert {key: opened.answers.values[key] for key in shared} == dict(shared)
    assert opened.draft.received is not None
    assert opened.draft.received.organisation == "Open House"
    assert both.shown().state is ReferralState.IN_PROGRESS
    assert both.shown().replies[-1].answer is Answer.TAKEN_ON
    with pytest.raises(NotNow):
        both.open(referral_id)
    with pytest.raises(NotPermitted), both.office.at_work("Amina") as (work, actor):
        load(work, actor, record_id, Permission.INTERVIEW_READ)


def test_nobody_is_taken_on_before_what_was_shared_was_looked_at(both: Between) -> None:
    referral_id = both.handed("name")

    with pytest.raises(NotNow):
        both.take_on(referral_id)


@pytest.mark.parametrize("done", [True, False])
def test_what_came_of_it_reaches_the_sender_in_words(both: Between, done: bool) -> None:
    referral_id = both.handed("name")
    both.open(referral_id)
    both.take_on(referral_id)

    with both.theirs.at_work("Cleo") as (work, actor):
        receiving.finish(work, actor, referral_id, done=done, text="She found work")

    assert both.shown().state is (ReferralState.DONE if done else ReferralState.STOPPED)
    assert both.shown().replies[-1].text == "She found work"
    assert both.queue("Cleo") == both.queue("Theo") == []


def test_a_stop_needs_words(both: Between) -> None:
    referral_id = both.handed("name")

    with both.theirs.at_work("Cleo") as (work, actor):
        assert receiving.finish(work, actor, referral_id, done=False, text=" ") is Fault.MISSING


def test_what_nobody_has_opened_is_destroyed_when_it_is_taken_back(both: Between) -> None:
    referral_id = both.handed("name")

    both.revoke()

    assert both.shown().state is ReferralState.REVOKED
    assert both.queue("Cleo") == both.queue("Theo") == []
    with pytest.raises(NotPermitted):
        both.open(referral_id)


def test_a_supervisor_of_the_sender_takes_it_back_too(both: Between) -> None:
    both.handed("name")

    both.revoke("Siri")

    assert both.shown().steps[0].by_name == "Siri"


def test_what_somebody_has_opened_leaves_them_something_to_do(both: Between) -> None:
    referral_id = both.handed("name")
    both.open(referral_id)
    both.take_on(referral_id)

    both.revoke()

    assert both.queue("Cleo") == [referral_id]
    with pytest.raises(NotNow):
        both.open(referral_id)
    with both.theirs.at_work("Cleo") as (work, actor):
        receiving.settle(work, actor, referral_id)
    assert both.queue("Cleo") == []


def test_an_agreement_that_is_taken_back_takes_the_referral_back(both: Between) -> None:
    entry_id = both.agree("name")
    both.note()
    referral_id = both.sent()
    both.accept(referral_id)
    assert isinstance(both.hand_over("name"), Referral)

    with both.office.at_work("Amina") as (work, actor):
        entries.amend(work, actor, both.record.record_id, "agreement", entry_id, "She does not want it any more")
    both.record.save(f"a1a_6-{entry_id}", {f"agreement-{entry_id}-a_agr_withdrawn": "2026-07-01"})

    shown = both.shown()
    assert shown.state is ReferralState.REVOKED
    assert shown.steps[0].kind is StepKind.WITHDRAWN
    assert both.queue("Cleo") == []
    with pytest.raises(NotPermitted):
        both.open(referral_id)


def test_an_entry_that_is_struck_out_takes_the_referral_back(both: Between) -> None:
    both.note()
    referral_id = both.sent()

    with both.office.at_work("Amina") as (work, actor):
        entries.strike(work, actor, both.record.record_id, "outgoing_referral", both.entry_id, "Noted by mistake")

    assert both.queue("Theo") == []
    with both.office.at_work("Amina") as (work, actor):
        found = work.referrals.get(referral_id)
    assert found is not None
    assert found.state is ReferralState.REVOKED


def test_what_nobody_answers_runs_out(both: Between) -> None:
    both.note()
    referral_id = both.sent()
    both.office.clock.advance(timedelta(days=referring.ANSWER_WITHIN.days + 1))

    with both.office.store.work() as work:
        assert referring.expire(work) == 1
    with both.office.store.work() as work:
        assert referring.expire(work) == 0

    assert both.shown().state is ReferralState.EXPIRED
    with pytest.raises(NotPermitted):
        both.asked(referral_id)


def test_what_was_handed_over_lies_there_no_longer_than_the_agreement_holds(both: Between) -> None:
    both.agree("name", a_agr_until="2026-11-26")
    both.note()
    referral_id = both.sent()
    both.accept(referral_id)
    assert isinstance(both.hand_over("name"), Referral)
    both.office.clock.advance(timedelta(days=3))

    with both.office.store.work() as work:
        assert referring.expire(work) == 1

    with pytest.raises(NotPermitted):
        both.open(referral_id)


def test_a_page_that_was_changed_meanwhile_sends_nothing(both: Between) -> None:
    both.note()
    with both.office.at_work("Amina") as (work, actor):
        answer = referring.send(
            work,
            actor,
            both.record.record_id,
            both.entry_id,
            revision=1,
            team_id=both.theirs.made.team.id,
            needs=(),
        )

    assert isinstance(answer, Changed)


def test_nobody_is_asked_twice_at_once(both: Between) -> None:
    both.note()
    both.sent()

    with pytest.raises(NotNow):
        both.send()


def test_a_team_that_takes_none_is_not_found(both: Between) -> None:
    with both.theirs.at_work("Theo") as (work, actor):
        receiving.take_referrals(work, actor, both.theirs.made.team.id, on=False)
    both.note()

    assert both.shown().receivers == ()
    assert both.send() is Refused.NOBODY_CHOSEN
    with pytest.raises(NotPermitted), both.office.at_work("Siri") as (work, actor):
        receiving.take_referrals(work, actor, both.theirs.made.team.id, on=True)


def test_it_waits_for_its_sender_when_it_is_over(both: Between) -> None:
    both.note()
    referral_id = both.sent()
    with both.theirs.at_work("Theo") as (work, actor):
        receiving.decline(work, actor, referral_id, reason=DeclineReason.OTHER)

    shown = both.shown()
    assert shown.referral is not None
    assert shown.referral.waits_for is WaitsFor.SENDER
    assert shown.may_settle
    with both.office.at_work("Amina") as (work, actor):
        assert referring.entry_of(work, actor, referral_id) == (both.record.record_id, both.entry_id)


def test_paper_for_others_says_what_was_agreed_and_keeps_the_agreement(both: Between) -> None:
    both.agree("name", recipient="Somebody far away")
    both.note(a_out_org="Somebody far away")

    def prints(*classes: str) -> object:
        revision = both.shown().opened.revision
        with both.office.at_work("Amina") as (work, actor):
            return referring.print_sheet(
                work, actor, both.record.record_id, both.entry_id, revision=revision, classes=classes
            )

    assert prints("name", "case_summary") is Refused.NOT_AGREED
    assert prints() is Refused.NOTHING_CHOSEN
    sheet = prints("name")
    assert isinstance(sheet, referring.Sheet)
    assert "s_name_given" in sheet.keys
    assert all(key.startswith("s_") for key in sheet.keys)
    step = both.shown().steps[0]
    assert (step.kind, step.classes, len(step.bases)) == (StepKind.PRINTED, ("name",), 1)
