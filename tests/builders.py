"""The small worlds that tests live in: plain functions with defaults, a test names only what matters to it.

group = builders.group()
anon = builders.member(group, "อานนท์", promise="100.00")
treasurer = builders.officer(group, "treasurer")
"""

import itertools
from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal

from django.db import transaction

from federation.access.models import Appointment
from federation.access.permissions import Role
from federation.kit.identity import check_digit
from federation.ledger import books, chart
from federation.ledger.posting import credit, debit, post
from federation.organisations.models import Level, State
from federation.organisations.steps import found_group_step, found_network_step
from federation.people.models import User
from federation.people.steps import PersonIn, keep_person_step
from groups.promises.steps import promise_many_step
from groups.registry.steps import NewMember, admit_many_step, admit_step
from loans.lending.models import Guarantee, LoanRequest
from loans.lending.steps.contracts import sign_step
from loans.lending.steps.events import pay_out_step, repay_step
from loans.products.models import Product, ProductVersion
from loans.products.rules import Ceiling, ProductTerms, control_of
from loans.schedules.rules import Terms
from welfare.funds.steps import dues_rule_step, start_fund_step

BOOKS_FROM = date(2026, 1, 1)
MEETING = date(2026, 1, 5)
KIND = "satja"
AT = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)

_serial = itertools.count(1)


def national_id(serial=None):
    """Return a national ID that fits its check digit and belongs to nobody: it begins with 9."""
    twelve = f"9{serial or next(_serial):011d}"
    return f"{twelve}{check_digit(twelve)}"


def user(name="somchai"):
    return User.objects.get_or_create(username=name)[0]


@transaction.atomic
def network(code=None, *, name="เครือข่ายทดสอบ", level=Level.AMPHOE, books_from=BOOKS_FROM):
    return found_network_step(level=level, **_facts(code or f"N{next(_serial):02d}", name, books_from))


@transaction.atomic
def group(network=None, *, code=None, name="กลุ่มสัจจะทดสอบ", books_from=BOOKS_FROM):
    keeper = network or globals()["network"](books_from=books_from)
    return found_group_step(keeper=keeper, **_facts(code or f"G{next(_serial):02d}", name, books_from))


@transaction.atomic
def person(group, given="อานนท์", family="ใจดี", *, national_id=None, no_id_reason="card_not_shown", **fields):
    """A person of the group's network, without a national ID unless one is named."""
    return keep_person_step(
        group.network_key,
        given=given,
        family=family,
        national_id=national_id,
        no_id_reason="" if national_id else no_id_reason,
        **fields,
    )


def officer(organisation, role=Role.TREASURER, *, name=None, since=date(2020, 1, 1), until=None):
    """A user with a running appointment that another has checked."""
    holder = user(name or f"{role}-{organisation.code}".lower())
    Appointment.objects.create(
        network_id=organisation.network_key,
        user=holder,
        role=role,
        organisation=organisation,
        since=since,
        until=until,
        resolution_no="1/2563",
        resolution_on=since,
        appointed_by=user("asks"),
        checked_by=user("checks"),
    )
    return holder


@transaction.atomic
def member(group, given="อานนท์", *, promise="100.00", joined_on=None, family="ใจดี", number=None, **fields):
    """A member with a promise from the month of joining, by default the first month of the books."""
    joined_on = joined_on or group.book.opened_on
    made = admit_step(
        group,
        person=person(group, given, family, **fields),
        joined_on=joined_on,
        number=number,
        by=user("registrar"),
        at=AT,
    )
    _promise([made], promise)
    return made


