"""The record as people read it: by case, by person, what was refused, and a table to take away."""

import csv
import re
from io import StringIO
from uuid import uuid4

import pytest
from builders.deciding import at_work, with_another_supervisor
from builders.deployments import Browser, Deployment, deployment_in
from builders.invented_talks import case_of, handed_in_talk

from interview.audit.events import Event
from interview.casework.approvals import ApprovalKind, ApprovalState
from interview.services import approving
from interview.services.trail import Kind, Line, Which, denials, events_of, kind_of
from interview.services.trail_tables import FORMULA, harmless
from interview.store.denials import OF_A_SESSION
from interview.web.approvals import KINDS as KINDS_OF_APPROVAL
from interview.web.trail.words import EVENTS, KINDS


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    return deployment_in(tmp_path_factory.mktemp("deployment"))


@pytest.fixture
def supervisor(deployment: Deployment) -> Browser:
    return deployment.browser("supervisor")


@pytest.fixture
def administrator(deployment: Deployment) -> Browser:
    return deployment.browser("administrator")


def address_of(page: str, pattern: str) -> str:
    found = re.search(rf'href="({pattern})"', page)
    assert found, pattern
    return found.group(1)


def table_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def _me(supervisor: Browser) -> str:
    people = supervisor.get("/trail/").text
    mine = next(card for card in people.split('<li class="card') if "<bdi>sol</bdi>" in card)
    return address_of(mine, "/trail/people/[0-9a-f-]+").rpartition("/")[2]


def refused(deployment: Deployment) -> list[Line]:
    with at_work(deployment, "supervisor") as (work, actor):
        return [line for line in denials(work, actor, Which(most=500)).lines if line.entry.event is Event.ACCESS_DENIED]


def test_every_event_has_words_and_a_kind() -> None:
    assert set(EVENTS) == set(Event)
    assert set(KINDS) == set(Kind)
    assert frozenset().union(*(events_of(kind) for kind in Kind)) == set(Event)
    assert all(events_of(kind) for kind in Kind)
    assert kind_of(Event.ANSWERS_READ) is Kind.READING
    assert kind_of(Event.UNLOCK_FAILED) is Kind.REFUSED


def test_a_supervisor_reads_a_case_and_chooses_kinds_and_days(deployment: Deployment, supervisor: Browser) -> None:
    case_id = case_of(deployment, handed_in_talk(deployment))

    everything = supervisor.get(f"/trail/cases/{case_id}").text
    saves = supervisor.get(f"/trail/cases/{case_id}?kind=interview").text
    before = supervisor.get(f"/trail/cases/{case_id}?until=2001-01-01").text

    assert str(EVENTS[Event.INTERVIEW_SUBMITTED]) in everything + saves
    assert f"<strong>{EVENTS[Event.CASE_OPENED]}</strong>" not in saves
    assert "Nothing here." in before


def test_older_events_are_a_page_further(deployment: Deployment, supervisor: Browser) -> None:
    case_id = case_of(deployment, handed_in_talk(deployment))

    first = supervisor.get(f"/trail/cases/{case_id}").text
    second = supervisor.get(address_of(first, rf"/trail/cases/{case_id}\?before=\d+").replace("&amp;", "&"))

    assert second.status_code == 200
    assert "<strong>" in second.text


def test_an_administrator_reads_accounts_and_never_a_case(deployment: Deployment, administrator: Browser) -> None:
    case_id = case_of(deployment, handed_in_talk(deployment))
    people = administrator.get("/trail/").text
    account = address_of(people, "/trail/accounts/[0-9a-f-]+")

    assert administrator.get(account).status_code == 200
    assert "/trail/people/" not in people
    assert administrator.get(account.replace("accounts", "people")).status_code == 404
    assert administrator.get(f"/trail/cases/{case_id}").status_code == 404


def test_a_supervisor_reads_what_their_own_people_did(deployment: Deployment, supervisor: Browser) -> None:
    handed_in_talk(deployment)
    people = supervisor.get("/trail/").text
    who = next(card for card in people.split('<li class="card') if "<bdi>the caseworker</bdi>" in card)

    did = supervisor.get(address_of(who, "/trail/people/[0-9a-f-]+")).text

    assert str(EVENTS[Event.INTERVIEW_PAGE_SAVED]) in did


def test_a_table_is_taken_away_on_the_record(deployment: Deployment, supervisor: Browser) -> None:
    case_id = case_of(deployment, handed_in_talk(deployment))

    answer = supervisor.post(f"/trail/cases/{case_id}/table", {"kind": "interview"})

    rows = table_of(answer.text)
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="table.csv"'
    assert {row["event"] for row in rows} <= {event.value for event in events_of(Kind.INTERVIEW)}
    assert [int(row["number"]) for row in rows] == sorted((int(row["number"]) for row in rows), reverse=True)
    taken = table_of(supervisor.post(f"/trail/people/{_me(supervisor)}/table").text)
    assert taken[0]["event"] == Event.TRAIL_EXPORTED.value
    assert taken[0]["detail"] == f"count: {len(rows)}"


@pytest.mark.parametrize("begin", FORMULA)
def test_no_cell_is_ever_a_formula(begin: str) -> None:
    assert harmless(f"{begin}1+1") == f"'{begin}1+1"
    assert harmless("plain") == "plain"


def test_what_was_refused_is_recorded_with_the_thing_and_never_with_what_was_typed(
    deployment: Deployment, supervisor: Browser
) -> None:
    interview_id = handed_in_talk(deployment)
    other = deployment.browser("other caseworker")
    before = len(refused(deployment))

    assert other.get(f"/interviews/{interview_id}").status_code == 404
    assert other.get(f"/interviews/{uuid4()}").status_code == 404
    assert other.get("/trail/").status_code == 404
    assert other.get("/nowhere/at-all").status_code == 404

    by_door, of_nothing, of_interview, *_ = refused(deployment)[: len(refused(deployment)) - before]
    assert (by_door.entry.interview_id, of_nothing.entry.interview_id) == (None, None)
    assert of_interview.entry.interview_id == interview_id
    assert {line.entry.actor_name for line in (by_door, of_nothing, of_interview)} == {"the other caseworker"}


def test_nobody_floods_the_record(deployment: Deployment, supervisor: Browser) -> None:
    other = deployment.browser("analyst")
    before = len(refused(deployment))

    for _ in range(OF_A_SESSION.free + 15):
        assert other.get("/trail/").status_code == 404

    assert OF_A_SESSION.free <= len(refused(deployment)) - before <= OF_A_SESSION.free + 3


def test_another_supervisor_agrees_on_their_page_that_the_whole_record_is_taken(deployment: Deployment) -> None:
    with_another_supervisor(deployment)
    with at_work(deployment, "supervisor") as (work, actor):
        asked = approving.ask(work, actor, ApprovalKind.BULK_EXPORT, actor.organisation_id)
    other = deployment.browser("other supervisor")

    page = other.get("/approvals/").text
    other.post(f"/approvals/{asked.id}/give")

    assert str(KINDS_OF_APPROVAL[ApprovalKind.BULK_EXPORT]) in page
    with at_work(deployment, "supervisor") as (work, actor):
        assert approving.find(work, actor, asked.id).state is ApprovalState.GIVEN
