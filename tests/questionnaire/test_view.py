"""The view: what shows, what is open, what is set aside."""

from builders.questionnaires import (
    ENTRY_A,
    ENTRY_B,
    THE_DAY,
    age,
    blank_answers,
    from_record,
    one_section,
    page,
    question,
    questionnaire,
    section,
    yes_if,
)

from interview.questionnaire.answers import Answers, Changes, record
from interview.questionnaire.definition import Kind, PageKind, Questionnaire, Required, Tier, Who
from interview.questionnaire.explaining import Reason
from interview.questionnaire.problems import HARD, SOFT
from interview.questionnaire.values import AnyOf, Missing, PartialDate
from interview.questionnaire.view import AnswerState, View, evaluate


def given(form: Questionnaire, changes: Changes, *modules: str) -> Answers:
    return record(form, blank_answers(*modules), changes, revision=1)


def view_of(form: Questionnaire, changes: Changes, *modules: str) -> View:
    return evaluate(form, given(form, changes, *modules))


def test_a_question_shows_only_when_its_rule_is_true() -> None:
    form = one_section(question("a"), question("b", when="a = 'yes'"))

    unknown, false, true = view_of(form, {}), view_of(form, {"a": "no"}), view_of(form, {"a": "yes"})

    assert unknown.states["b"] is AnswerState.NOT_ASKED
    assert false.states["b"] is AnswerState.NOT_ASKED
    assert true.states["b"] is AnswerState.BLANK
    assert [shown.key for shown in true.pages] == ["p_a", "p_b"]


def test_a_declined_answer_meets_not_equal() -> None:
    form = one_section(question("a"), question("b", when="a <> 'yes'"))

    view = view_of(form, {"a": Missing.DECLINED})

    assert view.states["b"] is AnswerState.BLANK


def test_a_hidden_section_hides_its_questions_and_pages() -> None:
    form = questionnaire(section("one", question("a")), section("two", question("b"), when="a = 'yes'"))

    view = view_of(form, {"a": "no"})

    assert view.states["b"] is AnswerState.NOT_ASKED
    assert [progress.section.id for progress in view.sections] == ["one"]


def test_a_hidden_page_hides_its_questions() -> None:
    pages = [page("first", "a"), page("second", "b", when="a = 'yes'")]
    form = one_section(question("a"), question("b"), pages=pages)

    assert view_of(form, {"a": "no"}).states["b"] is AnswerState.NOT_ASKED
    assert view_of(form, {"a": "yes"}).states["b"] is AnswerState.BLANK


def test_a_question_on_two_pages_shows_when_one_of_them_does() -> None:
    pages = [
        page("first", "a"),
        page("heard", "b", kind=PageKind.HEARD, when="a = 'yes'"),
        page("ask", "b", when="a = 'no'"),
    ]
    form = one_section(question("a"), question("b"), pages=pages)

    view = view_of(form, {"a": "no"})

    assert view.states["b"] is AnswerState.BLANK
    assert [shown.key for shown in view.pages] == ["first", "ask"]


def test_a_set_aside_answer_counts_as_not_given() -> None:
    form = one_section(question("a"), question("b", when="a = 'yes'"), question("c", when="b = 'yes'"))
    answers = given(form, {"a": "yes", "b": "yes", "c": "yes"})

    view = evaluate(form, record(form, answers, {"a": "no"}, revision=2))

    assert view.set_aside == ("b", "c")
    assert view.values == {"a": "no"}


def test_questions_of_a_module_exist_only_when_it_is_switched_on() -> None:
    form = one_section(question("a"), question("b", tier=Tier.MODULE))

    assert "b" not in view_of(form, {}).states
    assert view_of(form, {}, "detail").states["b"] is AnswerState.BLANK


def test_an_ask_page_is_open_while_a_question_asked_is_blank() -> None:
    form = one_section(question("a", required=Required.NO))

    assert view_of(form, {}).first_open == "p_a"
    assert view_of(form, {"a": Missing.NOT_ASKED}).first_open is None


def test_a_staff_page_is_open_only_while_a_hard_question_is_blank() -> None:
    form = one_section(
        question("a", Kind.YES_NO, who=Who.STAFF, required=Required.SOFT),
        question("b", Kind.YES_NO, who=Who.STAFF, required=Required.HARD),
    )

    view = view_of(form, {})

    assert view.first_open == "p_b"
    assert view.blocking == ("b",)
    assert view_of(form, {"b": "no"}).blocking == ()


def test_heard_and_info_pages_are_never_open() -> None:
    pages = [page("heard", "a", kind=PageKind.HEARD), page("words", kind=PageKind.INFO, say="Take your time.")]
    form = one_section(question("a"), pages=pages)

    view = view_of(form, {})

    assert [(shown.key, shown.open) for shown in view.pages] == [("heard", False), ("words", False)]


