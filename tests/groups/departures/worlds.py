"""Members with savings, and the two people it takes to let one go."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from federation.ledger import books, chart
from federation.ledger.posting import credit, debit, post
from groups.departures.queries import net_of
from groups.departures.steps import asking, deaths, deciding, paying
from groups.registry.rules import Heir
from loans.lending.models import Guarantee
from tests import builders

MEETING = date(2026, 1, 5)
DAY = date(2026, 2, 10)
D = Decimal
RESOLVED = {"resolution_no": "3/2569", "resolution_on": DAY}
PAPER = {"certificate": "12/2569", "held": True}


@transaction.atomic
def save(membership, *, satja="0.00", shares="0.00", special="0.00", on=MEETING):
    """Let a member hold so much, brought in cash."""
    book = membership.organisation.book
    held = {"satja": D(satja), "shares": D(shares), "special": D(special)}
    moves = [credit(getattr(membership, f"{what}_account_id"), baht) for what, baht in held.items() if baht]
    cash = debit(books.account(book, chart.CASH).pk, sum(held.values()))
    who = {"by": builders.user("asks"), "checked_by": builders.user("checks")}
    post(book=book, on=on, kind="opening", key=f"opening:{membership.pk}:{on}", moves=[cash, *moves], **who)
    return membership


def saver(group, given="อานนท์", *, number=None, **held):
    return save(builders.member(group, given, number=number), **held)


def who(name, *, on=DAY):
    return {"by": builders.user(name), "at": builders.at_noon(on)}


@transaction.atomic
def asked(membership, *, kind="resignation", on=DAY, reason="ย้ายไปอยู่กับลูก", by="asks", **facts):
    return asking.ask_step(membership, kind=kind, on=on, reason=reason, **facts, **who(by, on=on))


@transaction.atomic
def decided(departure, *, on=DAY, by="decides", seen=None, **facts):
    if seen is None:
        seen = net_of(departure.membership, on=on).net
    facts = {**PAPER, **facts} if departure.is_death else facts
    return deciding.decide_step(departure, on=on, seen=seen, **{**RESOLVED, **facts}, **who(by, on=on))


@transaction.atomic
def paid(payment, *, on=DAY, purse=chart.CASH, by="pays", checked_by="hands"):
    paying.prepare_step(payment, purse=purse, **who(by, on=on))
    return paying.pay_step(payment, on=on, **who(checked_by, on=on))


@transaction.atomic
def died(membership, *, died_on=date(2026, 2, 1), on=DAY, reason="ใบมรณบัตรเลขที่ 12/2569", by="asks", **facts):
    return deaths.report_death_step(membership, died_on=died_on, reason=reason, **facts, **who(by, on=on))


def mourned(group, given):
    """A member who died with savings and a loan that a second member guarantees; decided, with one heir to pay."""
    dead, other = saver(group, given, satja="9000.00"), saver(group, f"{given}สอง", satja="900.00")
    builders.loan(dead, "1200.00", guarantors=[(other, "500.00")])
    heir = Heir(f"{given} ทายาท", "บุตร", D(100))
    made = decided(died(dead), heirs=[heir])
    Guarantee.objects.filter(loan__membership=dead).update(released_on=None, release_reason="")
    return made


def proposed(group, given):
    return asked(saver(group, f"{given}สาม", satja="9.00"), kind="expulsion", reason=f"{given} ไม่ได้ส่งนาน")
