"""Reviews, as people see and press them."""

import re
from dataclasses import replace
from uuid import UUID

import pytest
from builders import deciding
from builders.deployments import Browser, Deployment, deployment_in
from builders.invented_talks import handed_in_talk, whole_talk
from builders.pseudo_locales import LONGER, RIGHT_TO_LEFT, build_pseudo_locales, hebrew, longer

from interview.services.invented import Ends, invented_people

SEEN = re.compile(r'name="seen" value="(\d+)"')
REVISION = re.compile(r'name="revision" value="(\d+)"')
LONG = "x" * 40_000
OTHERWISE = {"result": "possible", "reason": "other", "element": "means", "text": "The elder wrote to us."}


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    return deciding.with_another_supervisor(deployment_in(tmp_path_factory.mktemp("deployment")))


@pytest.fixture
def supervisor(deployment: Deployment) -> Browser:
    return deployment.browser("supervisor")


@pytest.fixture
def caseworker(deployment: Deployment) -> Browser:
    return deployment.browser("caseworker")


@pytest.fixture
def talk(deployment: Deployment) -> UUID:
    return handed_in_talk(deployment)


def review_of(browser: Browser, talk: UUID) -> str:
    """The address of the newest decision."""
    return browser.get(f"/reviews/of/{talk}").headers["Location"]


def seen_at(browser: Browser, address: str) -> str:
    found = SEEN.search(browser.get(address).text)
    assert found
    return found.group(1)


def test_handing_in_with_open_questions_leads_to_them(deployment: Deployment, caseworker: Browser, talk: UUID) -> None:
    deciding.send_back(deployment, talk, "s_vot_reason", "s_moved")
    caseworker.post(f"/reviews/answers/{talk}/1", {"text-1": "An uncle, she says."})
    revision = REVISION.search(caseworker.get(f"/interviews/{talk}/check").text)
    assert revision

    answer = caseworker.post(f"/interviews/{talk}/submit", {"revision": revision.group(1)})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/reviews/answers/{talk}")


def test_the_check_offers_to_answer_before_it_offers_to_hand_in(
    deployment: Deployment, caseworker: Browser, talk: UUID
) -> None:
    deciding.send_back(deployment, talk, "s_vot_reason")
    sent_back = caseworker.get(f"/interviews/{talk}/check").text
    caseworker.post(f"/reviews/answers/{talk}/1", {"text-1": "An uncle, she says."})
    answered = caseworker.get(f"/interviews/{talk}/check").text

    assert "Answer the questions" in sent_back
    assert "Hand in" not in sent_back
    assert "Answer the questions" not in answered
    assert "Hand in" in answered


def test_an_answer_without_words_is_asked_for_and_one_with_words_is_kept(
    deployment: Deployment, caseworker: Browser, talk: UUID
) -> None:
    deciding.send_back(deployment, talk, "s_vot_reason")
    answers = f"/reviews/answers/{talk}"

    empty = caseworker.post(f"{answers}/1", {"text-1": " "})
    given = caseworker.post(f"{answers}/1", {"text-1": "An uncle, she says."})

    assert empty.status_code == 422
    assert "Write an answer in a sentence or two." in empty.text
    assert (given.status_code, given.headers["Location"]) == (303, answers)
    assert "All are answered. You can send it again." in caseworker.get(answers).text


@pytest.mark.parametrize(
    ("missing", "anchor"),
    [("result", "override-result"), ("reason", "reason"), ("element", "element"), ("text", "override-text")],
)
def test_whatever_is_missing_to_decide_otherwise_is_named_and_led_to(
    supervisor: Browser, talk: UUID, missing: str, anchor: str
) -> None:
    address = review_of(supervisor, talk)
    sent = {**OTHERWISE, missing: "", "seen": seen_at(supervisor, address)}

    answer = supervisor.post(f"{address}/override", sent)

    assert answer.status_code == 422
    assert f'<a href="#{anchor}">' in answer.text
    assert f'id="{anchor}"' in answer.text
    assert answer.text.count('<a href="#') - answer.text.count('<a href="#decide"') == 1
    assert "The elder wrote to us." in answer.text or missing == "text"


def test_passing_on_without_a_reason_keeps_what_was_typed_apart_from_other_forms(
    supervisor: Browser, talk: UUID
) -> None:
    address = review_of(supervisor, talk)

    answer = supervisor.post(f"{address}/pass-on", {"seen": seen_at(supervisor, address), "why": " "})

    assert answer.status_code == 422
    assert '<a href="#pass-on">' in answer.text


def test_what_is_passed_on_goes_to_somebody_else(deployment: Deployment, supervisor: Browser, talk: UUID) -> None:
    address = review_of(supervisor, talk)

    supervisor.post(f"{address}/pass-on", {"seen": seen_at(supervisor, address), "why": "I know the family."})

    assert "You passed this on" in supervisor.get(address).text
    assert f'action="{address}/confirm"' not in supervisor.get(address).text
    assert f'action="{address}/confirm"' in deployment.browser(deciding.OTHER).get(address).text


