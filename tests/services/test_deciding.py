"""Deciding: every way out of a review, who may take it, and what is shown afterwards."""

from datetime import timedelta

import pytest
from builders.offices import AnOffice
from builders.reviews import InReview, another_supervisor, decided, handed_in

from interview.audit.events import Event
from interview.casework.decisions import (
    DecidingOrganisation,
    Determination,
    StepKind,
    TraffickingStatus,
    Waiting,
    WhyNot,
)
from interview.casework.interviews import InterviewState
from interview.casework.proposals import ProposalState
from interview.casework.refusals import NotNow, NotPermitted
from interview.casework.steps import Pin
from interview.eligibility.projects import CriterionStatus, ProjectOutcome
from interview.eligibility.vocabulary import Result
from interview.services import deciding, pinning, reconsidering, retention, reviewing, submitting
from interview.services.deciding import Fault, Faulty, NobodyElse, NotBound, Overtaken
from interview.services.decision_results import LONGEST


@pytest.fixture
def case(fresh_office: AnOffice) -> InReview:
    another_supervisor(fresh_office, "Sam")
    return handed_in(fresh_office)


def test_what_was_handed_in_waits_for_a_decision(case: InReview) -> None:
    with case.office.at_work("Siri") as (work, actor):
        queue = reviewing.queue(work, actor)

    (line,) = queue.lines
    assert (queue.count, line.decision_id, line.waiting) == (1, case.decision_id, Waiting.NEW)
    assert line.due_at == case.office.clock.now + timedelta(hours=24 if line.urgent else 72)
    assert not line.blocked
    review = case.review()
    assert review.may_decide
    assert review.may_send_back
    assert review.bound
    assert review.why_not is None
    assert review.decision.state is ProposalState.PROPOSED
    assert review.decision.status is TraffickingStatus.POSSIBLE
    assert review.assessment.result is Result.INDICATED
    assert review.proposal is not None
    assert review.difference is None


def test_the_author_sees_it_and_cannot_decide(case: InReview) -> None:
    review = case.review("Amina")

    assert not review.may_decide
    assert review.why_not is WhyNot.NOT_YOURS
    with pytest.raises(NotPermitted):
        case.confirm("Amina")


def test_others_do_not_see_it(case: InReview) -> None:
    decision_id = case.decision_id
    for name in ("Bruno", "Ines", "Anna", "Adam"):
        with pytest.raises(NotPermitted):
            case.review(name, decision_id)


def test_confirming_accepts_the_interview_and_sets_the_status(case: InReview) -> None:
    decision = decided(case.confirm())

    assert decision.state is ProposalState.CONFIRMED
    assert decision.result is Determination.VICTIM
    assert decision.status == "ActualVictimOfTrafficking"
    assert decision.status.label == "Actual victim of trafficking"
    assert decision.deciding_organisation is DecidingOrganisation.NGO
    assert decision.waiting is Waiting.NOTHING
    assert [step.kind for step in decision.steps] == [StepKind.ASKED, StepKind.TAKEN, StepKind.CONFIRMED]
    assert case.office.opened(case.interview_id).state is InterviewState.ACCEPTED
    assert case.office.events(Event.DECISION_CONFIRMED) == 1
    review = case.review()
    assert "Amina" in review.opened.provided.values()
    assert "Siri" not in review.opened.provided.values()
    assert not review.may_decide
    assert review.why_not is WhyNot.NOTHING_TO_DECIDE
    assert review.bound


def test_a_second_tap_does_nothing(case: InReview) -> None:
    seen = case.seen
    case.confirm(seen=seen)

    again = case.confirm(seen=seen)

    assert isinstance(again, Overtaken)
    assert again.decision.state is ProposalState.CONFIRMED
    assert case.office.events(Event.DECISION_CONFIRMED) == 1


def test_what_is_decided_cannot_be_decided_again(case: InReview) -> None:
    case.confirm()

    with pytest.raises(NotNow):
        case.confirm("Sam")


