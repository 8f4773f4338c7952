"""The settings of a command, or its end with every fault named."""

from collections.abc import Mapping

import click

from interview.config import BadSettings, Settings


class Unusable(click.ClickException):
    """The environment cannot be used; exit status 2."""

    exit_code = 2

    @classmethod
    def because(cls, refused: BadSettings) -> "Unusable":
        """The end of a command, with every fault on a line."""
        return cls(f"{refused.heading}\n" + "\n".join(f"  {fault}" for fault in refused.faults))


def settings_or_exit(environment: Mapping[str, str]) -> Settings:
    """The settings that the environment gives; ends the command with all faults at once."""
    try:
        return Settings.from_environment(environment)
    except BadSettings as refused:
        raise Unusable.because(refused) from None
