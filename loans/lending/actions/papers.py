"""Issuing the papers of a loan: durable shells round the steps, each written into the log."""

from datetime import date, datetime

from django.db import transaction

from federation.audit.log import record
from loans.lending.models import Loan, LoanRequest, Paper
from loans.lending.steps import papers as steps


def _noted(paper: Paper, *, by, at: datetime) -> Paper:
    after = {"kind": paper.kind, "number": paper.number}
    record("loan_paper_issued", by=by, at=at, organisation=paper.organisation, about=f"paper:{paper.pk}", after=after)
    return paper


@transaction.atomic(durable=True)
def issue_request(request: LoanRequest, *, by, at: datetime) -> Paper:
    """Issue the paper of a request; asked again it is the same one."""
    return _noted(steps.request_paper_step(request, by=by, at=at), by=by, at=at)


@transaction.atomic(durable=True)
def issue_contract(loan: Loan, *, by, at: datetime) -> list[Paper]:
    """Issue contract, guarantees and schedule. Raises `NothingToIssue`."""
    return [_noted(paper, by=by, at=at) for paper in steps.contract_papers_step(loan, by=by, at=at)]


@transaction.atomic(durable=True)
def issue_schedule(loan: Loan, *, by, at: datetime) -> Paper:
    """Issue the schedule that holds now."""
    return _noted(steps.schedule_paper_step(loan, by=by, at=at), by=by, at=at)


@transaction.atomic(durable=True)
def issue_release(loan: Loan, *, by, at: datetime) -> Paper:
    """Issue the letter of release. Raises `NothingToIssue`."""
    return _noted(steps.release_paper_step(loan, by=by, at=at), by=by, at=at)


@transaction.atomic(durable=True)
def issue_quote(loan: Loan, *, on: date, asked_on: date, by, at: datetime) -> Paper:
    """Issue a settlement quote for a day. Raises `NothingToIssue`."""
    return _noted(steps.quote_paper_step(loan, on=on, asked_on=asked_on, by=by, at=at), by=by, at=at)
