"""`interview forms`: check the questionnaires, and read one on paper."""

from collections.abc import Iterator

import click

from interview.forms import library
from interview.forms.checking import check_all
from interview.questionnaire.definition import Page, Question, Questionnaire, Section
from interview.questionnaire.findings import BadQuestionnaire
from interview.questionnaire.kinds import PageKind, Who

WORDS_FOR_PAGE = {
    PageKind.ASK: "read aloud",
    PageKind.STAFF: "staff only",
    PageKind.HEARD: "ticked from the account",
    PageKind.INFO: "words to say",
    PageKind.KNOWN: "known already",
}


@click.group()
def forms() -> None:
    """The questionnaires."""


@forms.command()
def check() -> None:
    """Check every version of every form. Prints what is wrong; exit status 1 if anything is."""
    found = check_all()
    for finding in found:
        click.echo(str(finding))
    if found:
        raise SystemExit(1)
    count = sum(len(library.versions(form)) for form in library.forms())
    click.echo(f"{count} versions checked, nothing to mend.")


@forms.command()
@click.argument("form")
@click.option("--version", "number", type=click.IntRange(1), help="The newest, unless told otherwise.")
def show(form: str, number: int | None) -> None:
    """Print a form: sections, pages, questions, codes, and the rules that decide what shows."""
    try:
        questionnaire = library.load(form, number)
    except (library.BadForm, BadQuestionnaire) as bad:
        raise click.ClickException(str(bad)) from None
    for line in _lines(questionnaire):
        click.echo(line)


def _lines(questionnaire: Questionnaire) -> Iterator[str]:
    yield f"{questionnaire.title} ({questionnaire.form} {questionnaire.version}, {questionnaire.digest[:12]})"
    for section in questionnaire.sections:
        yield from _section(questionnaire, section)


def _section(questionnaire: Questionnaire, section: Section) -> Iterator[str]:
    yield ""
    repeats = f", once for each {section.group}" if section.group else ""
    rule = f", if {section.relevant.text}" if section.relevant else ""
    yield f"{section.id}  {section.title}{repeats}{rule}"
    for page in section.pages:
        yield from _page(questionnaire, page)
    on_pages = {question_id for page in section.pages for question_id in page.question_ids}
    for question_id in section.question_ids:
        if question_id not in on_pages:
            yield from _question(questionnaire.questions[question_id])


def _page(questionnaire: Questionnaire, page: Page) -> Iterator[str]:
    rule = f", if {page.relevant.text}" if page.relevant else ""
    still_open = ", only if still open" if page.if_open else ""
    yield f"  [{page.id}: {WORDS_FOR_PAGE[page.kind]}{still_open}{rule}] {page.title}".rstrip()
    if page.say:
        yield f'    "{page.say}"'
    for question_id in page.question_ids:
        yield from _question(questionnaire.questions[question_id])


def _question(question: Question) -> Iterator[str]:
    mark = {Who.ASKED: "?", Who.STAFF: "-", Who.SUPERVISOR: "=", Who.COMPUTED: "+"}[question.who]
    nature = ", ".join((question.kind, question.required, question.sensitivity))
    yield f"    {mark} {question.id}  {question.label}  ({nature})"
    if question.relevant:
        yield f"        if {question.relevant.text}"
    for option in question.options:
        yield f"        {option.code}  {option.label}"
