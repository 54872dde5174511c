"""Nobody decides on, or signs, something else than what was before their eyes."""

from django.utils.translation import gettext_lazy as _

from federation.kit.refusals import Refused
from loans.lending.models import LoanRequest
from loans.lending.queries.seen import seen_as


class ChangedSinceSeen(Refused):
    """Raised when a request is no longer what somebody had before their eyes when they decided or signed."""

    def __init__(self):
        words = _(
            "This request was changed after you opened it, and nothing was recorded. Below stands what it says now:"
            " read it again before you go on."
        )
        super().__init__(words)


def check_seen(request: LoanRequest, seen: str | None) -> None:
    """Raise `ChangedSinceSeen` unless a request is what was shown, as `seen_as` told it. None: shown to nobody."""
    if seen is not None and seen != seen_as(request):
        raise ChangedSinceSeen
