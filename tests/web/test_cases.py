"""Pages about a case as a whole, as people see and press them."""

import re
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from builders.deployments import Browser, Deployment, Login, deployment_in
from builders.invented_talks import case_of, handed_in_talk

from interview.casework.actors import Actor
from interview.services import deciding, reviewing, signing_in, teams

HIDDEN = "Show who this is"
TOKEN = re.compile(r"[\w.-]{20,}")
"""What is random and long: three letters of a name stand in it by chance."""
PASSPHRASE = re.compile(r'<bdi id="passphrase-shown">([^<]+)</bdi>')


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    return deployment_in(tmp_path_factory.mktemp("deployment"))


@pytest.fixture
def supervisor(deployment: Deployment) -> Browser:
    return deployment.browser("supervisor")


@pytest.fixture
def colleague(deployment: Deployment) -> Browser:
    """Another supervisor of the same team."""
    if "colleague" not in deployment.logins:
        _let_in(deployment, "colleague")
    return deployment.browser("colleague")


def _let_in(deployment: Deployment, name: str) -> None:
    shown = deployment.browser("administrator").post("/accounts/new", {"name": name})
    found = PASSPHRASE.search(shown.text)
    assert found
    login = deployment.logins["supervisor"]
    with deployment.app.open_work() as work:
        signed_in = signing_in.sign_in(work, login.name, login.passphrase)
        assert isinstance(signed_in, signing_in.SignedIn)
    with deployment.app.open_work() as work:
        actor = signing_in.resume(work, signed_in.token)
        assert isinstance(actor, Actor)
        account = next(one for one in work.accounts.list(actor.organisation_id) if one.name == name)
        (team_id,) = actor.team_ids
        teams.admit(work, actor, team_id, account.id)
    assert isinstance(deployment.logins, dict)
    deployment.logins[name] = Login(name, found.group(1))


@pytest.fixture
def talk(deployment: Deployment) -> UUID:
    return handed_in_talk(deployment)


def test_who_it_is_shows_after_saying_what_for_and_can_be_hidden(
    deployment: Deployment, supervisor: Browser, talk: UUID
) -> None:
    case_id = case_of(deployment, talk)
    check = f"/interviews/{talk}/check"
    before = supervisor.get(check).text
    without_purpose = supervisor.post(f"/cases/{case_id}/identity", {"_page": check})
    shown = supervisor.post(f"/cases/{case_id}/identity", {"purpose": "care", "_page": check})
    after = supervisor.get(check).text
    supervisor.post(f"/cases/{case_id}/identity/hide", {"_page": check})
    again = supervisor.get(check).text

    assert before.count("<bdi>Hidden</bdi>") > 2
    assert HIDDEN in before
    assert without_purpose.status_code == 422
    assert "Say what you need it for." in without_purpose.text
    assert (shown.status_code, shown.headers["Location"]) == (303, check)
    assert "<bdi>Hidden</bdi>" not in after
    assert "You see who this is until" in after
    assert again.count("<bdi>Hidden</bdi>") == before.count("<bdi>Hidden</bdi>")


def test_every_page_of_a_closed_talk_hides_it(deployment: Deployment, supervisor: Browser, talk: UUID) -> None:
    case_id = case_of(deployment, talk)
    pages = [f"/interviews/{talk}/pages/{page}" for page in ("s4_1", "s4_2", "s4_3", "s4_5", "s4b_1")]
    pages += [f"/interviews/{talk}{rest}" for rest in ("", "/check", "/assessment", "/proposal", "/stop", "/ended")]
    hidden = {page: TOKEN.sub("", supervisor.get(page).text) for page in pages}
    supervisor.post(f"/cases/{case_id}/identity", {"purpose": "decision"})
    names = re.findall(r"<dt>[^<]*(?:first name|family name)[^<]*</dt><dd><bdi>([^<]+)", supervisor.get(pages[6]).text)

    assert len(names) == 2
    assert [page for page, text in hidden.items() for name in names if name in text] == []


def test_who_looked_is_shown_with_what_for(deployment: Deployment, supervisor: Browser, talk: UUID) -> None:
    case_id = case_of(deployment, talk)
    supervisor.post(f"/cases/{case_id}/identity", {"purpose": "safety"})
    supervisor.get(f"/interviews/{talk}/check")

    for who in ("supervisor", "caseworker"):
        page = deployment.browser(who).get(f"/cases/{case_id}/readers").text

        assert "Asked to see who it is: Someone may be in danger" in page
        assert "Sensitive answers" in page
    assert "<strong>You</strong>" in supervisor.get(f"/cases/{case_id}/readers").text
    assert deployment.browser("other caseworker").get(f"/cases/{case_id}/readers").status_code == 404


def test_two_supervisors_erase_a_case(
    deployment: Deployment, supervisor: Browser, colleague: Browser, talk: UUID
) -> None:
    address = f"/cases/{case_of(deployment, talk)}/erasure"
    nothing = supervisor.post(address, {"reason": ""})
    short = supervisor.post(address, {"reason": "ordered", "text": " "})
    asked = supervisor.post(address, {"reason": "ordered", "text": "Order of the court"})
    alone = supervisor.post(f"{address}/agree")
    theirs = colleague.get(address).text
    colleague.post(f"{address}/agree")
    ready = supervisor.get(address).text
    done = supervisor.post(f"{address}/erase")
    certificate = supervisor.get(done.headers["Location"]).text

    assert (nothing.status_code, short.status_code, asked.status_code) == (422, 422, 303)
    assert "Say more about the reason." in short.text
    assert alone.status_code == 404
    assert "Order of the court" in theirs
    assert "Erase it for good" in ready
    assert done.status_code == 303
    assert "Certificate" in certificate
    assert "Unreadable from" in certificate
    assert "Order of the court" not in certificate
    for browser in (supervisor, colleague, deployment.browser("caseworker")):
        assert browser.get(f"/interviews/{talk}").status_code == 404
    assert supervisor.get(address).status_code == 404
    assert colleague.get("/cases/due").text.count("/cases/certificates/") >= 1
    assert colleague.get(done.headers["Location"]).status_code == 200


