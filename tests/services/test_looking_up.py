"""Somebody is known again by those who may look, and by nobody else."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from builders.offices import AnOffice
from builders.reviews import another_supervisor

from interview.audit.events import Event
from interview.casework.refusals import NotNow, NotPermitted
from interview.identity import searching
from interview.identity.likeness import Wanted
from interview.identity.searching import Cards, decided
from interview.services import case_file, looking_up, team_keys, teams
from interview.services.drafting import Kinship
from interview.services.looking_up import Found, LookAlike, Wait
from interview.store.ledgers import OF_A_PERSON, PEOPLE
from interview.vault.refusals import Broken

HER = {"s_name_given": "Zebina", "s_name_family": "Orlanda", "s_birth_date": "1990"}


def named(office: AnOffice, *, name: str = "Amina", **said: object) -> UUID:
    """A talk in which somebody says what they are called; gives its case."""
    interview_id = office.talk("indicated", until="s4_10", given={**HER, **said}, name=name)
    with office.at_work(name) as (work, _):
        record = work.interviews.find(interview_id)
    assert record is not None
    return record.case_id


def search(office: AnOffice, *names: str, who: str = "Siri", born: int | None = None) -> Found:
    with office.at_work(who) as (work, actor):
        found = looking_up.search(work, actor, Wanted(names, born))
    assert isinstance(found, Found)
    return found


def pairs(office: AnOffice, who: str = "Siri") -> tuple[LookAlike, ...]:
    with office.at_work(who) as (work, actor):
        return looking_up.look_alikes(work, actor)


def test_somebody_is_found_in_another_spelling_and_the_case_is_named(fresh_office: AnOffice) -> None:
    case_id = named(fresh_office)

    found = search(fresh_office, "Orlanda, Zebyna", born=1991)

    (hit,) = found.hits
    assert hit.card.case_id == case_id
    assert hit.case is not None
    assert found.among == 1
    assert fresh_office.events(Event.CARD_WRITTEN) >= 1
    assert fresh_office.events(Event.PEOPLE_SEARCHED) == 1
    assert fresh_office.events(Event.CARD_SHOWN) == 1


def test_what_changes_is_found_and_what_it_was_is_not(fresh_office: AnOffice) -> None:
    case_id = named(fresh_office)
    search(fresh_office, "Zebina")
    with fresh_office.at_work("Amina") as (work, _):
        interview_id = work.interviews.of_case(case_id)[0].id
    fresh_office.clock.now += timedelta(seconds=1)
    fresh_office.save(interview_id, "s4_2", {**HER, "s_name_given": "Quillon", "s_name_family": "Marsh"})

    assert [hit.card.case_id for hit in search(fresh_office, "Quillon Marsh").hits] == [case_id]
    assert search(fresh_office, "Zebina Orlanda").hits == ()


@pytest.mark.parametrize("who", ["Amina", "Bruno", "Ines", "Anna", "Adam"])
def test_nobody_else_looks_anybody_up(fresh_office: AnOffice, who: str) -> None:
    named(fresh_office)

    with fresh_office.at_work(who) as (work, actor):
        with pytest.raises(NotPermitted):
            looking_up.search(work, actor, Wanted(("Zebina",)))
        with pytest.raises(NotPermitted):
            looking_up.look_alikes(work, actor)
        with pytest.raises(Broken):
            work.ledgers.open(PEOPLE)


def test_a_supervisor_looks_people_up_once_somebody_who_does_let_them(fresh_office: AnOffice) -> None:
    case_id = named(fresh_office)
    sam = another_supervisor(fresh_office, "Sam")
    with fresh_office.at_work("Sam") as (work, actor), pytest.raises(NotPermitted):
        looking_up.search(work, actor, Wanted(("Zebina",)))

    with fresh_office.at_work("Siri") as (work, actor):
        (ledger,) = actor.ledger_ids
        teams.admit(work, actor, ledger, sam)
    found = search(fresh_office, "Zebina Orlanda", who="Sam")
    with fresh_office.at_work("Siri") as (work, actor):
        teams.remove(work, actor, ledger, sam)

    assert [hit.card.case_id for hit in found.hits] == [case_id]
    with fresh_office.at_work("Sam") as (work, actor), pytest.raises(NotPermitted):
        looking_up.search(work, actor, Wanted(("Zebina",)))


def test_an_erased_case_is_found_by_nobody(fresh_office: AnOffice) -> None:
    case_id = named(fresh_office)
    search(fresh_office, "Zebina")
    with fresh_office.at_work("Siri") as (work, _):
        work.cases.destroy(case_id)

    found = search(fresh_office, "Zebina Orlanda")

    assert found == Found((), 0)


def test_a_card_that_nobody_wrote_is_never_folded_in(fresh_office: AnOffice) -> None:
    case_id = named(fresh_office)
    with fresh_office.at_work("Amina") as (work, _):
        work.ledgers.write(PEOPLE, case_id, b"[]")

    assert [hit.card.case_id for hit in search(fresh_office, "Zebina Orlanda").hits] == [case_id]
    with fresh_office.at_work("Siri") as (work, _):
        assert work.ledgers.waiting(PEOPLE) == 1


def test_a_caseworker_finds_their_own_people_before_a_new_case(fresh_office: AnOffice) -> None:
    case_id = named(fresh_office)

    with fresh_office.at_work("Amina") as (work, actor):
        mine = looking_up.among_own(work, actor, Wanted(("Zebina Orlanda",), 1990))
    with fresh_office.at_work("Bruno") as (work, actor):
        nothing = looking_up.among_own(work, actor, Wanted(("Zebina Orlanda",), 1990))

    assert isinstance(mine, Found)
    assert [hit.card.case_id for hit in mine.hits] == [case_id]
    assert isinstance(nothing, Found)
    assert nothing.hits == ()
    assert fresh_office.events(Event.OWN_PEOPLE_SEARCHED) == 2


def test_the_team_is_told_that_a_case_may_be_about_somebody_known_and_decides(fresh_office: AnOffice) -> None:
    one = named(fresh_office)
    search(fresh_office, "Zebina")
    other = named(fresh_office, s_name_given="Zebena", s_birth_date="1991")
    (found,) = pairs(fresh_office)
    with fresh_office.at_work("Siri") as (work, actor):
        told = looking_up.count_look_alikes(work, actor)
        looking_up.decide(work, actor, one, other, same=True)

    with fresh_office.at_work("Siri") as (work, actor):
        page = case_file.show(work, actor, other)
        left = looking_up.count_look_alikes(work, actor)

    assert {found.one.card.case_id, found.other.card.case_id} == {one, other}
    assert (told, left) == (2, 0)
    assert [(case.id, kind) for case, kind in page.linked] == [(one, Kinship.SAME_PERSON)]
    assert pairs(fresh_office) == ()


def test_what_is_different_is_not_asked_again(fresh_office: AnOffice) -> None:
    one, other = named(fresh_office), named(fresh_office)
    pairs(fresh_office)
    with fresh_office.at_work("Siri") as (work, actor):
        looking_up.decide(work, actor, one, other, same=False)

    with fresh_office.at_work("Siri") as (work, actor), pytest.raises(NotNow):
        looking_up.decide(work, actor, one, other, same=True)
    with fresh_office.at_work("Siri") as (work, actor):
        assert case_file.show(work, actor, one).linked == ()


def test_somebody_is_looked_up_after_a_pause_too(fresh_office: AnOffice) -> None:
    case_id = named(fresh_office)
    search(fresh_office, "Zebina")
    fresh_office.clock.now += timedelta(minutes=3)

    assert [hit.card.case_id for hit in search(fresh_office, "Zebina Orlanda").hits] == [case_id]


def test_who_looks_up_very_many_waits(fresh_office: AnOffice) -> None:
    for _ in range(OF_A_PERSON.free):
        search(fresh_office, "Nobody")

    with fresh_office.at_work("Siri") as (work, actor):
        looking_up.search(work, actor, Wanted(("Nobody",)))
    with fresh_office.at_work("Siri") as (work, actor):
        assert isinstance(looking_up.search(work, actor, Wanted(("Nobody",))), Wait)


def test_another_key_of_the_team_opens_everything_again(fresh_office: AnOffice) -> None:
    case_id = named(fresh_office)
    search(fresh_office, "Zebina")
    later = named(fresh_office, s_name_given="Quillon", s_name_family="Marsh")
    with fresh_office.at_work("Siri") as (work, actor):
        (ledger,) = actor.ledger_ids
        team_keys.change(work, actor, ledger)
    with fresh_office.at_work("Siri") as (work, actor):
        before = team_keys.show(work, actor, ledger).left
        left = team_keys.go_on(work, actor, ledger)

    assert before
    assert left == 0
    assert [hit.card.case_id for hit in search(fresh_office, "Zebina Orlanda").hits] == [case_id]
    assert [hit.card.case_id for hit in search(fresh_office, "Quillon Marsh").hits] == [later]


def test_what_is_noted_while_somebody_decides_is_not_lost(
    fresh_office: AnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = named(fresh_office), named(fresh_office)
    pairs(fresh_office)
    later: list[UUID] = []

    def decided_meanwhile(*about: Any) -> Cards:
        later.append(named(fresh_office, s_name_given="Quillon", s_name_family="Marsh"))
        return decided(*about)

    monkeypatch.setattr(searching, "decided", decided_meanwhile)
    with fresh_office.at_work("Siri") as (work, actor):
        looking_up.decide(work, actor, one, other, same=False)

    assert [hit.card.case_id for hit in search(fresh_office, "Quillon Marsh").hits] == later
