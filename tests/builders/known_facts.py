"""What is known about an invented person, with every default visible."""

from collections.abc import Iterable, Mapping

from interview.eligibility.facts import Age, Episode, Facts, Item
from interview.eligibility.vocabulary import Act, ExploitationKind, Fact, Status
from interview.eligibility.weights import current_weights

ADULT = Age(now=30)
CHILD = Age(now=15)


def known(
    *,
    age: Age = ADULT,
    kind: ExploitationKind | None = ExploitationKind.LABOUR,
    acts: Mapping[Act, Status] | None = None,
    present: Iterable[str] = (),
    absent: Iterable[str] = (),
    refused: Iterable[str] = (),
    facts: Mapping[Fact, Status] | None = None,
    earlier: tuple[Episode, ...] = (),
) -> Facts:
    """Facts by name; every code is given a key of its own, `answer of <code>`."""
    statuses = dict.fromkeys(present, Status.PRESENT)
    statuses |= dict.fromkeys(absent, Status.ABSENT) | dict.fromkeys(refused, Status.REFUSED)
    return Facts(
        age=age,
        kind=kind,
        acts={act: _item(act, status) for act, status in (acts or {}).items()},
        indicators={code: _item(code, status) for code, status in statuses.items()},
        facts={fact: _item(fact, status) for fact, status in (facts or {}).items()},
        earlier=earlier,
    )


def _item(code: str, status: Status) -> Item:
    return Item(status, (f"answer of {code}",))


def codes_of(*dimensions: str) -> frozenset[str]:
    """Every indicator code of the dimensions, in any set."""
    return frozenset(code for code in current_weights().codes() if code[:2] in dimensions)


RECRUITED = {Act.RECRUITMENT: Status.PRESENT}
NO_ACT = dict.fromkeys(Act, Status.ABSENT)
