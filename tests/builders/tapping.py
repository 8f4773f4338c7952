"""A talk on a tablet: each page that shows is filled from a story, as a finger and a keyboard would, and saved."""

from dataclasses import dataclass, field

from builders.answering import Inputs, inputs_of, question_of
from builders.browser import Tablet
from builders.stories import Story
from playwright.sync_api import Locator

from interview.forms import library
from interview.questionnaire.answers import Key, PageKey

READ_ALOUD = "Read aloud"
SAID = "Say this, then note it"


@dataclass
class Talk:
    """A talk so far. `pages`: in order; `read`: the questions read aloud; `said`: the points of the agreement that
    were said."""

    tablet: Tablet
    story: Story
    form: str = "screening"
    pages: list[PageKey] = field(default_factory=list)
    read: list[Key] = field(default_factory=list)
    said: list[PageKey] = field(default_factory=list)

    def go_on(self, *, until: PageKey | None = None) -> "Talk":
        """Answer page after page, as far as `until`, or to whatever is no page of questions."""
        while self.tablet.page_key and self.tablet.page_key != until:
            self.answer()
        return self

    def answer(self) -> None:
        """Fill the page that shows and save it; once more where it asks once more."""
        key = self.tablet.page_key
        self.pages.append(key)
        self._listen(key)
        self.fill()
        self.tablet.save()
        if self.tablet.page_key == key and self.tablet.page.locator("input[name=asked_once_more]").count():
            self.tablet.save()
        assert self.tablet.page_key != key, (
            f"{key} does not lead on: {self.tablet.page.locator('#errors').all_inner_texts()}"
        )

    def fill(self) -> None:
        """Fill the page that shows from the story, without saving it."""
        for key in self.on_page():
            self._fill(inputs_of(library.load(self.form), key, self.story))

    def on_page(self) -> tuple[Key, ...]:
        """The questions that the page has inputs for, in order."""
        names = self.tablet.page.locator("#page").evaluate("form => [...form.elements].map(input => input.name)")
        keys = (question_of(library.load(self.form), name) for name in names)
        return tuple(dict.fromkeys(key for key in keys if key is not None))

    def _listen(self, key: PageKey) -> None:
        voice = self.tablet.page.locator(".voice").inner_text()
        if voice == READ_ALOUD:
            self.read += self.on_page()
        elif voice == SAID:
            self.said.append(key)

    def _fill(self, inputs: Inputs) -> None:
        """Ticks of a grouped question stand on the page as ticks or as replies, and not always as both."""
        for name, values in inputs.items():
            controls = self.tablet.page.locator(f'#page [name="{name}"]')
            kind = controls.first.evaluate("input => input.type") if controls.count() else ""
            if kind in ("radio", "checkbox"):
                for value in values:
                    tick(self.tablet.page.locator(f'#page [name="{name}"][value="{value}"]'))
            elif kind.startswith("select"):
                self._choose(controls, values)
            elif kind not in ("", "hidden"):
                shown(controls).fill("\n".join(values))

    def _choose(self, lists: Locator, values: tuple[str, ...]) -> None:
        for place, value in enumerate(values):
            if not lists.nth(place).is_visible():
                self.tablet.page.get_by_role("button", name="Add another").click()
            lists.nth(place).select_option(value)


def tick(choice: Locator) -> None:
    """Tap a choice, once it shows, if the page has it."""
    if choice.count():
        shown(choice).check()


def shown(control: Locator) -> Locator:
    """The control, after opening what it is folded into: a part that is closed, or a grouped question answered yes."""
    if control.is_visible():
        return control
    closed = control.locator("xpath=ancestor::details[not(@open)]")
    if closed.count():
        closed.last.locator("summary").first.click()
    prompt = control.locator("xpath=ancestor::div[@role='group' and contains(@class, 'prompt')]")
    if prompt.count() and not control.is_visible():
        prompt.locator("input[type=radio][value=yes]").check()
    return control
