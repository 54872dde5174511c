"""Loans as their list and their page show them: a constant number of queries, however many there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from federation.bylaws.queries import bylaws_of
from federation.kit.digits import to_arabic_digits
from federation.kit.money import ZERO
from federation.people.queries import matching
from loans.lending.models import Guarantee, JointBorrower, Lien, Loan, LoanEvent, LoanState, ScheduleRow
from loans.lending.queries.papers import HOLDERS, guarantees_of
from loans.lending.queries.standing import loans_of, standings
from loans.lending.rules.guarantees import bound
from loans.lending.rules.standing import Instalment, Standing
from loans.products.models import Product

RUNNING, SIGNED, LATE, ENDED, ALL = "running", "signed", "late", "ended", "all"
SHOWN = {
    RUNNING: (LoanState.SIGNED, LoanState.RUNNING),
    SIGNED: (LoanState.SIGNED,),
    LATE: (LoanState.RUNNING,),
    ENDED: (LoanState.SETTLED, LoanState.CHARGED_OFF, LoanState.WRITTEN_OFF, LoanState.CANCELLED),
    ALL: tuple(LoanState),
}


@dataclass(frozen=True, slots=True)
class LoanRow:
    """A loan in the list, with how it stands; amounts in baht."""

    loan: Loan
    stands: Standing | None = None

    @property
    def principal_owed(self) -> Decimal:
        return self.stands.principal if self.stands else ZERO

    @property
    def due(self) -> Decimal:
        """What should have been paid by today and was not."""
        return self.stands.due.total if self.stands else ZERO

    @property
    def days_late(self) -> int:
        return self.stands.days_late if self.stands else 0

    @property
    def next_due_on(self) -> date | None:
        return self.stands.next_due.due_on if self.stands and self.stands.next_due else None

    @property
    def state(self) -> str:
        """The loan's state, or "late" where an instalment is overdue."""
        return LATE if self.loan.state == LoanState.RUNNING and self.days_late else self.loan.state


def loan_rows(
    organisation, *, on: date, show: str = ALL, search: str = "", product: str = "", village: str = ""
) -> list[LoanRow]:
    """Return the loans of a list, cut as asked, by number. show: a key of `SHOWN`; village: one of `villages_of`."""
    found = loans_of(organisation).filter(state__in=SHOWN[show])
    if search.strip():
        found = found.filter(_sought(search))
    if product:
        found = found.filter(product__code=product)
    if village:
        found = found.filter(membership__person__village=village)
    loans = list(found)
    open_ones = [loan for loan in loans if loan.state == LoanState.RUNNING]
    stand = standings(open_ones, on=on)
    rows = [LoanRow(loan, stand.get(loan.pk)) for loan in loans]
    return [row for row in rows if row.days_late] if show == LATE else rows


def _sought(search: str) -> Q:
    """Return the condition for a contract number, a loan's or a member's number, or a part of the borrower's name."""
    text = to_arabic_digits(search).strip()
    found = matching(search, through="membership__person__") | Q(contract_no__icontains=text)
    found |= Q(membership__member_organisation__name_th__icontains=search.strip())
    if text.isascii() and text.isdigit() and len(text) <= 6:
        found |= Q(number=int(text)) | Q(membership__number=int(text))
    return found


def villages_of(organisation) -> list[str]:
    """Return the villages that borrowers live in."""
    named = Loan.objects.of(organisation).exclude(membership__person__village="").order_by()
    found = named.values_list("membership__person__village", flat=True).distinct()
    return sorted(village for village in found if village)


def products_of(organisation) -> list[Product]:
    """Return the products that loans were made of."""
    made = Loan.objects.of(organisation).values("product")
    return list(Product.objects.filter(network_id=organisation.network_key, pk__in=made).order_by("code"))


def loan_whole(organisation, number: int) -> Loan | None:
    """Return a loan with all that its page names of it."""
    more = ("request", "product_version", "signed_by__person", "fund__lender")
    return loans_of(organisation).select_related(*more).filter(number=number).first()