def test_overriding_needs_words_and_another_result(case: InReview) -> None:
    assert case.override(text=" ") == Faulty(Fault.TEXT_MISSING)
    assert case.override(result=Determination.VICTIM) == Faulty(Fault.SAME_RESULT)

    decision = decided(case.override(result=Determination.NOT_VICTIM))

    assert decision.state is ProposalState.OVERRIDDEN
    assert decision.status.label == "Not a victim of trafficking"
    review = case.review()
    assert review.proposal is not None
    assert review.proposal.answers["s_vot_decision"] == "victim"
    assert review.assessment.result is Result.INDICATED


def test_what_was_taken_says_by_whom_and_another_may_go_on(case: InReview) -> None:
    decision = decided(case.take("Siri"))
    assert decision.taken_by_name == "Siri"

    assert decided(case.confirm("Sam")).decided is not None
    assert [step.by_name for step in case.review().decision.steps] == ["Amina", "Siri", "Sam", "Sam"]


def test_sending_back_asks_and_the_answers_come_with_the_next_one(case: InReview) -> None:
    first = case.decision_id
    decision = decided(case.send_back(pins=(Pin("s_vot_reason", "Why so?"), Pin("s_vot_date", "That day?"))))

    assert decision.state is ProposalState.RETURNED
    assert case.office.opened(case.interview_id).state is InterviewState.RETURNED
    with case.office.at_work("Amina") as (work, actor):
        assert [(one.line.interview_id, one.open_pins) for one in pinning.to_answer(work, actor)] == [
            (case.interview_id, 2)
        ]
        assert [pin.answer for pin in pinning.pins_of(work, actor, case.interview_id)] == [None, None]
        assert reviewing.queue(work, actor).count == 0

    case.answer("Because of the debt", "1")
    assert case.office.opened(case.interview_id).state is InterviewState.IN_PROGRESS
    assert isinstance(case.hand_in(), submitting.PinsOpen)
    assert open_pins(case) == 1
    case.answer("Because of the debt, she says", "1")
    assert open_pins(case) == 1
    case.answer("That day", "2")
    assert open_pins(case) == 0
    case.amend(
        "s12_1", {"s_vot_decision": "possible", "s_vot_reason": "x", "s_vot_org": "ngo", "s_vot_date": "2026-11-24"}
    )
    assert isinstance(case.hand_in(), submitting.Submitted)

    review = case.review()
    assert review.decision.previous_id == first
    assert review.decision.waiting is Waiting.ANSWERED
    assert [pin.answer for pin in review.pins] == ["Because of the debt, she says", "That day"]
    assert review.earlier[0].state is ProposalState.RETURNED
    assert review.difference is not None
    assert {"s_vot_decision", "s_vot_reason"} <= {change.key for change in review.difference.changed}
    assert not review.difference.result_changed
    with case.office.at_work("Amina") as (work, actor):
        assert pinning.to_answer(work, actor) == ()
        assert pinning.pins_of(work, actor, case.interview_id) == ()
    assert decided(case.confirm()).result is Determination.POSSIBLE


def open_pins(case: InReview) -> int | None:
    """What the list of the caseworker says, without opening anything."""
    with case.office.at_work("Amina") as (work, actor):
        (found,) = pinning.to_answer(work, actor)
    return found.open_pins


