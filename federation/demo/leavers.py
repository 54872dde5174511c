"""Members of the demo who die, resign or are put out: as people's own acts write it, to the last baht paid.

Who dies or leaves in a month that something else needs is planned; the others fall by the dice.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from federation.demo import claims
from federation.demo.money import moment
from federation.demo.people import Villager, dice
from federation.kit.dates import be_year, month_of, months_between
from federation.kit.names import show_name
from federation.ledger import chart
from federation.ledger.agreement import lowest_balance
from federation.ledger.books import account
from federation.people.rules import age
from groups.departures.models import Departure, DepartureKind, DepartureState
from groups.departures.queries import net_of
from groups.departures.steps import asking, deaths, deciding, paying
from groups.departures.steps.beneficiaries import name_beneficiaries_step
from groups.registry.models import Membership
from groups.registry.queries import beneficiaries_of
from groups.registry.rules import Heir, is_called

RESIGNS, DIES, OLD = 0.003, 0.003, 62  # chances at a meeting; from which age one dies
DEATHS = {(1, 14), (1, 1), (2, 9), (2, 1), (3, 4), (6, 12), (9, 5), (12, 7), (17, 3)}  # (group, months ago)
PUT_OUT = {(3, 10)}  # (group, months ago): decided in the month after the notice
NOTICE = timedelta(days=35)
ASKED_BEFORE = timedelta(days=6)
SETTLED = 26  # day of the month
WHY_LEFT = ("ย้ายไปอยู่ต่างจังหวัด", "ย้ายตามครอบครัว", "ขอลาออกเพื่อนำเงินไปใช้จ่าย", "ไปทำงานต่างถิ่น")
MUST_STAY = 8  # of those who neither borrow nor guarantee
WHY_PUT_OUT = "ขาดส่งสัจจะติดต่อกันเกินกำหนด แจ้งเตือนเป็นหนังสือแล้วไม่มาติดต่อ"
NAMES_HEIRS = 0.55


def name_heirs(members: Sequence[Membership], *, villagers: Mapping, officers: Mapping, on: date, now) -> None:
    """Let about half of the members name whom they want to get what they leave; officers, who pay it, are not named."""
    rng = dice(f"{members[0].organisation.code}:heirs") if members else None
    homes: dict[int, list[Villager]] = {}
    posts = {(user.person.given, user.person.family) for user in officers.values()}
    for who in villagers.values():
        if (who.person.given, who.person.family) not in posts:
            homes.setdefault(who.home, []).append(who)
    for member in members:
        if rng.random() < NAMES_HEIRS:
            heirs = _heirs(villagers[member.pk], homes)
            given = {"witnesses": "กรรมการสองคนที่อยู่ในวันประชุม", "on": on, "by": officers["secretary"]}
            name_beneficiaries_step(member, heirs, **given, at=moment(on, 11, until=now))


def _heirs(who: Villager, homes: Mapping[int, list[Villager]]) -> list[Heir]:
    """Return up to two of the same house, or somebody elsewhere in the family."""
    near = [other for other in homes.get(who.home, ()) if other is not who][:2]
    if not near:
        return [Heir(f"นางสาวมะลิ {who.person.family or 'ใจดี'}", "หลาน", Decimal(100))]
    parts = (Decimal(100),) if len(near) == 1 else (Decimal(60), Decimal(40))
    named = [
        (show_name(one.person.given, title=one.person.title, family=one.person.family), _kin(who, one)) for one in near
    ]
    return [Heir(name, kin, part) for (name, kin), part in zip(named, parts, strict=True)]


def _kin(who: Villager, other: Villager) -> str:
    years = other.person.born_on.year - who.person.born_on.year
    return "บุตร" if years > 15 else "บิดามารดา" if years < -15 else "คู่สมรส"


def planned(village_number: int, on: date, *, today: date, plan: set) -> bool:
    return (village_number, months_between(month_of(on), month_of(today))) in plan


def see_off(life, members: Sequence[Membership], *, on: date) -> bool:
    """Let some of these members die or resign before a meeting; tell whether anybody did."""
    gone = []
    if _first_meeting(life, on) and planned(life.village.number, on, today=life.today, plan=DEATHS):
        gone.append((_eldest(life, members, on), _die))
    for member in members:
        chance = life.leaving.random()
        if age(_born(life, member), on=on) >= OLD:
            gone += [(member, _die)] if chance < DIES else []
        elif chance < RESIGNS:
            gone.append((member, resign))
    seen = set()
    for member, how in gone:
        if member is not None and member.pk not in seen and len(members) - len(seen) > MUST_STAY:
            seen |= {member.pk} if how(life, member, on=on) else set()
    return bool(seen)


def _first_meeting(life, on: date) -> bool:
    return on.day == life.village.meeting_days[0]


def _born(life, member: Membership) -> date:
    return life.villagers[member.pk].person.born_on


def _eldest(life, members: Sequence[Membership], on: date) -> Membership | None:
    grown = [member for member in members if member.joined_on < on - timedelta(days=400)]
    return min(grown, key=lambda member: _born(life, member), default=None)


def _die(life, member: Membership, *, on: date) -> bool:
    """Report a death of the days before a meeting; the funeral is over, heirs and fund are seen to later."""
    died_on = on - timedelta(days=life.leaving.randint(2, 6))
    if died_on <= max(member.joined_on, life.opened_on) or _is_heir(life, member):
        return False
    reason = f"ใบมรณบัตรเลขที่ {life.leaving.randint(10, 99)}/{be_year(on)}"
    reported = deaths.report_death_step(member, died_on=died_on, reason=reason, **_by(life, "secretary", on, 9))
    life.mourned.append(reported)
    return True


def _is_heir(life, member: Membership) -> bool:
    """Tell whether an officer is named by a member: officers who inherit neither report nor pay."""
    people = [user.person for user in life.officers.values() if user.person_id]
    return any(is_called(one.name, person) for one in beneficiaries_of(member) for person in people)


def _by(life, post: str, on: date, hour: int) -> dict:
    return {"by": life.officers[post], "at": moment(on, hour, until=life.now)}


def resign(life, member: Membership, *, on: date) -> bool:
    """Let a member ask to leave and be paid out on the next meeting day, if the bank has the money."""
    asked_on = on - ASKED_BEFORE
    if asked_on <= max(member.joined_on, life.opened_on):
        return False
    net = net_of(member, on=on)
    if net.problems or net.sheet_words or net.net > life.purse.bank:
        return False
    facts = {"kind": DepartureKind.RESIGNATION, "on": asked_on, "reason": life.leaving.choice(WHY_LEFT)}
    asked = asking.ask_step(member, **facts, **_by(life, "secretary", asked_on, 10))
    _settle(life, asked, on=on)
    return True


def _settle(life, departure: Departure, *, on: date, heirs: Sequence[Heir] = ()) -> None:
    """Decide on what was asked, and pay it out of the bank by two people."""
    member = departure.membership
    resolved = {"resolution_no": f"{on.month}/{be_year(on)}", "resolution_on": on}
    given = {"on": on, "seen": net_of(member, on=on).net, "heirs": heirs, **resolved}
    if departure.is_death:
        given |= {"certificate": departure.reason.removeprefix("ใบมรณบัตรเลขที่ "), "held": True}
    departure = deciding.decide_step(departure, **given, **_by(life, "chair", on, 10))
    if departure.net > lowest(life.organisation, since=on, until=life.today):
        return
    for payment in departure.payments.order_by("-amount", "name"):
        paying.prepare_step(payment, purse=chart.BANK, **_by(life, "treasurer", on, 11))
        paying.pay_step(payment, on=on, **_by(life, "chair", on, 12))
        life.purse.bank -= payment.amount


def lowest(organisation, *, since: date, until: date) -> Decimal:
    """Return what lies in the bank on all days from one on."""
    return lowest_balance(account(organisation.book, chart.BANK), since=since, until=until)[0]


def see_to_the_dead(life, month: date) -> None:
    """Claim from the fund what it gives at a death, and let the heirs have what was saved."""
    waiting, life.mourned = life.mourned, []
    on = month.replace(day=SETTLED)
    for departure in waiting:
        member = departure.membership
        claims.claim_death(life.welfare, member, died_on=departure.on, month=month)
        heirs = () if beneficiaries_of(member) else [Heir("ทายาทตามที่ครอบครัวตกลงกัน", "บุตร", Decimal(100))]
        _settle(life, departure, on=on, heirs=heirs)
        life.dead.append(departure)


def put_out(life, members: Sequence[Membership], month: date) -> None:
    """Put somebody out who pays no more: notice in one month, the resolution when its time is over."""
    on = month.replace(day=SETTLED)
    for departure in [one for one in life.noticed if one.notice_on + NOTICE <= on]:
        life.noticed.remove(departure)
        if not net_of(departure.membership, on=on).open_sheets:
            _settle(life, departure, on=on)
    if planned(life.village.number, on, today=life.today, plan=PUT_OUT):
        able = [one for one in members if one.pk not in life.keepers and net_of(one, on=on).problems == []]
        member = max(able, key=lambda one: (life.villagers[one.pk].slack, one.number), default=None)
        if member is not None:
            facts = {"kind": DepartureKind.EXPULSION, "on": on, "reason": WHY_PUT_OUT}
            asked = asking.ask_step(member, **facts, **_by(life, "secretary", on, 10))
            life.noticed.append(asking.notice_step(asked, on=on, **_by(life, "secretary", on, 11)))


def leave_waiting(life, members: Sequence[Membership]) -> Departure | None:
    """Let somebody of the first group have asked to leave, for the committee to decide."""
    on = life.today
    for member in reversed(list(members)):
        if member.pk in life.keepers or age(_born(life, member), on=on) < 20:
            continue
        net = net_of(member, on=on)
        if not net.problems and not net.sheet_words and net.savings:
            facts = {"kind": DepartureKind.RESIGNATION, "on": on, "reason": WHY_LEFT[0]}
            return asking.ask_step(member, **facts, **_by(life, "secretary", on, 10))
    return None


def is_leaving(member: Membership) -> bool:
    """Tell whether a member has asked to leave, or got notice."""
    waiting = (DepartureState.ASKED, DepartureState.NOTICED)
    return Departure.objects.filter(network_id=member.network_id, membership=member, state__in=waiting).exists()
