"""What is taken off a dividend, and where each member wants it.

Source: domain, 1.6; features 130, 131.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from federation.bylaws.queries import bylaws_of
from federation.kit.money import ZERO
from groups.registry.models import Membership
from groups.surplus.models import Choice, Into
from loans.arrears.queries import late_loans
from loans.arrears.queries.meetings import meetings_not_entered, waits_for_sheet
from loans.lending.models import Loan


@dataclass(frozen=True, slots=True)
class Overdue:
    """What is overdue of one loan of the member's own, in baht."""

    loan: Loan
    baht: Decimal


@dataclass(frozen=True, slots=True)
class OverdueLoans:
    """What is overdue on a day: {membership id: loans of the member's own}, the longest late first.

    waiting: how many loans are late only since a meeting whose sheet is not entered; meetings: those days. Nothing is
    taken off for these: who paid at the meeting must not pay again.
    """

    of: Mapping[object, list[Overdue]] = field(default_factory=dict)
    waiting: int = 0
    meetings: Sequence[date] = ()


def overdue_of(organisation, *, on: date) -> OverdueLoans:
    """Return what is overdue of members' own loans, and what only waits for a sheet.

    Loans of a fund set aside stay out: a dividend is money of the main fund. Guarantees are never asked for.
    """
    late = [one for one in late_loans(organisation, on=on) if "-" not in one.at.control and one.total]
    meetings = meetings_not_entered(organisation, on=on) if late else []
    found: dict = {}
    waiting = 0
    for one in late:
        if waits_for_sheet(one.at, meetings):
            waiting += 1
        else:
            found.setdefault(one.membership.pk, []).append(Overdue(one.loan, one.total))
    return OverdueLoans(found, waiting, meetings if waiting else ())


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
    """Return {membership id: where the member wants the dividend}, of those who said so; the newest counts.

    Whoever left or died is paid in money, whatever was said before.
    """
    said = Choice.objects.filter(network_id=organisation.network_key, membership__organisation=organisation).order_by(
        "membership_id", "-on", "-at"
    )
    left = Membership.objects.of(organisation).filter(ended_on__isnull=False).values_list("pk", flat=True)
    return dict(said.distinct("membership_id").values_list("membership_id", "into")) | dict.fromkeys(
        left, Into.CASH.value
    )


def usual_into(organisation, *, on: date) -> str:
    """Return where a dividend goes when nobody said; see the bylaws."""
    return Into(bylaws_of(organisation, on=on)["dividend_into"]).value
