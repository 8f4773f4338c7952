"""The form of a page as a browser would send it, and other answers that could be given on it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser

FORM = "page"
"""The id of the form of answers."""

OWN = frozenset({"csrf_token", "revision", "asked_once_more", "then"})
"""What the form sends beside answers."""

WRITTEN = frozenset({"text", "textarea", "number", "search"})
TICKED = frozenset({"radio", "checkbox"})
ANOTHER_WORD = " again"

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Control:
    """An input of the form. `kind`: its type, or `textarea` or `option`. `on`: its value would be sent."""

    kind: str
    name: str
    value: str
    on: bool = True


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.controls: list[Control] = []
        self._inside = False
        self._select = ""
        self._text: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._inside = given.get("id") == FORM
        if not self._inside and given.get("form") != FORM:
            return
        name, value = given.get("name") or "", given.get("value") or ""
        match tag:
            case "input" if name and "disabled" not in given:
                kind = given.get("type") or "text"
                self._add(Control(kind, name, value or ("on" if kind in TICKED else ""), _is_on(kind, given)))
            case "select":
                self._select = name
            case "option" if self._select:
                self._add(Control("option", self._select, value, "selected" in given))
            case "textarea" if name:
                self._add(Control("textarea", name, ""))
                self._text = ""

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        if tag == "select":
            self._select = ""
        if tag == "textarea" and self._text is not None:
            # HTML drops one line break at the beginning of a text area.
            self.controls[-1] = replace(self.controls[-1], value=self._text.removeprefix("\n"))
            self._text = None

    def _add(self, control: Control) -> None:
        self.controls.append(control)


def controls_of(page: str) -> tuple[Control, ...]:
    """The inputs of the page's form of answers, the buttons left out."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return tuple(control for control in reader.controls if control.kind != "button")


def fields_of(controls: tuple[Control, ...]) -> Fields:
    """What a browser sends of them: answers only, without token and revision."""
    return tuple((control.name, control.value) for control in controls if control.on and control.name not in OWN)


def other_fields(controls: tuple[Control, ...]) -> Iterator[Fields]:
    """What it would send if one answer were another: each written one, each choice, each tick, in this order."""
    for place, control in enumerate(controls):
        changed = _changed(controls, place, control) if control.name not in OWN else None
        if changed is not None:
            yield fields_of(changed)


def _changed(controls: tuple[Control, ...], place: int, control: Control) -> tuple[Control, ...] | None:
    if control.kind in WRITTEN and control.value:
        return _with(controls, place, replace(control, value=_other_words(control.value)))
    if control.kind == "checkbox":
        return _with(controls, place, replace(control, on=not control.on))
    if control.kind in ("radio", "option") and not control.on and control.value:
        alone = tuple(replace(one, on=False) if one.name == control.name else one for one in controls)
        return _with(alone, place, replace(control, on=True))
    return None


def _other_words(value: str) -> str:
    if value.isdigit():
        return str(int(value) - 1) if int(value) > 1 else str(int(value) + 1)
    return value.removesuffix(ANOTHER_WORD) if value.endswith(ANOTHER_WORD) else value + ANOTHER_WORD


def _with(controls: tuple[Control, ...], place: int, control: Control) -> tuple[Control, ...]:
    return (*controls[:place], control, *controls[place + 1 :])


def _is_on(kind: str, given: dict[str, str | None]) -> bool:
    return "checked" in given if kind in TICKED else kind not in ("submit", "reset", "button", "file")
