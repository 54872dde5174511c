"""From an approved request to the signed contract, and the release of what secured it.

They stand in the caller's transaction; the caller writes the log of acts.
"""

from datetime import date
from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from federation.kit.clock import BANGKOK
from federation.kit.dates import show_date
from federation.kit.money import ZERO
from federation.kit.refusals import Refused
from federation.ledger.posting import lock
from federation.organisations.models import Organisation
from groups.registry.models import MembershipState
from loans.lending.models import (
    Guarantee,
    Lien,
    Loan,
    LoanRequest,
    LoanState,
    RequestState,
    ScheduleRow,
    ScheduleVersion,
)
from loans.lending.queries.contracts import next_contract_no
from loans.lending.queries.exposure import exposure
from loans.lending.queries.funds import not_a_fund, not_of_product
from loans.lending.queries.guarantees import free_savings, pledged_value, standing_guarantees
from loans.lending.queries.requests import concerned
from loans.lending.rules.contracts import schedule_of
from loans.lending.rules.guarantees import liens
from loans.lending.rules.numbers import is_contract_no
from loans.lending.steps.between import keep_borrowing, open_loan_account
from loans.lending.steps.independence import beyond, check_no_post
from loans.lending.steps.seen import check_seen
from loans.products.rules import ProductTerms, RateNotLawful, effective_yearly_rate_with, percent_words
from loans.schedules.rules import Schedule, above_ceiling


class NotSignable(Refused):
    """Raised when a request cannot become a contract as it stands; the words say why."""


class ContractNumberTaken(Refused):
    """Raised when another contract of the organisation has this number."""


NOT_A_NUMBER = _(
    "A contract number is of figures, like 12/2569 or ก.12/2569: before them at most four letters, and no names, for it"
    " stands in the books for ever."
)


class NotANumber(Refused):
    """Raised when what was given as the number of a contract can say more than a number."""


class NotCancellable(Refused):
    """Raised when a contract is no longer waiting for its payout."""


def sign_step(
    request: LoanRequest,
    *,
    signed_on: date,
    by,
    at,
    contract_no: str | None = None,
    first_due_on: date | None = None,
    seen: str | None = None,
) -> Loan:
    """Make the contract of an approved request: loan, account, first schedule, guarantees and liens.

    contract_no: by default the next of the Buddhist year, "12/2569". first_due_on: by default as in the request.
    seen: what was shown to who signs, as `seen_as` tells it.

    Raises `NotSignable`, `PostInBorrower`, `NotTied`, `ChangedSinceSeen`, `RateNotLawful`, `ContractNumberTaken`, or
    `NoSchedule` where the dates allow none.

    Source: domain: 1.4 Loans, 1.5 Interest arithmetic and the 15 % cap, 5.4 Civil and Commercial Code.
    """
    lock(request.organisation.book)
    check_no_post(by, [request.membership], on=at.astimezone(BANGKOK).date())
    request = _looked_at_again(request, signed_on=signed_on, by=by)
    _check_day(request, signed_on=signed_on, today=at.astimezone(BANGKOK).date())
    _check_limit(request, on=signed_on)
    _check_fund(request)
    check_seen(request, seen)
    version = request.product_version
    terms = ProductTerms.from_data(version.terms)
    first_due = first_due_on or request.first_due_on
    _check_first_due(request, first_due, terms=terms, signed_on=signed_on)
    schedule = _approved_schedule(request, terms, start=signed_on, first_due=first_due)
    lawful_rate(terms, schedule)
    loan = _loan(request, number=contract_no, on=signed_on, by=by, at=at)
    loan.terms, loan.effective_yearly_rate = version.terms, schedule.effective_yearly_rate
    loan.last_due_on = schedule.rows[-1].due
    loan.account = open_loan_account(loan, terms_control=terms.control, since=signed_on)
    loan.save(force_insert=True)
    keep_borrowing(loan)
    _first_schedule(loan, schedule, by=by, at=at)
    _bind(loan, request, on=signed_on)
    request.state = RequestState.SIGNED
    request.save(update_fields=["state"])
    return loan


def _approved_schedule(request: LoanRequest, terms: ProductTerms, *, start: date, first_due: date) -> Schedule:
    return schedule_of(
        terms,
        principal=request.amount_approved,
        instalments=request.instalments_approved,
        start=start,
        first_due=first_due,
        due_dates=[date.fromisoformat(day) for day in request.due_dates],
    )


