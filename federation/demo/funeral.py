"""Funeral aid of the demo: the network's, to which all groups belong, and one group's own with prepaid units.

The network's begins with its last half-year. A death is claimed on the 2nd of the month after; the groups pay on the
network's sheet of that month, and collect from their members on a small sheet of their own after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from federation.demo import officers
from federation.demo.frame import Frame
from federation.demo.money import moment
from federation.demo.welfare import resolution
from federation.kit.dates import month_of, next_month
from federation.kit.money import ZERO
from federation.organisations.models import Organisation
from groups.registry.models import Membership, MembershipState
from groups.registry.queries import beneficiaries_of
from groups.sheets import rules
from groups.sheets.items import columns_of
from groups.sheets.models import Sheet
from groups.sheets.steps import RowIn, book_sheet_step
from welfare.funds.models import FundKind, WelfareFund
from welfare.funds.steps import start_fund_step
from welfare.funds.steps.gifts import gift_step
from welfare.funeral.models import Covered, Death, Payout, Scheme
from welfare.funeral.queries.deaths import death_checks
from welfare.funeral.rules.presets import PRESETS
from welfare.funeral.steps.deaths import check_death_step, open_death_step
from welfare.funeral.steps.payouts import decide_payout_step, propose_payout_step
from welfare.funeral.steps.people import cover_many_step
from welfare.funeral.steps.schemes import start_scheme_step

FUND, CODE, COLUMN = "FUN", "kd-aid", "funeral_kd-aid"
GIVEN = Decimal(60_000)  # to the network's fund at its start, so that it can advance
CLAIMED_ON, PAID_ON, COLLECTED_ON = 2, 4, 22
PAYS_LATER = (8, 14)  # groups that pay at the meeting after
OWN, OWN_FUND, OWN_CODE = 2, "FUN", "kd02-units"
TERMS = replace(PRESETS["per_death"].terms, wait_days=0, max_entry_age=0)
UNITS = replace(
    PRESETS["prepaid"].terms, rate_member=Decimal("20.00"), units_target=5, units_warn=2, wait_days=0, max_entry_age=0
)


@dataclass
class Aid:
    """The network's scheme with the two who open its rounds and pay them out."""

    scheme: Scheme
    network: officers.Network
    frame: Frame

    def by(self, post: str, on: date, hour: int = 10) -> dict:
        return {"by": getattr(self.network, post), "at": moment(on, hour, until=self.frame.now)}


def start(network: officers.Network, frame: Frame) -> Aid:
    """Begin the network's scheme with its last half-year, with every member of every group in it."""
    on = frame.between
    by, at = network.chair, moment(on, 9, until=frame.now)
    given = {**resolution(on), "by": by, "at": at}
    names = {"name_th": "กองทุนฌาปนกิจสงเคราะห์เครือข่าย", "name_en": "Funeral aid of the network"}
    fund = start_fund_step(network.organisation, kind=FundKind.FUNERAL, code=FUND, **names, on=on, **given)
    names = {"name_th": "ฌาปนกิจสงเคราะห์กาญจนดิษฐ์", "name_en": "Kanchanadit funeral aid"}
    facts = {"model": "per_death", "code": CODE, **names, "started_on": on, "terms": TERMS}
    scheme = start_scheme_step(network.organisation, fund=fund, **facts, **given)
    people = Membership.objects.filter(network_id=network.organisation.pk, person__isnull=False, joined_on__lte=on)
    people = people.filter(state__in=(MembershipState.ADMITTED, MembershipState.DIED)).select_related(
        "person", "organisation"
    )
    rows = [one for one in people.order_by("organisation__code", "number") if not one.ended_on or one.ended_on > on]
    cover_many_step(scheme, [{"membership": one} for one in rows], applied_on=on, **given)
    donor = {"donor": "local", "donor_name": "องค์การบริหารส่วนจังหวัด", "purpose": "ทุนตั้งต้น"}
    gift_step(fund, **donor, amount=GIVEN, on=on, by=network.treasurer, at=at)
    return Aid(scheme, network, frame)


def before_the_meeting(aid: Aid, month: date) -> list[Death]:
    """Open a round for whom the funeral of the month before was, and pay it out in full."""
    on = month.replace(day=CLAIMED_ON)
    return [_pay(aid, _open(aid, one, on=on), on=month.replace(day=PAID_ON)) for one in _died(aid, month) if one]


def _died(aid: Aid, month: date) -> Sequence[Covered]:
    """Return whose death of the month before the scheme pays for."""
    since, before = next_month(month, by=-1), month
    dead = Covered.objects.filter(network_id=aid.scheme.network_id, scheme=aid.scheme, relation="member")
    dead = dead.filter(membership__departures__kind="death", membership__departures__on__gte=since)
    dead = dead.filter(membership__departures__on__lt=before).order_by("number")
    dead = dead.select_related("membership__person", "membership__organisation", "scheme__organisation__book")
    return [one for one in dead.select_related("scheme__fund") if one.deaths.count() == 0]


def _open(aid: Aid, covered: Covered, *, on: date) -> Death:
    died_on = covered.membership.departures.get(kind="death").on
    given = {"died_on": died_on, "claimed_on": on, "filed_by_name": _payee(covered)["name"]}
    death = open_death_step(covered, **given, **aid.by("secretary", on))
    return check_death_step(death, agree=True, **aid.by("chair", on, 14))


