"""How it goes, visit by visit."""

from datetime import date

from interview.casework.outcomes import SCALE, visits
from interview.forms import library
from interview.questionnaire.answers import key_of
from interview.questionnaire.values import Missing, Value


def visit(entry_id: str, **said: Value) -> dict[str, Value]:
    return {key_of(item, "followup", entry_id): value for item, value in said.items()}


def test_visits_stand_in_the_order_of_their_days() -> None:
    later = visit("a" * 32, a_fu_date=date(2026, 3, 1), a_fu_view_staff="well")
    earlier = visit("b" * 32, a_fu_date=date(2026, 2, 1), a_fu_view_staff="crisis", a_fu_view_person="fragile")

    found = visits({**later, **earlier})

    assert [(one.on, one.by_person, one.by_staff) for one in found] == [
        (date(2026, 2, 1), 1, 0),
        (date(2026, 3, 1), None, 3),
    ]


def test_what_says_nothing_about_how_it_goes_has_no_place() -> None:
    lost = visit("a" * 32, a_fu_date=date(2026, 3, 1), a_fu_view_staff="lost_contact")
    silent = visit("b" * 32, a_fu_date=date(2026, 3, 2), a_fu_view_person=Missing.DECLINED)
    undated = visit("c" * 32, a_fu_view_staff="well")

    assert visits({**lost, **silent, **undated}) == ()


def test_the_scale_is_the_one_of_the_form() -> None:
    options = library.load("assistance").questions["a_fu_view_staff"].options

    assert [option.code for option in options if option.code != "lost_contact"] == list(reversed(SCALE))
