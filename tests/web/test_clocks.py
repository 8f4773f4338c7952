"""Time limits on the pages of an interview."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from builders.deployments import Deployment, deployment_in

from interview.casework.clocks import TimeLeft
from interview.web.clocks import time_left


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    return deployment_in(Path(tmp_path_factory.mktemp("deployment")))


def test_a_time_limit_is_noted_shown_in_lists_and_dealt_with(deployment: Deployment) -> None:
    browser = deployment.browser("caseworker")
    interview_id = browser.begin_interview()
    here = f"/interviews/{interview_id}"
    day = (datetime.now(UTC) + timedelta(days=4)).date().isoformat()

    answer = browser.post(f"/clocks/{interview_id}", {"kind": "permit", "day": day, "_page": here})

    assert answer.headers["Location"] == here
    page = browser.get(here).text
    assert "End of a permit" in page
    assert "due in 3 days" in page
    assert "due in 3 days" in browser.get("/").text
    assert "permit" not in browser.get("/").text
    assert "End of a permit" in deployment.browser("supervisor").get(here).text
    stop = re.search(r'action="(/clocks/[^"]+/stop)"', page)
    assert stop
    assert browser.post(stop.group(1), {"_page": here}).status_code == 303
    assert "End of a permit</strong>" not in browser.get(here).text


@pytest.mark.parametrize("fields", [{}, {"kind": "permit", "day": "soon"}, {"kind": "x", "day": "2027-01-01"}])
def test_what_is_no_time_limit_changes_nothing(deployment: Deployment, fields: dict[str, str]) -> None:
    browser = deployment.browser("caseworker")
    interview_id = browser.begin_interview()

    assert browser.post(f"/clocks/{interview_id}", fields).status_code == 303
    assert deployment.browser("other caseworker").post(f"/clocks/{interview_id}", fields).status_code == 404
    assert "None is noted." in browser.get(f"/interviews/{interview_id}").text


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (TimeLeft(False, 0, 0), "due in 1 h"),
        (TimeLeft(False, 0, 5), "due in 5 h"),
        (TimeLeft(False, 1, 3), "due in 27 h"),
        (TimeLeft(False, 2, 0), "due in 2 days"),
        (TimeLeft(True, 0, 2), "2 h late"),
        (TimeLeft(True, 9, 1), "9 days late"),
    ],
)
def test_the_time_left_is_said_in_few_words(deployment: Deployment, left: TimeLeft, words: str) -> None:
    with deployment.app.test_request_context():
        assert time_left(left) == words
