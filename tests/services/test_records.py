"""The record of a case: begun after a decision, with what is known already and entries that are amended, never lost."""

import pytest
from builders.offices import AnOffice
from builders.records import OnRecord, agreed, begun, on_record, section_of
from builders.reviews import handed_in

from interview.audit.events import Event
from interview.casework.cases import CaseStage
from interview.casework.clocks import ClockKind
from interview.casework.decisions import Determination
from interview.casework.refusals import NotNow, NotPermitted
from interview.eligibility.vocabulary import Fact
from interview.questionnaire.answers import key_of
from interview.services import assistance, case_file, entries, interviewing
from interview.services.drafting import Kinship
from interview.services.entries import Fault
from interview.services.results import AskOnceMore, Saved

SERVICE = {"a_srv_type": "legal_advice", "a_srv_state": "planned"}


@pytest.fixture
def record(office: AnOffice) -> OnRecord:
    found = on_record(office)
    agreed(found)
    return found


def service_key(entry_id: str, question_id: str = "a_srv_type") -> str:
    return key_of(question_id, "service_given", entry_id)


def test_a_record_begins_after_a_decision_with_what_the_screening_knows(office: AnOffice) -> None:
    found = on_record(office)

    shown = found.opened()
    screened = next(iter(section_of("k0").pages))

    assert shown.form == "assistance"
    assert shown.answers.values["s_vot_decision"] == "victim"
    assert shown.answers.carried == set(shown.answers.values)
    assert shown.loaded.draft.carried_on is not None
    assert set(screened.question_ids) & set(shown.answers.values)


def test_beginning_twice_gives_the_same_record(office: AnOffice) -> None:
    review = handed_in(office)
    review.confirm()

    first, second = begun(office, review), begun(office, review)

    assert first.record_id == second.record_id


def test_without_a_decision_there_is_no_record(office: AnOffice) -> None:
    review = handed_in(office)

    with pytest.raises(NotNow):
        begun(office, review)


def test_a_decision_that_the_person_was_not_trafficked_opens_no_record(office: AnOffice) -> None:
    review = handed_in(office)
    review.override(result=Determination.NOT_VICTIM)

    with pytest.raises(NotNow):
        begun(office, review)


def test_a_provisional_decision_opens_it_too(office: AnOffice) -> None:
    review = handed_in(office)
    review.override(result=Determination.POSSIBLE)

    assert begun(office, review).opened().answers.values["s_vot_decision"] == "possible"


def test_somebody_else_cannot_begin_it(office: AnOffice) -> None:
    review = handed_in(office)
    review.confirm()

    with pytest.raises(NotPermitted):
        begun(office, review, "Bruno")
    with pytest.raises(NotPermitted):
        begun(office, review, "Siri")


def test_looking_at_what_is_known_confirms_it(record: OnRecord) -> None:
    before = record.opened().answers.carried
    record.look_at_what_is_known()

    after = record.opened().answers.carried

    assert before
    assert after == frozenset()


def test_without_agreement_to_a_file_nothing_else_opens(office: AnOffice) -> None:
    found = on_record(office)
    found.fill("a1", a_case_kind="primary", a_assist_start="2026-06-15", a_cons_assist="no")

    shown = found.opened().view

    assert {one.section.id for one in shown.sections} == {"a0", "k0", "a1", "a1a", "a17", "a21", "a22"}


def test_an_entry_comes_to_be_with_its_first_answer_and_is_done_with_its_last_page(record: OnRecord) -> None:
    entry_id = record.add("a16", **SERVICE)

    (found,) = record.section("a16")

    assert found.entry.id == entry_id
    assert found.done
    assert found.number == 1


def test_an_entry_without_an_answer_is_not_kept(record: OnRecord) -> None:
    record.save(f"a16_1-{'e' * 32}", {})

    assert record.section("a16") == ()


