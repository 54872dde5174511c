"""A payment that is entered so late that what was booked since is worked out anew: two people enter it."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.kit.clock import BANGKOK
from loans.acts.models import ActKind
from loans.acts.steps.guarantors import member_numbered
from loans.acts.steps.kind import Case, Done, Kind, NotPossible
from loans.lending.models import EventKind, LoanEvent, LoanState
from loans.lending.queries.repay import purses_for_loan
from loans.lending.queries.standing import standing
from loans.lending.steps.desk import desk_payment_step
from loans.products.rules import ProductTerms

PAYMENTS = (EventKind.REPAYMENT, EventKind.PREPAYMENT)


class LatePayment(Kind):
    """data: amount, purse (account code), slip, payer (member number), pays: "repayment" or "prepayment";
    purse_below: code of the account in a borrowing organisation's own book.

    Where the payment lowers interest or fines of the time since, both people see by how much.
    """

    code = ActKind.LATE_PAYMENT
    states = (LoanState.RUNNING, LoanState.CHARGED_OFF)

    def check(self, case):
        super().check(case)
        if case.data["purse"] not in _purses(case):
            words = _("Choose where the money is.")
            raise NotPossible(words, fields={"purse": words})
        early = case.data["pays"] == EventKind.PREPAYMENT
        if case.data["pays"] not in PAYMENTS or early and not ProductTerms.from_data(case.loan.terms).prepayment:
            raise NotPossible(_("Choose what the payment is for."))

    def carry_out(self, case):
        until = case.act.asked_at.astimezone(BANGKOK).date()
        before = _charged(case, until=until)
        event = desk_payment_step(
            case.loan,
            kind=case.data["pays"],
            amount=case.baht("amount"),
            purse=_purses(case)[case.data["purse"]],
            slip=case.data.get("slip", ""),
            payer=member_numbered(case, case.data["payer"]),
            from_purse=case.purse_below,
            **case.who,
        )
        after = _charged(case, until=until)
        less = {name: str(before[name] - after[name]) for name in ("interest", "fine")}
        return Done(event, {"less": less} if case.loan.state != LoanState.CHARGED_OFF else {})


def _purses(case: Case) -> dict:
    return {purse.code: purse for purse, _name in purses_for_loan(case.loan)}


def _charged(case: Case, *, until: date) -> dict[str, Decimal]:
    """Return the interest and fines of the loan from its beginning to a day, paid and unpaid, in baht."""
    now = standing(case.loan, on=until)
    found = LoanEvent.objects.filter(network_id=case.act.network_id, loan=case.loan, struck_at=None, on__lte=until)
    paid = list(found.filter(kind__in=PAYMENTS))
    unpaid = {"interest": now.to_settle - now.principal - now.fine, "fine": now.fine}
    return {name: sum((getattr(one, name) for one in paid), baht) for name, baht in unpaid.items()}
