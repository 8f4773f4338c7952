"""Teams and agreements, as people see and press them."""

import re

import pytest
from builders.deployments import Browser, Deployment, Login, deployment_in
from builders.stories import talk_of

CARD = re.compile(r'<li class="card[^"]*">.*?</li>\s*(?=<li class="card|</ul>)', re.DOTALL)
KEY_ID = re.compile(r'name="key_id" value="([0-9a-f]{32})"')
WORDS = re.compile(r"<li><bdi>([a-z]+)</bdi></li>")
PASSPHRASE = re.compile(r'<bdi id="passphrase-shown">([^<]+)</bdi>')


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    return deployment_in(tmp_path_factory.mktemp("deployment"))


@pytest.fixture
def supervisor(deployment: Deployment) -> Browser:
    return deployment.browser("supervisor")


@pytest.fixture
def administrator(deployment: Deployment) -> Browser:
    return deployment.browser("administrator")


def new_account(administrator: Browser, name: str) -> Login:
    shown = administrator.post("/accounts/new", {"name": name})
    found = PASSPHRASE.search(shown.text)
    assert found
    return Login(name, found.group(1))


def signed_in(deployment: Deployment, login: Login) -> Browser:
    browser = deployment.browser()
    assert browser.post("/sign-in", {"name": login.name, "passphrase": login.passphrase}).status_code == 303
    return browser


def address(page: str, pattern: str) -> str:
    found = re.search(rf'(?:href|formaction|action)="({pattern})"', page)
    assert found, pattern
    return found.group(1)


def card_of(page: str, name: str) -> str:
    cards: list[str] = CARD.findall(page)
    return next(card for card in cards if f"<bdi>{name}</bdi>" in card)


def let_in(supervisor: Browser, name: str) -> None:
    choose = address(supervisor.get("/teams/").text, "/teams/[0-9a-f-]+/in")
    page = supervisor.get(choose).text
    line = next(line for line in page.split("<li>") if f"<bdi>{name}</bdi>" in line)
    compare = address(line, "/teams/[0-9a-f-]+/in/[0-9a-f-]+")
    shown = supervisor.get(compare).text
    key_id = KEY_ID.search(shown)
    assert key_id
    assert len(WORDS.findall(shown)) == 10
    answer = supervisor.post(compare, {"key_id": key_id.group(1)})
    assert answer.status_code == 303


def test_who_is_let_in_sees_the_team_and_who_is_taken_out_does_not(
    deployment: Deployment, supervisor: Browser, administrator: Browser
) -> None:
    second = new_account(administrator, "sigrid")
    let_in(supervisor, "sigrid")
    sigrid = signed_in(deployment, second)
    assert "Your team" in sigrid.get("/teams/").text

    out = address(card_of(supervisor.get("/teams/").text, "sigrid"), "/teams/[0-9a-f-]+/out/[0-9a-f-]+")
    supervisor.get("/teams/")
    assert supervisor.post(out).status_code == 303

    assert "Your team" not in sigrid.get("/teams/").text


def test_nobody_is_let_in_for_a_key_whose_words_were_not_shown(supervisor: Browser, administrator: Browser) -> None:
    new_account(administrator, "stella")
    page = supervisor.get(address(supervisor.get("/teams/").text, "/teams/[0-9a-f-]+/in")).text
    line = next(line for line in page.split("<li>") if "<bdi>stella</bdi>" in line)
    compare = address(line, "/teams/[0-9a-f-]+/in/[0-9a-f-]+")
    supervisor.get(compare)

    assert supervisor.post(compare, {"key_id": "00" * 16}).status_code == 409
    assert supervisor.post(compare, {"key_id": "nonsense"}).status_code == 409
    assert supervisor.post(compare).status_code == 409


