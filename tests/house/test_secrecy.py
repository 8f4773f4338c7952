"""What a log, a cookie, an address or an error could give away: simple checks over all source.

The canary test proves the same with a marker, from outside; this one says where the leak would be.
"""

import ast

import pytest
from builders.source import Module, called, dotted, modules

MODULES = modules()
MAY_LOG = {"web/server.py", "web/journal.py", "cli/serving.py"}
MAY_SET_COOKIES = {"web/forgery.py", "web/home.py", "web/signing_in.py"}
LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}

TELLING = {"answers", "values", "value", "form", "args", "data", "json", "body", "content", "plaintext", "passphrase"}
TELLING |= {"name", "names", "reference", "url", "full_path", "path", "query_string", "cookies", "headers", "environ"}
TELLING |= {"token", "secret", "key", "keys", "draft", "text", "view", "locals"}
"""Words that must not stand among the arguments of a logging call."""


def log_calls(module: Module) -> list[ast.Call]:
    return [
        call
        for call in module.calls()
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in LEVELS
        and dotted(call.func.value).split(".")[-1] in {"logging", "logger", "log", "access", "failures", "app.logger"}
    ]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.place)
def test_only_a_closed_list_of_modules_logs(module: Module) -> None:
    logs = "logging" in {name for name, _ in module.imports()} or bool(log_calls(module))

    assert not logs or module.place in MAY_LOG


@pytest.mark.parametrize("place", sorted(MAY_LOG))
def test_a_log_line_has_a_fixed_wording_and_no_telling_arguments(place: str) -> None:
    for call in log_calls(Module(place)):
        message, *arguments = call.args[1:] if dotted(call.func).endswith(".log") else call.args
        words = {word for argument in arguments for node in ast.walk(argument) for word in dotted(node).split(".")}

        assert isinstance(message, ast.Constant), call.lineno
        assert not words & TELLING, (call.lineno, words & TELLING)
        assert not {keyword.arg for keyword in call.keywords} & {"exc_info", "extra", "stack_info"}, call.lineno


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.place)
def test_nothing_is_printed_or_warned_beside_the_log(module: Module) -> None:
    names = {called(call) for call in module.calls()}
    beside = {"print", "warnings.warn", "traceback.print_exc", "traceback.format_exc", "pprint"}

    assert not beside & names


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.place)
def test_no_cookie_carries_more_than_the_closed_list(module: Module) -> None:
    sets = [call for call in module.calls() if called(call).split(".")[-1] == "set_cookie"]

    assert not sets or module.place in MAY_SET_COOKIES
    for call in sets:
        chosen = {keyword.arg: keyword.value for keyword in call.keywords}
        assert [dotted(argument).split(".")[-1] for argument in call.args[:1]] == ["COOKIE"]
        assert all(_is_true(chosen.get(flag)) for flag in ("secure", "httponly")), call.lineno
        same_site = chosen.get("samesite")
        assert isinstance(same_site, ast.Constant)
        assert same_site.value == "Strict"


def _is_true(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.place)
def test_no_view_uses_flask_s_session_or_flash(module: Module) -> None:
    from_flask = {member for name, member in module.imports() if name.split(".")[0] == "flask"}

    assert not {"session", "flash", "get_flashed_messages", "send_file", "send_from_directory"} & from_flask


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.place)
def test_no_module_marks_text_as_safe_html(module: Module) -> None:
    marking = [call.lineno for call in module.calls() if called(call).split(".")[-1] == "Markup" and _is_open(call)]

    assert marking == []


def _is_open(call: ast.Call) -> bool:
    """Whether anything but fixed text goes into it. (`Markup("…").format(…)` escapes what it takes.)"""
    return not all(isinstance(argument, ast.Constant) for argument in call.args)