def test_next_passes_by_a_page_that_the_account_has_answered() -> None:
    pages = [
        page("heard", "a", "b", kind=PageKind.HEARD),
        page("ask_a", "a", if_open=True),
        page("ask_b", "b", if_open=True),
        page("last", "c"),
    ]
    form = one_section(question("a"), question("b"), question("c"), pages=pages)

    view = view_of(form, {"a": "yes"})

    assert view.after("heard") == "ask_b"
    assert view.after("ask_b") == "last"
    assert view.after("last") is None
    assert view.before("last") == "ask_b"
    assert view.before("heard") is None


def test_next_from_a_page_that_no_longer_shows_goes_on_from_its_place() -> None:
    form = one_section(question("a"), question("b", when="a = 'yes'"), question("c"))

    view = view_of(form, {"a": "no"})

    assert view.after("p_b") == "p_c"
    assert view.before("p_b") == "p_a"


def test_a_hard_question_is_hard_only_when_its_own_rule_holds() -> None:
    form = one_section(
        question("a", required=Required.HARD, required_when="b = 'yes'"),
        question("b"),
    )

    assert view_of(form, {"b": "no"}).blocking == ()
    assert view_of(form, {"b": "yes"}).blocking == ("a",)


def test_progress_counts_the_pages_of_a_section_that_are_not_open() -> None:
    form = one_section(question("a"), question("b"), question("c", when="b = 'yes'"))

    (progress,) = view_of(form, {"a": "yes"}).sections

    assert (progress.pages, progress.done, progress.total) == (("p_a", "p_b"), 1, 2)


def test_what_is_blank_on_a_page_is_hard_or_soft_or_nothing() -> None:
    pages = [page("all", "a", "b", "c")]
    form = one_section(
        question("a", required=Required.HARD),
        question("b", required=Required.SOFT),
        question("c", required=Required.NO),
        pages=pages,
    )

    blanks = view_of(form, {}).blanks("all")

    assert [(blank.code, blank.key, blank.severity) for blank in blanks] == [
        ("answer_missing", "a", HARD),
        ("answer_missing", "b", SOFT),
    ]


def test_a_computed_answer_has_no_value_while_an_answer_it_rests_on_may_still_come() -> None:
    form = one_section(question("a"), yes_if("c", "a = 'yes'"), question("d", when="c <> 'yes'"))

    view = view_of(form, {})

    assert "c" not in view.values
    assert view.states["c"] is AnswerState.BLANK
    assert view.states["d"] is AnswerState.NOT_ASKED
    assert view.blocking == ()


def test_a_computed_answer_is_yes_no_or_not_known() -> None:
    form = one_section(
        question("a"),
        question("n", Kind.NUMBER, when="a = 'yes'"),
        yes_if("c", "n > 3"),
    )

    assert view_of(form, {"a": "yes", "n": 4}).values["c"] == "yes"
    assert view_of(form, {"a": "yes", "n": 3}).values["c"] == "no"
    assert view_of(form, {"a": "yes", "n": Missing.UNKNOWN}).values["c"] == "not_known"
    assert view_of(form, {"a": "no"}).values["c"] == "not_known"
    assert "c" not in view_of(form, {"a": "yes"}).values
    assert "c" not in view_of(form, {}).values


def test_a_computed_answer_can_be_settled_by_a_part_of_what_it_rests_on() -> None:
    form = one_section(question("a"), question("b"), yes_if("c", "a = 'yes' and b = 'yes'"))

    assert view_of(form, {"a": "no"}).values["c"] == "no"


def test_a_computed_answer_does_not_wait_for_a_module_that_is_off() -> None:
    form = one_section(question("a"), question("m", tier=Tier.MODULE), yes_if("c", "a = 'yes' or m = 'yes'"))

    assert view_of(form, {"a": "no"}).values["c"] == "not_known"
    assert "c" not in view_of(form, {"a": "no"}, "detail").values
    assert view_of(form, {"a": "no", "m": "yes"}, "detail").values["c"] == "yes"