def test_who_looks_again_may_have_questions_too(case: InReview) -> None:
    case.confirm("Siri")
    case.tell()
    case.ask_again()
    assert case.review("Sam").may_send_back
    assert not case.review("Siri").may_send_back
    for who in ("Siri", "Amina"):
        with pytest.raises(NotPermitted):
            case.send_back(who)

    sent_back = decided(case.send_back("Sam"))

    assert (sent_back.state, sent_back.waiting) == (ProposalState.RETURNED, Waiting.PINS)
    assert sent_back.result is Determination.VICTIM
    assert case.office.opened(case.interview_id).state is InterviewState.RETURNED
    with case.office.at_work("Siri") as (work, actor):
        assert not retention.due(work, actor)
        case_id = sent_back.case_id
        assert retention.keeping_of(work, actor, case_id).until is None
    case.answer("Because of the debt", "1")
    assert isinstance(case.hand_in(), submitting.Submitted)
    review = case.review("Sam")
    assert (review.decision.waiting, review.may_decide) == (Waiting.ANSWERED, True)
    assert review.earlier[0].result is Determination.VICTIM
    # Whoever decided the first time, and whoever wrote down that another look is wanted, still has no say.
    assert case.review("Siri").why_not is WhyNot.DECIDED
    for who in ("Siri", "Amina"):
        with pytest.raises(NotPermitted):
            case.confirm(who)
    assert decided(case.confirm("Sam")).state is ProposalState.CONFIRMED


def test_what_was_decided_is_not_sent_back_before_the_person_asks(case: InReview) -> None:
    case.confirm("Siri")

    with pytest.raises(NotNow):
        case.send_back("Sam")

    assert case.office.opened(case.interview_id).state is InterviewState.ACCEPTED


@pytest.mark.parametrize(
    ("what", "by", "fault"),
    [
        (" ", "Amina", Fault.TEXT_MISSING),
        ("x" * (LONGEST + 1), "Amina", Fault.TEXT_TOO_LONG),
        ("All of it", " ", Fault.TELLER_MISSING),
        ("All of it", "x" * 400, Fault.TELLER_TOO_LONG),
    ],
)
def test_the_person_is_told_in_words_and_by_somebody(case: InReview, what: str, by: str, fault: Fault) -> None:
    case.confirm("Siri")
    seen, decision_id = case.seen, case.decision_id

    with case.office.at_work("Amina") as (work, actor):
        result = reconsidering.tell(work, actor, decision_id, seen=seen, what=what, when=work.now.date(), by=by)

    assert result == Faulty(fault)


def test_reasons_are_as_long_as_anybody_reads(case: InReview) -> None:
    long = "x" * (LONGEST + 1)

    assert case.override(text=long) == Faulty(Fault.TEXT_TOO_LONG)
    assert case.escalate(reason=long) == Faulty(Fault.TEXT_TOO_LONG)
    assert case.escalate(reason=" ") == Faulty(Fault.TEXT_MISSING)
    assert decided(case.override(text="x" * LONGEST)).state is ProposalState.OVERRIDDEN


def test_pins_are_whole_or_nothing_is_sent_back(case: InReview) -> None:
    assert case.send_back(pins=()) == Faulty(Fault.PINS_MISSING)
    assert case.send_back(pins=(Pin("s_vot_reason", " "),)) == Faulty(Fault.PIN_WITHOUT_TEXT)
    assert case.send_back(pins=(Pin("nothing", "Why?"),)) == Faulty(Fault.PIN_UNKNOWN)
    assert case.send_back(pins=(Pin("s_vot_reason", "x" * (LONGEST + 1)),)) == Faulty(Fault.PIN_TOO_LONG)
    assert case.office.opened(case.interview_id).state is InterviewState.SUBMITTED


def test_only_the_author_answers_and_only_what_was_asked(case: InReview) -> None:
    case.send_back()

    assert case.answer(" ") == pinning.NoText("1")
    assert case.answer("x" * (LONGEST + 1)) == pinning.NoText("1", too_long=True)
    with pytest.raises(NotPermitted):
        case.answer(pin_id="7")
    with pytest.raises(NotPermitted):
        case.answer(name="Bruno")
    with pytest.raises(NotPermitted):
        case.answer(name="Siri")


def test_who_passed_it_on_cannot_decide_it(case: InReview) -> None:
    decision = decided(case.escalate("Siri"))

    assert decision.state is ProposalState.ESCALATED
    assert case.review("Siri").why_not is WhyNot.ESCALATED
    with pytest.raises(NotPermitted):
        case.confirm("Siri")
    with case.office.at_work("Siri") as (work, actor):
        (line,) = reviewing.queue(work, actor).lines
    assert line.blocked
    assert isinstance(case.escalate("Sam"), NobodyElse)
    assert decided(case.confirm("Sam")).decided is not None


