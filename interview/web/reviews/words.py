"""The words of a decision: what was found, what was decided, why, where it stands. Plain, short and kind."""

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from interview.casework.decisions import (
    DecidingOrganisation,
    Determination,
    OverrideReason,
    ReconsiderationReason,
    StepKind,
    Waiting,
    WhyNot,
)
from interview.casework.proposals import ProposalState
from interview.eligibility.criteria import Code, Standing
from interview.eligibility.flips import Otherwise
from interview.eligibility.missing import ElementName
from interview.eligibility.projects import CriterionStatus, ProjectOutcome
from interview.eligibility.vocabulary import Result
from interview.services.decision_results import Fault

WAITING: dict[Waiting, LazyString] = {
    Waiting.NEW: _("New"),
    Waiting.ANSWERED: _("Questions answered"),
    Waiting.RECONSIDERATION: _("Asked to look again"),
    Waiting.PINS: _("With the caseworker"),
    Waiting.NOTHING: _("Done"),
}
STATES: dict[ProposalState, LazyString] = {
    ProposalState.COMPUTED: _("Not proposed yet"),
    ProposalState.PROPOSED: _("Waits for a decision"),
    ProposalState.UNDER_REVIEW: _("Being looked at"),
    ProposalState.CONFIRMED: _("Confirmed"),
    ProposalState.OVERRIDDEN: _("Decided otherwise"),
    ProposalState.RETURNED: _("Sent back with questions"),
    ProposalState.ESCALATED: _("Passed on to someone else"),
    ProposalState.COMMUNICATED: _("The person was told"),
    ProposalState.STANDING: _("Told, and left as it is"),
    ProposalState.RECONSIDERATION_ASKED: _("Asked to look again"),
    ProposalState.VOIDED_BY_EDIT: _("No longer holds: an answer was changed"),
}
STANDINGS: dict[Standing, LazyString] = {
    Standing.MET: _("Met"),
    Standing.NOT_MET: _("Not met"),
    Standing.NOT_ENOUGH_KNOWN: _("Not enough is known yet"),
}
CODES: dict[Code, LazyString] = {
    Code.CHILD: _("A child at the time"),
    Code.ACT: _("What was done: recruited, moved, handed over, housed or taken in"),
    Code.MEANS: _("How: by force, threats, lies, or by using a weak position"),
    Code.PURPOSE: _("What for: exploitation, done or meant"),
    Code.D1: _("Recruited with lies"),
    Code.D2: _("Recruited by force"),
    Code.D3: _("Recruited by using a weak position"),
    Code.D4: _("Exploited, or made to work in bad conditions"),
    Code.D5: _("Kept there by force or threats"),
    Code.D6: _("Kept there by using a weak position"),
}
RESULTS: dict[Result, LazyString] = {
    Result.INDICATED: _("Trafficking is indicated"),
    Result.NOT_INDICATED: _("Trafficking is not indicated"),
    Result.INSUFFICIENT: _("Not enough is known yet"),
}
DETERMINATIONS: dict[Determination, LazyString] = {
    Determination.VICTIM: _("Victim of trafficking"),
    Determination.POSSIBLE: _("Possibly; more time or facts are needed"),
    Determination.NOT_VICTIM: _("Not a victim of trafficking, on what is known"),
}
REASONS: dict[OverrideReason, LazyString] = {
    OverrideReason.ANSWERS_WEIGHED_OTHERWISE: _("The answers weigh differently"),
    OverrideReason.ANSWERS_DISAGREE: _("Answers do not agree with each other"),
    OverrideReason.INDICATOR_NOT_FITTING: _("A sign was counted that does not fit here"),
    OverrideReason.CONTEXT_NOT_ASKED: _("Something matters that the form does not ask"),
    OverrideReason.AGE: _("The age is another one"),
    OverrideReason.LAW_APPLIED_OTHERWISE: _("The law here is applied differently"),
    OverrideReason.BENEFIT_OF_DOUBT: _("In doubt, for the person"),
    OverrideReason.AUTHORITY_DECIDED: _("An authority has decided"),
    OverrideReason.OTHER: _("Another reason"),
}
ELEMENTS: dict[ElementName, LazyString] = {
    ElementName.ACT: _("What was done"),
    ElementName.MEANS: _("How it was done"),
    ElementName.PURPOSE: _("What it was for"),
    ElementName.AGE: _("The age at the time"),
}
ORGANISATIONS: dict[DecidingOrganisation, LazyString] = {
    DecidingOrganisation.NGO: _("An organisation that helps"),
    DecidingOrganisation.POLICE: _("Police"),
    DecidingOrganisation.COURT_OR_PROSECUTION: _("Court or prosecution"),
    DecidingOrganisation.GOVERNMENT: _("Other government body"),
    DecidingOrganisation.OTHER: _("Other"),
}
RECONSIDERATIONS: dict[ReconsiderationReason, LazyString] = {
    ReconsiderationReason.DISAGREES: _("They do not agree with it"),
    ReconsiderationReason.NEW_INFORMATION: _("There is something new to tell"),
    ReconsiderationReason.NOT_UNDERSTOOD: _("They were not understood"),
    ReconsiderationReason.TREATED_UNFAIRLY: _("They were treated unfairly"),
    ReconsiderationReason.NO_REASON_GIVEN: _("They gave no reason, and need none"),
}
WHY_NOT: dict[WhyNot, LazyString] = {
    WhyNot.NOT_YOURS: _("A supervisor of the team decides about this."),
    WhyNot.AUTHORED: _("You wrote in this interview, so somebody else decides."),
    WhyNot.INTERPRETED: _("You took part in this interview, so somebody else decides."),
    WhyNot.REQUESTED: _("You asked for this decision, so somebody else makes it."),
    WhyNot.ESCALATED: _("You passed this on, so somebody else decides."),
    WhyNot.DECIDED: _("You decided about this before. Somebody else looks again."),
    WhyNot.NOTHING_TO_DECIDE: _("There is nothing to decide here now."),
}
STEPS: dict[StepKind, LazyString] = {
    StepKind.ASKED: _("Handed in for a decision"),
    StepKind.TAKEN: _("Taken up"),
    StepKind.CONFIRMED: _("Confirmed"),
    StepKind.OVERRIDDEN: _("Decided otherwise"),
    StepKind.RETURNED: _("Sent back with questions"),
    StepKind.PIN_ANSWERED: _("A question was answered"),
    StepKind.ESCALATED: _("Passed on to someone else"),
    StepKind.ELIGIBILITY_DECIDED: _("Decided about a project"),
    StepKind.TOLD: _("The person was told"),
    StepKind.COPY_GIVEN: _("A copy was given"),
    StepKind.LEFT_STANDING: _("Left as it is by the person"),
    StepKind.RECONSIDERATION_ASKED: _("The person asked to look again"),
    StepKind.VOIDED: _("An answer was changed; the decision no longer holds"),
}
OTHERWISE: dict[Otherwise, LazyString] = {
    Otherwise.NOT_KNOWN: _("If this were not known"),
    Otherwise.GIVEN_OTHERWISE: _("If this were answered otherwise"),
    Otherwise.ANSWERED: _("Once this is answered"),
}
CRITERIA: dict[CriterionStatus, LazyString] = {
    CriterionStatus.MET: _("Met"),
    CriterionStatus.NOT_MET: _("Not met"),
    CriterionStatus.UNKNOWN: _("Not enough is known yet"),
}
OUTCOMES: dict[ProjectOutcome, LazyString] = {
    ProjectOutcome.ELIGIBLE: _("Yes, this project can help"),
    ProjectOutcome.PROVISIONAL: _("Yes for now, while more is found out"),
    ProjectOutcome.REFER_ELSEWHERE: _("Better helped elsewhere"),
    ProjectOutcome.UNDECIDED: _("Not decided yet"),
}
FAULTS: dict[Fault, LazyString] = {
    Fault.TEXT_MISSING: _("Write why, in a sentence or two."),
    Fault.TEXT_TOO_LONG: _("This is very long. Say it in fewer words."),
    Fault.SAME_RESULT: _("That is what was proposed. Choose another result, or go back and confirm it."),
    Fault.PINS_MISSING: _("Choose at least one answer to ask about, and 20 at most."),
    Fault.PIN_WITHOUT_TEXT: _("Write a question for each answer that you chose."),
    Fault.PIN_TOO_LONG: _("This question is very long. Ask it in fewer words."),
    Fault.PIN_UNKNOWN: _("One of these is not in this interview. Choose again."),
    Fault.PROJECT_UNKNOWN: _("This project is not there any more."),
    Fault.CRITERIA_MISSING: _("Say something about each point."),
    Fault.IN_THE_FUTURE: _("Choose today or a day before."),
    Fault.TELLER_MISSING: _("Write who told the person."),
    Fault.TELLER_TOO_LONG: _("Write the name alone; it is too long."),
}
WHAT_MISSING = ("what", _("Write what was said to the person."))
DAY_MISSING = ("when", _("Choose the day on which the person was told."))
WHY_AGAIN_MISSING = ("again-reason", _("Choose why the person wants it."))
QUALIFIES = _("Choose whether the person qualifies.")
POINT_MISSING = _("Say something about this point.")
ANSWER_MISSING = _("Write an answer in a sentence or two.")
NEEDED: dict[str, tuple[str, LazyString]] = {
    "result": ("override-result", _("Choose what you decide.")),
    "reason": ("reason", _("Choose why.")),
    "element": ("element", _("Choose what it is about.")),
    "text": ("override-text", FAULTS[Fault.TEXT_MISSING]),
}
"""What deciding otherwise cannot do without: where it is given, and what to say when it is missing."""