def test_of_two_screens_the_second_is_told_that_it_came_too_late(supervisor: Browser, talk: UUID) -> None:
    address = review_of(supervisor, talk)
    seen = seen_at(supervisor, address)
    supervisor.post(f"{address}/confirm", {"seen": seen})

    second = supervisor.post(f"{address}/override", {**OTHERWISE, "seen": seen})

    assert second.status_code == 409
    assert "Victim of trafficking" in supervisor.get(address).text


def test_what_is_decided_leads_to_the_projects_and_never_says_that_nothing_is_left(
    deployment: Deployment, supervisor: Browser, talk: UUID
) -> None:
    deciding.confirm(deployment, talk)
    address = review_of(supervisor, talk)
    page = supervisor.get(address).text

    assert f'href="{address}/projects/' in page
    assert "There is nothing to decide here now." not in page


def test_who_wrote_it_sees_it_and_has_no_way_to_decide(caseworker: Browser, talk: UUID) -> None:
    address = review_of(caseworker, talk)
    page = caseworker.get(address).text

    assert "/confirm" not in page
    assert caseworker.post(f"{address}/confirm", {"seen": "1"}).status_code == 404


def test_the_queue_names_nobody(supervisor: Browser, talk: UUID) -> None:
    address = review_of(supervisor, talk)

    queue = supervisor.get("/reviews/").text

    assert f'href="{address}"' in queue
    assert "Lin" not in re.sub(r"<[^>]*>", "", queue)


def test_the_paper_has_a_line_for_a_name_and_no_name(deployment: Deployment, caseworker: Browser, talk: UUID) -> None:
    deciding.confirm(deployment, talk)

    sheet = caseworker.get(f"{review_of(caseworker, talk)}/sheet").text

    assert "For:" in sheet
    assert "What happened to you is called trafficking." in sheet
    assert "Lin" not in re.sub(r"<[^>]*>", "", sheet)


def test_the_paper_never_gives_the_emergency_number_as_ours(
    deployment: Deployment, caseworker: Browser, talk: UUID
) -> None:
    deciding.confirm(deployment, talk)

    sheet = caseworker.get(f"{review_of(caseworker, talk)}/sheet").text
    article = sheet[sheet.index("<article") : sheet.index("</article>")]

    assert "To reach us: <span></span>" in article
    assert deployment.settings.emergency_number not in article


def test_the_list_says_how_many_questions_are_open(deployment: Deployment, caseworker: Browser, talk: UUID) -> None:
    deciding.send_back(deployment, talk, "s_vot_reason", "s_moved")
    line = re.compile(rf'href="/reviews/answers/{talk}".*?</li>', re.DOTALL)

    def said() -> str:
        found = line.search(caseworker.get("/").text)
        assert found
        return found.group(0)

    two = said()
    caseworker.post(f"/reviews/answers/{talk}/1", {"text-1": "An uncle, she says."})
    one = said()
    caseworker.post(f"/reviews/answers/{talk}/2", {"text-2": "By bus."})

    assert "2 questions" in two
    assert "One question" in one
    assert "All answered" in said()


def wrong_in(text: str) -> list[tuple[str, str]]:
    """Where the summary leads, and what it says; each field that it names is there, marked and says the same."""
    summary = text[text.index('id="errors"') : text.index("</div>", text.index('id="errors"'))]
    found = re.findall(r'<a href="#([^"]*)">([^<]*)</a>', summary)
    for anchor, sentence in found:
        assert text.count(f'id="{anchor}"') == 1
        assert f'id="error-{anchor}">{sentence}<' in text
        assert re.search(rf'aria-describedby="[^"]*\berror-{anchor}"', text)
    return found


@pytest.fixture(scope="module")
def waiting(deployment: Deployment) -> UUID:
    """A talk that waits for a decision, for what is refused and so leaves it waiting."""
    return handed_in_talk(deployment)


@pytest.fixture(scope="module")
def told(deployment: Deployment) -> UUID:
    """A talk that was decided, and the person told."""
    talk = handed_in_talk(deployment)
    deciding.confirm(deployment, talk)
    deciding.tell(deployment, talk)
    return talk


WHY, FEWER = "Write why, in a sentence or two.", "This is very long. Say it in fewer words."
TELLING = {"what": "We believe you.", "when": "2026-01-15", "by": "Ada"}


