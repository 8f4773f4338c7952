"""An assessment in words: explanations, flags, what is missing, projects; each with the answers it rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from babel import Locale
from markupsafe import Markup, escape

from interview.eligibility.assessment import Assessment
from interview.eligibility.explanation import Line, word
from interview.eligibility.missing import Missing
from interview.eligibility.projects import ProjectResult
from interview.eligibility.risks import RiskFlag
from interview.forms import library
from interview.forms.wording import explanation_context
from interview.questionnaire.answers import Key, PageKey
from interview.questionnaire.view import View
from interview.web.answer_words import answer_words
from interview.web.languages import language_of_page, tag
from interview.web.tongues import tongue
from interview.web.wording import Wording

DOMAIN = "explanations"
PROJECTS = "s_elig_project"
"""The question whose answers are the projects."""


@dataclass(frozen=True, slots=True)
class Ground:
    """An answer that a sentence rests on. `page_key` is None when its question stands on no page."""

    label: Markup
    answer: str
    page_key: PageKey | None


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence and what it rests on."""

    code: str
    sentence: Markup
    grounds: tuple[Ground, ...] = ()
    status: str | Markup = ""


@dataclass(frozen=True, slots=True)
class Open:
    """A question whose answer is not known, and what it could show."""

    label: Markup
    page_key: PageKey | None
    about: tuple[Markup, ...]


class Templates(Mapping[str, str]):
    """The sentences of an assessment by code, in one language; the English where one is missing."""

    def __init__(self, locale: Locale) -> None:
        self._spoken = tongue(tag(locale), DOMAIN)
        self._english = library.explanations()

    @property
    def translated(self) -> bool:
        """False where every sentence is the English one."""
        return self._spoken.translated

    def __getitem__(self, code: str) -> str:
        text = self._english[code]
        return self._spoken.words(explanation_context(code), text) or text

    def __iter__(self):  # type: ignore[no-untyped-def]  # Mapping's own signature
        return iter(self._english)

    def __len__(self) -> int:
        return len(self._english)


class Findings:
    """Words for what the system makes of an interview's answers."""

    def __init__(self, view: View, wording: Wording) -> None:
        self._view = view
        self._wording = wording
        self._templates = Templates(language_of_page())
        self._pages: Mapping[Key, PageKey] = MappingProxyType(
            {key: page.key for page in reversed(view.pages) for key in page.keys}
        )

    def explanation(self, assessment: Assessment) -> tuple[Told, ...]:
        """The rules that fired, in their order."""
        return tuple(self._told(line) for line in assessment.explanation)

    def headline(self, assessment: Assessment) -> Markup:
        """The result in one sentence."""
        return self.words(f"result.{assessment.result.value}")

    def strength(self, assessment: Assessment) -> Markup:
        """How strong the result is, in one sentence, or nothing."""
        strength = assessment.strength
        return Markup() if strength is None else self.words(f"strength.{strength.value}")

    def missing(self, assessment: Assessment, *, one_more: bool) -> tuple[Open, ...]:
        """The questions behind what is not known: those where one more answer could change the result, or the rest."""
        items = [item for item in assessment.missing if item.one_more_answer is one_more]
        asked = dict.fromkeys(name for item in items for name in item.questions)
        return tuple(self._open(name, items) for name in asked if name in self._view.questionnaire.questions)

    def alternatives(self, assessment: Assessment) -> tuple[Told, ...]:
        """Other findings, whatever the result is."""
        found = ((item.code, {"referrals": item.referrals}, item.keys) for item in assessment.alternative_findings)
        return tuple(self._told(Line(f"alternative.{code}", params, keys)) for code, params, keys in found)

    def flags(self, flags: Iterable[RiskFlag]) -> tuple[Told, ...]:
        """What to act on, and how soon."""
        return tuple(
            Told(flag.code, self.words(f"flag.{flag.code}"), (), self.words(f"within.{flag.act_within}"))
            for flag in flags
        )

    def project(self, result: ProjectResult) -> tuple[str, Markup, tuple[Told, ...]]:
        """A project's name, its outcome, and each criterion with its reason."""
        criteria = tuple(
            Told(
                item.code,
                Markup("{}. {}").format(self.words(f"criterion.{item.code}"), self.words(f"reason.{item.reason}")),
                self.grounds(item.keys),
                item.status,
            )
            for item in result.criteria
        )
        return self._project_name(result.project), self.words(f"project.{result.result}"), criteria

    def _project_name(self, code: str) -> str:
        """A project by the answer that chooses it, which is translated with its form; else by the name it was given."""
        question = self._view.questionnaire.questions.get(PROJECTS)
        option = None if question is None else question.option(code)
        if question is None or option is None:
            return {project.code: project.name for project in library.projects()}.get(code, code)
        return self._wording.option(question, option)

    def words(self, code: str) -> Markup:
        """The sentence of a code; the code itself if there is none."""
        return self._tagged(self._templates.get(code, code))

    def _tagged(self, sentence: str) -> Markup:
        text = escape(sentence)
        return text if self._templates.translated else self._wording.english(text)

    def grounds(self, keys: Iterable[Key]) -> tuple[Ground, ...]:
        """The answers behind a sentence, each with its page."""
        return tuple(self._ground(key) for key in dict.fromkeys(keys) if key in self._view.values)

    def _ground(self, key: Key) -> Ground:
        question, value = self._view.question(key), self._view.values[key]
        answer = answer_words(self._wording, question, value)
        return Ground(self._wording.named(question), answer, self._pages.get(key))

    def _told(self, line: Line) -> Told:
        return Told(line.code, self._tagged(word(line, self._templates)), self.grounds(line.keys))

    def _open(self, name: str, items: Iterable[Missing]) -> Open:
        about = tuple(dict.fromkeys(self.words(f"name.{item.item}") for item in items if name in item.questions))
        return Open(self._wording.named(self._view.question(name)), self._pages.get(name), about)
