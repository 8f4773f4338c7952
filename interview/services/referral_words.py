"""What is said in a referral, as values: the preview, and what the other side answered."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from interview.casework.referrals import DeclineReason, Preview, Referral
from interview.services import UnitOfWork
from interview.store.referrals import Part, Said
from interview.store.refusals import Broken


class Answer(StrEnum):
    """What the other side said."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_ON = "taken_on"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, repr=False)
class Reply:
    """One answer. `reason`: of a no. `text`: words for the sender; empty where there are none."""

    answer: Answer
    by_name: str
    at: datetime
    reason: DeclineReason | None = None
    text: str = ""


def said_of(preview: Preview) -> Said:
    """JSON data of a preview."""
    return {
        "needs": list(preview.needs),
        "place": preview.place,
        "language": preview.language,
        "age_band": preview.age_band,
    }


def previewed(work: UnitOfWork, referral: Referral, key: bytes) -> Preview:
    """What was shown of a referral before anybody agreed. Raises `Broken`."""
    said = work.referrals.read(referral, key, Part.PREVIEW)
    if said is None:
        raise Broken
    return Preview(tuple(said["needs"]), said["place"], said["language"], said["age_band"])


def replies(work: UnitOfWork, referral: Referral, key: bytes) -> tuple[Reply, ...]:
    """What the other side answered, oldest first."""
    said = work.referrals.read(referral, key, Part.REPLY)
    return () if said is None else tuple(_reply(one) for one in said["steps"])


def with_reply(before: tuple[Reply, ...], reply: Reply) -> Said:
    """JSON data of all answers and this one."""
    return {"steps": [_content(one) for one in (*before, reply)]}


def _content(reply: Reply) -> dict[str, Any]:
    return {
        "answer": reply.answer.value,
        "by_name": reply.by_name,
        "at": reply.at.isoformat(),
        "reason": None if reply.reason is None else reply.reason.value,
        "text": reply.text,
    }


def _reply(data: Said) -> Reply:
    reason = None if data["reason"] is None else DeclineReason(data["reason"])
    return Reply(Answer(data["answer"]), data["by_name"], datetime.fromisoformat(data["at"]), reason, data["text"])
