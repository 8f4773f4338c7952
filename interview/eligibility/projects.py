"""The second question: does this person qualify for this project? A step of its own, with its own table (6.7)."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from interview.questionnaire.rules import BadRule, Rule, parse

# Never a criterion: cooperation with the police, documents, consent to research, proof, charges linked to exploitation.
NEVER_A_CRITERION = frozenset(
    {
        "s_charged",
        "s_con_research",
        "s_corrob",
        "s_doc_holder",
        "s_doc_used",
        "s_id_docs",
        "s_id_number",
        "s_police_informed",
        "s_truth_view",
    }
)


class BadProject(ValueError):
    """A project that cannot be read: the message names project, criterion and reason."""


class CriterionStatus(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class ProjectOutcome(StrEnum):
    ELIGIBLE = "eligible"
    PROVISIONAL = "eligible_provisionally"
    REFER_ELSEWHERE = "refer_elsewhere"
    UNDECIDED = "undecided"


class PersonStatus(StrEnum):
    """What a project may accept as the person's status, in the order it is tried."""

    TRAFFICKED = "trafficked"
    EXPLOITED_MIGRANT = "exploited_migrant"
    PRESUMED = "presumed_victim"
    AT_RISK_MIGRANT = "at_risk_migrant"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of a project's table.

    `accepts` makes it the criterion of status. `met_if`, `not_met_if` read the answers; a criterion with neither is
    decided by a person. `within` limits a question's answer to the codes listed, none listed meaning no limit.
    `applies_if` false leaves the criterion out. `reported_only`: shown, never part of "eligible".
    """

    code: str
    mandatory: bool
    waivable_by: str | None = None
    reported_only: bool = False
    accepts: frozenset[PersonStatus] = frozenset()
    applies_if: Rule | None = None
    met_if: Rule | None = None
    not_met_if: Rule | None = None
    within: tuple[str, frozenset[str]] | None = None

    @property
    def names(self) -> frozenset[str]:
        """The questions it reads."""
        rules = [rule for rule in (self.applies_if, self.met_if, self.not_met_if) if rule]
        found = frozenset(name for rule in rules for name in rule.names)
        return found | {self.within[0]} if self.within else found


@dataclass(frozen=True, slots=True)
class Project:
    code: str
    name: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """`reason` is a code, worded by the entry `reason.<reason>` of the explanations."""

    code: str
    status: CriterionStatus
    reason: str
    mandatory: bool
    waivable_by: str | None
    reported_only: bool
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProjectResult:
    project: str
    result: ProjectOutcome
    criteria: tuple[CriterionResult, ...] = field(default=())


def parse_projects(text: str, *, file: str = "projects.toml") -> Mapping[str, Project]:
    """The projects of a TOML file, by code. Raises BadProject."""
    try:
        rows = tomllib.loads(text)["projects"]
        projects = [_project(row, file) for row in rows]
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise error if isinstance(error, BadProject) else BadProject(f"{file}: {error}") from error
    return MappingProxyType({project.code: project for project in projects})


def _project(row: Mapping[str, Any], file: str) -> Project:
    code = row["code"]
    return Project(code, row["name"], tuple(_criterion(item, f"{file}: {code}") for item in row["criteria"]))


ALLOWED = frozenset(
    {"code", "mandatory", "waivable_by", "reported_only", "accepts"}
    | {"applies_if", "met_if", "not_met_if", "question", "allowed"}
)


def _criterion(row: Mapping[str, Any], where: str) -> Criterion:
    where = f"{where}: {row['code']}"
    if unknown := set(row) - ALLOWED:
        raise BadProject(f"{where}: {min(unknown)} is not understood")
    criterion = Criterion(
        code=row["code"],
        mandatory=row["mandatory"],
        waivable_by=row.get("waivable_by"),
        reported_only=row.get("reported_only", False),
        accepts=frozenset(PersonStatus(code) for code in row.get("accepts", ())),
        applies_if=_rule(row.get("applies_if"), where),
        met_if=_rule(row.get("met_if"), where),
        not_met_if=_rule(row.get("not_met_if"), where),
        within=(row["question"], frozenset(row.get("allowed", ()))) if "question" in row else None,
    )
    if forbidden := criterion.names & NEVER_A_CRITERION:
        raise BadProject(f"{where}: {min(forbidden)} is never a criterion")
    return criterion


def _rule(text: str | None, where: str) -> Rule | None:
    try:
        return parse(text, file=where) if text is not None else None
    except BadRule as error:
        raise BadProject(f"{where}: {error}") from error


def names_of(projects: Iterable[Project]) -> frozenset[str]:
    """Every question that any criterion reads, for whoever checks them against a form."""
    return frozenset(name for project in projects for criterion in project.criteria for name in criterion.names)
