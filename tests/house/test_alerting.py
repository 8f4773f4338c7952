"""The ways to call someone: what they send, to whom, and what they refuse."""

import json
import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_string, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.error import URLError

import pytest
from builders.canary import TYPED, sightings
from builders.deployments import deployment_in, settings_in
from builders.invented_talks import whole_talk
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from interview.alerting import Email, Webhook, notifiers
from interview.config import BadSettings
from interview.services.invented import Ends, invented_people

TEXT = "Something needs you now."


class Postbox(socketserver.StreamRequestHandler):
    """A mail server of ten lines, which keeps the last letter."""

    letters: list[str] = []  # noqa: RUF012 - one box for the tests of this file

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline().upper():
            if line.startswith(b"DATA"):
                self.wfile.write(b"354 go on\r\n")
                lines = iter(self.rfile.readline, b".\r\n")
                self.letters.append(b"".join(lines).decode())
            self.wfile.write(b"221 bye\r\n" if line.startswith(b"QUIT") else b"250 ok\r\n")
            if line.startswith(b"QUIT"):
                return


class Room(BaseHTTPRequestHandler):
    """A chat room that keeps what was posted; `/away` points elsewhere."""

    posted: list[bytes] = []  # noqa: RUF012 - one room for the tests of this file

    def do_POST(self) -> None:
        self.posted.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(302 if self.path == "/away" else 204)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def running(server: socketserver.TCPServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def mail_server() -> socketserver.TCPServer:
    return socketserver.TCPServer(("127.0.0.1", 0), Postbox)


def test_an_e_mail_says_the_sentence_and_nothing_else() -> None:
    with running(mail_server()) as port:
        Email("127.0.0.1", port, "notes@example.org", at_once=False).send(TEXT, email="siri@example.org", phone="+1")

    letter = message_from_string(Postbox.letters.pop(), policy=policy.default)
    assert letter["To"] == "siri@example.org"
    assert letter["Subject"] == TEXT
    assert str(letter.get_payload()).strip() == TEXT
    assert set(letter.keys()) <= {"Subject", "From", "To", "Content-Type", "Content-Transfer-Encoding", "MIME-Version"}


def test_nobody_without_an_address_gets_an_e_mail() -> None:
    Email("127.0.0.1", 1, "notes@example.org").send(TEXT, email="", phone="+1")


def test_a_webhook_gets_the_sentence_and_nothing_else() -> None:
    with running(HTTPServer(("127.0.0.1", 0), Room)) as port:
        Webhook(f"http://127.0.0.1:{port}/").send(TEXT, email="siri@example.org", phone="+1")

    assert json.loads(Room.posted.pop()) == {"text": TEXT}


def test_a_webhook_that_points_elsewhere_is_not_followed() -> None:
    with running(HTTPServer(("127.0.0.1", 0), Room)) as port, pytest.raises(URLError):
        Webhook(f"http://127.0.0.1:{port}/away").send(TEXT, email="", phone="")

    assert len(Room.posted) == 1
    Room.posted.clear()


def test_the_settings_name_the_ways(tmp_path: Path) -> None:
    settings = settings_in(
        tmp_path,
        notifiers="email, webhook",
        smtp_url="smtps://notes:secret%20word@mail.example.org",
        smtp_from="notes@example.org",
        webhook_url="https://chat.example.org/hook",
    )

    found = notifiers(settings)

    assert found["email"] == Email("mail.example.org", 465, "notes@example.org", "notes", "secret word")
    assert found["webhook"] == Webhook("https://chat.example.org/hook")
    assert "secret" not in repr(found["email"])
    assert notifiers(settings_in(tmp_path)) == {}


@pytest.mark.parametrize("name", ["email", "webhook", "pigeons"])
def test_a_way_that_is_unknown_or_lacks_something_stops_the_start(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadSettings, match="INTERVIEW_NOTIFIERS"):
        notifiers(settings_in(tmp_path, notifiers=name))


@pytest.mark.parametrize("url", ["http://chat.example.org/hook", "http://127.0.0.1.example.org/", "ftp://127.0.0.1/"])
def test_a_webhook_without_tls_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(BadSettings, match="INTERVIEW_WEBHOOK_URL"):
        settings_in(tmp_path, webhook_url=url)


def test_a_mail_server_whose_certificate_nobody_vouches_for_gets_nothing(tmp_path: Path) -> None:
    server = mail_server()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    server.socket = context.wrap_socket(server.socket, server_side=True)

    with running(server) as port, pytest.raises(ssl.SSLCertVerificationError):
        Email("localhost", port, "notes@example.org").send(TEXT, email="siri@example.org", phone="")

    assert Postbox.letters == []


def self_signed(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = Encoding.PEM
    path = folder / "server.pem"
    path.write_bytes(key.private_bytes(pem, PrivateFormat.PKCS8, NoEncryption()) + certificate.public_bytes(pem))
    return path


def test_an_alert_carries_nothing_of_what_was_told(tmp_path: Path) -> None:
    person = next(person for person in invented_people() if person.ends is Ends.HANDED_ON)
    words = {key: TYPED if isinstance(value, str) and " " in value else value for key, value in person.answers.items()}
    with running(HTTPServer(("127.0.0.1", 0), Room)) as port, running(mail_server()) as mail:
        deployment = deployment_in(
            tmp_path,
            notifiers="email,webhook",
            webhook_url=f"http://127.0.0.1:{port}/",
            smtp_url=f"smtp://127.0.0.1:{mail}",
            smtp_from="notes@example.org",
            alert_text=TEXT,
        )
        deployment.browser("supervisor").post("/duty/number", {"email": "sol@example.org"})
        interview_id = whole_talk(deployment, replace(person, answers=words))
        until = time.monotonic() + 20
        while not (Room.posted and Postbox.letters) and time.monotonic() < until:
            time.sleep(0.05)
        deployment.app.caretaker.tick()

    sent = [Room.posted.pop().decode(), Postbox.letters.pop()]
    assert [*Room.posted, *Postbox.letters] == []
    assert json.loads(sent[0]) == {"text": TEXT}
    assert sightings("".join(sent)) == []
    assert str(interview_id) not in "".join(sent)
