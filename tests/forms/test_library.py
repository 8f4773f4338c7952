"""The library: every version loads, published ones never change, and what is not understood is refused by name."""

import shutil
from pathlib import Path

import pytest

from interview.eligibility.vocabulary import IndicatorSet
from interview.eligibility.weights import current_weights
from interview.forms import library
from interview.forms.checking import check_all
from interview.forms.codes import COUNTRIES, CURRENCIES, LANGUAGES, SPECIAL_COUNTRIES
from interview.forms.folders import digest_of, folder_of
from interview.forms.library import BadForm, load, load_folder
from interview.questionnaire.definition import PageKind
from interview.questionnaire.findings import BadQuestionnaire

VERSIONS = [(form, version) for form in library.forms() for version in library.versions(form)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small form of its own, to be spoiled."""
    where = tmp_path / "tiny" / "1"
    where.mkdir(parents=True)
    (where / "form.toml").write_text('title = "Tiny"\n')
    (where / "lists.toml").write_text('[colour.options]\nred = "Red"\nblue = "Blue"\n')
    (where / "01-first.toml").write_text(SECTION)
    return where


SECTION = """
id = "first"
title = "First"

[[page]]
id = "f1"
kind = "staff"
questions = ["colour"]

[question.colour]
kind = "one_of"
who = "staff"
label = "Colour"
list = "colour"
required = "no"
sensitivity = "ordinary"
tier = "1"

[[page]]
id = "f2"
kind = "staff"
questions = ["shade"]

[question.shade]
kind = "text"
who = "staff"
label = "Shade"
required = "no"
sensitivity = "ordinary"
tier = "1"
relevant = "colour = 'red'"
"""


def spoil(folder: Path, old: str, new: str, name: str = "01-first.toml") -> None:
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new))


def test_the_check_of_all_forms_finds_nothing() -> None:
    assert check_all() == ()


@pytest.mark.parametrize(("form", "version"), VERSIONS)
def test_every_version_loads_with_its_form_version_and_digest(form: str, version: int) -> None:
    questionnaire = load(form, version)

    assert (questionnaire.form, questionnaire.version) == (form, version)
    assert questionnaire.digest == digest_of(folder_of(form, version))


def test_a_published_version_never_changes() -> None:
    changed = {
        f"{form}/{version} was changed: publish version {version + 1} instead"
        for (form, version), digest in library.published().items()
        if digest_of(folder_of(form, version)) != digest
    }

    assert changed == set()


def test_the_newest_version_is_loaded_unless_told_otherwise() -> None:
    assert load("screening") is load("screening", library.latest("screening"))


def test_a_form_or_version_that_does_not_exist_is_refused() -> None:
    with pytest.raises(BadForm, match="no such form"):
        load("shopping")
    with pytest.raises(BadForm, match="no version 99"):
        load("screening", 99)


def test_a_small_form_loads(folder: Path) -> None:
    questionnaire = load_folder(folder)

    assert list(questionnaire.questions) == ["colour", "shade"]
    assert [option.label for option in questionnaire.questions["colour"].options] == ["Red", "Blue"]


@pytest.mark.parametrize(
    ("old", "new", "place", "reason"),
    [
        ('label = "Colour"\n', 'label = "Colour"\nlable = "x"\n', "colour", "unknown key 'lable'"),
        ('label = "Colour"\n', "", "colour", "label is missing"),
        ('label = "Colour"\n', 'label = " "\n', "colour", "label must be a text"),
        ('label = "Colour"\n', "label = 3\n", "colour", "label must be a text"),
        ('kind = "one_of"', 'kind = "radio"', "colour", "kind must be one of: one_of, any_of"),
        ('list = "colour"', 'list = "colours"', "colour", "there is no list 'colours'"),
        ('list = "colour"\n', "", "colour", "list is missing"),
        ('kind = "text"', 'kind = "text"\nlist = "colour"', "shade", "text takes no list"),
        ('kind = "text"', 'kind = "text"\nyes_if = "colour = \'red\'"', "shade", "a computed question, and no other"),
        ("colour = 'red'", "colour == 'red'", "shade", "'=' was not expected|'=' is no|in the rule"),
        ('id = "f1"\n', 'id = "f1"\nif_open = "yes"\n', "f1", "if_open must be true or false"),
        ('questions = ["colour"]', 'questions = ["colour", "colour"]', "f1", "questions names something twice"),
        ('title = "First"', 'title = "First"\nstage = "later"', "first", "stage must be one of"),
        ('title = "First"', 'title = "First"\ncolour = "red"', "first", "unknown key 'colour'"),
    ],
)
def test_what_is_not_understood_is_refused_naming_file_place_and_reason(
    folder: Path, old: str, new: str, place: str, reason: str
) -> None:
    spoil(folder, old, new)

    with pytest.raises(BadForm, match=reason) as refused:
        load_folder(folder)

    assert refused.value.file == "tiny/1/01-first.toml"
    assert refused.value.place == place


@pytest.mark.parametrize("key", ["sensitivity", "tier", "required", "who", "kind"])
def test_a_question_without_its_rank_is_refused(folder: Path, key: str) -> None:
    before, name, after = SECTION.partition("[question.colour]\n")
    line = next(line for line in after.splitlines() if line.startswith(f"{key} ="))
    (folder / "01-first.toml").write_text(before + name + after.replace(line, "", 1))

    with pytest.raises(BadForm, match=f"colour: {key} is missing"):
        load_folder(folder)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[colour.options]\nred = "Red"\n[colour.hints]\ngreen = "x"\n', "marks 'green', which is not an option"),
        ('[colour]\nexclusive = ["none"]\n[colour.options]\nred = "Red"\n', "marks 'none', which is not an option"),
        ("[colour.options]\n", "has no options"),
        ('[colour]\norder = "a"\n[colour.options]\nred = "Red"\n', "unknown key 'order'"),
        ("[colour.options]\nred = 1\n", "options must be a table of texts"),
        ('[colour.options]\n"_ red" = "Red"\n', "'_ red' is no code for an option"),
        ('[Colour.options]\nred = "Red"\n', "is no name for a list"),
    ],
)
def test_a_list_that_is_not_understood_is_refused(folder: Path, text: str, reason: str) -> None:
    (folder / "lists.toml").write_text(text)

    with pytest.raises(BadForm, match=reason) as refused:
        load_folder(folder)

    assert refused.value.file == "tiny/1/lists.toml"


def test_a_file_that_has_no_place_in_a_form_is_refused(folder: Path) -> None:
    (folder / "notes.txt").write_text("to do")

    with pytest.raises(BadForm, match="has no place"):
        load_folder(folder)


def test_a_file_that_is_no_toml_is_refused(folder: Path) -> None:
    (folder / "01-first.toml").write_text("id = ")

    with pytest.raises(BadForm, match=r"tiny/1/01-first\.toml: cannot be read"):
        load_folder(folder)


def test_a_rule_on_a_later_question_is_refused(folder: Path) -> None:
    spoil(folder, 'label = "Colour"\n', 'label = "Colour"\nrelevant = "shade is empty"\n')

    with pytest.raises(BadQuestionnaire, match="shade comes later"):
        load_folder(folder)


def test_the_digest_changes_with_every_file_and_not_with_line_endings(folder: Path) -> None:
    before = digest_of(folder)
    (folder / "lists.toml").write_bytes((folder / "lists.toml").read_bytes().replace(b"\n", b"\r\n"))
    same = digest_of(folder)
    (folder / "indicators.toml").write_text("")
    with_mapping = digest_of(folder)

    assert same == before
    assert with_mapping != before


def test_a_changed_copy_of_a_published_form_has_another_digest(tmp_path: Path) -> None:
    shutil.copytree(folder_of("screening", 1), tmp_path / "1")
    section = next((tmp_path / "1").glob("08-*.toml"))
    section.write_text(section.read_text("utf-8").replace("How did it begin?", "How did it start?"), "utf-8")

    assert digest_of(tmp_path / "1") != digest_of(folder_of("screening", 1))


@pytest.mark.parametrize(("form", "version"), VERSIONS)
def test_page_ids_tell_nothing_to_a_browser_history(form: str, version: int) -> None:
    pages = load(form, version).pages.values()

    assert all(page.id.rpartition("_")[0] == page.section_id and page.id.rpartition("_")[2].isdigit() for page in pages)


def test_one_question_per_page_is_read_aloud() -> None:
    pages = load("screening", 1).pages.values()

    assert {len(page.question_ids) for page in pages if page.kind is PageKind.ASK} == {1}
    assert all(len(page.question_ids) <= 5 for page in pages)


def test_what_was_heard_is_asked_only_while_it_is_open() -> None:
    questionnaire = load("screening", 1)
    heard = {name for page in questionnaire.pages.values() if page.kind is PageKind.HEARD for name in page.question_ids}

    asked = {
        name: page.if_open
        for page in questionnaire.pages.values()
        if page.kind is PageKind.ASK
        for name in page.question_ids
    }

    to_ask = {name for name in heard if questionnaire.questions[name].asked}
    assert to_ask <= asked.keys()
    assert {name for name in to_ask if not asked[name]} == {"s_control"}
    assert {name for name, if_open in asked.items() if if_open} - to_ask == {"s_control_other"}


def test_each_point_of_the_agreement_has_words_to_read() -> None:
    questionnaire = load("screening", 1)
    points = [
        name
        for name in questionnaire.questions
        if name.startswith("s_con_") and questionnaire.questions[name].label.startswith(("I explained", "I said"))
    ]

    scripts = {name: page.say for page in questionnaire.pages.values() for name in page.question_ids}

    assert len(points) == 9
    assert all(scripts[name] for name in points)


def test_codes_of_countries_languages_and_currencies_are_whole() -> None:
    assert len(COUNTRIES) == 249 + len(SPECIAL_COUNTRIES)
    assert {"XZ", "XX", "XK", "ZZ"} == set(SPECIAL_COUNTRIES)
    assert {"ar", "my", "km", "zh-Hans"} <= LANGUAGES
    assert all(len(code) == 3 and code.isupper() for code in CURRENCIES)


def test_every_adult_labour_indicator_is_reached_by_an_answer() -> None:
    reached = library.mapping("screening", 1).asked_by

    labour = current_weights().sets[IndicatorSet.ADULT_LABOUR].values()

    assert {indicator.code for indicators in labour for indicator in indicators} - reached.keys() == set()
