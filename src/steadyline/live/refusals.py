"""What a room says no to. Values only; the words are those of who refuses."""

from __future__ import annotations

from steadyline.errors import SteadylineError


class NotNow(SteadylineError):
    """What was asked for cannot be done at this point of the session; the words say what can."""


class NotOffered(SteadylineError):
    """A choice, a table or a number is none that can be given here."""


class AnotherCase(SteadylineError):
    """A session's log was written for another version of the case."""

    def __init__(self, case: str, logged: str, present: str) -> None:
        super().__init__(
            f'This session was held with another version of "{case}" ({logged[:8]}; the present one is {present[:8]}). '
            "It cannot go on with this version; its log is left as it is and can still be read and exported."
        )
