"""What people really type, and how they really tap."""

import re

from builders.browser import PHONE, Tablet
from builders.deployments import Deployment
from builders.stories import talk_of
from playwright.sync_api import expect

ARABIC = "أمينة بنت يوسف"
LONG = "M" * 400


def test_a_name_of_four_hundred_letters_is_kept_whole_and_breaks_no_page(
    tablet: Tablet, deployment: Deployment
) -> None:
    page = tablet.page
    interview = talk_of(deployment, "indicated", until="s4_2")
    tablet.open_page(interview, "s4_1")
    page.locator("[name=s_name_called]").fill(LONG)

    tablet.save()

    for address in (f"/interviews/{interview}", f"/interviews/{interview}/check", page.url):
        tablet.open(address)
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        assert page.locator("html").evaluate("root => root.scrollWidth <= root.clientWidth"), address
    tablet.open_page(interview, "s4_1")
    expect(page.locator("[name=s_name_called]")).to_have_value(LONG)


def test_arabic_words_on_an_english_page_stay_in_their_own_direction(tablet: Tablet, deployment: Deployment) -> None:
    page = tablet.page
    interview = talk_of(deployment, "indicated", until="s4_2")
    tablet.open_page(interview, "s4_1")
    field = page.locator("[name=s_name_called]")
    field.fill(ARABIC)
    assert field.evaluate("input => getComputedStyle(input).direction") == "rtl"

    tablet.save()

    shown = page.locator(".where bdi")
    expect(shown).to_have_text(ARABIC)
    assert page.locator(".where").evaluate("line => getComputedStyle(line).direction") == "ltr"
    tablet.open(f"/interviews/{interview}/check")
    expect(page.locator("dd bdi", has_text=ARABIC)).to_be_visible()


def test_digits_of_another_script_are_a_number(tablet: Tablet, deployment: Deployment) -> None:
    page = tablet.page
    interview = talk_of(deployment, "indicated", until="s6_1")
    tablet.open_page(interview, "s4b_10")
    page.locator("[name=s_children_number]").fill("٣")

    tablet.save()
    tablet.press("Back")

    expect(page.locator("[name=s_children_number]")).to_have_value("3")


def test_an_impossible_date_is_explained_beside_what_was_typed(tablet: Tablet, deployment: Deployment) -> None:
    page = tablet.page
    tablet.open_page(talk_of(deployment, "indicated", until="s6_1"), "s3_1")
    page.locator("[name=s_int_date-day]").fill("31")
    page.locator("[name=s_int_date-month]").fill("february")

    tablet.save()

    assert tablet.page_key == "s3_1"
    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("[name=s_int_date-month]")).to_have_value("february")
    page.locator("#errors a").click()
    expect(page.locator("[name=s_int_date-day]")).to_be_focused()


def test_a_double_tap_on_save_saves_once_and_skips_no_page(tablet: Tablet, deployment: Deployment) -> None:
    page = tablet.page
    interview = talk_of(deployment, "indicated", until="s4_1")
    tablet.open_page(interview, "s4_1")
    page.locator("[name=s_name_called]").fill("Lin")
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)

    page.locator("footer .primary").dblclick(no_wait_after=True)

    expect(page).to_have_url(re.compile("/pages/s4_2"))
    assert len(posts) == 1
    tablet.open_page(interview, "s4_1")
    expect(page.locator("[name=s_name_called]")).to_have_value("Lin")


def test_words_and_rather_not_say_do_not_stand_together(tablet: Tablet, deployment: Deployment) -> None:
    page = tablet.page
    tablet.open_page(talk_of(deployment, "indicated", until="s4_2"), "s4_1")
    declined = page.locator("[name=s_name_called-missing][value=declined]")

    declined.check()
    expect(page.locator("[name=s_name_called]")).to_have_value("")
    page.locator("[name=s_name_called]").press_sequentially("Li")

    expect(declined).not_to_be_checked()


def test_none_of_these_unticks_the_rest(tablet: Tablet, deployment: Deployment) -> None:
    page = tablet.page
    tablet.open_page(talk_of(deployment, "indicated", until="s6_1"), "sl_8")
    pictures, nothing = (page.locator(f"[name=s_int_comm_aid][value={code}]") for code in ("pictures", "none"))
    pictures.check()
    expect(nothing).not_to_be_checked()

    nothing.check()

    expect(pictures).not_to_be_checked()


def test_a_long_list_shortens_while_typing(tablet: Tablet, deployment: Deployment) -> None:
    page = tablet.page
    interview = talk_of(deployment, "indicated", until="s6_1")
    tablet.open_page(interview, "s4b_2")
    countries = page.locator("select[name=s_birth_country]")

    page.get_by_role("searchbox").fill("cambo")

    expect(countries.locator("option")).to_have_count(1)
    countries.select_option("KH")
    tablet.save()
    tablet.open_page(interview, "s4b_2")
    expect(page.locator("select[name=s_birth_country]")).to_have_value("KH")


def test_a_mark_can_be_drawn_in_place_of_letters(tablet: Tablet, deployment: Deployment) -> None:
    page = tablet.page
    interview = talk_of(deployment, "indicated", until="s6_1", s_con_how="written")
    tablet.open_page(interview, "s1_22")
    page.locator("[name=s_con_signature-agreed]").check()
    page.locator("[name=s_con_signature-name]").fill("Lin")
    page.locator("svg.pad").scroll_into_view_if_needed()
    frame = page.locator("svg.pad").bounding_box()
    assert frame is not None

    page.mouse.move(frame["x"] + 20, frame["y"] + 20)
    page.mouse.down()
    page.mouse.move(frame["x"] + 90, frame["y"] + 60, steps=4)
    page.mouse.up()
    tablet.save()

    tablet.open_page(interview, "s1_22")
    expect(page.locator("[name=s_con_signature-mark]")).to_have_value(re.compile(r"^M\d+ \d+L"))
