"""The library of forms: loads a version once, knows which are published, and checks them all."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from interview.eligibility.mapping import Mapping as IndicatorMapping
from interview.eligibility.mapping import load_mapping
from interview.eligibility.projects import Project, parse_projects
from interview.forms.folders import (
    EXPLANATIONS_FILE,
    FORM_FILE,
    INDICATORS_FILE,
    LISTS_FILE,
    PROJECTS_FILE,
    ROOT,
    digest_of,
    folder_of,
    forms,
    name_of,
    section_files,
    versions,
)
from interview.forms.lists import Lists, read_lists
from interview.forms.reading import SectionRead, read_section
from interview.forms.tables import BadForm, Table, toml
from interview.questionnaire.assembling import assemble
from interview.questionnaire.carrying import carried_over
from interview.questionnaire.definition import Question, Questionnaire
from interview.questionnaire.rules import BadRule

__all__ = [
    "BadForm",
    "digest_of",
    "explanations",
    "forms",
    "latest",
    "load",
    "load_folder",
    "mapping",
    "mapping_of",
    "projects",
    "published",
    "versions",
]

PUBLISHED_FILE = "published.toml"


def latest(form: str) -> int:
    """The newest version of a form. Raises BadForm when there is no such form."""
    return versions(form)[-1]


def load(form: str, version: int | None = None) -> Questionnaire:
    """A version of a form, the newest unless told otherwise; read once and kept.

    Raises BadForm, or BadQuestionnaire with all that is wrong, naming file, question and reason.
    """
    return _load(form, latest(form) if version is None else version)


@cache
def _load(form: str, version: int) -> Questionnaire:
    return load_folder(folder_of(form, version))


def load_folder(folder: Path) -> Questionnaire:
    """The questionnaire in a folder `<form>/<version>`, read afresh. Raises BadForm or BadQuestionnaire."""
    read = _read(folder)
    table = Table(toml(folder / FORM_FILE), name_of(folder / FORM_FILE), "the form")
    title = table.text("title")
    table.close()
    return assemble(
        form=folder.parent.name,
        version=int(folder.name),
        digest=digest_of(folder),
        title=title,
        sections=tuple(part.section for part in read),
        questions=_questions(read),
    )


def mapping(form: str, version: int | None = None) -> IndicatorMapping:
    """What the answers of a version say about indicators, acts and facts; read once and kept.

    Raises BadForm when the form has no such mapping, BadMapping when it cannot be understood.
    """
    return _mapping(form, latest(form) if version is None else version)


@cache
def _mapping(form: str, version: int) -> IndicatorMapping:
    return mapping_of(folder_of(form, version), _load(form, version))


def mapping_of(folder: Path, questionnaire: Questionnaire) -> IndicatorMapping:
    """The mapping in a version's folder, read afresh. Raises BadForm or BadMapping."""
    path = folder / INDICATORS_FILE
    if not path.exists():
        raise BadForm(name_of(path), "", "is missing")
    return load_mapping(path.read_text("utf-8"), questionnaire, file=name_of(path))


def published() -> Mapping[tuple[str, int], str]:
    """The digest of every published version, by form and version. Those versions never change again."""
    table = Table(toml(ROOT / PUBLISHED_FILE), PUBLISHED_FILE, "")
    digests: dict[tuple[str, int], str] = {}
    for row in table.tables("published"):
        digests[row.text("form"), row.number("version")] = row.text("digest")
        row.close()
    table.close()
    return MappingProxyType(digests)


@cache
def explanations() -> Mapping[str, str]:
    """The English templates of the explanations of an assessment, by code, with `{placeholders}`."""
    path = ROOT / EXPLANATIONS_FILE
    return MappingProxyType(dict(Table({"codes": toml(path)}, path.name, "").words("codes")))


@cache
def projects() -> tuple[Project, ...]:
    """The projects that a person may qualify for, with their criteria. Raises BadProject."""
    text = (ROOT / PROJECTS_FILE).read_text("utf-8")
    return tuple(parse_projects(text, file=PROJECTS_FILE).values())


def _read(folder: Path) -> list[SectionRead]:
    lists = _lists(folder)
    try:
        return [read_section(toml(path), name_of(path), lists) for path in section_files(folder)]
    except BadRule as error:
        raise BadForm(error.file, error.question, error.reason) from error


def _lists(folder: Path) -> Lists:
    path = folder / LISTS_FILE
    return read_lists(toml(path), name_of(path)) if path.exists() else {}


def _questions(read: list[SectionRead]) -> tuple[Question, ...]:
    return tuple(question for part in read for question in (*_carried(part), *part.questions))


def _carried(part: SectionRead) -> Iterator[Question]:
    """The questions that a section carries over, as they stand in it."""
    if part.carries is None:
        return
    section, own, known = part.section, {question.id for question in part.questions}, load(*part.carries).questions
    for question_id in section.question_ids:
        if question_id in own:
            continue
        if question_id not in known:
            raise BadForm(section.source, section.id, f"{part.carries[0]} has no question {question_id}")
        yield carried_over(known[question_id], part.carries[0], section.id)
