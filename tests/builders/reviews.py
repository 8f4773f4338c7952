"""Interviews that were handed in, and supervisors who decide about them."""

from dataclasses import dataclass
from uuid import UUID

from builders.offices import AnOffice, a_person

from interview.casework.decisions import Determination, OverrideReason, ReconsiderationReason
from interview.casework.steps import Decision, Pin
from interview.eligibility.missing import ElementName
from interview.questionnaire.answers import Key
from interview.services import accounts, deciding, pinning, reconsidering, reviewing, submitting, teams
from interview.services.decision_results import Decided
from interview.services.invented import begin_talk
from interview.services.invented_reviews import tell_at_once
from interview.services.reviewing import Review


def another_supervisor(office: AnOffice, name: str) -> UUID:
    """A second person in the supervisor's team."""
    with office.at_work("Adam") as (work, actor):
        created = accounts.create_account(work, actor, name=name, roles=frozenset(), office_id=office.made.office.id)
    assert isinstance(created, accounts.Created)
    office.passphrases[name] = created.passphrase
    with office.at_work("Siri") as (work, actor):
        teams.admit(work, actor, office.made.team.id, created.account.id)
    return created.account.id


@dataclass
class InReview:
    """One interview that was handed in, with what people do about it. Each act is a request of its own."""

    office: AnOffice
    interview_id: UUID
    author: str = "Amina"

    @property
    def decision_id(self) -> UUID:
        """The newest decision about it."""
        with self.office.at_work(self.author) as (work, actor):
            found = reviewing.decision_of_interview(work, actor, self.interview_id)
        assert found is not None
        return found

    def review(self, name: str = "Siri", decision_id: UUID | None = None) -> Review:
        """What somebody sees of it."""
        decision_id = decision_id or self.decision_id
        with self.office.at_work(name) as (work, actor):
            return reviewing.open_review(work, actor, decision_id)

    @property
    def seen(self) -> int:
        """How many steps the newest screen shows."""
        return self.review(self.author).decision.seen

    def take(self, name: str = "Siri", seen: int | None = None) -> object:
        """Take it on one's desk."""
        at, decision_id = self.seen if seen is None else seen, self.decision_id
        with self.office.at_work(name) as (work, actor):
            return deciding.take(work, actor, decision_id, seen=at)

    def confirm(self, name: str = "Siri", seen: int | None = None) -> object:
        """Confirm it."""
        at, decision_id = self.seen if seen is None else seen, self.decision_id
        with self.office.at_work(name) as (work, actor):
            return deciding.confirm(work, actor, decision_id, seen=at)

    def override(
        self, name: str = "Siri", result: Determination = Determination.POSSIBLE, text: str = "Told otherwise"
    ) -> object:
        """Decide something else."""
        at, decision_id = self.seen, self.decision_id
        with self.office.at_work(name) as (work, actor):
            return deciding.override(
                work,
                actor,
                decision_id,
                seen=at,
                result=result,
                reason=OverrideReason.ANSWERS_WEIGHED_OTHERWISE,
                text=text,
                element=ElementName.MEANS,
            )

    def send_back(self, name: str = "Siri", pins: tuple[Pin, ...] = (Pin("s_vot_reason", "Why so?"),)) -> object:
        """Give it back with questions."""
        at, decision_id = self.seen, self.decision_id
        with self.office.at_work(name) as (work, actor):
            return deciding.send_back(work, actor, decision_id, seen=at, pins=pins)

    def answer(self, text: str = "Because", pin_id: str = "1", name: str | None = None) -> object:
        """Answer a question that was pinned to it."""
        with self.office.at_work(name or self.author) as (work, actor):
            return pinning.answer_pin(work, actor, self.interview_id, pin_id, text)

    def escalate(self, name: str = "Siri", reason: str = "I know the family") -> object:
        """Pass it on."""
        at, decision_id = self.seen, self.decision_id
        with self.office.at_work(name) as (work, actor):
            return deciding.escalate(work, actor, decision_id, seen=at, reason=reason)

    def tell(self, name: str | None = None) -> object:
        """Tell the person."""
        at, decision_id = self.seen, self.decision_id
        with self.office.at_work(name or self.author) as (work, actor):
            today = work.now.date()
            return reconsidering.tell(work, actor, decision_id, seen=at, what="All of it", when=today, by="Amina")

    def ask_again(self, name: str | None = None) -> object:
        """The person asks that somebody else looks."""
        at, decision_id = self.seen, self.decision_id
        with self.office.at_work(name or self.author) as (work, actor):
            return reconsidering.ask_reconsideration(
                work, actor, decision_id, seen=at, reason=ReconsiderationReason.DISAGREES, text="It was not so"
            )

    def amend(self, page_key: str, given: dict[Key, object]) -> None:
        """Change answers on one page."""
        self.office.save(self.interview_id, page_key, given, name=self.author, set_aside_confirmed=True)

    def hand_in(self) -> object:
        """Hand it in."""
        revision = self.office.opened(self.interview_id, self.author).revision
        with self.office.at_work(self.author) as (work, actor):
            return submitting.submit(work, actor, self.interview_id, revision=revision)


def handed_in(
    office: AnOffice, key: str = "indicated", given: dict[Key, object] | None = None, author: str = "Amina"
) -> InReview:
    """An interview with an invented person, handed in."""
    person = a_person(key, until="", given=given or {})
    with office.at_work(author) as (work, actor):
        interview_id = begin_talk(work, actor, person)
    with office.at_work(author) as (work, actor):
        tell_at_once(work, actor, interview_id, person)
    found = InReview(office, interview_id, author)
    assert isinstance(found.hand_in(), submitting.Submitted)
    return found


def decided(result: object) -> Decision:
    """The decision that something was done to."""
    assert isinstance(result, Decided), type(result)
    return result.decision
