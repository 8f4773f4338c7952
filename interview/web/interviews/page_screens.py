"""The screens that one page of an interview may come to."""

from dataclasses import dataclass, replace
from datetime import date

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from interview.casework.movements import Block
from interview.questionnaire.answers import Key, PageKey
from interview.questionnaire.definition import PageKind
from interview.questionnaire.values import Value
from interview.questionnaire.view import ActivePage
from interview.services import contacting, proposing
from interview.services.interviewing import Conflict, OpenInterview, WouldSetAside
from interview.web.answer_words import answer_lines
from interview.web.guarding import current_actor
from interview.web.interviews.frames import Frame
from interview.web.interviews.journey_words import BLOCKS
from interview.web.interviews.posts import OWN_FIELDS, TAKE, Post
from interview.web.interviews.previews import Preview, preview_of
from interview.web.page_context import PageContext
from interview.web.page_forms import AnswersForm
from interview.web.reasons import reasons
from interview.web.server import current_work
from interview.web.wording import Wording


@dataclass(frozen=True, slots=True)
class Listed:
    """An answer in a list: its question and its words."""

    key: Key
    label: Markup
    answer: str


@dataclass(frozen=True, slots=True)
class Screen:
    """What the template of a page shows."""

    frame: Frame
    active: ActivePage
    form: AnswersForm
    context: PageContext
    post: Post
    raised: bool

    @property
    def fields(self) -> tuple[object, ...]:
        """The fields of the page in order."""
        return tuple(self.form.answers())

    @property
    def alone(self) -> bool:
        """True when one question is the page: then it is the heading."""
        return len(self.active.keys) == 1 and not self.active.page.title and self.active.page.kind is not PageKind.HEARD

    @property
    def editable(self) -> bool:
        """True where answers can be given on this page now."""
        opened = self.frame.opened
        return opened.writes(opened.questionnaire.section_of(self.active.page.id))

    @property
    def entry_number(self) -> int | None:
        """The place of the page's entry among those of its section, from 1; None outside repeating sections."""
        entry = self.active.entry
        group = self.frame.opened.questionnaire.section_of(self.active.page.id).group
        if entry is None or group is None:
            return None
        return [one.id for one in self.frame.opened.answers.entries[group]].index(entry.id) + 1

    @property
    def known_on(self) -> date | None:
        """The day of the screening, or of the referral, that answered what stands on this page."""
        return self.frame.opened.loaded.draft.carried_on

    @property
    def known_from(self) -> str:
        """The organisation that shared what stands on this page; empty where it is from our own screening."""
        received = self.frame.opened.loaded.draft.received
        return "" if received is None else received.organisation

    @property
    def contact(self) -> tuple[Listed, ...]:
        """How the person may be reached, on the pages of a record where somebody is about to."""
        opened = self.frame.opened
        if self.active.page.section_id not in contacting.PLANNED_IN:
            return ()
        keys = contacting.rules(current_work(), current_actor(), opened)
        return tuple(listed(self.frame, key, opened.view.values.get(key)) for key in keys)

    @property
    def hides(self) -> bool:
        """True when a question of this page is hidden because its answer says who the person is."""
        page = self.frame.opened.view.page(self.active.key)
        return page is not None and not self.frame.opened.hidden.isdisjoint(page.keys)

    @property
    def title(self) -> Markup:
        """The heading of a page with several questions: its own, else its section's."""
        section = self.frame.opened.questionnaire.section_of(self.active.page.id)
        return self.frame.wording.page_title(self.active.page) or self.frame.wording.section_title(section)

    @property
    def say(self) -> Markup:
        """What is read aloud before the questions."""
        return self.frame.wording.say(self.active.page, self.context.words_of_page())

    @property
    def guidance(self) -> tuple[Markup, ...]:
        """What the interviewer may open: the page's and its questions'; the section's on its first page."""
        wording, opened = self.frame.wording, self.frame.opened
        section = opened.questionnaire.section_of(self.active.page.id)
        place = self.frame.place(self.active.key)
        first = wording.guidance(section) if place is not None and place.page == 1 else ()
        own = [sentence for key in self.active.keys for sentence in wording.guidance(opened.view.question(key))]
        return (*wording.guidance(self.active.page), *own, *first)

    @property
    def why(self) -> tuple[str, ...]:
        """Why this is asked, for a question that stands alone."""
        keys = self.active.keys
        return reasons(self.frame.opened.view, keys[0], self.frame.wording) if len(keys) == 1 else ()

    @property
    def back(self) -> PageKey | None:
        """The page before."""
        return self.frame.opened.view.before(self.active.key)

    @property
    def preview(self) -> Preview | None:
        """What the system makes of the answers so far, where a proposal is made."""
        opened, section_id = self.frame.opened, self.active.page.section_id
        if not proposing.shows_assessment(opened.questionnaire, section_id):
            return None
        found = proposing.preview(current_actor(), opened)
        return preview_of(self.frame.findings, found)


