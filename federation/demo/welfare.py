"""A group's one-baht fund: who has a place in it, what it costs, what it gives, and what came in from outside.

Everything is written by the steps that people's own acts take. What the fund had before these books is invented.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from random import Random

from federation.demo.money import moment
from federation.demo.people import dice
from federation.kit.dates import be_year, next_month
from federation.kit.money import ZERO
from federation.ledger.books import account
from federation.ledger.funds import code_in
from federation.ledger.posting import EntryKind, credit, debit, post
from federation.organisations.models import Organisation
from groups.registry.models import Membership
from welfare.claims.models import Benefit
from welfare.claims.rules.presets import PRESETS
from welfare.claims.steps.rules import add_benefit_step
from welfare.funds.models import FundKind, Pays, WelfareFund
from welfare.funds.queries import purses
from welfare.funds.rules.dues import daily
from welfare.funds.steps import dues_rule_step, enrol_many_step, start_fund_step
from welfare.funds.steps.acts import Kind, decide_act_step, propose_act_step
from welfare.funds.steps.gifts import gift_step

CODE, COLUMN = "WELF", "fund_welf"
PARTS = (("WELF", "", 50), ("AGED", "ส่วนผู้สูงอายุและทุนการศึกษา", 30), ("HELP", "ส่วนช่วยเหลือยามเดือดร้อน", 20))
SPLIT = (4, 9, 12)  # groups whose dues are divided over parts
YEARS_BEFORE = 5  # for how long the funds had run before these books
HAD_BEFORE = Decimal(300)  # a place, in baht
ENROLLED, HALF_YEARLY, YEARLY = 0.88, 0.1, 0.1  # chances
GIFT_MONTH, GIFTS = 3, tuple(map(Decimal, (10_000, 15_000, 20_000)))
KEPT_IN_CASH = Decimal(3000)
BENEFITS = ("khru_chop-birth", "khru_chop-hospital", "typical-education", "simple-old_age", "typical-disaster")
OF_PART = {"education": "AGED", "old_age": "AGED", "disaster": "HELP"}
DEATH_OF = {3: "yasothon-death", 8: "yasothon-death", 11: "khru_chop-death"}
USUAL_DEATH = "sadao-death"


@dataclass
class Welfare:
    """A group's fund with all that its months need. officers: {post: user}. benefits: by kind of event."""

    organisation: Organisation
    number: int
    officers: Mapping
    rng: Random
    now: datetime
    fund: WelfareFund
    parts: Mapping[str, WelfareFund] = field(default_factory=dict)
    benefits: dict[str, Benefit] = field(default_factory=dict)
    filed: int = 0

    def by(self, post: str, on: date, hour: int = 13) -> dict:
        """Return who acts, and when."""
        return {"by": self.officers[post], "at": moment(on, hour, until=self.now)}


def resolution(on: date) -> dict:
    return {"resolution_no": f"1/{be_year(on)}", "resolution_on": on}


def start(
    organisation: Organisation,
    *,
    number: int,
    officers: Mapping,
    members: Iterable[Membership],
    on: date,
    now: datetime,
) -> Welfare:
    """Open the fund with its dues and benefits, and give most members the places they had before these books."""
    by, at = officers["chair"], moment(on, 9, until=now)
    given = {"on": on.replace(year=on.year - YEARS_BEFORE), **resolution(on), "by": by, "at": at}
    names = {"name_th": "กองทุนสวัสดิการวันละบาท", "name_en": "One-baht-a-day welfare fund"}
    fund = start_fund_step(organisation, kind=FundKind.ONE_BAHT, code=CODE, **names, **given)
    welfare = Welfare(organisation, number, officers, dice(f"{organisation.code}:welfare"), now, fund, {CODE: fund})
    if number in SPLIT:
        for code, name, _percent in PARTS[1:]:
            part = start_fund_step(organisation, kind=FundKind.OTHER, code=code, name_th=name, part_of=fund, **given)
            welfare.parts |= {code: part}
    split = [(code, Decimal(percent)) for code, _name, percent in PARTS] if number in SPLIT else []
    dues_rule_step(fund, holds_from=on, **daily(Decimal("1.00")), split=split, **resolution(on), by=by, at=at)
    _begin(welfare, list(members), on=on)
    _set_benefits(welfare, on=on)
    return welfare


