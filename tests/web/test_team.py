"""The page of a team's work."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from builders.deployments import Deployment, deployment_in


@pytest.fixture
def deployment(tmp_path: Path) -> Deployment:
    return deployment_in(tmp_path)


def test_a_caseworker_stands_in_while_another_is_away(deployment: Deployment) -> None:
    interview_id = deployment.browser("caseworker").begin_interview()
    supervisor, other = deployment.browser("supervisor"), deployment.browser("other caseworker")
    page = supervisor.get("/team/").text
    address = re.search(r'action="(/team/[^"]+/absences)"', page)
    ids = dict(re.findall(r'<option value="([^"]+)">(the [^<]+)</option>', page))
    by_name = {name: account_id for account_id, name in ids.items()}
    assert address
    day = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    fields = {"account_id": by_name["the caseworker"], "cover_id": by_name["the other caseworker"], "until_on": day}

    assert supervisor.post(address.group(1), {**fields, "until_on": "soon"}).status_code == 422
    assert supervisor.post(address.group(1), {**fields, "cover_id": ""}).status_code == 422
    assert supervisor.post(address.group(1), {**fields, "cover_id": fields["account_id"]}).status_code == 422
    assert other.get(f"/interviews/{interview_id}").status_code == 404
    assert supervisor.post(address.group(1), fields).status_code == 303

    assert other.get(f"/interviews/{interview_id}").status_code == 200
    assert f"/interviews/{interview_id}" in other.get("/").text
    end = re.search(r'action="(/team/absences/[^"]+/end)"', supervisor.get("/team/").text)
    assert end
    assert supervisor.post(end.group(1)).status_code == 303
    assert other.get(f"/interviews/{interview_id}").status_code == 404
    assert f"/interviews/{interview_id}" not in other.get("/").text
    assert supervisor.post(end.group(1)).status_code == 404