def test_an_edit_voids_what_was_decided_and_shows_the_difference(case: InReview) -> None:
    first = case.decision_id
    case.confirm()

    case.amend("s12_1", {"s_vot_reason": "Something else"})

    assert case.office.opened(case.interview_id).state is InterviewState.AMENDING
    voided = case.review(decision_id=first)
    assert voided.decision.state is ProposalState.VOIDED_BY_EDIT
    assert voided.decision.result is Determination.VICTIM
    assert not voided.bound
    assert voided.difference is not None
    (changed,) = voided.difference.changed
    assert (changed.key, changed.after) == ("s_vot_reason", "Something else")
    assert case.office.events(Event.DECISION_VOIDED) == 1
    assert isinstance(case.hand_in(), submitting.Submitted)
    again = case.review()
    assert again.decision.waiting is Waiting.NEW
    assert again.difference is not None
    assert [change.key for change in again.difference.changed] == ["s_vot_reason"]
    assert decided(case.confirm("Siri")).state is ProposalState.CONFIRMED


def test_looking_at_a_page_of_an_accepted_interview_voids_nothing(case: InReview) -> None:
    case.confirm()
    before = case.office.opened(case.interview_id)

    case.amend("s12_1", {})

    assert case.office.opened(case.interview_id).revision == before.revision
    assert case.review().decision.state is ProposalState.CONFIRMED


def test_eligibility_is_decided_by_criteria_after_the_result(case: InReview) -> None:
    project = case.review().assessment.project_eligibility[0]
    criteria = {criterion.code: CriterionStatus.MET for criterion in project.criteria}

    def decide(
        met: dict[str, CriterionStatus], eligible: ProjectOutcome = ProjectOutcome.ELIGIBLE, text: str = ""
    ) -> object:
        seen, decision_id = case.seen, case.decision_id
        with case.office.at_work("Siri") as (work, actor):
            return deciding.decide_eligibility(
                work, actor, decision_id, seen=seen, project=project.project, criteria=met, eligible=eligible, text=text
            )

    with pytest.raises(NotNow):
        decide(criteria)
    case.confirm()
    assert decide({}) == Faulty(Fault.CRITERIA_MISSING)
    assert decide(criteria, ProjectOutcome.REFER_ELSEWHERE) == Faulty(Fault.TEXT_MISSING)
    decision = decided(decide(criteria))
    assert [found.outcome for found in decision.eligibility] == [ProjectOutcome.ELIGIBLE]
    later = decided(decide(criteria, ProjectOutcome.REFER_ELSEWHERE, "Nearer to her family"))
    assert [found.outcome for found in later.eligibility] == [ProjectOutcome.REFER_ELSEWHERE]
    assert later.state is ProposalState.CONFIRMED
    assert len([step for step in later.steps if step.project]) == 2


def test_the_person_is_told_and_has_a_copy(case: InReview) -> None:
    with pytest.raises(NotNow):
        case.tell()
    case.confirm()
    told = decided(case.tell()).told
    assert told is not None
    assert (told.what, told.by, told.copy_given_on) == ("All of it", "Amina", None)
    seen, decision_id = case.seen, case.decision_id
    with case.office.at_work("Amina") as (work, actor):
        copied = decided(reconsidering.give_copy(work, actor, decision_id, seen=seen, when=work.now.date(), by="Amina"))
        late = work.now.date() + timedelta(days=1)
        faulty = reconsidering.give_copy(work, actor, decision_id, seen=seen + 1, when=late, by="Amina")
    assert copied.told is not None
    assert copied.told.copy_given_on is not None
    assert faulty == Faulty(Fault.IN_THE_FUTURE)


