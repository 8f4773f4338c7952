"""The life of accounts: everything that everybody may try with them, in every order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from builders.offices import AnOffice, an_office
from builders.store import Clock, copied_files, opened_store
from builders.telephones import Telephone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from interview.casework.actors import Actor, Role
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import UnitOfWork, accounts, factors, own_account, signing_in
from interview.services.own_account import PassphraseChanged
from interview.services.signing_in import Enrolling, Locked, SignedIn, SignedInToEnrol
from interview.vault.master import MasterKey

ADMINISTRATORS = ("Adam", "Ada")
EVERYBODY = (*ADMINISTRATORS, "Siri", "Amina", "Ines", "Anna")
WRONG = "not this one at all, ever"
people = st.sampled_from(EVERYBODY)
numbers = st.integers(0, 5)
seldom = st.sampled_from((False,) * 5 + (True,))


@dataclass
class Known:
    """What must be true of an account."""

    id: UUID
    passphrase: str
    active: bool = True
    telephone: Telephone | None = None
    spare: list[str] = field(default_factory=list)
    used: list[str] = field(default_factory=list)
    open: set[str] = field(default_factory=set)
    locked: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)

    def everything_ends(self) -> None:
        """Every cookie so far is nobody's."""
        self.gone |= self.open | self.locked
        self.open, self.locked = set(), set()


