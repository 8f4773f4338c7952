"""Fields of one of and any of: what their macros walk over."""

from functools import lru_cache

from wtforms.fields import SelectChoice

from interview.questionnaire.definition import Option, Prompt
from interview.questionnaire.shapes import MISSING_CODES
from interview.web.fields import AnswerField

Options = tuple[Option, ...]


@lru_cache(maxsize=2048)
def _choices(options: Options) -> tuple[SelectChoice, ...]:
    return tuple(SelectChoice(option.code, option.label) for option in options)


@lru_cache(maxsize=2048)
def _in_order(options: Options, staff_only_too: bool, with_missing: bool) -> Options:
    kept = (
        option
        for option in options
        if (staff_only_too or not option.staff_only) and (with_missing or option.code not in MISSING_CODES)
    )
    return tuple(sorted(kept, key=lambda option: not option.frequent))


class ChoiceField(AnswerField):
    """One of a list. Options that are never read aloud stand apart where the list is read aloud."""

    @property
    def choices(self) -> tuple[SelectChoice, ...]:
        """Every code that may be posted, as WTForms has it."""
        return _choices(self.question.options)

    @property
    def options(self) -> Options:
        """The options in their order, frequent ones first."""
        return _in_order(self.question.options, not self.aloud, not self.question.accepts_missing)

    @property
    def said_only(self) -> Options:
        """Options to tick only when the person says so."""
        return tuple(option for option in self.question.options if option.staff_only) if self.aloud else ()

    @property
    def said_only_ticked(self) -> bool:
        """True when one of them is on."""
        return any(option.code in self.chosen for option in self.said_only)


class AnyOfField(ChoiceField):
    """Any of a list: ticks in groups where it was heard, grouped prompts where it is asked."""

    @property
    def prompts_shown(self) -> bool:
        """True when grouped prompts are read aloud instead of the list."""
        return self.aloud and bool(self.question.prompts)

    @property
    def prompted(self) -> tuple[tuple[Prompt, Options], ...]:
        """Each grouped prompt with the options that it stands for."""
        options = {option.code: option for option in self.options}
        return tuple(
            (prompt, tuple(options[code] for code in prompt.codes if code in options))
            for prompt in self.question.prompts
        )

    @property
    def unprompted(self) -> Options:
        """Options that no prompt stands for, such as "other" and "none of these"."""
        covered = {code for prompt in self.question.prompts for code in prompt.codes}
        return tuple(option for option in self.options if option.code not in covered)

    @property
    def groups(self) -> tuple[Options, ...]:
        """The options as ticks, those of one prompt together; one group where there are no prompts."""
        if not self.question.prompts:
            return (self.options,)
        return (*(options for _, options in self.prompted), self.unprompted)

    @property
    def long(self) -> bool:
        """True for a list worth a filter."""
        return len(self.options) > 12

    def reply(self, prompt_id: str) -> str:
        """The reply to a grouped prompt, or an empty text."""
        return self.typed(prompt_id)
