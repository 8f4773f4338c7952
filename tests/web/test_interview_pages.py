"""The wizard through its pages: a talk held over plain HTTP, saved page by page."""

import gzip
import re
from html import unescape
from pathlib import Path

import pytest
from builders.deployments import Browser, Deployment, deployment_in
from builders.pseudo_locales import LONGER, build_pseudo_locales
from builders.talks import AN_ADULT, Talk, heading, names_on

MARKER = "Zvonimira"


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    return deployment_in(tmp_path_factory.mktemp("deployment"))


@pytest.fixture(scope="module")
def browser(deployment: Deployment) -> Browser:
    return deployment.browser("caseworker")


@pytest.fixture
def talk(browser: Browser) -> Talk:
    return Talk(browser)


@pytest.fixture(scope="module")
def held(browser: Browser) -> Talk:
    """A talk with an adult, held to its end."""
    made = Talk(browser)
    list(made.go_through({**AN_ADULT, "s_name_called": MARKER}))
    return made


def _open(talk: Talk, until: str = "s4_1") -> Talk:
    list(talk.go_through(AN_ADULT, until=until))
    return talk


def test_a_new_interview_begins_with_safety_and_setting(talk: Talk) -> None:
    answer = talk.get("on")

    assert answer.headers["Location"].endswith("/pages/s0_1")


def test_fields_are_named_by_their_questions(talk: Talk) -> None:
    names = names_on(talk.page("s0_1").text)

    assert {"s_pre_private", "s_pre_controller_absent"} <= set(names)


def test_nothing_is_chosen_before_it_is_answered(talk: Talk) -> None:
    assert "checked" not in talk.page("s0_1").text


def test_a_saved_page_leads_to_the_next_and_shows_its_answers_again(talk: Talk) -> None:
    names = [name for name in names_on(talk.page("s0_1").text) if name.startswith("s_")]

    answer = talk.save("s0_1", dict.fromkeys(names, "yes"))

    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/pages/s0_2")
    assert talk.page("s0_1").text.count(" checked") == len(names)


def test_a_hard_question_left_blank_comes_again_and_what_was_given_is_kept(talk: Talk) -> None:
    answer = talk.save("s0_1", {"s_pre_private": "yes"})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert '<a href="#s_pre_controller_absent">' in answer.text
    assert talk.page("s0_1").text.count(" checked") == 1


def test_a_second_tap_on_save_changes_nothing(talk: Talk) -> None:
    page = talk.page("s0_1").text
    given = {name: "yes" for name in names_on(page) if name.startswith("s_")}

    first, second = talk.save("s0_1", given, page=page), talk.save("s0_1", given, page=page)

    assert (first.status_code, first.headers["Location"]) == (second.status_code, second.headers["Location"])


def test_a_talk_with_an_adult_can_be_held_to_its_end(held: Talk) -> None:
    answer = held.get("on")

    assert answer.headers["Location"].endswith("/check")
    assert MARKER in held.get("check").text


def test_what_cannot_be_read_stays_as_typed_and_blocks_nothing_else(held: Talk) -> None:
    answer = held.save("s4_10", {"s_birth_date-year": "1998", "s_birth_date-month": "Floreal"})

    assert answer.status_code == 422
    assert 'value="Floreal"' in answer.text
    assert "Write the date" in answer.text


def test_a_change_made_from_the_check_leads_back_to_the_check(held: Talk) -> None:
    links = re.findall(r'href="[^"]*/(pages/s4_1[^"]*)"', held.get("check").text)
    page = held.get(links[0]).text

    saved = held.save("s4_1", {"s_name_called": MARKER}, page=page, from_check="1")

    assert 'name="from_check"' in page
    assert saved.headers["Location"].endswith("/check")


def test_a_change_that_hides_answers_says_so_first(held: Talk) -> None:
    page = held.page("s9_1").text

    asked = held.save("s9_1", {"s_control_ok": "no"}, page=page)

    assert "will be set aside" in heading(asked.text)
    assert re.search(r'value="yes"[^>]* checked', held.page("s9_1").text)


def test_the_change_can_be_taken_back_or_confirmed(held: Talk) -> None:
    page = held.page("s9_1").text

    back = held.save("s9_1", {"s_control_ok": "no"}, page=page, then="edit", confirm_set_aside="1")
    confirmed = held.save("s9_1", {"s_control_ok": "no"}, page=page, confirm_set_aside="1")
    dropped = held.get("check").text
    held.save("s9_1", {"s_control_ok": "yes"})

    assert re.search(r'value="no"[^>]* checked', back.text)
    assert confirmed.status_code == 303
    assert "set aside and will go" in dropped
    assert "This answer came back" in held.page("s9_2").text


