"""The lines of a settlement as they were decided, for the page and the statement."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.kit.money import show
from groups.departures.models import Departure
from groups.departures.queries.net import SATJA, SHARES, SPECIAL, NetLine

LABELS = {SATJA: _("Satja savings"), SHARES: _("Shares"), SPECIAL: _("Special savings")}


def settled_lines(departure: Departure) -> list[NetLine]:
    """Return what was decided, line by line; a loan with what was taken for it, and what is still owed."""
    return [_line(row) for row in departure.settlement]


def _line(row: dict) -> NetLine:
    amount = Decimal(row["amount"])
    if row["what"] != "loan":
        return NetLine(row["what"], LABELS[row["what"]], amount)
    words = _("Loan, contract %(contract)s: taken from savings") % {"contract": row["contract"]}
    left = Decimal(row["owed"]) + amount
    note = _("%(baht)s baht are still owed") % {"baht": show(left)} if left else ""
    return NetLine("loan", words, amount, note=note)
