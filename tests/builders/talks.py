"""An interview held over plain HTTP: pages are filled from a list of answers, as any client could."""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape

from builders.deployments import Browser
from werkzeug.test import TestResponse

Given = Mapping[str, str | Sequence[str]]

_FIELD = re.compile(r"<(?:input|select|textarea)\b[^>]*\bname=\"([^\"]+)\"")
_SELECT = re.compile(r'<select\b[^>]*\bname="([\w-]+)"[^>]*>(.*?)</select>', re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden" name="(revision|asked_once_more|newer|contested)" value="([^"]*)"')
_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
PAGE = re.compile(r"/interviews/([0-9a-f-]{36})/pages/([\w-]+)")

AN_ADULT: Given = {
    "s_pre_medical_emergency": "no",
    "s_pre_prior_interview": "no",
    "s_person_maybe_child": "no",
    "s_con_capacity_doubt": "no",
    "s_int_language": "en",
    "s_int_interpreter": "none",
}
"""What differs from `yes` and the first option until the talk about an adult is open."""


class Talk:
    """One interview in one browser."""

    def __init__(self, browser: Browser, interview_id: str | None = None) -> None:
        self.browser = browser
        self.id = interview_id or browser.begin_interview()

    def address(self, rest: str = "") -> str:
        """An address of this interview."""
        return f"/interviews/{self.id}{'/' if rest else ''}{rest}"

    def get(self, rest: str = "") -> TestResponse:
        """One of its pages; redirects are not followed."""
        return self.browser.get(self.address(rest))

    def page(self, key: str) -> TestResponse:
        """A page of questions."""
        return self.get(f"pages/{key}")

    def save(self, key: str, given: Given, *, page: str | None = None, **extra: str) -> TestResponse:
        """Post answers to a page that was just fetched, or to `page`, which was fetched before."""
        page = page if page is not None else self.page(key).text
        fields = {**hidden_of(page), **{name: list(v) if not isinstance(v, str) else v for name, v in given.items()}}
        return self.browser.post(self.address(f"pages/{key}"), {**fields, **extra})

    def go_through(self, given: Given, *, until: str | None = None, most: int = 250) -> Iterator[str]:
        """Go on from where the talk stands, giving what the list says and leaving the rest as `guessed`; page keys."""
        where = self.get("on").headers["Location"]
        for _ in range(most):
            found = PAGE.search(where)
            if found is None or found[2] == until:
                return
            yield found[2]
            page = self.browser.get(where).text
            answer = self.save(found[2], {**guessed(page), **_on(page, given)}, page=page)
            if answer.status_code == 200:
                answer = self.save(found[2], {**guessed(answer.text), **_on(page, given)}, page=answer.text)
            assert answer.status_code == 303, (found[2], answer.status_code, heading(answer.text))
            where = answer.headers["Location"]


def hidden_of(page: str) -> dict[str, str]:
    """What a page sends along."""
    return {name: unescape(value) for name, value in _HIDDEN.findall(page)}


def names_on(page: str) -> tuple[str, ...]:
    """The names of the fields on a page, each once."""
    return tuple(dict.fromkeys(_FIELD.findall(page)))


def heading(page: str) -> str:
    """The heading, without markup."""
    found = _HEADING.search(page)
    return " ".join(re.sub(r"<[^>]+>", "", unescape(found[1])).split()) if found else ""


def guessed(page: str) -> dict[str, str]:
    """An answer to each choice that a page must have: yes, or the first option; a word to each line of text."""
    answers: dict[str, str] = {}
    for tag in re.findall(r'<input type="(?:radio|checkbox)"[^>]*>', page):
        name, value = re.findall(r'\b(?:name|value)="([^"]*)"', tag)
        if not name.endswith(("-missing", "-about")) and (name not in answers or value == "yes"):
            answers[name] = value
    for tag in re.findall(r"<(?:input|textarea)\b[^>]*>", page):
        named = re.search(r'\bname="([\w-]+)"', tag)
        if named and not re.search(r'type="(?:hidden|radio|checkbox)"', tag):
            answers.setdefault(named[1], _typed(named[1], tag))
    for name, options in _SELECT.findall(page):
        if not name.endswith(("-currency", "-season", "-period")):
            answers.setdefault(name, re.findall(r'<option value="(\w+)"', options)[0])
    return {name: value for name, value in answers.items() if value}


def _typed(name: str, tag: str) -> str:
    for end, value in (("-day", "12"), ("-month", "3"), ("-year", "2026"), ("-told", ""), ("-amount", "")):
        if name.endswith(end):
            return value
    kinds = {"tel": "+6621234567", "email": "a@example.org", "numeric": "3", "time": "10:30"}
    return next((value for kind, value in kinds.items() if f'"{kind}"' in tag), "words")


def _on(page: str, given: Given) -> Given:
    names = names_on(page)
    return {name: value for name, value in given.items() if name in names or f"{name}-day" in names}
