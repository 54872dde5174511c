"""The network's welfare fund for those who lead the groups, which the network pays for, and one that lends livestock.

Places are held by an office and as long as it; what one gets follows the published example.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from federation.demo import claims, officers
from federation.demo.frame import Frame
from federation.demo.money import moment
from federation.demo.people import dice
from federation.demo.welfare import Welfare, resolution
from federation.ledger import chart
from federation.ledger.agreement import lowest_balance
from federation.ledger.books import account
from federation.organisations.models import Organisation
from groups.registry.models import Membership, Office
from welfare.claims.models import Claim
from welfare.claims.rules.presets import PRESETS
from welfare.claims.steps.claims import Filing
from welfare.claims.steps.rules import add_benefit_step
from welfare.funds.models import DuesRule, FundKind, WelfareFund
from welfare.funds.steps import dues_rule_step, enrol_step, start_fund_step
from welfare.funds.steps.acts import decide_act_step, propose_leaders_step
from welfare.funds.steps.gifts import gift_step

CODE = "LEAD"
A_MONTH, A_YEAR, HALF_A_YEAR = Decimal(20), Decimal(200), Decimal(110)
TERM_BEGAN = 2  # years before these books the leaders had had their places
GIVEN = Decimal(20_000)
BENEFITS = ("leaders-hospital", "leaders-death", "leaders-accident")
PAYS = "ค่าสวัสดิการผู้นำตามมติที่ประชุมเครือข่าย"
HERD = 4  # number of the group that lends livestock
HERD_GIVEN = Decimal(25_000)


def start(network: officers.Network, frame: Frame) -> WelfareFund:
    """Begin the leaders' fund with the last half-year, with a place for every officer of a group."""
    on = frame.between
    by, at = network.chair, moment(on, 10, until=frame.now)
    given = {**resolution(on), "by": by, "at": at}
    names = {"name_th": "กองทุนสวัสดิการผู้นำ", "name_en": "Leaders' welfare fund"}
    fund = start_fund_step(network.organisation, kind=FundKind.LEADERS, code=CODE, **names, on=on, **given)
    ways = {"monthly": A_MONTH, "half_yearly": HALF_A_YEAR, "yearly": A_YEAR}
    dues_rule_step(fund, holds_from=on, **ways, payer=DuesRule.Payer.ORGANISATION, **given)
    for name in BENEFITS:
        rule = PRESETS[name]
        names = {"name_th": rule.name_th, "name_en": rule.name_en, "code": rule.code.replace("_", "-")}
        add_benefit_step(fund, terms=rule.terms, **names, cases=rule.cases, holds_from=on, **given)
    for office, member in _leaders(network.organisation, on=on):
        since = max(member.joined_on, office.since)
        enrol_step(fund, member, since=since, dues_from=on, office=office, by=network.secretary, at=at)
    donor = {"donor": "state", "donor_name": "สถาบันพัฒนาองค์กรชุมชน", "purpose": "สมทบกองทุนผู้นำ"}
    gift_step(fund, **donor, amount=GIVEN, on=on, by=network.treasurer, at=at)
    return fund


def _leaders(network: Organisation, *, on: date) -> Iterable[tuple[Office, Membership]]:
    """Return who holds a post in a group, each with the membership there."""
    members = Membership.objects.filter(network_id=network.pk, person__isnull=False, ended_on=None)
    members = members.select_related("person", "organisation__book", "organisation__keeper")
    by_person = {(one.organisation_id, one.person_id): one for one in members}
    offices = Office.objects.filter(network_id=network.pk, since__lte=on, until__gte=on)
    for office in offices.exclude(organisation=network).order_by("organisation__code", "post"):
        if member := by_person.get((office.organisation_id, office.person_id)):
            yield office, member


def pay_dues(fund: WelfareFund, network: officers.Network, frame: Frame) -> None:
    """Let the network pay what it owes for its leaders, as far as its bank reaches."""
    on = frame.last.replace(day=24)
    given = {"on": on, "source": "bank", "into": "bank", "reason": PAYS, **resolution(on)}
    act = propose_leaders_step(fund, **given, by=network.treasurer, at=moment(on, 10, until=frame.now))
    bank = lowest_balance(account(network.organisation.book, chart.BANK), since=on, until=frame.today)[0]
    if bank >= act.amount:
        decide_act_step(act, agree=True, by=network.chair, at=moment(on, 14, until=frame.now))


def help_one(fund: WelfareFund, network: officers.Network, frame: Frame) -> Claim:
    """Pay one leader for nights in hospital; the papers were seen, and the network's officers decided."""
    month = frame.last
    users = {"treasurer": network.treasurer, "secretary": network.secretary, "chair": network.chair}
    welfare = Welfare(network.organisation, 0, users, dice(f"{CODE}:welfare"), frame.now, fund)
    welfare.benefits |= {one.code: one for one in fund.benefits.select_related("fund__organisation__book")}
    leader = fund.enrolments.select_related("membership__person", "membership__organisation__book").order_by("number")
    filing = Filing(event_on=month.replace(day=12), facts={"nights": 3}, health={"words": claims.SAID[1]})
    claim = claims.file(welfare, welfare.benefits["hospital"], leader[1].membership, filing, on=month.replace(day=23))
    return claims.settle(welfare, claim, month=month)


def start_herd(organisation: Organisation, *, users: dict, on: date, now) -> WelfareFund:
    """Begin one group's livestock fund, which may lend by its own resolution."""
    given = {**resolution(on), "by": users["chair"], "at": moment(on, 10, until=now)}
    names = {"name_th": "กองทุนโคเนื้อ", "name_en": "Cattle fund"}
    facts = {"kind": FundKind.LIVESTOCK, "code": "COW", "may_lend": True, **names}
    fund = start_fund_step(organisation, **facts, on=on, **given)
    donor = {"donor": "state", "donor_name": "ปศุสัตว์อำเภอ", "purpose": "ทุนซื้อโคให้สมาชิกยืมเลี้ยง"}
    gift_step(fund, **donor, amount=HERD_GIVEN, on=on, by=users["treasurer"], at=moment(on, 11, until=now))
    return fund
