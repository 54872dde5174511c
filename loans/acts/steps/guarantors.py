"""Letting a guarantor go, or putting another in the place, under the same checks as a new guarantee."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.bylaws.queries import Bylaws, bylaws_of
from federation.kit.money import ZERO
from groups.registry.models import Membership
from loans.acts.models import Act, ActKind
from loans.acts.queries import guarantees_of
from loans.acts.rules import GENERAL_MEETING
from loans.acts.steps.kind import Case, Done, Kind, NotPossible
from loans.acts.steps.restructure import bind, bind_again, release
from loans.lending.checks import HOLDS, Check, guarantor_checks, refusing, security_checks
from loans.lending.models import OPEN_STATES, Guarantee, Loan, LoanState
from loans.lending.queries.figures import DAYS_OF_A_MONTH, GuarantorFigures
from loans.lending.queries.guarantees import (
    free_savings,
    holder_key,
    pledged_value,
    principal_left,
    who_stands_for_whom,
)
from loans.lending.queries.standing import standings
from loans.lending.rules.guarantees import bound, ring_through
from loans.products.rules import ProductTerms

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

        self._check_new(case)
        if case.data["release"] and case.data.get("resolution_of") != GENERAL_MEETING:
            self._check_whole(case)

    def _check_whole(self, case: Case) -> None:
        """Raise `NotPossible` where fewer or less stand for the loan than before, and that is too little."""
        before, after = guaranteed_before(case), guaranteed_after(case)
        if len(after) >= len(before) and sum(after) >= sum(before):
            return
        if problems := [check.words for check in left_secured(case) if check.verdict != HOLDS]:
            words = _("Too little would secure this loan. Only the general meeting may resolve that.")
            raise NotPossible(words, problems=problems, fields={"release": words})

    def _check_new(self, case: Case) -> None:
        """Raise `NotPossible` with all that speaks against the new guarantors."""
        asked = Asked(case.on, bylaws_of(case.organisation, on=case.on))
        new = [_guarantee(case, row) for row in case.data["add"]]
        said = [check for one in new for check in guarantor_checks(asked, _figures(case, one))]
        problems = [check.words for check in refusing(said)]
        if asked.bylaws["cross_guarantee"] == "forbidden" and _closes_a_ring(case, new):
            problems.append(_("They would guarantee one another in a ring. Choose another guarantor."))
        staying = {one.membership_id for one in guarantees_of(case.loan) if str(one.pk) not in case.data["release"]}
        wrong = staying | {case.loan.membership_id}
        named = [one.membership_id for one in new]
        if wrong & set(named) or len(named) > len(set(named)):
            problems.append(_("Nobody guarantees the own loan, nor the same loan twice."))
        if any(one.membership_id in named for one in guarantees_of(case.loan)):
            problems.append(_("Who guarantees this loan already stays as he or she is, or goes, not both at once."))
        if problems:
            raise NotPossible(_("This guarantor cannot be taken."), problems=problems)

    def carry_out(self, case):
        for guarantee in guarantees_of(case.loan).filter(pk__in=case.data["release"]):
            release(guarantee, on=case.on, reason=BY_RESOLUTION)
        for row in case.data["add"]:
            self._add(case, row)
        return Done(facts={"release": case.data["release"], "add": case.data["add"]})

    def _add(self, case: Case, row: dict) -> None:
        guarantee = _guarantee(case, row)
        guarantee.save(force_insert=True)
        bind(guarantee, amount=guarantee.amount, since=case.on)

    def undo(self, act: Act, case: Case) -> None:
        added = [row["number"] for row in act.data["add"]]
        for guarantee in guarantees_of(case.loan).filter(membership__number__in=added, stands_from=act.on):
            release(guarantee, on=case.on, reason=case.act.reason)
        for guarantee in Guarantee.objects.filter(network_id=act.network_id, pk__in=act.data["release"]):
            bind_again(guarantee, released_on=act.on)


def guaranteed_before(case: Case) -> list[Decimal]:
    """Return the baht that each guarantor stands for now, fallen with the principal where the bylaws say so."""
    return [_stands_for(one, case) for one in guarantees_of(case.loan)]


def guaranteed_after(case: Case) -> list[Decimal]:
    """Return the baht that each guarantor stands for after a change."""
    staying = [one for one in guarantees_of(case.loan) if str(one.pk) not in case.data["release"]]
    return [_stands_for(one, case) for one in staying] + [Decimal(row["amount"]) for row in case.data["add"]]


def _stands_for(guarantee: Guarantee, case: Case) -> Decimal:
    falls = bylaws_of(case.organisation, on=case.on)["guarantee_release"] == "with_principal"
    return bound(guarantee.amount, left=_left(case), agreed=case.loan.principal, falls=falls)


def _left(case: Case) -> Decimal:
    return principal_left([case.loan], on=case.on)[case.loan.pk]


def left_secured(case: Case) -> list[Check]:
    """Return what the rules of new loans say to the guarantors that an act leaves, over what is still owed."""
    loan = case.loan
    own = free_savings([loan.membership], on=case.on)[loan.membership_id].leaving_out({loan.pk})
    stands = {"own": own.free, "pledged": _pledged(loan), "guaranteed": guaranteed_after(case)}
    return security_checks(ProductTerms.from_data(loan.terms), _left(case), **stands)


def _pledged(loan: Loan) -> Decimal:
    return pledged_value(loan.request) if loan.request_id else ZERO


def member_numbered(case: Case, number: int) -> Membership:
    """Return a member of the loan's organisation. Raises `NotPossible`."""
    found = Membership.objects.of(case.organisation).filter(number=number).select_related("person")
    if member := found.first():
        return member
    raise NotPossible(_("There is no member number %(number)s.") % {"number": number})


def _guarantee(case: Case, row: dict) -> Guarantee:
    """Return a new guarantee, not saved."""
    return Guarantee(
        network_id=case.act.network_id,
        request=case.loan.request,
        loan=case.loan,
        membership=member_numbered(case, row["number"]),
        amount=Decimal(row["amount"]),
        is_spouse=bool(row.get("is_spouse")),
        stands_from=case.on,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What the rules about guarantors ask of the day."""

    on: date
    bylaws: Bylaws

    @property
    def days_still_normal(self) -> int:
        return self.bylaws["arrears_months"][0] * DAYS_OF_A_MONTH


def _figures(case: Case, guarantee: Guarantee) -> GuarantorFigures:
    """Return what the rules need to know of a new guarantor: free savings, other contracts, own arrears."""
    member = guarantee.membership
    loans = list(Loan.objects.filter(network_id=case.act.network_id, membership=member, state__in=OPEN_STATES))
    late = [standing.days_late for standing in standings(loans, on=case.on).values()]
    others = [one for one in who_stands_for_whom(case.act.network_id) if one.of != case.loan.pk]
    return GuarantorFigures(
        guarantee=guarantee,
        free=free_savings([member], on=case.on)[member.pk],
        others=sum(one.guarantor == holder_key(member) for one in others),
        days_late=max(late, default=0),
    )


def _closes_a_ring(case: Case, new: list[Guarantee]) -> bool:
    edges: dict = {}
    for one in who_stands_for_whom(case.act.network_id):
        edges.setdefault(one.guarantor, set()).add(one.borrower)
    guarantors = [holder_key(one.membership) for one in new]
    return bool(ring_through(holder_key(case.loan.membership), guarantors=guarantors, stands_for=edges))
