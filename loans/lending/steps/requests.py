"""Asking for a loan, changing what was asked, withdrawing it. They stand in the caller's transaction."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.kit.money import ZERO
from federation.kit.refusals import Refused
from federation.ledger.posting import lock
from federation.organisations.models import Organisation
from groups.registry.models import LIVE, Membership
from loans.lending.models import (
    Borrowing,
    Collateral,
    Guarantee,
    JointBorrower,
    Loan,
    LoanRequest,
    LoanState,
    RequestState,
)
from loans.lending.queries.exposure import exposure
from loans.lending.queries.funds import not_a_fund, not_of_product
from loans.lending.queries.requests import request_numbered
from loans.lending.rules.contracts import goods_total
from loans.lending.steps.contracts import next_number
from loans.lending.steps.independence import beyond, check_no_post
from loans.products.models import ProductVersion


class BadRequest(Refused):
    """Raised when what was asked does not fit together; `fields` says where."""


class NotUndecided(Refused):
    """Raised when a request was decided, withdrawn or signed already."""


@dataclass(frozen=True)
class GuarantorIn:
    membership: Membership
    amount: Decimal
    is_spouse: bool = False


@dataclass(frozen=True)
class CollateralIn:
    kind: str
    description: str
    value: Decimal
    valued_on: date
    document_no: str = ""


@dataclass(frozen=True)
class JointIn:
    membership: Membership
    part: Decimal


@dataclass(frozen=True)
class RequestIn:
    """What a member asks for; amounts in baht.

    due_dates: where the instalments follow no rhythm. goods: [{"name", "unit", "count", "price"}], the last two as
    text; then `amount` is their sum. refinances: a running loan of the member that this one pays off. borrower_…: where
    an organisation asks, who came for it, and its own resolution to borrow. fund: the borrowed money it is
    lent out of, or None for the organisation's own.
    """

    membership: Membership
    product_version: ProductVersion
    amount: Decimal
    instalments: int
    first_due_on: date
    purpose: str
    repaid_from: str = ""
    is_urgent: bool = False
    due_dates: tuple[date, ...] = ()
    goods: tuple[dict, ...] = ()
    refinances: Loan | None = None
    fund: Borrowing | None = None
    guarantors: tuple[GuarantorIn, ...] = ()
    collaterals: tuple[CollateralIn, ...] = ()
    joint: tuple[JointIn, ...] = ()
    borrower_officers: str = ""
    borrower_resolution_no: str = ""
    borrower_resolution_on: date | None = None

    def columns(self) -> dict:
        """Return what stands in the request's own row."""
        names = ("membership", "product_version", "amount", "instalments", "first_due_on", "purpose", "repaid_from")
        of_borrower = ("borrower_officers", "borrower_resolution_no", "borrower_resolution_on")
        facts = {name: getattr(self, name) for name in (*names, *of_borrower, "is_urgent", "refinances", "fund")}
        return {**facts, "due_dates": [day.isoformat() for day in self.due_dates], "goods": list(self.goods)}


def ask_step(organisation: Organisation, *, asked: RequestIn, on: date, by, at) -> LoanRequest:
    """Keep a request under the next number. Raises `BadRequest`, or `PostInBorrower` where `by` has a post there."""
    lock(organisation.book)
    check_no_post(by, [asked.membership], on=on)
    _check(organisation, asked, on=on)
    request = LoanRequest.objects.create(
        network_id=organisation.network_key,
        organisation=organisation,
        number=next_number(LoanRequest, organisation),
        asked_on=on,
        asked_by=by,
        asked_at=at,
        **asked.columns(),
    )
    _keep_parts(request, asked)
    return request


def change_step(request: LoanRequest, *, asked: RequestIn, by) -> LoanRequest:
    """Replace what an undecided request says, which is then as `by` entered it. Raises `NotUndecided`, `BadRequest`."""
    request = undecided_one(request)
    check_no_post(by, [asked.membership], on=request.asked_on)
    _check(request.organisation, asked, on=request.asked_on)
    for name, value in (columns := {**asked.columns(), "asked_by": by}).items():
        setattr(request, name, value)
    request.save(update_fields=list(columns))
    for parts in (request.guarantees, request.collaterals, request.joint_borrowers):
        parts.all().delete()
    _keep_parts(request, asked)
    return request


def withdraw_step(request: LoanRequest) -> LoanRequest:
    """Let a member take back what he or she asked for. Raises `NotUndecided`."""
    request = undecided_one(request)
    request.state = RequestState.WITHDRAWN
    request.save(update_fields=["state"])
    return request


