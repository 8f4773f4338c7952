"""Making the calls that alerts left: outside every request, so that nobody waits for a mail server."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from threading import Lock, Thread
from typing import Protocol

from interview.casework.duty import TRIES, Call
from interview.services import UnitOfWork

OpenWork = Callable[[], AbstractContextManager[UnitOfWork]]


class Send(Protocol):
    """Sends one neutral sentence; whatever it raises means that it was not sent."""

    def __call__(self, text: str, *, email: str, phone: str) -> None: ...


def make_calls(open_work: OpenWork, ways: Mapping[str, Send], text: str) -> int:
    """Make every call that is due; gives how many were made. Those that fail are made again later."""
    with open_work() as work:
        calls = work.alerts.take_calls()
    made = 0
    for call in calls:
        sent = _sent(ways, call, text)
        made += sent
        if sent or call.tries >= TRIES:
            with open_work() as work:
                work.alerts.end_call(call)
    return made


def _sent(ways: Mapping[str, Send], call: Call, text: str) -> bool:
    send = ways.get(call.channel)
    if send is None:
        return False
    try:
        send(text, email=call.contact.email, phone=call.contact.phone)
    except Exception:
        return False
    return True


class Bell:
    """Has the calls made soon, in a thread of its own; what goes wrong there is made good by the next tick."""

    def __init__(self, open_work: OpenWork, ways: Mapping[str, Send], text: str) -> None:
        self._open_work = open_work
        self._ways = ways
        self._text = text
        self._ringing = Lock()

    def ring(self) -> None:
        """Begin, and come back at once."""
        if self._ways:
            Thread(target=self._make_calls, name="calls", daemon=True).start()

    def _make_calls(self) -> None:
        with self._ringing:
            try:
                make_calls(self._open_work, self._ways, self._text)
            except Exception:
                return
