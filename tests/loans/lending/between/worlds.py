"""A network that lends to a group whose book is kept here too: nine thousand baht of shares, a loan in both books."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from federation.ledger.models import Entry
from federation.ledger.queries import as_text
from federation.ledger.twins import mirrors_of
from federation.organisations.models import Organisation
from groups.registry.models import Membership
from groups.sheets.rules import PAID
from groups.sheets.steps import RowIn, book_sheet_step
from loans.lending.models import Loan
from tests import builders
from tests.federation.ledger.pairs import network_of, unequal_days
from tests.loans.acts import worlds as acts

SIGNED_ON = date(2026, 3, 5)
HALF_A_MONTH = Decimal("0.06")  # the network's rate, a year


@dataclass
class World:
    network: Organisation
    group: Organisation
    membership: Membership
    loan: Loan | None = None

    @property
    def loan_of_acts(self):
        return acts.World(self.network, self.membership, None, self.loan)


@transaction.atomic
def lender(*, shares="9000.00", cash="50000.00"):
    """A network, a group with shares in it, no loan yet."""
    network, [(group, membership)] = network_of(1, cash=cash)
    if Decimal(shares):
        buy_shares(membership, shares)
    return World(network, group, membership)


def buy_shares(membership, baht, *, on=builders.MEETING):
    """Let a group pay for shares on a sheet of its network."""
    rows = [RowIn(membership, {"shares": Decimal(baht)}, PAID)]
    return book_sheet_step(
        membership.organisation, meeting_on=on, rows=rows, by=builders.user(), at=builders.at_noon(on)
    )


def lent(amount="12000.00", *, paid_out=True, asked=None, **terms):
    """The same with a contract over twelve months at 6 % a year, paid out in cash unless said otherwise."""
    made = lender()
    terms = {"yearly_rate": HALF_A_MONTH} | terms
    facts = {"on": SIGNED_ON, "asked": {**RESOLVED, **(asked or {})}, "paid_out": False}
    made.loan = builders.loan(made.membership, amount, **facts, **terms)
    if paid_out:
        builders.pay_out(made.loan, amount, on=SIGNED_ON)
    return made


RESOLVED = {
    "borrower_officers": "ประธานและเหรัญญิกของกลุ่ม",
    "borrower_resolution_no": "2/2569",
    "borrower_resolution_on": date(2026, 2, 10),
}


def both(entry) -> list[str]:
    """An entry and its mirrors, as text with single spaces."""
    entry = Entry.objects.select_related("book").get(pk=entry.pk)
    return [_plain(one) for one in (entry, *[m for m in mirrors_of(entry) if m.on == entry.on])]


def _plain(entry):
    return "\n".join(" ".join(line.split()) for line in as_text(entry).splitlines())


def agree():
    """Whether every account and its twin add up to nothing on every day."""
    return not unequal_days()


def act(world, kind, **facts):
    """Propose an act and have another person carry it out."""
    return acts.carry_out(world.loan_of_acts, kind, **facts)


__all__ = ["RESOLVED", "SIGNED_ON", "World", "act", "agree", "both", "buy_shares", "lender", "lent"]
