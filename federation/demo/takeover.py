"""The loans that ran before the books of a demo group: taken over from its register by an act of two people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from federation.demo.borrowers import Borrowers, Homes, Marked
from federation.demo.fates import Fate
from federation.demo.money import Purse, moment
from federation.kit.dates import be_year, next_month
from groups.registry.models import Membership
from loans.acts.models import ActKind
from loans.acts.steps.frame import propose_and_decide_step
from loans.lending.models import Loan
from loans.lending.queries.guarantees import free_savings

WHY = "รับช่วงสัญญาเงินกู้เดิมจากทะเบียนของกลุ่มเข้าระบบ"
ABOVE_LAW = "0.18"  # what some old contracts said; the law allows 15 % a year
PARTLY = 5  # the group that left a part of its old loans for a visitor to detail
RING = 13  # the group where two old contracts guarantee each other
DEAR = (9, 15)  # the groups with an old contract above the lawful rate
PART_OF_MEMBERS = 0.5  # of those who could borrow, how many had a loan


@dataclass
class Old:
    """A loan out of the register, before it is taken over. months: how many instalments are left."""

    member: Membership
    left: Decimal
    months: int
    fate: Fate | None = None


@dataclass(frozen=True)
class Register:
    """Who could be in the register of old loans: members of age, the fates of some, and what it comes to in baht."""

    number: int
    able: Sequence[Membership]
    fates: Sequence[Fate]
    lent: Decimal
    homes: Homes


def take_over(
    purse: Purse, borrowers: Borrowers, register: Register, *, meeting: date, on: date, this: date, now
) -> None:
    """Take the old loans over on the first day of the books, and mark those that will go wrong."""
    olds = _olds(borrowers, register, on=on, this=this)
    rows = _rows(purse, borrowers, register, olds, meeting=meeting, on=on)
    propose_and_decide_step(
        purse.organisation,
        None,
        kind=ActKind.OPENING,
        on=on,
        data={"rows": rows, "partial": register.number == PARTLY},
        reason=WHY,
        by=purse.treasurer,
        at=moment(on, 10, until=now),
        checked_by=purse.chair,
        checked_at=moment(on, 11, until=now),
    )
    of_member = {loan.membership_id: loan for loan in Loan.objects.of(purse.organisation).select_related("membership")}
    for old in olds:
        if old.fate:
            begins = old.fate.month(this)
            borrowers.marked[old.member.pk] = Marked(old.fate, of_member[old.member.pk], begins)


def _olds(borrowers: Borrowers, register: Register, *, on: date, this: date) -> list[Old]:
    """Return the old loans; together they come to what the books say is lent, or less where a part is left."""
    rng = borrowers.rng
    able = sorted(register.able, key=borrowers.place)
    marked = able[: len(register.fates)]  # the first in the lot: anybody may stand for them
    others = able[len(marked) :]
    count = max(int(len(able) * PART_OF_MEMBERS), len(marked) + 3)
    chosen = marked + rng.sample(others, min(count - len(marked), len(others)))
    lent = register.lent * 4 // 500 * 100 if register.number == PARTLY else register.lent
    parts = _parts(rng, lent, people=len(chosen), first=len(marked))
    fates = {member.pk: fate for member, fate in zip(marked, register.fates, strict=True)}
    olds = []
    for member, left in zip(chosen, parts, strict=True):
        fate = fates.get(member.pk)
        olds.append(Old(member, left, _months(rng, fate, on=on, this=this), fate))
    return olds


def _months(rng, fate: Fate | None, *, on: date, this: date) -> int:
    """Return how many instalments are left; a loan that goes wrong must still run by then."""
    if fate is None:
        return rng.choice((5, 9, 12, 15, 18, 20, 22, 24))
    begins = fate.month(this)
    return (begins.year - on.year) * 12 + begins.month - on.month + rng.choice((9, 12))


def _parts(rng, lent: Decimal, *, people: int, first: int) -> list[Decimal]:
    """Cut a sum in hundreds of baht; those with a fate, who stand first, owe less than others."""
    weights = [rng.uniform(0.45, 0.6) if n < first else rng.uniform(0.5, 1.5) for n in range(people)]
    parts = [Decimal(int(float(lent) * weight / sum(weights) / 100) * 100) for weight in weights]
    parts[-1] += lent - sum(parts)
    return parts


def _rows(
    purse: Purse, borrowers: Borrowers, register: Register, olds: list[Old], *, meeting: date, on: date
) -> list[dict]:
    """Return the old loans as the register tells them: what is left, when the next part is due, who stands for it."""
    free = {pk: one.free for pk, one in free_savings(register.able, on=on).items()}
    taken: dict = {}
    rows = []
    for serial, old in enumerate(olds, start=1):
        guarantors = _guarantors(borrowers, register, old, free=free, taken=taken, on=on)
        rows.append(_row(old, serial=serial, guarantors=guarantors, meeting=meeting, on=on))
    if register.number == RING:
        _close_a_ring(rows)
    if register.number in DEAR:
        rows[-1]["yearly_rate"] = ABOVE_LAW
    return rows


def _guarantors(borrowers: Borrowers, register: Register, old: Old, *, free: dict, taken: dict, on: date) -> list[dict]:
    """Choose two who stand for what the borrower's own savings do not cover; each for two loans at most."""
    uncovered = old.left - free[old.member.pk]
    if uncovered <= 0 and old.fate is None:
        return []
    able = borrowers.guarantors_for(old.member, register.able, on=on, homes=register.homes)
    able = [one for one in able if taken.get(one.pk, 0) < 2 and free[one.pk] >= 2000]
    chosen = borrowers.rng.sample(able, min(2, len(able)))
    rows = []
    for one in chosen:
        taken[one.pk] = taken.get(one.pk, 0) + 1
        amount = max(min(uncovered / 2, free[one.pk] / 2), Decimal(2000)) // 100 * 100
        rows.append({"number": one.number, "amount": f"{amount:.2f}"})
    return rows


def _row(old: Old, *, serial: int, guarantors: list[dict], meeting: date, on: date) -> dict:
    paid_months = max(3, 30 - old.months)
    signed_on = next_month(meeting.replace(day=1), by=-paid_months).replace(day=min(meeting.day, 28))
    paid = old.left * paid_months / old.months // 100 * 100
    days = (on - next_month(meeting.replace(day=1), by=-1).replace(day=meeting.day)).days
    owed = old.left * min(days, 30) / 3000
    return {
        "number": old.member.number,
        "contract_no": f"เดิม {serial}/{be_year(signed_on)}",
        "product": "ordinary",
        "signed_on": signed_on.isoformat(),
        "principal": f"{old.left + paid:.2f}",
        "principal_left": f"{old.left:.2f}",
        "next_due": meeting.isoformat(),
        "instalments_left": old.months,
        "paid": f"{paid:.2f}",
        "interest_owed": f"{owed:.2f}",
        "unpaid_since": None,
        "guarantors": guarantors,
    }


def _close_a_ring(rows: list[dict]) -> None:
    """Let two old contracts guarantee each other, as a new one never may."""
    one, other = rows[-1], rows[-2]
    for first, second in ((one, other), (other, one)):
        first["guarantors"] = [{"number": second["number"], "amount": "3000.00"}]