def _check(organisation: Organisation, asked: RequestIn, *, on: date) -> None:
    said = (*_what_is_wrong(organisation, asked, on=on), *_of_an_organisation(organisation, asked, on=on))
    wrong = {name: words for name, words in said if words}
    if wrong:
        raise BadRequest(next(iter(wrong.values())), fields=wrong)


def _what_is_wrong(organisation: Organisation, asked: RequestIn, *, on: date):
    """Yield (field, words) of what does not fit together."""
    member = asked.membership
    if member.organisation_id != organisation.pk or member.state not in LIVE:
        yield "number", _("Only a member of this group can ask for a loan.")
    if asked.product_version.product.organisation_id != organisation.pk:
        yield "product", _("Choose one of the loans of this group.")
    if asked.first_due_on <= on:
        yield "first_due_on", _("The first instalment falls due after the day of the request.")
    if asked.goods and goods_total(asked.goods) != asked.amount:
        yield "amount", _("The amount is the sum of the goods.")
    loan = asked.refinances
    if loan and (loan.membership_id != member.pk or loan.state != LoanState.RUNNING):
        yield "refinances", _("Only a running loan of the same member is paid off by another.")
    if words := not_a_fund(organisation, asked.fund, of_organisation=bool(member.member_organisation_id)):
        yield "fund", words
    given = {"of_organisation": bool(member.member_organisation_id), "borrowed": asked.fund, "old": loan}
    yield "product", not_of_product(asked.product_version.product, **given)
    yield from _wrong_people("guarantors", [one.membership for one in asked.guarantors], asked, organisation)
    yield from _wrong_people("joint", [one.membership for one in asked.joint], asked, organisation)
    if sum((one.part for one in asked.joint), ZERO) >= asked.amount:
        yield "joint", _("The parts of the others together are less than the loan: the first borrower uses the rest.")


def _of_an_organisation(organisation: Organisation, asked: RequestIn, *, on: date):
    """Yield what an organisation's request lacks, and where it is more than the limit of the day leaves."""
    if not asked.membership.member_organisation_id:
        return
    if not asked.borrower_officers:
        yield "borrower_officers", _("Write who of its officers asks for the loan.")
    if not (asked.borrower_resolution_no and asked.borrower_resolution_on):
        yield "borrower_resolution_no", _("Write the number and the date of its own resolution to borrow.")
    elif asked.borrower_resolution_on > on:
        yield "borrower_resolution_on", _("That day has not come yet.")
    old = (asked.refinances.pk,) if asked.refinances else ()
    if words := beyond(exposure(organisation, asked.membership, on=on, without=old), asked.amount):
        yield "amount", words


NOT_THE_BORROWER = {
    "guarantors": _("The borrower cannot stand under “Guarantors”: name another member there."),
    "joint": _("The borrower cannot stand under “Others who borrow together”: name another member there."),
}


def _wrong_people(name: str, members: list[Membership], asked: RequestIn, organisation: Organisation):
    if any(one.pk == asked.membership.pk for one in members):
        yield name, NOT_THE_BORROWER[name]
    if len({one.pk for one in members}) < len(members):
        yield name, _("Each member is named once.")
    if any(one.organisation_id != organisation.pk or one.state not in LIVE for one in members):
        yield name, _("Only members of this group can be named.")
    if name == "guarantors" and {one.pk for one in members} & {one.membership.pk for one in asked.joint}:
        yield name, _("Who borrows together with the member owes it all anyway, and is no guarantor besides.")


def _keep_parts(request: LoanRequest, asked: RequestIn) -> None:
    common = {"network_id": request.network_id, "request": request}
    Guarantee.objects.bulk_create(
        Guarantee(membership=one.membership, amount=one.amount, is_spouse=one.is_spouse, **common)
        for one in asked.guarantors
    )
    JointBorrower.objects.bulk_create(
        JointBorrower(membership=one.membership, part=one.part, **common) for one in asked.joint
    )
    Collateral.objects.bulk_create(Collateral(**vars(one), **common) for one in asked.collaterals)


def undecided_one(request: LoanRequest) -> LoanRequest:
    """Lock, and return the request as it stands, if it waits for its decision."""
    request = locked_one(request)
    if request.state != RequestState.ASKED:
        words = _("This request does not wait for a decision any more: %(state)s.")
        raise NotUndecided(words % {"state": request.get_state_display()})
    return request


def locked_one(request: LoanRequest) -> LoanRequest:
    """Lock the book and the request, and return it with all its parts."""
    lock(request.organisation.book)
    LoanRequest.objects.select_for_update().get(network_id=request.network_id, pk=request.pk)
    return request_numbered(request.organisation, request.number)
