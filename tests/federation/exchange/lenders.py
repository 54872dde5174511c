"""Groups that lent before these books, and how their officers walk through the takeover."""

from datetime import UTC, date, datetime
from decimal import Decimal as D

from django.db import transaction
from django.test import Client
from django.urls import reverse

from federation.access.permissions import Role
from federation.exchange import actions
from federation.exchange.models import ImportState, RegisterImport
from federation.ledger.books import account
from federation.ledger.posting import EntryKind, credit, debit, post
from federation.ledger.queries import balance
from loans.lending.models import Loan
from tests import builders
from tests.federation.exchange.workbooks import TODAY, bankhlong, decided
from tests.loans.lending import worlds

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
REASON = {"reason": "รับสัญญาเงินกู้เข้าบัญชี"}


def village():
    """Eight members, seven of whom a register says to owe 42,000 baht in one sum, and a product to take them under."""
    found = with_officers(builders.group())
    loans = {number: 1000 * (number + 2) for number in range(1, 8)}
    for number in range(1, 9):
        worlds.saver(found, f"สมาชิก{'กขคงจฉชซ'[number - 1]}", satja="5000.00", number=number)
    with transaction.atomic():
        lend_in_one_sum(found, sum(loans.values()))
    RegisterImport.objects.create(
        network_id=found.network_key,
        organisation=found,
        file_name="register.xlsx",
        content=b"",
        digest=b"",
        made={"loans": {str(number): f"{amount}.00" for number, amount in loans.items()}},
        state=ImportState.POSTED,
        made_by=builders.user("treasurer"),
        made_at=AT,
        checked_by=builders.user("chair"),
        posted_at=AT,
    )
    worlds.product(found)
    return found


def with_officers(group):
    builders.officer(group, Role.TREASURER, name="treasurer")
    builders.officer(group, Role.CHAIR, name="chair")
    return group


def lend_in_one_sum(group, amount):
    moves = [debit(account(group.book, "13090").pk, D(amount)), credit(account(group.book, "33010").pk, D(amount))]
    facts = {"on": date(2026, 1, 2), "kind": EntryKind.JOURNAL, "key": "test:lent", "by": builders.user("t")}
    return post(book=group.book, moves=moves, **facts)


def whole_register():
    """The demo's register of 64 members, 493,750 baht of their loans in one sum, and a product to take them under."""
    found = with_officers(builders.group(code="KLONG"))
    actions.import_register(
        found,
        file_name="register.xlsx",
        content=bankhlong(),
        answers=decided(bankhlong()),
        by=builders.user("treasurer"),
        checked_by=builders.user("chair"),
        at=AT,
        today=TODAY,
    )
    worlds.product(found)
    return found


def client(name="treasurer"):
    browser = Client()
    browser.force_login(builders.user(name))
    return browser


def url(group, page="running_loans"):
    return reverse(f"federation:{page}", kwargs={"code": group.code})


def as_proposed(group, **changes):
    """Return what the page would send if nothing were changed; changes: "row-3-due_on" and the like."""
    page = client().get(url(group)).context
    sent = {"version": page["version"], "count": len(page["rows"].forms), "on": page["day"]["on"].value()}
    for form in page["rows"].forms:
        sent |= {f"row-{form.at}-{name}": value for name, value in form.typed.items()}
    return {**sent, **{name.replace("__", "-"): value for name, value in changes.items()}}


def agree(act):
    return client("chair").post(
        reverse("loans:act", kwargs={"code": act.organisation.code, "pk": act.pk}), {"decision": "agree"}
    )


def detail(group):
    return balance(account(group.book, "13090"))


def opened(group):
    return Loan.objects.of(group).filter(is_imported=True).order_by("number")
