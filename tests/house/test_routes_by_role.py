"""Every route × every role, walked with real requests. The table is routes_by_role.toml."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from builders.deployments import Browser, Deployment, deployment_in
from builders.invented_talks import case_of, decision_of, handed_in_talk, urgent_record
from builders.served_records import ASKED, ENTRY, JOURNEY, PAYMENT, a_record, closed, closing_asked, decided_talk
from werkzeug.test import TestResponse

from interview.forms import library
from interview.web.server import Server

TABLE = tomllib.loads((Path(__file__).parent / "routes_by_role.toml").read_text(encoding="utf-8"))
ROLES = ("caseworker", "other caseworker", "supervisor", "interpreter", "analyst", "administrator", "shelter staff")
LOCKED = "locked"
SAFE = {"GET"}
PLAIN = sorted(name for name in TABLE if not TABLE[name].get("public") and not TABLE[name].get("session"))


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    return deployment_in(tmp_path_factory.mktemp("deployment"))


@pytest.fixture(scope="module")
def browsers(deployment: Deployment) -> dict[str, Browser]:
    found = {who: deployment.browser(who) for who in ROLES}
    found[LOCKED] = deployment.browser("caseworker")
    found[LOCKED].post("/lock")
    return found


@pytest.fixture(scope="module")
def handed_in(deployment: Deployment) -> UUID:
    return handed_in_talk(deployment)


@pytest.fixture(scope="module")
def things(deployment: Deployment, handed_in: UUID) -> dict[str, UUID]:
    """What routes are about, by the word in the table; all of it the caseworker's."""
    found = {"handed in": handed_in, "decided": decided_talk(deployment), "record": a_record(deployment)}
    found |= {"closing asked": closing_asked(deployment), "closed": closed(deployment)}
    return found | {"record to strike": a_record(deployment)}


def _what(deployment: Deployment, browsers: dict[str, Browser], name: str, things: dict[str, UUID]) -> UUID:
    """What the route is about; the caseworker's."""
    match TABLE[name].get("of"):
        case "urgent":
            return urgent_record(deployment)
        case str(thing):
            return things[thing]
        case _:
            return UUID(browsers["caseworker"].begin_interview())


def _routes(app: Server) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield f"{method} {rule.endpoint}"


def _go(deployment: Deployment, browser: Browser, name: str, interview_id: UUID) -> TestResponse:
    method, endpoint = name.split(" ")
    adapter = deployment.app.url_map.bind("localhost")
    rule = next(deployment.app.url_map.iter_rules(endpoint))
    ids: dict[str, object] = {"interview_id": interview_id, "page_key": "s0_1"}
    ids["case_id"] = case_of(deployment, interview_id)
    ids["decision_id"] = decision_of(deployment, interview_id)
    ids |= {"section_id": "a16", "entry_id": _entry_of(endpoint)}
    ids |= {"project": library.projects()[0].code, "pin_id": 1}
    address = adapter.build(endpoint, {key: ids.get(key) or uuid4() for key in rule.arguments}, method=method)
    return browser.get(address) if method in SAFE else browser.post(address, TABLE[name].get("fields"))


def _entry_of(endpoint: str) -> str:
    if "referral" in endpoint or "hand_over" in endpoint:
        return ASKED
    return JOURNEY if "journey" in endpoint else PAYMENT if "payment" in endpoint else ENTRY


def _is_sent(answer: TestResponse, where: str) -> bool:
    return answer.status_code == 303 and answer.headers["Location"].startswith(where)


def test_the_table_holds_every_route_and_no_other(deployment: Deployment) -> None:
    assert set(TABLE) == set(_routes(deployment.app))


@pytest.mark.parametrize("name", PLAIN)
def test_nobody_is_sent_to_sign_in(deployment: Deployment, name: str) -> None:
    assert _is_sent(_go(deployment, deployment.browser(), name, uuid4()), "/sign-in")


@pytest.mark.parametrize("name", PLAIN)
def test_a_locked_session_is_sent_to_unlock(deployment: Deployment, browsers: dict[str, Browser], name: str) -> None:
    assert _is_sent(_go(deployment, browsers[LOCKED], name, uuid4()), "/unlock")


@pytest.mark.parametrize("name", PLAIN)
def test_only_those_in_the_table_come_in(
    deployment: Deployment, browsers: dict[str, Browser], things: dict[str, UUID], name: str
) -> None:
    for who in ROLES:
        interview_id = _what(deployment, browsers, name, things)

        answer = _go(deployment, browsers[who], name, interview_id)

        if who in TABLE[name]["in"] and "accounts." not in name and "nobody" not in TABLE[name]:
            assert answer.status_code not in {404, 500}, who
        if who not in TABLE[name]["in"]:
            assert answer.status_code == 404, who
        if TABLE[name].get("ends"):
            browsers[who] = deployment.browser(who)
    if TABLE[name].get("ends"):
        browsers[LOCKED] = deployment.browser("caseworker")
        browsers[LOCKED].post("/lock")


@pytest.mark.parametrize("name", PLAIN)
def test_an_interview_that_does_not_exist_looks_like_one_of_others(
    deployment: Deployment, browsers: dict[str, Browser], things: dict[str, UUID], name: str
) -> None:
    rule = next(deployment.app.url_map.iter_rules(name.split(" ")[1]))
    if not rule.arguments & {"interview_id", "case_id", "decision_id"}:
        return
    foreign = _what(deployment, browsers, name, things)

    for_nothing = _go(deployment, browsers["other caseworker"], name, uuid4())
    for_foreign = _go(deployment, browsers["other caseworker"], name, foreign)

    assert for_nothing.status_code == for_foreign.status_code == 404
    assert len(for_nothing.data) == len(for_foreign.data)


@pytest.mark.parametrize("name", sorted(name for name in TABLE if TABLE[name].get("session")))
def test_without_a_session_there_is_nothing_to_lock_or_unlock(deployment: Deployment, name: str) -> None:
    assert _is_sent(_go(deployment, deployment.browser(), name, uuid4()), "/sign-in")


@pytest.mark.parametrize("name", sorted(name for name in PLAIN if name.startswith("POST interviews.")))
def test_an_interview_that_has_ended_changes_no_more(
    deployment: Deployment, browsers: dict[str, Browser], name: str
) -> None:
    rule = next(deployment.app.url_map.iter_rules(name.split(" ")[1]))
    if "interview_id" not in rule.arguments:
        return
    browser = browsers["caseworker"]
    interview_id = UUID(browser.begin_interview())
    _go(deployment, browser, "POST interviews.end", interview_id)
    before = browser.get(f"/interviews/{interview_id}/ended").data

    answer = _go(deployment, browser, name, interview_id)

    assert answer.status_code in {303, 404, 409}
    assert len(browser.get(f"/interviews/{interview_id}/ended").data) == len(before)
