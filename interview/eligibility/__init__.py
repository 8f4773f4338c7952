"""From answers to an explained assessment. It proposes; people decide."""

from interview.eligibility.assessing import assess, flags
from interview.eligibility.assessment import RULE_VERSION, Assessment, assess_facts
from interview.eligibility.facts import Facts
from interview.eligibility.gathering import gather
from interview.eligibility.mapping import Mapping, load_mapping
from interview.eligibility.mapping_reader import BadMapping
from interview.eligibility.projects import Project, ProjectResult, parse_projects
from interview.eligibility.qualifying import project_eligibility
from interview.eligibility.risks import RiskFlag
from interview.eligibility.weights import Weights, current_weights

__all__ = [
    "RULE_VERSION",
    "Assessment",
    "BadMapping",
    "Facts",
    "Mapping",
    "Project",
    "ProjectResult",
    "RiskFlag",
    "Weights",
    "assess",
    "assess_facts",
    "current_weights",
    "flags",
    "gather",
    "load_mapping",
    "parse_projects",
    "project_eligibility",
]
