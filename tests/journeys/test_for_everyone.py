"""Every kind of page, for everyone: axe-core finds nothing, nothing scrolls sideways, every target is large enough."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from builders.axe import faults_of, what_axe_finds
from builders.browser import NARROW, TABLET, Tablet, new_tablet
from builders.deployments import Deployment
from builders.measuring import SIDEWAYS, SMALL, SMALLEST, what_is_too_small_or_wide
from builders.pseudo_locales import RIGHT_TO_LEFT
from builders.sights import Talks, Way, every_sight, talks_in
from playwright.sync_api import Browser

BROKEN = """() => {
  const wide = document.createElement("p");
  wide.textContent = "m".repeat(400);
  const small = document.createElement("button");
  small.setAttribute("class", "small");
  document.querySelector("main").append(wide, small, document.createElement("input"));
  wide.attributeStyleMap.set("overflow-wrap", "normal");
  small.attributeStyleMap.set("min-block-size", CSS.px(10));
}"""

EVERY_SIGHT = [pytest.param(who, way, id=name) for who, name, way in every_sight()]
ROLES = ("caseworker", "administrator", "supervisor", "shelter staff")

People = dict[str, Tablet]


@pytest.fixture(scope="module")
def talks(deployment: Deployment) -> Talks:
    return talks_in(deployment)


@contextmanager
def _signed_in(chromium: Browser, address: str, deployment: Deployment, locale: str) -> Iterator[People]:
    """A tablet for each role, signed in once for all tests of a language."""
    found: People = {}
    for who in ROLES:
        found[who] = new_tablet(chromium, address, deployment, TABLET, locale=locale, reduced_motion="reduce")
        found[who].sign_in(who)
    yield found
    for tablet in found.values():
        tablet.context.close()
    assert [fault for tablet in found.values() for fault in tablet.faults] == []


@pytest.fixture(scope="module")
def people(chromium: Browser, address: str, deployment: Deployment) -> Iterator[People]:
    with _signed_in(chromium, address, deployment, "en-GB") as found:
        yield found


@pytest.fixture(scope="module")
def people_from_right_to_left(chromium: Browser, address: str, deployment: Deployment) -> Iterator[People]:
    with _signed_in(chromium, address, deployment, RIGHT_TO_LEFT) as found:
        yield found


def _is_locked(tablet: Tablet) -> bool:
    return "/unlock" in tablet.page.url


@pytest.mark.parametrize(("who", "way"), EVERY_SIGHT)
def test_everyone_can_use(people: People, talks: Talks, who: str, way: Way) -> None:
    tablet = people[who]

    way(tablet, talks)
    found = what_is_too_small_or_wide(tablet) | what_axe_finds(tablet.page)
    if _is_locked(tablet):
        tablet.unlock(who)

    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize(("who", "way"), EVERY_SIGHT)
def test_everyone_can_use_from_right_to_left(
    people_from_right_to_left: People, talks: Talks, who: str, way: Way
) -> None:
    tablet = people_from_right_to_left[who]

    way(tablet, talks)
    found = what_is_too_small_or_wide(tablet) | {"light": faults_of(tablet.page)}
    turned = tablet.page.locator("html").get_attribute("dir")
    if _is_locked(tablet):
        tablet.unlock(who)

    assert {name: faults for name, faults in found.items() if faults} == {}
    assert turned == "rtl"


def test_the_checks_see_what_is_wrong(people: People) -> None:
    tablet = people["caseworker"]
    tablet.open("/sign-in")
    tablet.page.evaluate(BROKEN)
    tablet.resize(NARROW)

    assert tablet.page.evaluate(SIDEWAYS)
    assert tablet.page.evaluate(SMALL, SMALLEST)
    assert {fault.split(":")[0] for fault in faults_of(tablet.page)} >= {"label", "button-name"}
