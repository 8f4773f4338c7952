"""A keyboard alone is enough, and what has the focus is always in sight."""

import re
from collections.abc import Callable
from typing import Any

from builders.answering import inputs_of
from builders.browser import Tablet
from builders.deployments import Deployment
from builders.sights import WHOLE
from builders.stories import Story, story_of, talk_of, told
from builders.tapping import Talk
from playwright.sync_api import Locator, expect

from interview.forms import library
from interview.services.invented import Ends

FAR = 150
"""So many presses of the Tab key lead through any page."""

IN_SIGHT = """input => {
  const row = input.closest("label.choice") ?? input;
  const box = row.getBoundingClientRect();
  const seen = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
  return seen !== null && (row.contains(seen) || seen.contains(row));
}"""
IN_GROUP = "(input, name) => document.activeElement.name === name && document.activeElement.type === 'radio'"

# A page of each kind of question that a person types into or chooses from, with what is answered there.
KINDS: dict[str, dict[str, Any]] = {
    "sl_1": {"s_int_language": "km"},
    "sl_8": {"s_int_comm_aid": ["pictures", "easy_words"]},
    "sl_13": {"s_pre_setting_ok": "yes"},
    "s1_1": {"s_con_introduced": "yes"},
    "s3_1": {"s_int_date": "2026-02-03", "s_int_place": "health"},
    "s4_1": {"s_name_called": "Dao"},
    "s4_10": {"s_birth_date": {"year": 1998, "month": 5, "about": True}},
    "s4b_10": {"s_children_number": 2},
    "s6_1": {"s_story": "In two lines."},
    "s6_18": {"s_promised_pay": "900 THB week"},
    "s9_6": {"s_move_freedom": "declined"},
}


def _tab_to(tablet: Tablet, control: Locator) -> None:
    for _ in range(FAR):
        if control.evaluate("control => control === document.activeElement"):
            assert control.evaluate(IN_SIGHT), f"hidden while it has the focus: {control}"
            return
        tablet.page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not lead to {control}")


def _enter(tablet: Tablet, control: Locator) -> None:
    _tab_to(tablet, control)
    with tablet.page.expect_navigation(wait_until="domcontentloaded"):
        tablet.page.keyboard.press("Enter")


def _save(tablet: Tablet) -> None:
    _enter(tablet, tablet.page.locator("footer .primary"))


def _choose_radio(tablet: Tablet, name: str, value: str) -> None:
    """A group of radio buttons has one place for the Tab key; arrows lead on from there."""
    keyboard, choice = tablet.page.keyboard, tablet.page.locator(f'#page [name="{name}"][value="{value}"]')
    for _ in range(FAR):
        if choice.evaluate(IN_GROUP, name):
            break
        keyboard.press("Tab")
    keyboard.press("Space")
    for _ in range(FAR):
        if choice.is_checked():
            assert choice.evaluate(IN_SIGHT)
            return
        keyboard.press("ArrowDown")
    raise AssertionError(f"the arrow keys do not lead to {name} {value}")


def _type(tablet: Tablet, story: Story, key: str) -> None:
    for name, values in inputs_of(library.load("screening"), key, story).items():
        control = tablet.page.locator(f'#page [name="{name}"]')
        kind = control.first.evaluate("input => input.type")
        for value in values:
            if kind == "radio":
                _choose_radio(tablet, name, value)
            elif kind == "checkbox":
                tick = tablet.page.locator(f'#page [name="{name}"][value="{value}"]')
                _tab_to(tablet, tick)
                if not tick.is_checked():
                    tablet.page.keyboard.press("Space")
            else:
                _tab_to(tablet, control)
                words = control.locator(f'option[value="{value}"]').first.inner_text() if "select" in kind else value
                tablet.page.keyboard.press("Control+A")
                tablet.page.keyboard.type(words)


def _stands(tablet: Tablet, story: Story, key: str) -> None:
    for name, values in inputs_of(library.load("screening"), key, story).items():
        control = tablet.page.locator(f'#page [name="{name}"]')
        if control.first.evaluate("input => input.type") in ("radio", "checkbox"):
            for value in values:
                expect(tablet.page.locator(f'#page [name="{name}"][value="{value}"]')).to_be_checked()
        else:
            expect(control).to_have_value(values[0])


def test_signing_in_and_beginning_needs_no_hand_on_the_screen(tablet: Tablet) -> None:
    page, (name, passphrase) = tablet.page, tablet.logins["caseworker"]
    tablet.press("Sign out")

    _tab_to(tablet, page.get_by_label("Name"))
    page.keyboard.type(name)
    _tab_to(tablet, page.get_by_label("Passphrase"))
    page.keyboard.type(passphrase)
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.keyboard.press("Enter")
    _enter(tablet, page.get_by_role("link", name="New interview"))
    _enter(tablet, page.get_by_role("button", name="Begin"))
    for answer in ("private", "controller_absent", "device_safe", "referrals_ready"):
        _choose_radio(tablet, f"s_pre_{answer}", "yes")
    _save(tablet)

    assert tablet.page_key == "s0_2"


def test_every_kind_of_question_is_answered_with_a_keyboard(tablet: Tablet, deployment: Deployment) -> None:
    interview = talk_of(deployment, "indicated", ends=Ends.OPEN, detail=True, **WHOLE)
    for page_key, answers in KINDS.items():
        tablet.open_page(interview, page_key)
        story = told(**answers)

        for key in answers:
            _type(tablet, story, key)
        _save(tablet)

        tablet.open_page(interview, page_key)
        for key in answers:
            _stands(tablet, story, key)


def test_a_talk_is_handed_in_with_a_keyboard(tablet: Tablet, deployment: Deployment) -> None:
    page = tablet.page
    interview = talk_of(deployment, "indicated", ends=Ends.OPEN)
    tablet.open(f"/interviews/{interview}")

    _enter(tablet, page.locator("footer").get_by_role("link", name="Check the answers"))
    _enter(tablet, page.get_by_role("button", name="Hand in"))

    expect(page.locator("h1")).to_have_text("Assessment")


def test_the_first_tab_leads_past_the_header(tablet: Tablet) -> None:
    page = tablet.page
    tablet.open("/interviews/new")

    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("#main$"))


def test_enter_in_a_field_saves_and_neither_hides_nor_locks(tablet: Tablet, deployment: Deployment) -> None:
    interview = talk_of(deployment, "indicated", until="s4_2")
    tablet.open_page(interview, "s4_1")
    tablet.page.locator("[name=s_name_called]").fill("Dao")

    with tablet.page.expect_navigation(wait_until="domcontentloaded"):
        tablet.page.keyboard.press("Enter")

    assert tablet.page_key == "s4_2"


def test_without_scripts_a_talk_goes_on_all_the_same(tablets: Callable[..., Tablet], deployment: Deployment) -> None:
    tablet = tablets(java_script_enabled=False)
    tablet.sign_in()
    interview = talk_of(deployment, "indicated", until="s4_1")
    tablet.open_page(interview, "s4_1")

    Talk(tablet, story_of("indicated")).go_on(until="s4b_15")
    tablet.press("Lock")
    tablet.unlock()

    assert tablet.page_key == "s4b_15"
