"""The machine that measured: enough to compare by, and nothing that names it."""

import os
import platform
import sqlite3
from dataclasses import dataclass
from pathlib import Path

_PROCESSORS = Path("/proc/cpuinfo")
_MODEL = "model name"


@dataclass(frozen=True, slots=True)
class Machine:
    """Cores, processor, system and versions; `load`: how many processes were at work in the minute before."""

    cores: int
    processor: str
    system: str
    python: str
    sqlite: str
    load: float


def this_machine() -> Machine:
    """The machine that this runs on, now."""
    return Machine(
        cores=os.cpu_count() or 1,
        processor=_processor(),
        system=platform.system(),
        python=platform.python_version(),
        sqlite=sqlite3.sqlite_version,
        load=round(os.getloadavg()[0], 2),
    )


def _processor() -> str:
    if not _PROCESSORS.exists():
        return platform.processor() or platform.machine()
    lines = _PROCESSORS.read_text(encoding="utf-8").splitlines()
    found = (line.partition(":")[2].strip() for line in lines if line.startswith(_MODEL))
    return next(found, platform.machine())
