"""What a code of ours is called in HTCDS 2.0 and in the CTDC codebook, for exports and core indicators."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from interview.forms.folders import LISTS_FILE, STANDARDS_FILE, name_of
from interview.forms.tables import BadForm, Table, toml

Names = Mapping[str, str]
"""Our code -> the name in a standard. In brackets: a note, where the standard has no value of its own."""


@dataclass(frozen=True, slots=True)
class Standards:
    """The names of one list's codes in both standards."""

    htcds: Names
    ctdc: Names


def standards_of(folder: Path) -> Mapping[str, Standards]:
    """The names by list; empty for a form without any. Raises BadForm for a list or code that the form lacks."""
    path = folder / STANDARDS_FILE
    if not path.exists():
        return {}
    lists = toml(folder / LISTS_FILE)
    return {name: _standards(Table(data, name_of(path), name), lists.get(name)) for name, data in toml(path).items()}


def _standards(table: Table, of_list: object) -> Standards:
    names = Standards(table.words("htcds"), table.words("ctdc"))
    table.close()
    codes = of_list.get("options", {}) if isinstance(of_list, Mapping) else {}
    for code in (*names.htcds, *names.ctdc):
        if code not in codes:
            raise BadForm(table.file, table.place, f"{code!r} is no code of this list")
    return names
