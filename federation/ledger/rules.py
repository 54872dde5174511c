"""What holds of figures of the books. No database here."""

from decimal import Decimal

from federation.kit.money import ZERO


def left_of_year(added: Decimal, *, carried: Decimal) -> Decimal:
    """Return what still stands in income and expenses of a year that added so much, after its end carried some out.

    A year end may carry out more than the year added: the surplus of years before that never were closed.
    """
    return added - carried if min(ZERO, added) <= carried <= max(ZERO, added) else ZERO
