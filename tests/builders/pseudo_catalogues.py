"""Everything that screens say, in two pseudo-languages: the interface, the forms and the sentences of assessments."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from builders.pseudo_locales import LONGER, RIGHT_TO_LEFT, hebrew, longer

TRANSLATIONS = Path(__file__).parents[2] / "translations"


def build_pseudo_catalogues(folder: Path) -> int:
    """Write the compiled catalogues of every domain beneath `folder`; gives the number of texts in one language."""
    count = 0
    for template in sorted(TRANSLATIONS.glob("*.pot")):
        with template.open("rb") as file:
            texts = [message for message in read_po(file) if message.id]
        count += len(texts)
        for language, change in ((LONGER, longer), (RIGHT_TO_LEFT, hebrew)):
            catalog = Catalog(locale=language)
            for message in texts:
                forms = (message.id,) if isinstance(message.id, str) else tuple(message.id)
                changed = tuple(change(forms[min(at, len(forms) - 1)]) for at in range(catalog.num_plurals))
                catalog.add(message.id, changed if len(forms) > 1 else changed[0], context=message.context)
            place = folder / language / "LC_MESSAGES"
            place.mkdir(parents=True, exist_ok=True)
            with (place / f"{template.stem}.mo").open("wb") as file:
                write_mo(file, catalog)
    return count
