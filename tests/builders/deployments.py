"""A whole deployment in a folder, with one account for each role, and browsers that are signed in to it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from builders.attaching import FORM, form_with
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from interview import at_the_terminal, create_app
from interview.casework.actors import Role
from interview.config import Settings
from interview.services import accounts, setting_up, signing_in
from interview.web.server import Server

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Login:
    """A name and the passphrase that goes with it."""

    name: str
    passphrase: str


@dataclass(frozen=True, slots=True)
class Deployment:
    """The application, its settings, and the logins by what the account is for."""

    app: Server
    settings: Settings
    logins: Mapping[str, Login]

    def browser(self, who: str | None = None) -> "Browser":
        """A new browser, signed in as `who` if someone is named."""
        browser = Browser(self.app.test_client())
        if who is not None:
            login = self.logins[who]
            answer = browser.post("/sign-in", {"name": login.name, "passphrase": login.passphrase})
            assert answer.status_code == 303, answer.text
        return browser


class Browser:
    """A browser without JavaScript, which sends back the token of the last page that carried one."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.token = ""

    def get(self, address: str, **headers: str) -> TestResponse:
        """The answer to a request for a page; redirects are not followed."""
        answer = self.client.get(address, headers=headers)
        if answer.mimetype == "text/html" and (found := TOKEN.search(answer.text)):
            self.token = found.group(1)
        return answer

    def post(self, address: str, fields: Mapping[str, object] | None = None, **headers: str) -> TestResponse:
        """The answer to a form that is sent; redirects are not followed."""
        if not self.token:
            self.get("/sign-in")
        answer = self.client.post(address, data={"csrf_token": self.token, **(fields or {})}, headers=headers)
        if answer.headers.get("Set-Cookie", "").startswith("__Host-visit") or "__Host-visit" in str(answer.headers):
            self.token = ""
        return answer

    def send_file(self, address: str, filename: str, data: bytes, **fields: str) -> TestResponse:
        """The answer to a form with a file in it."""
        self.get(address)
        body = form_with({"csrf_token": self.token, **fields}, filename, data)
        stream = BytesIO(body)
        return self.client.post(address, input_stream=stream, content_type=FORM, content_length=len(body))

    def begin_interview(self) -> str:
        """The id of a new interview."""
        answer = self.post("/interviews/new", {"person_language": "en", "interviewer_language": "en"})
        found = re.search(r"/interviews/([0-9a-f-]{36})", answer.headers.get("Location", ""))
        assert found, (answer.status_code, answer.text)
        return found.group(1)


def settings_in(folder: Path, **changes: str) -> Settings:
    """Settings of a deployment in `folder`; its key lies beside the instance."""
    return Settings.from_environment(
        {
            "INTERVIEW_INSTANCE": str(folder / "instance"),
            "INTERVIEW_MASTER_KEY_FILE": str(folder / "keys" / "master.key"),
            "INTERVIEW_SECOND_FACTOR": "no",
            **{f"INTERVIEW_{name.upper()}": value for name, value in changes.items()},
        }
    )


def deployment_in(folder: Path, **changes: str) -> Deployment:
    """A deployment with two caseworkers, a supervisor of their team, and one account for each other role."""
    settings = settings_in(folder, **changes)
    logins: dict[str, Login] = {}
    with at_the_terminal(settings, new=True) as open_work:
        with open_work() as work:
            made = setting_up.set_up(work, setting_up.Wanted("Harbour", "ada", "sol", "Team 1", "Office 1"))
        logins["administrator"] = Login("ada", made.administrator.passphrase)
        logins["supervisor"] = Login("sol", made.supervisor.passphrase)
        with open_work() as work:
            administrator = signing_in.sign_in(work, "ada", made.administrator.passphrase)
            assert isinstance(administrator, signing_in.SignedIn)
            for who, role in (
                ("caseworker", Role.CASEWORKER),
                ("other caseworker", Role.CASEWORKER),
                ("interpreter", Role.INTERPRETER),
                ("analyst", Role.ANALYST),
                ("shelter staff", Role.SHELTER_STAFF),
            ):
                created = accounts.create_account(
                    work, administrator.actor, name=f"the {who}", roles=frozenset({role}), office_id=made.office.id
                )
                assert isinstance(created, accounts.Created)
                logins[who] = Login(created.account.name, created.passphrase)
    return Deployment(create_app(settings), settings, logins)
