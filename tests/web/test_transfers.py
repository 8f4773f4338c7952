"""A case goes to another team, as people see and press it."""

import re
from datetime import date
from uuid import UUID

import pytest
from builders.deployments import Browser, Deployment, deployment_in
from builders.second_teams import THEIR_CASEWORKER, THEIRS, a_second_team, offered, offered_by_them, taken_by_them

KEY_ID = re.compile(r'name="key_id" value="([0-9a-f]{32})"')
WORDS = re.compile(r"<li><bdi>([a-z]+)</bdi></li>")
CASE = re.compile(r"/cases/([0-9a-f-]{36})")
REFERENCE = re.compile(r"<bdi>([2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3})</bdi>")


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    made = deployment_in(tmp_path_factory.mktemp("deployment"))
    a_second_team(made)
    return made


@pytest.fixture
def supervisor(deployment: Deployment) -> Browser:
    return deployment.browser("supervisor")


@pytest.fixture
def theirs(deployment: Deployment) -> Browser:
    return deployment.browser(THEIRS)


def a_case(deployment: Deployment, supervisor: Browser) -> tuple[str, str]:
    """The ids of a case and of its interview."""
    interview_id = deployment.browser("caseworker").begin_interview()
    found = CASE.search(supervisor.get(f"/interviews/{interview_id}").text)
    assert found
    return found.group(1), interview_id


def choices(page: str, name: str) -> list[str]:
    return re.findall(rf'type="radio" name="{name}" value="([^"]+)"', page)


def test_from_the_offer_to_the_day_on_which_it_is_theirs(
    deployment: Deployment, supervisor: Browser, theirs: Browser
) -> None:
    case_id, interview_id = a_case(deployment, supervisor)
    assert f"/transfers/of/{case_id}" in supervisor.get(f"/cases/{case_id}").text
    form = supervisor.get(f"/transfers/of/{case_id}").text
    (team,) = choices(form, "team")
    fields = {"team": team, "need": "A bed & help in Thai", "why": "Her aunt", "agreed_on": "2026-01-15"}

    sent = supervisor.post(f"/transfers/of/{case_id}", fields)

    assert sent.status_code == 303, sent.text
    transfer = sent.headers["Location"]
    assert "1</span>" in theirs.get("/").text.partition("To and from other teams")[2][:80]
    notice = theirs.get(transfer).text
    assert "A bed &amp; help in Thai" in notice
    assert "Her aunt" not in notice
    assert not REFERENCE.search(notice)
    (named,) = choices(notice, "caseworker")
    assert theirs.post(f"{transfer}/accept", {"caseworker": named}).status_code == 303
    compare = supervisor.get(transfer).text
    assert WORDS.findall(compare) == WORDS.findall(theirs.get(transfer).text)
    key_id = KEY_ID.search(compare)
    assert key_id
    assert supervisor.post(f"{transfer}/complete", {"key_id": key_id.group(1)}).status_code == 303

    for who, status in (("supervisor", 404), ("caseworker", 404), (THEIRS, 200), (THEIR_CASEWORKER, 200)):
        browser = deployment.browser(who)
        assert browser.get(f"/cases/{case_id}").status_code == status, who
        assert browser.get(f"/interviews/{interview_id}").status_code == status, who
    assert "It is with them now." in supervisor.get(transfer).text
    assert not REFERENCE.search(supervisor.get(transfer).text)
    assert "From another team" in theirs.get(f"/cases/{case_id}").text
    assert "Her aunt" in theirs.get(transfer).text


def test_what_is_missing_is_named_and_what_was_typed_stays(deployment: Deployment, supervisor: Browser) -> None:
    case_id, _ = a_case(deployment, supervisor)

    answer = supervisor.post(f"/transfers/of/{case_id}", {"team": "nobody", "need": "A bed", "why": "Her aunt"})

    assert answer.status_code == 422
    assert "Choose who is to have it." in answer.text
    assert ("A bed</textarea>" in answer.text, "Her aunt</textarea>" in answer.text) == (True, True)


@pytest.mark.parametrize("day", ["", "soon", date.max.isoformat()])
def test_without_the_day_of_the_person_s_yes_it_goes_nowhere(
    deployment: Deployment, supervisor: Browser, day: str
) -> None:
    case_id, _ = a_case(deployment, supervisor)
    (team,) = choices(supervisor.get(f"/transfers/of/{case_id}").text, "team")

    fields = {"team": team, "need": "A bed", "why": "Her aunt", "agreed_on": day}

    assert "on which the person said yes" in supervisor.post(f"/transfers/of/{case_id}", fields).text


def test_a_no_says_why(deployment: Deployment, supervisor: Browser, theirs: Browser) -> None:
    transfer_id = offered_by_them(deployment)
    page = f"/transfers/{transfer_id}"
    assert supervisor.post(f"{page}/decline", {"reason": " "}).status_code == 422

    assert supervisor.post(f"{page}/decline", {"reason": "Every bed is taken"}).status_code == 303

    assert "Every bed is taken" in theirs.get(page).text
    assert "You said no" in supervisor.get(page).text
    assert supervisor.post(f"{page}/accept").status_code == 422
    assert theirs.post(f"{page}/complete", {"key_id": "00" * 16}).status_code == 409


def test_a_yes_names_somebody(deployment: Deployment, supervisor: Browser) -> None:
    page = f"/transfers/{offered_by_them(deployment)}"

    answer = supervisor.post(f"{page}/accept", {"caseworker": "x"})

    assert answer.status_code == 422
    assert "Choose who is to work on it." in answer.text


def test_a_yes_can_be_taken_back_and_so_can_an_offer(
    deployment: Deployment, supervisor: Browser, theirs: Browser
) -> None:
    page = f"/transfers/{taken_by_them(deployment)}"
    assert theirs.post(f"{page}/stop", {"reason": "She cannot come"}).status_code == 303
    assert "She cannot come" in supervisor.get(page).text
    other = f"/transfers/{taken_by_them(deployment)}"

    assert supervisor.post(f"{other}/withdraw").status_code == 303

    assert "Taken back by them" in theirs.get(other).text


def test_one_that_runs_stands_in_the_place_of_the_form(deployment: Deployment, supervisor: Browser) -> None:
    case_id, _ = a_case(deployment, supervisor)
    transfer_id = offered(deployment, UUID(case_id))

    page = supervisor.get(f"/transfers/of/{case_id}").text

    assert (f"/transfers/{transfer_id}" in page, "textarea" in page) == (True, False)


def test_nobody_else_finds_it(deployment: Deployment) -> None:
    page = f"/transfers/{offered_by_them(deployment)}"

    for who in ("caseworker", "other caseworker", THEIR_CASEWORKER, "administrator", "analyst", "interpreter"):
        browser = deployment.browser(who)
        assert browser.get(page).status_code == browser.get("/transfers/").status_code == 404
        for rest in ("accept", "decline", "stop", "withdraw", "complete"):
            assert browser.post(f"{page}/{rest}").status_code == 404
