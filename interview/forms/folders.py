"""Where the files of a form lie: `<form>/<version>/<nn>-<section>.toml`, with a few files beside the sections."""

import hashlib
import re
from pathlib import Path

from interview.forms.tables import BadForm

ROOT = Path(__file__).parent
FORM_FILE = "form.toml"
LISTS_FILE = "lists.toml"
INDICATORS_FILE = "indicators.toml"
STANDARDS_FILE = "standards.toml"
EXPLANATIONS_FILE = "explanations.toml"
PROJECTS_FILE = "projects.toml"

_SECTION = re.compile(r"\d\d-[a-z0-9-]+\.toml")
_BESIDE = frozenset({FORM_FILE, LISTS_FILE, INDICATORS_FILE, STANDARDS_FILE})


def is_section(name: str) -> bool:
    """True for the file name of a section."""
    return _SECTION.fullmatch(name) is not None


def forms() -> tuple[str, ...]:
    """The names of all forms."""
    return tuple(sorted({path.parent.parent.name for path in ROOT.glob(f"*/*/{FORM_FILE}")}))


def versions(form: str) -> tuple[int, ...]:
    """The versions of a form that exist, oldest first. Raises BadForm when there is none."""
    found = sorted(int(path.parent.name) for path in (ROOT / form).glob(f"*/{FORM_FILE}"))
    if form not in forms() or not found:
        raise BadForm(form, "", "there is no such form")
    return tuple(found)


def folder_of(form: str, version: int) -> Path:
    """The folder of one version. Raises BadForm when there is none."""
    if version not in versions(form):
        raise BadForm(form, "", f"there is no version {version}")
    return ROOT / form / str(version)


def section_files(folder: Path) -> tuple[Path, ...]:
    """The files of the sections in their order. Raises BadForm for a file that has no place here."""
    for path in sorted(folder.iterdir()):
        if not (is_section(path.name) or path.name in _BESIDE):
            raise BadForm(name_of(path), "", "has no place in a version of a form")
    return tuple(path for path in sorted(folder.iterdir()) if is_section(path.name))


def name_of(path: Path) -> str:
    """A path as it is named in messages: from the form's folder on."""
    return "/".join(path.parts[-3:])


def digest_of(folder: Path) -> str:
    """SHA-256 in hex over the names and the bytes of all files of a version, the mapping to indicators included."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.toml")):
        content = path.read_bytes().replace(b"\r\n", b"\n")  # The same wherever the files were checked out.
        digest.update(f"{path.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
