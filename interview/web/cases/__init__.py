"""What is done with a case as a whole: where it stands, who it is about, its files, who looked at it, erasing it."""

from interview.web.cases import agreements, attachments, erasures, file, identity, keeping, letting_in, readers
from interview.web.cases.blueprint import cases

__all__ = ["agreements", "attachments", "cases", "erasures", "file", "identity", "keeping", "letting_in", "readers"]
