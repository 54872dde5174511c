"""Getting what is owed: from the debtor's own savings, from guarantors, by the court."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.kit.money import ZERO, show
from loans.acts.models import Act, ActKind
from loans.acts.queries import guarantees_of, older_debts
from loans.acts.steps.kind import Case, Done, Kind, NotPossible
from loans.lending.models import EventKind, Guarantee, LoanState
from loans.lending.queries.guarantees import free_savings
from loans.lending.queries.standing import standings
from loans.lending.steps.events import enter_step

PURSES = ("special", "satja", "shares")
CONSENTS = ("written", "leaving")


class SetOff(Kind):
    """data: special, satja, shares: baht taken from each; consent: "written" or "leaving".

    Only the debtor's own savings. Welfare and funeral money are never touched.
    """

    code = ActKind.SET_OFF
    states = (LoanState.RUNNING, LoanState.CHARGED_OFF)

    def check(self, case):
        super().check(case)
        self.check_open(case)
        taken = _taken(case)
        if case.data.get("consent") not in CONSENTS:
            words = _("The debtor has to agree in writing, or leave the group.")
            raise NotPossible(words, fields={"consent": words})
        self._check_savings(case, taken)
        total, most = sum(taken.values(), ZERO), case.owed().total
        if not ZERO < total <= most:
            raise NotPossible(_("Owed on that day: %(baht)s baht. Take that or less.") % {"baht": show(most)})
        self._check_oldest_first(case)

    def _check_savings(self, case: Case, taken: dict) -> None:
        """Raise for more than a purse holds, or than what other loans and guarantees leave free."""
        member = case.loan.membership
        savings = free_savings([member], on=case.on)[member.pk].leaving_out({case.loan.pk})
        for purse, amount in taken.items():
            if not ZERO <= amount <= getattr(savings, purse):
                words = _("There are only %(baht)s baht.") % {"baht": show(getattr(savings, purse))}
                raise NotPossible(words, fields={purse: words})
        if sum(taken.values(), ZERO) > savings.free:
            words = _("%(baht)s baht are free; the rest secures other loans, the debtor's own or those of others.")
            raise NotPossible(words % {"baht": show(savings.free)})

    def _check_oldest_first(self, case: Case) -> None:
        own = case.standing().unpaid_since
        for loan, other in standings(list(older_debts(case.loan)), on=case.on).items():
            if other.overdue.total and (own is None or other.unpaid_since < own):
                contract = next(one.contract_no for one in older_debts(case.loan) if one.pk == loan)
                words = _("The oldest debt comes first: set off contract %(contract)s before this one.")
                raise NotPossible(words % {"contract": contract})

    def carry_out(self, case):
        member, taken = case.loan.membership, _taken(case)
        charged_off = case.loan.state == LoanState.CHARGED_OFF
        event = enter_step(
            case.loan,
            kind=EventKind.RECOVERY if charged_off else EventKind.REPAYMENT,
            amount=sum(taken.values(), ZERO),
            money=[(getattr(member, f"{purse}_account_id"), amount) for purse, amount in taken.items()],
            data={"source": "set_off"},
            payer=member,
            **case.who,
        )
        return Done(event)


def _taken(case: Case) -> dict[str, Decimal]:
    return {purse: case.baht(purse) for purse in PURSES if case.data.get(purse) and case.baht(purse)}


class GuarantorCall(Kind):
    """data: calls: {guarantee id: baht}. What they pay comes by the desk or the sheet, with them as payer."""

    code = ActKind.GUARANTOR_CALL
    states = (LoanState.RUNNING, LoanState.CHARGED_OFF)

    def check(self, case):
        super().check(case)
        standing_for = {str(one.pk): one for one in guarantees_of(case.loan)}
        calls = {pk: Decimal(amount) for pk, amount in case.data["calls"].items()}
        if not calls:
            raise NotPossible(_("Write what at least one guarantor is asked to pay."))
        for pk, amount in calls.items():
            if pk not in standing_for:
                raise NotPossible(_("One of them does not guarantee this loan any more. Begin again."))
            if not ZERO < amount <= standing_for[pk].amount:
                shown = {"who": standing_for[pk].membership, "baht": show(standing_for[pk].amount)}
                raise NotPossible(_("%(who)s stands for %(baht)s baht at most.") % shown)
        owed = case.owed().total
        if sum(calls.values(), ZERO) > owed:
            raise NotPossible(_("Owed on that day: %(baht)s baht. Ask no more than that.") % {"baht": show(owed)})

    def carry_out(self, case):
        Guarantee.objects.filter(network_id=case.act.network_id, pk__in=case.data["calls"]).update(called_on=case.on)
        return Done(facts={"calls": case.data["calls"]})

    def undo(self, act: Act, case: Case) -> None:
        called = Guarantee.objects.filter(network_id=act.network_id, pk__in=act.data["calls"], called_on=act.on)
        called.update(called_on=None)


class InCourt(Kind):
    """data: court, case_no. The loan is in a class of its own from that day."""

    code = ActKind.IN_COURT
    states = (LoanState.RUNNING, LoanState.CHARGED_OFF)

    def check(self, case):
        super().check(case)
        if case.loan.in_court_since:
            raise NotPossible(_("It is noted already that this loan is in court."))

    def carry_out(self, case):
        case.loan.in_court_since = case.on
        case.loan.save(update_fields=["in_court_since"])
        return Done(facts={"in_court_since": case.on.isoformat()})

    def undo(self, act: Act, case: Case) -> None:
        case.loan.in_court_since = None
        case.loan.save(update_fields=["in_court_since"])
