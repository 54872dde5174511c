"""What is refused of a year's surplus, in one place for its steps."""

from federation.kit.refusals import Refused


class YearNotReady(Refused):
    """Raised when a year cannot close yet; `problems` names each reason."""

    def __init__(self, found: list):
        super().__init__(found[0].words, problems=[one.words for one in found])
        self.found = found


class NotAtThisStep(Refused):
    """Raised when a year is not where this could be done; the words say where it is."""


class SamePerson(Refused):
    """Raised when who asked would also decide."""


class NotThatPlan(Refused):
    """Raised when a plan cannot be carried out as it stands; the words say why."""


class NotThatPayment(Refused):
    """Raised when dividends cannot be paid that way; the words say why."""