def test_two_people_on_different_answers_both_are_kept(held: Talk, deployment: Deployment) -> None:
    other = Talk(deployment.browser("caseworker"), held.id)
    mine, theirs = held.page("s4_1").text, other.page("s9_6").text

    other.save("s9_6", {"s_move_freedom": "limited"}, page=theirs)
    held.save("s4_1", {"s_name_called": "Vesna"}, page=mine)

    assert 'value="Vesna"' in held.page("s4_1").text
    assert re.search(r'value="limited"[^>]* checked', held.page("s9_6").text)


@pytest.mark.parametrize(("take", "kept"), [("mine", "none"), ("theirs", "free")])
def test_two_versions_of_one_answer_are_shown_side_by_side(
    held: Talk, deployment: Deployment, take: str, kept: str
) -> None:
    other = Talk(deployment.browser("caseworker"), held.id)
    held.save("s9_6", {"s_move_freedom": "limited"})
    page, before = held.page("s9_6").text, other.page("s9_6").text
    other.save("s9_6", {"s_move_freedom": "free"}, page=before)

    shown = held.save("s9_6", {"s_move_freedom": "none"}, page=page)
    undecided = held.save("s9_6", {"s_move_freedom": "none"}, page=shown.text)
    decided = held.save("s9_6", {"s_move_freedom": "none", "take.s_move_freedom": take}, page=shown.text)

    assert (shown.status_code, undecided.status_code, decided.status_code) == (409, 409, 303)
    assert "Yours, from this page" in shown.text
    assert re.search(rf'value="{kept}"[^>]* checked', held.page("s9_6").text)


def test_a_soft_question_is_asked_once_more_and_then_not_asked(held: Talk) -> None:
    held.save("s14_6", {"s_end_feel": "calm"})
    page = held.page("s14_6").text

    once = held.save("s14_6", {}, page=page)
    then = held.save("s14_6", {}, page=once.text)

    assert once.status_code == 200
    assert "Ask once more" in once.text
    assert then.status_code == 303
    assert re.search(r'value="not_asked"[^>]* checked', held.page("s14_6").text)


def test_a_pause_saves_and_another_device_takes_the_talk_up(browser: Browser, deployment: Deployment) -> None:
    talk = _open(Talk(browser))
    answer = talk.save("s4_1", {"s_name_called": "Vesna"}, then="pause")
    paused = browser.post(answer.headers["Location"])

    other = Talk(deployment.browser("caseworker"), talk.id)
    resumed = other.browser.post(other.address("resume"))

    assert answer.status_code == 307
    assert heading(browser.get(paused.headers["Location"]).text) == "A break"
    assert resumed.headers["Location"].endswith("/on")
    assert 'value="Vesna"' in other.page("s4_1").text


def test_stop_offers_three_endings_from_every_page(talk: Talk) -> None:
    answer = talk.save("s0_1", {}, then="stop")

    page = talk.browser.get(answer.headers["Location"]).text

    assert answer.headers["Location"].endswith("/stop?back=s0_1")
    assert re.findall(r'name="ending" value="(\w+)"', page) == ["finished", "to_be_continued", "persons_wish"]


def test_who_wishes_to_stop_for_good_is_heard(browser: Browser) -> None:
    talk = _open(Talk(browser))

    answer = browser.post(talk.address("stop"), {"ending": "persons_wish"})
    ended = browser.get(answer.headers["Location"]).text

    assert "counts nothing against them" in ended
    assert "Nothing can be changed here" in talk.page("s4_1").text


def test_nothing_is_kept_of_someone_who_wants_nothing_written_down(browser: Browser) -> None:
    talk = Talk(browser)
    pages = list(talk.go_through(AN_ADULT, until="s4_1"))
    [page_key] = [key for key in pages if "s_con_record" in names_on(talk.page(key).text)]

    asked = talk.save(page_key, {"s_con_record": "no"})
    answer = talk.save(page_key, {"s_con_record": "no"}, page=asked.text, confirm_set_aside="1", revision="99")

    assert heading(asked.text) == "Nothing will be kept"
    assert answer.headers["Location"] == "/interviews/closed"
    assert talk.get().status_code == 404


def test_an_unknown_page_leads_to_the_sections_and_an_unknown_interview_nowhere(talk: Talk, browser: Browser) -> None:
    unknown = "00000000-0000-4000-8000-000000000000"

    assert talk.page("no_such_page").headers["Location"] == talk.address()
    assert talk.save("no_such_page", {}, page="").status_code == 404
    assert browser.get(f"/interviews/{unknown}").status_code == 404


def test_nobody_else_opens_it(talk: Talk, deployment: Deployment) -> None:
    other = Talk(deployment.browser("other caseworker"), talk.id)

    assert other.get().status_code == 404
    assert other.page("s0_1").status_code == 404


