"""What is refused, and why. No message carries an answer, a name or a case reference."""


class Refusal(Exception):
    """A thing that may not happen. The base of what this room refuses."""


class NotPermitted(Refusal):
    """The policy does not let this person do this to this thing now.

    Outside it looks the same as a thing that does not exist: nobody learns which of the two it was.
    """


class NotNow(Refusal):
    """The person may do this, but not in the state that the thing is in."""


class NotReachable(Refusal):
    """The databases cannot be reached just now, or have no room. Nothing was changed."""
