"""Worlds of funds: small helpers that its tests share."""

from datetime import date

from tests import builders
from welfare.funds.steps import enrol_step

TODAY = date(2026, 1, 20)


def enrol(fund, membership, *, since=None, pays="monthly", **facts):
    """A place of a member, since the fund began."""
    given = {"by": builders.user("registrar"), "at": builders.at_noon(TODAY)}
    return enrol_step(fund, membership, since=since or fund.started_on, pays=pays, **given | facts)
