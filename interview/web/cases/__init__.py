"""What is done with a case as a whole: who it is about, who looked at it, how long it is kept, erasing it."""

from interview.web.cases import attachments, erasures, identity, keeping, readers
from interview.web.cases.blueprint import cases

__all__ = ["attachments", "cases", "erasures", "identity", "keeping", "readers"]
