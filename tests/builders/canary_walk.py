"""The canary's way through the house: typed into everything, sent on every path that a person or a mishap takes."""

import html
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

import pytest
from builders import deciding
from builders.attaching import FORM, form_with, jpeg
from builders.canary import TYPED
from builders.decided_with_words import with_words
from builders.deployments import Deployment, Login
from builders.filling import fields_of, filled, fitting, misfits
from builders.invented_talks import case_of
from builders.second_teams import THEIRS, a_second_team
from builders.served_records import ASKED
from builders.served_referrals import a_referral_within
from builders.serving import Answer, Fields, Place, Visitor
from sqlalchemy.exc import OperationalError

from interview.forms import library
from interview.questionnaire.answers import key_of, page_key_of
from interview.questionnaire.definition import Questionnaire
from interview.questionnaire.kinds import TEXT_KINDS
from interview.questionnaire.shapes import Value
from interview.services import posting
from interview.services.invented import invented_people
from interview.store.transacting import Transaction
from interview.web.interviews import page_screens

NEWEST = ("revision", "99999999")
"""What a page sends that was made from the newest answers."""

AWAY = ("then", "sections")
"""The page is saved and left."""

SETTLED = [NEWEST, ("asked_once_more", "1"), ("confirm_set_aside", "1")]


