"""Each criterion of a project judged: met, not met or unknown, with its reason."""

from collections.abc import Mapping
from types import MappingProxyType

from interview.eligibility.alternatives import Alternative
from interview.eligibility.assessment import Assessment
from interview.eligibility.projects import (
    Criterion,
    CriterionResult,
    CriterionStatus,
    PersonStatus,
    Project,
    ProjectOutcome,
    ProjectResult,
)
from interview.eligibility.vocabulary import Result
from interview.questionnaire.rules import Rule
from interview.questionnaire.values import AnyOf, Missing, Value
from interview.questionnaire.view import View

NOTHING_DECIDED: Mapping[str, CriterionStatus] = MappingProxyType({})
NO_ANSWERS: Mapping[str, Value] = MappingProxyType({})
Judged = tuple[CriterionStatus, str, tuple[str, ...]]


def project_eligibility(
    assessment: Assessment,
    view: View | None,
    project: Project,
    decided: Mapping[str, CriterionStatus] = NOTHING_DECIDED,
) -> ProjectResult:
    """The project's table, filled in.

    `decided` holds what people decided about criteria (a duplicate check, a best-interests decision, a waiver recorded
    as met). Emergency help waits for none of this.
    """
    values = view.values if view else NO_ANSWERS
    results = tuple(
        _judge(criterion, assessment, values, decided)
        for criterion in project.criteria
        if criterion.applies_if is None or criterion.applies_if.evaluate(values) is not False
    )
    return ProjectResult(project.code, _outcome(results), results)


def _judge(
    criterion: Criterion, assessment: Assessment, values: Mapping[str, Value], decided: Mapping[str, CriterionStatus]
) -> CriterionResult:
    status, reason, keys = _status(criterion, assessment, values)
    if criterion.code in decided:
        status, reason, keys = decided[criterion.code], "decided_by_a_person", ()
    return CriterionResult(
        criterion.code, status, reason, criterion.mandatory, criterion.waivable_by, criterion.reported_only, keys
    )


def _status(criterion: Criterion, assessment: Assessment, values: Mapping[str, Value]) -> Judged:
    if criterion.accepts:
        return _accepted(criterion.accepts, assessment)
    if criterion.within:
        return _within(*criterion.within, values)
    if criterion.met_if is None and criterion.not_met_if is None:
        return CriterionStatus.UNKNOWN, "a_person_decides", ()
    for rule, status in ((criterion.not_met_if, CriterionStatus.NOT_MET), (criterion.met_if, CriterionStatus.MET)):
        if rule is not None and rule.evaluate(values):
            return status, "by_answers", _answered(rule, values)
    return CriterionStatus.UNKNOWN, "not_answered", ()


def _accepted(accepts: frozenset[PersonStatus], assessment: Assessment) -> Judged:
    for status in PersonStatus:
        if status in accepts and _has(status, assessment):
            return CriterionStatus.MET, f"status_{status}", ()
    if assessment.result is Result.NOT_INDICATED and assessment.assistance_definition_met is not None:
        return CriterionStatus.NOT_MET, "status_not_accepted", ()
    return CriterionStatus.UNKNOWN, "status_not_known", ()


def _has(status: PersonStatus, assessment: Assessment) -> bool:
    match status:
        case PersonStatus.TRAFFICKED:
            return assessment.result is Result.INDICATED
        case PersonStatus.EXPLOITED_MIGRANT:
            return assessment.assistance_definition_met is True
        case PersonStatus.PRESUMED:
            # In doubt, the person is treated as a victim until shown otherwise (rule set, section 3).
            return assessment.result is Result.INSUFFICIENT
        case PersonStatus.AT_RISK_MIGRANT:
            return any(item.code is Alternative.VULNERABLE_MIGRANT for item in assessment.alternative_findings)


def _within(question: str, allowed: frozenset[str], values: Mapping[str, Value]) -> Judged:
    if not allowed:
        return CriterionStatus.MET, "no_limit", ()
    value = values.get(question)
    if value is None or isinstance(value, Missing):
        return CriterionStatus.UNKNOWN, "not_answered", ()
    given = set(value.ticked) if isinstance(value, AnyOf) else set(value) if isinstance(value, tuple) else {value}
    if given & allowed:
        return CriterionStatus.MET, "within_terms", (question,)
    return CriterionStatus.NOT_MET, "outside_terms", (question,)


def _answered(rule: Rule, values: Mapping[str, Value]) -> tuple[str, ...]:
    return tuple(sorted(name for name in rule.names if name in values))


def _outcome(results: tuple[CriterionResult, ...]) -> ProjectOutcome:
    """Refer elsewhere only for what nobody may waive; undecided while that is open; else eligible, perhaps for now."""
    counted = [item for item in results if item.mandatory and not item.reported_only]
    if any(item.status is CriterionStatus.NOT_MET and not item.waivable_by for item in counted):
        return ProjectOutcome.REFER_ELSEWHERE
    if any(item.status is CriterionStatus.NOT_MET or _open(item) for item in counted):
        return ProjectOutcome.UNDECIDED
    presumed = any(item.reason == f"status_{PersonStatus.PRESUMED}" for item in counted)
    if presumed or any(item.status is CriterionStatus.UNKNOWN for item in counted):
        return ProjectOutcome.PROVISIONAL
    return ProjectOutcome.ELIGIBLE


def _open(item: CriterionResult) -> bool:
    return item.status is CriterionStatus.UNKNOWN and not item.waivable_by
