"""Several at once, on a server with threads: nobody waits for ever, and nobody's answer is lost."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from builders.deployments import Deployment, deployment_in
from builders.postgres import Cluster
from builders.serving import Answer, Place, Visitor, closing_databases, served

from interview.vault.passphrases import MOST_AT_THE_DOOR

Found = TypeVar("Found")
PATIENCE = 60
"""Seconds after which something hangs."""


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Deployment, Place]]:
    folder = tmp_path_factory.mktemp("deployment")
    if request.param == "sqlite":
        deployment = deployment_in(folder)
        with served(deployment.app) as place, closing_databases(deployment.app):
            yield deployment, place
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    with cluster.database("template0") as cases, cluster.database("template0") as keystore:
        deployment = deployment_in(folder, database_url=cases, keystore_url=keystore)
        with served(deployment.app) as place, closing_databases(deployment.app):
            yield deployment, place


def _at_once(*acts: Callable[[], Found]) -> list[Found]:
    """What the acts give, begun in the same moment, each in a thread of its own."""
    barrier = Barrier(len(acts))

    def begin(act: Callable[[], Found]) -> Found:
        barrier.wait(PATIENCE)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(PATIENCE) for future in [pool.submit(begin, act) for act in acts]]


def _signed_in(office: tuple[Deployment, Place], who: str = "caseworker") -> Visitor:
    deployment, place = office
    visitor = Visitor(place)
    visitor.sign_in(deployment.logins[who].name, deployment.logins[who].passphrase)
    return visitor


def _another_tab(visitor: Visitor) -> Visitor:
    return Visitor(visitor.place, dict(visitor.cookies), visitor.token)


def test_of_eight_who_sign_in_at_once_those_who_are_sent_away_come_in_later(office: tuple[Deployment, Place]) -> None:
    deployment, place = office
    logins = [*deployment.logins.values(), *deployment.logins.values()][:8]
    visitors = [Visitor(place) for _ in logins]
    for visitor in visitors:
        visitor.get("/sign-in")

    answers = _at_once(
        *(
            lambda visitor=visitor, login=login: visitor.post(
                "/sign-in", [("name", login.name), ("passphrase", login.passphrase)]
            )
            for visitor, login in zip(visitors, logins, strict=True)
        )
    )

    sent_away = [number for number, answer in enumerate(answers) if answer.status == 429]
    assert {answer.status for answer in answers} <= {303, 429}
    assert len(sent_away) <= 8 - MOST_AT_THE_DOOR
    assert all(answers[number].header("Retry-After") == "5" for number in sent_away)
    for number in sent_away:
        visitors[number].sign_in(logins[number].name, logins[number].passphrase)
    assert len({visitor.cookies["__Host-session"] for visitor in visitors}) == 8
    assert [visitor.get("/").status for visitor in visitors] == [200] * 8


def test_whoever_is_locked_out_of_an_interview_gets_in_while_others_try_names(
    office: tuple[Deployment, Place],
) -> None:
    deployment, place = office
    locked, strangers = _signed_in(office), [Visitor(place) for _ in range(6)]
    locked.post("/lock")
    for stranger in strangers:
        stranger.get("/sign-in")

    def knock(stranger: Visitor) -> Answer:
        return stranger.post("/sign-in", [("name", "nobody"), ("passphrase", "not this one")])

    unlocked, *refused = _at_once(
        lambda: locked.post("/unlock", [("passphrase", deployment.logins["caseworker"].passphrase)]),
        *(lambda stranger=stranger: knock(stranger) for stranger in strangers),
    )

    assert unlocked.status == 303
    assert {answer.status for answer in refused} <= {422, 429}


@pytest.mark.parametrize("turn", range(4))
def test_two_tabs_that_post_different_pages_at_once_both_keep_their_answers(
    office: tuple[Deployment, Place], turn: int
) -> None:
    one = _signed_in(office)
    other, interview_id = _another_tab(one), one.begin_interview()
    pages = [f"/interviews/{interview_id}/pages/{page}" for page in ("s0_1", "s0_2")]
    first = [("revision", one.revision_on(pages[0])), ("s_pre_private", "yes"), ("s_pre_controller_absent", "yes")]
    second = [("revision", other.revision_on(pages[1])), ("s_pre_first_needs_met", "yes")]

    answers = _at_once(lambda: one.post(pages[0], first), lambda: other.post(pages[1], second))

    assert {answer.status for answer in answers} <= {200, 303, 422}
    assert one.get(pages[0]).text.count(" checked") == 2
    assert one.get(pages[1]).text.count(" checked") == 1


def test_of_two_who_change_the_same_answer_at_once_one_is_asked(office: tuple[Deployment, Place]) -> None:
    one = _signed_in(office)
    other, interview_id = _another_tab(one), one.begin_interview()
    page = f"/interviews/{interview_id}/pages/s0_1"
    revision = ("revision", one.revision_on(page))

    answers = _at_once(
        lambda: one.post(page, [revision, ("s_pre_private", "yes"), ("s_pre_device_safe", "yes")]),
        lambda: other.post(page, [revision, ("s_pre_private", "no"), ("s_pre_device_safe", "no")]),
    )

    assert sorted(answer.status == 409 for answer in answers) == [False, True]
    asked = next(answer for answer in answers if answer.status == 409)
    assert "Yes" in asked.text
    assert "No" in asked.text


def test_many_pages_posted_at_once_are_all_kept(office: tuple[Deployment, Place]) -> None:
    tabs = [_signed_in(office)]
    tabs += [_another_tab(tabs[0]) for _ in range(3)]
    interview_id = tabs[0].begin_interview()
    answers = {
        "s0_1": [("s_pre_private", "yes"), ("s_pre_controller_absent", "yes")],
        "s0_2": [("s_pre_first_needs_met", "yes")],
        "s0_3": [("s_pre_prior_interview", "no")],
        "sl_1": [("s_int_language", "th")],
    }

    _at_once(
        *(
            lambda tab=tab, page=page, given=given: tab.post(
                f"/interviews/{interview_id}/pages/{page}", [("revision", "1"), *given]
            )
            for tab, (page, given) in zip(tabs, answers.items(), strict=True)
        )
    )

    kept = tabs[0].get(f"/interviews/{interview_id}/check").text
    assert kept.count("/pages/s0_1") >= 1
    for page, given in list(answers.items())[:3]:
        text = tabs[0].get(f"/interviews/{interview_id}/pages/{page}").text
        assert text.count(" checked") == len(given), page