@dataclass
class Walk:
    """A deployment on a server, who comes to it, and what they left there."""

    deployment: Deployment
    place: Place
    visitors: dict[str, Visitor] = field(default_factory=dict)
    author: Login = field(default_factory=lambda: Login("", ""))
    interviews: list[str] = field(default_factory=list)
    submitted: str = ""
    urgent: str = ""
    broken: list[Answer] = field(default_factory=list)

    def visitor(self, who: str) -> Visitor:
        """Somebody at a browser of their own, signed in."""
        if who not in self.visitors:
            self.visitors[who] = Visitor(self.place)
            login = self.author if who == "author" else self.deployment.logins[who]
            self.visitors[who].sign_in(login.name, login.passphrase)
        return self.visitors[who]

    def answers(self) -> Iterator[Answer]:
        """Everything that came back to anybody."""
        return (answer for visitor in self.visitors.values() for answer in visitor.answers)

    def go(self) -> None:
        """The whole way."""
        self.knock()
        self.get_a_name()
        self.answer_everything("screening")
        self.answer_everything("urgent")
        self.go_back_and_forth()
        self.break_things()
        self.lock_in_between()
        self.meet_another_tab()
        self.hand_in()
        self.carry_files()
        self.be_called()
        self.decide()
        self.keep_a_record()
        self.be_asked()
        self.stop_and_refuse()
        self.keep_and_erase()
        self.give_away()

    def knock(self) -> None:
        """At the door: in the name, in the passphrase, in every other field that comes along."""
        stranger = self.visitors["stranger"] = Visitor(self.place)
        for name, passphrase in ((TYPED, TYPED), ("ada", TYPED), (TYPED, ""), (TYPED * 9, TYPED * 40)):
            fields = [("name", name), ("passphrase", passphrase), ("back", f"/{TYPED}"), (TYPED, TYPED)]
            assert stranger.post("/sign-in", fields).status == 422
        assert stranger.post("/language", [("language", TYPED), ("_page", TYPED)]).status == 404
        assert stranger.send("GET", "/", headers={"Cookie": "__Host-session=Quxoltarim"}).status == 303

    def get_a_name(self) -> None:
        """An account whose name is the canary; it is the one that walks on."""
        administrator = self.visitor("administrator")
        fields = [("name", TYPED), ("roles", "caseworker")]
        made = administrator.post("/accounts/new", fields)
        words = re.search(r"(?:[a-z]+ ){5}[a-z]+(?=<)", made.text)
        assert made.status == 200, made.status
        assert words, "no passphrase"
        self.author = Login(TYPED, words.group())
        assert administrator.post("/accounts/new", fields).status == 422
        assert administrator.post("/accounts/new", [("name", TYPED * 9), ("roles", TYPED)]).status == 422

    def answer_everything(self, form: str) -> None:
        """Each page three times: with words in every field, with what fits, and passing it over.

        Where an answer ends the talk, another one goes on.
        """
        questionnaire, author = library.load(form), self.visitor("author")
        interview_id = self._begin(form)
        for page in questionnaire.pages.values():
            address = f"/interviews/{interview_id}/pages/{page.id}"
            keys = [key for key in page.question_ids if questionnaire.questions[key].computed is None]
            wrong = [field for key in keys for field in misfits(questionnaire.questions[key], key)]
            right = [field for key in keys for field in _fitting(questionnaire, key)]
            assert author.post(address, [NEWEST, *wrong]).status in (200, 303, 422), page.id
            answer = author.post(address, [*SETTLED, *right])
            assert answer.status == 303, (page.id, answer.status)
            if answer.location.endswith("/ended"):
                interview_id = self._begin(form)

    def go_back_and_forth(self) -> None:
        """Every page once more, without typing; the list of sections, the check, the first page."""
        author = self.visitor("author")
        for page_id in library.load("screening").pages:
            author.get(f"/interviews/{self.interviews[0]}/pages/{page_id}")
            author.get(f"/interviews/{self.interviews[-2]}/pages/{page_id}?{('raised=1', 'kept=1')[len(page_id) % 2]}")
        for rest in (
            "",
            "/check",
            "/stop",
            "/pause",
            "/ended",
            "/assessment",
            "/proposal",
            f"/pages/{_address(TYPED)}",
        ):
            author.get(f"/interviews/{self.interviews[-2]}{rest}")
        author.get(f"/urgent/{self.interviews[-1]}")
        author.get("/")

    def break_things(self) -> None:
        """Failures in the middle of a save and of a page, each with the canary in its message and in its cause."""
        author, interview_id = self.visitor("author"), self._begin("screening")
        address = f"/interviews/{interview_id}/pages/s0_4"
        fields = [NEWEST, ("s_pre_prior_interview_detail", TYPED)]
        for breaks in (_break_service, _break_database, _break_screen):
            with breaks():
                answer = author.post(address, [*fields, ("then", "edit")] if breaks is _break_screen else fields)
            assert answer.status == (503 if breaks is _break_database else 500), breaks.__name__
            self.broken.append(answer)
        assert author.send("POST", address, TYPED.encode(), {"Content-Type": "application/json"}).status == 400
        self.broken.append(author.send("POST", address, TYPED.encode(), {"Content-Type": "multipart/form-data"}))
        self.broken.append(author.send("DELETE", address))
        self.broken.append(author.get(f"/interviews/{_address(TYPED)}?{_address(TYPED)}={_address(TYPED)}"))

    def lock_in_between(self) -> None:
        """Typed when the session locks, and sent after it has; wrong passphrases; given back."""
        author, interview_id = self.visitor("author"), self._begin("screening")
        address = f"/interviews/{interview_id}/pages/s0_5"
        author.post(f"/interviews/{interview_id}/pages/s0_1", [NEWEST, ("s_pre_private", "no")])
        typed = [("s_pre_stop_reason", TYPED), ("s_pre_stop_action", TYPED), ("revision", "1")]
        assert author.post("/urgent/", [("_page", address), *typed]).status == 303
        assert author.post("/lock", [("_page", address), *typed]).status == 303
        for where in (address, f"/interviews/{interview_id}/submit", "/accounts/new", "/interviews/new"):
            assert author.post(where, typed).location.startswith("/unlock")
        assert author.post("/unlock", [("passphrase", TYPED), ("back", TYPED)]).status == 422
        back = author.post("/unlock", [("passphrase", self.author.passphrase), ("back", address)])
        assert TYPED in html.unescape(author.get(back.location).text)
        assert author.post("/hide", [("_page", address), *typed]).location == "/calendar"
        author.post("/unlock", [("passphrase", self.author.passphrase)])

    def meet_another_tab(self) -> None:
        """The same answer changed on two screens: both versions side by side; and what would be set aside."""
        author, interview_id = self.visitor("author"), self._begin("screening")
        address = f"/interviews/{interview_id}/pages/s0_5"
        author.post(f"/interviews/{interview_id}/pages/s0_1", [NEWEST, ("s_pre_private", "no")])
        author.post(address, [NEWEST, ("s_pre_stop_action", TYPED)])
        assert author.post(address, [("revision", "1"), ("s_pre_stop_action", f"{TYPED} {TYPED}")]).status == 409
        aside = author.post(f"/interviews/{interview_id}/pages/s0_1", [NEWEST, ("s_pre_private", "yes")])
        assert aside.status in (200, 303)

    def hand_in(self) -> None:
        """Two whole talks: one that ends in a proposal, and urgent help that is handed on."""
        author = self.visitor("author")
        self.submitted = interview_id = self._talk({})
        revision = author.revision_on(f"/interviews/{interview_id}/check")
        handed_in = author.post(f"/interviews/{interview_id}/submit", [("revision", revision)])
        assert handed_in.location.endswith("/assessment"), handed_in.status
        self.urgent = self._begin("urgent")
        form = library.load("urgent")
        fields = [field for key in form.questions for field in _fitting(form, key)]
        author.post(f"/interviews/{self.urgent}/pages/u1_1", [*SETTLED, *fields])
        revision = author.revision_on(f"/urgent/{self.urgent}")
        assert author.post(f"/urgent/{self.urgent}/hand-on", [("revision", revision)]).status == 303
        for who in ("author", "supervisor"):
            for rest in ("/assessment", "/proposal", "/check", "/pages/s6_1"):
                assert self.visitor(who).get(f"/interviews/{interview_id}{rest}").status == 200, (who, rest)
            self.visitor(who).get(f"/urgent/{self.urgent}")

    def carry_files(self) -> None:
        """Files whose names and words are the canary: kept, taken, copied, removed, refused, cut off, sent locked."""
        author, supervisor = self.visitor("author"), self.visitor("supervisor")
        found = re.search(r"/cases/[0-9a-f-]{36}/files", author.get(f"/interviews/{self.submitted}").text)
        assert found
        here, text, picture = found.group(), f"{TYPED}\n".encode() * 4000, jpeg(note=TYPED.encode())
        for data, kind, status in (
            (text, "evidence", 303),
            (picture, "ordinary", 303),
            (text, TYPED, 422),
            (b"MZ" + text + b"\0", "ordinary", 422),
            (text + b"\0", "ordinary", 422),
            (text * 100, "ordinary", 413),
        ):
            assert self._send_file(here, data, kind).status == status, (kind, len(data))
        page = supervisor.get(here)
        assert TYPED in html.unescape(page.text)
        taken = [supervisor.get(address) for address in dict.fromkeys(re.findall(f'href="({here}/[^"]+)"', page.text))]
        assert sorted(len(answer.body) for answer in taken) == sorted((len(text), len(picture)))
        for rest, fields in (("copy", []), ("remove", [("reason", TYPED)]), ("remove", [("reason", "wrong_file")])):
            for answer in taken:
                author.post(f"{answer.asked.removeprefix('GET ')}/{rest}", [*fields, ("interview", TYPED)])
        supervisor.get(f"{here}?interview={_address(TYPED)}&again={_address(TYPED)}")
        supervisor.get(f"{here.removesuffix('files')}readers")
        with _break_database():
            assert self._send_file(here, text[:-1], "ordinary").status == 503
        author.post("/lock")
        assert self._send_file(here, text, "ordinary").location.startswith("/unlock")
        author.post("/unlock", [("passphrase", self.author.passphrase), ("back", here)])

    def _send_file(self, address: str, data: bytes, kind: str) -> Answer:
        author = self.visitor("author")
        author.get("/")
        body = form_with({"csrf_token": author.token, "kind": kind}, f"{TYPED}.txt", data)
        return author.send("POST", address, body, {"Content-Type": FORM})

    def be_called(self) -> None:
        """Who is on duty sees that something needs them, and takes care of it; time limits; how people are reached."""
        author, supervisor = self.visitor("author"), self.visitor("supervisor")
        for who in (author, supervisor):
            assert who.post("/duty/number", [("phone", TYPED), ("email", TYPED)]).status == 303
        found = re.search(r"/duty/alerts/[0-9a-f-]+", supervisor.get("/").text)
        assert found, "nobody was called"
        supervisor.get(found.group())
        assert supervisor.post(f"{found.group()}/acknowledge", [(TYPED, TYPED)]).status == 303
        for kind, day in (("permit", "2027-01-01"), (TYPED, TYPED)):
            fields = [("kind", kind), ("day", day), ("_page", TYPED)]
            assert author.post(f"/clocks/{self.submitted}", fields).status == 303
        for address in ("/duty/", "/team/", f"/interviews/{self.submitted}"):
            supervisor.get(address)
        self.deployment.app.caretaker.tick()

    def decide(self) -> None:
        """A whole review of another talk: whoever decides, answers or tells writes the canary."""
        author, decided_id = self.visitor("author"), self._talk({})
        revision = author.revision_on(f"/interviews/{decided_id}/check")
        author.post(f"/interviews/{decided_id}/submit", [("revision", revision)])
        with_words(self.deployment, self.author, UUID(decided_id), TYPED)

    def keep_a_record(self) -> None:
        """The record of a case: every page, the reasons of an amendment and of striking out, and its closing."""
        author, supervisor, decided_id = self.visitor("author"), self.visitor("supervisor"), self._talk({})
        revision = author.revision_on(f"/interviews/{decided_id}/check")
        author.post(f"/interviews/{decided_id}/submit", [("revision", revision)])
        deciding.confirm(self.deployment, UUID(decided_id))
        case_id = case_of(self.deployment, UUID(decided_id))
        record = author.post(f"/cases/{case_id}/assistance").location.split("/")[2]
        self.interviews.append(record)
        form, services = library.load("assistance"), list[tuple[str, list[tuple[str, str]]]]()
        for page in form.pages.values():
            group = form.section_of(page.id).group
            entry_id = None if group is None else sha256(group.encode()).hexdigest()[:32]
            address = f"/interviews/{record}/pages/{page_key_of(page.id, entry_id)}"
            questions = [form.questions[one] for one in page.question_ids if form.questions[one].computed is None]
            if "a_pay_paid" in page.question_ids:
                self._approve(f"/interviews/{record}/payments/{entry_id}", author, supervisor)
            keys = {key_of(question.id, group, entry_id): question for question in questions}
            wrong = [one for key, question in keys.items() for one in misfits(question, key)]
            right = [one for key, question in keys.items() for one in fields_of(question, key, fitting(question))]
            # Left in the middle, so that an entry is not done before its last page.
            assert author.post(address, [NEWEST, AWAY, *wrong]).status == 303, page.id
            assert author.post(address, [*SETTLED, AWAY, *right]).status == 303, page.id
            author.get(address)
            if group == "service_given":
                services.append((address, right))
        for address, said in services:
            assert author.post(address, [*SETTLED, *said]).status in (200, 303)
        self._look_up(author, supervisor)
        for visitor in (author, supervisor):
            for rest in ("", "/agreements"):
                assert visitor.get(f"/cases/{case_id}{rest}").status == 200, rest
        self._look_around(record, author, supervisor)

    def _approve(self, payment: str, author: Visitor, supervisor: Visitor) -> None:
        """A payment that somebody asks for, and that is refused before it is approved, in words."""
        for decision in ("refuse", "approve"):
            assert author.post(f"{payment}/ask", [(TYPED, TYPED)]).status == 303
            revision = supervisor.revision_on(payment)
            fields = [("revision", revision), ("decision", decision), ("text", TYPED)]
            assert supervisor.post(f"{payment}/decide", fields).status == 303
        assert author.get(payment).status == 200

    def _look_up(self, author: Visitor, supervisor: Visitor) -> None:
        """Whoever looks somebody up leaves nothing of what they typed."""
        for visitor, here in ((supervisor, "/people/"), (author, "/people/mine")):
            assert visitor.get(here).status == 200
            assert visitor.post(here, [("name", TYPED), ("other", TYPED), ("born", "1990")]).status == 200
            assert visitor.post(here, [("name", TYPED), ("born", TYPED)]).status == 422
            visitor.get(f"{here}?name={_address(TYPED)}")
        assert supervisor.get("/people/look-alikes").status == 200

    def _look_around(self, record: str, author: Visitor, supervisor: Visitor) -> None:
        """Entries read, amended and struck out with reasons; the closing asked for, sent back and looked at."""
        entry = sha256(b"service_given").hexdigest()[:32]
        for visitor in (author, supervisor):
            for rest in ("", "/entries/a16", f"/entries/a16/{entry}", "/closing", "/stop", "/summary"):
                assert visitor.get(f"/interviews/{record}{rest}").status == 200, rest
        at = f"/interviews/{record}/entries/a16/{entry}"
        assert author.post(f"{at}/amend", [("reason", TYPED * 90)]).status == 422
        assert author.post(f"{at}/amend", [("reason", TYPED)]).status == 303
        assert author.post(f"{at}/strike", [("reason", TYPED)]).status == 303
        author.get(f"/interviews/{record}/entries/a16")
        author.post(f"/interviews/{record}/closing", [("revision", TYPED), (TYPED, TYPED)])
        supervisor.post(f"/interviews/{record}/closing/decide", [("text", TYPED), ("decision", TYPED)])

    def be_asked(self) -> None:
        """A referral to another team: words of both kinds of answer, read by who asked."""
        referral_id, record_id = a_referral_within(self.deployment)
        supervisor, taker, sender = (self.visitor(who) for who in ("supervisor", "other caseworker", "caseworker"))
        with deciding.at_work(self.deployment, "other caseworker") as (_, actor):
            taker_id = str(actor.account_id)
        where = f"/referrals/{referral_id}"
        for visitor in (supervisor, taker):
            visitor.get("/referrals/")
        assert supervisor.get(where).status == 200
        assert supervisor.post(f"{where}/accept", [("text", TYPED), ("taker", TYPED)]).status == 422
        assert supervisor.post(f"{where}/decline", [("text", TYPED), ("reason", TYPED)]).status == 404
        assert supervisor.post(f"{where}/accept", [("text", TYPED), ("taker", taker_id)]).status == 303
        assert taker.get(where).status == 200
        assert taker.post(f"{where}/stop", [("text", TYPED * 90)]).status == 422
        assert taker.post(f"{where}/stop", [("text", TYPED)]).status == 303
        address = f"/interviews/{record_id}/referrals/{ASKED}"
        sender.post(f"{address}/send", [("revision", TYPED), ("needs", TYPED), ("team", TYPED)])
        assert TYPED in sender.get(address).text

    def stop_and_refuse(self) -> None:
        """A talk stopped at the person's wish, and one of which nothing may be kept."""
        author, stopped = self.visitor("author"), self._begin("screening")
        author.post(f"/interviews/{stopped}/pages/s0_4", [NEWEST, ("s_pre_prior_interview_detail", TYPED)])
        author.post(f"/interviews/{stopped}/stop", [("ending", "persons_wish")])
        refused = self._talk({"s_con_record": "no"})
        assert author.get(f"/interviews/{refused}").status == 404
        self.interviews.remove(refused)

    def keep_and_erase(self) -> None:
        """Who it is, asked for a purpose; a talk that ended, kept longer and wanted gone, the canary as reasons."""
        author, supervisor = self.visitor("author"), self.visitor("supervisor")
        ended = self._begin("screening")
        author.post(f"/interviews/{ended}/pages/s0_4", [NEWEST, ("s_pre_prior_interview_detail", TYPED)])
        author.post(f"/interviews/{ended}/stop", [("ending", "persons_wish")])
        found = re.search(r"/cases/[0-9a-f-]{36}", supervisor.get(f"/interviews/{ended}").text)
        assert found
        case = found.group()
        assert supervisor.post(f"{case}/identity", [("purpose", TYPED), ("_page", TYPED)]).status == 422
        assert supervisor.post(f"{case}/identity", [("purpose", "care"), ("_page", TYPED)]).status == 303
        supervisor.get(f"{case}/readers?before={_address(TYPED)}")
        assert supervisor.post(f"{case}/keeping", [("until", TYPED), ("reason", TYPED)]).status == 422
        assert supervisor.post(f"{case}/keeping", [("until", "2035-01-01"), ("reason", TYPED)]).status == 303
        assert supervisor.post(f"{case}/erasure", [("reason", TYPED), ("text", TYPED)]).status == 422
        assert supervisor.post(f"{case}/erasure", [("reason", "ordered"), ("text", TYPED)]).status == 303
        for address in (f"{case}/keeping", f"{case}/erasure", "/cases/due"):
            supervisor.get(address)
        author.post(f"/interviews/{ended}/withdraw", [(TYPED, TYPED)])

    def give_away(self) -> None:
        """A case offered to another team with the canary as every word, refused with it, offered again, handed over."""
        team_id = a_second_team(self.deployment)
        supervisor, theirs = self.visitor("supervisor"), self.visitor(THEIRS)
        begun = self._begin("screening")
        found = re.search(r"/cases/([0-9a-f-]{36})", supervisor.get(f"/interviews/{begun}").text)
        assert found
        offer, words = f"/transfers/of/{found.group(1)}", [("need", TYPED), ("why", TYPED)]
        assert supervisor.post(offer, [("team", TYPED), ("agreed_on", TYPED), *words]).status == 422
        fields = [("team", str(team_id)), ("agreed_on", "2026-01-15"), *words]
        refused = supervisor.post(offer, fields).location
        assert theirs.post(f"{refused}/accept", [("caseworker", TYPED)]).status == 422
        assert theirs.post(f"{refused}/decline", [("reason", TYPED * 400)]).status == 422
        assert theirs.post(f"{refused}/decline", [("reason", TYPED)]).status == 303
        supervisor.get(refused)
        taken = supervisor.post(offer, fields).location
        named = re.search(r'name="caseworker" value="([^"]+)"', theirs.get(taken).text)
        assert named
        assert theirs.post(f"{taken}/accept", [("caseworker", named.group(1))]).status == 303
        key_id = re.search(r'name="key_id" value="([^"]+)"', supervisor.get(taken).text)
        assert key_id
        assert supervisor.post(f"{taken}/complete", [("key_id", TYPED)]).status == 409
        assert supervisor.post(f"{taken}/complete", [("key_id", key_id.group(1))]).status == 303
        for visitor in (supervisor, theirs):
            for address in (taken, "/transfers/", f"/cases/{found.group(1)}"):
                visitor.get(address)
        self.interviews.remove(begun)

    def _talk(self, other: Mapping[str, Value]) -> str:
        """The id of a talk with an invented person, who says the canary wherever words are taken."""
        questionnaire, author = library.load("screening"), self.visitor("author")
        person = next(person for person in invented_people() if person.key == "indicated")
        values = {
            key: TYPED if questionnaire.questions[key].kind in TEXT_KINDS else value
            for key, value in {**person.answers, **other}.items()
        }
        interview_id = self._begin("screening")
        for page in questionnaire.pages.values():
            on_page = {key: values[key] for key in page.question_ids if key in values}
            fields = [*SETTLED, *filled(questionnaire.questions, on_page)]
            if author.post(f"/interviews/{interview_id}/pages/{page.id}", fields).location == "/interviews/closed":
                break
        return interview_id

    def _begin(self, form: str) -> str:
        author = self.visitor("author")
        if form == "screening":
            interview_id = author.begin_interview()
        else:
            begun = author.post("/urgent/begin")
            interview_id = begun.location.split("/")[2]
        self.interviews.append(interview_id)
        return interview_id


def _fitting(questionnaire: Questionnaire, key: str) -> Fields:
    question = questionnaire.questions[key]
    return fields_of(question, key, fitting(question)) if question.computed is None else []


def _address(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


@contextmanager
def _break_service() -> Iterator[None]:
    def record(*arguments: object, **_: object) -> None:
        try:
            raise KeyError(TYPED)
        except KeyError as error:
            raise ValueError(TYPED, arguments) from error

    with _in_place_of(posting, "record", record):
        yield


@contextmanager
def _break_database() -> Iterator[None]:
    def write(*_: object) -> int:
        raise OperationalError("UPDATE interviews SET words = :typed", {"typed": TYPED}, RuntimeError(TYPED))

    with _in_place_of(Transaction, "write", write):
        yield


@contextmanager
def _break_screen() -> Iterator[None]:
    def broken(*arguments: object, **_: object) -> None:
        raise RuntimeError(f"{TYPED} {arguments}")

    with _in_place_of(page_screens, "render_template", broken):
        yield


@contextmanager
def _in_place_of(owner: object, name: str, function: Callable[..., object]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, function)
        yield
