"""Worlds of funds: small helpers that its tests share."""

from datetime import date
from decimal import Decimal

from federation.ledger import chart
from federation.ledger.books import account
from federation.ledger.posting import EntryKind, credit, debit, post
from federation.ledger.queries import as_text
from tests import builders
from welfare.funds.models import SubsidyRound
from welfare.funds.queries import FundAccounts
from welfare.funds.steps import enrol_step
from welfare.funds.steps.acts import decide_act_step, propose_act_step
from welfare.funds.steps.gifts import gift_step

TODAY = date(2026, 1, 20)
RESOLUTION = {"resolution_no": "1/2569", "resolution_on": date(2026, 1, 10)}


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


def owe(fund, amount, *, on=TODAY, times=1):
    """What the main fund owes a fund out of the surplus of a year."""
    own, baht = FundAccounts(fund), Decimal(amount)
    moves = [
        debit(account(own.book, chart.OPENING_SURPLUS).pk, baht),
        credit(own.owed().pk, baht),
        debit(own["14030"].pk, baht),
        credit(own["46080"].pk, baht),
    ]
    given = {"by": builders.user("asks"), "checked_by": builders.user("checks")}
    return post(book=own.book, on=on, kind=EntryKind.YEAR, key=f"owe:{fund.pk}:{times}", moves=moves, **given)


def spent(fund, amount, *, on=TODAY):
    """Money of a fund's bank that two people spent."""
    given = {"on": on, "reason": "ค่าเอกสาร", "by": builders.user("asks"), "at": builders.at_noon(on)}
    data = {"for": "running", "from": "bank", "payee": "ร้านเครื่องเขียน"}
    act = propose_act_step(fund, kind="spend", amount=Decimal(amount), data=data, **given, **RESOLUTION)
    return decide_act_step(act, agree=True, by=builders.user("checks"), at=builders.at_noon(on))


def listed(fund, place, *, on=TODAY):
    """A list of one member for matching money."""
    return SubsidyRound.objects.create(
        network_id=fund.network_id,
        fund=fund,
        counted_on=on,
        rules={"read_on": on.isoformat(), "most_times": 3},
        members=[[str(place.membership_id), 0]],
        by=builders.user("sets"),
        at=builders.at_noon(on),
    )
