"""What was sealed when an interview was handed in: the system's assessment and the caseworker's proposal."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select

from interview.store import binding
from interview.store.casekeys import CaseKeys
from interview.store.columns import AnySelect
from interview.store.desk import Desk, at_work
from interview.store.documents import canonical
from interview.store.interviews import Interviews
from interview.store.records import Interview, InterviewRecord
from interview.store.tables.cases import JudgementRow
from interview.vault.keys import decision_digest, derived
from interview.vault.kinds import SealKind

_OF_INTERVIEW = select(JudgementRow.revision, JudgementRow.author_id, JudgementRow.content_sealed).where(
    JudgementRow.organisation_id == bindparam("organisation_id"),
    JudgementRow.interview_id == bindparam("interview_id"),
)
_NEWEST = _OF_INTERVIEW.order_by(JudgementRow.revision.desc()).limit(1)
_AT = _OF_INTERVIEW.where(JudgementRow.revision == bindparam("revision"))


class Judgements:
    """One sealed document for each revision that was judged. None is ever overwritten."""

    def __init__(self, desk: Desk, interviews: Interviews) -> None:
        self._desk = desk
        self._interviews = interviews
        self._opened: dict[tuple[UUID, int], bytes] = {}

    def put(self, interview: Interview, content: Mapping[str, Any]) -> str:
        """Seal what was made of an interview, as the person at work, at the revision that was opened or put last.

        Gives the digest (64 hexadecimal digits) that a decision is bound to: of this content, the form, the answers.
        It is an HMAC, because a plain hash would confirm guesses.
        """
        desk, record, opened = self._desk, interview.record, self._interviews.opened(interview)
        keys, author_id = opened.keys, at_work(desk).actor.account_id
        context = binding.judgement(keys.founding_id, record.case_id, record.id, record.revision, author_id)
        plaintext = canonical(content)
        desk.transaction.write(
            insert(JudgementRow),
            {
                "organisation_id": record.organisation_id,
                "interview_id": record.id,
                "revision": record.revision,
                "case_id": record.case_id,
                "author_id": author_id,
                "content_sealed": keys.seal(SealKind.PROPOSAL, record.id, plaintext, context),
            },
        )
        return digest_of(keys, record, opened.link, plaintext).hex()

    def get(self, interview: Interview) -> Mapping[str, Any] | None:
        """What was made of an interview last, or None. Raises `Broken`."""
        return _content(self._plaintext(interview, _NEWEST, {}))

    def at(self, interview: Interview, revision: int) -> Mapping[str, Any] | None:
        """What was made of this revision of an interview, or None. Raises `Broken`."""
        return _content(self._at(interview, revision))

    def digest(self, interview: Interview, revision: int, link: bytes) -> bytes | None:
        """The digest (32 bytes) of what was made of a revision with this link, as it lies now. Raises `Broken`."""
        plaintext = self._at(interview, revision)
        keys = self._interviews.opened(interview).keys
        return None if plaintext is None else digest_of(keys, interview.record, link, plaintext)

    def _at(self, interview: Interview, revision: int) -> bytes | None:
        """A judgement of a revision never changes: it is unsealed once, however often this work asks."""
        place = (interview.record.id, revision)
        if place not in self._opened:
            plaintext = self._plaintext(interview, _AT, {"revision": revision})
            if plaintext is None:
                return None
            self._opened[place] = plaintext
        return self._opened[place]

    def _plaintext(self, interview: Interview, statement: AnySelect, place: Mapping[str, Any]) -> bytes | None:
        record, desk = interview.record, self._desk
        of_interview = {"organisation_id": record.organisation_id, "interview_id": record.id}
        row = desk.transaction.row(statement, {**of_interview, **place})
        if row is None:
            return None
        keys = self._interviews.opened(interview).keys
        context = binding.judgement(keys.founding_id, record.case_id, record.id, row.revision, row.author_id)
        with desk.suspecting("judgement", record.organisation_id, case_id=record.case_id, interview_id=record.id):
            return keys.unseal(SealKind.PROPOSAL, record.id, row.content_sealed, context)


def _content(plaintext: bytes | None) -> Mapping[str, Any] | None:
    if plaintext is None:
        return None
    content: Mapping[str, Any] = json.loads(plaintext)
    return content


def digest_of(keys: CaseKeys, record: InterviewRecord, link: bytes, plaintext: bytes) -> bytes:
    """What a decision is bound to: this judgement, the form, and the answers with this link."""
    # Under a key of the case: it is as old as the case, and never turned.
    key = derived(keys.link_key, "decision digest", (record.id,))
    parts = (keys.founding_id, record.id, record.form, record.version, record.digest, link, plaintext)
    return decision_digest(key, parts)