def test_a_supervisor_who_is_none_any_more_comes_in_no_more(
    deployment: Deployment, supervisor: Browser, administrator: Browser
) -> None:
    login = new_account(administrator, "sunniva")
    let_in(supervisor, "sunniva")
    sunniva = signed_in(deployment, login)

    card = card_of(supervisor.get("/teams/").text, "sunniva")
    supervisor.post(address(card, "/teams/dismiss/[0-9a-f-]+"))

    assert sunniva.get("/teams/").headers["Location"].startswith("/sign-in")
    assert signed_in(deployment, login).get("/teams/").status_code == 404


def test_an_office_waits_until_a_supervisor_agrees(supervisor: Browser, administrator: Browser) -> None:
    page = administrator.get("/teams/offices/new").text
    team = re.search(r'name="team" value="([^"]+)"', page)
    assert team
    assert administrator.post("/teams/offices/new", {"name": "", "team": team.group(1)}).status_code == 422
    assert administrator.post("/teams/offices/new", {"name": "Hills"}).status_code == 422
    assert administrator.post("/teams/offices/new", {"name": "Hills", "team": team.group(1)}).status_code == 303
    assert "Waits for a supervisor" in card_of(administrator.get("/teams/").text, "Hills")
    asked = administrator.get("/approvals/").text
    assert "Waits for someone else" in asked
    assert "/give" not in asked

    waiting = supervisor.get("/approvals/").text
    assert "Hills (Team 1)" in waiting
    assert supervisor.post(address(waiting, "/approvals/[0-9a-f-]+/give")).status_code == 303

    assert "Waits for a supervisor" not in card_of(administrator.get("/teams/").text, "Hills")


def test_an_office_that_is_declined_is_not_made(supervisor: Browser, administrator: Browser) -> None:
    team = re.search(r'name="team" value="([^"]+)"', administrator.get("/teams/offices/new").text)
    assert team
    administrator.post("/teams/offices/new", {"name": "Woods", "team": team.group(1)})

    supervisor.post(address(supervisor.get("/approvals/").text, "/approvals/[0-9a-f-]+/refuse"))

    assert "Woods" not in administrator.get("/teams/").text


def test_a_new_team_has_whoever_made_it(supervisor: Browser) -> None:
    assert supervisor.post("/teams/new", {"name": " "}).status_code in {409, 422}
    assert supervisor.post("/teams/new", {"name": "Night"}).status_code == 303
    assert "Night" in supervisor.get("/teams/").text


def test_a_replaced_key_stands_on_the_supervisors_first_page_until_it_was_seen(
    supervisor: Browser, administrator: Browser
) -> None:
    new_account(administrator, "kari")
    card = card_of(administrator.get("/accounts/").text, "kari")
    administrator.post(address(card, "/accounts/[0-9a-f-]+/reset"))

    page = supervisor.get("/").text
    assert "kari has another key since" in page
    key_id = KEY_ID.search(page)
    assert key_id
    assert "kari has another key" not in administrator.get("/").text
    supervisor.get("/")
    answer = supervisor.post(address(page, "/teams/keys/[0-9a-f-]+/seen"), {"key_id": key_id.group(1)})

    assert answer.status_code == 303
    assert "kari has another key" not in supervisor.get("/").text


def test_who_is_in_danger_stands_above_a_replaced_key(
    deployment: Deployment, supervisor: Browser, administrator: Browser
) -> None:
    new_account(administrator, "liv")
    administrator.post(address(card_of(administrator.get("/accounts/").text, "liv"), "/accounts/[0-9a-f-]+/reset"))
    talk_of(deployment, "urgent")

    page = supervisor.get("/").text

    assert page.index('id="needed"') < page.index('id="urgent"') < page.index("liv has another key since")


def reset(deployment: Deployment, administrator: Browser, name: str) -> Browser:
    page = administrator.get("/accounts/").text
    shown = administrator.post(address(card_of(page, name), "/accounts/[0-9a-f-]+/reset")).text
    found = PASSPHRASE.search(shown)
    assert found
    return signed_in(deployment, Login(name, found.group(1)))