def test_a_second_tap_makes_no_second_entry(record: OnRecord) -> None:
    entry_id = "d" * 32
    page_key = f"a16_1-{entry_id}"

    record.save(page_key, {service_key(entry_id): "food"})
    record.save(page_key, {service_key(entry_id): "food"})

    assert len(record.section("a16")) == 1


def test_the_newest_entry_comes_first(record: OnRecord) -> None:
    first, second = record.add("a16", **SERVICE), record.add("a16", **SERVICE)

    assert [found.entry.id for found in record.section("a16")] == [second, first]


def test_an_entry_that_is_done_changes_only_with_a_reason(record: OnRecord, office: AnOffice) -> None:
    entry_id = record.add("a16", **SERVICE)
    page_key = f"a16_1-{entry_id}"

    with pytest.raises(NotNow):
        record.save(page_key, {service_key(entry_id): "food"})
    with office.at_work("Amina") as (work, actor):
        assert entries.amend(work, actor, record.record_id, "service_given", entry_id, " ") is Fault.MISSING
    with office.at_work("Amina") as (work, actor):
        entries.amend(work, actor, record.record_id, "service_given", entry_id, "The wrong line was ticked")
    record.add("a16", entry_id=entry_id, **{**SERVICE, "a_srv_type": "food"})
    (found,) = record.section("a16")

    assert record.opened().answers.values[service_key(entry_id)] == "food"
    assert found.done
    assert [one.reason for one in found.earlier] == ["The wrong line was ticked"]
    assert found.earlier[0].values[service_key(entry_id)] == "legal_advice"


def test_a_second_tap_on_the_last_page_changes_nothing(record: OnRecord) -> None:
    entry_id = record.add("a16", **SERVICE)
    again = record.save(f"a16_1-{entry_id}", {service_key(entry_id): SERVICE["a_srv_type"]})

    assert isinstance(again, Saved)
    assert again.next_page is None
    assert record.section("a16")[0].earlier == ()


def test_an_entry_that_is_asked_about_once_more_is_not_done_yet(record: OnRecord) -> None:
    entry_id = "8" * 32
    said = {service_key(entry_id, "a_srv_type"): "food", service_key(entry_id, "a_srv_state"): "ongoing"}
    record.save(f"a16_1-{entry_id}", said)
    asked = record.save(f"a16_2-{entry_id}", {})
    (before,) = record.section("a16")
    record.save(f"a16_2-{entry_id}", {}, asked_once_more=True)
    (after,) = record.section("a16")

    assert isinstance(asked, AskOnceMore)
    assert not before.done
    assert after.done


def test_an_amendment_that_changes_nothing_leaves_no_trace(record: OnRecord, office: AnOffice) -> None:
    entry_id = record.add("a16", **SERVICE)
    with office.at_work("Amina") as (work, actor):
        entries.amend(work, actor, record.record_id, "service_given", entry_id, "Looking again")
    record.add("a16", entry_id=entry_id, **SERVICE)

    (found,) = record.section("a16")

    assert found.done
    assert found.earlier == ()


def test_an_entry_that_is_struck_out_counts_no_more_and_can_be_read_with_the_reason(
    record: OnRecord, office: AnOffice
) -> None:
    entry_id = record.add("a16", **SERVICE)
    with office.at_work("Amina") as (work, actor):
        entries.strike(work, actor, record.record_id, "service_given", entry_id, "Noted in the wrong case")

    shown = record.opened()
    (gone,) = entries.struck(shown, section_of("a16"))

    assert record.section("a16") == ()
    assert not any(entry_id in key for key in shown.answers.values)
    assert gone.reason == "Noted in the wrong case"
    assert gone.values[service_key(entry_id)] == "legal_advice"
    with pytest.raises(NotPermitted):
        record.save(f"a16_1-{entry_id}", {service_key(entry_id): "food"})


def test_a_page_leads_on_within_its_section_and_entry_alone(record: OnRecord) -> None:
    entry_id = "c" * 32
    page_keys = [f"{page.id}-{entry_id}" for page in section_of("a16").pages]
    given = {service_key(entry_id, question_id): value for question_id, value in SERVICE.items()}

    first = record.save(page_keys[0], given)
    last = record.save(page_keys[-1], {}, asked_once_more=True)

    assert isinstance(first, Saved)
    assert first.next_page in page_keys
    assert isinstance(last, Saved)
    assert last.next_page is None


