"""A fund with a little money, rules of its own, a member with a place, and the four who take a claim along."""

import itertools
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from federation.access.permissions import Role
from federation.ledger.funds import fund_account
from federation.ledger.posting import credit, debit, post
from tests import builders
from welfare.claims.models import Benefit, BenefitVersion
from welfare.claims.rules import Cap, Fixed, Length, Nights, Terms
from welfare.claims.steps import claims
from welfare.claims.steps.claims import Filing
from welfare.claims.steps.papers import add_paper_step
from welfare.funds.models import DuesPaid
from welfare.funds.steps import enrol_step

SINCE, EVENT, TODAY = date(2025, 1, 5), date(2026, 2, 10), date(2026, 2, 20)
ILLNESS = Terms(
    event="illness",
    parts=(Nights(Decimal("100.00")),),
    wait=Length(days=180),
    behind_days=90,
    caps=(Cap("nights", "year", Decimal(10)),),
    documents=("id_card", "hospital_certificate"),
)
BIRTH = Terms(event="birth", parts=(Fixed(Decimal("500.00")),), wait=Length(days=180))

_serial = itertools.count(1)


@dataclass
class World:
    organisation: object
    fund: object
    member: object
    place: object
    illness: Benefit
    birth: Benefit
    files: object
    agrees: object
    approves: object
    pays: object


def world(*, money="5000.00", group=None, member=None, code="WELF", **terms):
    """A group with a one-baht fund. money: in the fund's cash. terms: {"illness": Terms, "birth": Terms}."""
    group = group or builders.group(code="KC01")
    fund = builders.fund(group, code)
    member = member or builders.member(group, "มาลี", joined_on=SINCE)
    return (
        World(
            group,
            fund,
            member,
            placed(fund, member),
            benefit(fund, "illness", "เจ็บป่วยนอนโรงพยาบาล", terms.get("illness", ILLNESS)),
            benefit(fund, "birth", "รับขวัญเด็กแรกเกิด", terms.get("birth", BIRTH)),
            files=builders.officer(group, Role.REGISTRAR),
            agrees=builders.officer(group, Role.WELFARE_COMMITTEE),
            approves=builders.officer(group, Role.CHAIR),
            pays=builders.officer(group, Role.TREASURER),
        )
        if in_fund(fund, money)
        else None
    )


@transaction.atomic
def placed(fund, member, *, since=SINCE, paid="420.00"):
    """A place in the fund. paid: dues that came in at the start, in baht."""
    made = enrol_step(fund, member, since=since, by=builders.user("registrar"), at=builders.AT)
    if paid:
        DuesPaid.objects.create(network_id=fund.network_id, enrolment=made, on=since, amount=Decimal(paid))
    return made


@transaction.atomic
def benefit(fund, code, name, terms, *, holds_from=date(2025, 1, 1)):
    """A benefit with one version of its rule."""
    made = Benefit.objects.create(network_id=fund.network_id, fund=fund, code=code, type=terms.event, name_th=name)
    version(made, terms, holds_from=holds_from)
    return made


def version(benefit, terms, *, holds_from):
    return BenefitVersion.objects.create(
        network_id=benefit.network_id,
        benefit=benefit,
        holds_from=holds_from,
        terms=terms.to_data() if terms else {},
        resolution_no="1/2568",
        resolution_on=holds_from,
        set_by=builders.user("sets"),
        set_at=builders.AT,
    )


@transaction.atomic
def in_fund(fund, amount, *, on=builders.BOOKS_FROM, purse="11010"):
    """Put money into a fund, as a gift of somebody."""
    book, amount = fund.organisation.book, Decimal(amount)
    moves = [
        debit(fund_account(book, purse, fund=fund.code).pk, amount),
        credit(fund_account(book, "46020", fund=fund.code).pk, amount),
    ]
    return post(book=book, on=on, kind="fund", key=f"test:{next(_serial)}", moves=moves, by=builders.user("gives"))


def at(on=TODAY):
    return {"on": on, "at": builders.at_noon(on)}


@transaction.atomic
def filed(world, *, benefit=None, event_on=EVENT, on=TODAY, member=None, papers=True, by=None, **said):
    """A claim; of illness for three nights with both papers, unless told otherwise."""
    benefit = benefit or world.illness
    facts = said.pop("facts", {"nights": 3} if benefit == world.illness else {})
    filing = Filing(event_on=event_on, facts=facts, **said)
    claim = claims.file_step(benefit, member or world.member, filing, by=by or world.files, **at(on))
    for kind in ("id_card", "hospital_certificate") if papers and benefit == world.illness else ():
        add_paper_step(claim, kind=kind, seen=True, by=world.files, **at(on))
    return claim


RESOLUTION = {"resolution_no": "3/2569", "resolution_on": TODAY}


@transaction.atomic
def agreed(world, claim=None, **said):
    claim = claim or filed(world)
    resolution = {**RESOLUTION, "resolution_on": said.get("on", TODAY)}
    day = at(said.pop("on", TODAY))
    return claims.agree_step(claim, by=world.agrees, **{**resolution, **said}, **day)


@transaction.atomic
def approved(world, claim=None, *, on=TODAY, **said):
    return claims.approve_step(agreed(world, claim, on=on, **said), by=world.approves, **at(on))


@transaction.atomic
def paid(world, claim=None, *, on=TODAY, source="cash", **said):
    return claims.pay_step(approved(world, claim, on=on, **said), source=source, by=world.pays, **at(on))


def sampled(member):
    """A claim of a member with a picture, one that is paid and one that is refused: {name: what its address says}."""
    made = world(group=member.organisation, member=member, code="CLAIM")
    last = max(EVENT, member.joined_on)
    waiting, gone = filed(made, event_on=last, papers=False), filed(made, benefit=made.birth, event_on=last)
    done = paid(made, filed(made, event_on=last, another=True))
    with transaction.atomic():
        paper = add_paper_step(waiting, kind="id_card", seen=True, picture=b"%PDF-1.7", by=made.files, **at())
        claims.refuse_step(gone, reason="ไม่มีเอกสาร", by=made.agrees, **at())
    where = {
        name: {"fund": claim.fund.code, "number": claim.number, "year": claim.be_year}
        for name, claim in (("open", waiting), ("paid", done), ("refused", gone))
    }
    place = {"fund": made.fund.code, "benefit": made.illness.code, "place": made.place.number}
    return {**where, "paper": {**where["open"], "pk": paper.pk}, "place": place}