class Life(RuleBasedStateMachine):
    """Six people of every role. Nobody's clock jumps so far that a session locks by itself, except in one rule."""

    office: AnOffice
    count = 0

    @initialize()
    def begins(self) -> None:
        self.known: dict[str, Known] = {}
        type(self).count += 1
        with self.office.store.work() as work:
            organisation_id = self.office.made.organisation.id
            for name in EVERYBODY:
                role = Role.ADMINISTRATOR if name in ADMINISTRATORS else ROLES[name]
                passphrase = work.accounts.new_passphrase()
                made = work.accounts.create(
                    organisation_id, name=f"{name} {self.count}", passphrase=passphrase, roles=frozenset({role})
                )
                self.known[name] = Known(made.id, passphrase)  # type: ignore[union-attr]

    def _work(self, act: Callable[[UnitOfWork], object]) -> object:
        with self.office.store.work() as work:
            return act(work)

    def _found(self, token: str) -> Actor | Enrolling | Locked | None:
        with self.office.store.work() as work:
            return signing_in.resume(work, token)

    def _code(self, known: Known) -> str:
        """A code that was not used: of the next half minute."""
        self.office.clock.advance(timedelta(seconds=30))
        assert known.telephone is not None
        code = known.telephone.code(self.office.clock.now)
        known.used.append(code)
        return code

    def _knocks(self, who: str, passphrase: str, code: str) -> str | None:
        result = self._work(lambda work: signing_in.sign_in(work, f"{who} {self.count}", passphrase, code))
        return result.token if isinstance(result, SignedIn | SignedInToEnrol) else None

    @rule(who=people)
    def signs_in(self, who: str) -> None:
        known = self.known[who]
        token = self._knocks(who, known.passphrase, "" if known.telephone is None else self._code(known))
        assert (token is not None) == known.active
        if token is not None:
            known.open.add(token)

    @rule(who=people)
    def signs_in_with_a_recovery_code(self, who: str) -> None:
        known = self.known[who]
        if not known.spare or not known.active:
            return
        code = known.spare.pop()
        token = self._knocks(who, known.passphrase, code)
        assert token is not None
        known.open.add(token)
        assert self._knocks(who, known.passphrase, code) is None

    @rule(who=people, wrong=st.sampled_from(("passphrase", "code", "no code", "used code")))
    def tries_to_sign_in(self, who: str, wrong: str) -> None:
        known = self.known[who]
        if wrong == "passphrase":
            code = "" if known.telephone is None else self._code(known)
            assert self._knocks(who, WRONG, code) is None
            return
        tried = {"code": "000000", "no code": "", "used code": known.used[-1] if known.used else ""}[wrong]
        if known.telephone is not None:
            assert self._knocks(who, known.passphrase, tried) is None

    def _one(self, tokens: set[str], number: int) -> str | None:
        return sorted(tokens)[number % len(tokens)] if tokens else None

    def _session(self, who: str, number: int) -> str | None:
        """One of their open sessions, a new one if they have none; None for somebody who cannot sign in."""
        if not self.known[who].open:
            self.signs_in(who)
        return self._one(self.known[who].open, number)

    @rule(who=people, number=numbers)
    def locks(self, who: str, number: int) -> None:
        known = self.known[who]
        if (token := self._session(who, number)) is not None:
            self._work(lambda work: signing_in.lock(work, token))
            known.open.remove(token)
            known.locked.add(token)

    @rule(who=people, number=numbers, right=st.booleans())
    def unlocks(self, who: str, number: int, right: bool) -> None:
        known = self.known[who]
        if (token := self._one(known.locked, number)) is None:
            return
        passphrase = known.passphrase if right else WRONG
        result = self._work(lambda work: signing_in.unlock(work, token, passphrase))
        assert isinstance(result, SignedIn | SignedInToEnrol) == right
        if isinstance(result, SignedIn | SignedInToEnrol):
            known.locked.remove(token)
            known.gone.add(token)
            known.open.add(result.token)

    @rule(who=people, number=numbers)
    def signs_out(self, who: str, number: int) -> None:
        known = self.known[who]
        if (token := self._one(known.open | known.locked, number)) is not None:
            self._work(lambda work: signing_in.sign_out(work, token))
            known.open.discard(token)
            known.locked.discard(token)
            known.gone.add(token)

    @rule(who=people, number=numbers)
    def shows_again_who_they_are(self, who: str, number: int) -> None:
        known = self.known[who]
        if (token := self._session(who, number)) is None:
            return
        code = "" if known.telephone is None else self._code(known)
        result = self._work(lambda work: signing_in.confirm(work, token, known.passphrase, code))
        assert isinstance(result, SignedIn | SignedInToEnrol)
        known.open.remove(token)
        known.gone.add(token)
        known.open.add(result.token)

    @rule(who=people, number=numbers, right=st.sampled_from((True, True, False)))
    def sets_up_a_factor(self, who: str, number: int, right: bool) -> None:
        known = self.known[who]
        if (token := self._session(who, number)) is None:
            return
        with self.office.store.work() as work:
            telephone = Telephone(factors.shown(work, _person(signing_in.resume(work, token))).letters)
        self.office.clock.advance(timedelta(seconds=30))
        code = telephone.code(self.office.clock.now) if right else "not a code"
        with self.office.store.work() as work:
            made = factors.finish(work, _person(signing_in.resume(work, token)), token, code)
        assert (made is not None) == right
        if made is not None:
            known.everything_ends()
            known.telephone, known.spare, known.used = telephone, list(made.spare_codes), [code]
            known.open.add(made.token)

    @rule(who=people, number=numbers)
    def does_without(self, who: str, number: int) -> None:
        known = self.known[who]
        if (token := self._session(who, number)) is None or known.telephone is None:
            return
        must = self.office.store._settings.second_factor
        try:
            with self.office.store.work() as work:
                following = factors.remove(work, _person(signing_in.resume(work, token)), token)
        except NotNow:
            assert must
            return
        assert not must
        known.everything_ends()
        known.telephone, known.spare = None, []
        known.open.add(following)

    @rule(who=people, number=numbers)
    def changes_the_passphrase(self, who: str, number: int) -> None:
        known = self.known[who]
        token = self._session(who, number)
        if token is None or not isinstance(self._found(token), Actor):
            return
        with self.office.store.work() as work:
            actor = signing_in.resume(work, token)
            assert isinstance(actor, Actor)
            other = work.accounts.new_passphrase()
            changed = own_account.change_passphrase(work, actor, token, other, other)
        assert isinstance(changed, PassphraseChanged)
        old, known.passphrase = known.passphrase, other
        known.everything_ends()
        known.open.add(changed.token)
        if known.telephone is None:
            assert self._knocks(who, old, "") is None

    @rule(who=people, number=numbers)
    def signs_out_everywhere(self, who: str, number: int) -> None:
        known = self.known[who]
        token = self._session(who, number)
        if token is None or not isinstance(self._found(token), Actor):
            return
        with self.office.store.work() as work:
            actor = signing_in.resume(work, token)
            assert isinstance(actor, Actor)
            own_account.sign_out_everywhere(work, actor)
        known.everything_ends()

    @rule(
        who=st.one_of(people, st.sampled_from(ADMINISTRATORS)),
        whom=people,
        number=numbers,
        what=st.sampled_from(("disable", "enable", "reset", "take away")),
    )
    def tries_something_with_somebody(self, who: str, whom: str, number: int, what: str) -> None:
        token = self._session(who, number)
        if token is None or not isinstance(self._found(token), Actor):
            return
        known, allowed = self.known[whom], who in ADMINISTRATORS and who != whom
        try:
            with self.office.store.work() as work:
                actor = signing_in.resume(work, token)
                assert isinstance(actor, Actor)
                passphrase = _does(work, actor, known.id, what)
        except NotPermitted:
            assert not allowed
            return
        except NotNow:
            assert allowed
            assert what == "take away"
            assert known.telephone is None
            return
        assert allowed
        known.everything_ends()
        known.active = {"disable": False, "enable": True}.get(what, known.active)
        known.passphrase = passphrase or known.passphrase
        if what in {"reset", "take away"}:
            known.telephone, known.spare = None, []

    @rule(must=st.booleans())
    def everybody_must_or_need_not_have_a_factor(self, must: bool) -> None:
        self.office.store._settings = replace(self.office.store._settings, second_factor=must)

    @rule(really=seldom)
    def everybody_goes_away(self, really: bool) -> None:
        if not really:
            return
        self.office.clock.advance(timedelta(minutes=5))
        for known in self.known.values():
            known.locked |= known.open
            known.open = set()

    @rule(really=seldom)
    def the_day_ends(self, really: bool) -> None:
        if not really:
            return
        self.office.clock.advance(timedelta(hours=8))
        for known in self.known.values():
            known.everything_ends()

    @invariant()
    def a_cookie_is_exactly_what_it_should_be(self) -> None:
        for known in getattr(self, "known", {}).values():
            for token in known.gone:
                assert self._found(token) is None
            for token in known.locked:
                assert self._found(token) == Locked()
            for token in known.open:
                found = self._found(token)
                assert _person(found).account_id == known.id
                if known.telephone is not None:
                    assert isinstance(found, Actor)


