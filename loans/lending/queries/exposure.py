"""How much a member organisation may owe here, how much it owes, and why nothing more is lent where that is so."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from federation.bylaws.queries import Bylaws, bylaws_of
from federation.kit.money import ZERO, round_satang, show, show_input
from federation.ledger.queries import balances
from federation.organisations.grades import grade_on
from federation.organisations.models import Organisation
from groups.registry.models import Membership
from loans.lending.models import OPEN_STATES, EventKind, Loan, LoanEvent, LoanRequest, LoanState, RequestState
from loans.lending.queries.guarantees import principal_left
from loans.lending.queries.standing import running_loans, standings

GRADES = ("A", "B", "C", "D")
PAR_DAYS = 30


@dataclass(frozen=True, slots=True)
class Exposure:
    """What an organisation may owe and owes, in baht; reasons: sentences how the limit comes about.

    late: per cent of its own loans that are late more than 30 days, or None where nothing is known of them.
    is_stopped: it may borrow nothing new, whatever the limit.
    """

    limit: Decimal
    owed: Decimal
    reasons: tuple[str, ...]
    late: Decimal | None = None
    is_stopped: bool = False

    @property
    def left(self) -> Decimal:
        """What it may still borrow."""
        return ZERO if self.is_stopped else max(self.limit - self.owed, ZERO)


def exposure(
    network: Organisation,
    membership: Membership,
    *,
    on: date,
    without: tuple = (),
    bylaws: Bylaws | None = None,
) -> Exposure:
    """Return how much a member organisation may borrow at the end of a day, live from shares, grade and lateness.

    network: who lends; a group that lends to another has a limit in baht instead of one by shares.
    without: ids of the loans and requests that are asked about, or about to be paid off.
    bylaws: of that day, where the caller has read them already.

    Source: domain, 1.9 Network level; features 108.
    """
    bylaws = bylaws or bylaws_of(network, on=on)
    borrower = membership.member_organisation
    limit, reasons = _of_peer(bylaws) if network.is_group else _of_network(membership, borrower, bylaws, on=on)
    late, most = late_part(borrower, on=on), bylaws["group_loan_par_most"]
    is_stopped = late is not None and late > most
    return Exposure(
        limit,
        _owed(membership, on=on, without=without),
        (*reasons, _on_lateness(late, most=most, is_stopped=is_stopped)),
        late,
        is_stopped,
    )


def _on_lateness(late: Decimal | None, *, most: Decimal, is_stopped: bool) -> str:
    if late is None:
        return _("It keeps no loans of its own here, so nothing is known of how late they are.")
    words = _("%(late)s %% of its own loans are late more than 30 days; up to %(most)s %% it may borrow.")
    if is_stopped:
        words = _("%(late)s %% of its own loans are late more than 30 days; above %(most)s %% nothing new is lent.")
    return words % {"late": show_input(late), "most": show_input(most)}


def _of_peer(bylaws: Bylaws) -> tuple[Decimal, list[str]]:
    limit = bylaws["peer_loan_most"]
    return limit, [_("The bylaws let another group owe at most %(limit)s baht.") % {"limit": show(limit)}]


def _of_network(
    membership: Membership, borrower: Organisation, bylaws: Bylaws, *, on: date
) -> tuple[Decimal, list[str]]:
    """Return the limit in baht and how it comes about: shares times the multiple, less by the grade."""
    shares = balances([membership.shares_account], on=on)[membership.shares_account_id]
    times, grade = bylaws["group_loan_multiple"], grade_on(borrower, on=on)
    part = bylaws["group_loan_by_grade"][GRADES.index(grade.band) if grade else len(GRADES)]
    whole = round_satang(shares * times)
    shown = {"times": show_input(times), "shares": show(shares), "whole": show(whole)}
    words = _("It was not graded yet, which lets it borrow %(part)s %% of that.")
    if grade:
        words = _("Grade %(grade)s lets it borrow %(part)s %% of that.")
    by_grade = words % {"grade": grade.band if grade else "", "part": show_input(part)}
    by_shares = _("%(times)s times its shares of %(shares)s baht are %(whole)s baht.") % shown
    return round_satang(whole * part / 100), [by_shares, by_grade]


def _owed(membership: Membership, *, on: date, without: tuple) -> Decimal:
    """Return what its open loans come to, with what of them is not paid out yet, and what is approved for it; baht."""
    found = {"network_id": membership.network_id, "membership": membership}
    loans = list(Loan.objects.filter(state__in=OPEN_STATES, **found).exclude(pk__in=without).select_related("account"))
    requests = LoanRequest.objects.filter(state=RequestState.APPROVED, **found).exclude(pk__in=without)
    left, still = principal_left(loans, on=on), _not_paid_out(loans)
    return sum((*left.values(), *still, *requests.values_list("amount_approved", flat=True)), ZERO)


def _not_paid_out(loans: list[Loan]) -> list[Decimal]:
    """Return what of running contracts is still to be paid out, in baht."""
    running = [loan for loan in loans if loan.state == LoanState.RUNNING and not loan.is_imported]
    if not running:
        return []
    payouts = LoanEvent.objects.filter(network_id=running[0].network_id, loan__in=running, kind=EventKind.PAYOUT)
    paid = dict(payouts.filter(struck_at=None).order_by().values_list("loan").annotate(Sum("amount")))
    return [loan.principal - paid.get(loan.pk, ZERO) for loan in running]


def late_part(organisation: Organisation, *, on: date) -> Decimal | None:
    """Return per cent of what an organisation itself lends that is late more than 30 days; None where it lends nothing.

    A restructured loan stays at risk however well it is paid. Source: domain, 5.1; feature 73.
    """
    if not organisation.book_id:
        return None
    loans = list(running_loans(organisation))
    stand = standings(loans, on=on) if loans else {}
    whole = sum((one.principal for one in stand.values()), ZERO)
    if not whole:
        return None
    risky = [loan.pk for loan in loans if stand[loan.pk].days_late > PAR_DAYS or _restructured(loan, on=on)]
    return round_satang(sum((stand[pk].principal for pk in risky), ZERO) * 100 / whole)


def _restructured(loan: Loan, *, on: date) -> bool:
    return loan.restructured_on is not None and loan.restructured_on <= on
