"""Facts spelled out in a JSON document: the second shape of `interview assess`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from interview.eligibility.document_reading import BadDocument, flag, table, word_of
from interview.eligibility.facts import Age, Episode, Facts, Item
from interview.eligibility.vocabulary import Act, ExploitationKind, Fact, IndicatorSet, Status, Truth
from interview.eligibility.weights import current_weights

EPISODE_KEYS = ("age", "child", "set", "act", "indicators", "facts")
FACT_KEYS = (*EPISODE_KEYS, "episodes")
OLDEST = 130
STATUSES = tuple(Status)
TRUTH = {True: Truth.YES, False: Truth.NO, None: Truth.UNKNOWN}


def read_facts(document: Mapping[str, Any], place: str = "") -> Facts:
    """The facts of a document; absent keys are unknown. Raises BadDocument."""
    prefix = f"{place}." if place else ""
    return Facts(
        age=Age(now=_age(document, f"{prefix}age"), stated=flag(document, place, "child")),
        kind=_kind(document.get("set"), f"{prefix}set"),
        acts=_acts(document.get("act", {}), f"{prefix}act"),
        indicators=_indicators(document.get("indicators", {}), f"{prefix}indicators"),
        facts=_facts(document.get("facts", {}), f"{prefix}facts"),
        earlier=_episodes(document.get("episodes", [])),
    )


def _age(document: Mapping[str, Any], place: str) -> int | None:
    age = document.get("age")
    if age is None:
        return None
    if isinstance(age, bool) or not isinstance(age, int) or not 0 <= age <= OLDEST:
        raise BadDocument(place, f"must be a whole number of years from 0 to {OLDEST}, or null")
    return age


def _kind(value: object, place: str) -> ExploitationKind | None:
    return None if value is None else ExploitationKind(word_of(value, place, tuple(ExploitationKind)))


def _acts(data: object, place: str) -> Mapping[Act, Item]:
    acts = table(data, place, tuple(Act))
    statuses = {True: Status.PRESENT, False: Status.ABSENT, None: Status.UNKNOWN}
    return MappingProxyType({Act(key): Item(statuses[flag(acts, place, key)], (f"{place}.{key}",)) for key in acts})


def _facts(data: object, place: str) -> Mapping[Fact, Item]:
    return MappingProxyType({Fact(key): item for key, item in _items(table(data, place, tuple(Fact)), place).items()})


def _items(data: Mapping[str, Any], place: str) -> dict[str, Item]:
    return {
        key: Item(Status(word_of(value, f"{place}.{key}", STATUSES)), (f"{place}.{key}",))
        for key, value in data.items()
    }


def _indicators(data: object, place: str) -> Mapping[str, Item]:
    """Prefixed or not, a key means the same fact (6.9); one fact may not be told in two ways."""
    if not isinstance(data, Mapping):
        raise BadDocument(place, "must be an object")
    found: dict[str, Item] = {}
    for key, item in _items({key: data[key] for key in data if _code(key, place)}, place).items():
        code = _code(key, place)
        other = found.get(code)
        if other is not None and other.status is not item.status:
            raise BadDocument(f"{place}.{key}", f"says otherwise than {other.keys[0]} about the same fact")
        found[code] = Item(item.status, (*(other.keys if other else ()), *item.keys))
    return MappingProxyType(found)


def _code(key: str, place: str) -> str:
    """The unprefixed code. Raises BadDocument for what none of the sets holds."""
    weights = current_weights()
    prefix, _, code = key.partition(".")
    if prefix in tuple(IndicatorSet):
        if code in weights.codes() and weights.weight(IndicatorSet(prefix), code) is not None:
            return code
    elif key in weights.codes():
        return key
    raise BadDocument(f"{place}.{key}", "is no indicator")


def _episodes(data: object) -> tuple[Episode, ...]:
    if not isinstance(data, list):
        raise BadDocument("episodes", "must be a list of earlier episodes, oldest first")
    return tuple(_episode(row, f"episodes[{number}]") for number, row in enumerate(data))


def _episode(row: object, place: str) -> Episode:
    episode = table(row, place, (*EPISODE_KEYS, "exited"))
    return Episode(read_facts(episode, place), TRUTH[flag(episode, place, "exited")])
