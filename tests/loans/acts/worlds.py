"""A group whose member has a running loan, and two officers: one proposes, the other decides."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from django.db import transaction

from federation.ledger.books import account
from federation.ledger.journal import entries_after
from federation.ledger.months import head_of
from federation.ledger.posting import EntryKind, credit, debit, post
from federation.ledger.queries import as_text
from federation.organisations.models import Organisation
from groups.registry.models import Membership
from loans.acts.models import Act
from loans.acts.steps.frame import decide_step, propose_step
from loans.lending.models import Loan
from loans.lending.queries.standing import standing
from tests import builders
from tests.loans.lending import worlds

SIGNED_ON = date(2026, 3, 5)
REASON = "คณะกรรมการพิจารณาแล้วเห็นควร"
AT = datetime(2026, 9, 30, 3, 0, tzinfo=UTC)


@dataclass
class World:
    group: Organisation
    borrower: Membership
    guarantor: Membership
    loan: Loan

    def now(self, on):
        return standing(Loan.objects.get(pk=self.loan.pk), on=on)


def world(*, guarantors=1, savings="3000.00", amount="12000.00", **terms):
    """12,000 baht over 12 months at 12 % a year, signed 5 March, not paid out; one guarantor for 9,000."""
    group = builders.group()
    borrower = worlds.saver(group, "อานนท์", satja=savings, special="500.00", shares="1000.00")
    helpers = [worlds.saver(group, given, satja="20000.00") for given in ("บุญมา", "ประภา")[:guarantors]]
    version = worlds.product(group, **terms)
    loan = worlds.contract(borrower, version, amount=amount, guarantors=[(one, "9000.00") for one in helpers])
    return World(group, borrower, helpers[0] if helpers else None, loan)


def paid_out(on=SIGNED_ON, **facts):
    """The same, paid out in cash on the day it was signed."""
    made = world(**facts)
    carry_out(made, "payout", on=on, data={"from": "cash", "amount": str(made.loan.principal)})
    return made


@transaction.atomic
def propose(world, kind, *, on, data=None, by="proposes", at=AT, **more):
    """An act that waits; with a resolution, which kinds without need do not mind."""
    resolved = {"reason": REASON, "resolution_no": "4/2569", "resolution_on": date(2026, 3, 1), **more}
    user = by if not isinstance(by, str) else builders.user(by)
    return propose_step(
        world.group, Loan.objects.get(pk=world.loan.pk), kind=kind, on=on, data=data or {}, by=user, at=at, **resolved
    )


@transaction.atomic
def decide(act, *, agree=True, by="checks", at=AT):
    user = by if not isinstance(by, str) else builders.user(by)
    return decide_step(act, agree=agree, by=user, at=at)


def carry_out(world, kind, **proposal) -> Act:
    """Propose and agree."""
    done = decide(propose(world, kind, **proposal))
    world.loan.refresh_from_db()
    return done


def entries_of(world, *, since):
    """Return the texts of the entries written after a number."""
    return [as_text(entry) for entry in entries_after(world.group.book, since)]


def last_number(world):
    return head_of(world.group.book).number


def entry(*lines):
    """Return an entry as a bookkeeper writes it, of lines like "Dr cash on hand 120.00"."""
    text = []
    for line in lines:
        side, _space, rest = line.partition(" ")
        name, _space, amount = rest.rpartition(" ")
        text.append(f"{'   ' if side == 'Cr' else ''}{side} {name:<40}{amount:>14}")
    return "\n".join(text)


@transaction.atomic
def taken_over(member, *, on=date(2026, 1, 5), left="5000.00", product="lent", reason=REASON, by=None):
    """The act by which a member's running loan was taken over from before the books; the product must be there."""
    group = member.organisation
    moves = [
        debit(account(group.book, "13090").pk, Decimal(left)),
        credit(account(group.book, "33010").pk, Decimal(left)),
    ]
    post(
        book=group.book, on=on, kind=EntryKind.JOURNAL, key=f"test:lent:{member.pk}", moves=moves, by=builders.user("t")
    )
    row = {
        "number": member.number,
        "contract_no": "9/2568",
        "product": product,
        "signed_on": "2025-06-05",
        "principal": left,
        "principal_left": left,
        "next_due": "2026-02-05",
        "instalments_left": 5,
        "interest_owed": "0.00",
        "unpaid_since": None,
    }
    act = propose_step(
        group, None, kind="opening", on=on, data={"rows": [row]}, reason=reason, by=builders.user("proposes"), at=AT
    )
    return decide_step(act, agree=True, by=by or builders.user("checks"), at=AT)
