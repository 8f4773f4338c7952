"""Someone is needed now: who is called, who comes next, and that nothing says what it is about."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from builders.offices import AnOffice
from sqlalchemy import create_engine, select

from interview.audit.events import Event
from interview.casework.duty import Channel, Contact
from interview.casework.refusals import NotPermitted
from interview.services import accounts, alerts, calling, interviewing, teams, urgent
from interview.services.alerts import Called
from interview.services.calling import make_calls
from interview.services.ticking import STEPS, Caretaker
from interview.store.tables.watch import CallRow

TEXT = "Something needs you now."
QUARTER = timedelta(minutes=15)


class Sent:
    """A way to call people that keeps what it sent; `broken` while its server is away."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.broken = False

    def __call__(self, text: str, *, email: str, phone: str) -> None:
        if self.broken:
            raise OSError("no such server")
        self.sent.append((text, email, phone))


@pytest.fixture
def sent() -> Sent:
    return Sent()


@pytest.fixture
def office(fresh_office: AnOffice) -> AnOffice:
    """With a second supervisor in the team, and two ways to call people."""
    office = fresh_office
    channels = (Channel("kept", personal=True), Channel("room", personal=False))
    office.store._settings = replace(office.store._settings, channels=channels)
    with office.at_work("Adam") as (work, actor):
        created = accounts.create_account(work, actor, name="Samir", roles=frozenset())
    assert isinstance(created, accounts.Created)
    office.passphrases["Samir"] = created.passphrase
    with office.at_work("Siri") as (work, actor):
        teams.admit(work, actor, office.made.team.id, created.account.id)
    for name in ("Siri", "Samir"):
        with office.at_work(name) as (work, actor):
            work.duty.set_contact(actor.organisation_id, actor.account_id, Contact("+1", f"{name}@example.org"))
    return office


def on_duty(office: AnOffice, name: str, *, begins: int = -1, hours: int = 8) -> UUID:
    with office.at_work(name) as (work, actor):
        begin = work.now + timedelta(hours=begins)
        team_id = office.made.team.id
        work.duty.plan(
            actor.organisation_id, team_id, actor.account_id, from_at=begin, until_at=begin + timedelta(hours=hours)
        )
        return actor.account_id


def raised(office: AnOffice) -> UUID:
    interview_id = office.begin()
    with office.at_work("Amina") as (work, actor):
        record = work.interviews.find(interview_id)
        assert record is not None
        alerts.raise_immediate_risk(work, actor, record)
    return interview_id


def seen_by(office: AnOffice, name: str) -> tuple[Called, ...]:
    with office.at_work(name) as (work, actor):
        return alerts.open_for(work, actor)


def caretaker(office: AnOffice, sent: Sent) -> Caretaker:
    return Caretaker(office.store.work, {"kept": sent, "room": sent}, TEXT)


def test_who_is_on_duty_is_called_first(office: AnOffice, sent: Sent) -> None:
    on_duty(office, "Siri")
    raised(office)

    caretaker(office, sent).tick()

    assert sorted(sent.sent) == [(TEXT, "", ""), (TEXT, "Siri@example.org", "+1")]
    assert [one.for_me for one in seen_by(office, "Siri")] == [True]
    assert [one.for_me for one in seen_by(office, "Samir")] == [False]
    assert office.events(Event.ALERT_RAISED) == 1


def test_unanswered_it_goes_to_the_next_and_then_to_everyone(office: AnOffice, sent: Sent) -> None:
    on_duty(office, "Samir")
    on_duty(office, "Siri", begins=4)
    raised(office)
    keeper = caretaker(office, sent)
    keeper.tick()
    office.clock.advance(QUARTER - timedelta(seconds=1))
    keeper.tick()
    assert [email for _, email, _ in sent.sent if email] == ["Samir@example.org"]

    office.clock.advance(timedelta(seconds=1))
    keeper.tick()

    assert [email for _, email, _ in sent.sent if email] == ["Samir@example.org", "Siri@example.org"]
    office.clock.advance(QUARTER)
    keeper.tick()
    office.tokens.clear()
    assert [one.alert.told.everyone for one in seen_by(office, "Siri")] == [True]
    office.clock.advance(QUARTER)
    keeper.tick()
    assert office.events(Event.ALERT_PASSED_ON) == 2
    assert {text for text, _, _ in sent.sent} == {TEXT}


def test_with_nobody_on_duty_everyone_in_the_team_is_called(office: AnOffice, sent: Sent) -> None:
    raised(office)

    caretaker(office, sent).tick()

    assert sorted(email for _, email, _ in sent.sent if email) == ["Samir@example.org", "Siri@example.org"]


def test_whoever_answers_ends_the_calling(office: AnOffice, sent: Sent) -> None:
    on_duty(office, "Siri")
    raised(office)
    (seen,) = seen_by(office, "Siri")
    with office.at_work("Siri") as (work, actor):
        alerts.acknowledge(work, actor, seen.alert.id)
    with office.at_work("Samir") as (work, actor):
        alerts.acknowledge(work, actor, seen.alert.id)

    office.clock.advance(QUARTER)
    caretaker(office, sent).tick()

    office.tokens.clear()
    with office.at_work("Samir") as (work, actor):
        assert alerts.look_at(work, actor, seen.alert.id).answered_by == "Siri"
    assert sent.sent == []
    assert seen_by(office, "Siri") == ()
    assert office.events(Event.ALERT_ACKNOWLEDGED) == 1


