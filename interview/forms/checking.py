"""Checks every version of every form: what would not load, would never show, or was changed after it was published."""

from collections.abc import Iterator

from interview.eligibility.mapping_reader import BadMapping
from interview.eligibility.projects import BadProject
from interview.forms.folders import INDICATORS_FILE, PROJECTS_FILE, digest_of, folder_of, forms, versions
from interview.forms.library import explanations, load_folder, mapping_of, projects, published
from interview.forms.standards import standards_of
from interview.forms.tables import BadForm
from interview.questionnaire.check import BadQuestionnaire, Finding, check


def check_all() -> tuple[Finding, ...]:
    """Everything there is to mend, in all versions of all forms; empty when all is well."""
    found = [*_published(), *_beside()]
    for form in forms():
        for version in versions(form):
            found += _version(form, version)
    return tuple(found)


def _version(form: str, version: int) -> Iterator[Finding]:
    folder = folder_of(form, version)
    try:
        questionnaire = load_folder(folder)
        if (folder / INDICATORS_FILE).exists():
            mapping_of(folder, questionnaire)
        standards_of(folder)
    except BadQuestionnaire as error:
        yield from error.findings
    except BadForm as error:
        yield Finding(error.file, error.place, error.reason)
    except BadMapping as error:
        yield Finding(error.file, error.key, error.reason)
    else:
        yield from check(questionnaire)


def _beside() -> Iterator[Finding]:
    """What lies beside the forms."""
    try:
        explanations()
        projects()
    except BadForm as error:
        yield Finding(error.file, error.place, error.reason)
    except BadProject as error:
        yield Finding(PROJECTS_FILE, "", str(error))


def _published() -> Iterator[Finding]:
    for (form, version), digest in published().items():
        try:
            folder = folder_of(form, version)
        except BadForm as error:
            yield Finding(f"{form}/{version}", "", f"was published and is gone: {error.reason}")
            continue
        if digest_of(folder) != digest:
            yield Finding(f"{form}/{version}", "", f"was changed: publish version {version + 1} instead")