def test_an_age_is_the_lowest_that_the_answers_allow() -> None:
    form = one_section(
        question("birth", Kind.PARTIAL_DATE),
        question("stated", Kind.NUMBER, when="birth is empty"),
        age("age", birth="birth", stated="stated"),
    )

    exact = view_of(form, {"birth": PartialDate(2008, 6, 16)})
    year_only = view_of(form, {"birth": PartialDate(2008)})
    stated = view_of(form, {"birth": Missing.UNKNOWN, "stated": 17})
    told = view_of(form, {"birth": PartialDate(told="in the year of the flood"), "stated": 17})
    nothing = view_of(form, {"birth": Missing.UNKNOWN, "stated": Missing.UNKNOWN})

    assert THE_DAY.isoformat() == "2026-06-15"
    assert exact.values["age"] == 17
    assert year_only.values["age"] == 17
    assert stated.values["age"] == 17
    assert told.values["age"] == 17
    assert nothing.values["age"] is Missing.UNKNOWN
    assert "age" not in view_of(form, {}).values
    assert "age" not in view_of(form, {"birth": Missing.UNKNOWN}).values


def test_an_age_is_taken_at_another_date_when_it_says_so() -> None:
    form = one_section(
        question("birth", Kind.PARTIAL_DATE),
        question("start", Kind.PARTIAL_DATE),
        age("age", birth="birth", at="start"),
    )

    view = view_of(form, {"birth": PartialDate(2000, 3), "start": PartialDate(2018)})

    assert view.values["age"] == 17


def test_no_age_is_concluded_from_a_year_of_another_calendar() -> None:
    form = one_section(question("birth", Kind.PARTIAL_DATE), age("age", birth="birth"))

    for year in (1390, 2567):
        view = view_of(form, {"birth": PartialDate(year)})

        assert view.values["age"] is Missing.UNKNOWN
        assert "year_unlikely" in {problem.code for problem in view.problems}


def test_a_value_from_the_record_is_neither_looked_for_nor_worked_out() -> None:
    form = one_section(from_record("reference", "case.reference"))

    view = view_of(form, {})

    assert view.states["reference"] is AnswerState.BLANK
    assert view.blocking == ()
    assert view.first_open is None


def test_entries_of_a_repeating_section_look_at_their_own_answers_and_at_those_outside() -> None:
    form = questionnaire(
        section("one", question("go")),
        section(
            "two",
            question("a"),
            question("b", when="a = 'yes' and go = 'yes'", required=Required.HARD),
            group="leg",
        ),
    )
    first, second = f"leg-{ENTRY_A}-a", f"leg-{ENTRY_B}-a"
    answers = blank_answers(entries={"leg": (ENTRY_A, ENTRY_B)})

    view = evaluate(form, record(form, answers, {"go": "yes", first: "yes", second: "no"}, revision=1))

    assert view.states[f"leg-{ENTRY_A}-b"] is AnswerState.BLANK
    assert view.states[f"leg-{ENTRY_B}-b"] is AnswerState.NOT_ASKED
    assert view.blocking == (f"leg-{ENTRY_A}-b",)
    assert [shown.key for shown in view.pages] == ["p_go", f"p_a-{ENTRY_A}", f"p_b-{ENTRY_A}", f"p_a-{ENTRY_B}"]
    assert view.first_open == f"p_b-{ENTRY_A}"
    assert view.question(first).id == "a"
    assert [because.name for because in view.why(f"leg-{ENTRY_A}-b")] == ["a", "go"]


def test_two_sections_of_one_group_share_their_entries() -> None:
    form = questionnaire(
        section("begin", question("a"), group="session"),
        section("outside", question("x")),
        section("end", question("b", when="a = 'yes' and x = 'yes'"), group="session"),
    )
    answers = blank_answers(entries={"session": (ENTRY_A, ENTRY_B)})

    view = evaluate(form, record(form, answers, {f"session-{ENTRY_B}-a": "yes", "x": "yes"}, revision=1))

    assert view.states[f"session-{ENTRY_A}-b"] is AnswerState.NOT_ASKED
    assert view.states[f"session-{ENTRY_B}-b"] is AnswerState.BLANK


def test_a_repeating_section_without_entries_is_listed_so_that_one_can_be_added() -> None:
    form = questionnaire(section("legs", question("a"), group="leg"))

    (progress,) = view_of(form, {}).sections

    assert (progress.section.id, progress.total) == ("legs", 0)


def test_why_joins_the_conditions_of_section_page_and_question() -> None:
    form = questionnaire(
        section("one", question("a"), question("m", Kind.ANY_OF, codes=("x", "y"))),
        section(
            "two",
            question("b", when="selected(m,'x') or selected(m,'y')"),
            pages=[page("only_b", "b", when="a <> 'no'")],
            when="a = 'yes'",
        ),
    )

    view = view_of(form, {"a": "yes", "m": AnyOf(("y",))})

    assert [(because.reason, because.name, because.to) for because in view.why("b")] == [
        (Reason.IS, "a", ("yes",)),
        (Reason.IS_NOT, "a", ("no",)),
        (Reason.SELECTED, "m", ("y",)),
    ]
    assert view.why("a") == ()
