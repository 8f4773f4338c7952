"""Where a talk does not start, or does not go on, and leaves what is honest behind."""

import re

from builders.browser import Tablet
from builders.deployments import Deployment
from builders.stories import story_of, talk_of, told
from builders.tapping import Talk
from playwright.sync_api import expect


def test_a_talk_does_not_start_in_a_place_where_others_listen(tablet: Tablet) -> None:
    tablet.begin()
    story = story_of(
        "just_begun", s_pre_private="no", s_pre_stop_reason=["unsafe_place"], s_pre_stop_action="Another room at four."
    )

    Talk(tablet, story).go_on()

    expect(tablet.page.locator("main")).to_contain_text("The talk did not start")
    expect(tablet.page.locator("main")).to_contain_text("Help stays open")


def test_a_person_who_does_not_want_to_talk_is_asked_nothing_more(tablet: Tablet, deployment: Deployment) -> None:
    interview = talk_of(deployment, "refused", until="s1_11")
    tablet.open_page(interview, "s1_11")

    talk = Talk(tablet, story_of("refused")).go_on()

    assert talk.pages == ["s1_11", "s1_12", "s1_13"]
    expect(tablet.page.locator("h1")).to_have_text("The interview is closed")
    expect(tablet.page.locator("main")).to_contain_text("counts nothing against them")


def test_nothing_is_kept_of_a_person_who_wants_nothing_written_down(tablet: Tablet, deployment: Deployment) -> None:
    interview = talk_of(deployment, "indicated", until="s1_14")
    tablet.open_page(interview, "s1_14")
    tablet.page.locator("[name=s_con_record][value=no]").check()

    tablet.save()

    expect(tablet.page.locator("h1")).to_have_text("Nothing was kept")
    assert str(interview) not in tablet.page.url
    tablet.open(f"/interviews/{interview}")
    expect(tablet.page.locator("h1")).to_have_text("Nothing here")


def test_answers_are_destroyed_only_after_a_question_when_recording_is_refused_later(
    tablet: Tablet, deployment: Deployment
) -> None:
    interview = talk_of(deployment, "indicated", until="s6_1")
    tablet.open_page(interview, "s1_14")
    tablet.page.locator("[name=s_con_record][value=no]").check()
    tablet.save()
    expect(tablet.page.locator("h1")).to_have_text("Nothing will be kept")

    tablet.press("Keep nothing")

    expect(tablet.page.locator("h1")).to_have_text("Nothing was kept")
    tablet.open(f"/interviews/{interview}")
    expect(tablet.page.locator("h1")).to_have_text("Nothing here")


def test_a_person_can_stop_at_any_moment_and_help_stays_open(tablet: Tablet, deployment: Deployment) -> None:
    page = tablet.page
    tablet.open_page(talk_of(deployment, "indicated", until="s6_1"), "s6_1")
    page.locator("[name=s_story]").fill("I would rather stop here.")

    tablet.press("Stop the interview")
    expect(page.locator(".say")).to_contain_text("We can stop here")
    tablet.press("The person wants to stop for good")

    expect(page.locator("h1")).to_have_text("The interview is closed")
    expect(page.locator("main")).to_contain_text("Help stays open")
    tablet.press("Urgent help")
    expect(page.locator("h1")).to_have_text("Urgent help")


def test_what_was_typed_is_saved_when_the_talk_stops_and_stands_there_on_the_way_back(
    tablet: Tablet, deployment: Deployment
) -> None:
    tablet.open_page(talk_of(deployment, "indicated", until="s6_1"), "s6_1")
    tablet.page.locator("[name=s_story]").fill("A man came to the village.")

    tablet.press("Stop the interview")
    tablet.press("Back to the interview")

    expect(tablet.page.locator("[name=s_story]")).to_have_value("A man came to the village.")


def test_a_finished_talk_leads_to_the_pages_of_staff(tablet: Tablet, deployment: Deployment) -> None:
    tablet.open_page(talk_of(deployment, "indicated", until="s12_1"), "s9_2")

    tablet.press("Stop the interview")
    tablet.press("The talk is finished")

    expect(tablet.page).to_have_url(re.compile("/pages/s11_1"))


def test_an_agreement_that_is_taken_back_sets_the_answers_aside(tablet: Tablet, deployment: Deployment) -> None:
    tablet.open_page(talk_of(deployment, "indicated", until="s6_1"), "s1_11")
    Talk(tablet, told(s_con_interview="no")).fill()

    tablet.save()

    expect(tablet.page.locator("h1")).to_contain_text("will be set aside")
