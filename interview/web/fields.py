"""The WTForms fields of answers: one field for one question, whatever number of inputs it has on the page.

A field reads what was posted into a `Value` (or a `Problem`, and then keeps what was typed), and tells its macro
what to show. The options of a choice are `SelectChoice`s; the macro walks over the question's own options.
"""

from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.utils import unset_value

from interview.questionnaire.definition import Kind, Question, Source
from interview.questionnaire.problems import Problem
from interview.questionnaire.shapes import Missing, Value
from interview.web import typed
from interview.web.answer_words import answer_words
from interview.web.known import known_in
from interview.web.page_context import PageContext
from interview.web.typed import PARTS, Parts

MISSING = tuple(missing.value for missing in Missing)


class AnswerField(Field):  # type: ignore[misc]  # WTForms carries no types
    """One answer. After `process`, `data` is the value to keep: the saved one while `problem` is not None."""

    data: Value | None

    def __init__(self, question: Question, context: PageContext, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.key: str = self.name
        self.question = question
        self.context = context
        self.words = context.words(self.key)
        self.aloud = question.asked and not context.heard
        self.problem: Problem | None = None
        self.asking: tuple[str, ...] = ()
        self.errors: list[str] = []
        self._shown: Parts = {}

    @property
    def macro(self) -> str:
        """The name of the macro that shows this kind."""
        return (self.question.kind if self.writable else Kind.COMPUTED).value

    @property
    def writable(self) -> bool:
        """False for what is worked out or filled from the record."""
        return self.question.computed is None

    @property
    def prompts_shown(self) -> bool:
        """True when grouped prompts stand on the page, so that a blank one was left blank."""
        return False

    def process(self, formdata: MultiDict[str, str] | None, data: Any = unset_value, **_: Any) -> None:
        """Take the saved value, and over it what was posted."""
        self.process_errors: list[str] = []
        saved: Value | None = None if data is unset_value else data
        self.data = saved
        if formdata is None or not self.writable:
            self._shown = typed.parts_of(self.question, saved)
            return
        posted = typed.collect(self.question, self.key, formdata)
        known = known_in(self.context.locale)
        found = typed.read(self.question, self.key, posted, saved, known=known, prompts_shown=self.prompts_shown)
        self._shown = posted.parts
        if isinstance(found, Problem):
            self.complain(found)
        else:
            self.data = found

    def complain(self, problem: Problem) -> None:
        """Show a problem beside the answer; it stands in the summary on top too."""
        self.problem = problem
        self.errors = [*self.errors, self.context.sentence(problem)]

    def ask(self, problem: Problem) -> None:
        """Show a question to the interviewer about this answer; it blocks nothing."""
        self.asking = (*self.asking, self.context.sentence(problem))

    @property
    def error(self) -> str:
        """What is wrong, in a sentence, or an empty text."""
        return self.errors[0] if self.errors else ""

    @property
    def restored(self) -> bool:
        """True when the answer was set aside and came back."""
        return self.context.restored(self.key)

    @property
    def carried(self) -> bool:
        """True for an answer of another form that nobody has looked at here yet."""
        return self.key in self.context.carried

    @property
    def said(self) -> str:
        """The answer in words, or an empty text."""
        return "" if self.data is None else answer_words(self.context.wording, self.question, self.data)

    @property
    def described_by(self) -> str:
        """The ids of hint, error and questions about the answer."""
        ids = [f"{self.key}-hint"] if self.question.hint else []
        ids += [f"{self.key}-error"] if self.error else []
        return " ".join([*ids, *(f"{self.key}-asking-{place + 1}" for place in range(len(self.asking)))])

    @property
    def anchor(self) -> str:
        """The id of the first input, for a link to it."""
        parts = PARTS.get(self.question.kind)
        return f"{self.key}-{parts[0]}" if parts else self.key

    @property
    def chosen(self) -> tuple[str, ...]:
        """The codes whose input is on: answers, and the way of having none."""
        return (*self._shown.get("", ()), *self._shown.get("missing", ()))

    @property
    def shows_missing(self) -> bool:
        """True where do not know, would rather not say and not asked stand: aloud, or when one is the answer."""
        return self.question.accepts_missing and (self.aloud or isinstance(self.data, Missing))

    @property
    def missing_codes(self) -> tuple[str, ...]:
        """Do not know, would rather not say, not asked."""
        return MISSING

    def typed(self, part: str = "") -> str:
        """What stands in an input: as it was typed, else as it was saved."""
        return "\n".join(self._shown.get(part, ()))


class ComputedField(AnswerField):
    """What the engine works out or the record provides: shown, never typed."""

    @property
    def shown(self) -> str:
        """The value in words, or an empty text."""
        from_record = isinstance(self.question.computed, Source)
        value = self.context.provided.get(self.key) if from_record else self.data
        return "" if value is None else answer_words(self.context.wording, self.question, value)
