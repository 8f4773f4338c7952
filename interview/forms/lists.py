"""Code lists: the options that several questions may share."""

from collections.abc import Iterator, Mapping

from interview.forms.tables import BadForm, Table
from interview.questionnaire.definition import Option
from interview.questionnaire.keys import IDENTIFIER, OPTION_CODE

Lists = Mapping[str, tuple[Option, ...]]


def read_lists(data: Mapping[str, object], file: str) -> Lists:
    """The lists of a file by name, options in order. Raises BadForm."""
    return {name: tuple(_options(Table(table, file, name), file)) for name, table in data.items()}


def _options(table: Table, file: str) -> Iterator[Option]:
    if not IDENTIFIER.fullmatch(table.place):
        raise BadForm(file, table.place, "is no name for a list")
    labels, hints = table.words("options"), table.words("hints")
    marks = {mark: frozenset(table.texts(mark)) for mark in ("staff_only", "exclusive", "frequent")}
    table.close()
    if not labels:
        raise table.refuse("has no options")
    for code in hints.keys() | frozenset().union(*marks.values()):
        if code not in labels:
            raise table.refuse(f"marks {code!r}, which is not an option")
    for code, label in labels.items():
        if not OPTION_CODE.fullmatch(code):
            raise table.refuse(f"{code!r} is no code for an option")
        yield Option(code, label, hints.get(code, ""), **{mark: code in codes for mark, codes in marks.items()})
