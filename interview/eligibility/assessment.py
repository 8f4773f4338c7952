"""The assessment: the output record of rule set 6.5, from facts to an explained proposal."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from interview.eligibility.alternatives import AlternativeFinding, find_alternatives
from interview.eligibility.assistance import assistance_definition_met
from interview.eligibility.decision import Decision, decide
from interview.eligibility.episodes import EpisodeFinding, find_episodes, retrafficked
from interview.eligibility.explanation import Findings, Line, explain
from interview.eligibility.facts import Facts
from interview.eligibility.missing import Missing, Refused, find_missing
from interview.eligibility.projects import ProjectResult
from interview.eligibility.recording import from_data, to_data
from interview.eligibility.records import (
    ChildRecord,
    DimensionRecord,
    MeansRecord,
    TraceRecord,
    TruthRecord,
    child_record,
    dimension_records,
    trace_record,
)
from interview.eligibility.risks import RiskFlag, raise_flags
from interview.eligibility.vocabulary import Dimension, IndicatorSet, Profile, Result, Strength
from interview.eligibility.weights import Weights, current_weights

RULE_VERSION = "2026.1"


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the system proposes, with its reasons. A prompt, never the decision.

    `per_dimension`, `act`, `means` and `purpose` are those of `chosen_set`; `sets` holds the trace of every set read.
    """

    result: Result
    strength: Strength | None
    per_dimension: Mapping[Dimension, DimensionRecord]
    act: TruthRecord
    means: MeansRecord
    purpose: TruthRecord
    child: ChildRecord
    episodes: tuple[EpisodeFinding, ...]
    missing: tuple[Missing, ...]
    refused: tuple[Refused, ...]
    risk_flags: tuple[RiskFlag, ...]
    alternative_findings: tuple[AlternativeFinding, ...]
    assistance_definition_met: bool | None
    project_eligibility: tuple[ProjectResult, ...]
    chosen_set: IndicatorSet
    sets: tuple[TraceRecord, ...]
    profile: Profile
    rule_version: str
    weights_version: str
    unverified_weights_used: bool
    explanation: tuple[Line, ...]

    def with_projects(self, results: tuple[ProjectResult, ...]) -> "Assessment":
        """The same assessment with the answers of the second question: does this person qualify for a project?"""
        return replace(self, project_eligibility=results)

    def to_json(self) -> dict[str, Any]:
        """JSON data, as stored beside the human decision and never overwritten by it."""
        data: dict[str, Any] = to_data(self)
        return data

    @staticmethod
    def from_json(data: object) -> "Assessment":
        """Raises recording.BadRecord."""
        return from_data(Assessment, data)


def assess_facts(facts: Facts, weights: Weights | None = None, profile: Profile = Profile.STANDARD) -> Assessment:
    """Assesses what is known. Pure: the same facts and weights give the same assessment."""
    weights = weights or current_weights()
    decision = decide(facts, weights, profile)
    missing, refused = find_missing(facts, decision, weights, profile)
    episodes = find_episodes(facts, decision, weights, profile)
    found = Findings(
        decision=decision,
        missing=missing,
        refused=refused,
        alternatives=find_alternatives(facts, decision),
        assistance=assistance_definition_met(facts, decision),
        retrafficked=retrafficked(episodes),
        unverified=any(trace.unverified for trace in decision.traces),
    )
    return _record(facts, found, episodes, weights, profile)


def _record(
    facts: Facts, found: Findings, episodes: tuple[EpisodeFinding, ...], weights: Weights, profile: Profile
) -> Assessment:
    decision: Decision = found.decision
    traces = tuple(trace_record(trace) for trace in decision.traces)
    chosen = traces[decision.traces.index(decision.chosen)]
    return Assessment(
        result=decision.result,
        strength=decision.strength,
        per_dimension=MappingProxyType(dimension_records(decision.chosen)),
        act=chosen.act,
        means=chosen.means,
        purpose=chosen.purpose,
        child=child_record(decision),
        episodes=episodes,
        missing=found.missing,
        refused=found.refused,
        risk_flags=raise_flags(facts, retrafficked=found.retrafficked),
        alternative_findings=found.alternatives,
        assistance_definition_met=found.assistance,
        project_eligibility=(),
        chosen_set=decision.chosen.indicator_set,
        sets=traces,
        profile=profile,
        rule_version=RULE_VERSION,
        weights_version=weights.version,
        unverified_weights_used=found.unverified,
        explanation=explain(found),
    )
