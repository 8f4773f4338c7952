"""Two organisations on one server, and one person who was here before: each in a browser, from the first tap on."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from builders.axe import faults_of
from builders.browser import PHONE, TABLET, Tablet, new_tablet
from builders.deployments import Deployment, deployment_in
from builders.invented_talks import case_of, handed_in_talk
from builders.served_records import ASKED
from builders.served_referrals import a_record_to_refer, with_another_organisation
from builders.serving import served
from playwright.sync_api import Browser, expect

Tablets = Callable[..., Tablet]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """A server with two organisations."""
    return with_another_organisation(deployment_in(tmp_path_factory.mktemp("both")))


@pytest.fixture(scope="module")
def record(both: Deployment) -> UUID:
    return a_record_to_refer(both)


@pytest.fixture(scope="module")
def place(both: Deployment) -> Iterator[str]:
    with served(both.app) as there:
        yield f"http://{there.host}:{there.port}"


@pytest.fixture
def devices(chromium: Browser, place: str, both: Deployment) -> Iterator[Tablets]:
    """Gives somebody's device, signed in. At the end no console may hold anything against us."""
    given: list[Tablet] = []

    def new(who: str, size: tuple[int, int] = TABLET, **how: Any) -> Tablet:
        given.append(new_tablet(chromium, place, both, size, **how))
        given[-1].sign_in(who)
        return given[-1]

    yield new
    for tablet in given:
        tablet.context.close()
    assert [fault for tablet in given for fault in tablet.faults] == []


def test_another_organisation_is_asked_says_yes_and_takes_the_person_on(devices: Tablets, record: UUID) -> None:
    ours, theirs, cleo = devices("caseworker"), devices("their supervisor", PHONE), devices("their caseworker", PHONE)
    asking = f"/interviews/{record}/referrals/{ASKED}"

    # Asked without a name.
    ours.open(asking)
    ours.page.get_by_text("Elsewhere").first.click()
    assert faults_of(ours.page) == []
    ours.leave_by(ours.page.locator("footer .primary"))

    # They see what is asked for, and say yes.
    theirs.open("/referrals/")
    theirs.leave_by(theirs.page.locator("main a[href^='/referrals/']").first)
    asked = theirs.page.locator("main").inner_text()
    assert "Aye" not in asked
    assert "Lin" not in asked
    theirs.page.get_by_text("cleo").first.click()
    theirs.page.locator("#text").fill("Come on Tuesday, and ask for Cleo.")
    assert faults_of(theirs.page) == []
    theirs.leave_by(theirs.page.locator("footer .primary"))

    # What the person agreed to goes along, and nothing else can be chosen.
    ours.open(asking)
    expect(ours.page.locator("main")).to_contain_text("Come on Tuesday")
    expect(ours.page.locator("#hand [name=classes]:disabled").first).to_be_visible()
    for code in ("name", "needs"):
        ours.page.locator(f"#hand [name=classes][value={code}]").check()
    ours.leave_by(ours.page.locator("footer .primary"))

    # They open it, and a case of their own begins with it.
    cleo.open("/referrals/")
    cleo.leave_by(cleo.page.locator("main a[href^='/referrals/']").first)
    cleo.leave_by(cleo.page.get_by_role("button", name="Open what was shared"))
    expect(cleo.page.locator("main")).to_contain_text("Aye")
    assert faults_of(cleo.page) == []
    cleo.leave_by(cleo.page.locator("footer .primary"))
    assert "/interviews/" in cleo.page.url

    ours.open(asking)
    expect(ours.page.locator("main .badge").first).to_have_text("They are helping")


def test_somebody_who_was_here_before_is_found_and_the_cases_name_each_other(
    devices: Tablets, both: Deployment
) -> None:
    before, now = (case_of(both, handed_in_talk(both)) for _ in range(2))
    supervisor = devices("supervisor", PHONE)
    page, main = supervisor.page, supervisor.page.locator("main")

    # Found by another spelling, in another order.
    supervisor.open("/people/")
    page.locator("#name").fill("AYE, Linn")
    page.locator("#born").fill("1998")
    supervisor.leave_by(page.locator("footer .primary"))
    expect(main).to_contain_text("Lin Aye")
    assert "AYE" not in page.url

    # Two cases look alike; whoever opens both says that they are.
    supervisor.open("/people/look-alikes")
    pair = page.locator("main .card", has=page.locator(f"a[href='/cases/{now}']")).first
    expect(pair).to_be_visible()
    assert faults_of(page) == []
    supervisor.leave_by(pair.get_by_role("button", name="The same person"))
    supervisor.open(f"/cases/{now}")
    expect(main).to_contain_text("The same person, at another time")
    assert faults_of(page) == []
    assert before != now
