"""Business years of the demo: closed once their months are, adopted at a general meeting, and paid.

Groups keep the calendar year; the first one's ended two months ago, so that its last year waits for the visitor.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from federation.demo.money import moment
from federation.demo.people import dice
from federation.kit.dates import be_year, last_day, months_between, next_month
from federation.kit.money import ZERO
from federation.ledger import chart
from federation.ledger.agreement import lowest_balance
from federation.ledger.books import account
from federation.ledger.posting import EntryKind, credit, debit, post
from groups.registry.models import Membership
from groups.surplus import steps
from groups.surplus.models import DividendPart, Into, YearClose, YearState
from groups.surplus.queries.parts import waiting_for_accounts, waiting_for_money
from groups.surplus.queries.rehearsal import usual_plan
from groups.surplus.queries.years import close_of, standing_close, surplus_of, to_carry, years_of
from groups.surplus.rules import CASH_NOW, Year
from groups.surplus.rules.presets import PRESETS
from groups.surplus.steps.adoption import rehearsed_plan

FIRST, LOSES, PAYS_LATE = 1, 13, 5  # numbers of groups
CLOSED_ON, MEETS_ON = 14, 20  # days of the months after the year
MEETS_AFTER = 2  # months
SHORTEST = 6  # months of a year that pays a dividend
PLANS = {1: "sixty", 2: "half", 3: "many", 9: "many", 12: "many"}
RESERVE_ONLY = {"reserve": Decimal("100.00")}
INTO = (Into.SATJA, Into.SATJA, Into.SHARES, Into.SPECIAL)
CHOOSES = 0.3
REPAIRS, REPAIRED = "54090", "ซ่อมหลังคาที่ทำการกลุ่มหลังพายุ"
MORE_THAN_EARNED = Decimal(1850)


def first_month_for(this: date) -> int:
    """Return the first month of a business year that ended two months before the running one began."""
    return next_month(this, by=-1).month


def close(organisation, *, number: int, users: Mapping, month: date, now: datetime) -> YearClose | None:
    """Close the year whose last month was just closed; the first group's last one is left to the visitor."""
    year = _ended(organisation, month)
    if year is None or (number == FIRST and months_between(month, now.date()) <= 2):
        return None
    on = next_month(month).replace(day=CLOSED_ON)
    if not any(row.signed for row in to_carry(organisation.book, until=year.until)):
        return None
    at = moment(on, 14, until=now)
    asked = steps.propose_close_step(organisation, year=year, by=users["treasurer"], at=at)
    return steps.decide_close_step(asked, agreed=True, by=users["chair"], at=moment(on, 15, until=now))


def _ended(organisation, month: date) -> Year | None:
    until = last_day(month)
    return next((year for year in years_of(organisation, today=until) if year.until == until), None)


def meet(organisation, *, number: int, users: Mapping, month: date, now: datetime) -> YearClose | None:
    """Hold the general meeting of a month, if a year closed two months before waits for it, and pay what it gave."""
    until = last_day(next_month(month, by=-MEETS_AFTER))
    waits = standing_close(organisation, until=until)
    if waits is None or waits.state != YearState.CLOSED:
        return None
    return adopt(waits, number=number, users=users, on=month.replace(day=MEETS_ON), now=now)


def adopt(waits: YearClose, *, number: int, users: Mapping, on: date, now: datetime, preset: str = "") -> YearClose:
    """Let a general meeting resolve on a closed year, then pay what members chose."""
    organisation = waits.organisation
    short = months_between(waits.since, waits.until) + 1 < SHORTEST
    percents = RESERVE_ONLY if short else PRESETS[preset or PLANS.get(number, ("sixty", "half")[number % 2])].percents
    plan = usual_plan(organisation, on=on, percents=percents)
    plan = replace(plan, hand_over=_hand_over(waits, plan, on=on, now=now))
    given = {"plan": plan, "meeting_on": on, "resolution_no": f"1/{be_year(on)}"}
    proposed = steps.propose_plan_step(waits, **given, by=users["treasurer"], at=moment(on, 16, until=now))
    adopted = steps.adopt_step(proposed, by=users["chair"], at=moment(on, 17, until=now))
    if waits.surplus > ZERO and not short:
        _pay(adopted, number=number, users=users, on=on, now=now)
    return adopted


def _hand_over(waits: YearClose, plan, *, on: date, now: datetime) -> str:
    """Hand the funds their part in cash where it lies there on all days since, else owe it to them."""
    if waits.surplus <= ZERO:
        return CASH_NOW
    needed = rehearsed_plan(waits, plan, on=on).to_funds
    cash = lowest_balance(account(waits.organisation.book, chart.CASH), since=on, until=now.date())[0]
    return CASH_NOW if cash >= needed else "owed"


def _pay(adopted: YearClose, *, number: int, users: Mapping, on: date, now: datetime) -> None:
    """Credit what goes into accounts, and pay the others out of the bank, as far as there is money."""
    organisation = adopted.organisation
    parts = list(
        DividendPart.objects.filter(year=adopted, paid_on=None).select_related("membership__organisation__book")
    )
    _choose([part.membership for part in parts], users=users, on=on, now=now)
    if waiting_for_accounts(adopted).exists():
        _batch(adopted, users=users, on=on, now=now)
    bank = account(organisation.book, chart.BANK)
    left = lowest_balance(bank, since=on, until=now.date())[0]
    chosen = []
    for part in waiting_for_money(adopted):
        if part.net <= left and not (number == PAYS_LATE and part.membership.number % 4 == 0):
            chosen.append(part.membership_id)
            left -= part.net
    if chosen:
        _batch(adopted, users=users, on=on, now=now, purse=bank, membership_ids=chosen)


def _batch(adopted: YearClose, *, users: Mapping, on: date, now: datetime, **what) -> None:
    paid_on = on + timedelta(days=2)
    close = close_of(adopted.organisation, adopted.pk)
    batch = steps.propose_batch_step(
        close, on=paid_on, by=users["treasurer"], at=moment(paid_on, 14, until=now), **what
    )
    steps.decide_batch_step(batch, agreed=True, by=users["chair"], at=moment(paid_on, 15, until=now))


def _choose(members: Sequence[Membership], *, users: Mapping, on: date, now: datetime) -> None:
    """Let some say into which account they want it; the others take money."""
    rng = dice(f"{members[0].organisation.code}:choices:{on}") if members else None
    for member in members:
        if rng.random() < CHOOSES and not member.ended_on and member.person_id:
            at = moment(on, 13, until=now)
            steps.choose_step(member, into=rng.choice(INTO), on=on, by=users["secretary"], at=at)


def lose(organisation, *, number: int, users: Mapping, month: date, now: datetime) -> None:
    """Let one small group repair its house for more than the year earned, on the last day of its year."""
    year = _ended(organisation, month)
    if number != LOSES or year is None or months_between(year.since, year.until) + 1 < SHORTEST:
        return
    on = year.until
    amount = surplus_of(to_carry(organisation.book, until=on)) + MORE_THAN_EARNED
    bank = account(organisation.book, chart.BANK)
    if ZERO < amount <= lowest_balance(bank, since=on, until=now.date())[0]:
        moves = [debit(account(organisation.book, REPAIRS).pk, amount), credit(bank.pk, amount)]
        who = {"by": users["treasurer"], "checked_by": users["chair"]}
        given = {"on": on, "kind": EntryKind.JOURNAL, "key": f"repairs:{on}", "memo": REPAIRED}
        post(book=organisation.book, moves=moves, **given, **who)
