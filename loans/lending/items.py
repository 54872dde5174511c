"""The columns that loans give to the deposit sheet. They stand there only where the organisation has such loans.

loan            ordinary loans: credits fines, interest and principal, as the terms say
loan_emergency  emergency loans
loan_other      other loans
loan_group      loans to organisations that are members here
loan_extra      principal paid early, which makes the loan shorter
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import last_day, show_date
from federation.kit.money import ZERO, show
from federation.ledger.books import controls_held
from federation.ledger.chart import EMERGENCY_LOANS, GROUP_LOANS, LOANS, ORDINARY_LOANS, OTHER_LOANS
from groups.registry.items import Item
from groups.registry.models import Membership
from loans.lending.postings import booked
from loans.lending.queries.accounts import accounts_of
from loans.lending.queries.till import Open, Taken, Till
from loans.lending.rules.asking import Asked
from loans.lending.rules.lateness import days_late

CODES = {
    ORDINARY_LOANS: "loan",
    EMERGENCY_LOANS: "loan_emergency",
    OTHER_LOANS: "loan_other",
    GROUP_LOANS: "loan_group",
}
LABELS = {
    ORDINARY_LOANS: _("Loan repayment"),
    EMERGENCY_LOANS: _("Emergency loan"),
    OTHER_LOANS: _("Other loan"),
    GROUP_LOANS: _("Loan to a group"),
}
EXTRA = "loan_extra"
COIN = Decimal("0.25")  # the smallest there is


def items(
    organisation,
    memberships: Sequence[Membership],
    *,
    month: date,
    on: date,
    bylaws,
    paid_this_month: Mapping,
) -> list[Item]:
    """Return the columns for these members on a meeting day. One query, and three more where there are loans.

    What was paid at other meetings of the month is in the loans themselves.
    Source: features 52, 53; domain, 1.4 Loans.
    """
    held = controls_held(organisation.book, LOANS)
    if not held:
        return []
    till = Till(organisation, on=on, until=_until(on, bylaws=bylaws), step=bylaws["loan_asked_in"])
    accounts = _accounts(till)
    columns = [_column(control, till, accounts, memberships) for control in LOANS if control in held]
    extra = Item(
        EXTRA,
        _("Loan paid early"),
        _account_of(till, accounts),
        collapsed=True,
        till=till,
        check=_check(till, code=EXTRA, control=None),
    )
    return [*columns, extra]


def _until(on: date, *, bylaws) -> date:
    """Return the last day whose instalments a meeting asks for: the month's last, or that before its next meeting."""
    last = last_day(on)
    later = [on.replace(day=min(day, last.day)) for day in bylaws["meeting_days"] if min(day, last.day) > on.day]
    return min(later) - timedelta(days=1) if later else last


def _column(control: str, till: Till, accounts: Callable, memberships: Sequence[Membership]) -> Item:
    dues, notes = {}, {}
    for membership in memberships:
        loans = till.of(membership.pk, control=control)
        asks = [(one, till.asked(one)) for one in loans]
        if due := sum((asked.total for _one, asked in asks), ZERO):
            dues[membership.pk] = due
        if said := [words for one, asked in asks for words in _notes(one, asked, on=till.on)]:
            notes[membership.pk] = "; ".join(said)
    return Item(
        CODES[control],
        LABELS[control],
        _account_of(till, accounts, control=control),
        dues=dues,
        notes=notes,
        till=till,
        check=_check(till, code=CODES[control], control=control),
    )


def _check(till: Till, *, code: str, control: str | None) -> Callable:
    """Return a function that tells why the amount of a column is more than the loans can take, or nothing."""

    def check(membership: Membership, amounts: Mapping[str, Decimal]):
        lent = {one: amounts.get(column, ZERO) for one, column in [*CODES.items(), (None, EXTRA)]}
        return till.too_much(membership, lent, control=control) if amounts.get(code) else ""

    return check


def _account_of(till: Till, accounts: Callable, *, control: str | None = None):
    def account_of(membership: Membership, amount: Decimal) -> list:
        taken = till.take(membership, amount, control=control)
        return [part for one in taken for part in _credits(one, accounts)]

    return account_of


def _credits(taken: Taken, accounts: Callable) -> list:
    return list(booked(accounts()[taken.open.loan.pk], taken.outcome.parts))


def _accounts(till: Till) -> Callable:
    """Return a function that reads the accounts of all loans in the till at first use."""
    known: dict = {}

    def read() -> dict:
        if not known:
            loans = [one.loan for opened in till.loans.values() for one in opened]
            known.update(accounts_of(till.organisation.book, loans))
        return known

    return read


def _notes(one: Open, asked: Asked, *, on: date) -> Iterator[str]:
    """Yield what the treasurer should know of a loan: how late it is, what came later, how what is asked is made."""
    contract = {"contract": one.loan.contract_no}
    since = one.state.unpaid_since()
    if days_late(since, on=on, pauses=one.state.pauses):
        yield gettext("loan %(contract)s: unpaid since %(day)s") % {**contract, "day": show_date(since, style="short")}
    for fact in one.later:
        shown = {**contract, "baht": show(fact.amount), "day": show_date(fact.on, style="short")}
        if fact.kind in ("repayment", "prepayment"):
            yield gettext("loan %(contract)s: %(baht)s paid already, on %(day)s") % shown
        elif fact.kind == "schedule":
            yield gettext("loan %(contract)s: on a new schedule since %(day)s") % shown
    if asked.ahead:
        shown = {**contract, "due": show(asked.due), "asked": show(asked.total), "ahead": show(asked.ahead)}
        yield gettext("loan %(contract)s: %(due)s due, asked as %(asked)s; %(ahead)s pays the loan ahead") % shown
    elif asked.due % COIN:
        rest = 1 - asked.due % 1
        shown = {**contract, "due": show(asked.due), "cash": show(asked.due + rest), "rest": show(rest)}
        yield (
            gettext("loan %(contract)s: %(due)s exactly; of %(cash)s in cash put %(rest)s into special savings") % shown
        )
