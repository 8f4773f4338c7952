"""What a person agreed that others are told: what holds when, for whom, and what became of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview.casework import agreements
from interview.casework.agreement_versions import Change, Version, history, on_day
from interview.casework.agreements import Agreement, Purpose, Standing, folded, live
from interview.forms import library
from interview.questionnaire.answers import key_of
from interview.questionnaire.values import AnyOf, Missing, Value

ENTRY, OTHER = "a" * 32, "b" * 32
GIVEN, DAY = date(2026, 6, 1), timedelta(days=1)
UNTIL = date(2026, 12, 1)
HARBOUR = Agreement(
    ENTRY,
    purpose="health",
    recipient="Harbour Light",
    classes=frozenset({"name", "needs"}),
    given_on=GIVEN,
    until=UNTIL,
    agreed=True,
)
SAID: dict[str, Value] = {
    "a_agr_recipient": "Harbour Light",
    "a_agr_purpose": "health",
    "a_agr_given": "yes",
    "a_agr_classes": AnyOf(ticked=("name", "needs")),
    "a_agr_date": GIVEN,
    "a_agr_until": UNTIL,
}


def entry(entry_id: str = ENTRY, /, **other: Value) -> dict[str, Value]:
    return {key_of(item, agreements.GROUP, entry_id): value for item, value in {**SAID, **other}.items()}


def holds(*found: Agreement, on: date = GIVEN, recipient: str = "Harbour Light", classes: tuple[str, ...] = ()) -> bool:
    return live(found, on, recipient=recipient, classes=classes) is not None


def test_it_is_read_from_the_answers_of_a_record() -> None:
    second = entry(OTHER, a_agr_recipient="Open Door")

    found = agreements.of({"a_cons_assist": "yes", **entry(), **second})

    assert found == (HARBOUR, replace(HARBOUR, entry_id=OTHER, recipient="Open Door"))


@pytest.mark.parametrize("said", ["no", Missing.DECLINED, Missing.UNKNOWN, Missing.NOT_ASKED])
def test_only_a_yes_is_one(said: Value) -> None:
    assert not agreements.of(entry(a_agr_given=said))[0].agreed


def test_a_yes_to_nothing_is_none() -> None:
    assert not agreements.of(entry(a_agr_classes=Missing.DECLINED))[0].agreed


@pytest.mark.parametrize(
    ("said", "agreed"),
    [
        ({}, False),
        ({"a_agr_guardian": "parent", "a_agr_guardian_agreed": "no"}, False),
        ({"a_agr_guardian": "parent", "a_agr_guardian_agreed": "yes"}, True),
        ({"a_agr_guardian": "none_available"}, True),
        ({"a_agr_given": "no", "a_agr_guardian": "parent", "a_agr_guardian_agreed": "yes"}, False),
    ],
)
def test_of_a_child_both_say_yes_and_nobody_is_turned_away_without_a_guardian(
    said: dict[str, Value], agreed: bool
) -> None:
    assert agreements.of({"s_child_now": "yes", **entry(**said)})[0].agreed is agreed


def test_taking_everything_back_takes_back_what_was_agreed_to_until_then() -> None:
    after = entry(OTHER, a_agr_date=date(2026, 7, 2))

    first, second = agreements.of({"a_cons_withdrawn": date(2026, 7, 1), **entry(), **after})

    assert first.withdrawn_on == date(2026, 7, 1)
    assert second.withdrawn_on is None


def test_the_earlier_of_two_withdrawals_counts() -> None:
    values = {"a_cons_withdrawn": date(2026, 7, 1), **entry(a_agr_withdrawn=date(2026, 6, 15))}

    assert agreements.of(values)[0].withdrawn_on == date(2026, 6, 15)


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        (GIVEN - DAY, Standing.TO_COME),
        (GIVEN, Standing.LIVE),
        (UNTIL, Standing.LIVE),
        (UNTIL + DAY, Standing.ENDED),
    ],
)
def test_it_holds_from_its_first_day_to_its_last(on: date, standing: Standing) -> None:
    assert HARBOUR.standing(on) is standing


def test_on_the_day_on_which_it_is_taken_back_it_holds_no_more() -> None:
    taken_back = replace(HARBOUR, withdrawn_on=GIVEN + 9 * DAY)

    assert taken_back.standing(GIVEN + 8 * DAY) is Standing.LIVE
    assert taken_back.standing(GIVEN + 9 * DAY) is Standing.WITHDRAWN
    assert taken_back.standing(UNTIL + DAY) is Standing.WITHDRAWN


@pytest.mark.parametrize("blank", [replace(HARBOUR, given_on=None), replace(HARBOUR, until=None)])
def test_without_its_days_it_never_holds(blank: Agreement) -> None:
    assert blank.standing(GIVEN) is Standing.NOT_GIVEN


@pytest.mark.parametrize(
    "recipient", ["harbour light", "  Harbour \t LIGHT ", "Ｈａｒｂｏｕｒ Light", "Harbour\u00a0Light"]
)
def test_width_case_and_white_space_make_no_other_recipient(recipient: str) -> None:
    assert holds(HARBOUR, recipient=recipient)


@pytest.mark.parametrize("recipient", ["", " ", "Harbour", "Harbour Light e.V.", "Harbor Light", "HarbourLight"])
def test_somebody_who_is_called_alike_is_somebody_else(recipient: str) -> None:
    assert not holds(HARBOUR, recipient=recipient)


def test_nobody_is_no_recipient() -> None:
    assert not holds(replace(HARBOUR, recipient=" "), recipient=" ")


@pytest.mark.parametrize(
    ("classes", "found"),
    [
        ((), True),
        (("name",), True),
        (("name", "needs"), True),
        (("code_only",), True),
        (("name", "health"), False),
    ],
)
def test_nothing_beyond_what_was_agreed_to_may_be_told(classes: tuple[str, ...], found: bool) -> None:
    assert holds(HARBOUR, classes=classes) is found


def test_who_may_know_the_number_alone_is_told_no_more() -> None:
    number = replace(HARBOUR, classes=frozenset({"code_only"}))

    assert holds(number, classes=("code_only",))
    assert not holds(number, classes=("name",))


def test_what_is_agreed_for_one_purpose_does_not_do_for_another() -> None:
    found = {
        purpose: live([HARBOUR], GIVEN, purpose=purpose, recipient="Harbour Light", classes=("name",))
        for purpose in ("health", "law")
    }

    assert found == {"health": HARBOUR, "law": None}


def test_two_agreements_are_not_added_up() -> None:
    health = replace(HARBOUR, entry_id=OTHER, classes=frozenset({"health"}))

    assert not holds(HARBOUR, health, classes=("name", "health"))


def test_of_several_the_one_that_holds_longest_is_found() -> None:
    longer = replace(HARBOUR, entry_id=OTHER, until=UNTIL + DAY)

    assert live([longer, HARBOUR], GIVEN, recipient="Harbour Light", classes=()) is longer


def told(*versions: Agreement) -> list[tuple[Change, date]]:
    """What became of versions that were noted ten days apart, from the first day on."""
    noted = [Version(GIVEN + 10 * place * DAY, one) for place, one in enumerate(versions)]
    return [(step.change, step.on) for step in history(noted)]


SECOND, THIRD = GIVEN + 10 * DAY, GIVEN + 20 * DAY
TAKEN_BACK = replace(HARBOUR, withdrawn_on=GIVEN + 5 * DAY)
REFUSED = replace(HARBOUR, agreed=False)


@pytest.mark.parametrize(
    ("versions", "steps"),
    [
        ((HARBOUR,), [(Change.GIVEN, GIVEN)]),
        ((REFUSED,), [(Change.NOT_GIVEN, GIVEN)]),
        ((REFUSED, HARBOUR), [(Change.NOT_GIVEN, GIVEN), (Change.GIVEN, SECOND)]),
        ((TAKEN_BACK,), [(Change.GIVEN, GIVEN), (Change.WITHDRAWN, GIVEN + 5 * DAY)]),
        ((HARBOUR, replace(HARBOUR, classes=frozenset({"name"}))), [(Change.GIVEN, GIVEN), (Change.NARROWED, SECOND)]),
        ((HARBOUR, replace(HARBOUR, until=UNTIL - DAY)), [(Change.GIVEN, GIVEN), (Change.NARROWED, SECOND)]),
        ((HARBOUR, replace(HARBOUR, until=UNTIL + DAY)), [(Change.GIVEN, GIVEN), (Change.RENEWED, SECOND)]),
        ((HARBOUR, replace(HARBOUR, given_on=GIVEN + DAY)), [(Change.GIVEN, GIVEN), (Change.RENEWED, GIVEN + DAY)]),
        (
            (HARBOUR, replace(HARBOUR, classes=frozenset({"name", "health"}))),
            [(Change.GIVEN, GIVEN), (Change.NARROWED, SECOND), (Change.RENEWED, SECOND)],
        ),
        ((HARBOUR, TAKEN_BACK), [(Change.GIVEN, GIVEN), (Change.WITHDRAWN, GIVEN + 5 * DAY)]),
        ((HARBOUR, REFUSED), [(Change.GIVEN, GIVEN), (Change.WITHDRAWN, SECOND)]),
        ((HARBOUR, HARBOUR), [(Change.GIVEN, GIVEN)]),
        ((HARBOUR, replace(HARBOUR, recipient="HARBOUR  light")), [(Change.GIVEN, GIVEN)]),
        ((HARBOUR, replace(HARBOUR, recipient="Open Door")), [(Change.GIVEN, GIVEN), (Change.CORRECTED, SECOND)]),
        (
            (HARBOUR, TAKEN_BACK, replace(TAKEN_BACK, told_on=UNTIL)),
            [(Change.GIVEN, GIVEN), (Change.WITHDRAWN, GIVEN + 5 * DAY)],
        ),
        (
            (HARBOUR, TAKEN_BACK, replace(HARBOUR, given_on=THIRD)),
            [(Change.GIVEN, GIVEN), (Change.WITHDRAWN, GIVEN + 5 * DAY), (Change.RENEWED, THIRD)],
        ),
        (
            (HARBOUR, TAKEN_BACK, HARBOUR),
            [(Change.GIVEN, GIVEN), (Change.WITHDRAWN, GIVEN + 5 * DAY), (Change.CORRECTED, THIRD)],
        ),
    ],
)
def test_its_versions_tell_what_became_of_it(versions: tuple[Agreement, ...], steps: list[tuple[Change, date]]) -> None:
    assert told(*versions) == steps


def test_what_stood_on_a_day_is_told_by_the_version_of_that_day() -> None:
    narrowed = replace(HARBOUR, classes=frozenset({"name"}))
    versions = [Version(GIVEN, HARBOUR), Version(SECOND, narrowed)]

    assert on_day(versions, SECOND - DAY) == (HARBOUR,)
    assert on_day(versions, SECOND) == (HARBOUR, narrowed)
    assert on_day(versions, SECOND + DAY) == (narrowed,)


def test_taken_back_counts_from_its_day_and_not_from_when_it_was_noted() -> None:
    versions = [Version(GIVEN, HARBOUR), Version(SECOND, TAKEN_BACK)]

    assert holds(*on_day(versions, GIVEN + 4 * DAY), on=GIVEN + 4 * DAY)
    assert not holds(*on_day(versions, GIVEN + 5 * DAY), on=GIVEN + 5 * DAY)
    assert not holds(*on_day(versions, SECOND), on=SECOND)


def test_between_being_taken_back_and_given_anew_nothing_held() -> None:
    anew = replace(HARBOUR, given_on=THIRD)
    versions = [Version(GIVEN, HARBOUR), Version(SECOND, replace(HARBOUR, withdrawn_on=SECOND)), Version(THIRD, anew)]

    held = [day for day in (SECOND - DAY, SECOND, THIRD - DAY, THIRD) if holds(*on_day(versions, day), on=day)]

    assert held == [SECOND - DAY, THIRD]


def test_a_corrected_name_was_meant_from_the_beginning() -> None:
    versions = [Version(GIVEN, replace(HARBOUR, recipient="Habour Light")), Version(SECOND, HARBOUR)]

    assert holds(*on_day(versions, GIVEN), on=GIVEN)


DAYS = st.none() | st.dates(date(2026, 1, 1), date(2026, 3, 1))
CODES = st.sampled_from(["name", "needs", "health", "code_only"])
ANY = st.builds(
    Agreement,
    entry_id=st.just(ENTRY),
    purpose=st.sampled_from(["help", "law"]),
    recipient=st.sampled_from(["Harbour Light", "harbour  light", "Harbour", ""]),
    classes=st.frozensets(CODES),
    given_on=DAYS,
    until=DAYS,
    agreed=st.booleans(),
    withdrawn_on=DAYS,
)


@given(
    found=st.lists(ANY, max_size=4),
    on=st.dates(date(2026, 1, 1), date(2026, 3, 1)),
    recipient=st.sampled_from(["Harbour Light", "Harbour", "Open Door", ""]),
    classes=st.frozensets(CODES),
    purpose=st.sampled_from([None, "help", "law"]),
)
def test_whatever_is_noted_nothing_is_let_that_was_not_agreed_to(
    found: list[Agreement], on: date, recipient: str, classes: frozenset[str], purpose: str | None
) -> None:
    one = live(found, on, recipient=recipient, classes=classes, purpose=purpose)

    if one is not None:
        assert one in found
        assert one.agreed
        assert recipient.casefold().split() == one.recipient.casefold().split() != []
        assert classes <= one.classes | {"code_only"}
        assert one.given_on is not None
        assert one.until is not None
        assert one.given_on <= on <= one.until
        assert one.withdrawn_on is None or on < one.withdrawn_on
        assert purpose in (None, one.purpose)


@given(found=st.lists(ANY, max_size=4), on=st.dates(date(2026, 1, 1), date(2026, 3, 1)), classes=st.frozensets(CODES))
def test_who_may_be_told_something_may_be_told_less(found: list[Agreement], on: date, classes: frozenset[str]) -> None:
    if holds(*found, on=on, classes=tuple(classes)):
        assert all(holds(*found, on=on, classes=tuple(classes - {code})) for code in classes)


@given(st.text())
def test_a_name_compares_the_same_however_often_it_is_folded(name: str) -> None:
    assert folded(f"  {name}\n") == folded(name)
    assert folded(folded(name)) == folded(name)


def test_every_purpose_and_what_may_be_told_is_in_the_form() -> None:
    form = library.load("assistance")

    assert set(form.questions["a_agr_purpose"].codes) == set(Purpose)
    assert form.questions["a_agr_classes"].codes == form.questions["a_out_data_shared"].codes
    assert agreements.CODE_ONLY in form.questions["a_agr_classes"].codes
    assert agreements.NOBODY in form.questions["a_agr_guardian"].codes
    assert {question.group for question in form.questions.values() if question.section_id == "a1a"} == {"agreement"}
