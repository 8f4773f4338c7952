"""Two screens on one draft: nothing that anybody typed is lost."""

from collections.abc import Callable

from builders.browser import Tablet
from builders.deployments import Deployment
from builders.stories import talk_of
from playwright.sync_api import expect


def _beside(tablets: Callable[..., Tablet]) -> Tablet:
    other = tablets()
    other.sign_in()
    return other


def test_two_screens_that_post_different_pages_both_keep_their_answers(
    tablet: Tablet, tablets: Callable[..., Tablet], deployment: Deployment
) -> None:
    interview = talk_of(deployment, "indicated", until="s6_1")
    other = _beside(tablets)
    tablet.open_page(interview, "s4_1")
    other.open_page(interview, "s6_1")

    tablet.page.locator("[name=s_name_called]").fill("Noi")
    other.page.locator("[name=s_story]").fill("Told beside.")
    tablet.save()
    other.save()

    tablet.open(f"/interviews/{interview}/check")
    expect(tablet.page.locator("main")).to_contain_text("Noi")
    expect(tablet.page.locator("main")).to_contain_text("Told beside.")


def test_two_answers_on_one_page_both_survive_when_each_screen_changed_another(
    tablet: Tablet, tablets: Callable[..., Tablet], deployment: Deployment
) -> None:
    interview = talk_of(deployment, "indicated", until="s6_1")
    other = _beside(tablets)
    tablet.open_page(interview, "s4_2")
    other.open_page(interview, "s4_2")

    tablet.page.locator("[name=s_name_given]").fill("Linda")
    other.page.locator("[name=s_name_family]").fill("Ayer")
    tablet.save()
    other.save()

    expect(other.page.locator("h1")).not_to_have_text("Two versions")
    tablet.open_page(interview, "s4_2")
    expect(tablet.page.locator("[name=s_name_given]")).to_have_value("Linda")
    expect(tablet.page.locator("[name=s_name_family]")).to_have_value("Ayer")


def test_two_versions_of_one_answer_are_shown_side_by_side(
    tablet: Tablet, tablets: Callable[..., Tablet], deployment: Deployment
) -> None:
    interview = talk_of(deployment, "indicated", until="s6_1")
    other = _beside(tablets)
    tablet.open_page(interview, "s6_1")
    other.open_page(interview, "s6_1")
    tablet.page.locator("[name=s_story]").fill("As I heard it.")
    tablet.save()
    other.page.locator("[name=s_story]").fill("As the interpreter heard it.")

    other.save()

    expect(other.page.locator("h1")).to_have_text("Two versions")
    expect(other.page.locator("main")).to_contain_text("As I heard it.")
    expect(other.page.locator("main")).to_contain_text("As the interpreter heard it.")

    other.page.get_by_label("The one saved meanwhile").check()
    other.press("Keep what I chose")
    other.open_page(interview, "s6_1")
    expect(other.page.locator("[name=s_story]")).to_have_value("As I heard it.")


def test_my_version_is_kept_when_i_choose_it(
    tablet: Tablet, tablets: Callable[..., Tablet], deployment: Deployment
) -> None:
    interview = talk_of(deployment, "indicated", until="s6_1")
    other = _beside(tablets)
    tablet.open_page(interview, "s6_1")
    other.open_page(interview, "s6_1")
    tablet.page.locator("[name=s_story]").fill("As I heard it.")
    tablet.save()
    other.page.locator("[name=s_story]").fill("As the interpreter heard it.")
    other.save()

    other.page.get_by_label("Yours, from this page").check()
    other.press("Keep what I chose")

    other.open_page(interview, "s6_1")
    expect(other.page.locator("[name=s_story]")).to_have_value("As the interpreter heard it.")
