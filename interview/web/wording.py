"""The words of a questionnaire as a page shows them: translated, each block with its language and direction.

What is missing in a language shows the English, tagged for the interviewer; nothing falls back in silence.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache

from flask_babel import force_locale, pgettext
from markupsafe import Markup, escape

from interview.forms.wording import (
    option_context,
    page_context,
    prompt_context,
    question_context,
    section_context,
)
from interview.questionnaire.definition import Option, Page, Prompt, Question, Section
from interview.questionnaire.piping import pipe
from interview.web.tongues import SOURCE, Tongue, tongue

Words = Callable[[str, Tongue], str | None]
NOTHING: Mapping[str, str] = {}


def no_words(_question_id: str, _tongue: Tongue) -> str | None:
    """Words of answers where there are no answers."""
    return None


def reply_words(code: str) -> str:
    """The words of a reply that the kind of question brings, in the language of the moment, else the code."""
    match code:
        case "yes":
            return str(pgettext("answer", "Yes"))
        case "no":
            return str(pgettext("answer", "No"))
        case "not_known":
            return str(pgettext("answer", "Not known"))
        case "unknown":
            return str(pgettext("answer", "Do not know"))
        case "declined":
            return str(pgettext("answer", "Would rather not say"))
        case "not_asked":
            return str(pgettext("answer", "Not asked"))
        case _:
            return code


class Wording:
    """The texts of one form in one or two languages. Texts without an inserted answer are made once and kept."""

    def __init__(self, form: str, first: Tongue, second: Tongue | None, page: str) -> None:
        self.form = form
        self.first = first
        self.second = second
        self._page = page
        self._kept: dict[tuple[str, str], Markup] = {}

    @property
    def shown(self) -> str:
        """What the person is shown: their own language if the form is translated into it, else the interviewer's."""
        return (self.second or self.first).tag

    def label(self, question: Question, words: Words = no_words) -> Markup:
        """A question as it is asked, with earlier answers inserted."""
        return self._say(question_context(self.form, question), question.label, words, question.fallbacks)

    def hint(self, question: Question, words: Words = no_words) -> Markup:
        """What stands beside a question."""
        return self._say(question_context(self.form, question), question.hint, words, question.fallbacks)

    def guidance(self, owner: Question | Page | Section) -> tuple[Markup, ...]:
        """What the interviewer may open: the guidance of a question, page or section."""
        context = self._context(owner)
        return tuple(self._say(context, text) for text in owner.guidance)

    def option(self, question: Question, option: Option) -> Markup:
        """An answer to choose."""
        return self._say(option_context(self.form, question, option.code), option.label)

    def option_hint(self, question: Question, option: Option) -> Markup:
        """What stands beneath an answer to choose."""
        return self._say(option_context(self.form, question, option.code), option.hint)

    def option_row(self, question: Question, option: Option) -> Markup:
        """An answer to choose, with what stands beneath it."""
        if not option.hint:
            return self.option(question, option)
        return Markup("{}<small>{}</small>").format(self.option(question, option), self.option_hint(question, option))

    def prompt(self, question: Question, prompt: Prompt) -> Markup:
        """A grouped prompt."""
        return self._say(prompt_context(self.form, question, prompt.id), prompt.label)

    def page_title(self, page: Page) -> Markup:
        """The heading of a page, or nothing."""
        return self._say(page_context(self.form, page), page.title)

    def say(self, page: Page, words: Words = no_words) -> Markup:
        """What is read aloud on a page, with earlier answers inserted."""
        return self._say(page_context(self.form, page), page.say, words, page.fallbacks)

    def section_title(self, section: Section) -> Markup:
        """The heading of a section."""
        return self._say(section_context(self.form, section), section.title)

    def section_intro(self, section: Section) -> Markup:
        """What a section begins with, for the interviewer."""
        return self._say(section_context(self.form, section), section.intro)

    def reply(self, code: str) -> Markup:
        """A reply that the kind of question brings: yes, no, do not know, would rather not say, not asked."""
        kept = self._kept.get(("", code))
        if kept is None:
            kept = self._kept[("", code)] = self._beside(self._reply(code, self.first), self._reply(code, self.second))
        return kept

    def plain_option(self, question: Question, code: str, spoken: Tongue | None = None) -> str:
        """The label of a code in one language, without markup; the code itself if the list does not have it."""
        option = question.option(code)
        if option is None:
            return reply_words(code)
        spoken = spoken or self.first
        return spoken.words(option_context(self.form, question, code), option.label) or option.label

    def plain_prompt(self, question: Question, prompt: Prompt, spoken: Tongue | None = None) -> str:
        """A grouped prompt in one language, without markup."""
        return (spoken or self.first).words(
            prompt_context(self.form, question, prompt.id), prompt.label
        ) or prompt.label

    def named(self, question: Question) -> Markup:
        """A question as a name for its answer, in the interviewer's language alone, as far as it is translated."""
        translated = self.first.words(question_context(self.form, question), question.label) is not None
        text = escape(self.plain_label(question))
        return self._marked(text, self.first) if translated else self.english(text)

    def plain_label(self, question: Question) -> str:
        """A question in the interviewer's language, without markup, with the fallbacks for inserted answers."""
        text = self.first.words(question_context(self.form, question), question.label) or question.label
        return "".join(segment.text for segment in pipe(text, lambda _: None, question.fallbacks))

    def _context(self, owner: Question | Page | Section) -> str:
        match owner:
            case Question():
                return question_context(self.form, owner)
            case Page():
                return page_context(self.form, owner)
            case Section():
                return section_context(self.form, owner)

    def _say(self, context: str, text: str, words: Words = no_words, fallbacks: Mapping[str, str] = NOTHING) -> Markup:
        if not text:
            return Markup()
        if "{" in text:
            return self._made(context, text, words, fallbacks)
        kept = self._kept.get((context, text))
        if kept is None:
            kept = self._kept[(context, text)] = self._made(context, text, words, fallbacks)
        return kept

    def _made(self, context: str, text: str, words: Words, fallbacks: Mapping[str, str]) -> Markup:
        def block(spoken: Tongue | None) -> Markup | None:
            return None if spoken is None else self._block(spoken, context, text, words, fallbacks)

        return self._beside(block(self.first), block(self.second))

    def _block(self, spoken: Tongue, context: str, text: str, words: Words, fallbacks: Mapping[str, str]) -> Markup:
        found = spoken.words(context, text)
        translated = {name: spoken.words(context, word) or word for name, word in fallbacks.items()}
        segments = pipe(found or text, lambda name: words(name, spoken), translated)
        filled = Markup().join(
            Markup("<bdi>{}</bdi>").format(segment.text) if segment.inserted else escape(segment.text)
            for segment in segments
        )
        return self._marked(filled, spoken) if found else self._untranslated(filled)

    def _untranslated(self, text: Markup) -> Markup:
        badge = Markup(' <span class="badge warn">{}</span>').format(pgettext("wording", "not translated"))
        return self.english(text) + badge

    def english(self, text: Markup) -> Markup:
        """English words on this page, tagged as such where the page speaks another language."""
        return text if self._page == SOURCE else Markup('<span lang="{}" dir="ltr">{}</span>').format(SOURCE, text)

    def _marked(self, text: Markup, spoken: Tongue) -> Markup:
        if spoken.tag == self._page:
            return text
        return Markup('<span lang="{}" dir="{}">{}</span>').format(spoken.tag, spoken.direction, text)

    def _reply(self, code: str, spoken: Tongue | None) -> Markup | None:
        if spoken is None:
            return None
        with force_locale(spoken.locale):
            return self._marked(escape(reply_words(code)), spoken)

    def _beside(self, first: Markup | None, second: Markup | None) -> Markup:
        if second is None:
            return first or Markup()
        return Markup('<span class="pair"><span>{}</span><span class="second">{}</span></span>').format(first, second)


@lru_cache(maxsize=64)
def _wording(form: str, first: Tongue, second: Tongue | None, page: str) -> Wording:
    return Wording(form, first, second, page)


def wording_for(form: str, *, interviewer: str, person: str | None, page: str) -> Wording:
    """The words of a form for an interviewer, with the person's language beside if the form is translated into it.

    `page` is the language tag of the page around, whose texts need no tag of their own.
    """
    first = tongue(interviewer, form)
    first = first if first.translated else tongue(SOURCE, form)
    second = tongue(person, form) if person else None
    if second is not None and (not second.translated or second.tag == first.tag):
        second = None
    return _wording(form, first, second, page)
