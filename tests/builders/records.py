"""Records of cases: begun after a decision, with entries in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from builders.offices import AnOffice
from builders.reviews import InReview, handed_in

from interview.forms import library
from interview.questionnaire import codec
from interview.questionnaire.answers import Key, PageKey, key_of
from interview.questionnaire.definition import Section
from interview.services import assistance, entries, interviewing
from interview.services.interviewing import OpenInterview
from interview.services.results import AskOnceMore, Saved, SaveResult


@dataclass
class OnRecord:
    """The record of a case. Each act is a request of its own."""

    office: AnOffice
    case_id: UUID
    record_id: UUID

    def opened(self, name: str = "Amina") -> OpenInterview:
        """The record as somebody sees it."""
        return self.office.opened(self.record_id, name)

    def save(self, page_key: PageKey, given: Mapping[Key, object], name: str = "Amina", **options: bool) -> SaveResult:
        """Save a page of it. `given`: answers as JSON data, by key."""
        questions = library.load("assistance").questions
        values = {key: codec.from_json(questions[key.rpartition("-")[2]], value) for key, value in given.items()}
        with self.office.at_work(name) as (work, actor):
            shown = interviewing.open_interview(work, actor, self.record_id, for_page=page_key)
            return interviewing.save_page(
                work,
                actor,
                self.record_id,
                page_key,
                values,
                revision=shown.revision,
                language="en",
                opened=shown,
                **options,
            )

    def section(self, section_id: str, name: str = "Amina") -> tuple[entries.Found, ...]:
        """The entries of a section, the newest first."""
        shown = self.opened(name)
        section = next(one for one in shown.questionnaire.sections if one.id == section_id)
        return entries.of_section(shown, section)

    def add(self, section_id: str, *, entry_id: str | None = None, name: str = "Amina", **given: object) -> str:
        """An entry of a section, saved page by page as far as `given` answers lead. Gives the entry."""
        section = section_of(section_id)
        entry_id = entry_id or uuid4().hex
        said = {key_of(question_id, section.group, entry_id): value for question_id, value in given.items()}
        self.walk(f"{section.pages[0].id}-{entry_id}", said, name)
        return entry_id

    def fill(self, section_id: str, name: str = "Amina", **given: object) -> None:
        """A section that does not repeat, saved page by page."""
        self.walk(section_of(section_id).pages[0].id, given, name)

    def look_at_what_is_known(self) -> None:
        """Save every page of what is known already as it is shown."""
        for page in section_of("k0").pages:
            with self.office.at_work("Amina") as (work, actor):
                shown = interviewing.open_interview(work, actor, self.record_id, page_key=page.id)
                values = {key: shown.answers.values.get(key) for key in page.question_ids}
                interviewing.save_page(
                    work, actor, self.record_id, page.id, values, revision=shown.revision, language="en"
                )

    def walk(self, page_key: PageKey, said: dict[Key, object], name: str) -> None:
        """From a page on, as far as one leads to the next; what is asked once more is left as it is."""
        turn: PageKey | None = page_key
        while turn is not None:
            on_page = library.load("assistance").pages[turn.partition("-")[0]].question_ids
            given = {key: value for key, value in said.items() if key.rpartition("-")[2] in on_page}
            result = self.save(turn, given, name)
            if isinstance(result, AskOnceMore):
                result = self.save(turn, given, name, asked_once_more=True)
            if isinstance(result, AskOnceMore):
                # Something that cannot be left out: somebody else's business.
                return
            assert isinstance(result, Saved), (turn, type(result).__name__)
            turn = None if result.next_page == turn else result.next_page


def section_of(section_id: str) -> Section:
    """A section of the form."""
    return next(one for one in library.load("assistance").sections if one.id == section_id)


def on_record(office: AnOffice, key: str = "indicated") -> OnRecord:
    """The record of a case about which Siri decided as Amina proposed."""
    review = handed_in(office, key)
    review.confirm()
    return begun(office, review)


def begun(office: AnOffice, review: InReview, name: str = "Amina") -> OnRecord:
    """The record that somebody begins after a decision."""
    with office.at_work(review.author) as (work, actor):
        found = work.interviews.find(review.interview_id)
        assert found is not None
    with office.at_work(name) as (work, actor):
        record_id = assistance.begin(work, actor, found.case_id)
    return OnRecord(office, found.case_id, record_id)


CLOSING = {
    "a_close_date": "2026-06-15",
    "a_close_status": "closed",
    "a_close_reason": "goals_met",
    "a_close_retention": "2030-06-15",
}


def agreed(record: OnRecord) -> None:
    """The person agrees to be helped and to a file."""
    record.fill(
        "a1",
        a_case_kind="primary",
        a_assist_start="2026-06-15",
        a_cons_assist="yes",
        a_cons_file="yes",
        a_cons_research="no",
        a_cons_basis="oral_witnessed",
        a_cons_date="2026-06-15",
    )