@pytest.mark.parametrize(
    ("act", "sent", "wrong"),
    [
        ("confirm", {"note": LONG}, [("confirm-text", FEWER)]),
        ("override", {**OTHERWISE, "text": LONG}, [("override-text", FEWER)]),
        (
            "override",
            {},
            [
                ("override-result", "Choose what you decide."),
                ("reason", "Choose why."),
                ("element", "Choose what it is about."),
                ("override-text", WHY),
            ],
        ),
        ("pass-on", {"why": ""}, [("pass-on", WHY)]),
        ("pass-on", {"why": LONG}, [("pass-on", FEWER)]),
        ("send-back", {}, [("about", "Choose at least one answer to ask about, and 20 at most.")]),
        (
            "send-back",
            {"about": "s_moved", "text-s_moved": " "},
            [("text-s_moved", "Write a question for each answer that you chose.")],
        ),
        (
            "send-back",
            {"about": "s_moved", "text-s_moved": LONG},
            [("text-s_moved", "This question is very long. Ask it in fewer words.")],
        ),
        ("send-back", {"about": "s_moved", "text-s_moved": "Who?", "text": LONG}, [("text", FEWER)]),
    ],
)
def test_each_act_of_a_review_says_what_is_wrong_where_it_is_wrong(
    supervisor: Browser, waiting: UUID, act: str, sent: dict[str, str], wrong: list[tuple[str, str]]
) -> None:
    address = review_of(supervisor, waiting)

    answer = supervisor.post(f"{address}/{act}", {**sent, "seen": seen_at(supervisor, address)})

    assert answer.status_code == 422
    assert wrong_in(answer.text) == wrong
    assert all(value in answer.text for value in sent.values())


@pytest.mark.parametrize(
    ("act", "sent", "wrong"),
    [
        ("told", {**TELLING, "what": " "}, [("what", "Write what was said to the person.")]),
        ("told", {**TELLING, "what": LONG}, [("what", FEWER)]),
        ("told", {**TELLING, "when": ""}, [("when", "Choose the day on which the person was told.")]),
        ("told", {**TELLING, "when": "2999-01-01"}, [("when", "Choose today or a day before.")]),
        ("told", {**TELLING, "by": ""}, [("by", "Write who told the person.")]),
        ("told", {**TELLING, "by": "x" * 400}, [("by", "Write the name alone; it is too long.")]),
        (
            "told",
            {},
            [
                ("what", "Write what was said to the person."),
                ("when", "Choose the day on which the person was told."),
                ("by", "Write who told the person."),
            ],
        ),
        ("look-again", {"text": "It was not so."}, [("again-reason", "Choose why the person wants it.")]),
        ("look-again", {"reason": "disagrees", "text": LONG}, [("again-text", FEWER)]),
    ],
)
def test_each_act_of_telling_says_what_is_wrong_where_it_is_wrong(
    caseworker: Browser, told: UUID, act: str, sent: dict[str, str], wrong: list[tuple[str, str]]
) -> None:
    address = review_of(caseworker, told)

    answer = caseworker.post(f"{address}/{act}", {**sent, "seen": seen_at(caseworker, f"{address}/person")})

    assert answer.status_code == 422
    assert wrong_in(answer.text) == wrong
    assert all(value in answer.text for value in sent.values())


def test_each_point_of_a_project_is_asked_for(supervisor: Browser, told: UUID) -> None:
    address = review_of(supervisor, told)
    found = re.search(rf'href="({address}/projects/[^"]*)"', supervisor.get(address).text)
    assert found
    project = found.group(1)
    page = supervisor.get(project).text
    points = list(dict.fromkeys(re.findall(r'name="(criterion-[^"]*)"', page)))
    seen = seen_at(supervisor, project)

    nothing = supervisor.post(project, {"seen": seen, "text": "Nearer to her family."})
    all_met = {"seen": seen, **dict.fromkeys(points, "met")}
    otherwise = supervisor.post(project, {**all_met, "eligible": "refer_elsewhere"})
    long = supervisor.post(project, {**all_met, "eligible": "eligible", "text": LONG})
    whole = supervisor.post(project, {**all_met, "eligible": "refer_elsewhere", "text": "Nearer to her family."})

    assert (nothing.status_code, otherwise.status_code, long.status_code, whole.status_code) == (422, 422, 422, 303)
    assert [anchor for anchor, _ in wrong_in(nothing.text)] == [*points, "eligible"]
    assert "Nearer to her family." in nothing.text
    assert wrong_in(otherwise.text) == [("text", WHY)]
    assert wrong_in(long.text) == [("text", FEWER)]


def test_nothing_on_these_pages_is_left_to_the_browser_to_refuse(
    supervisor: Browser, caseworker: Browser, waiting: UUID, told: UUID
) -> None:
    pages = (
        supervisor.get(review_of(supervisor, waiting)).text,
        caseworker.get(f"{review_of(caseworker, told)}/person").text,
    )

    for page in pages:
        form = page[page.index('<form method="post" id="page"') :]
        assert " novalidate>" in form[: form.index(">") + 1]
        assert " required" not in form[: form.index("</form>")]


