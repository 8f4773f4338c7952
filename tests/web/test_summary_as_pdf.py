"""A record as a PDF: for whoever may print it, made after its reading was recorded."""

from pathlib import Path
from uuid import UUID

import pytest
from builders.deployments import Deployment, deployment_in
from builders.papers import needs_a_pdf
from builders.served_records import a_record
from sqlalchemy import create_engine, func, select

from interview import printing
from interview.audit.events import Event
from interview.store.tables.trail import AuditEventRow


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    return deployment_in(tmp_path_factory.mktemp("deployment"))


@pytest.fixture(scope="module")
def record_id(deployment: Deployment) -> UUID:
    return a_record(deployment)


def made(deployment: Deployment) -> int:
    """How often it stands in the trail that somebody had a summary."""
    engine = create_engine(f"sqlite:///{Path(deployment.settings.instance) / 'interview.db'}")
    with engine.connect() as connection:
        found = select(func.count()).select_from(AuditEventRow).where(AuditEventRow.event == Event.SUMMARY_MADE.value)
        count = connection.execute(found).scalar_one()
    engine.dispose()
    return count


@needs_a_pdf
def test_it_is_given_to_be_kept_under_a_name_that_says_nothing(deployment: Deployment, record_id: UUID) -> None:
    browser, before = deployment.browser("caseworker"), made(deployment)

    answer = browser.get(f"/interviews/{record_id}/summary/pdf")

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="sheet.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert made(deployment) == before + 1


def test_the_button_is_there_where_one_can_be_made(
    deployment: Deployment, record_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, address = deployment.browser("caseworker"), f"/interviews/{record_id}/summary"

    monkeypatch.setattr("interview.web.interviews.records.is_installed", lambda: True)
    with_one = browser.get(address).text
    monkeypatch.setattr("interview.web.interviews.records.is_installed", lambda: False)
    without = browser.get(address).text

    assert f"{address}/pdf" in with_one
    assert f"{address}/pdf" not in without


def test_one_that_cannot_be_made_leads_back_to_the_page(
    deployment: Deployment, record_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = deployment.browser("caseworker")
    monkeypatch.setattr(printing, "LONGEST", 0.001)

    answer = browser.get(f"/interviews/{record_id}/summary/pdf")

    assert answer.status_code == 303
    assert "The PDF could not be made" in browser.get(answer.headers["Location"]).text