def test_a_server_that_is_away_breaks_nothing_and_is_tried_again(office: AnOffice, sent: Sent) -> None:
    on_duty(office, "Siri")
    sent.broken = True
    raised(office)
    keeper = caretaker(office, sent)
    keeper.tick()
    assert sent.sent == []

    sent.broken = False
    office.clock.advance(timedelta(minutes=2))
    keeper.tick()
    keeper.tick()

    assert sorted(email for _, email, _ in sent.sent) == ["", "Siri@example.org"]


def test_a_second_risk_in_the_same_talk_waits_for_the_first_answer(office: AnOffice) -> None:
    interview_id = raised(office)
    with office.at_work("Amina") as (work, actor):
        record = work.interviews.find(interview_id)
        assert record is not None
        alerts.raise_immediate_risk(work, actor, record)

    assert len(seen_by(office, "Siri")) == 1


def test_only_the_team_sees_and_answers_it(office: AnOffice) -> None:
    raised(office)
    (seen,) = seen_by(office, "Siri")

    for name in ("Amina", "Bruno", "Ines", "Anna", "Adam"):
        assert seen_by(office, name) == ()
        for act in (alerts.acknowledge, alerts.look_at):
            with pytest.raises(NotPermitted), office.at_work(name) as (work, actor):
                act(work, actor, seen.alert.id)


def test_the_calls_of_a_commit_are_made_at_once_in_a_thread_of_their_own(office: AnOffice, sent: Sent) -> None:
    bell = calling.Bell(office.store.work, {"kept": sent, "room": sent}, TEXT)
    office.store.ring = lambda: bell._make_calls()
    on_duty(office, "Siri")

    raised(office)

    assert sorted(email for _, email, _ in sent.sent) == ["", "Siri@example.org"]


def test_two_workers_do_not_make_the_same_call(office: AnOffice, sent: Sent) -> None:
    on_duty(office, "Siri")
    raised(office)

    with office.store.work() as one:
        taken = one.alerts.take_calls()
    with office.store.work() as two:
        again = two.alerts.take_calls()

    assert len(taken) == 2
    assert again == ()
    assert make_calls(office.store.work, {"kept": sent, "room": sent}, TEXT) == 0


def test_one_worker_has_each_turn(office: AnOffice, sent: Sent) -> None:
    keeper = caretaker(office, sent)

    assert len(keeper.tick_in_turn()) == len(STEPS) + 1
    assert keeper.tick_in_turn() == ()
    office.clock.advance(timedelta(minutes=1))
    assert {one.count is None for one in keeper.tick_in_turn()} == {False}


def test_what_cannot_wait_in_a_talk_calls_who_is_on_duty(office: AnOffice) -> None:
    on_duty(office, "Siri")

    interview_id = office.talk("indicated", until="s5_10", given={"s_now_self_harm": "immediate"})

    assert [one.alert.interview_id for one in seen_by(office, "Siri")] == [interview_id]


def test_urgent_help_that_is_handed_on_calls_who_is_on_duty(office: AnOffice) -> None:
    on_duty(office, "Siri")
    interview_id = office.talk("urgent", given={"u_risk": "low"})

    with office.at_work("Amina") as (work, actor):
        revision = interviewing.open_interview(work, actor, interview_id).revision
        urgent.hand_on(work, actor, interview_id, revision=revision)

    assert [one.alert.interview_id for one in seen_by(office, "Siri")] == [interview_id]


def test_a_call_about_urgent_help_goes_on_where_its_record_goes_on(office: AnOffice) -> None:
    contact_id = office.talk("urgent", given={"u_risk": "low"})
    with office.at_work("Amina") as (work, actor):
        contact = interviewing.open_interview(work, actor, contact_id)
        urgent.hand_on(work, actor, contact_id, revision=contact.revision)
    talk_id = office.talk("indicated", until="s1_14", case_id=contact.case_id)

    office.save(talk_id, "s1_14", {"s_con_record": "no"})

    (waiting,) = seen_by(office, "Siri")
    assert waiting.alert.interview_id not in {contact_id, talk_id}
    assert office.opened(waiting.alert.interview_id).form == "urgent"


def test_the_keyless_part_of_a_case_goes_with_it(office: AnOffice) -> None:
    talk_id = office.talk("indicated", until="s1_14")
    with office.at_work("Amina") as (work, actor):
        record = work.interviews.find(talk_id)
        assert record is not None
        alerts.raise_immediate_risk(work, actor, record)

    office.save(talk_id, "s1_14", {"s_con_record": "no"})

    assert seen_by(office, "Siri") == ()
    with office.store.work() as work:
        assert work.alerts.take_calls() == ()


def test_what_is_kept_of_a_call_says_nothing(office: AnOffice) -> None:
    on_duty(office, "Siri")
    raised(office)

    engine = create_engine(office.database_url)
    with engine.connect() as connection:
        rows = [dict(row) for row in connection.execute(select(CallRow)).mappings()]
    engine.dispose()

    assert len(rows) == 2
    assert "@" not in repr(rows)