def show(frame: Frame, active: ActivePage, form: AnswersForm, post: Post, *, raised: bool = False) -> str:
    """The page itself."""
    context = context_of(frame, active)
    screen = Screen(frame, active, form, context, post, raised)
    return render_template(
        "interviews/page.html", screen=screen, frame=frame, minutes=frame.talking_for(current_work().now)
    )


def context_of(frame: Frame, active: ActivePage) -> PageContext:
    """What the fields of a page lean on."""
    opened = frame.opened
    return PageContext(active, opened.view, frame.wording, opened.provided, opened.answers.carried)


def seen(frame: Frame, active: ActivePage) -> ActivePage:
    """The page without the questions whose answers are hidden from this actor."""
    hidden = frame.opened.hidden
    return replace(active, keys=tuple(key for key in active.keys if key not in hidden)) if hidden else active


def listed(frame: Frame, key: Key, value: Value | None) -> Listed:
    """An answer in words, under its question; one that says who the person is only where that is shown."""
    question = frame.opened.view.question(key)
    if key in frame.opened.hidden or (value is not None and frame.opened.hides(key)):
        return Listed(key, frame.wording.named(question), str(_("Hidden")))
    return Listed(key, frame.wording.named(question), _words(frame.wording, frame, key, value))


def held(frame: Frame, active: ActivePage, blocks: tuple[Block, ...], posted: MultiDict[str, str]) -> str:
    """Nothing was saved: say what stands against marking the journey as begun."""
    return render_template(
        "interviews/held.html",
        frame=frame,
        active=active,
        blocks=[BLOCKS[block] for block in blocks],
        danger=Block.DANGER in blocks,
        fields=along(posted),
        post=Post.read(posted),
    )


def not_approved(frame: Frame, active: ActivePage, posted: MultiDict[str, str], *, known: bool) -> str:
    """Nothing was saved: nobody else has approved the payment."""
    return render_template(
        "interviews/not_approved.html",
        frame=frame,
        active=active,
        known=known,
        fields=along(posted),
        post=Post.read(posted),
    )


def set_aside(frame: Frame, active: ActivePage, found: WouldSetAside, posted: MultiDict[str, str]) -> str:
    """Nothing was saved: say which answers would be set aside, and ask."""
    answers = frame.opened.answers.values
    aside = [listed(frame, key, answers.get(key)) for key in found.keys]
    return render_template(
        "interviews/set_aside.html",
        frame=frame,
        active=active,
        aside=aside,
        nothing_kept=found.nothing_kept,
        fields=along(posted),
        post=Post.read(posted),
    )


def conflict(frame: Frame, active: ActivePage, found: Conflict, posted: MultiDict[str, str]) -> tuple[str, int]:
    """Nothing was saved: someone else changed the same answers; both versions side by side."""
    pairs = [(listed(frame, key, found.mine[key]), listed(frame, key, found.theirs[key])) for key in found.keys]
    page = render_template(
        "interviews/conflict.html",
        frame=frame,
        active=active,
        pairs=pairs,
        newer=found.revision,
        take=TAKE,
        fields=along(posted),
        post=Post.read(posted),
    )
    return page, 409


def along(posted: MultiDict[str, str]) -> list[tuple[str, str]]:
    """Every answer that came, to be sent along again."""
    own = OWN_FIELDS
    return [(n, value) for n, value in posted.items(multi=True) if n not in own and not n.startswith(TAKE)]


def hidden_page(opened: OpenInterview, page_key: PageKey) -> ActivePage | None:
    """A page of this questionnaire that does not show now; None if it has no such page."""
    page_id, _, entry_id = page_key.partition("-")
    page = opened.questionnaire.pages.get(page_id)
    entry = next(
        (entry for entries in opened.answers.entries.values() for entry in entries if entry.id == entry_id), None
    )
    return None if page is None else ActivePage(page_key, page, entry, (), False)


def _words(wording: Wording, frame: Frame, key: Key, value: Value | None) -> str:
    return "" if value is None else "\n".join(answer_lines(wording, frame.opened.view.question(key), value))