def test_handing_in_leads_to_the_assessment_and_its_proposal(browser: Browser) -> None:
    talk = Talk(browser)
    list(talk.go_through(AN_ADULT))
    check = talk.get("check").text

    early = browser.post(talk.address("submit"), {"revision": "1"})
    revision = re.findall(r'name="revision" value="(\d+)"', check)[-1]
    answer = browser.post(talk.address("submit"), {"revision": revision})
    assessment, proposal = talk.get("assessment").text, talk.get("proposal").text

    assert early.status_code == 409
    assert answer.headers["Location"] == talk.address("assessment")
    assert "What the system says" in assessment
    assert "You propose, and another person decides." in assessment
    assert "What is proposed" in proposal


def test_what_still_blocks_is_named_before_and_after_trying_to_hand_in(talk: Talk) -> None:
    page = talk.get("check").text

    answer = talk.browser.post(talk.address("submit"), {"revision": "1"})

    assert "answers are still needed" in page
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_no_assessment_is_shown_before_there_is_one(talk: Talk) -> None:
    assert talk.get("assessment").status_code == 404


def test_languages_can_be_changed_on_the_way(talk: Talk) -> None:
    answer = talk.browser.post(talk.address("language"), {"person_language": "my", "interviewer_language": "en"})

    assert answer.status_code == 303
    assert '<option value="my" selected>Burmese</option>' in talk.get("language").text


def test_titles_are_neutral_and_addresses_hold_no_answer(held: Talk) -> None:
    for rest in ("", "check", "stop", "pause", "pages/s4_1", "pages/s9_3"):
        answer = held.get(rest)

        assert re.findall(r"<title>(.*?)</title>", answer.text) == ["Notes"]
        assert MARKER not in re.sub(r">[^<]*<|value=\"[^\"]*\"", "", answer.text)


def test_every_page_of_questions_is_small_on_the_wire(held: Talk) -> None:
    keys = set(re.findall(r"/pages/(\w+)\"", held.get().text))

    sizes = {key: len(gzip.compress(held.page(key).data, 6)) for key in keys}
    sizes |= {rest: len(gzip.compress(held.get(rest).data, 6)) for rest in ("", "check", "language", "stop")}

    assert len(keys) > 60
    assert max(sizes.values()) < 8_000


def test_the_first_page_is_small_with_its_style_and_modules(talk: Talk) -> None:
    page = talk.page("s0_1").text
    static = Path(__file__).parents[2] / "interview" / "static"

    linked = set(re.findall(r"/static/\w+/([\w.]+)", page)) | {file.name for file in static.glob("*.js")}
    total = len(gzip.compress(page.encode())) + sum(len(gzip.compress((static / n).read_bytes())) for n in linked)

    assert "interview.css" in linked
    assert total < 25_000


def test_a_lock_gives_back_what_was_typed(browser: Browser, deployment: Deployment) -> None:
    talk = _open(Talk(browser))
    page = talk.page("s4_1").text
    login = deployment.logins["caseworker"]
    locked = browser.post(
        "/lock",
        {
            "_page": talk.address("pages/s4_1"),
            "s_name_called": "Vesna",
            "revision": re.findall(r'name="revision" value="(\d+)"', page)[0],
        },
    )
    browser.get(locked.headers["Location"])

    answer = browser.post("/unlock", {"passphrase": login.passphrase, "back": talk.address("pages/s4_1")})
    shown = browser.get(answer.headers["Location"]).text

    assert 'value="Vesna"' in shown
    assert 'value="Vesna"' not in talk.page("s4_1").text


def test_in_another_language_nothing_of_the_screens_stays_in_english(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("longer")
    build_pseudo_locales(folder / "translations")
    made = deployment_in(folder, languages=f"en,{LONGER}", translations=str(folder / "translations"))
    talk = Talk(made.browser("caseworker"))
    list(talk.go_through(AN_ADULT))
    pages = ("", "check", "stop", "pause", "pages/s0_1", "pages/s4_1", "pages/s9_3", "pages/s6_4")

    texts = {rest: talk.browser.get(talk.address(rest), **{"Accept-Language": LONGER}).text for rest in pages}

    for rest, text in texts.items():
        ours = re.sub(
            r'<(\w+) lang="en"[^>]*>.*?</\1>|<bdi>.*?</bdi>|<option\b.*?</option>', " ", text, flags=re.DOTALL
        )
        ours = re.sub(r"<(?:script|title)\b.*?</(?:script|title)>|<[^>]*>", " ", ours, flags=re.DOTALL)
        assert not re.findall(r"[A-Za-z]{3,}", re.sub(r"\[[^\]]*\]|Notes|Esperanto|esperanto", " ", unescape(ours))), (
            rest
        )
