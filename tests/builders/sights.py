"""Every kind of page that somebody can come to see, and the way to it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from builders import deciding
from builders.attaching import PDF, jpeg
from builders.browser import Tablet
from builders.deployments import Deployment
from builders.second_teams import a_second_team, offered_by_them, taken_by_them
from builders.served_records import AGREEMENT, ASKED, ENTRY, JOURNEY, PAYMENT, REFERRAL, STAY, a_record, page_of
from builders.served_referrals import a_referral_within
from builders.stories import talk_of
from playwright.sync_api import FilePayload

from interview.services.invented import Ends

WHOLE: dict[str, Any] = {
    "s_con_how": "written",
    "s_con_signature": {"name": "Lin", "agreed": True},
    "s_contact_safe_how": ["phone", "email"],
    "s_contact_phone": "+6621234567",
    "s_promised_pay": "12000 THB month",
    "s_debt_amount": "30000 THB once",
}
"""What Lin also says, so that every kind of question shows."""

QUESTIONS = {
    "statements for staff": "s0_1",
    "a language": "sl_1",
    "ticks read aloud": "sl_8",
    "one of several for staff": "sl_9",
    "one of several read aloud": "sl_13",
    "a point to say": "s1_1",
    "yes, no or rather not": "s1_11",
    "a signature": "s1_22",
    "a date and a time": "s3_1",
    "words": "s4_1",
    "what was heard about a person": "s4_2",
    "a partial date": "s4_10",
    "a country": "s4b_2",
    "several countries": "s4b_4",
    "a number": "s4b_10",
    "a phone number": "s4b_18",
    "an email address": "s4b_19",
    "an address": "s4b_20",
    "a story": "s6_1",
    "what was heard about the person who arranged it": "s6_7",
    "money": "s6_18",
    "words to say": "s8_1",
    "a long list of what was heard": "s8_3",
    "ticks for staff": "s8_16",
    "grouped questions": "s9_3",
    "the proposal to make": "s12_1",
    "eligibility for a project": "s13_1",
}
"""A page of each kind of question, by its key on the whole talk."""


@dataclass(frozen=True, slots=True)
class Talks:
    """Interviews at several stages, all of the caseworker. `whole`: everything is answered and nothing handed in."""

    begun: UUID
    whole: UUID
    handed_in: UUID
    refused: UUID
    urgent: UUID
    agreed: UUID
    sent_back: UUID
    told: UUID
    record: UUID
    offered: UUID
    taken: UUID
    referred: UUID


Way = Callable[[Tablet, Talks], None]


def talks_in(deployment: Deployment) -> Talks:
    """The interviews that the ways below lead through."""
    sent_back, told = talk_of(deployment, "indicated"), talk_of(deployment, "child")
    deciding.send_back(deployment, sent_back, "s_story", "s_recruited")
    deciding.confirm(deployment, told)
    deciding.tell(deployment, told)
    deciding.locked_out(deployment)
    a_second_team(deployment)
    referral_to_answer = a_referral_within(deployment)
    return Talks(
        begun=talk_of(deployment, "just_begun", until="s0_2"),
        whole=talk_of(deployment, "indicated", ends=Ends.OPEN, detail=True, **WHOLE),
        handed_in=talk_of(deployment, "indicated"),
        refused=talk_of(deployment, "refused"),
        urgent=talk_of(deployment, "urgent"),
        agreed=talk_of(deployment, "indicated", until="s4_2"),
        sent_back=sent_back,
        told=told,
        record=referral_to_answer[1],
        referred=a_record(deployment),
        offered=offered_by_them(deployment),
        taken=taken_by_them(deployment),
    )


def _at(address: str) -> Way:
    return lambda tablet, talks: tablet.open(address.format(**{name: getattr(talks, name) for name in Talks.__slots__}))


def _faulty(tablet: Tablet, talks: Talks) -> None:
    tablet.open_page(talks.whole, "s3_1")
    tablet.page.locator("[name=s_int_date-day]").fill("31")
    tablet.page.locator("[name=s_int_date-month]").fill("February")
    tablet.save()


def _asked_once_more(tablet: Tablet, talks: Talks) -> None:
    tablet.open_page(talks.agreed, "s5_2")
    tablet.save()


def _set_aside(tablet: Tablet, talks: Talks) -> None:
    tablet.open_page(talks.whole, "s8_2")
    tablet.page.locator("[name=s_topic_ok][value=no]").check()
    tablet.save()


def _nothing_kept(tablet: Tablet, talks: Talks) -> None:
    tablet.open_page(talks.whole, "s1_14")
    tablet.page.locator("[name=s_con_record][value=no]").check()
    tablet.save()


def _two_versions(tablet: Tablet, talks: Talks) -> None:
    tablet.open_page(talks.agreed, "s4_1")
    other = tablet.context.new_page()
    other.goto(tablet.page.url)
    place = other.locator("[name=s_name_called]")
    place.fill("Lin Lin" if place.input_value() != "Lin Lin" else "Lina")
    with other.expect_navigation():
        other.locator("footer .primary").click()
    other.close()
    tablet.page.locator("[name=s_name_called]").fill("Linh")
    tablet.save()


def _locked(tablet: Tablet, _: Talks) -> None:
    tablet.open("/")
    tablet.leave_by(tablet.page.locator("[formaction='/lock']"))


def _unfolded(address: str) -> Way:
    def way(tablet: Tablet, talks: Talks) -> None:
        _at(address)(tablet, talks)
        for summary in tablet.page.locator("main details > summary").all():
            if summary.is_visible() and not summary.evaluate("one => one.parentElement.open"):
                summary.click()

    return way


def _called(tablet: Tablet, _: Talks) -> None:
    tablet.open("/")
    tablet.leave_by(tablet.page.locator("main a[href^='/duty/alerts/']").first)


def _looked_up(tablet: Tablet, _: Talks) -> None:
    tablet.open("/people/")
    tablet.page.locator("#name").fill("Lin Aye")
    tablet.leave_by(tablet.page.locator("footer .primary"))


def _asking(tablet: Tablet, talks: Talks) -> None:
    _unfolded("/reviews/of/{handed_in}")(tablet, talks)
    tablet.page.locator(".ask").first.click()
    tablet.leave_by(tablet.page.locator("main button[formaction$='/questions']"))


def _beyond(name: str, link: str) -> Way:
    """To the decision about an interview, and on by a link on it."""

    def way(tablet: Tablet, talks: Talks) -> None:
        _at(f"/reviews/of/{{{name}}}")(tablet, talks)
        tablet.leave_by(tablet.page.locator(f"main a[href*='{link}']").first)

    return way


def _through(*links: str) -> Way:
    """To the teams, and on by the first link to each of these addresses."""
    return _from("/teams/", *links)


def _from(address: str, *links: str) -> Way:
    """To an address, and on by the first link to each of these."""

    def way(tablet: Tablet, _: Talks) -> None:
        tablet.open(address)
        for link in links:
            tablet.leave_by(tablet.page.locator(f"main a[href*='{link}']").first)

    return way


def _of_case(*links: str) -> Way:
    """From the talk that was handed in, on by the first link to each of these addresses."""

    def way(tablet: Tablet, talks: Talks) -> None:
        tablet.open(f"/interviews/{talks.handed_in}")
        for link in links:
            tablet.leave_by(tablet.page.locator(f"main a[href$='{link}'], footer a[href$='{link}']").first)

    return way


def _case(tablet: Tablet, talks: Talks) -> None:
    tablet.open(f"/interviews/{talks.record}")
    tablet.leave_by(tablet.page.locator("main a[href^='/cases/']").first)


def _agreements(tablet: Tablet, talks: Talks) -> None:
    """What was agreed in a case, everything unfolded."""
    _case(tablet, talks)
    tablet.leave_by(tablet.page.locator("main a[href$='/agreements']").first)
    for summary in tablet.page.locator("main details > summary").all():
        summary.click()


def _asking_whether(tablet: Tablet, talks: Talks) -> None:
    """An agreement that has just begun: whom to tell is known, and the person is asked."""
    tablet.open(f"/interviews/{talks.record}/entries/a1a/new")
    tablet.page.locator("[name$=a_agr_recipient]").fill("Harbour Light")
    tablet.page.locator("[name$=a_agr_purpose][value=law]").check()
    tablet.save()


def _nothing_is_told(tablet: Tablet, talks: Talks) -> None:
    _asking_whether(tablet, talks)
    tablet.page.locator("[name$=a_agr_given][value=no]").check()
    tablet.save()


def _what_may_be_told(tablet: Tablet, talks: Talks) -> None:
    _asking_whether(tablet, talks)
    tablet.page.locator("[name$=a_agr_given][value=yes]").check()
    tablet.save()


def _shelter_staff(tablet: Tablet, talks: Talks) -> None:
    _case(tablet, talks)
    tablet.leave_by(tablet.page.locator("main a[href$='/shelter']").first)


def _held(tablet: Tablet, talks: Talks) -> None:
    """A journey that is said to have begun, and is held."""
    tablet.open(f"/interviews/{talks.record}/entries/a18/new")
    entry_id = tablet.page_key.partition("-")[2]
    tablet.open_page(talks.record, f"{page_of('a_mov_result')}-{entry_id}")
    tablet.page.locator("[name$=a_mov_result][value=departed]").check()
    tablet.save()


def _unapproved(tablet: Tablet, talks: Talks) -> None:
    """A payment that is said to be made, and that nobody approved."""
    tablet.open(f"/interviews/{talks.record}/entries/a19p/new")
    tablet.page.locator("[name$=a_pay_what]").fill("Tools")
    tablet.save()
    entry_id = tablet.page_key.partition("-")[2]
    tablet.open_page(talks.record, f"{page_of('a_pay_paid')}-{entry_id}")
    tablet.page.locator("[name$=a_pay_paid-day]").fill("1")
    tablet.page.locator("[name$=a_pay_paid-month]").fill("June")
    tablet.page.locator("[name$=a_pay_paid-year]").fill("2026")
    tablet.save()


def _wordless(tablet: Tablet, talks: Talks) -> None:
    """An entry that somebody would change without saying why."""
    _unfolded(f"/interviews/{{record}}/entries/a16/{ENTRY}")(tablet, talks)
    tablet.leave_by(tablet.page.locator("#amend button"))


def _trail_of_case(tablet: Tablet, talks: Talks) -> None:
    _of_case("/readers")(tablet, talks)
    tablet.leave_by(tablet.page.locator("a[href*='/trail/cases/']").first)


def _give(name: str) -> Way:
    """To the page on which the case of an interview is offered to another team."""

    def way(tablet: Tablet, talks: Talks) -> None:
        _at(f"/interviews/{{{name}}}")(tablet, talks)
        tablet.leave_by(tablet.page.locator("main a[href^='/cases/']").first)
        # Its files, who looked at it and the like stand beside it.
        tablet.open(re.sub(r"/cases/([0-9a-f-]{36}).*", r"/transfers/of/\1", urlsplit(tablet.page.url).path))

    return way


def _given_to_nobody(tablet: Tablet, talks: Talks) -> None:
    _give("begun")(tablet, talks)
    tablet.save()


def _erased_for_no_reason(tablet: Tablet, talks: Talks) -> None:
    _of_case("/keeping", "/erasure")(tablet, talks)
    tablet.save()


def _files(*names: str) -> Way:
    """The files of the talk that was handed in, after these were added, everything unfolded."""

    def way(tablet: Tablet, talks: Talks) -> None:
        tablet.open(f"/interviews/{talks.handed_in}")
        tablet.leave_by(tablet.page.locator("main a[href*='/files']").first)
        for name in names:
            data = jpeg() if name.endswith(".jpg") else PDF
            file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
            tablet.page.locator("[name=file]").set_input_files(file)
            tablet.page.locator("[name=kind][value=evidence]").check()
            tablet.leave_by(tablet.page.locator("#add button"))
        for summary in tablet.page.locator("main details > summary").all():
            summary.click()

    return way


def _no_file(tablet: Tablet, talks: Talks) -> None:
    _files()(tablet, talks)
    tablet.leave_by(tablet.page.locator("#add button"))


def _who_it_is(tablet: Tablet, talks: Talks) -> None:
    tablet.open(f"/interviews/{talks.handed_in}/check")
    unfold = tablet.page.locator("details.who > summary")
    if unfold.count():
        unfold.click()
        tablet.page.locator("[name=purpose][value=care]").check()
        tablet.leave_by(tablet.page.locator("details.who button"))


SIGHTS: Mapping[str, Way] = {
    "signing in": _at("/sign-in"),
    "home": _at("/"),
    "a new interview": _at("/interviews/new"),
    **{name: _at(f"/interviews/{{whole}}/pages/{key}") for name, key in QUESTIONS.items()},
    "the sections": _at("/interviews/{whole}"),
    "the sections of a new interview": _at("/interviews/{begun}"),
    "the languages of an interview": _at("/interviews/{whole}/language"),
    "the check": _at("/interviews/{whole}/check"),
    "the check with answers still needed": _at("/interviews/{begun}/check"),
    "the assessment": _at("/interviews/{handed_in}/assessment"),
    "the proposal": _at("/interviews/{handed_in}/proposal"),
    "a page that is closed": _at("/interviews/{handed_in}/pages/s4_2"),
    "a break": _at("/interviews/{begun}/pause"),
    "stopping": _at("/interviews/{begun}/stop"),
    "the end at the person's wish": _at("/interviews/{refused}/ended"),
    "the end with nothing kept": _at("/interviews/closed"),
    "urgent help": _at("/urgent/"),
    "the page of urgent help": _at("/interviews/{urgent}/pages/u1_1"),
    "urgent help handed on": _at("/urgent/{urgent}"),
    "a page that is not there": _at("/interviews/nowhere"),
    "the calendar": _at("/calendar"),
    "who is on duty": _at("/duty/"),
    "the words of one's key": _at("/words/"),
    "the wish not to be on record": _at("/interviews/{handed_in}/withdraw"),
    "who looked at a case": _of_case("/readers"),
    "no file yet": _files(),
    "a file that was not chosen": _no_file,
    "the files of a case": _files("contract.pdf", "room.jpg"),
    "one's own account": _at("/account/"),
    "another passphrase": _at("/account/passphrase"),
    "a second factor": _at("/account/factor"),
    "being asked again who is there": _at("/confirm"),
    "everything of an interview unfolded": _unfolded("/interviews/{agreed}"),
    "an answer that cannot be": _faulty,
    "a page that asks once more": _asked_once_more,
    "answers to set aside": _set_aside,
    "nothing to be kept": _nothing_kept,
    "two versions": _two_versions,
    "questions to answer": _at("/reviews/answers/{sent_back}"),
    "a decision": _unfolded("/reviews/of/{told}"),
    "telling the person": _beyond("told", "/person"),
    "the cases": _at("/cases/"),
    "a case": _case,
    "the record of a case": _at("/interviews/{record}"),
    "what is known already": _unfolded("/interviews/{record}/pages/k0_1"),
    "a page of a record": _at("/interviews/{record}/pages/a1_1"),
    "stopping a sitting": _at("/interviews/{record}/stop"),
    "the entries of a section": _at("/interviews/{record}/entries/a16"),
    "the visits of a record": _at("/interviews/{record}/entries/a20"),
    "a new entry": _at("/interviews/{record}/entries/a20/new"),
    "an entry": _unfolded(f"/interviews/{{record}}/entries/a16/{ENTRY}"),
    "an entry to be changed without a reason": _wordless,
    "a dangerous journey": _at(f"/interviews/{{record}}/journeys/{JOURNEY}"),
    "a sheet for an escort": _at(f"/interviews/{{record}}/journeys/{JOURNEY}/itinerary"),
    "a journey that is held": _held,
    "a payment": _at(f"/interviews/{{record}}/entries/a19p/{PAYMENT}"),
    "the approval of a payment": _at(f"/interviews/{{record}}/payments/{PAYMENT}"),
    "a payment that nobody approved": _unapproved,
    "a referral to be sent": _unfolded(f"/interviews/{{referred}}/referrals/{ASKED}"),
    "a referral that was sent": _unfolded(f"/interviews/{{record}}/referrals/{ASKED}"),
    "a case on paper": _at("/interviews/{record}/summary"),
    "closing a case": _at("/interviews/{record}/closing"),
    "whether we have met before": _at("/people/mine"),
    "what was agreed": _agreements,
    "asking whether something may be told": _asking_whether,
    "what may be told": _what_may_be_told,
    "nothing is told": _nothing_is_told,
    "an agreement that was noted": _unfolded(f"/interviews/{{record}}/entries/a1a/{AGREEMENT}"),
    "a referral that no agreement lets": _at(f"/interviews/{{record}}/entries/a17/{REFERRAL}"),
}
"""What a caseworker sees."""

LOCKED: Mapping[str, Way] = {"the lock": _locked}

OF_ADMINISTRATORS: Mapping[str, Way] = {
    "home of an administrator": _at("/"),
    "the accounts": _at("/accounts/"),
    "a new account": _at("/accounts/new"),
    "the teams and offices": _at("/teams/"),
    "a new office": _at("/teams/offices/new"),
    "what an administrator agrees to": _at("/approvals/"),
    "what happened to an account": _from("/trail/", "/trail/accounts/"),
}

OF_SUPERVISORS: Mapping[str, Way] = {
    "the teams": _at("/teams/"),
    "a new team": _at("/teams/new"),
    "whom to let in": _through("/in"),
    "another key for a team": _through("/team-keys/"),
    "what needs two people": _at("/approvals/"),
    "cases to give back": _from("/teams/", "/regranting/"),
    "a case to give to someone else": _at("/reassigning/{begun}"),
    "home of a supervisor": _at("/"),
    "what goes to other teams": _at("/transfers/"),
    "a case to give to another team": _give("begun"),
    "a case to give to nobody": _given_to_nobody,
    "a case that is held": _give("handed_in"),
    "a case that is offered": _unfolded("/transfers/{offered}"),
    "words to compare with another team": _at("/transfers/{taken}"),
    "the duty to plan": _unfolded("/duty/"),
    "the team's work": _unfolded("/team/"),
    "looking somebody up": _at("/people/"),
    "who may be the one": _looked_up,
    "who may be the same person": _at("/people/look-alikes"),
    "something that needs a supervisor": _called,
    "the check by a supervisor": _at("/interviews/{handed_in}/check"),
    "what waits for a decision": _at("/reviews/"),
    "a review": _at("/reviews/of/{handed_in}"),
    "a review unfolded": _unfolded("/reviews/of/{handed_in}"),
    "questions to send back": _asking,
    "a project": _beyond("told", "/projects/"),
    "a case by a supervisor": _case,
    "the shelter staff of a case": _shelter_staff,
    "the record by a supervisor": _at("/interviews/{record}"),
    "a payment to approve": _at(f"/interviews/{{record}}/payments/{PAYMENT}"),
    "a journey to decide about": _at(f"/interviews/{{record}}/journeys/{JOURNEY}"),
    "what others ask for": _at("/referrals/"),
    "a referral to answer": _from("/referrals/", "/referrals/"),
    "what waits to be closed": _at("/interviews/closings"),
    "what comes after a decision": _beyond("told", "/person"),
    "a decision on paper": _beyond("told", "/sheet"),
    "asking who it is": _unfolded("/interviews/{handed_in}"),
    "who it is": _who_it_is,
    "what is kept and erased": _at("/cases/due"),
    "how long a case is kept": _of_case("/keeping"),
    "erasing a case": _of_case("/keeping", "/erasure"),
    "erasing a case for no reason": _erased_for_no_reason,
    "whose record can be read": _at("/trail/"),
    "what somebody did": _from("/trail/", "/trail/people/"),
    "what was done about a case": _trail_of_case,
    "what was refused": _at("/trail/refused"),
}


OF_SHELTER_STAFF: Mapping[str, Way] = {
    "home of shelter staff": _at("/"),
    "a case by shelter staff": _case,
    "the record by shelter staff": _at("/interviews/{record}"),
    "a page that shelter staff only read": _at("/interviews/{record}/pages/a1_1"),
    "the stays by shelter staff": _at("/interviews/{record}/entries/a15"),
    "a new stay by shelter staff": _at("/interviews/{record}/entries/a15/new"),
    "a stay by shelter staff": _unfolded(f"/interviews/{{record}}/entries/a15/{STAY}"),
}


def every_sight() -> Iterator[tuple[str, str, Way]]:
    """Whose it is, its name, the way to it. The lock comes last: it ends the session's work."""
    for who, sights in (
        ("caseworker", {**SIGHTS, **LOCKED}),
        ("administrator", OF_ADMINISTRATORS),
        ("supervisor", OF_SUPERVISORS),
        ("shelter staff", OF_SHELTER_STAFF),
    ):
        for name, way in sights.items():
            yield who, name, way
