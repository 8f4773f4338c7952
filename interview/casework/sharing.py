"""What was shared with whom, and whether an agreement let it: what rests on one taken back, and what on none."""

from collections.abc import Iterable
from datetime import date

from interview.casework.agreements import Agreement, codes, folded, live, of, text
from interview.casework.rows import Row, Values, rows

GROUP = "outgoing_referral"
RECIPIENT, CONSENT = "a_out_org", "a_out_consent"

NO_AGREEMENT = "no_agreement"
"""The code of the problem that something was shared, and no agreement lets it."""

WITH_PARTNER = frozenset({None, "planned", "offered", "referred", "ongoing"})
"""What came of a referral, while somebody may still be doing something with it."""


def agreed_with(row: Row, agreements: Iterable[Agreement]) -> tuple[Agreement, ...]:
    """The agreements about the recipient of a referral, also those that were taken back."""
    who = _recipient(row)
    return tuple(one for one in agreements if one.agreed and who and folded(one.recipient) == who)


def left_open(values: Values, agreement: Agreement) -> tuple[str, ...]:
    """The referrals that rest on an agreement that was taken back, and on no other: what came of them is to be said."""
    if not agreement.agreed or agreement.withdrawn_on is None:
        return ()
    agreed, who = of(values), folded(agreement.recipient)
    return tuple(
        entry_id
        for entry_id, row in rows(values, GROUP)
        if _recipient(row) == who
        and row.get("a_out_result") in WITH_PARTNER
        and (found := agreed_with(row, agreed))
        and all(one.withdrawn_on is not None for one in found)
    )


def has_no_agreement(row: Row, agreements: Iterable[Agreement]) -> bool:
    """Whether a referral says that something was shared, or was to be, and none of these agreements lets it.

    `agreements`: as they stood on its day. Without a recipient or a day nothing can be said yet.
    """
    on, shared = row.get("a_out_date"), codes(row.get("a_out_data_shared"))
    if not isinstance(on, date) or not _recipient(row) or not (shared or row.get(CONSENT) == "yes"):
        return False
    return live(agreements, on, recipient=_recipient(row), classes=shared) is None


def _recipient(row: Row) -> str:
    return folded(text(row.get(RECIPIENT)))
