"""Where a server listens."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

BuildApp = Callable[[], Flask]


@dataclass(frozen=True, slots=True)
class Place:
    """Where to listen, with how many threads in how many processes, and with which certificate."""

    host: str
    port: int
    threads: int
    cert: Path | None = None
    key: Path | None = None
    workers: int = 1

    @property
    def address(self) -> str:
        """What to type into a browser."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.cert else 'http'}://{host}:{self.port}/"
