"""The life of a transfer."""

from datetime import date

import pytest

from interview.casework import transfers
from interview.casework.refusals import NotNow
from interview.casework.transfers import RUNNING, Notice, Proposal, TransferState
from interview.questionnaire.answers import key_of
from interview.questionnaire.values import AnyOf, Value

T = TransferState


def test_every_state_has_its_row() -> None:
    assert set(transfers.NEXT) == set(TransferState)
    assert {T.PROPOSED, T.ACCEPTED} == RUNNING


def test_it_is_handed_over_only_after_a_yes() -> None:
    assert transfers.moved(transfers.moved(T.PROPOSED, T.ACCEPTED), T.COMPLETED) is T.COMPLETED
    with pytest.raises(NotNow):
        transfers.moved(T.PROPOSED, T.COMPLETED)


@pytest.mark.parametrize("state", [T.COMPLETED, T.DECLINED, T.WITHDRAWN, T.STOPPED])
def test_what_is_over_stays_over(state: TransferState) -> None:
    for to in TransferState:
        with pytest.raises(NotNow):
            transfers.moved(state, to)


def test_words_come_back_as_they_were_written() -> None:
    notice = Notice("A bed, soon", urgent=True, language="ar", open_since=date(2026, 11, 2))
    proposal = Proposal("Closer to her aunt", date(2026, 11, 20), notice)

    assert transfers.proposal_of(transfers.proposal_content(proposal)) == proposal
    assert transfers.notice_of(transfers.notice_content(notice)) == notice


ON = date(2026, 11, 24)
YES: dict[str, Value] = {
    "a_agr_purpose": "transfer",
    "a_agr_recipient": "Harbour Light",
    "a_agr_given": "yes",
    "a_agr_classes": AnyOf(("needs",)),
    "a_agr_date": date(2026, 11, 15),
    "a_agr_until": date(2027, 6, 15),
}


@pytest.mark.parametrize(
    ("said", "everything", "against"),
    [
        (None, None, False),
        ({}, None, False),
        ({"a_agr_withdrawn": date(2026, 11, 20)}, None, True),
        ({"a_agr_withdrawn": date(2026, 12, 20)}, None, False),
        ({"a_agr_until": date(2026, 11, 23)}, None, True),
        ({"a_agr_given": "no"}, None, True),
        ({"a_agr_purpose": "help", "a_agr_given": "no"}, None, False),
        (None, date(2026, 11, 20), True),
        ({}, date(2026, 11, 20), True),
        # What was agreed to after everything was taken back stands.
        ({}, date(2026, 11, 10), False),
        (None, date(2026, 12, 20), False),
    ],
)
def test_what_the_record_says_against_it_counts(
    said: dict[str, Value] | None, everything: date | None, against: bool
) -> None:
    values: dict[str, Value] = {} if everything is None else {"a_cons_withdrawn": everything}
    if said is not None:
        values |= {key_of(item, "agreement", "0" * 32): value for item, value in (YES | said).items()}

    assert transfers.is_against(values, ON) is against