TOLD: dict[Determination, tuple[LazyString, ...]] = {
    Determination.VICTIM: (
        _("We have thought carefully about what you told us."),
        _("What happened to you is called trafficking. It is not your fault."),
        _("This opens ways to help you. You choose which of them you want."),
    ),
    Determination.POSSIBLE: (
        _("We have thought carefully about what you told us."),
        _("We cannot say for certain yet. We need more time, or to know more. This says nothing against you."),
        _("The help that you have now goes on meanwhile."),
    ),
    Determination.NOT_VICTIM: (
        _("We have thought carefully about what you told us, and we believe that it was hard."),
        _("On what we know now, it is not what the law calls trafficking."),
        _("There are other ways to help you. We go through them together now."),
    ),
}
"""What is read aloud to the person, sentence by sentence."""
TOLD_AT_THE_END = _(
    "If you do not agree, you can ask that somebody else looks at it again. You need no reason, and it costs nothing."
)
TOLD_OF_PROJECTS: dict[ProjectOutcome, LazyString] = {
    ProjectOutcome.ELIGIBLE: _("Our programme can help you, if you want that."),
    ProjectOutcome.PROVISIONAL: _("Our programme can help you for now, while we find out more."),
    ProjectOutcome.REFER_ELSEWHERE: _("Another place can help you better than we can. We help you to get there."),
    ProjectOutcome.UNDECIDED: _("We do not know yet whether our programme can help you. We tell you as soon as we do."),
}
