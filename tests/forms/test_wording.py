"""Every text of a form is extracted for translation, each with the place it stands in as its context."""

from pathlib import Path

import pytest
from babel.messages.extract import extract as babel_extract

from interview.forms import library
from interview.forms.extract import extract
from interview.forms.folders import ROOT, folder_of
from interview.forms.wording import wording

VERSIONS = [(form, version) for form in library.forms() for version in library.versions(form)]


def extracted(folder: Path) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for path in folder.glob("*.toml"):
        with path.open("rb") as file:
            found |= {pair for _, _, pair, _ in extract(file, (), (), {})}
    return found


@pytest.mark.parametrize(("form", "version"), VERSIONS)
def test_what_is_extracted_is_what_is_shown(form: str, version: int) -> None:
    shown = {(text.context, text.text) for text in wording(library.load(form, version))}

    assert extracted(folder_of(form, version)) == shown


def test_contexts_name_the_place_of_a_text() -> None:
    found = {(text.context, text.text) for text in wording(library.load("screening", 1))}

    assert ("screening", "Screening interview") in found
    assert ("screening.s_sex.female", "Female") in found
    assert ("screening.s_name_called", "What would you like me to call you?") in found
    assert ("screening.s_control.prompt.hurt", "Did anyone hurt you, punish you, insult you or frighten you?") in found
    assert any(context == "screening.page.s8_1" for context, _ in found)
    assert any(context == "screening.section.s8" for context, _ in found)


def test_babel_takes_the_context_and_the_line() -> None:
    path = next(folder_of("screening", 1).glob("05-*.toml"))
    with path.open("rb") as file:
        messages = list(babel_extract("interview.forms.extract:extract", file))

    line, text, comments, _ = next(found for found in messages if found[3] == "screening.s_name_called")

    assert path.read_text("utf-8").splitlines()[line - 1] == "[question.s_name_called]"
    assert text == "What would you like me to call you?"
    assert comments == ["read aloud"]


def test_lists_and_mappings_hold_no_message_of_their_own() -> None:
    lists = folder_of("screening", 1) / "lists.toml"
    with lists.open("rb") as file:
        assert list(extract(file, (), (), {})) == []


def test_the_sentences_of_an_assessment_are_extracted_with_their_code() -> None:
    with (ROOT / "explanations.toml").open("rb") as file:
        found = {pair for _, _, pair, _ in extract(file, (), (), {})}

    assert found == {(f"explanation.{code}", text) for code, text in library.explanations().items()}


def test_no_text_of_a_form_speaks_of_our_sources_or_sections() -> None:
    texts = [text.text for form, version in VERSIONS for text in wording(library.load(form, version))]

    assert not [text for text in texts if "section 1" in text or "(A" in text or "(B" in text or "(P)" in text]
    assert not [text for text in texts if "IOM" in text]


def test_no_text_read_aloud_asks_why_or_names_a_crime_or_a_victim() -> None:
    texts = [text for text in wording(library.load("screening", 1)) if text.note == "read aloud"]

    words = ("why did you", "victim", "traffick", "crime", "prostitut", "exploit", "smuggl")
    assert not [text for text in texts if any(word in text.text.lower() for word in words)]
