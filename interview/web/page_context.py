"""What the fields of one page lean on."""

from collections.abc import Mapping
from dataclasses import dataclass

from babel import Locale

from interview.questionnaire.answers import Key
from interview.questionnaire.definition import Kind, PageKind
from interview.questionnaire.problems import Problem
from interview.questionnaire.values import Value
from interview.questionnaire.view import ActivePage, AnswerState, View
from interview.web import long_lists
from interview.web.answer_words import words_of_answers
from interview.web.problem_words import problem_words
from interview.web.wording import Wording, Words, no_words


@dataclass(frozen=True, slots=True)
class PageContext:
    """The page, the view of the answers, the words of the form, and what the record provides.

    `carried`: answers that another form gave, which nobody has looked at here yet.
    """

    page: ActivePage
    view: View
    wording: Wording
    provided: Mapping[Key, Value]
    carried: frozenset[Key] = frozenset()

    @property
    def heard(self) -> bool:
        """True on a page that is ticked from the account and not read aloud."""
        return self.page.page.kind in (PageKind.HEARD, PageKind.KNOWN)

    @property
    def locale(self) -> Locale:
        """The language that lists of names are in."""
        return self.wording.first.locale

    def words(self, key: Key) -> Words:
        """The words of earlier answers, where the texts of this question insert any."""
        question = self.view.question(key)
        if "{" not in question.label + question.hint:
            return no_words
        return words_of_answers(self.wording, self.view.lookup(key), self.view.questionnaire.questions)

    def words_of_page(self) -> Words:
        """The words of earlier answers, for what is said on the page."""
        key = self.page.keys[0] if self.page.keys else self.page.key
        values = self.view.lookup(key) if "{" in self.page.page.say else {}
        return words_of_answers(self.wording, values, self.view.questionnaire.questions)

    def sentence(self, problem: Problem) -> str:
        """A problem, worded."""
        questions = self.view.questionnaire.questions
        return problem_words(problem, lambda question_id: self.wording.plain_label(questions[question_id]))

    def restored(self, key: Key) -> bool:
        """True for an answer that was set aside and came back."""
        return self.view.states.get(key) is AnswerState.RESTORED

    def likely(self, kind: Kind) -> tuple[str, ...]:
        """The countries, languages or currencies that this interview has named before."""
        return long_lists.likely(self.view.questionnaire, self.view.values, kind)