def lawful_rate(terms: ProductTerms, schedule: Schedule) -> Decimal:
    """Return what a loan costs a year at the worst, fee and fines included, a fraction. Raises `RateNotLawful`."""
    rate = effective_yearly_rate_with(terms, schedule)
    if above_ceiling(rate):
        words = _(
            "This loan would cost %(rate)s a year, fee and fines included. The law allows 15.00 %% (Civil Code,"
            " section 654), and no resolution makes more lawful. Lower the rate or the fee of the product."
        )
        raise RateNotLawful(words % {"rate": percent_words(rate)})
    return rate


def _looked_at_again(request: LoanRequest, *, signed_on: date, by) -> LoanRequest:
    """Return the request as it stands under the lock, if it may be signed on that day."""
    found = (
        LoanRequest.objects.select_for_update(of=["self"])
        .select_related(
            "organisation__book",
            "product_version__product",
            "membership__person",
            "membership__member_organisation__book",
        )
        .prefetch_related("guarantees__membership__person", "collaterals", "joint_borrowers__membership")
        .get(network_id=request.network_id, pk=request.pk)
    )
    if found.state != RequestState.APPROVED:
        raise NotSignable(_("Only an approved request becomes a contract. This one: %(state)s.") % _state(found))
    if by.person_id and any(by.person_id in persons for persons in concerned(found, on=signed_on)):
        raise NotSignable(_("You borrow this money or guarantee it. Let another officer make the contract."))
    for membership in [found.membership, *(one.membership for one in standing_guarantees(found))]:
        if membership.state != MembershipState.ADMITTED:
            words = _("%(member)s is not an active member any more: the committee has to decide again.")
            raise NotSignable(words % {"member": membership})
    return found


def _check_day(request: LoanRequest, *, signed_on: date, today: date) -> None:
    """Raise `NotSignable` for a day before the resolution, or one that has not come: it would bind no savings yet."""
    if signed_on > today:
        words = _("That day has not come yet. The contract is entered on the day it is signed.")
        raise NotSignable(words, fields={"signed_on": words})
    if signed_on < request.resolution_on:
        shown = {"day": show_date(request.resolution_on)}
        words = _("The contract is signed on the day of the resolution, %(day)s, or later.") % shown
        raise NotSignable(words, fields={"signed_on": words})


def _check_limit(request: LoanRequest, *, on: date) -> None:
    """Raise `NotSignable` where an organisation borrows more than its limit leaves on that day."""
    if not request.membership.member_organisation_id:
        return
    without = tuple(filter(None, (request.pk, request.refinances_id)))
    found = exposure(request.organisation, request.membership, on=on, without=without)
    if words := beyond(found, request.amount_approved):
        raise NotSignable(words)


def _check_fund(request: LoanRequest) -> None:
    """Raise `NotSignable` where it cannot be lent out of the money that it names, borrowed or of a fund."""
    of_organisation = bool(request.membership.member_organisation_id)
    given = {"of_organisation": of_organisation, "borrowed": request.fund, "old": request.refinances}
    words = not_a_fund(request.organisation, request.fund, of_organisation=of_organisation)
    if words := words or not_of_product(request.product_version.product, **given):
        raise NotSignable(words)


def _check_first_due(request: LoanRequest, first_due: date, *, terms: ProductTerms, signed_on: date) -> None:
    """Raise `NotSignable` unless the first instalment falls due within a period of what was approved.

    Where the contract is made late, up to a period after its day.
    """
    approved, every = request.first_due_on, terms.schedule.every
    earliest, latest = every.after(approved, times=-1), every.after(max(approved, signed_on))
    if not earliest <= first_due <= latest:
        words = _(
            "The committee approved a first instalment on %(approved)s. It can be moved to a day from %(earliest)s to"
            " %(latest)s; for another day take the approval back and decide again."
        )
        days = {"approved": approved, "earliest": earliest, "latest": latest}
        words %= {name: show_date(day) for name, day in days.items()}
        raise NotSignable(words, fields={"first_due_on": words})


def _state(request: LoanRequest) -> dict:
    return {"state": request.get_state_display()}


