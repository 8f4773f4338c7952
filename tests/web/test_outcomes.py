"""How it goes, visit by visit: a drawing without a script, and the same in a table."""

import re
from uuid import UUID

import pytest
from builders.deployments import Browser, Deployment, deployment_in
from builders.invented_talks import case_of
from builders.served_records import a_record


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    return deployment_in(tmp_path_factory.mktemp("deployment"))


@pytest.fixture(scope="module")
def record(deployment: Deployment) -> UUID:
    return a_record(deployment)


@pytest.fixture
def caseworker(deployment: Deployment) -> Browser:
    return deployment.browser("caseworker")


def test_it_stands_on_the_page_of_the_case_and_above_the_visits(
    deployment: Deployment, caseworker: Browser, record: UUID
) -> None:
    for address in (f"/cases/{case_of(deployment, record)}", f"/interviews/{record}/entries/a20"):
        page = caseworker.get(address).text

        drawing = page[page.index('<figure class="card outcomes">') : page.index("</figure>")]
        assert drawing.count("<rect") == 2
        assert '<path class="by-staff" d="M14 64L74 39"/>' in drawing
        assert re.findall(r"<td>([^<]*)</td>", drawing) == ["–", "Could easily go wrong", "–", "Steady"]
        assert "style=" not in drawing


def test_other_sections_have_none(caseworker: Browser, record: UUID) -> None:
    assert "outcomes" not in caseworker.get(f"/interviews/{record}/entries/a16").text