def _payee(covered: Covered) -> dict:
    """Return who gets the money: the first whom the member named, else who arranged the funeral."""
    heir = next(iter(beneficiaries_of(covered.membership)), None)
    if heir:
        return {"kind": "named", "name": heir.name, "relation": heir.relation}
    return {"kind": "arranger", "name": "นางสาวบุญเรือน ศรีสุข", "relation": "ญาติ", "why_not_named": "ไม่ได้ระบุชื่อไว้"}


def _pay(aid: Aid, death: Death, *, on: date) -> Death:
    given = {**_payee(death.covered), "amount": death.net, "on": on, "purse": "bank"}
    payout = propose_payout_step(death, **given, **aid.by("secretary", on, 14))
    decide_payout_step(payout, agree=True, **aid.by("treasurer", on, 15))
    return death


def leave_open(aid: Aid) -> Payout | None:
    """Open the round of last month's death on the last days of that month; its payout waits for a second person."""
    on = min(aid.frame.last.replace(day=28), aid.frame.today)
    payout = None
    for covered in _died(aid, aid.frame.this):
        death = _open(aid, covered, on=on)
        given = {**_payee(covered), "amount": death.net, "on": on, "purse": "bank"}
        payout = propose_payout_step(death, **given, **aid.by("secretary", on, 15))
    return payout


def part_paid(amounts: dict, *, number: int, month: date, frame: Frame) -> dict:
    """Return what a group brings to the network's meeting, without its part in a death where it pays a month later."""
    if number in PAYS_LATER and month == frame.last:
        return {column: baht for column, baht in amounts.items() if column != COLUMN}
    return amounts


def collect(group: Organisation, month: date, frame: Frame) -> Sheet | None:
    """Collect what is open of deaths on a small sheet of the group's own, once most of its members come by."""
    on = month.replace(day=COLLECTED_ON)
    members = Membership.objects.of(group).live(on).filter(person__isnull=False).select_related("person")
    members = list(members.order_by("number"))
    sheet = Sheet(network_id=group.network_key, organisation=group, meeting_on=on, month=month_of(on))
    columns = columns_of(sheet, members)
    item = next((one for one in columns.items if one.code == COLUMN), None)
    if item is None or not item.dues:
        return None
    owing = [member for member in members if item.dues.get(member.pk) and (member.number + on.month) % 13]
    rows = [
        RowIn(member, {COLUMN: item.dues[member.pk]}, rules.PAID, dues={COLUMN: item.dues[member.pk]})
        for member in owing
    ]
    if not rows:
        return None
    users, at = officers.of_group(group), moment(on, 15, 30, until=frame.now)
    notes = {Decimal(20): int(sum((item.dues[one.pk] for one in owing), ZERO) / 20)}
    return book_sheet_step(
        group, meeting_on=on, rows=rows, counted=notes, columns=columns, by=users["treasurer"], at=at
    )


def start_own(organisation: Organisation, members: Sequence[Membership], *, users: dict, on: date, now) -> Scheme:
    """Begin one group's own scheme, of units paid ahead and filled up again after two deaths."""
    given = {**resolution(on), "by": users["chair"], "at": moment(on, 10, until=now)}
    names = {"name_th": "กองทุนช่วยงานศพของกลุ่ม", "name_en": "Funeral aid of the group"}
    fund: WelfareFund = start_fund_step(organisation, kind=FundKind.FUNERAL, code=OWN_FUND, **names, on=on, **given)
    names = {"name_th": "เงินช่วยงานศพสมาชิก จ่ายล่วงหน้า", "name_en": "Prepaid funeral units"}
    facts = {"model": "prepaid", "code": OWN_CODE, **names, "started_on": on, "terms": UNITS}
    scheme = start_scheme_step(organisation, fund=fund, **facts, **given)
    cover_many_step(scheme, [{"membership": one} for one in members], applied_on=on, **given)
    return scheme


def pay_own(scheme: Scheme, member: Membership, *, users: dict, on: date, now) -> Death | None:
    """Take a unit from everybody in a group's own scheme for a member's death, and pay it out as it is collected."""
    covered = Covered.objects.filter(network_id=scheme.network_id, scheme=scheme, membership=member).first()
    died_on = member.departures.get(kind="death").on
    if covered is None or not _is_paid_for(covered, died_on=died_on, on=on):
        return None

    def by(post: str, hour: int) -> dict:
        return {"by": users[post], "at": moment(on, hour, until=now)}

    death = open_death_step(covered, died_on=died_on, claimed_on=on, **by("secretary", 10))
    death = check_death_step(death, agree=True, **by("chair", 11))
    given = {**_payee(covered), "amount": death.net, "on": on, "purse": "cash"}
    payout = propose_payout_step(death, **given, **by("secretary", 12))
    decide_payout_step(payout, agree=True, **by("treasurer", 13))
    return death


def _is_paid_for(covered: Covered, *, died_on: date, on: date) -> bool:
    checks = death_checks(covered, died_on=died_on, claimed_on=on, by_accident=False, papers=())
    return not any(check.holds is False for check in checks[:3])
