"""Limits and arithmetic of acts on a running loan, without Django. Amounts in baht."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from federation.kit.money import ZERO
from federation.kit.wording import gettext_lazy as _

GENERAL_MEETING, COMMITTEE = "general_meeting", "committee"
YEAR = timedelta(days=365)
LONGEST_PAUSE = timedelta(days=366)


def needs_general_meeting(amount: Decimal, *, waived_before: Decimal, most: Decimal) -> bool:
    """Tell whether a waiver is more than the committee may give on one loan in a year.

    waived_before: on the same loan within a year of its day, earlier or later, so that a large waiver is not cut into
    small ones, in whatever order they are dated.

    Source: features: 74 Waive interest or penalty; bylaw `waiver_most`.
    """
    return amount + waived_before > most


def out_of_allowance(principal: Decimal, *, allowance: Decimal) -> tuple[Decimal, Decimal]:
    """Return (what the allowance bears, what is an expense now) of a principal that is charged off."""
    borne = min(principal, max(allowance, ZERO))
    return borne, principal - borne


def free_of_later_interest(unpaid_since: date, *, notified_on: date | None, days: int, on: date) -> bool:
    """Tell whether a guarantor was told of the default too late, and so owes no interest after those days.

    days: 60 by law. Source: domain: 5.4 Civil and Commercial Code, s.686.
    """
    last = unpaid_since + timedelta(days=days)
    return (notified_on or on) > last


def year_around(on: date) -> tuple[date, date]:
    """Return the first and the last day that lie within a year of a day."""
    return on - YEAR, on + YEAR


def opening_problems(rows: Sequence[Mapping], *, on: date):
    """Yield a sentence for each figure that keeps running loans from being taken over; amounts and days as text."""
    if not rows:
        yield _("There are no loans to take over.")
    numbers = [row["contract_no"] for row in rows]
    for row in rows:
        named = {"contract": row["contract_no"]}
        left, agreed = Decimal(row["principal_left"]), Decimal(row["principal"])
        if not ZERO < left <= agreed:
            yield _("Contract %(contract)s: what is left lies above zero and not above what was lent.") % named
        if numbers.count(row["contract_no"]) > 1:
            yield _("Contract %(contract)s stands there twice.") % named
        if date.fromisoformat(row["signed_on"]) > on:
            yield _("Contract %(contract)s: it was signed after the day of the takeover.") % named
        if row["unpaid_since"] and date.fromisoformat(row["unpaid_since"]) > on:
            yield _("Contract %(contract)s: what is unpaid cannot be due after the day of the takeover.") % named
        if not 1 <= row["instalments_left"] <= 600:
            yield _("Contract %(contract)s: 1 to 600 instalments are left.") % named
        if Decimal(row["interest_owed"]) < ZERO:
            yield _("Contract %(contract)s: interest owed is not below zero.") % named
        stand = [one["number"] for one in row.get("guarantors", ())]
        if row["number"] in stand:
            yield _("Contract %(contract)s: nobody stands for a loan of his or her own.") % named
        if len(stand) != len(set(stand)):
            yield _("Contract %(contract)s: a guarantor is named twice.") % named
