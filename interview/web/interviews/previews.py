"""The system's assessment as a page shows it."""

from dataclasses import dataclass

from markupsafe import Markup

from interview.eligibility.assessment import Assessment
from interview.web.findings import Findings, Open, Told


@dataclass(frozen=True, slots=True)
class Preview:
    """The result in words: a prompt with its reasons, never the decision."""

    headline: Markup
    strength: Markup
    result: str
    explanation: tuple[Told, ...]
    one_more: tuple[Open, ...]
    missing: tuple[Open, ...]
    alternatives: tuple[Told, ...]
    projects: tuple[tuple[str, Markup, tuple[Told, ...]], ...]
    rule_version: str
    weights_version: str


def preview_of(findings: Findings, assessment: Assessment) -> Preview:
    """The assessment, worded."""
    return Preview(
        headline=findings.headline(assessment),
        strength=findings.strength(assessment),
        result=assessment.result.value,
        explanation=findings.explanation(assessment),
        one_more=findings.missing(assessment, one_more=True),
        missing=findings.missing(assessment, one_more=False),
        alternatives=findings.alternatives(assessment),
        projects=tuple(findings.project(result) for result in assessment.project_eligibility),
        rule_version=assessment.rule_version,
        weights_version=assessment.weights_version,
    )
