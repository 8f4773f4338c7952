"""Words for referrals, on both sides: states, reasons, what was said, and the preview."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from interview.casework.referral_steps import StepKind
from interview.casework.referrals import DeclineReason, Preview, ReferralState
from interview.forms import library
from interview.services.referral_words import Answer
from interview.services.referring import Refused
from interview.web import names
from interview.web.languages import language_of_page, tag
from interview.web.wording import Wording, wording_for

STATES: dict[ReferralState, LazyString] = {
    ReferralState.DRAFT: _("The person has not said yes"),
    ReferralState.CONSENT_CHECKED: _("Can be sent"),
    ReferralState.SENT: _("Waits for an answer"),
    ReferralState.ACCEPTED: _("They said yes"),
    ReferralState.DECLINED: _("They said no"),
    ReferralState.EXPIRED: _("Ran out"),
    ReferralState.IN_PROGRESS: _("They are helping"),
    ReferralState.DONE: _("Done"),
    ReferralState.STOPPED: _("Stopped"),
    ReferralState.REVOKED: _("Taken back"),
}
OURS: dict[ReferralState, LazyString] = {
    **STATES,
    ReferralState.SENT: _("Waits for your answer"),
    ReferralState.ACCEPTED: _("You said yes"),
    ReferralState.IN_PROGRESS: _("You are helping"),
}
"""The same for those who were asked."""

REASONS: dict[DeclineReason, LazyString] = {
    DeclineReason.NO_PLACE: _("There is no place at the moment"),
    DeclineReason.NOT_OUR_WORK: _("It is not what we do"),
    DeclineReason.NOT_SAFE: _("It would not be safe with us"),
    DeclineReason.LANGUAGE: _("Nobody with us speaks the language"),
    DeclineReason.OTHER: _("Another reason"),
}
ANSWERS: dict[Answer, LazyString] = {
    Answer.ACCEPTED: _("Said yes"),
    Answer.DECLINED: _("Said no"),
    Answer.TAKEN_ON: _("Opened a case for the person"),
    Answer.DONE: _("It is done"),
    Answer.STOPPED: _("It was stopped"),
}
STEPS: dict[StepKind, LazyString] = {
    StepKind.SENT: _("Asked them"),
    StepKind.HANDED_OVER: _("Handed over what was agreed"),
    StepKind.REVOKED: _("Taken back"),
    StepKind.PRINTED: _("Put on paper what was agreed"),
    StepKind.WITHDRAWN: _("Taken back, because an agreement was"),
}
REFUSED: dict[Refused, LazyString] = {
    Refused.NOT_AGREED: _("There is no agreement that allows this now."),
    Refused.NOBODY_CHOSEN: _("Choose whom to ask."),
    Refused.NOTHING_CHOSEN: _("Choose what to hand over."),
}
AGE_BANDS: dict[str, LazyString] = {
    "0_11": _("under 12"),
    "12_17": _("12 to 17"),
    "18_24": _("18 to 24"),
    "25_39": _("25 to 39"),
    "40_59": _("40 to 59"),
    "60_up": _("60 or older"),
    "unknown": _("not known"),
}
NEEDS, CLASSES = "a_need_areas", "a_out_data_shared"


@dataclass(frozen=True, slots=True)
class Shown:
    """A preview in words."""

    needs: tuple[str, ...]
    place: str
    language: str
    age: LazyString


def words_of_form() -> Wording:
    """The words of the record's form, for a page that is about no record."""
    page = tag(language_of_page())
    return wording_for("assistance", interviewer=page, person=None, page=page)


def option(question_id: str, code: str) -> str:
    """An option of a question of that form."""
    return words_of_form().plain_option(library.load("assistance").questions[question_id], code)


def shown(preview: Preview) -> Shown:
    """A preview in words."""
    language = names.name_of(names.languages(language_of_page()), preview.language)
    needs = tuple(option(NEEDS, code) for code in preview.needs)
    return Shown(needs, preview.place, language, AGE_BANDS[preview.age_band])