ROLES = {"Siri": Role.SUPERVISOR, "Amina": Role.CASEWORKER, "Ines": Role.INTERPRETER, "Anna": Role.ANALYST}


def _person(found: Actor | Enrolling | Locked | None) -> Actor:
    assert isinstance(found, Actor | Enrolling)
    return found.person if isinstance(found, Enrolling) else found


def _does(work: UnitOfWork, actor: Actor, account_id: UUID, what: str) -> str | None:
    """The new passphrase, if that is what it makes."""
    if what == "disable":
        accounts.disable_account(work, actor, account_id)
    elif what == "enable":
        accounts.enable_account(work, actor, account_id)
    elif what == "take away":
        factors.take_away(work, actor, account_id)
    else:
        return accounts.reset_account(work, actor, account_id).passphrase
    return None


@pytest.fixture
def office(sqlite_templates: Path, tmp_path: Path, fast_passphrases: None) -> Iterator[AnOffice]:
    clock, databases = Clock(), copied_files(sqlite_templates, tmp_path)
    store = opened_store(databases, MasterKey.generate(), clock)
    yield an_office(store, databases.cases, clock)
    store.close()


def test_no_order_of_acts_lets_in_who_should_not_be_or_keeps_out_who_should(office: AnOffice) -> None:
    machine = type("Life", (Life,), {"office": office})
    few = settings(
        max_examples=40,
        stateful_step_count=40,
        deadline=timedelta(minutes=2),
        suppress_health_check=list(HealthCheck),
    )

    run_state_machine_as_test(machine, settings=few)
