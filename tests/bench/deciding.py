"""What a supervisor waits for, and what several processes are good for."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from interview.cli.measuring.changing import Change
from interview.cli.measuring.figures import Spread
from interview.cli.measuring.installations import (
    CASEWORKER,
    PERSON,
    SUPERVISOR,
    Installation,
    Unmeasurable,
    actor_of,
    talk,
)
from interview.cli.measuring.measuring import JOURNAL, in_interview, visitor_of
from interview.cli.measuring.servers import serving
from interview.cli.measuring.walking import Walker, side_by_side, times_of
from interview.services import reviewing
from interview.services.demonstrating import OpenWork
from interview.services.invented import Turn, begin_talk, end_talk, first_turn, invented_people, take_turn

LOOKS = 200
PEOPLE = 8
STEPS = 150
MANY = 4


@dataclass(frozen=True, slots=True)
class Shared:
    """Answered pages per second of PEOPLE at once, by one process and by several."""

    one: float
    several: float

    @property
    def ratio(self) -> float:
        """How many times as much several do."""
        return self.several / self.one


def handed_in(installation: Installation, open_work: OpenWork, token: str) -> UUID:
    """A whole talk with the invented adult, handed in; gives the decision that waits. `token`: the caseworker's."""
    person = next(person for person in invented_people() if person.key == PERSON)
    with open_work() as work:
        interview_id = begin_talk(work, actor_of(work, token), person)
    with open_work() as work:
        turn: Turn | None = first_turn(work, actor_of(work, token), interview_id)
    while turn is not None:
        with open_work() as work:
            turn = take_turn(work, actor_of(work, token), interview_id, person, turn)
    with open_work() as work:
        end_talk(work, actor_of(work, token), interview_id, person)
    with installation.at_work(SUPERVISOR) as (opened, supervisor), opened() as work:
        decision_id = reviewing.decision_of_interview(work, actor_of(work, supervisor), interview_id)
    if decision_id is None:
        raise Unmeasurable("a decision that waits")
    return decision_id


def review(installation: Installation, folder: Path) -> Spread:
    """How long a review takes to come, with everything that a whole interview has to show."""
    with ExitStack() as stack:
        open_work, token = stack.enter_context(installation.at_work())
        decision_id = handed_in(installation, open_work, token)
        server = stack.enter_context(serving(installation.environment, folder / JOURNAL))
        supervisor = visitor_of(stack, server, installation, SUPERVISOR)
        times_of(supervisor, f"/reviews/{decision_id}", LOOKS // 4)
        return times_of(supervisor, f"/reviews/{decision_id}", LOOKS)


def share(installation: Installation, folder: Path, changes: Sequence[Change], tell: Callable[[str], None]) -> Shared:
    """PEOPLE at work at once, each in an interview of their own, first with one process and then with MANY.

    Connections go to whichever process takes them, so that every session is at home in all of them.
    """
    with ExitStack() as stack:
        open_work, token = stack.enter_context(installation.at_work())
        interviews = [talk(open_work, token) for _ in range(PEOPLE)]
        found = []
        for workers in (1, MANY):
            tell(f"{PEOPLE} people at once, {workers} processes")
            environment = {**installation.environment, "INTERVIEW_WORKERS": str(workers)}
            with ExitStack() as one_server:
                server = one_server.enter_context(serving(environment, folder / JOURNAL))
                visitors = [visitor_of(one_server, server, installation, CASEWORKER) for _ in interviews]
                walkers = [
                    Walker(visitor, in_interview(tuple(changes), interview_id))
                    for visitor, interview_id in zip(visitors, interviews, strict=True)
                ]
                side_by_side(walkers, STEPS // 3)
                found.append(side_by_side(walkers, STEPS))
    return Shared(*found)
