"""Worlds of funds: small helpers that its tests share."""

from datetime import date
from decimal import Decimal

from federation.ledger.queries import as_text
from tests import builders
from welfare.funds.steps import enrol_step
from welfare.funds.steps.gifts import gift_step

TODAY = date(2026, 1, 20)


def enrol(fund, membership, *, since=None, pays="monthly", **facts):
    """A place of a member, since the fund began."""
    given = {"by": builders.user("registrar"), "at": builders.at_noon(TODAY)}
    return enrol_step(fund, membership, since=since or fund.started_on, pays=pays, **given | facts)


def lines(entry):
    """The lines of an entry, as a bookkeeper writes them but for the blanks."""
    return [" ".join(line.split()) for line in as_text(entry).splitlines()]


def gift(fund, amount, *, donor="person", on=TODAY, into="bank"):
    """A gift that came into a fund."""
    given = {"donor_name": "ผู้ใหญ่ใจบุญ", "by": builders.user("pays"), "at": builders.at_noon(on)}
    return gift_step(fund, donor=donor, on=on, amount=Decimal(amount), into=into, **given)
