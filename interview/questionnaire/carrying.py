"""Questions of one form as they stand in another, which knows their answers already and does not ask again."""

from dataclasses import replace

from interview.questionnaire.definition import Kind, Question, Tier, Who, YesIf
from interview.questionnaire.kinds import Required


def carried_over(question: Question, form: str, section_id: str) -> Question:
    """The question in a section of another form: shown whatever else is answered, asked for by nothing.

    What was worked out there stands here as it was found, for staff to correct.
    """
    worked_out = isinstance(question.computed, YesIf)
    return replace(
        question,
        kind=Kind.YES_NO if worked_out else question.kind,
        who=Who.STAFF if question.computed is not None else question.who,
        computed=None,
        relevant=None,
        required=Required.NO,
        required_when=None,
        checks=(),
        tier=Tier.LEAN,
        from_account=False,
        group=None,
        section_id=section_id,
        origin=form,
    )
