"""Ways to call someone: e-mail, a webhook, and what others plug in.

A way is an entry point of the group `interview.notifiers`: something that is called with the `Settings` and gives a
`Notifier`. It is handed one neutral sentence and an address, and never learns what it is about.
"""

import json
import smtplib
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from importlib.metadata import entry_points
from typing import Protocol
from urllib.parse import unquote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from interview.config import BadSettings, Settings, is_loopback

GROUP = "interview.notifiers"
PATIENCE = 10
"""Seconds that a mail server or a webhook has to answer."""


class Notifier(Protocol):
    """A way to call someone. `personal`: it needs a person's own address; else it is used once for all."""

    @property
    def personal(self) -> bool: ...

    def send(self, text: str, *, email: str, phone: str) -> None:
        """Send the sentence. Whatever is raised means that it was not sent, and it is tried again later.

        Does nothing for a person without the kind of address that it needs.
        """


@dataclass(frozen=True, slots=True)
class Email:
    """An e-mail whose subject is the sentence and whose body repeats it."""

    host: str
    port: int
    sender: str
    name: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    at_once: bool = True
    """Whether TLS begins with the connection; else it is asked for, and nothing is sent without it."""
    personal: bool = True

    @classmethod
    def of(cls, settings: Settings) -> "Email":
        """The mail server that the settings name. Raises BadSettings."""
        if not settings.smtp_url or not settings.smtp_from:
            raise BadSettings(("INTERVIEW_NOTIFIERS names email: give INTERVIEW_SMTP_URL and INTERVIEW_SMTP_FROM",))
        url = urlsplit(settings.smtp_url)
        secure = url.scheme == "smtps"
        return cls(
            host=url.hostname or "localhost",
            port=url.port or (465 if secure else 587),
            sender=settings.smtp_from,
            name=unquote(url.username or ""),
            password=unquote(url.password or ""),
            at_once=secure,
        )

    def send(self, text: str, *, email: str, phone: str) -> None:  # noqa: ARG002 - the shape of every notifier
        """See `Notifier`."""
        if not email:
            return
        message = EmailMessage()
        message["Subject"], message["From"], message["To"] = text, self.sender, email
        message.set_content(text)
        with self._connected() as server:
            if self.name:
                server.login(self.name, self.password)
            server.send_message(message)

    def _connected(self) -> smtplib.SMTP:
        """A connection to a server whose certificate is good. Without a context, Python would take any."""
        if self.at_once:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=PATIENCE, context=ssl.create_default_context())
        server = smtplib.SMTP(self.host, self.port, timeout=PATIENCE)
        # On this machine itself nobody listens in between.
        if not is_loopback(self.host):
            try:
                server.starttls(context=ssl.create_default_context())
            except BaseException:
                server.close()
                raise
        return server


class _StayThere(HTTPRedirectHandler):
    """A webhook that points elsewhere is not followed."""

    def redirect_request(self, *_: object) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Webhook:
    """The sentence as JSON, `{"text": …}`, as chat rooms take it; once for each person or group that is told."""

    url: str = field(repr=False)
    personal: bool = False

    @classmethod
    def of(cls, settings: Settings) -> "Webhook":
        """The address that the settings name. Raises BadSettings."""
        if not settings.webhook_url:
            raise BadSettings(("INTERVIEW_NOTIFIERS names webhook: give INTERVIEW_WEBHOOK_URL",))
        return cls(settings.webhook_url)

    def send(self, text: str, *, email: str, phone: str) -> None:  # noqa: ARG002 - the shape of every notifier
        """See `Notifier`."""
        body, headers = json.dumps({"text": text}).encode(), {"Content-Type": "application/json"}
        # The settings take nothing but https, or this machine itself.
        request = Request(self.url, data=body, headers=headers, method="POST")  # noqa: S310
        with build_opener(_StayThere).open(request, timeout=PATIENCE) as answer:
            answer.read(1)


BUILT_IN: Mapping[str, Callable[[Settings], Notifier]] = {"email": Email.of, "webhook": Webhook.of}


def notifiers(settings: Settings) -> Mapping[str, Notifier]:
    """The ways that the settings name. Raises BadSettings for one that is unknown or lacks what it needs."""
    plugged = {found.name: found for found in entry_points(group=GROUP)} if settings.notifiers else {}
    unknown = [name for name in settings.notifiers if name not in BUILT_IN and name not in plugged]
    if unknown:
        raise BadSettings((f"INTERVIEW_NOTIFIERS names {len(unknown)} that are not installed",))
    return {
        name: BUILT_IN[name](settings) if name in BUILT_IN else plugged[name].load()(settings)
        for name in settings.notifiers
    }