@transaction.atomic
def members(group, n, *, promise="100.00", joined_on=None):
    """So many members, made in a few queries, numbered from the next free number on."""
    joined_on = joined_on or group.book.opened_on
    rows = [
        NewMember(
            person=PersonIn(
                given=GIVEN[i % len(GIVEN)], family=FAMILY[i // len(GIVEN) % len(FAMILY)], no_id_reason="card_not_shown"
            ),
            joined_on=joined_on,
        )
        for i in range(n)
    ]
    made = admit_many_step(group, rows=rows, by=user("registrar"), at=AT)
    _promise(made, promise)
    return made


@transaction.atomic
def member_group(network, member, *, promise="500.00", joined_on=None):
    """A group's membership in a network."""
    made = admit_step(
        network,
        member_organisation=member,
        joined_on=joined_on or network.book.opened_on,
        by=user("registrar"),
        at=AT,
    )
    _promise([made], promise)
    return made


def _promise(memberships, amount):
    if amount:
        rows = [(made, Decimal(amount), made.counted_from) for made in memberships]
        promise_many_step(memberships[0].network_id, rows=rows, by=user("registrar"), at=AT)


@transaction.atomic
def product(organisation, code="ordinary", *, name="เงินกู้สามัญ", kind="ordinary", holds_from=None, **terms):
    """The first version of a loan product: 12 % a year on what is still owed, equal principal, no fines.

    terms: fields of `ProductTerms`, and those of its schedule as they are called there (method, yearly_rate, …).
    """
    kept = loan_terms(control=control_of(kind), **terms)
    made = Product.objects.create(
        network_id=organisation.network_key, organisation=organisation, code=code, kind=kind, name_th=name
    )
    return ProductVersion.objects.create(
        network_id=organisation.network_key,
        product=made,
        number=1,
        holds_from=holds_from or organisation.book.opened_on,
        terms=kept.to_data(),
        resolution_no="1/2569",
        resolution_on=holds_from or organisation.book.opened_on,
        set_by=user("sets"),
        set_at=AT,
    )


def loan_terms(*, control="13010", **terms):
    """The terms of a loan product, with defaults; see `product`."""
    of_schedule = {name: terms.pop(name) for name in list(terms) if name in {f.name for f in fields(Terms)}}
    schedule = Terms(**{"method": "equal-principal", "yearly_rate": Decimal("0.12")} | of_schedule)
    plain = {"ceiling": Ceiling(most=Decimal("200000.00")), "most_instalments": 60, "members_for_months": 0}
    return ProductTerms(schedule=schedule, control=control, **plain | terms)


@transaction.atomic
def loan(
    membership,
    amount="12000.00",
    *,
    on=None,
    instalments=12,
    first_due_on=None,
    version=None,
    paid_out=True,
    guarantors=(),
    asked=None,
    **terms,
):
    """A signed loan of a member, paid out in cash that the group is given for it, on the first meeting day.

    asked: what the request says besides, {column: value}.
    version: of a product; else one is made of `terms`. guarantors: [(membership, baht)].
    """
    organisation, on = membership.organisation, on or organisation_day(membership)
    version = version or product(organisation, f"p{next(_serial)}", **terms)
    facts = {
        "amount": Decimal(amount),
        "instalments": instalments,
        "first_due_on": first_due_on,
        "guarantors": guarantors,
    }
    request = approved_request(membership, version, on=on, **facts, **(asked or {}))
    made = sign_step(request, signed_on=on, by=user("signs"), at=at_noon(on))
    if paid_out:
        cash(organisation, amount, on=on)
        pay_out(made, amount, on=on)
    return made


def approved_request(membership, version, *, amount, instalments, on, first_due_on=None, guarantors=(), **asked):
    """A request that the committee approved as it was asked."""
    organisation = membership.organisation
    request = LoanRequest.objects.create(
        network_id=organisation.network_key,
        organisation=organisation,
        number=LoanRequest.objects.filter(organisation=organisation).count() + 1,
        membership=membership,
        product_version=version,
        amount=amount,
        instalments=instalments,
        first_due_on=first_due_on or ProductTerms.from_data(version.terms).schedule.every.after(on),
        **{"purpose": "ทำสวนยาง", **asked},
        asked_on=on,
        asked_by=user("asks"),
        asked_at=AT,
        amount_approved=amount,
        instalments_approved=instalments,
        resolution_no="1/2569",
        resolution_on=on,
        decided_by=user("decides"),
        decided_at=AT,
    )
    for guarantor, baht in guarantors:
        Guarantee.objects.create(
            network_id=organisation.network_key, request=request, membership=guarantor, amount=Decimal(baht)
        )
    request.state = "approved"
    request.save(update_fields=["state"])
    return request


def organisation_day(membership):
    """The fifth of the first month of a member's books."""
    return membership.organisation.book.opened_on.replace(day=5)


@transaction.atomic
def pay_out(loan, amount, *, on, at=None):
    """Pay a loan out in cash."""
    book = loan.organisation.book
    money = [(books.account(book, chart.CASH).pk, Decimal(amount))]
    return pay_out_step(
        loan,
        on=on,
        amount=Decimal(amount),
        money=money,
        by=user("pays"),
        checked_by=user("checks"),
        at=at or at_noon(on),
        data={"from": "cash"},
    )


@transaction.atomic
def repay(loan, amount, *, on, kind="repayment", at=None):
    """Repay a loan in cash at the desk."""
    money = [(books.account(loan.organisation.book, chart.CASH).pk, Decimal(amount))]
    return repay_step(
        loan,
        on=on,
        amount=Decimal(amount),
        money=money,
        payer=loan.membership,
        by=user("pays"),
        at=at or at_noon(on),
        kind=kind,
    )


@transaction.atomic
def cash(organisation, amount, *, on):
    """Put cash into an organisation's box, out of a surplus of earlier years."""
    book = organisation.book
    moves = [
        debit(books.account(book, chart.CASH).pk, Decimal(amount)),
        credit(books.account(book, chart.OPENING_SURPLUS).pk, Decimal(amount)),
    ]
    key = f"opening:cash:{next(_serial)}"
    return post(book=book, on=on, kind="opening", key=key, moves=moves, by=user("asks"), checked_by=user("checks"))


def at_noon(on):
    """Noon of a day in Thailand."""
    return datetime(on.year, on.month, on.day, 5, 0, tzinfo=UTC)


def _facts(code, name, books_from):
    facts = {"code": code, "name_th": name, "kind_code": KIND, "state": State.ACTIVE, "books_from": books_from}
    return facts | {"by": user("founder"), "at": AT}


GIVEN = [
    "กมล",
    "กาญจนา",
    "เกษม",
    "แก่น",
    "แก้ว",
    "โกวิท",
    "ไกร",
    "ขวัญ",
    "เขมิกา",
    "จันทร์",
    "ชูชาติ",
    "ดวงใจ",
    "ทองดี",
    "นารี",
    "บุญมา",
    "ประภา",
    "พิมพ์",
    "มานะ",
    "รุ่งทิพย์",
    "สมพร",
]
FAMILY = ["ใจดี", "ทองคำ", "รักษาศีล", "เพชรแก้ว", "บุญชู", "ศรีสุข", "ชูเมือง", "คงทอง", "สุขสวัสดิ์", "แก้วมณี"]


@transaction.atomic
def fund(
    organisation,
    code="WELF",
    *,
    kind="one_baht",
    name="กองทุนวันละบาท",
    monthly="30.00",
    on=None,
    payer="member",
    **facts,
):
    """A welfare fund with dues by the month, running since the books opened. monthly: None sets no rule on dues."""
    on = on or organisation.book.opened_on
    resolution = {"resolution_no": "1/2569", "resolution_on": on, "by": user("sets"), "at": at_noon(on)}
    made = start_fund_step(organisation, kind=kind, code=code, name_th=name, on=on, **resolution | facts)
    if monthly:
        costs = {"monthly": Decimal(monthly), "half_yearly": Decimal(monthly) * 6, "yearly": Decimal("365.00")}
        dues_rule_step(made, holds_from=on, payer=payer, **costs, **resolution)
    return made
