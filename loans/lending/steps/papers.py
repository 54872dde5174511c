"""Issuing papers: a paper is written once, stored under its number, and given out the same ever after.

They stand in the caller's transaction; the caller writes the log of acts.
"""

from collections.abc import Callable
from datetime import date

from django.db.models import Sum
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from federation.bylaws.queries import bylaws_of
from federation.kit.dates import be_year
from federation.kit.refusals import Refused
from federation.ledger.posting import lock
from loans.lending.models import EventKind, Guarantee, Loan, LoanRequest, LoanState, Paper
from loans.lending.papers.contract import contract_text
from loans.lending.papers.guarantee import guarantee_text
from loans.lending.papers.parts import PaperText, in_thai
from loans.lending.papers.quote import quote_text
from loans.lending.papers.release import release_text
from loans.lending.papers.request import request_text
from loans.lending.papers.schedule import schedule_text
from loans.lending.papers.workings import settlement_parts, workings_in_words
from loans.lending.queries.papers import asked_of, deal_of, guarantees_of, guarantor_of, schedules_of
from loans.lending.queries.standing import standing

PAID_IN = (EventKind.REPAYMENT, EventKind.PREPAYMENT, EventKind.RECOVERY)


class NothingToIssue(Refused):
    """Raised when a loan is not in the state that a paper speaks of."""


def request_paper_step(request: LoanRequest, *, by, at) -> Paper:
    """Issue the paper of a request; after the decision it is another paper, with the decision on it."""
    lock(request.organisation.book)
    asked = asked_of(request)
    number = f"{asked.number}-{asked.resolution_no}" if asked.resolution_no else asked.number
    return _issued(request, Paper.Kind.REQUEST, number, lambda: request_text(asked, made_at=at), by=by, at=at)


def contract_papers_step(loan: Loan, *, by, at) -> list[Paper]:
    """Issue what is signed together: the contract, one guarantee a guarantor, the schedule.

    Raises `NothingToIssue` for a contract that came from an import: its own paper holds.
    """
    if loan.is_imported:
        raise NothingToIssue(_("This loan was taken over with its own contract, which holds. No other is printed."))
    lock(loan.organisation.book)
    deal = deal_of(loan, version=1)
    number = loan.contract_no
    contract = _issued(loan, Paper.Kind.CONTRACT, number, lambda: contract_text(deal, made_at=at), by=by, at=at)
    guarantees = [_guarantee_paper(loan, one, n, by=by, at=at) for n, one in enumerate(guarantees_of(loan), start=1)]
    return [contract, *guarantees, schedule_paper_step(loan, by=by, at=at)]


def _guarantee_paper(loan: Loan, guarantee: Guarantee, n: int, *, by, at) -> Paper:
    number = f"{loan.contract_no}-{n}"
    days = bylaws_of(loan.organisation, on=loan.signed_on)["guarantor_notice_days"]

    def text():
        deal, guarantor = deal_of(loan, version=1), guarantor_of(guarantee, loan=loan)
        return guarantee_text(deal, guarantor, number=number, notice_days=days, made_at=at)

    return _issued(loan, Paper.Kind.GUARANTEE, number, text, by=by, at=at)


def schedule_paper_step(loan: Loan, *, by, at) -> Paper:
    """Issue the schedule that holds now."""
    lock(loan.organisation.book)
    version = schedules_of(loan)[0].number
    number = f"{loan.contract_no}-{version}"

    def text():
        return schedule_text(deal_of(loan), number=number, version=version, made_at=at)

    return _issued(loan, Paper.Kind.SCHEDULE, number, text, by=by, at=at)


def release_paper_step(loan: Loan, *, by, at) -> Paper:
    """Issue the letter of release. Raises `NothingToIssue` while anything is owed."""
    if loan.state != LoanState.SETTLED:
        raise NothingToIssue(_("A letter of release is given when the loan is repaid in full."))
    lock(loan.organisation.book)

    def text():
        deal, paid = deal_of(loan, version=1), _paid_in_all(loan)
        return release_text(deal, closed_on=loan.closed_on, paid=paid, number=loan.contract_no, made_at=at)

    return _issued(loan, Paper.Kind.RELEASE, loan.contract_no, text, by=by, at=at)


def quote_paper_step(loan: Loan, *, on: date, asked_on: date, by, at) -> Paper:
    """Issue a settlement quote for a day, under the next number of the year; each asking is a quote of its own.

    Raises `NothingToIssue` where nothing is owed.
    """
    lock(loan.organisation.book)
    stands = standing(loan, on=on)
    if not stands.to_settle:
        raise NothingToIssue(_("Nothing is owed on this loan."))
    number = _next_quote(loan, year=be_year(asked_on))

    def text():
        workings = workings_in_words(stands)
        figures = {"parts": settlement_parts(stands), "workings": workings, "number": number}
        return quote_text(deal_of(loan), on=on, asked_on=asked_on, made_at=at, **figures)

    return _issued(loan, Paper.Kind.QUOTE, number, text, by=by, at=at)


def _next_quote(loan: Loan, *, year: int) -> str:
    issued = Paper.objects.filter(network_id=loan.network_id, organisation=loan.organisation_id, kind=Paper.Kind.QUOTE)
    return f"{issued.filter(number__endswith=f'/{year}').count() + 1}/{year}"


def _paid_in_all(loan: Loan) -> list[tuple]:
    """Return [(label, baht)] of what was paid on a loan, without what was never there."""
    paid = loan.events.filter(network_id=loan.network_id, struck_at=None, kind__in=PAID_IN)
    sums = paid.aggregate(principal=Sum("principal"), interest=Sum("interest"), fine=Sum("fine"))
    labels = {"principal": gettext("Principal"), "interest": gettext("Interest"), "fine": gettext("Fines")}
    return [(label, sums[part]) for part, label in labels.items() if sums[part]]


def _issued(thing: Loan | LoanRequest, kind: str, number: str, text: Callable[[], PaperText], *, by, at) -> Paper:
    """Return the paper of that number, written now if it was not before."""
    of_kind = Paper.objects.filter(network_id=thing.network_id, organisation=thing.organisation_id, kind=kind)
    if found := of_kind.filter(number=number).first():
        return found
    with in_thai():
        data = text().to_data()
    return Paper.objects.create(
        network_id=thing.network_id,
        organisation=thing.organisation,
        loan=thing if isinstance(thing, Loan) else None,
        request=thing if isinstance(thing, LoanRequest) else None,
        kind=kind,
        number=number,
        data=data,
        made_by=by,
        made_at=at,
    )