def _begin(welfare: Welfare, members: list[Membership], *, on: date) -> None:
    """Give places to who had one, counted from these books on, and book what the fund had in the bank."""
    began, rows = on.replace(year=on.year - YEARS_BEFORE), []
    for member in members:
        if welfare.rng.random() < ENROLLED:
            days = welfare.rng.randrange(YEARS_BEFORE * 365 - 30) // 2
            since = max(member.joined_on, date.fromordinal(began.toordinal() + days))
            rows.append({"membership": member, "since": since, "pays": _way(welfare.rng), "dues_from": on})
    enrol_many_step(welfare.fund, rows, **welfare.by("secretary", on, 9))
    for code in welfare.parts:
        amount = HAD_BEFORE * len(rows) / len(welfare.parts)
        bank, capital = (account(welfare.organisation.book, code_in(one, code)) for one in ("12400", "35020"))
        moves = [debit(bank.pk, amount), credit(capital.pk, amount)]
        who = {"by": welfare.officers["treasurer"], "checked_by": welfare.officers["chair"]}
        given = {"on": on, "kind": EntryKind.OPENING, "key": f"opening:{code}", "memo": "ยอดยกมาของกองทุนสวัสดิการ"}
        post(book=welfare.organisation.book, moves=moves, **given, **who)


def _way(rng: Random) -> str:
    chance = rng.random()
    if chance < YEARLY:
        return Pays.YEARLY
    return Pays.HALF_YEARLY if chance < YEARLY + HALF_YEARLY else Pays.MONTHLY


def _set_benefits(welfare: Welfare, *, on: date) -> None:
    """Take the published rules over by a resolution of the group."""
    for name in (*BENEFITS, DEATH_OF.get(welfare.number, USUAL_DEATH)):
        rule = PRESETS[name]
        fund = welfare.parts.get(OF_PART.get(rule.code, CODE), welfare.fund)
        given = {"holds_from": on, **resolution(on), **welfare.by("chair", on, 10)}
        names = {"name_th": rule.name_th, "name_en": rule.name_en, "code": rule.code.replace("_", "-")}
        version = add_benefit_step(fund, terms=rule.terms, **names, cases=rule.cases, text=rule.text, **given)
        welfare.benefits[rule.code] = version.benefit


def join(welfare: Welfare, member: Membership, *, on: date) -> None:
    """Give a new member a place, as most want one."""
    if welfare.rng.random() < ENROLLED:
        row = {"membership": member, "since": on, "pays": _way(welfare.rng)}
        enrol_many_step(welfare.fund, [row], **welfare.by("secretary", on, 9))


def dues_brought(due: Decimal, *, missed: Decimal, most: Decimal, rng: Random) -> Decimal:
    """Return what somebody who came brings for a place: mostly what is due, and what was missed before."""
    chance = rng.random()
    if chance < 0.02:
        return ZERO
    return min(due + (missed if chance < 0.9 else ZERO), most)


def keep_house(welfare: Welfare, month: date) -> None:
    """Take in the year's gift of the local government, and bring what lies in the box to the bank now and then."""
    on = month.replace(day=24)
    if month.month == GIFT_MONTH:
        facts = {"donor": "local", "donor_name": "องค์การบริหารส่วนตำบล", "purpose": "สมทบสวัสดิการชุมชน"}
        amount = welfare.rng.choice(GIFTS)
        gift_step(welfare.fund, **facts, amount=amount, on=on, **welfare.by("treasurer", on, 11))
    if next_month(month).month % 3 == 1:
        for fund in welfare.parts.values():
            over = (purses(fund)["cash"] - KEPT_IN_CASH) // 100 * 100
            if over > 0:
                _to_bank(welfare, fund, over, on=on)


def _to_bank(welfare: Welfare, fund: WelfareFund, amount: Decimal, *, on: date) -> None:
    facts = {
        "kind": Kind.BANK,
        "amount": amount,
        "data": {"from": "cash", "into": "bank"},
        "reason": "นำเงินกองทุนฝากธนาคาร",
    }
    act = propose_act_step(fund, **facts, on=on, **welfare.by("treasurer", on, 14))
    decide_act_step(act, agree=True, **welfare.by("chair", on, 15))
