"""Words for what stands against a journey."""

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from interview.casework.movements import Block

BLOCKS: dict[Block, LazyString] = {
    Block.NOT_WANTED: _("The person has not said that they want to go."),
    Block.NOT_ASSESSED: _("Nobody has noted how dangerous it is."),
    Block.DANGER: _("A high danger is noted, and no supervisor has decided about it."),
    Block.FEAR: _("The person fears going back, or did not say. First they speak with a lawyer."),
    Block.CHILD: _("For a child: what is best, and the family, have to be looked at first."),
    Block.NOT_SIGNED: _("The person has not signed that they go of their own will."),
}
