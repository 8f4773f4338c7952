"""The long sweep: every page of the Screening form, for everyone, in each colour scheme and from right to left."""

from collections.abc import Callable
from typing import Any

import pytest
from builders.axe import faults_of, what_axe_finds
from builders.browser import Tablet
from builders.deployments import Deployment
from builders.measuring import what_is_too_small_or_wide
from builders.pseudo_locales import RIGHT_TO_LEFT
from builders.sights import WHOLE
from builders.stories import talk_of

from interview.forms import library
from interview.services.invented import Ends

pytestmark = pytest.mark.soak

STORIES: dict[str, tuple[str, dict[str, Any]]] = {
    "an adult with everything": ("indicated", WHOLE),
    "an adult in danger with an interpreter": (
        "indicated",
        {
            "s_int_interpreter": "relay",
            "s_int_interpreter_name": "Line 12",
            "s_int_interpreter_signed": "yes",
            "s_int_pivot": "Line 13",
            "s_int_interpreter_ok": "yes",
            "s_pre_prior_interview": "yes",
            "s_now_risk": "high",
            "s_now_actions": ["relocate"],
            "s_children_number": 1,
            "s_id_docs": ["passport"],
            "s_contact_method": ["social_media"],
            "s_transit_any": "yes",
            "s_activity_done": ["other"],
            "s_control": ["other", "wages_withheld"],
            "s_exploit_types": ["sexual"],
            "s_others_there": "yes",
            "s_end_risk": "high",
            "s_end_actions": ["relocate"],
            "s_nrm_explained": "yes",
            "s_formal_status": "possible",
            "s_formal_org": "ngo",
        },
    ),
    "a child": ("child", {"s_citizenship": "unknown"}),
    "a child found out later": (
        "indicated",
        {
            "s_birth_date": "2012",
            "s_child_assent_now": "yes",
            "s_child_specialist_now": "yes",
            "s_child_caregiver": "Staff of the shelter",
            "s_caregiver_checked": "yes",
            "s_child_authority_told": "yes",
        },
    ),
}
"""Between them they come to nearly every page; the rest is named in `SELDOM`."""

SELDOM = {"s0_5", "sl_12", "sl_14", "s1_12", "s1_13", "s1_15", "s1_26", "s4_16"}
"""Pages behind a gate that closes; the journeys of test_gates.py come to them."""


Sweep = dict[str, str]


@pytest.fixture(scope="module")
def sweep(deployment: Deployment) -> Sweep:
    """Every page that a story comes to, each with the address at which it is shown first."""
    found: Sweep = {}
    for story, other in STORIES.values():
        interview = talk_of(deployment, story, ends=Ends.OPEN, detail=True, **other)
        listed = deployment.browser("caseworker").get(f"/interviews/{interview}").text
        for key in library.load("screening").pages:
            address = f"/interviews/{interview}/pages/{key}"
            if f'"{address}"' in listed:
                found.setdefault(key, address)
    return found


def test_everyone_can_use_every_page(tablets: Callable[..., Tablet], sweep: Sweep) -> None:
    left, right = tablets(reduced_motion="reduce"), tablets(locale=RIGHT_TO_LEFT, reduced_motion="reduce")
    found: dict[str, list[str]] = {}
    for tablet in (left, right):
        tablet.sign_in()
        for key, address in sweep.items():
            tablet.open(address)
            checks = what_is_too_small_or_wide(tablet)
            checks |= what_axe_finds(tablet.page) if tablet is left else {"light": faults_of(tablet.page)}
            found |= {f"{key} {check}": faults for check, faults in checks.items() if faults}

    assert found == {}


def test_the_sweep_comes_to_every_page(sweep: Sweep) -> None:
    during = {key for key, page in library.load("screening").pages.items() if page.section_id != "s15"}

    assert sorted(during - sweep.keys() - SELDOM) == []
