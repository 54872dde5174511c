"""Small worlds for loans: a product, a request, a contract. Plain functions; a test names only what matters to it."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from federation.bylaws.catalogue import RULES
from federation.bylaws.models import BylawValue
from federation.kit.ids import new_id
from federation.ledger.books import account
from federation.ledger.posting import EntryKind, credit, debit, post
from groups.registry.models import Office
from loans.lending.models import Guarantee, LoanRequest, RequestState
from loans.lending.steps.contracts import sign_step
from loans.products.models import Product, ProductVersion
from loans.products.rules import Ceiling, ProductTerms
from loans.schedules.rules import Terms
from tests import builders

ASKED_ON = date(2026, 3, 5)
FIRST_DUE = date(2026, 4, 5)


def terms(*, schedule=None, **changes):
    """Ordinary terms: 12 % a year on the balance, equal parts of principal, up to 24 months."""
    made = schedule or Terms(method="equal-principal", yearly_rate=Decimal("0.12"))
    facts = {"ceiling": Ceiling(most=Decimal("50000.00")), "most_instalments": 24, "control": "13010"}
    return ProductTerms(schedule=made, **{**facts, **changes})


def product(group, *, code="ordinary", kind="ordinary", name="เงินกู้สามัญ", holds_from=date(2020, 1, 1), **changes):
    """A version of a product, in force since long; `changes` of its terms."""
    made = Product.objects.create(network_id=group.network_key, organisation=group, code=code, kind=kind, name_th=name)
    return version(made, holds_from=holds_from, terms=terms(**changes))


def version(product, *, holds_from, terms, number=1):
    return ProductVersion.objects.create(
        network_id=product.network_id,
        product=product,
        number=number,
        holds_from=holds_from,
        terms=terms.to_data(),
        resolution_no="1/2563",
        resolution_on=holds_from,
        set_by=builders.user("chair"),
        set_at=builders.AT,
    )


@transaction.atomic
def save_up(membership, *, satja="0.00", shares="0.00", special="0.00", on=date(2026, 1, 5)):
    """Let a member have saved so much: one entry, cash in."""
    into = {"satja": satja, "shares": shares, "special": special}
    amounts = [(getattr(membership, f"{name}_account_id"), Decimal(baht)) for name, baht in into.items()]
    credits = [credit(held, baht) for held, baht in amounts if baht]
    book = membership.organisation.book
    moves = [debit(account(book, "11010").pk, sum(move.credit for move in credits)), *credits]
    return post(book=book, on=on, kind=EntryKind.JOURNAL, key=f"test:{new_id()}", moves=moves, by=builders.user("t"))


def saver(group, given="อานนท์", *, satja="0.00", shares="0.00", special="0.00", **facts):
    """A member of some years who has saved so much."""
    made = builders.member(group, given, joined_on=facts.pop("joined_on", None), **facts)
    if any(Decimal(baht) for baht in (satja, shares, special)):
        save_up(made, satja=satja, shares=shares, special=special)
    return made


def request(membership, version, *, amount="12000.00", instalments=12, guarantors=(), **changes):
    """A request as it waits for its decision; guarantors: [(membership, baht)]."""
    organisation = membership.organisation
    facts = {
        "number": LoanRequest.objects.filter(organisation=organisation).count() + 1,
        "amount": Decimal(amount),
        "instalments": instalments,
        "first_due_on": FIRST_DUE,
        "purpose": "ซื้อปุ๋ย",
        "asked_on": ASKED_ON,
        "asked_by": builders.user("officer"),
        "asked_at": builders.AT,
    }
    made = LoanRequest.objects.create(
        network_id=organisation.network_key,
        organisation=organisation,
        membership=membership,
        product_version=version,
        **{**facts, **changes},
    )
    for guarantor, baht in guarantors:
        Guarantee.objects.create(network_id=made.network_id, request=made, membership=guarantor, amount=Decimal(baht))
    return made


def approved(membership, version, *, amount="12000.00", instalments=12, on=ASKED_ON, **facts):
    """A request that the committee has approved as it was asked."""
    return approve(request(membership, version, amount=amount, instalments=instalments, **facts), on=on)


def approve(made, *, on=ASKED_ON, resolution_no="3/2569", state=RequestState.APPROVED):
    """The request, approved as it was asked."""
    decided = {
        "state": state,
        "amount_approved": made.amount,
        "instalments_approved": made.instalments,
        "resolution_no": resolution_no,
        "resolution_on": on,
        "decided_in": "committee",
        "decided_by": builders.user("chair"),
        "decided_at": builders.AT,
    }
    for name, value in decided.items():
        setattr(made, name, value)
    made.save(update_fields=list(decided))
    return made


@transaction.atomic
def contract(membership, version, *, on=ASKED_ON, contract_no=None, **facts):
    """A signed contract, not paid out yet."""
    asked = approved(membership, version, on=on, **facts)
    return sign(asked, on=on, contract_no=contract_no)


def sign(asked, *, on=ASKED_ON, contract_no=None):
    """The contract of an approved request, made on a day."""
    facts = {"signed_on": on, "contract_no": contract_no, "at": builders.at_noon(on)}
    return sign_step(asked, by=builders.user("officer"), **facts)


def committee(group, n, *, since=date(2025, 1, 1), until=date(2028, 12, 31)):
    """So many members who decide on loans: a chair, a secretary, and the rest without a post of their own."""
    posts = ["chair", "secretary", *["committee"] * max(n - 2, 0)][:n]
    members = [
        saver(group, builders.GIVEN[-1 - i], family="กรรมการ", satja="5000.00", born_on=date(1970, 1, 1))
        for i in range(n)
    ]
    for member, held in zip(members, posts, strict=True):
        Office.objects.create(
            network_id=group.network_key,
            organisation=group,
            person=member.person,
            post=held,
            since=since,
            until=until,
        )
    return members


def resolve(group, *, holds_from=date(2026, 1, 1), **values):
    """Set rules of the bylaws by a resolution."""
    for rule, value in values.items():
        BylawValue.objects.create(
            network_id=group.network_key,
            organisation=group,
            rule=rule,
            value=RULES[rule].kind.stored(value),
            holds_from=holds_from,
            resolution_no="1/2569",
            resolution_on=holds_from,
            set_by=builders.user("chair"),
            set_at=builders.AT,
        )
