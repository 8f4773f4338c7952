"""Earlier answers in later wording."""

from interview.questionnaire.piping import Segment, pipe, placeholders

FALLBACKS = {"name": "this person", "place": "there"}


def test_an_answer_is_inserted_as_a_piece_of_its_own() -> None:
    segments = pipe("Was {name} with you in {place}?", {"name": "سارة", "place": "Chiang Mai"}.get, FALLBACKS)

    assert segments == (
        Segment("Was "),
        Segment("سارة", inserted=True),
        Segment(" with you in "),
        Segment("Chiang Mai", inserted=True),
        Segment("?"),
    )


def test_without_an_answer_the_fallback_is_part_of_the_wording() -> None:
    segments = pipe("{name} came.", {"name": ""}.get, FALLBACKS)

    assert segments == (Segment("this person"), Segment(" came."))


def test_what_a_person_said_is_never_read_as_a_placeholder() -> None:
    segments = pipe("Hello {name}.", {"name": "{place}", "place": "secret"}.get, FALLBACKS)

    assert segments == (Segment("Hello "), Segment("{place}", inserted=True), Segment("."))


def test_the_questions_that_a_text_inserts_are_known() -> None:
    assert placeholders("{a} and {b_2}, {not this} {Nor}") == ("a", "b_2")
    assert pipe("plain", FALLBACKS.get, {}) == (Segment("plain"),)
