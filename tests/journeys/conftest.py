"""A served deployment, a Chromium, and tablets: one server and one browser for each process that runs tests."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from builders.browser import TABLET, Tablet, chromium_path, new_tablet, running_chromium
from builders.deployments import Deployment, deployment_in
from builders.pseudo_locales import LONGER, RIGHT_TO_LEFT, build_pseudo_locales
from builders.serving import served
from playwright.sync_api import Browser

HERE = Path(__file__).parent
SOAK = "INTERVIEW_SOAK"
NO_BROWSER = "NO BROWSER TEST RAN: there is no Chromium here. `.ci/browser` finds or unpacks one."
Tablets = Callable[..., Tablet]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every journey needs a browser; the long ones wait for `make soak`."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            if item.get_closest_marker("soak") and not os.environ.get(SOAK):
                item.add_marker(pytest.mark.skip(reason="long: only in `make soak`"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser. Where `.ci/run` is at work, a missing one is a failure."""
    path = chromium_path()
    if path is None and os.environ.get("CI") == "true":
        pytest.fail(NO_BROWSER, pytrace=False)
    if path is None:
        pytest.skip(NO_BROWSER)
    with running_chromium(path) as browser:
        yield browser


@pytest.fixture(scope="session")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """An office with an account in each role. Journeys share it, and each has an interview of its own."""
    folder = tmp_path_factory.mktemp("office")
    build_pseudo_locales(folder / "translations")
    languages = f"en,{LONGER},{RIGHT_TO_LEFT}"
    return deployment_in(folder, languages=languages, translations=str(folder / "translations"))


@pytest.fixture(scope="session")
def address(deployment: Deployment) -> Iterator[str]:
    """Where the deployment is served. A browser takes 127.0.0.1 for safe, so that `__Host-` cookies work."""
    with served(deployment.app) as place:
        yield f"http://{place.host}:{place.port}"


@pytest.fixture
def tablets(chromium: Browser, address: str, deployment: Deployment) -> Iterator[Tablets]:
    """Gives new devices, each with cookies of its own; `size` and any option of a browser context may be named.

    At the end no console may hold anything against us.
    """
    given: list[Tablet] = []

    def new(size: tuple[int, int] = TABLET, **how: Any) -> Tablet:
        given.append(new_tablet(chromium, address, deployment, size, **how))
        return given[-1]

    yield new
    for tablet in given:
        tablet.context.close()
    assert [fault for tablet in given for fault in tablet.faults] == []


@pytest.fixture
def tablet(tablets: Tablets) -> Tablet:
    """A caseworker's tablet, signed in."""
    new = tablets()
    new.sign_in()
    return new
