"""Answers laid out in the inputs of whatever page is shown, and a talk held over plain HTTP, without a browser."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from builders.deployments import Browser
from builders.stories import Story
from werkzeug.test import TestResponse

from interview.cli.measuring.page_forms import controls_of
from interview.forms import library
from interview.questionnaire.answers import PageKey
from interview.questionnaire.definition import Questionnaire
from interview.web.typed import parts_of

Inputs = Mapping[str, tuple[str, ...]]
"""What stands in the inputs of a form, by their names."""

PAGE = re.compile(r"/interviews/[0-9a-f-]{36}/pages/([^?]+)")
SEE_OTHER = 303


def inputs_of(questionnaire: Questionnaire, key: str, story: Story) -> Inputs:
    """The inputs that hold this story's answer to one question; none when it has none."""
    if key not in story:
        return {}
    parts = parts_of(questionnaire.questions[key], story[key])
    return {f"{key}-{name}" if name else key: texts for name, texts in parts.items()}


def question_of(questionnaire: Questionnaire, name: str) -> str | None:
    """The question that an input belongs to; None for an input that holds no answer."""
    key = name.partition("-")[0]
    return key if key in questionnaire.questions else None


def filled(questionnaire: Questionnaire, page: str, story: Story) -> Inputs:
    """What a browser would send of this page once the story's answers stand in it. The rest stays as it was."""
    sent: dict[str, tuple[str, ...]] = {}
    on_page: set[str] = set()
    for control in controls_of(page):
        key = question_of(questionnaire, control.name)
        if key is not None:
            on_page.add(key)
        if control.on and control.name != "csrf_token" and key not in story:
            sent[control.name] = (*sent.get(control.name, ()), control.value)
    for key in on_page & story.keys():
        sent |= inputs_of(questionnaire, key, story)
    return sent


@dataclass
class PlainTalk:
    """A talk over plain HTTP: each page is asked for, filled from the story, sent. `visited`: the pages, in order."""

    browser: Browser
    interview_id: str
    story: Story
    form: str = "screening"
    visited: list[PageKey] = field(default_factory=list)

    def go_on(self, *, until: PageKey | None = None) -> str:
        """Answer page after page, as far as `until`; gives the address that is no page of questions, or `until`'s."""
        address = self._after(self.browser.get(f"/interviews/{self.interview_id}/on"))
        while (found := PAGE.match(address)) and found.group(1) != until:
            address = self._after(self.answer(address))
        return address

    def answer(self, address: str) -> TestResponse:
        """Fill and send one page; once more when it asks once more. Redirects are not followed."""
        found = PAGE.match(address)
        assert found, address
        self.visited.append(found.group(1))
        shown = self.browser.get(address)
        assert shown.status_code == 200, address
        answer = self._send(address, shown.text)
        return self._send(address, answer.text) if 'name="asked_once_more"' in answer.text else answer

    def _send(self, address: str, page: str) -> TestResponse:
        # A tuple would be a file to Werkzeug's client.
        fields = {name: list(texts) for name, texts in filled(library.load(self.form), page, self.story).items()}
        return self.browser.post(address.partition("?")[0], {**fields, "then": "next"})

    def _after(self, answer: TestResponse) -> str:
        assert answer.status_code == SEE_OTHER, (self.visited[-1:], answer.status_code)
        return answer.headers["Location"]
