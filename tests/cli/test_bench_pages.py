"""The browser without a screen: forms, heads of answers, what a page makes it fetch."""

import pytest

from interview.cli.measuring.changing import revision_of
from interview.cli.measuring.connections import headers_of, length_of_body
from interview.cli.measuring.page_forms import controls_of, fields_of, other_fields
from interview.cli.measuring.weighing import IMPORTED, LINKED

PAGE = """
<form id="leave"><input name="csrf_token" value="x"></form>
<form id="page" method="post">
<input type="hidden" name="csrf_token" value="t"><input type="hidden" name="revision" value="7">
<input type="radio" name="sex" value="female" checked><input type="radio" name="sex" value="male">
<input type="checkbox" name="needs" value="rest" checked><input type="checkbox" name="needs" value="food">
<input type="text" name="town" value="Harbour &amp; town"><input name="age" value="27">
<select name="country"><option value="">-</option><option value="TH" selected>Thailand</option></select>
<textarea name="story">
Once.</textarea>
</form>
<button form="page" name="then" value="next">Go on</button>
<input form="page" name="outside" value="yes">
"""
AS_SHOWN = (
    ("sex", "female"),
    ("needs", "rest"),
    ("town", "Harbour & town"),
    ("age", "27"),
    ("country", "TH"),
    ("story", "Once."),
    ("outside", "yes"),
)


def test_a_form_is_sent_as_a_browser_sends_it() -> None:
    assert fields_of(controls_of(PAGE)) == AS_SHOWN


def test_each_other_answer_differs_in_one_place() -> None:
    others = list(other_fields(controls_of(PAGE)))

    assert all(len(set(other) ^ set(AS_SHOWN)) in (1, 2) for other in others)
    assert ("sex", "male") in others[0]
    assert ("age", "26") in {field for other in others for field in other}
    assert len(set(others)) == len(others)


def test_words_change_back_and_forth() -> None:
    first = next(other_fields(controls_of('<form id="page"><input name="town" value="Harbour"></form>')))
    again = next(other_fields(controls_of(f'<form id="page"><input name="town" value="{first[0][1]}"></form>')))

    assert first != again
    assert again == (("town", "Harbour"),)


def test_a_page_without_a_form_of_answers_has_nothing_to_change() -> None:
    assert controls_of("<form id='other'><input name='a' value='b'></form>") == ()
    assert revision_of("<p>Nothing</p>") == ""


def test_a_page_says_which_revision_it_was_made_from() -> None:
    assert revision_of(PAGE) == "7"


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nCONTENT-LENGTH: 12\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\n\r\n"


def test_the_head_of_an_answer_is_read() -> None:
    assert length_of_body(HEAD) == 12
    assert headers_of(HEAD)[-2:] == [("set-cookie", "a=b"), ("set-cookie", "c=d")]


def test_an_answer_without_a_length_is_refused() -> None:
    with pytest.raises(ValueError, match="length"):
        length_of_body(b"HTTP/1.1 200 OK\r\n\r\n")


def test_everything_that_a_page_makes_a_browser_fetch_is_found() -> None:
    page = '<link rel="icon" href="/i.svg"><link href="/a.css" rel="stylesheet"><script type="module" src="/a.js">'
    script = 'import { a } from "./b.js";\nimport "./c.js";\n@font-face { src: url("d.woff2") }'

    assert LINKED.findall(page) == ["/i.svg", "/a.css", "/a.js"]
    assert [one or other for one, other in IMPORTED.findall(script)] == ["./b.js", "./c.js", "d.woff2"]
