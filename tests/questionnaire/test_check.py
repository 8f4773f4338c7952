"""What a questionnaire is refused for, and what the checker finds."""

from dataclasses import replace

import pytest
from builders.questionnaires import (
    age,
    from_record,
    one_section,
    page,
    question,
    questionnaire,
    section,
    yes_if,
)

from interview.questionnaire.assembling import BadQuestionnaire, assemble
from interview.questionnaire.check import check
from interview.questionnaire.definition import (
    Check,
    Kind,
    Option,
    PageKind,
    Prompt,
    Question,
    Required,
    Stage,
    Tier,
    Who,
    YesIf,
)
from interview.questionnaire.rules import parse

EARLIER = (
    question("yn"),
    question("staff", Kind.YES_NO, who=Who.STAFF),
    question("one", Kind.ONE_OF, codes=("x", "y")),
    question("other", Kind.ONE_OF, codes=("x", "y")),
    question("third", Kind.ONE_OF, codes=("x", "z")),
    question("several", Kind.ANY_OF, codes=("x", "y", Option("none", "none", exclusive=True))),
    question("number", Kind.NUMBER),
    question("count", Kind.NUMBER),
    question("day", Kind.DATE),
    question("when", Kind.PARTIAL_DATE),
    question("hour", Kind.TIME),
    question("country", Kind.COUNTRY),
    question("home", Kind.COUNTRY),
    question("countries", Kind.COUNTRIES),
    question("tongue", Kind.LANGUAGE),
    question("text", Kind.TEXT),
    question("note", Kind.TEXT, who=Who.STAFF),
    question("pay", Kind.MONEY),
    from_record("reference", "case.reference"),
    yes_if("computed", "yn = 'yes'"),
    age("years", birth="when"),
)


