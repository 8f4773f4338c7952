"""`interview assess`: the assessment of a file of answers or facts, as JSON."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from interview.eligibility.document import BadDocument, assess_document, names_help
from interview.eligibility.mapping import Mapping as AnswerMapping
from interview.forms import library
from interview.questionnaire.answers import Answers
from interview.questionnaire.definition import Questionnaire
from interview.services.assessing import ASSESSED
from interview.services.completing import complete

HELP = """Assess the answers or facts in FILE and print the whole assessment as JSON.

FILE holds JSON; "-" reads it from standard input. Either answers:

\b
  {"form": "screening", "version": 1, "answers": {"s_sex": "female", ...}}

or facts (whatever is absent is unknown):

\b
  {"age": 17, "child": null, "set": "labour", "act": {"recruitment": true},
   "indicators": {"AL.D1.WAGES": "present"}, "facts": {"sale": "absent"}}

"set" is "labour", "sexual" or null. An act is true, false or null. Indicators and facts are "present", "absent",
"unknown" or "refused". Indicators are named as in the operational indicators, with or without their set ("D1.WAGES").

A wrong code, value or type ends with exit status 2 and a message that names the key.

"""


class WrongFile(click.ClickException):
    """The file cannot be assessed; exit status 2, and no result."""

    exit_code = 2


@click.command(help=HELP + names_help().replace("\n", "\n\n"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
def assess(file: Path) -> None:
    today = datetime.now(UTC).date()
    try:
        found = assess_document(
            _read(file),
            _load,
            on=today,
            templates=library.explanations(),
            projects=library.projects(),
            complete=_complete,
        )
    except BadDocument as bad:
        raise WrongFile(str(bad)) from None
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))


def _complete(questionnaire: Questionnaire, answers: Answers) -> Answers:
    return complete(questionnaire, answers, revision=1).answers


def _load(form: str, version: int) -> tuple[Questionnaire, AnswerMapping] | None:
    if form != ASSESSED:
        # The record of a case names its dangers in the same way, and is not assessed.
        return None
    try:
        return library.load(form, version), library.mapping(form, version)
    except library.BadForm:
        return None


def _read(file: Path) -> Any:
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
        return json.loads(text, object_pairs_hook=_without_doubles)
    except UnicodeDecodeError:
        raise BadDocument("", "the file is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise BadDocument("", f"the file is not JSON (line {error.lineno}, column {error.colno})") from None
    except RecursionError:
        raise BadDocument("", "the file is nested too deeply") from None


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for key, value in pairs:
        if key in read:
            raise BadDocument(key, "stands there twice")
        read[key] = value
    return read
