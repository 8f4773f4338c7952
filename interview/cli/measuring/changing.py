"""Which answers can be given differently, back and forth, so that every save changes something and nothing else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from interview.cli.measuring.page_forms import Fields, controls_of, fields_of, other_fields
from interview.cli.measuring.visitors import SEE_OTHER, TOKEN, Answer, Visitor
from interview.questionnaire.answers import PageKey
from interview.services.interviewing import OpenInterview

TRIES = 12
"""How many other answers are tried on a page before it is left out."""

REVISION = 'name="revision" value="'
GO_ON = ("then", "next")

Look = Callable[[], OpenInterview]


@dataclass(frozen=True, slots=True)
class Change:
    """A page, and two ways to answer it. Each leads on to another page."""

    page_key: PageKey
    path: str
    one_way: Fields
    other_way: Fields


def page_path(interview_id: object, page_key: PageKey) -> str:
    """The address of a page of an interview."""
    return f"/interviews/{interview_id}/pages/{page_key}"


def save(visitor: Visitor, path: str, shown: Answer, fields: Fields) -> Answer:
    """Send a page with other answers, as the form on it would be sent."""
    text = shown.text
    token = TOKEN.search(text)
    own = [("csrf_token", token[1] if token else ""), ("revision", revision_of(text)), GO_ON]
    return visitor.post(path, [*own, *fields])


def revision_of(page: str) -> str:
    """The revision that a page was made from; nothing for a page without a form of answers."""
    return page.partition(REVISION)[2].partition('"')[0]


def changes_of(visitor: Visitor, look: Look) -> Iterator[Change]:
    """Every page that has an answer which can be another one without changing what else is asked or wrong.

    `look` opens the interview through services: what is stored is believed, and not what a page says.
    """
    found = look()
    for page in found.view.pages:
        if page.keys and any(key in found.answers.values for key in page.keys):
            change = _change(visitor, look, page.key)
            if change is not None:
                yield change


def _change(visitor: Visitor, look: Look, page_key: PageKey) -> Change | None:
    path = page_path(look().id, page_key)
    shown = visitor.get(path)
    if shown.status != 200:
        return None
    controls = controls_of(shown.text)
    as_it_is = fields_of(controls)
    if not _leads_on(save(visitor, path, shown, as_it_is), path):
        return None
    before = look()
    for other in islice(other_fields(controls), TRIES):
        went_on = _leads_on(save(visitor, path, visitor.get(path), other), path)
        after = look()
        back = _leads_on(save(visitor, path, visitor.get(path), as_it_is), path)
        if back and went_on and _is_another_answer(before, after) and _is_same(before, look()):
            return Change(page_key, path, other, as_it_is)
    return None


def _leads_on(answer: Answer, path: str) -> bool:
    return answer.status == SEE_OTHER and answer.location.partition("?")[0] not in ("", path)


def _is_another_answer(before: OpenInterview, after: OpenInterview) -> bool:
    return before.answers.values != after.answers.values and _asks_the_same(before, after)


def _is_same(before: OpenInterview, after: OpenInterview) -> bool:
    return before.answers.values == after.answers.values and _asks_the_same(before, after)


def _asks_the_same(before: OpenInterview, after: OpenInterview) -> bool:
    pages = [page.key for page in before.view.pages] == [page.key for page in after.view.pages]
    return pages and before.flags == after.flags and before.state is after.state
