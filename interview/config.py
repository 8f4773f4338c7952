"""Settings: the environment read once into a frozen value, or a refusal that names everything wrong at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple, get_type_hints
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

PREFIX = "INTERVIEW_"
# Variables of the tests, which a server that they start inherits.
OF_TESTS = ("INTERVIEW_TEST_", "INTERVIEW_SOAK")


# How a case can come out; the schedule of what is kept how long is by these.
OUTCOMES = ("not_started", "stopped", "abandoned", "withdrawn", "not_victim", "possible", "victim")


class KeySource(StrEnum):
    """Where the master key comes from when the server starts."""

    FILE = "file"
    PASSPHRASE = "passphrase"  # noqa: S105 -- the word for a source, not a secret
    SYSTEMD = "systemd"

    @staticmethod
    def read(raw: str) -> "KeySource":
        try:
            return KeySource(raw.strip().lower())
        except ValueError:
            raise Unreadable(f"must be one of {', '.join(KeySource)}") from None


class BadSettings(Exception):
    """The environment cannot be used.

    `faults` holds one sentence for each thing wrong, each beginning with the variable's name and repeating no value.
    """

    heading = "The settings cannot be used:"

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Unreadable(Exception):
    """A value that a reader below refuses; `reason` completes the sentence "INTERVIEW_X …"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _text(raw: str) -> str:
    return raw.strip()


def _path(raw: str) -> Path | None:
    return Path(raw).expanduser().absolute() if raw else None


def _paths(raw: str) -> tuple[Path, ...]:
    return tuple(path for part in raw.split(":") if (path := _path(part.strip())))


def _truth(raw: str) -> bool:
    words = {"yes": True, "true": True, "1": True, "on": True, "no": False, "false": False, "0": False, "off": False}
    try:
        return words[raw.strip().lower()]
    except KeyError:
        raise Unreadable("must be yes or no") from None


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(raw: str) -> int:
        if not raw.strip().isascii() or not raw.strip().isdigit() or not least <= int(raw) <= most:
            raise Unreadable(f"must be a whole number from {least} to {most}")
        return int(raw)

    return read


def _minutes(least: int, most: int) -> Callable[[str], timedelta]:
    return lambda raw: timedelta(minutes=_whole(least, most)(raw))


def _hours(least: int, most: int) -> Callable[[str], timedelta]:
    return lambda raw: timedelta(hours=_whole(least, most)(raw))


def _days(least: int, most: int) -> Callable[[str], timedelta]:
    return lambda raw: timedelta(days=_whole(least, most)(raw))


def _schedule(raw: str) -> Mapping[str, timedelta]:
    found: dict[str, timedelta] = {}
    for part in (part.strip() for part in raw.split(",") if part.strip()):
        name, _, days = part.partition("=")
        if name not in OUTCOMES or not (days.isascii() and days.isdigit() and int(days) <= 36500):
            raise Unreadable(f"must be outcomes with days, such as stopped=365; the outcomes are {', '.join(OUTCOMES)}")
        found[name] = timedelta(days=int(days))
    return MappingProxyType(found)


def _names(raw: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in raw.split(",") if part.strip())


def _address(*schemes: str) -> Callable[[str], str]:
    def read(raw: str) -> str:
        if raw and not raw.strip().startswith(schemes):
            raise Unreadable(f"must begin with {' or '.join(schemes)}")
        return raw.strip()

    return read


def _languages(raw: str) -> tuple[str, ...]:
    codes = tuple(part.strip() for part in raw.split(",") if part.strip())
    if not codes or not all(code.replace("-", "").isalnum() and code.isascii() for code in codes):
        raise Unreadable("must be language codes with commas between, such as en,ar")
    return codes


def _time_zone(raw: str) -> ZoneInfo:
    if raw not in available_timezones():
        raise Unreadable("must be a time zone's name, such as Asia/Bangkok")
    return ZoneInfo(raw)


def _database(raw: str) -> str:
    if raw and not raw.startswith(("sqlite:///", "postgresql+psycopg://", "postgresql://")):
        raise Unreadable("must begin with sqlite:/// or postgresql://")
    return raw


def _webhook(raw: str) -> str:
    url = urlsplit(raw.strip())
    if raw and not (url.scheme == "https" or (url.scheme == "http" and is_loopback(url.hostname or ""))):
        raise Unreadable("must begin with https://")
    return raw.strip()


