"""Another key for a team: by a member alone, with a bar, on the record, and seen by the others."""

from uuid import UUID, uuid4

import pytest
from builders.offices import AnOffice

from interview.audit.events import Event
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import fingerprints, team_keys


def test_a_supervisor_changes_the_key_and_goes_on_until_nothing_is_left(
    fresh_office: AnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(team_keys, "BATCH", 2)
    office, team_id = fresh_office, fresh_office.made.team.id
    interviews = [office.begin() for _ in range(3)]

    with office.at_work("Siri") as (work, actor):
        team_keys.change(work, actor, team_id)
    left: list[int] = []
    while not left or left[-1]:
        with office.at_work("Siri") as (work, actor):
            left.append(team_keys.go_on(work, actor, team_id))

    assert left == [1, 0]
    assert [office.opened(one, "Siri").id for one in interviews] == interviews
    assert office.events(Event.TEAM_KEY_CHANGED) == office.events(Event.KEY_CHANGED) == 1
    assert office.events(Event.TEAM_CASES_SEALED) == 2
    with office.at_work("Siri") as (work, actor):
        (change,) = fingerprints.changes(work, actor)
    assert (change.of_team, change.name, change.by) == (True, "Blue", "Siri")


def test_a_change_waits_until_the_last_one_is_done(fresh_office: AnOffice) -> None:
    office, team_id = fresh_office, fresh_office.made.team.id
    office.begin()
    with office.at_work("Siri") as (work, actor):
        team_keys.change(work, actor, team_id)

    with office.at_work("Siri") as (work, actor), pytest.raises(NotNow):
        team_keys.change(work, actor, team_id)
    with office.at_work("Siri") as (work, actor):
        assert team_keys.show(work, actor, team_id).left == 1


@pytest.mark.parametrize("name", ["Adam", "Amina", "Ines", "Anna", "Siri"])
def test_only_a_member_may(office: AnOffice, name: str) -> None:
    team_id: UUID = uuid4() if name == "Siri" else office.made.team.id

    for deed in (team_keys.show, team_keys.change, team_keys.go_on):
        with office.at_work(name) as (work, actor), pytest.raises(NotPermitted):
            deed(work, actor, team_id)