def test_what_an_entry_must_have_is_asked_for_before_it_is_done(record: OnRecord) -> None:
    entry_id = "b" * 32
    result = record.save(f"a16_1-{entry_id}", {service_key(entry_id): "legal_advice"})

    assert isinstance(result, AskOnceMore)
    assert not record.section("a16")[0].done


def test_two_people_on_one_record_lose_no_entry(record: OnRecord, office: AnOffice) -> None:
    one, other = "1" * 32, "2" * 32
    with office.at_work("Amina") as (work, actor):
        seen = interviewing.open_interview(work, actor, record.record_id, for_page=f"a16_1-{one}").revision
    record.save(f"a16_1-{other}", {service_key(other): "food"})
    with office.at_work("Amina") as (work, actor):
        interviewing.save_page(
            work, actor, record.record_id, f"a16_1-{one}", {service_key(one): "medicine"}, revision=seen, language="en"
        )

    assert {found.entry.id for found in record.section("a16")} == {one, other}


def test_what_happens_to_a_record_stands_in_the_trail(fresh_office: AnOffice) -> None:
    found = on_record(fresh_office)
    agreed(found)
    entry_id = found.add("a16", **SERVICE)
    with fresh_office.at_work("Amina") as (work, actor):
        entries.amend(work, actor, found.record_id, "service_given", entry_id, "Looking again")
    with fresh_office.at_work("Amina") as (work, actor):
        entries.strike(work, actor, found.record_id, "service_given", entry_id, "Twice")

    assert fresh_office.events(Event.RECORD_BEGUN) == 1
    assert fresh_office.events(Event.RECORD_SAVED) > 2
    assert fresh_office.events(Event.ENTRY_AMENDED) == 1
    assert fresh_office.events(Event.ENTRY_STRUCK) == 1


def test_a_supervisor_reads_a_record_and_changes_nothing_in_it(record: OnRecord) -> None:
    entry_id = record.add("a16", **SERVICE)

    assert record.section("a16", "Siri")[0].entry.id == entry_id
    with pytest.raises(NotPermitted):
        record.save(f"a16_1-{'9' * 32}", {service_key("9" * 32): "food"}, "Siri")


def test_a_case_is_known_to_have_a_record_or_that_one_can_begin(office: AnOffice) -> None:
    review = handed_in(office)
    review.confirm()
    with office.at_work("Amina") as (work, actor):
        screening = work.interviews.find(review.interview_id)
        assert screening is not None
        before = assistance.beginning(work, actor, screening.case_id)
    found = begun(office, review)
    with office.at_work("Amina") as (work, actor):
        after = assistance.beginning(work, actor, found.case_id)

    assert before.may_begin
    assert after.record_id == found.record_id
    assert not after.may_begin


def test_tasks_follow_the_answers_of_a_record_and_stay_where_they_are(record: OnRecord, office: AnOffice) -> None:
    record.add("a16", **SERVICE)
    entry_id = record.add("a19p", a_pay_what="Tools", a_pay_amount="100 EUR", a_pay_due="2026-08-01")
    before = tasks_of(record)
    record.add("a16", **SERVICE)
    after = tasks_of(record)
    with office.at_work("Amina") as (work, actor):
        entries.strike(work, actor, record.record_id, "payment", entry_id, "Paid by another project")

    assert ClockKind.PAYMENT in before
    assert after == before
    assert ClockKind.PAYMENT not in tasks_of(record)


def test_taking_back_the_agreement_makes_a_task_for_each_partner(record: OnRecord) -> None:
    for name in ("Harbour Light", "Open Door"):
        record.add("a17", a_out_org=name, a_out_date="2026-06-15", a_out_consent="yes", a_out_result="ongoing")
    record.save("a1_9", {"a_cons_withdrawn": "2026-06-15"})

    assert [kind for kind in tasks_of(record) if kind is ClockKind.TELL] == [ClockKind.TELL] * 2


