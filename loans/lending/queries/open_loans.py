"""Running loans as a meeting finds them: read from what is kept after their newest fact, not from the first one on."""

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter

from django.db import connection

from federation.kit.money import ZERO
from loans.lending.models import Loan
from loans.lending.queries.history import History, histories
from loans.lending.rules.facts import KINDS, Contract, Fact
from loans.lending.rules.replay import replay
from loans.lending.rules.snapshot import from_data
from loans.lending.rules.state import State
from loans.products.models import ProductVersion
from loans.products.rules import ProductTerms


@dataclass(frozen=True, slots=True)
class LoanOnSheet:
    """What a sheet needs of a loan; two hundred of these take a tenth of the time of the models.

    control: code of the account that its own stands under, whichever fund lends.
    """

    pk: uuid.UUID
    number: int
    contract_no: str
    membership_id: uuid.UUID
    account_id: uuid.UUID
    control: str
    terms: Mapping
    network_id: int


@dataclass(slots=True)
class Open:
    """A running loan at a meeting. state: after its facts up to then, moved on by what is taken there.

    last_seq: of all its facts. later: those that stand after the meeting and then have to be split anew; history: all
    of them, and latest: the loan after the newest, where there are such.
    """

    loan: LoanOnSheet
    state: State
    last_seq: int
    later: tuple[Fact, ...] = ()
    history: History | None = None
    latest: State | None = None

    def with_payment(self, amount: Decimal, *, on: date) -> tuple[Decimal, State]:
        """Return by how much what comes later is then too much, in baht, and how the loan stands after all of it."""
        payment = Fact("repayment", on, self.last_seq + 1, amount)
        outcomes, state = replay(self.history.contract, [*self.history.facts, payment])
        return sum((outcome.parts.over for outcome in outcomes), ZERO), state


# The newest fact of each running loan, by day, kind and order of entry, with the state kept after it.
NEWEST = """
SELECT l.id, l.number, l.contract_no, l.membership_id, l.account_id,
       split_part(split_part(a.code, '.', 1), '-', 1), l.product_version_id, l.principal,
       l.effective_yearly_rate, n."on", n.kind, n.after, s.last
  FROM loans_loan l
  JOIN ledger_account a ON a.id = l.account_id
  JOIN LATERAL (
      SELECT e."on", e.kind, e.after FROM loans_loanevent e
       WHERE e.network_id = l.network_id AND e.loan_id = l.id AND e.struck_at IS NULL
       ORDER BY e."on" DESC, array_position(%(kinds)s, e.kind::text) DESC, e.seq DESC LIMIT 1) n ON true
  JOIN LATERAL (
      SELECT max(e.seq) AS last FROM loans_loanevent e WHERE e.network_id = l.network_id AND e.loan_id = l.id) s ON true
 WHERE l.network_id = %(network)s AND l.organisation_id = %(organisation)s AND l.state = 'running'
"""


def open_loans(organisation, *, on: date) -> list[Open]:
    """Return the running loans of an organisation as they stood on a day. Two queries, and three more where a loan
    has later facts or nothing is kept of its state."""
    given = {"network": organisation.network_key, "organisation": organisation.pk, "kinds": list(KINDS)}
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, given)
        rows = cursor.fetchall()
    terms = _terms(rows)
    found, slow = [], {}
    for row in rows:
        loan = LoanOnSheet(*row[:6], terms[row[6] or row[0]][0], organisation.network_key)
        newest_on, kind, after, last = row[9:]
        if after is None or newest_on > on or newest_on == on and kind == "schedule":
            slow[loan.pk] = (loan, last)
            continue
        contract = Contract(terms[row[6] or row[0]][1], Decimal(row[7]), Decimal(row[8]), {})
        after = json.loads(after) if isinstance(after, str) else after
        found.append(Open(loan, from_data(after, contract=contract), last))
    return [*found, *(_from_the_first(slow, on=on) if slow else ())]


def _terms(rows: Iterable[tuple]) -> dict:
    """Return {product version id, or loan id where it has none: (terms as data, as read)}."""
    versions = {row[6] for row in rows if row[6]}
    own = [row[0] for row in rows if not row[6]]
    data = dict(ProductVersion.objects.filter(pk__in=versions).values_list("pk", "terms")) if versions else {}
    if own:
        data |= dict(Loan.objects.filter(pk__in=own).values_list("pk", "terms"))
    return {pk: (terms, ProductTerms.from_data(terms)) for pk, terms in data.items()}


def _from_the_first(slow: Mapping, *, on: date) -> Iterable[Open]:
    for pk, history in histories(Loan.objects.filter(pk__in=slow)).items():
        loan, last = slow[pk]
        before = [fact for fact in history.facts if fact.on <= on]
        if not before:
            continue
        opened = Open(loan, replay(history.contract, before)[1], last)
        later = [fact for fact in history.facts if fact.on > on or fact.on == on and fact.kind == "schedule"]
        if later:
            opened.later, opened.history, opened.latest = (
                tuple(sorted(later, key=attrgetter("order"))),
                history,
                history.state(),
            )
        yield opened
