"""The lives of agreements: given, narrowed, renewed, taken back, one by one and all at once, in every order.

None holds once it was taken back, for more than what was last said, beyond its last day, or for anybody else.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from interview.casework import agreement_versions, agreements
from interview.casework.agreement_versions import Change, Version
from interview.casework.agreements import Agreement
from interview.forms import library
from interview.questionnaire.answers import Answers, Entry, add_entry, key_of, record
from interview.questionnaire.values import AnyOf, Value
from interview.questionnaire.view import evaluate

CLASSES = ("name", "contact", "needs", "health")
RECIPIENTS = ("Harbour Light", "HARBOUR  light", "Open Door", "Harbour")
WHO = {"Harbour Light": "a", "HARBOUR  light": "a", "Open Door": "b", "Harbour": "c"}
"""Who is meant: two ways to write one name, and somebody who is called alike."""

FORM = library.load("assistance")
BEGINNING = date(2026, 6, 1)

some_classes = st.sets(st.sampled_from(CLASSES), min_size=1)
days = st.integers(min_value=0, max_value=40)
which = st.integers(min_value=0, max_value=5)


@dataclass(frozen=True)
class Said:
    """What a person said last about one agreement, kept apart from what is tested."""

    who: str
    classes: frozenset[str]
    since: date
    until: date
    taken_back: bool = False
    refused: bool = False

    def lets(self, who: str, wanted: str, on: date) -> bool:
        """Whether somebody may be told this."""
        gone = self.taken_back or self.refused
        return not gone and who == self.who and wanted in self.classes and self.since <= on <= self.until


class Lives(RuleBasedStateMachine):
    """One person, whose record is filled as people do it: page by page of the form, amended in place."""

    def __init__(self) -> None:
        super().__init__()
        self.today = BEGINNING
        self.answers = Answers.begin(BEGINNING)
        self.said: dict[str, Said] = {}
        self.versions: dict[str, list[Version]] = {}
        self.touched = {BEGINNING}
        self.held: dict[date, set[tuple[str, str]]] = {}
        self.taken_all_back = False

    @rule(recipient=st.sampled_from(RECIPIENTS), classes=some_classes, lasts=days)
    @precondition(lambda self: len(self.said) < 6)
    def is_given(self, recipient: str, classes: set[str], lasts: int) -> None:
        entry_id = UUID(int=len(self.said)).hex
        at = datetime.combine(self.today, time(), UTC)
        self.answers = add_entry(self.answers, agreements.GROUP, Entry(entry_id, "", at))
        until = self.today + timedelta(days=lasts)
        self.said[entry_id] = Said(WHO[recipient], frozenset(classes), self.today, until, taken_back=self._today_gone())
        self._note(
            entry_id,
            a_agr_recipient=recipient,
            a_agr_purpose="help",
            a_agr_given="yes",
            a_agr_classes=AnyOf(ticked=tuple(sorted(classes))),
            a_agr_date=self.today,
            a_agr_until=until,
        )

    @rule(place=which, classes=some_classes)
    @precondition(lambda self: self.said)
    def is_narrowed(self, place: int, classes: set[str]) -> None:
        entry_id = self._one(place)
        fewer = self.said[entry_id].classes & classes
        if fewer:
            self.said[entry_id] = replace(self.said[entry_id], classes=fewer)
            self._note(entry_id, a_agr_classes=AnyOf(ticked=tuple(sorted(fewer))))

    @rule(place=which, lasts=days)
    @precondition(lambda self: self.said)
    def is_renewed(self, place: int, lasts: int) -> None:
        """Asked again today: it may have been taken back before, and is given anew."""
        entry_id = self._one(place)
        until = self.today + timedelta(days=lasts)
        self.said[entry_id] = replace(
            self.said[entry_id], since=self.today, until=until, taken_back=self._today_gone(), refused=False
        )
        self._note(entry_id, a_agr_given="yes", a_agr_date=self.today, a_agr_until=until, a_agr_withdrawn=None)

    @rule(place=which)
    @precondition(lambda self: self.said)
    def is_taken_back(self, place: int) -> None:
        entry_id = self._one(place)
        self.said[entry_id] = replace(self.said[entry_id], taken_back=True)
        self._note(entry_id, a_agr_withdrawn=self.today)

    @rule(place=which)
    @precondition(lambda self: self.said)
    def is_refused_when_asked_again(self, place: int) -> None:
        entry_id = self._one(place)
        self.said[entry_id] = replace(self.said[entry_id], refused=True)
        self._note(entry_id, a_agr_given="no")

    @rule()
    @precondition(lambda self: not self.taken_all_back)
    def everything_is_taken_back(self) -> None:
        self.taken_all_back = True
        self._answer({"a_cons_withdrawn": self.today})
        for entry_id, said in self.said.items():
            self.said[entry_id] = replace(said, taken_back=True)
            self._keep(entry_id)

    @rule(count=st.integers(min_value=1, max_value=20))
    def days_go_by(self, count: int) -> None:
        for _ in range(count):
            self.held[self.today] = {
                (who, wanted)
                for who in set(WHO.values())
                for wanted in CLASSES
                if any(said.lets(who, wanted, self.today) for said in self.said.values())
            }
            self.today += timedelta(days=1)

    @invariant()
    def somebody_may_be_told_what_was_last_said_and_nothing_else(self) -> None:
        found = self._now()
        for recipient, who in WHO.items():
            for wanted in CLASSES:
                lets = any(said.lets(who, wanted, self.today) for said in self.said.values())
                one = agreements.live(found, self.today, recipient=recipient, classes=(wanted,))
                assert (one is not None) is lets

    @invariant()
    def none_goes_beyond_its_last_day(self) -> None:
        for one in self._now():
            last = self.today if one.until is None else max(one.until, self.today)
            for later in (last + timedelta(days=1), last + timedelta(days=400)):
                assert agreements.live([one], later, recipient=one.recipient, classes=()) is None

    @invariant()
    def what_stood_on_a_day_can_still_be_told(self) -> None:
        for day, held in self.held.items():
            found = [one for versions in self.versions.values() for one in agreement_versions.on_day(versions, day)]
            told = {
                (who, wanted)
                for recipient, who in WHO.items()
                for wanted in CLASSES
                if agreements.live(found, day, recipient=recipient, classes=(wanted,))
            }
            # On a day of a change both count: what was said before it, and after.
            assert told == held if day not in self.touched else told >= held

    @invariant()
    def its_history_begins_with_a_yes_and_ends_as_it_stands(self) -> None:
        for entry_id, versions in self.versions.items():
            steps = agreement_versions.history(versions)
            assert steps[0].change is Change.GIVEN
            said = self.said[entry_id]
            gone = said.taken_back or said.refused
            last = [step.change for step in steps if step.change is not Change.CORRECTED][-1]
            assert (last is Change.WITHDRAWN) is gone

    def _one(self, place: int) -> str:
        return list(self.said)[place % len(self.said)]

    def _today_gone(self) -> bool:
        """What is agreed to on the very day on which everything is taken back is taken back too."""
        return self.answers.values.get("a_cons_withdrawn") == self.today

    def _note(self, entry_id: str, **given: Value | None) -> None:
        self._answer({key_of(item, agreements.GROUP, entry_id): value for item, value in given.items()})
        self._keep(entry_id)

    def _answer(self, given: dict[str, Value | None]) -> None:
        self.touched.add(self.today)
        self.answers = record(FORM, self.answers, given, revision=1)

    def _keep(self, entry_id: str) -> None:
        """Another version of it, as an amendment leaves the one before beside it."""
        now = next(one for one in self._now() if one.entry_id == entry_id)
        self.versions.setdefault(entry_id, []).append(Version(self.today, now))

    def _now(self) -> tuple[Agreement, ...]:
        return agreements.of(evaluate(FORM, self.answers).values)


def test_an_agreement_holds_for_what_was_last_said_and_not_beyond() -> None:
    run_state_machine_as_test(Lives, settings=settings(max_examples=60, stateful_step_count=20, deadline=None))
