"""Schemes of funeral aid with people in them, as tests of deaths need them."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from federation.ledger.books import account
from federation.ledger.funds import code_in
from federation.ledger.posting import credit, debit, post
from federation.ledger.queries import balance
from tests import builders
from welfare.funeral.rules import Terms
from welfare.funeral.steps.deaths import check_death_step, open_death_step
from welfare.funeral.steps.payouts import ask_act_step, decide_payout_step, propose_payout_step
from welfare.funeral.steps.people import cover_many_step
from welfare.funeral.steps.schemes import start_scheme_step

START = date(2026, 1, 1)
DIED = date(2026, 2, 8)
CLAIMED = date(2026, 2, 10)
RESOLUTION = {"resolution_no": "1/2569", "resolution_on": START}


def terms(**facts):
    """Terms of a hundred baht at a member's death, fifty at a relative's, ten per cent to the fund, no waiting."""
    plain = {"rate_member": Decimal(100), "rate_relative": Decimal(50), "fee_percent": Decimal(10)}
    plain |= {"wait_days": 0, "covers": ("member", "spouse", "parent", "child"), "max_entry_age": 0}
    return Terms(**plain | facts)


@transaction.atomic
def scheme(organisation, *, model="per_death", code="aid", fund="FUN", **facts):
    """A running scheme of an organisation, on a fund of its own."""
    kept = builders.fund(organisation, fund, kind="funeral", name="กองทุนฌาปนกิจ", name_en=fund, monthly=None)
    given = {"started_on": START, "terms": terms(**facts), **RESOLUTION, "by": builders.user("sets"), "at": builders.AT}
    return start_scheme_step(organisation, fund=kept, model=model, code=code, name_th="ฌาปนกิจสงเคราะห์", **given)


@transaction.atomic
def cover(scheme, memberships, **facts):
    """Cover these members from the start; return their places in that order."""
    rows = [{"membership": one, **facts} for one in memberships]
    given = {"applied_on": START, **RESOLUTION, "by": builders.user("sets"), "at": builders.AT}
    return cover_many_step(scheme, rows, **given)


def at(day):
    return builders.at_noon(day)


@transaction.atomic
def entered(covered, *, died_on=DIED, claimed_on=CLAIMED, **facts):
    """A claim that waits for a second person."""
    return open_death_step(
        covered, died_on=died_on, claimed_on=claimed_on, **facts, by=builders.user("opens"), at=at(claimed_on)
    )


@transaction.atomic
def checked(death, *, agree=True, on=None):
    return check_death_step(death, agree=agree, by=builders.user("checks"), at=at(on or death.claimed_on))


def opened(covered, **facts):
    """A round that a second person opened."""
    return checked(entered(covered, **facts))


@transaction.atomic
def proposed(death, amount, *, on=None, kind="arranger", name="มาลี ใจดี", **facts):
    facts = {"why_not_named": "ไม่ได้ระบุชื่อไว้"} | facts
    on = on or death.claimed_on
    given = {"kind": kind, "name": name, "amount": Decimal(amount), "on": on, **facts}
    return propose_payout_step(death, **given, by=builders.user("asks"), at=at(on))


@transaction.atomic
def paid(payout, *, agree=True):
    return decide_payout_step(payout, agree=agree, by=builders.user("pays"), at=at(payout.on))


@transaction.atomic
def gift(scheme, amount, *, on=START):
    """Money in the scheme's fund, given to it."""
    book, fund = scheme.organisation.book, scheme.fund.code
    cash, income = (account(book, code_in(code, fund)).pk for code in ("11010", "46020"))
    moves = [debit(cash, Decimal(amount)), credit(income, Decimal(amount))]
    key = f"gift:{on}:{amount}"
    return post(book=book, on=on, kind="fund", key=key, moves=moves, by=builders.user("asks"))


def held(organisation, code):
    """What an account of an organisation's book holds, in baht."""
    return balance(account(organisation.book, code))


@transaction.atomic
def asked_to_give_up(death):
    """What waits for a second person: that the first due of a death be given up."""
    facts = {"kind": "give_up", "reason": "ยากจน", "resolution_no": "3/2569", "resolution_on": CLAIMED}
    return ask_act_step(death, due=death.dues.first(), **facts, by=builders.user("asks"), at=at(CLAIMED))
