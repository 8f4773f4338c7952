"""The life of a transfer."""

from datetime import date

import pytest

from interview.casework import transfers
from interview.casework.refusals import NotNow
from interview.casework.transfers import RUNNING, Notice, Proposal, TransferState

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
