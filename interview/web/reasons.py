"""Why a question is asked: its rule in words, with the answers that made it true."""

from collections.abc import Callable

from flask_babel import gettext as _

from interview.questionnaire.definition import Question
from interview.questionnaire.explaining import Because, Reason
from interview.questionnaire.view import View
from interview.web.answer_words import answer_words
from interview.web.wording import Wording


def reasons(view: View, key: str, wording: Wording) -> tuple[str, ...]:
    """One sentence for each condition that holds; empty for a question that everybody is asked."""
    return tuple(_sentence(because, view, wording) for because in view.why(key))


def _sentence(because: Because, view: View, wording: Wording) -> str:
    question = view.questionnaire.questions[because.name]
    asked = wording.plain_label(question)
    to = _compared(because, view, wording, question)
    sentence = str(_SENTENCES[because.reason](asked, to))
    if because.answer is None or because.reason in _SAYS_THE_ANSWER:
        return sentence
    return str(
        _("%(reason)s It is: %(answer)s.", reason=sentence, answer=answer_words(wording, question, because.answer))
    )


def _compared(because: Because, view: View, wording: Wording, question: Question) -> str:
    if because.other is not None:
        return wording.plain_label(view.questionnaire.questions[because.other])
    return ", ".join(wording.plain_option(question, code) for code in because.to)


_SAYS_THE_ANSWER = frozenset({Reason.IS, Reason.SELECTED, Reason.NOT_EMPTY, Reason.ANSWERED})
_SENTENCES: dict[Reason, Callable[[str, str], str]] = {
    Reason.IS: lambda asked, to: _("The answer to “%(asked)s” is: %(to)s.", asked=asked, to=to),
    Reason.IS_NOT: lambda asked, to: _("The answer to “%(asked)s” is not: %(to)s.", asked=asked, to=to),
    Reason.LESS: lambda asked, to: _("The answer to “%(asked)s” is less than %(to)s.", asked=asked, to=to),
    Reason.MORE: lambda asked, to: _("The answer to “%(asked)s” is more than %(to)s.", asked=asked, to=to),
    Reason.AT_MOST: lambda asked, to: _("The answer to “%(asked)s” is at most %(to)s.", asked=asked, to=to),
    Reason.AT_LEAST: lambda asked, to: _("The answer to “%(asked)s” is at least %(to)s.", asked=asked, to=to),
    Reason.ONE_OF: lambda asked, to: _("The answer to “%(asked)s” is one of: %(to)s.", asked=asked, to=to),
    Reason.NONE_OF: lambda asked, to: _("The answer to “%(asked)s” is none of: %(to)s.", asked=asked, to=to),
    Reason.EMPTY: lambda asked, _to: _("“%(asked)s” has no answer.", asked=asked),
    Reason.NOT_EMPTY: lambda asked, _to: _("“%(asked)s” has an answer.", asked=asked),
    Reason.SELECTED: lambda asked, to: _("To “%(asked)s” this was ticked: %(to)s.", asked=asked, to=to),
    Reason.NOT_SELECTED: lambda asked, to: _("To “%(asked)s” this was not ticked: %(to)s.", asked=asked, to=to),
    Reason.ANSWERED: lambda asked, _to: _("“%(asked)s” was answered.", asked=asked),
    Reason.NOT_ANSWERED: lambda asked, _to: _("“%(asked)s” was not answered.", asked=asked),
}