def test_a_danger_on_a_record_calls_whoever_is_on_duty(fresh_office: AnOffice) -> None:
    found = on_record(fresh_office)
    agreed(found)
    page = next(page.id for page in section_of("a14").pages if "a_risk_overall" in page.question_ids)
    found.save(page, {"a_risk_overall": "immediate"})

    assert [flag.code for flag in found.opened().flags] == [Fact.THREAT_NOW]
    assert fresh_office.events(Event.ALERT_RAISED) == 1


def test_the_stage_of_the_case_follows_its_record(record: OnRecord) -> None:
    record.add("a16", a_srv_type="food", a_srv_state="ongoing")
    with record.office.at_work("Amina") as (work, _):
        case = work.cases.get(record.case_id)

    assert case is not None
    assert case.stage is CaseStage.ACTIVE


def tasks_of(record: OnRecord) -> list[ClockKind]:
    with record.office.at_work("Amina") as (work, _):
        return [clock.kind for clock in work.clocks.of_case(record.case_id)]


def test_what_the_record_knows_itself_stands_on_its_pages(record: OnRecord, office: AnOffice) -> None:
    first = record.add("a6", a_leg_from_country="MM", a_leg_to_country="TH")
    second = record.add("a6", a_leg_from_country="TH", a_leg_to_country="MY")
    with office.at_work("Amina") as (work, actor):
        route = interviewing.open_interview(work, actor, record.record_id, page_key=f"a6_1-{second}")
        case = interviewing.open_interview(work, actor, record.record_id, page_key="a1_1")

    assert route.provided[key_of("a_leg_order", "journey_leg", first)] == 1
    assert route.provided[key_of("a_leg_order", "journey_leg", second)] == 2
    assert case.provided["a_screening_link"] == record.opened().loaded.draft.carried_on
    assert case.provided["a_data_source"] == "case_management"


def test_somebody_who_depends_on_a_person_gets_a_case_of_their_own(record: OnRecord, office: AnOffice) -> None:
    with office.at_work("Amina") as (work, actor):
        other_id = assistance.begin_for(work, actor, record.record_id, Kinship.DEPENDANT)
    with office.at_work("Amina") as (work, actor):
        again = assistance.begin_for(work, actor, record.record_id, Kinship.DEPENDANT)
    other = office.opened(other_id)

    assert again == other_id
    assert other.case_id != record.case_id
    assert other.answers.values == {"a_case_kind": "family_dependant"}
    assert other.name_called is None
    assert [(one.case_id, one.kind) for one in other.loaded.draft.linked] == [(record.case_id, Kinship.DEPENDS_ON)]
    assert [(one.case_id, one.kind) for one in record.opened().loaded.draft.linked] == [
        (other.case_id, Kinship.DEPENDANT)
    ]


def test_nobody_learns_of_a_linked_case_that_they_cannot_open(record: OnRecord, office: AnOffice) -> None:
    with office.at_work("Amina") as (work, actor):
        other_id = assistance.begin_for(work, actor, record.record_id, Kinship.SAME_SITUATION)
    with office.at_work("Amina") as (work, actor):
        mine = case_file.show(work, actor, record.case_id)
        other = work.interviews.find(other_id)
        assert other is not None
        work.cases.remove_grant(other.case_id, actor.account_id)
    with office.at_work("Amina") as (work, actor):
        after = case_file.show(work, actor, record.case_id)

    assert [kind for _, kind in mine.linked] == [Kinship.SAME_SITUATION]
    assert after.linked == ()


def test_somebody_else_cannot_open_a_case_from_it(record: OnRecord, office: AnOffice) -> None:
    for name in ("Bruno", "Siri"):
        with office.at_work(name) as (work, actor), pytest.raises(NotPermitted):
            assistance.begin_for(work, actor, record.record_id, Kinship.DEPENDANT)
