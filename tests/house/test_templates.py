"""Every template: it parses, escapes, carries no inline code, speaks through gettext and protects its forms."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

TEMPLATES = Path(__file__).parents[2] / "interview" / "templates"
NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))

COMMENT = re.compile(r"{#.*?#}", re.DOTALL)
EXPRESSION = re.compile(r"{{.*?}}|{%.*?%}", re.DOTALL)
TEXT = re.compile(r">([^<]*)<")
FORM = re.compile(r"<form\b[^>]*\bmethod=\"post\".*?</form>", re.DOTALL)
TYPED_FIELD = re.compile(r"<(?:input|textarea)\b(?:[^>{]|{{.*?}}|{%.*?%})*>", re.DOTALL)
NOT_TYPED = re.compile(r'type="(?:hidden|radio|checkbox|submit)"')


def _source(name: str) -> str:
    return COMMENT.sub("", (TEMPLATES / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_it_parses(name: str) -> None:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, extensions=["jinja2.ext.i18n"])

    environment.parse((TEMPLATES / name).read_text(encoding="utf-8"), name)


@pytest.mark.parametrize("name", NAMES)
def test_it_never_switches_escaping_off(name: str) -> None:
    source = _source(name)

    assert not re.search(r"\|\s*safe\b", source)
    assert "autoescape" not in source
    assert "Markup" not in source


@pytest.mark.parametrize("name", NAMES)
def test_it_carries_no_inline_style_or_script(name: str) -> None:
    source = _source(name)

    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=|javascript:|data:", source)
    assert all("src=" in tag for tag in re.findall(r"<script\b[^>]*>", source))


@pytest.mark.parametrize("name", NAMES)
def test_every_form_that_sends_carries_the_token(name: str) -> None:
    forms = FORM.findall(_source(name))

    assert all("csrf_field()" in form for form in forms)


@pytest.mark.parametrize("name", NAMES)
def test_the_browser_remembers_no_field(name: str) -> None:
    typed = [field for field in TYPED_FIELD.findall(_source(name)) if not NOT_TYPED.search(field)]

    assert all('autocomplete="off"' in field or "{{" in field for field in typed)


@pytest.mark.parametrize("name", NAMES)
def test_every_word_goes_through_gettext(name: str) -> None:
    said = TEXT.findall(EXPRESSION.sub("", _source(name)))

    assert [words for words in said if re.search(r"[A-Za-z]{2,}", re.sub(r"&[a-z]+;", "", words))] == []


def test_the_walk_finds_the_templates() -> None:
    assert "layout.html" in NAMES
