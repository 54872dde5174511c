"""What is taken off a dividend, and where each member wants it.

Source: domain, 1.6; features 130, 131.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from federation.bylaws.queries import bylaws_of
from federation.kit.money import ZERO
from groups.surplus.models import Choice, Into
from loans.arrears.queries import late_loans
from loans.lending.models import Loan


@dataclass(frozen=True, slots=True)
class Overdue:
    """What is overdue of one loan of the member's own, in baht."""

    loan: Loan
    baht: Decimal


def overdue_of(organisation, *, on: date) -> dict[object, list[Overdue]]:
    """Return {membership id: what is overdue of the member's own loans}, the longest late first.

    Loans of a fund set aside stay out: a dividend is money of the main fund. Guarantees are never asked for.
    """
    found: dict = {}
    for late in late_loans(organisation, on=on):
        if "-" not in late.at.control and late.total:
            found.setdefault(late.membership.pk, []).append(Overdue(late.loan, late.total))
    return found


def taken_off(gross: Decimal, overdue: list[Overdue]) -> list[Overdue]:
    """Return what a dividend pays of what is overdue, oldest first, never more than the dividend itself."""
    left, found = gross, []
    for one in overdue:
        baht = min(left, one.baht)
        if baht > ZERO:
            found.append(Overdue(one.loan, baht))
        left -= baht
    return found


def choices_of(organisation) -> Mapping[object, str]:
    """Return {membership id: where the member wants the dividend}, of those who said so; the newest counts."""
    said = Choice.objects.filter(network_id=organisation.network_key, membership__organisation=organisation).order_by(
        "membership_id", "-on", "-at"
    )
    return dict(said.distinct("membership_id").values_list("membership_id", "into"))


def usual_into(organisation, *, on: date) -> str:
    """Return where a dividend goes when nobody said; see the bylaws."""
    return Into(bylaws_of(organisation, on=on)["dividend_into"]).value