@dataclass(frozen=True, slots=True)
class InstalmentRow:
    """An instalment as the loan's page shows it, in baht. state: paid, part, late or ahead."""

    n: int
    due_on: date
    principal: Decimal
    interest: Decimal
    paid: Decimal
    left: Decimal
    state: str

    @classmethod
    def of(cls, one: Instalment, *, on: date) -> "InstalmentRow":
        """Return an instalment of a loan that was paid out, as it stands on a day."""
        paid = one.paid_principal + one.paid_interest
        state = "paid" if not one.left else "late" if one.due_on < on else "part" if paid else "ahead"
        return cls(one.n, one.due_on, one.principal, one.interest, paid, one.left, state)

    @classmethod
    def planned(cls, row: ScheduleRow) -> "InstalmentRow":
        """Return an instalment of a loan that is not paid out yet."""
        return cls(row.n, row.due_on, row.principal, row.interest, ZERO, row.principal + row.interest, "ahead")


@dataclass(frozen=True, slots=True)
class StandsFor:
    """A guarantor of a loan: `now` is what the guarantee still comes to, in baht, nothing once it is released."""

    guarantee: Guarantee
    now: Decimal


def guarantees_fall(loan: Loan, *, on: date) -> bool:
    """Tell whether guarantees fall with the principal, by the bylaws of a day."""
    return bylaws_of(loan.organisation, on=on)["guarantee_release"] == "with_principal"


def guarantors_of(loan: Loan, *, left: Decimal, falls: bool) -> list[StandsFor]:
    """Return who guarantees or guaranteed a loan. left: principal that is still owed, in baht."""
    return [StandsFor(one, _stands_for(one, loan, left=left, falls=falls)) for one in guarantees_of(loan)]


def _stands_for(guarantee: Guarantee, loan: Loan, *, left: Decimal, falls: bool) -> Decimal:
    if guarantee.released_on or not left:
        return ZERO
    return bound(guarantee.amount, left=left, agreed=loan.principal, falls=falls)


def joint_of(loan: Loan) -> list[JointBorrower]:
    """Return who owes a loan together with the borrower."""
    if loan.request_id is None:
        return []
    found = JointBorrower.objects.filter(network_id=loan.network_id, request=loan.request_id)
    return list(found.select_related(*HOLDERS).order_by("pk"))


def liens_of(loan: Loan, *, left: Decimal, falls: bool) -> list[tuple[Lien, Decimal]]:
    """Return [(lien, baht it binds now)] of the borrower and of guarantors. left: principal still owed, in baht."""
    found = Lien.objects.filter(network_id=loan.network_id, loan=loan, released_on=None)
    return [
        (one, bound(one.amount, left=left, agreed=loan.principal, falls=falls or one.why == Lien.Why.OWN_LOAN))
        for one in found.select_related(*HOLDERS).order_by("since", "pk")
    ]


def taken_over(loan: Loan) -> Decimal | None:
    """Return the principal that was left of a loan from other books when it was taken over, in baht; or None."""
    found = LoanEvent.objects.filter(network_id=loan.network_id, loan=loan, kind="opening", struck_at=None)
    return found.values_list("amount", flat=True).first() if loan.is_imported else None


def events_of(loan: Loan) -> QuerySet[LoanEvent]:
    """Return the facts of a loan in order of date, struck ones among them."""
    found = LoanEvent.objects.filter(network_id=loan.network_id, loan=loan)
    people = ("by__person", "checked_by__person", "payer__person", "payer__member_organisation")
    return found.select_related("entry", "struck_by", *people).order_by("on", "seq")


def waiting_acts(loan: Loan) -> Iterable:
    """Return the acts on a loan that wait for a second person."""
    return (
        loan.acts.filter(network_id=loan.network_id, decided_at=None).select_related("asked_by__person").order_by("pk")
    )


def open_case(loan: Loan):
    """Return the case that is open about a loan, or None."""
    return loan.cases.filter(network_id=loan.network_id, closed_on=None).first()