def test_enter_decides_nothing_where_several_things_could_be_meant(supervisor: Browser, waiting: UUID) -> None:
    page = supervisor.get(review_of(supervisor, waiting)).text

    # The browser presses the first button of a form; a disabled one is pressed by nobody.
    assert '<button form="page" hidden disabled></button>' in page


def test_what_was_typed_for_other_questions_is_kept_with_the_one_that_is_answered(
    deployment: Deployment, caseworker: Browser, talk: UUID
) -> None:
    deciding.send_back(deployment, talk, "s_vot_reason", "s_moved")
    answers = f"/reviews/answers/{talk}"

    empty = caseworker.post(f"{answers}/1", {"text-1": " ", "text-2": "By bus."})
    long = caseworker.post(f"{answers}/1", {"text-1": "An uncle.", "text-2": LONG})
    still_open = caseworker.get(answers).text
    caseworker.post(f"{answers}/1", {"text-1": "An uncle.", "text-2": "By bus."})

    assert (empty.status_code, wrong_in(empty.text)) == (422, [("text-1", "Write an answer in a sentence or two.")])
    assert "By bus." in empty.text
    assert (long.status_code, wrong_in(long.text)) == (422, [("text-2", FEWER)])
    assert "2 are still open." in still_open
    assert "All are answered." in caseworker.get(answers).text


def test_what_was_typed_on_a_review_comes_back_after_unlocking(
    deployment: Deployment, supervisor: Browser, talk: UUID
) -> None:
    address = review_of(supervisor, talk)
    ticked = re.search(r'name="about" value="([^"]*)"', supervisor.get(address).text)
    assert ticked
    about = ticked.group(1)
    typed = {"note": "A note", "reason": "age", "text": "She is 15", "why": "I know her", "about": about}
    supervisor.post("/lock", {**typed, "_page": address})

    back = supervisor.post("/unlock", {"passphrase": deployment.logins["supervisor"].passphrase, "back": address})
    page = supervisor.get(back.headers["Location"]).text

    assert back.headers["Location"].startswith(address)
    for words in ("A note", "She is 15", "I know her"):
        assert words in page
    assert '<option value="age" selected>' in page
    assert f'name="about" value="{about}" form="page" checked' in page


@pytest.fixture(scope="module")
def translated(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """A deployment whose screens speak two more languages."""
    folder = tmp_path_factory.mktemp("translated")
    build_pseudo_locales(folder / "translations")
    languages = f"en,{LONGER},{RIGHT_TO_LEFT}"
    return deployment_in(folder, languages=languages, translations=str(folder / "translations"))


BELIEVED = "We have thought carefully about what you told us."


@pytest.mark.parametrize(("language", "direction"), [(LONGER, "ltr"), (RIGHT_TO_LEFT, "rtl")])
def test_the_person_is_told_in_their_language(translated: Deployment, language: str, direction: str) -> None:
    change = longer if language == LONGER else hebrew
    person = next(person for person in invented_people() if person.ends is Ends.SUBMITTED)
    talk = whole_talk(translated, replace(person, person_language=language))
    deciding.confirm(translated, talk)
    caseworker = translated.browser("caseworker")
    address = review_of(caseworker, talk)

    telling, sheet = caseworker.get(f"{address}/person").text, caseworker.get(f"{address}/sheet").text

    assert f'lang="{language}" dir="{direction}"' in telling[telling.index('<textarea id="what"') :][:200]
    assert change(BELIEVED) in telling
    assert BELIEVED in telling[telling.index("The same in the language of this screen") :]
    article = sheet[sheet.index("<article") : sheet.index("</article>")]
    assert article.startswith(f'<article class="sheet" lang="{language}" dir="{direction}">')
    assert change("What was decided") in article
    assert BELIEVED not in article.replace(change(BELIEVED), "")
    # What is around the sheet is for whoever prints it.
    assert "Print this page with your browser." in sheet
    assert "Hide screen" in sheet


@pytest.mark.parametrize(("language", "name"), [("fr", "French"), ("ase", "American Sign Language")])
def test_words_that_are_not_translated_are_said_to_be_so(translated: Deployment, language: str, name: str) -> None:
    person = next(person for person in invented_people() if person.ends is Ends.SUBMITTED)
    talk = whole_talk(translated, replace(person, person_language=language))
    deciding.confirm(translated, talk)
    caseworker = translated.browser("caseworker")
    address = review_of(caseworker, talk)

    for page in (caseworker.get(f"{address}/person").text, caseworker.get(f"{address}/sheet").text):
        assert BELIEVED in page
        assert re.search('(class="sheet"|id="what"[^>]*) lang="en" dir="ltr"', page)
        assert f"another language: {name}." in page
