"""Letting a guarantor go, or putting another in the place, under the same checks as a new guarantee."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from groups.registry.models import Membership
from loans.acts.models import Act, ActKind
from loans.acts.queries import guarantees_of
from loans.acts.steps.kind import Case, Done, Kind, NotPossible
from loans.acts.steps.restructure import bind, bind_again, release
from loans.lending.models import Guarantee, LoanState

BY_RESOLUTION = "resolution"


class GuarantorChange(Kind):
    """data: release: [guarantee ids]; add: [{number: of the member, amount: baht}]."""

    code = ActKind.GUARANTOR_CHANGE
    states = (LoanState.SIGNED, LoanState.RUNNING, LoanState.CHARGED_OFF)

    def check(self, case):
        super().check(case)
        if not case.data["release"] and not case.data["add"]:
            raise NotPossible(_("Choose who is released, or write who guarantees from now on."))
        standing = {str(one.pk) for one in guarantees_of(case.loan)}
        if set(case.data["release"]) - standing:
            raise NotPossible(_("One of them does not guarantee this loan any more. Begin again."))

    def carry_out(self, case):
        for guarantee in guarantees_of(case.loan).filter(pk__in=case.data["release"]):
            release(guarantee, on=case.on, reason=BY_RESOLUTION)
        for row in case.data["add"]:
            self._add(case, row)
        return Done(facts={"release": case.data["release"], "add": case.data["add"]})

    def _add(self, case: Case, row: dict) -> None:
        member, amount = member_numbered(case, row["number"]), Decimal(row["amount"])
        guarantee = Guarantee.objects.create(
            network_id=case.act.network_id,
            request=case.loan.request,
            loan=case.loan,
            membership=member,
            amount=amount,
            stands_from=case.on,
        )
        bind(guarantee, amount=amount, since=case.on)

    def undo(self, act: Act, case: Case) -> None:
        added = [row["number"] for row in act.data["add"]]
        for guarantee in guarantees_of(case.loan).filter(membership__number__in=added, stands_from=act.on):
            release(guarantee, on=case.on, reason=case.act.reason)
        for guarantee in Guarantee.objects.filter(network_id=act.network_id, pk__in=act.data["release"]):
            bind_again(guarantee, released_on=act.on)


def member_numbered(case: Case, number: int) -> Membership:
    """Return a member of the loan's organisation. Raises `NotPossible`."""
    found = Membership.objects.of(case.organisation).filter(number=number).select_related("person")
    if member := found.first():
        return member
    raise NotPossible(_("There is no member number %(number)s.") % {"number": number})
