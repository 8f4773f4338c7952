"""A Babel extractor for the TOML of the forms.

In Babel's mapping file: `[extractors] forms = interview.forms.extract:extract`, then
`[forms: interview/forms/screening/**.toml]`, or `[forms: interview/forms/explanations.toml]`. Lists are extracted with
the questions that use them, so that each place has its own translation; `lists.toml` itself yields nothing.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from interview.forms.folders import EXPLANATIONS_FILE, FORM_FILE, LISTS_FILE, is_section
from interview.forms.lists import read_lists
from interview.forms.reading import read_section
from interview.forms.wording import Wording, explanation_context, wording_of_section

Message = tuple[int, str, tuple[str, str], list[str]]
"""Line, function (always pgettext), context and text, comments: what Babel wants."""

_PLACE = re.compile(r'^(?:\[question\.(?P<question>\w+)\]|id = "(?P<id>\w+)")', re.MULTILINE)


def extract(
    fileobj: BinaryIO,
    keywords: Collection[str],  # noqa: ARG001 - Babel calls every extractor with these three.
    comment_tags: Collection[str],  # noqa: ARG001
    options: Mapping[str, str],  # noqa: ARG001
) -> Iterator[Message]:
    """The texts of one file of a form, each with its context. Files that hold no wording yield nothing."""
    path = Path(fileobj.name)
    form = path.parent.parent.name
    text = fileobj.read().decode()
    if path.name == FORM_FILE:
        yield 1, "pgettext", (form, tomllib.loads(text)["title"]), ["title of the form"]
    elif path.name == EXPLANATIONS_FILE:
        for code, sentence in tomllib.loads(text).items():
            line = text.count("\n", 0, text.index(f'"{code}"')) + 1
            yield line, "pgettext", (explanation_context(code), sentence), ["a sentence of an assessment"]
    elif is_section(path.name):
        lines = _lines(text)
        for wording in _wording(form, path, text):
            yield _line(lines, wording.context), "pgettext", (wording.context, wording.text), [wording.note]


def _wording(form: str, path: Path, text: str) -> Iterator[Wording]:
    beside = path.with_name(LISTS_FILE)
    lists = read_lists(tomllib.loads(beside.read_text("utf-8")), beside.name) if beside.exists() else {}
    read = read_section(tomllib.loads(text), path.name, lists)
    return wording_of_section(form, read.section, read.questions)


def _lines(text: str) -> dict[str, int]:
    found = ((match["question"] or match["id"], match.start()) for match in _PLACE.finditer(text))
    return {place: text.count("\n", 0, start) + 1 for place, start in found}


def _line(lines: dict[str, int], context: str) -> int:
    """The line of the question, page or section that a context belongs to."""
    return next((lines[part] for part in context.split(".")[1:] if part in lines), 1)
