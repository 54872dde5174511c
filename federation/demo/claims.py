"""What the demo's members ask of their fund month by month, how it is decided on and paid, and what waits.

What is said of anybody's health is invented and names no illness. The day of each step is after the month's meetings.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from federation.demo.welfare import Welfare
from federation.kit.dates import be_year, month_of
from groups.registry.models import Membership
from groups.registry.queries import beneficiaries_of
from welfare.claims.models import Benefit, Claim
from welfare.claims.queries.quoting import worked_out
from welfare.claims.queries.rules import terms_of, version_on
from welfare.claims.rules import document_of
from welfare.claims.steps import claims as steps
from welfare.claims.steps.claims import ClaimedAlready, Filing
from welfare.claims.steps.papers import add_paper_step
from welfare.funds.queries import places, purses

FILED, AGREED, APPROVED, PAID = 24, 25, 25, 26  # days of the month
A_YEAR = {"birth": 0.03, "hospital": 0.09, "education": 0.05, "old_age": 0.03, "disaster": 0.008}  # for each place
AGES = {"birth": (19, 42), "education": (30, 60), "old_age": (60, 110)}
ADULT, DAYS_BACK = 18, 18
SAID = ("นอนพักดูอาการตามที่แพทย์นัด", "เข้ารับการรักษาตามใบรับรอง", "พักฟื้นหลังรับการดูแล")
WHY_PAID_TO = "ผู้ตายไม่ได้ระบุชื่อไว้ ผู้นี้เป็นผู้จัดการศพตามคำรับรองของผู้ใหญ่บ้าน"
LATE_PAPERS = "เอกสารของโรงพยาบาลเป็นชื่อคนอื่น ที่ประชุมขอให้นำเอกสารของตนเองมายื่นใหม่"


def ask_and_pay(welfare: Welfare, month: date, *, keepers: set) -> None:
    """Let members claim what befell them in a month, decide on it, and pay it as far as there is money."""
    held = [one.membership for one in places(welfare.fund, on=month.replace(day=FILED))]
    held = [member for member in held if member.pk not in keepers]
    for kind, rate in A_YEAR.items():
        for _turn in range(_how_many(welfare, len(held) * rate / 12)):
            if found := _ask(welfare, kind, held, on=month.replace(day=FILED)):
                settle(welfare, found, month=month)


def _how_many(welfare: Welfare, expected: float) -> int:
    return int(expected) + (welfare.rng.random() < expected % 1)


def _ask(welfare: Welfare, kind: str, held: Sequence[Membership], *, on: date) -> Claim | None:
    """Let one of those whom it can befall file a claim; who had the same before does not."""
    least, most = AGES.get(kind, (ADULT, 110))
    able = [member for member in held if least <= _years(member, on) <= most]
    if not able:
        return None
    member = welfare.rng.choice(able)
    facts = _facts(welfare, kind)
    said = {"words": welfare.rng.choice(SAID)} if kind == "hospital" else None
    event_on = max(on - timedelta(days=welfare.rng.randint(3, DAYS_BACK)), member.joined_on)
    try:
        return file(welfare, welfare.benefits[kind], member, Filing(event_on=event_on, facts=facts, health=said), on=on)
    except ClaimedAlready:
        return None


def _years(member: Membership, on: date) -> int:
    born = member.person.born_on
    return on.year - born.year if born else ADULT


def _facts(welfare: Welfare, kind: str) -> Mapping:
    if kind == "birth":
        return {"nights": welfare.rng.randint(1, 3)}
    if kind == "hospital":
        return {"nights": welfare.rng.choice((1, 2, 2, 3, 3, 4, 6))}
    return {"children": 1, "school": "โรงเรียนในตำบล", "level": "มัธยมศึกษา"} if kind == "education" else {}


def file(welfare: Welfare, benefit: Benefit, member: Membership, filing: Filing, *, on: date) -> Claim:
    """File a claim, with all papers seen that the rule asks for."""
    by = welfare.by("treasurer", on, 10)
    claim = steps.file_step(benefit, member, filing, on=on, **by)
    for paper in terms_of(version_on(benefit, on=filing.event_on)).documents:
        if not document_of(paper).by_proxy:
            add_paper_step(claim, kind=paper, seen=True, on=on, **by)
    return claim


def settle(welfare: Welfare, claim: Claim, *, month: date, why_payee: str = "") -> Claim:
    """Take a claim through committee, chair and treasurer; what the rule does not give is refused.

    why_payee: why it is paid to somebody whom the member did not name.
    """
    agreed_on = month.replace(day=AGREED)
    if not worked_out(claim).quote.amount:
        reason = "ยังไม่ครบเงื่อนไขตามระเบียบของกองทุน"
        return steps.refuse_step(claim, reason=reason, on=agreed_on, **welfare.by("secretary", agreed_on))
    claim = agree(welfare, claim, on=agreed_on, reason=why_payee)
    approved_on, paid_on = month.replace(day=APPROVED), month.replace(day=PAID)
    claim = steps.approve_step(claim, on=approved_on, **welfare.by("chair", approved_on, 15))
    source = purse_for(claim)
    if source is None:
        return claim
    claim = steps.pay_step(claim, on=paid_on, source=source, **welfare.by("treasurer", paid_on))
    return steps.receive_step(claim, on=paid_on, **welfare.by("treasurer", paid_on, 14))


def agree(welfare: Welfare, claim: Claim, *, on: date, reason: str = "") -> Claim:
    resolved = {"resolution_no": f"{on.month}/{be_year(on)}", "resolution_on": on, "reason": reason}
    return steps.agree_step(claim, **resolved, on=on, **welfare.by("secretary", on))


def purse_for(claim: Claim) -> str | None:
    """Return the purse of the fund that has so much, the larger sums out of the bank; None where neither has."""
    there = purses(claim.fund)
    wanted = ("cash", "bank") if claim.amount <= Decimal(1000) else ("bank", "cash")
    return next((one for one in wanted if there[one] >= claim.amount), None)


def claim_death(welfare: Welfare, member: Membership, *, died_on: date, month: date) -> Claim | None:
    """Let the family claim what the fund gives at a death; it is paid in full to whom the member named."""
    if not places(welfare.fund).filter(membership=member).exists():
        return None
    heir = next(iter(beneficiaries_of(member)), None)
    name, relation = (heir.name, heir.relation) if heir else ("ทายาทที่จัดการศพ", "ญาติ")
    filing = Filing(event_on=died_on, claimant_name=name, claimant_relation=relation, payee_name=name)
    claim = file(welfare, welfare.benefits["death"], member, filing, on=month.replace(day=FILED))
    return settle(welfare, claim, month=month, why_payee="" if heir else WHY_PAID_TO)


def leave_undone(welfare: Welfare, *, today: date, keepers: set) -> None:
    """Leave a claim to the committee and one to the chair, and show one that was refused with its reason."""
    members = [one.membership for one in places(welfare.fund, on=today) if one.membership_id not in keepers]
    grown = [member for member in members if _years(member, today) >= ADULT]
    event = max(today - timedelta(days=9), month_of(today))
    made = []
    for member, kind, nights in zip(grown[3::7], ("hospital", "birth", "hospital"), (3, 2, 4), strict=False):
        said = {"words": SAID[0]} if kind == "hospital" else None
        filing = Filing(event_on=event, facts={"nights": nights}, health=said)
        made.append(file(welfare, welfare.benefits[kind], member, filing, on=today))
    _waits, agreed, refused = made
    agree(welfare, agreed, on=today)
    steps.refuse_step(refused, reason=LATE_PAPERS, on=today, **welfare.by("secretary", today))
