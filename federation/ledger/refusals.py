"""What the books refuse, in words for the screen."""

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from federation.kit.refusals import Refused


class MonthClosed(Refused):
    """Raised when an entry is dated in a closed month."""


class BeforeTheBook(Refused):
    """Raised when an entry is dated before its book opened."""


class InTheFuture(Refused):
    """Raised when an entry is dated after the day it is recorded."""


class NotBalanced(Refused):
    """Raised when debits and credits differ, in the entry or in one of its funds."""


class BelowZero(Refused):
    """Raised when cash, bank or a member's balance would fall below zero."""


class AlreadyBooked(Refused):
    """Raised when the same fact is posted a second time."""


class AlreadyReversed(Refused):
    """Raised when an entry is reversed a second time, or a reversal is."""


class NeedsSecondPerson(Refused):
    """Raised when an act needs another pair of eyes and has none, or the same ones."""


class ClockWentBack(Refused):
    """Raised when the machine's clock is more than five minutes behind the last entry."""


REFUSALS = {
    "entry_month_is_open": (
        MonthClosed,
        _("That month is closed. Date it in the open month and name the month it concerns."),
    ),
    "entry_not_before_its_book": (BeforeTheBook, _("That day lies before these books were opened.")),
    "entry_not_in_the_future": (InTheFuture, _("That day has not come yet.")),
    "entry_balances_in_each_fund": (NotBalanced, _("Debits and credits are not equal; nothing was posted.")),
    "account_not_below_zero": (
        BelowZero,
        _("There is not that much money in the account; nothing was posted."),
    ),
    "entry_fact_booked_once": (AlreadyBooked, _("This is already posted.")),
    "entry_reversed_once": (AlreadyReversed, _("This entry is already reversed.")),
    "reversal_mirrors_its_entry": (AlreadyReversed, _("This entry cannot be reversed.")),
    "entry_checked_by_another": (
        NeedsSecondPerson,
        _("Another person has to check this; you cannot check your own act."),
    ),
    "entry_of_its_kind_needs_four_eyes": (NeedsSecondPerson, _("This needs a second person to check it.")),
    "months_close_in_order": (MonthClosed, _("Months are closed one after the other, the oldest first.")),
}


def refusal_of(error: IntegrityError):
    """Return the `Refused` that says what a database guard refused, or None if it is not one of ours to explain."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    if name in REFUSALS:
        kind, words = REFUSALS[name]
        return kind(words)
    return None