def test_a_persons_wish_reaches_the_supervisors(deployment: Deployment, supervisor: Browser) -> None:
    caseworker = deployment.browser("caseworker")
    interview_id = caseworker.begin_interview()
    case_id = case_of(deployment, UUID(interview_id))
    before = caseworker.get(f"/interviews/{interview_id}/withdraw").text
    answer = caseworker.post(f"/interviews/{interview_id}/withdraw")
    after = caseworker.get(answer.headers["Location"]).text

    assert "Pass on their wish" in before
    assert "Pass on their wish" not in after
    assert "Two of them erase the case" in after
    assert f"/cases/{case_id}/erasure" in supervisor.get("/cases/due").text
    assert "The person wants it" in supervisor.get(f"/cases/{case_id}/erasure").text
    assert "Keeping and erasing" in supervisor.get("/").text
    refused = supervisor.post(f"/cases/{case_id}/keeping", {"until": "2030-01-01", "reason": "We want it"})
    assert refused.status_code == 422
    assert "against their wish" in refused.text


def test_a_case_is_kept_longer_with_a_reason(deployment: Deployment, supervisor: Browser) -> None:
    caseworker = deployment.browser("caseworker")
    interview_id = caseworker.begin_interview()
    address = f"/cases/{case_of(deployment, UUID(interview_id))}/keeping"
    goes_on = supervisor.get(address).text
    caseworker.post(f"/interviews/{interview_id}/stop", {"ending": "persons_wish"})
    day = date(datetime.now(UTC).year + 3, 1, 1)
    no_day = supervisor.post(address, {"until": "soon", "reason": "A court asked"})
    no_reason = supervisor.post(address, {"until": day.isoformat(), "reason": ""})
    kept = supervisor.post(address, {"until": day.isoformat(), "reason": "A court asked"})
    shown = supervisor.get(address).text

    assert "This case goes on" in goes_on
    assert (no_day.status_code, no_reason.status_code, kept.status_code) == (422, 422, 303)
    assert "A court asked" in no_day.text
    assert "Kept longer before" in shown
    assert str(day.year) in shown


def _accepted(deployment: Deployment, talk: UUID) -> None:
    """The talk is decided about, so that its author can still change it, and does not have it open."""
    login = deployment.logins["supervisor"]
    with deployment.app.open_work() as work:
        signed_in = signing_in.sign_in(work, login.name, login.passphrase)
        assert isinstance(signed_in, signing_in.SignedIn)
    with deployment.app.open_work() as work:
        actor = signing_in.resume(work, signed_in.token)
        assert isinstance(actor, Actor)
        decision_id = reviewing.decision_of_interview(work, actor, talk)
        assert decision_id is not None
        seen = reviewing.open_review(work, actor, decision_id).decision.seen
        assert isinstance(deciding.confirm(work, actor, decision_id, seen=seen), deciding.Decided)


def test_saving_a_page_with_hidden_answers_clears_none_of_them(deployment: Deployment, talk: UUID) -> None:
    _accepted(deployment, talk)
    author, case_id = deployment.browser("caseworker"), case_of(deployment, talk)
    address, check = f"/interviews/{talk}/pages/s4_2", f"/interviews/{talk}/check"
    author.post(f"/cases/{case_id}/identity", {"purpose": "correction"})
    before = re.findall(r"<dt>[^<]*(?:first name|family name)[^<]*</dt><dd><bdi>([^<]+)", author.get(check).text)
    author.post(f"/cases/{case_id}/identity/hide")
    page = author.get(address).text
    revision = re.search(r'name="revision" value="(\d+)"', page)
    assert revision
    saved = author.post(address, {"revision": revision.group(1), "s_sex": "female", "asked_once_more": "1"})
    author.post(f"/cases/{case_id}/identity", {"purpose": "correction"})
    after = author.get(check).text

    assert 'name="s_sex"' in page
    assert 'name="s_name_family"' not in page
    assert saved.status_code == 303
    assert len(before) == 2
    assert all(f"<bdi>{name}</bdi>" in after for name in before)
    assert 'name="s_name_family"' in author.get(address).text


def test_what_was_typed_about_keeping_or_erasing_comes_back_after_unlocking(
    deployment: Deployment, supervisor: Browser
) -> None:
    caseworker = deployment.browser("caseworker")
    interview_id = caseworker.begin_interview()
    case_id = case_of(deployment, UUID(interview_id))
    caseworker.post(f"/interviews/{interview_id}/stop", {"ending": "persons_wish"})

    def typed_and_locked(address: str, **typed: str) -> str:
        supervisor.post("/lock", {**typed, "_page": address})
        back = supervisor.post("/unlock", {"passphrase": deployment.logins["supervisor"].passphrase, "back": address})
        return supervisor.get(back.headers["Location"]).text

    keeping = typed_and_locked(f"/cases/{case_id}/keeping", until="2031-02-03", reason="A court asked")
    erasing = typed_and_locked(f"/cases/{case_id}/erasure", reason="ordered", text="Letter of 3 May")

    assert 'value="2031-02-03"' in keeping
    assert "A court asked" in keeping
    assert 'value="ordered" checked' in erasing
    assert "Letter of 3 May" in erasing
