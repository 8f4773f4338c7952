"""What was made of the answers is sealed beside them, revision by revision, and never overwritten."""

from builders.store import House

from interview.audit.events import Event
from interview.store.records import Interview
from interview.store.tables.cases import JudgementRow


def judge(house: House, interview: Interview, content: dict[str, object]) -> str:
    with house.at_work("caseworker") as (work, actor):
        opened = work.interviews.get(interview.record.id)
        assert opened is not None
        saved = work.interviews.put(opened, {"answers": {"judged": content}}, actor=actor)
        assert isinstance(saved, Interview)
        work.record(Event.INTERVIEW_SUBMITTED, actor=actor, interview_id=saved.record.id)
        return work.proposals.put(saved, content)


def test_a_judgement_is_read_by_those_who_have_the_case(house: House) -> None:
    interview = house.begin()
    judge(house, interview, {"assessment": "indicated", "proposal": None})

    with house.at_work("supervisor") as (work, _):
        opened = work.interviews.get(interview.record.id)
        assert opened is not None
        judgement = work.proposals.get(opened)

    assert judgement == {"assessment": "indicated", "proposal": None}
    assert b"indicated" not in house.cases.one(JudgementRow)["content_sealed"]


def test_the_newest_is_given_and_the_older_ones_stay(house: House) -> None:
    interview = house.begin()
    judge(house, interview, {"assessment": "insufficient"})
    judge(house, interview, {"assessment": "indicated"})

    with house.at_work("caseworker") as (work, _):
        opened = work.interviews.get(interview.record.id)
        assert opened is not None
        judgement = work.proposals.get(opened)

    assert judgement == {"assessment": "indicated"}
    assert [row["revision"] for row in house.cases.rows(JudgementRow)] == [2, 3]


def test_an_interview_that_was_not_judged_has_none(house: House) -> None:
    interview = house.begin()

    with house.at_work("caseworker") as (work, _):
        opened = work.interviews.get(interview.record.id)
        assert opened is not None
        assert work.proposals.get(opened) is None


def test_the_digest_speaks_of_the_content_and_of_the_answers(house: House) -> None:
    one, other = house.begin(), house.begin()

    digests = {judge(house, one, {"a": 1}), judge(house, one, {"a": 1}), judge(house, other, {"a": 1})}

    assert len(digests) == 3
    assert all(len(bytes.fromhex(digest)) == 32 for digest in digests)