def test_a_reconsideration_is_for_somebody_else(case: InReview) -> None:
    case.confirm("Siri")
    case.tell()
    case.office.clock.advance(timedelta(minutes=1))

    decision = decided(case.ask_again())

    assert decision.state is ProposalState.RECONSIDERATION_ASKED
    assert decision.due_at == case.office.clock.now + timedelta(hours=24 if decision.urgent else 72)
    assert case.review("Siri").why_not is WhyNot.DECIDED
    with pytest.raises(NotPermitted):
        case.confirm("Siri")
    with case.office.at_work("Sam") as (work, actor):
        (line,) = reviewing.queue(work, actor).lines
    assert (line.waiting, line.blocked) == (Waiting.RECONSIDERATION, False)
    review = case.review("Sam")
    assert review.may_decide
    again = decided(case.override("Sam", Determination.POSSIBLE))
    assert again.state is ProposalState.OVERRIDDEN
    assert [step.by_name for step in again.steps if step.kind in (StepKind.CONFIRMED, StepKind.OVERRIDDEN)] == [
        "Siri",
        "Sam",
    ]


def test_who_writes_the_request_down_is_not_who_looks_again(case: InReview) -> None:
    case.confirm("Siri")
    case.tell("Sam")

    case.ask_again("Sam")

    assert case.review("Sam").why_not is WhyNot.REQUESTED
    for name in ("Siri", "Sam"):
        with pytest.raises(NotPermitted):
            case.confirm(name)


def test_an_edit_does_not_get_round_a_reconsideration(case: InReview) -> None:
    case.confirm("Siri")
    case.tell()
    due = decided(case.ask_again()).due_at

    case.amend("s12_1", {"s_vot_reason": "Something else"})
    case.hand_in()

    review = case.review("Siri")
    assert review.decision.waiting is Waiting.RECONSIDERATION
    assert review.decision.due_at == due
    assert review.why_not is WhyNot.DECIDED
    with pytest.raises(NotPermitted):
        case.confirm("Siri")
    assert decided(case.confirm("Sam")).decided is not None


def test_answers_that_changed_behind_it_are_not_decided_about(case: InReview) -> None:
    """Nothing here changes answers that were handed in; if something did, the decision is not about them."""
    loaded = case.office.opened(case.interview_id).loaded
    with case.office.at_work("Amina") as (work, actor):
        interview = work.interviews.get(case.interview_id)
        assert interview is not None
        content = dict(interview.content)
        content["answers"] = {**content["answers"], "values": {**content["answers"]["values"], "s_vot_reason": "Other"}}
        work.interviews.put(interview, content, actor=actor)
        work.record(
            Event.INTERVIEW_PAGE_SAVED, actor=actor, case_id=loaded.record.case_id, interview_id=case.interview_id
        )

    assert not case.review().bound
    assert isinstance(case.confirm(), NotBound)


def test_a_later_talk_that_is_not_written_down_leaves_the_earlier_one_to_be_decided(case: InReview) -> None:
    """Its case goes with the key, it goes on in another one; and who wrote in it still does not decide about it."""
    case.confirm()
    office, before = case.office, case.review("Amina")
    second = office.talk("indicated", until="s1_14", case_id=before.decision.case_id)

    office.save(second, "s1_14", {"s_con_record": "no"})

    with office.at_work("Siri") as (work, actor):
        (line,) = reviewing.queue(work, actor).lines
    carried = InReview(office, line.interview_id)
    review = carried.review("Siri")
    assert line.decision_id != before.decision.id
    assert review.bound
    assert review.opened.answers.values == before.opened.answers.values
    assert before.decision.proposer_id in review.decision.parties
    assert decided(carried.confirm("Siri")).decided is not None


def test_an_answer_is_shown_in_the_language_in_which_it_was_asked(case: InReview) -> None:
    shown = case.review().opened
    page = next(page for page in shown.view.pages if "s_recruited" in page.keys)

    languages = reviewing.asked_in(shown)

    assert languages["s_recruited"] == shown.loaded.draft.shown[page.key]
    assert "s_age" not in languages
