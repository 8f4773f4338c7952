"""A case on paper: what the reader may see, and no more."""

import pytest
from builders.offices import AnOffice
from builders.records import OnRecord, agreed, on_record

from interview.audit.events import Event
from interview.casework.refusals import NotPermitted
from interview.services import summaries
from interview.services.summaries import Summary


def on_paper(record: OnRecord, name: str = "Amina") -> Summary:
    with record.office.at_work(name) as (work, actor):
        return summaries.summary(work, actor, record.record_id)


def test_it_holds_what_is_noted_section_by_section_and_entry_by_entry(fresh_office: AnOffice) -> None:
    record = on_record(fresh_office)
    agreed(record)
    first = record.add("a16", a_srv_type="food", a_srv_state="ongoing")
    second = record.add("a16", a_srv_type="medicine", a_srv_state="planned")

    found = on_paper(record)
    parts = {part.section.id: part.blocks for part in found.parts}

    assert list(parts)[:1] == ["k0"]
    assert [block.number for block in parts["a16"]] == [1, 2]
    assert all(first in key for key in parts["a16"][0].keys)
    assert all(second in key for key in parts["a16"][1].keys)
    assert "a18" not in parts
    assert fresh_office.events(Event.SUMMARY_MADE) == 1


def test_a_supervisor_gets_it_without_what_says_who_it_is(office: AnOffice) -> None:
    record = on_record(office)

    keys = {key for part in on_paper(record, "Siri").parts for block in part.blocks for key in block.keys}

    assert keys
    assert not keys & {"s_name_given", "s_name_family", "s_birth_date"}


@pytest.mark.parametrize("name", ["Bruno", "Adam", "Anna", "Ines"])
def test_nobody_else_gets_it(office: AnOffice, name: str) -> None:
    record = on_record(office)

    with pytest.raises(NotPermitted):
        on_paper(record, name)
