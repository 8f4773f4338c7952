"""`interview erase status`: what was cut off is named and finished, and nothing else is done."""

import subprocess
import sys
from pathlib import Path

from builders.deployments import deployment_in


def test_nothing_is_half_erased(tmp_path: Path) -> None:
    deployment = deployment_in(tmp_path)
    settings = deployment.settings

    done = subprocess.run(
        [sys.executable, "-c", "from interview.cli import main; main()", "erase", "status"],
        env={
            "PATH": "/usr/bin:/bin",
            "INTERVIEW_INSTANCE": str(settings.instance),
            "INTERVIEW_MASTER_KEY_FILE": str(settings.master_key_file),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["cut off      0", "finished     0", "Nothing is left half erased."]
