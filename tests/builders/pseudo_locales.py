"""Two pseudo-languages of the interface: one in brackets and 40 % longer, one from right to left.

Babel knows only real locales, so they wear the names of two that this project will hardly meet soon: Esperanto and
Yiddish.
"""

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo

LONGER = "eo"
RIGHT_TO_LEFT = "yi"
ROOT = Path(__file__).parents[2] / "interview"
METHODS = [("web/**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract")]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%%")


def extracted() -> Catalog:
    """Every text of the interface."""
    catalog = Catalog()
    for _, _, message, comments, context in extract_from_dir(str(ROOT), METHODS, keywords=KEYWORDS):
        catalog.add(message, context=context, auto_comments=comments)
    return catalog


def longer(text: str) -> str:
    """`text` in brackets and 40 % longer."""
    return f"[{text}{'·' * round(len(text) * 0.4)}]"


def hebrew(text: str) -> str:
    """`text` in letters that are written from right to left, its placeholders as they are."""
    held = PLACEHOLDER.findall(text)
    parts = [
        "".join(chr(0x5D0 + ord(letter) % 27) if letter.isalpha() else letter for letter in part)
        for part in PLACEHOLDER.split(text)
    ]
    return "".join(part + place for part, place in zip(parts, [*held, ""], strict=True))


def build_pseudo_locales(folder: Path) -> None:
    """Write the two compiled catalogues beneath `folder`."""
    for language, change in ((LONGER, longer), (RIGHT_TO_LEFT, hebrew)):
        catalog = Catalog(locale=language)
        for message in extracted():
            if message.id:
                forms = [message.id] if isinstance(message.id, str) else list(message.id)
                changed = tuple(change(forms[min(at, len(forms) - 1)]) for at in range(catalog.num_plurals))
                catalog.add(message.id, changed if len(forms) > 1 else changed[0], context=message.context)
        place = folder / language / "LC_MESSAGES"
        place.mkdir(parents=True)
        with (place / "interface.mo").open("wb") as file:
            write_mo(file, catalog)
