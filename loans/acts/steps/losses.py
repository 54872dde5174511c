"""Loans that are taken for lost: charged off with the claim kept, or written off for good."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.kit.money import ZERO
from federation.ledger.chart import ALLOWANCE, GROUP_DEBT_FORGIVEN, WRITTEN_OFF
from federation.ledger.funds import fund_account
from federation.organisations.twins import between_accounts
from loans.acts import rules
from loans.acts.models import Act, ActKind
from loans.acts.queries import allowance_left
from loans.acts.steps.kind import Case, Done, Kind, NotPossible
from loans.lending.models import Collateral, EventKind, Guarantee, Lien, LoanState
from loans.lending.queries.borrowers import borrower_of
from loans.lending.steps.contracts import release_step
from loans.lending.steps.events import enter_step


class ChargeOff(Kind):
    """The principal leaves the books, out of the allowance as far as there is one; the claim and its security stay."""

    code = ActKind.CHARGE_OFF

    def check(self, case):
        super().check(case)
        self.check_open(case)
        if borrower := borrower_of(case.loan):
            words = _(
                "A loan to %(who)s is never charged off: both books would say different things. Set money aside for it"
                " as an allowance; what is given up for good is written off by a resolution of the general meeting."
            )
            raise NotPossible(words % {"who": borrower})
        if not case.owed().principal:
            raise NotPossible(_("No principal is left. Interest and fines are waived, not charged off."))

    def carry_out(self, case):
        return Done(_taken_off(case, kind=EventKind.CHARGE_OFF))


class WriteOff(Kind):
    """The claim is given up: nobody owes anything any more, guarantors and savings are free."""

    code = ActKind.WRITE_OFF
    states = (LoanState.RUNNING, LoanState.CHARGED_OFF)

    def check(self, case):
        super().check(case)
        if case.loan.state == LoanState.RUNNING:  # of a claim that left the books already no money moves
            self.check_open(case)

    def needs_general_meeting(self, case):
        return True

    def carry_out(self, case):
        freed = {
            "guarantees": _ids(case.loan.guarantees),
            "liens": _ids(case.loan.liens),
            "collaterals": _ids(case.loan.request.collaterals) if case.loan.request_id else [],
        }
        event = _taken_off(case, kind=EventKind.WRITE_OFF)
        release_step(case.loan, on=case.on, reason=case.act.reason)
        return Done(event, {"freed": freed})

    def undo(self, act: Act, case: Case) -> None:
        freed = act.would["facts"]["freed"]
        found = {"network_id": act.network_id}
        Guarantee.objects.filter(pk__in=freed["guarantees"], **found).update(released_on=None, release_reason="")
        Lien.objects.filter(pk__in=freed["liens"], **found).update(released_on=None)
        Collateral.objects.filter(pk__in=freed["collaterals"], **found).update(released_on=None)


def _ids(things) -> list[str]:
    """Return the ids of what secures a loan and is not released yet."""
    return [str(pk) for pk in things.filter(released_on=None).order_by("pk").values_list("pk", flat=True)]


def _taken_off(case: Case, *, kind: EventKind):
    """Enter the loss: what is left of the principal out of the allowance, the rest as an expense of the day."""
    owed = case.owed()
    if not owed.total:
        raise NotPossible(_("Nothing is owed on this loan."))
    principal = owed.principal if case.loan.state == LoanState.RUNNING else ZERO
    parts = _forgiven(case, principal) if borrower_of(case.loan) else _lost(case, principal)
    return enter_step(
        case.loan,
        kind=kind,
        amount=principal,
        money=[(pk, amount) for pk, amount in parts if amount],
        data={"interest": str(owed.interest), "fine": str(owed.fine)},
        **case.who,
    )


def _lost(case: Case, principal: Decimal) -> list:
    """Return [(account id, baht)] of a loss: what the allowance bears, and the expense of the rest."""
    fund = case.loan.account.fund
    borne, expense = rules.out_of_allowance(principal, allowance=allowance_left(case.book, fund=fund))
    codes = ((ALLOWANCE, borne), (WRITTEN_OFF, expense))
    return [(fund_account(case.book, code, fund=fund).pk, baht) for code, baht in codes]


def _forgiven(case: Case, principal: Decimal) -> list:
    """Return the same of what is forgiven to an organisation: its income there, by the same entry."""
    number = case.loan.membership.number
    return [(between_accounts([number], book=case.book, control=GROUP_DEBT_FORGIVEN)[number].pk, principal)]