def _loan(request: LoanRequest, *, number: str | None, on: date, by, at) -> Loan:
    """Return a loan with its two numbers, not saved."""
    organisation = request.organisation
    product = request.product_version.product
    return Loan(
        network_id=request.network_id,
        organisation=organisation,
        number=next_number(Loan, organisation),
        contract_no=_contract_no(organisation, wanted=number, on=on),
        membership=request.membership,
        request=request,
        product=product,
        product_version=request.product_version,
        principal=request.amount_approved,
        fund_id=request.fund_id,
        signed_on=on,
        signed_by=by,
        signed_at=at,
    )


def next_number(model, organisation: Organisation) -> int:
    """Return the next number of requests or loans of an organisation; the caller holds the book's lock."""
    found = model.objects.filter(network_id=organisation.network_key, organisation=organisation)
    return (found.aggregate(last=Max("number"))["last"] or 0) + 1


def _contract_no(organisation: Organisation, *, wanted: str | None, on: date) -> str:
    """Return the contract's number, which no other contract has: the next of the year, or the one wanted."""
    of_all = Loan.objects.of(organisation)
    if wanted:
        if not is_contract_no(wanted):
            raise NotANumber(NOT_A_NUMBER, fields={"contract_no": NOT_A_NUMBER})
        if of_all.filter(contract_no=wanted).exists():
            words = _("There is already a contract %(number)s. Choose another number.") % {"number": wanted}
            raise ContractNumberTaken(words, fields={"contract_no": words})
        return wanted
    return next_contract_no(organisation, on=on)


def _first_schedule(loan: Loan, schedule: Schedule, *, by, at) -> ScheduleVersion:
    version = ScheduleVersion.objects.create(
        network_id=loan.network_id, loan=loan, number=1, holds_from=loan.signed_on, made_by=by, made_at=at
    )
    ScheduleRow.objects.bulk_create(
        ScheduleRow(
            network_id=loan.network_id,
            schedule=version,
            n=row.n,
            due_on=row.due,
            principal=row.principal,
            interest=row.interest,
        )
        for row in schedule.rows
    )
    return version


def _bind(loan: Loan, request: LoanRequest, *, on: date) -> None:
    """Let the guarantees stand for the loan, and bind the savings that secure it."""
    standing = standing_guarantees(request)
    own = free_savings([request.membership], on=on)[request.membership_id]
    own_lien, parts = liens(
        loan.principal,
        guaranteed=[one.amount for one in standing],
        collateral=pledged_value(request),
        own_free=own.leaving_out({request.pk, request.refinances_id}).free,
    )
    made = [(Lien.Why.OWN_LOAN, request.membership_id, own_lien)]
    made += [(Lien.Why.GUARANTEE, one.membership_id, part) for one, part in zip(standing, parts, strict=True)]
    Lien.objects.bulk_create(
        Lien(network_id=loan.network_id, membership_id=membership, loan=loan, why=why, amount=amount, since=on)
        for why, membership, amount in made
        if amount > ZERO
    )
    Guarantee.objects.filter(network_id=loan.network_id, pk__in=[one.pk for one in standing]).update(
        loan=loan, stands_from=on
    )


def cancel_step(loan: Loan, *, on: date, reason: str) -> Loan:
    """Cancel a contract that was never paid out; the request stays as it was signed. Raises `NotCancellable`."""
    lock(loan.organisation.book)
    loan = Loan.objects.select_for_update().get(network_id=loan.network_id, pk=loan.pk)
    if loan.state != LoanState.SIGNED or loan.events.filter(struck_at=None).exists():
        raise NotCancellable(
            _("Only a contract that was not paid out is cancelled. This one: %(state)s.") % _state(loan)
        )
    if on < loan.signed_on:
        words = _("It is cancelled on the day it was signed, or later.")
        raise NotCancellable(words, fields={"on": words})
    loan.state, loan.closed_on = LoanState.CANCELLED, on
    loan.save(update_fields=["state", "closed_on"])
    release_step(loan, on=on, reason=reason)
    return loan


def release_step(loan: Loan, *, on: date, reason: str = "") -> None:
    """Set free what secures a loan: guarantors, bound savings and collateral. The caller knows that nothing is owed.

    Source: features: 64 Guarantee released as principal falls, 66 Collateral register.
    """
    network_id = loan.network_id
    loan.guarantees.filter(network_id=network_id, released_on=None).update(released_on=on, release_reason=reason)
    loan.liens.filter(network_id=network_id, released_on=None).update(released_on=on)
    if loan.request_id:
        loan.request.collaterals.filter(network_id=network_id, released_on=None).update(released_on=on)
