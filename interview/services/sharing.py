"""Whether what was shared rests on an agreement, as it stood on that day."""

from datetime import date

from interview.casework import agreements, sharing
from interview.casework.agreement_versions import Version, on_day
from interview.casework.agreements import Agreement
from interview.casework.rows import Values, rows
from interview.questionnaire.answers import PageKey, key_of, parts_of
from interview.questionnaire.problems import Problem
from interview.questionnaire.view import View
from interview.services.drafting import Draft, Earlier


def doubts(view: View, draft: Draft, page_key: PageKey) -> tuple[Problem, ...]:
    """What to ask once more about a page that says that something was shared: no agreement that is noted lets it.

    It can be left: what happened is written down as it was.
    """
    page = view.page(page_key)
    if page is None or page.entry is None:
        return ()
    key = key_of(sharing.CONSENT, sharing.GROUP, page.entry.id)
    if key not in page.keys or not is_without(view.values, draft, page.entry.id):
        return ()
    return (Problem(sharing.NO_AGREEMENT, key),)


def is_without(values: Values, draft: Draft, entry_id: str) -> bool:
    """Whether a referral shared something that no agreement let on its day, as it stood then."""
    row = dict(rows(values, sharing.GROUP)).get(entry_id, {})
    on = row.get("a_out_date")
    if not isinstance(on, date):
        return False
    stood = [then for one in agreements.of(values) for then in on_day(versions(values, draft, one), on)]
    return sharing.has_no_agreement(row, stood)


def versions(values: Values, draft: Draft, agreement: Agreement) -> tuple[Version, ...]:
    """What an entry said from when on, oldest first; what it says now comes last."""
    entry = next(one for one in draft.answers.entries[agreements.GROUP] if one.id == agreement.entry_id)
    earlier = [one for one in draft.earlier if one.entry.id == entry.id]
    since = [entry.at.date(), *(one.at.date() for one in earlier)]
    said = [*(_as_it_was(values, one) for one in earlier), agreement]
    return tuple(Version(noted_on, one) for noted_on, one in zip(since, said, strict=True))


def _as_it_was(values: Values, earlier: Earlier) -> Agreement:
    """What an entry said before it was amended. What took everything back later took back what it said afterwards."""
    everything = values.get(agreements.EVERYTHING)
    if isinstance(everything, date) and everything > earlier.at.date():
        values = {key: value for key, value in values.items() if key != agreements.EVERYTHING}
    row = {parts_of(key).question_id: value for key, value in earlier.values.items()}
    return agreements.agreement_of(earlier.entry.id, row, values)
