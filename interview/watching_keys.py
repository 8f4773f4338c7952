"""Which keys a deployment holds, and how much lies under each. Part of the front door."""

from dataclasses import dataclass
from datetime import datetime

from interview.config import Settings
from interview.opening import Ask, open_store
from interview.store.rotating import Under


@dataclass(frozen=True, slots=True)
class KeyStatus:
    """`key_ids`: the present master key, and the one before while a rotation runs. `last`: when one began and ended.

    `suites`: how many sealed bytes there are by form and suite.
    """

    key_ids: tuple[str, ...]
    under: tuple[Under, ...]
    last: tuple[datetime, datetime | None] | None
    suites: dict[tuple[str, int], int]
    oldest_suite: int


def key_status(settings: Settings, ask: Ask) -> KeyStatus:
    """Look; nothing is changed. Raises BadSettings."""
    opened = open_store(settings, ask)
    try:
        rotation = opened.store.rotation()
        return KeyStatus(
            key_ids=tuple(key.key_id.hex() for key in opened.store.keys.held.keys),
            under=rotation.under(),
            last=rotation.last(),
            suites=rotation.suites(),
            oldest_suite=settings.oldest_suite,
        )
    finally:
        opened.store.close()