def refusal_of(*questions: Question) -> str:
    with pytest.raises(BadQuestionnaire) as refused:
        one_section(*questions)
    return str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "yn = 'declined'",
        "yn <> 'yes' and staff = 'no'",
        "one in ('x','unknown')",
        "one <> other",
        "selected(several,'x')",
        "several = 'declined'",
        "several is empty",
        "number > 3 and number <= count",
        "number = 'unknown'",
        "day > '2026-01-01' or when < day",
        "hour >= '22:00'",
        "country = 'TH' and country <> home",
        "selected(countries,'TH')",
        "tongue = 'prs'",
        "text is not empty and note is not empty",
        "pay is empty",
        "computed <> 'yes' or computed = 'not_known'",
        "years < 18",
        "years = 'unknown'",
        "answered(note)",
        "not answered(note)",
    ],
)
def test_what_can_be_compared_is_accepted(text: str) -> None:
    form = one_section(*EARLIER, question("last", when=text))

    assert check(form) == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nobody = 'yes'", "there is no question nobody"),
        ("last = 'yes'", "last comes later"),
        ("later = 'yes'", "later comes later"),
        ("yn = 'maybe'", "yn has no option 'maybe'"),
        ("one in ('x','q')", "one has no option 'q'"),
        ("selected(several,'q')", "several has no option 'q'"),
        ("staff = 'declined'", "staff has no option 'declined'"),
        ("several = 'x'", "use selected(several,'x')"),
        ("selected(one,'x')", "selected() asks about several codes"),
        ("one < 'x'", "no order"),
        ("one < other", "no order"),
        ("one = third", "cannot be compared"),
        ("one = several", "cannot be compared"),
        ("one = 3", "cannot be compared with 3"),
        ("number = 'x'", "cannot be compared with 'x'"),
        ("number > '2026-01-01'", "cannot be compared"),
        ("number < day", "cannot be compared"),
        ("day = 3", "cannot be compared"),
        ("hour > '2026-01-01'", "cannot be compared"),
        ("country = 'Thailand'", "cannot be compared"),
        ("country = tongue", "cannot be compared"),
        ("selected(countries,'Thailand')", "no country code"),
        ("text = 'word'", "cannot be compared"),
        ("text = note", "cannot be compared"),
        ("pay > 3", "cannot be compared"),
        ("reference = 'x'", "filled from the record"),
        ("yn = 'yes' and yn = 'no'", "never be true"),
        ("yn = 'yes' and not yn = 'yes'", "never be true"),
        ("one <> 'x' and one <> 'y' and one is not empty", "never be true"),
        ("number > 3 and number < 4", "never be true"),
        ("years < 0", "never be true"),
        ("day < '2026-01-01' and day > '2026-01-01'", "never be true"),
        ("hour < '10:00' and hour > '11:00'", "never be true"),
        ("selected(several,'none') and selected(several,'x')", "never be true"),
        ("selected(several,'x') and several is empty", "never be true"),
        ("country = 'TH' and country in ('MM','LA')", "never be true"),
        ("yn is empty and yn = 'yes'", "never be true"),
        ("staff is empty", "never be true"),
        ("answered(yn) and not answered(yn)", "never be true"),
        ("(yn = 'yes' or one = 'x') and yn = 'no' and one = 'y'", "never be true"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_with_file_question_and_reason(text: str, reason: str) -> None:
    refusal = refusal_of(*EARLIER, question("last", when=text), question("later"))

    assert refusal.startswith("only.toml: last: ")
    assert reason in refusal
    assert text in refusal


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(BadQuestionnaire) as refused:
        one_section(question("a", when="x = 'yes'"), question("b", when="a = 'maybe'"), question("c", Kind.ONE_OF))

    assert [finding.where for finding in refused.value.findings] == ["c", "a", "b"]


def test_whether_a_question_is_hard_may_depend_on_a_later_one() -> None:
    form = one_section(question("a", required=Required.HARD, required_when="b = 'yes'"), question("b"))

    assert check(form) == ()


def test_rules_of_sections_and_pages_look_back_too() -> None:
    with pytest.raises(BadQuestionnaire, match="b comes later"):
        questionnaire(section("one", question("a")), section("two", question("b"), when="b = 'yes'"))
    with pytest.raises(BadQuestionnaire, match="b comes later"):
        one_section(question("a"), question("b"), pages=[page("p", "a", when="b = 'yes'"), page("q", "b")])
    with pytest.raises(BadQuestionnaire, match="b comes later"):
        one_section(
            question("a"),
            question("b"),
            pages=[page("p", "a"), page("words", kind=PageKind.INFO, when="b = 'yes'"), page("q", "b")],
        )
    one_section(
        question("a"),
        question("b"),
        pages=[page("p", "a"), page("words", kind=PageKind.INFO, when="a = 'yes'"), page("q", "b")],
    )


def test_a_question_outside_a_group_cannot_look_into_its_entries() -> None:
    legs = section("legs", question("a"), question("b", when="a = 'yes'"), group="leg")

    questionnaire(legs)
    with pytest.raises(BadQuestionnaire, match="asked for each leg"):
        questionnaire(legs, section("after", question("c", when="a = 'yes'")))
    with pytest.raises(BadQuestionnaire, match="asked for each leg"):
        questionnaire(legs, section("again", question("c"), when="a = 'yes'", group="leg"))


def test_what_is_always_on_does_not_hang_on_a_module() -> None:
    refusal = refusal_of(question("m", tier=Tier.MODULE), question("a", when="m = 'yes'"))

    assert "m belongs to a module that may be switched off" in refusal
    one_section(question("m", tier=Tier.MODULE), question("a"), question("b", when="m = 'yes' or a = 'yes'"))


@pytest.mark.parametrize(
    ("computed", "reason"),
    [
        (age("c", birth="nobody"), "there is no question nobody"),
        (age("c", birth="n"), "n is no date"),
        (age("c", stated="born"), "born is no number"),
        (age("c", birth="born", at="n"), "n is no date"),
        (yes_if("c", "c = 'yes'"), "c comes later"),
        (yes_if("c", "n > 3 and n < 2"), "never be true"),
    ],
)
def test_what_is_computed_rests_on_earlier_answers_of_the_right_kind(computed: Question, reason: str) -> None:
    refusal = refusal_of(question("born", Kind.PARTIAL_DATE), question("n", Kind.NUMBER), computed)

    assert reason in refusal


def test_checks_name_dates() -> None:
    wrong = (Check("not_before", "n"), Check("not_after", "nobody"), Check("age_agrees", "born", at="n"))
    refusal = refusal_of(
        question("born", Kind.DATE), question("n", Kind.NUMBER), question("end", Kind.DATE, checks=wrong)
    )

    assert refusal.count("n is no date") == 2
    assert "there is no question nobody" in refusal


def test_wording_that_inserts_an_answer_needs_an_earlier_question_and_a_fallback() -> None:
    name = question("name", Kind.TEXT)

    one_section(name, question("a", label="Is {name} safe?", fallbacks={"name": "this person"}))
    assert "needs a fallback" in refusal_of(name, question("a", label="Is {name} safe?"))
    assert "b comes later" in refusal_of(question("a", label="{b}", fallbacks={"b": "it"}), question("b"))
    with pytest.raises(BadQuestionnaire, match="needs a fallback"):
        one_section(name, pages=[page("p", "name", say="Hello {name}.")])


@pytest.mark.parametrize(
    ("faulty", "reason"),
    [
        (question("Bad"), "an id is lower-case"),
        (question("a", Kind.ONE_OF), "nothing to choose from"),
        (question("a", Kind.ANY_OF, codes=("x", "x")), "option 'x' is listed twice"),
        (question("a", Kind.ANY_OF, codes=("x y",)), "no option code"),
        (question("a", prompts=(Prompt("p", "?", ("yes",)),)), "grouped prompts belong"),
        (question("a", Kind.ANY_OF, codes=("x",), prompts=(Prompt("p", "?", ("y",)),)), "unknown option 'y'"),
        (
            question("a", Kind.ANY_OF, codes=(Option("x", "x", staff_only=True),), prompts=(Prompt("p", "?", ("x",)),)),
            "which staff only tick",
        ),
        (
            question("a", Kind.ANY_OF, codes=("x",), prompts=(Prompt("p", "?", ("x",)), Prompt("p", "?", ("x",)))),
            "two prompts are called p",
        ),
        (question("a", Kind.ANY_OF, codes=("x", Option("unknown", "?", exclusive=True))), "denies nothing"),
        (question("a", Kind.COMPUTED, who=Who.STAFF), "says how"),
        (question("a", computed=YesIf(parse("a = 'yes'"))), "says how, and nothing else"),
        (question("a", Kind.NUMBER, minimum=5, maximum=4), "minimum is above"),
    ],
)
def test_parts_that_do_not_fit_are_refused(faulty: Question, reason: str) -> None:
    assert reason in refusal_of(faulty)


def test_pages_hold_questions_of_their_section() -> None:
    for pages, reason in (
        ([page("p", "a", "b")], "b is not a question of this section"),
        ([page("p", "a"), page("words")], "a page has questions"),
        ([page("p", "a", kind=PageKind.INFO)], "a page has questions"),
        ([page("p", "a", kind=PageKind.STAFF)], "asked aloud, and a staff page is not"),
        ([page("words", kind=PageKind.INFO)], "the question is on no page"),
        ([page("P", "a")], "an id is lower-case"),
    ):
        with pytest.raises(BadQuestionnaire, match=reason):
            one_section(question("a"), pages=pages)


def test_ids_are_used_once_and_lead_somewhere() -> None:
    made, questions = section("one", question("a"))

    for sections, given, reason in (
        ([made, made], questions, "two things are called so"),
        ([made], [*questions, *questions], "two things are called so"),
        ([made], [*questions, question("b")], "b: the question is in no section"),
        ([made], [], "there is no question a"),
        ([replace(made, question_ids=("a", "a"))], questions, "listed twice"),
        ([made], [replace(questions[0], section_id="two")], "says that it is in section two"),
        ([made], [replace(questions[0], group="leg")], "repeating group of its section"),
        ([replace(made, group="No", pages=made.pages)], questions, "name of a group"),
        ([replace(made, pages=(replace(made.pages[0], section_id="two"),))], questions, "it is in section two"),
    ):
        with pytest.raises(BadQuestionnaire, match=reason):
            assemble(form="tiny", version=1, sections=sections, questions=given)


def test_a_section_of_the_decision_needs_no_pages() -> None:
    made, questions = section("after", question("a", who=Who.SUPERVISOR), pages=[])

    form = assemble(form="tiny", version=1, sections=[replace(made, stage=Stage.AFTER_SUBMISSION)], questions=questions)

    assert check(form) == ()


@pytest.mark.parametrize(
    "lost",
    [
        question("lost", when="b = 'yes' and a = 'no'"),
        question("lost", when="c = 'yes' and a = 'no'"),
        question("lost", when="b is empty and a <> 'yes'"),
        question("lost", when="d = 'no' and b = 'yes'"),
    ],
)
def test_a_question_that_no_answers_lead_to_is_found(lost: Question) -> None:
    form = one_section(
        question("a"),
        question("b", when="a = 'yes'"),
        yes_if("c", "b = 'yes'"),
        yes_if("d", "a = 'yes'"),
        question("last", when="b = 'no' and c = 'no' and d = 'yes'"),
        lost,
    )

    assert [str(finding) for finding in check(form)] == ["only.toml: lost: no answers lead to this question"]


def test_a_section_that_no_answers_lead_to_is_found_by_its_questions() -> None:
    form = questionnaire(
        section("one", question("a"), question("b", when="a = 'yes'")),
        section("two", question("c"), question("d"), when="a = 'no' and b = 'yes'"),
    )

    assert [finding.where for finding in check(form)] == ["c", "d"]


def test_a_page_rule_can_make_a_question_unreachable() -> None:
    form = one_section(
        question("a"),
        question("b", when="a = 'yes'"),
        pages=[page("p", "a"), page("q", "b", when="a = 'no'")],
    )

    assert [finding.where for finding in check(form)] == ["b"]
