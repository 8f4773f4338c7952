"""The contents of a record, as people see them."""

from interview.forms import library
from interview.web.interviews.records import PARTS


def test_every_section_that_is_filled_has_its_place_in_the_contents() -> None:
    filled = [section.id for section in library.load("assistance").sections if section.pages]

    placed = [section_id for _, ids in PARTS for section_id in ids]

    assert sorted(placed) == sorted(filled)
