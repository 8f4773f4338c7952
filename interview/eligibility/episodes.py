"""Separate trafficking situations, and re-trafficking (rule set, section 5)."""

from dataclasses import dataclass

from interview.eligibility.decision import Decision, decide
from interview.eligibility.facts import Facts
from interview.eligibility.vocabulary import Means, Profile, Result, Strength, Truth
from interview.eligibility.weights import Weights


@dataclass(frozen=True, slots=True)
class EpisodeFinding:
    """One episode with a result of its own. `number` 1 is the oldest; the last is the one the interview is about."""

    number: int
    current: bool
    result: Result
    strength: Strength | None
    act: Truth
    means: Means
    purpose: Truth
    exited: Truth


def find_episodes(facts: Facts, decision: Decision, weights: Weights, profile: Profile) -> tuple[EpisodeFinding, ...]:
    """Every episode, the oldest first."""
    earlier = [(decide(episode.facts, weights, profile), episode.exited) for episode in facts.earlier]
    return tuple(
        _finding(number, found, exited, current=found is decision)
        for number, (found, exited) in enumerate([*earlier, (decision, Truth.UNKNOWN)], start=1)
    )


def _finding(number: int, found: Decision, exited: Truth, *, current: bool) -> EpisodeFinding:
    chosen = found.chosen
    return EpisodeFinding(
        number,
        current,
        found.result,
        found.strength,
        chosen.act.value,
        chosen.means.value,
        chosen.purpose.value,
        exited,
    )


def retrafficked(episodes: tuple[EpisodeFinding, ...]) -> bool:
    """Two indicated episodes with an exit between them. A second exploiter without an exit is one episode."""
    out_after_indicated = False
    inside = False
    for episode in episodes:
        if episode.result is Result.INDICATED:
            if out_after_indicated:
                return True
            inside = True
        if inside and episode.exited is Truth.YES:
            out_after_indicated = True
    return False
