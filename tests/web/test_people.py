"""Looking people up: who comes in, what is shown, and that what was typed goes nowhere."""

import re
from uuid import UUID

import pytest
from builders.deployments import Browser, Deployment, deployment_in
from builders.invented_talks import case_of, handed_in_talk


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    return deployment_in(tmp_path_factory.mktemp("deployment"))


@pytest.fixture
def supervisor(deployment: Deployment) -> Browser:
    return deployment.browser("supervisor")


@pytest.fixture(scope="module")
def talk(deployment: Deployment) -> UUID:
    return handed_in_talk(deployment)


def test_a_supervisor_who_was_let_in_finds_somebody_and_goes_on_to_the_case(
    deployment: Deployment, supervisor: Browser, talk: UUID
) -> None:
    home = supervisor.get("/").text
    found = supervisor.post("/people/", {"name": "AYE, Linn", "born": "1999"})

    assert 'href="/people/"' in home
    assert found.status_code == 200
    assert f'href="/cases/{case_of(deployment, talk)}"' in found.text
    assert "born 1999" in found.text


@pytest.mark.parametrize("year", ["1999", "١٩٩٩", "૧૯૯૯"])
def test_a_year_is_read_in_the_digits_of_every_script(supervisor: Browser, talk: UUID, year: str) -> None:
    assert supervisor.post("/people/", {"name": "Lin Aye", "born": year}).status_code == 200


@pytest.mark.parametrize(("typed", "field"), [({"name": " "}, "name"), ({"name": "Lin", "born": "long ago"}, "born")])
def test_what_cannot_be_looked_for_is_named(supervisor: Browser, typed: dict[str, str], field: str) -> None:
    answer = supervisor.post("/people/", typed)

    assert answer.status_code == 422
    assert re.search(rf'id="{field}"[^>]*aria-invalid="true"', answer.text)


def test_nobody_is_found_says_so(supervisor: Browser, talk: UUID) -> None:
    assert "Nobody like that" in supervisor.post("/people/", {"name": "Quillon Marsh"}).text


def test_an_address_never_holds_what_is_looked_for(supervisor: Browser, talk: UUID) -> None:
    assert "Lin" not in re.sub(r"nonce|Linked", "", supervisor.get("/people/?name=Lin+Aye&born=1999").text)


def test_a_caseworker_looks_among_their_own_before_a_new_interview(deployment: Deployment, talk: UUID) -> None:
    mine, other = (deployment.browser(who) for who in ("caseworker", "other caseworker"))

    assert 'href="/people/mine"' in mine.get("/interviews/new").text
    assert f'href="/cases/{case_of(deployment, talk)}"' in mine.post("/people/mine", {"name": "Lin Aye"}).text
    assert "Nobody like that" in other.post("/people/mine", {"name": "Lin Aye"}).text
    assert mine.get("/people/").status_code == 404


def test_two_cases_that_may_be_one_person_are_decided_about(deployment: Deployment, supervisor: Browser) -> None:
    one, other = handed_in_talk(deployment), handed_in_talk(deployment)
    pair = {"one": str(case_of(deployment, one)), "other": str(case_of(deployment, other))}

    asked = supervisor.get("/people/look-alikes").text
    said = supervisor.post("/people/look-alikes", {**pair, "same": "yes"})
    again = supervisor.post("/people/look-alikes", {**pair, "same": "yes"})
    wrong = supervisor.post("/people/look-alikes", {**pair, "same": "perhaps"})

    assert pair["one"] in asked
    assert (said.status_code, again.status_code, wrong.status_code) == (303, 409, 404)
    assert "The same person, at another time" in supervisor.get(f"/cases/{pair['one']}").text