def test_cases_come_back_after_words_and_a_second_supervisor(
    deployment: Deployment, supervisor: Browser, administrator: Browser
) -> None:
    second = new_account(administrator, "solveig")
    let_in(supervisor, "solveig")
    solveig = signed_in(deployment, second)
    interview_id = deployment.browser("other caseworker").begin_interview()
    reset_one = reset(deployment, administrator, "the other caseworker")
    assert reset_one.get(f"/interviews/{interview_id}").status_code == 404
    own = WORDS.findall(reset_one.get("/words/").text)

    compare = address(supervisor.get("/teams/").text, "/regranting/[0-9a-f-]+")
    page = supervisor.get(compare).text
    key_id = KEY_ID.search(page)
    assert key_id
    assert supervisor.post(f"{compare}/go-on").status_code == 404
    assert supervisor.post(compare, {"key_id": "00" * 16}).status_code == 409
    assert supervisor.post(compare, {"key_id": key_id.group(1)}).status_code == 303
    assert "Waits for a second supervisor" in supervisor.get(compare).text
    waiting = solveig.get("/approvals/").text
    assert WORDS.findall(waiting) == WORDS.findall(page) == own
    solveig.post(address(waiting, "/approvals/[0-9a-f-]+/give"))
    assert "<progress" in supervisor.get(compare).text
    assert f'href="{compare}"' in supervisor.get("/approvals/").text

    answer = supervisor.post(f"{compare}/go-on", {"of": "1"})

    assert answer.headers["Location"] == "/teams/"
    assert reset_one.get(f"/interviews/{interview_id}").status_code == 200
    assert supervisor.get(compare).status_code == 404


def test_a_case_goes_to_another_caseworker(deployment: Deployment, supervisor: Browser) -> None:
    one = deployment.browser("caseworker")
    interview_id = one.begin_interview()
    assert f"/reassigning/{interview_id}" in supervisor.get(f"/interviews/{interview_id}").text
    assert "/reassigning/" not in one.get(f"/interviews/{interview_id}").text
    page = supervisor.get(f"/reassigning/{interview_id}").text
    to = re.search(r'name="to" value="([^"]+)"><span><bdi>the other caseworker', page)
    assert to
    assert "the caseworker" in page

    assert supervisor.post(f"/reassigning/{interview_id}").status_code == 422
    answer = supervisor.post(f"/reassigning/{interview_id}", {"to": to.group(1)})

    assert answer.status_code == 303
    assert one.get(f"/interviews/{interview_id}").status_code == 404
    assert supervisor.get(f"/interviews/{interview_id}").status_code == 200


def test_a_team_gets_another_key_while_a_page_shows_how_far_it_is(deployment: Deployment, supervisor: Browser) -> None:
    interview_id = deployment.browser("caseworker").begin_interview()
    team = next(part for part in supervisor.get("/teams/").text.split("<section") if "Team 1" in part)
    show = address(team, "/team-keys/[0-9a-f-]+")
    assert "<progress" not in supervisor.get(show).text

    on = supervisor.post(show).headers["Location"]
    page = supervisor.get(on).text
    assert "<progress" in page
    assert "data-goes-on" in page
    assert supervisor.get(f"/interviews/{interview_id}").status_code == 200
    assert supervisor.post(show).status_code == 409
    while on != "/teams/":
        on = supervisor.post(f"{show}/go-on", {"of": "9"}).headers["Location"]

    assert supervisor.get(f"/interviews/{interview_id}").status_code == 200
    assert "Team 1 has another key" in re.sub(r"<[^>]+>", "", supervisor.get("/").text)


@pytest.mark.parametrize("of", ["", "-1", "x", "9" * 40, "٣"])
def test_a_page_of_long_work_believes_no_odd_number(supervisor: Browser, of: str) -> None:
    team = next(part for part in supervisor.get("/teams/").text.split("<section") if "Team 1" in part)

    assert supervisor.get(address(team, "/team-keys/[0-9a-f-]+") + f"?of={of}").status_code == 200