class Setting(NamedTuple):
    """How one variable is read, what it is without being set, and what it means."""

    read: Callable[[str], Any]
    default: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that a deployment chooses, built by `Settings.from_environment`.

    The variable of `host` is INTERVIEW_HOST.
    """

    instance: Annotated[Path, Setting(_path, "instance", "Folder of this deployment's databases.")]
    database_url: Annotated[
        str, Setting(_database, "", "Where cases are kept; without it `interview.db` in the instance folder.")
    ]
    keystore_url: Annotated[
        str,
        Setting(
            _database,
            "",
            "Where the locks of cases are kept, another file or cluster; without it `keystore.db` in that folder.",
        ),
    ]
    master_key_source: Annotated[
        KeySource,
        Setting(
            KeySource.read,
            "file",
            "`file`, `passphrase` (asked for at start) or `systemd` (a credential named `interview-master-key`).",
        ),
    ]
    master_key_file: Annotated[
        Path | None,
        Setting(_path, "", "The master key's file, mode 0400, outside the instance, database and backup folders."),
    ]
    backup_folders: Annotated[
        tuple[Path, ...],
        Setting(_paths, "", "Folders that are backed up, with colons between; a master key beneath them is refused."),
    ]
    revocations_file: Annotated[
        Path,
        Setting(
            _path,
            "",
            "The ledger of erasures and removals, outside all that a restore brings back; without it "
            "`revocations.log` in a folder `…-ledger` beside the instance folder.",
        ),
    ]
    checkpoints: Annotated[
        Path | None,
        Setting(
            _path,
            "",
            "Folder of the signed checkpoints of the trail, outside all that a restore brings back, best on another "
            "machine; without it none are written.",
        ),
    ]
    postgres_programs: Annotated[
        Path | None,
        Setting(_path, "", "Folder of `pg_dump` and `pg_restore`; without it they are looked for on the PATH."),
    ]
    oldest_suite: Annotated[
        int, Setting(_whole(1, 1), "1", "Number of the oldest suite of algorithms that is still opened.")
    ]
    host: Annotated[str, Setting(_text, "127.0.0.1", "Address to serve on.")]
    port: Annotated[int, Setting(_whole(1, 65535), "8000", "Port to serve on.")]
    behind_proxy: Annotated[
        bool, Setting(_truth, "no", "One proxy stands in front and sets X-Forwarded-For, -Proto and -Host.")
    ]
    workers: Annotated[
        int,
        Setting(_whole(1, 64), "1", "Processes that answer, where gunicorn is installed; as many as there are cores."),
    ]
    threads: Annotated[int, Setting(_whole(1, 64), "8", "Requests answered at the same time by one process.")]
    idle: Annotated[timedelta, Setting(_minutes(1, 60), "5", "Minutes without a request until a session locks.")]
    session: Annotated[timedelta, Setting(_hours(1, 24), "8", "Hours until a session ends, whatever happens in it.")]
    second_factor: Annotated[
        bool,
        Setting(_truth, "yes", "Everybody signs in with a code from a telephone too; a demonstration asks for none."),
    ]
    identity: Annotated[
        timedelta,
        Setting(_minutes(1, 60), "15", "Minutes for which names show to who said what they are needed for."),
    ]
    retention: Annotated[
        Mapping[str, timedelta],
        Setting(
            _schedule,
            "not_started=30,stopped=365,abandoned=365,withdrawn=0,not_victim=730,possible=1825,victim=3650",
            "Days for which a case is kept after it came out so; whoever supervises then sees that it is due.",
        ),
    ]
    backup_keep_days: Annotated[
        timedelta,
        Setting(
            _days(1, 30),
            "30",
            "Days after which the last backup of the keystore is destroyed; the certificate of an erasure promises it.",
        ),
    ]
    languages: Annotated[
        tuple[str, ...],
        Setting(_languages, "en", "Languages of the screens, commas between, the default first."),
    ]
    translations: Annotated[
        Path | None, Setting(_path, "", "Folder of the message catalogues; without it those that came along.")
    ]
    time_zone: Annotated[ZoneInfo, Setting(_time_zone, "UTC", "The office's time zone.")]
    detail: Annotated[bool, Setting(_truth, "no", "Ask the questions of the detail module in new interviews.")]
    emergency_number: Annotated[
        str, Setting(_text, "112", "Number to call when someone is in danger, shown on the page for urgent help.")
    ]
    helpline: Annotated[
        str, Setting(_text, "", "Number a person can call after the talk; without it the emergency number is shown.")
    ]
    duty_phone: Annotated[
        str,
        Setting(_text, "", "Number of whoever is on duty, where their team has none of its own; shown offline too."),
    ]
    alert_after: Annotated[
        timedelta, Setting(_minutes(1, 240), "15", "Minutes after which an unanswered alert goes to the next person.")
    ]
    alert_text: Annotated[
        str,
        Setting(
            _text,
            "Something needs you now. Please open your notes.",
            "The one sentence that every alert sends. It says nothing about anyone.",
        ),
    ]
    notifiers: Annotated[
        tuple[str, ...],
        Setting(_names, "", "How alerts are sent, commas between: `email`, `webhook`, or plug-ins by their names."),
    ]
    smtp_url: Annotated[
        str,
        Setting(
            _address("smtp://", "smtps://"),
            "",
            "The mail server of alerts: `smtps://name:password@host:465`, or `smtp://…:587` which begins TLS itself.",
        ),
    ]
    smtp_from: Annotated[str, Setting(_text, "", "The address that alerts are sent from.")]
    webhook_url: Annotated[
        str, Setting(_webhook, "", "Where alerts are posted to, as JSON; https, unless it is on this machine.")
    ]
    decision_hours: Annotated[timedelta, Setting(_hours(1, 2160), "72", "Hours in which a decision is made.")]
    flagged_hours: Annotated[
        timedelta, Setting(_hours(1, 2160), "24", "Hours in which it is made for someone at immediate risk.")
    ]
    care_hours: Annotated[
        timedelta, Setting(_hours(1, 168), "24", "Hours in which care is offered once an assault was noted.")
    ]
    reflection_days: Annotated[
        timedelta, Setting(_days(1, 365), "30", "Days of a reflection period, offered when one is noted.")
    ]
    consent_days: Annotated[
        timedelta, Setting(_days(1, 3650), "365", "Days after which a consent to keep answers is asked for again.")
    ]
    tick: Annotated[
        bool, Setting(_truth, "no", "`interview serve` looks after clocks and alerts itself, once a minute.")
    ]

    @staticmethod
    def from_environment(environment: Mapping[str, str]) -> "Settings":
        """The settings that `environment` gives; raises `BadSettings` with every fault found."""
        known = {variable_of(name): (name, setting) for name, setting in settings().items()}
        ours = (name for name in environment if name.startswith(PREFIX) and not name.startswith(OF_TESTS))
        strangers = sorted(name for name in ours if name not in known)
        faults = [f"{name} is not a setting" for name in strangers]
        values: dict[str, Any] = {}
        for variable, (name, setting) in known.items():
            try:
                values[name] = setting.read(environment.get(variable) or setting.default)
            except Unreadable as refused:
                faults.append(f"{variable} {refused.reason}")
        faults.extend(_disagreements(values))
        if faults:
            raise BadSettings(tuple(faults))
        return Settings(**_completed(values))


def _disagreements(values: Mapping[str, Any]) -> list[str]:
    """Faults of settings that are readable one by one and wrong together."""
    faults = []
    if values.get("master_key_source") is not KeySource.FILE and values.get("master_key_file"):
        faults.append("INTERVIEW_MASTER_KEY_FILE is given though INTERVIEW_MASTER_KEY_SOURCE is not file")
    if values.get("database_url") and values.get("database_url") == values.get("keystore_url"):
        faults.append(
            "INTERVIEW_KEYSTORE_URL must not be INTERVIEW_DATABASE_URL: the locks are kept apart from the cases"
        )
    return faults


def _completed(values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` with the two databases placed in the instance folder, and the ledger beside it, where none is named."""
    instance: Path = values["instance"]
    places = {
        "database_url": f"sqlite:///{instance / 'interview.db'}",
        "keystore_url": f"sqlite:///{instance / 'keystore.db'}",
        "revocations_file": ledger_beside(instance),
    }
    return {**values, **{name: values[name] or place for name, place in places.items()}}


def ledger_beside(instance: Path) -> Path:
    """Where the revocation ledger of an instance folder lies unless another place is named."""
    return instance.with_name(f"{instance.name}-ledger") / "revocations.log"


def is_loopback(host: str) -> bool:
    """Whether an address reaches this machine alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def settings() -> dict[str, Setting]:
    """Every setting by its field's name, in order."""
    hints = get_type_hints(Settings, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items()}


def variable_of(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


def settings_table() -> str:
    """The table of settings for the README, in Markdown: variable, default, meaning."""
    rows = (f"| `{variable_of(name)}` | {_shown(one.default)} | {one.meaning} |" for name, one in settings().items())
    return "\n".join(("| Variable | Default | Meaning |", "|---|---|---|", *rows)) + "\n"


def _shown(default: str) -> str:
    return f"`{default}`" if default else "none"
