"""The list of loans, the page of one, and why its figures are what they are."""

from decimal import Decimal

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.bylaws.queries import bylaws_of
from federation.kit.downloads import asked_for, file_of
from groups.registry.views import exports
from loans.lending.forms.loans import DayForm
from loans.lending.models import Loan, LoanState
from loans.lending.papers.drawing import page_words
from loans.lending.papers.terms import cost_words, fine_words, interest_words, order_words, percent, terms_in_words
from loans.lending.papers.workings import (
    fine_step_words,
    fine_sums,
    fine_words_of,
    in_short,
    interest_sums,
    reckoned_by_days,
    settlement_parts,
    why,
)
from loans.lending.queries import loans as queries
from loans.lending.queries.papers import papers_of, schedules_of
from loans.lending.queries.repay import receipts_of
from loans.lending.queries.standing import standing
from loans.lending.tables import loans as tables
from loans.products.rules import ProductTerms

PAGE = "loans/lending/"
ROWS_A_PAGE = 25


@gate(Permission.LOANS_SEE)
def loans(request, organisation):
    """List the loans, searched and cut as asked; all of the list as a file."""
    asked = {name: request.GET.get(name, "").strip() for name in ("product", "village")}
    search, show = request.GET.get("q", "").strip(), request.GET.get("show", "")
    show = show if show in queries.SHOWN else queries.RUNNING
    rows = queries.loan_rows(organisation, on=request.today, search=search, show=show, **asked)
    title = _("Loans of %(name)s") % {"name": organisation.name}
    table = tables.LoansTable(rows, organisation=organisation, caption=title)
    if kind := asked_for(request):
        return file_of(table, kind=kind, name=f"loans-{organisation.code}", title=title, on=request.today)
    RequestConfig(request, paginate={"per_page": ROWS_A_PAGE}).configure(table)
    context = {"table": table, "count": len(rows), "search": search, "show": show, "asked": asked}
    context |= {"products": queries.products_of(organisation), "villages": queries.villages_of(organisation)}
    return page(request, "loans", organisation, exports=exports(request), **context)


@gate(Permission.LOANS_SEE)
def loan(request, organisation, number):
    """Show a loan: what is owed, what comes next, what happened, who stands for it."""
    found = loan_or_404(organisation, number)
    stands = standing(found, on=request.today)
    schedules = list(schedules_of(found))
    return page(
        request,
        "loan",
        organisation,
        loan=found,
        stands=stands,
        state=tables.STATES[queries.LoanRow(found, stands).state],
        parts=settlement_parts(stands),
        **_terms(found, schedules),
        **_schedule_tables(stands, schedules),
        **_security(found, stands),
        facts_table=tables.FactsTable(queries.events_of(found), loan=found, receipts=receipts_of(found)),
        papers=papers_of(found),
        acts=list(queries.waiting_acts(found)),
        case=queries.open_case(found),
    )


def _terms(loan: Loan, schedules) -> dict:
    terms = ProductTerms.from_data(loan.terms)
    rows = sorted(schedules[-1].rows.all(), key=lambda row: row.n)
    said = terms_in_words(terms, principal=loan.principal, rows=rows)
    cost = cost_words(terms, rate=loan.effective_yearly_rate)
    return {"terms": terms, "said": page_words(said), "cost": page_words(cost)}


def _schedule_tables(stands, schedules) -> dict:
    """Return the schedule that holds with what was paid, and the earlier ones as they were agreed."""
    now, *old = schedules
    rows = [queries.InstalmentRow.of(one, on=stands.on) for one in stands.instalments]
    if not rows:
        plan = sorted(now.rows.all(), key=lambda row: row.n)
        rows = [queries.InstalmentRow.planned(row) for row in plan]
    return {
        "schedule_table": tables.InstalmentsTable(rows),
        "old_schedules": [(one, tables.PlanTable(sorted(one.rows.all(), key=lambda row: row.n))) for one in old],
        "schedule": now,
        "paid_instalments": sum(row.state == "paid" for row in rows),
        "instalments": len(rows),
    }


def _security(loan: Loan, stands) -> dict:
    left = loan.principal if loan.state == LoanState.SIGNED else stands.principal
    falls = queries.guarantees_fall(loan, on=stands.on)
    return {
        "guarantors": queries.guarantors_of(loan, left=left, falls=falls),
        "collaterals": list(loan.request.collaterals.order_by("pk")) if loan.request else [],
        "joint": queries.joint_of(loan),
        "liens": queries.liens_of(loan, left=left, falls=falls),
        "taken_over": queries.taken_over(loan),
    }


@gate(Permission.LOANS_SEE)
def loan_why(request, organisation, number):
    """Show how interest and fines came about, step by step, on today or on another day."""
    found = loan_or_404(organisation, number)
    form = DayForm(request.GET if "on" in request.GET else None, loan=found, initial={"on": request.today})
    on = form.cleaned_data["on"] if form.is_bound and form.is_valid() else request.today
    stands = standing(found, on=on)
    reasons, terms = why(stands), ProductTerms.from_data(found.terms)
    return page(
        request,
        "loan_why",
        organisation,
        loan=found,
        form=form,
        on=on,
        stands=stands,
        why=reasons,
        interest=stands.interest + reasons.part_of_period,
        short=page_words(in_short(reasons)),
        lines=_lines(reasons),
        fines=[_fine(line) for line in reasons.fines],
        others=interest_sums(reasons) + fine_sums(reasons),
        rules=page_words(_rules(terms, found)),
        terms=terms,
        bylaws=bylaws_of(organisation, on=on).version,
    )


def _lines(reasons) -> list[dict]:
    """Return every step of interest; the last one of a span carries what the span comes to, rounded once."""
    lines = []
    for span in reasons.spans:
        for step in span.steps:
            exact = Decimal(step.exact.numerator) / Decimal(step.exact.denominator)
            last = step is span.steps[-1]
            shown = f"{exact:,.4f}"
            lines.append({"step": step, "rate": percent(step.yearly_rate), "exact": shown, "span": last and span})
    return lines


def _fine(line) -> tuple:
    """Return a fine in a sentence, with its steps where they made it."""
    steps = line.steps if reckoned_by_days(line) else []
    return page_words([fine_words_of(line)])[0], page_words(fine_step_words(step) for step in steps)


def _rules(terms: ProductTerms, loan: Loan) -> list:
    fines = fine_words(terms.fine, principal=loan.principal, bears_interest=terms.bears_interest)
    return [*interest_words(terms), *fines, *order_words(terms)]


def loan_or_404(organisation, number: int) -> Loan:
    """Return the loan of a number in this organisation, or answer that there is no such page."""
    found = queries.loan_whole(organisation, number)
    if found is None:
        raise Http404
    return found


def page(request, name: str, organisation, *, status: int = 200, **context):
    """Draw a page of this feature."""
    context |= {"organisation": organisation, "whose": organisation.name, "demo": organisation.is_demo}
    return render(request, f"{PAGE}{name}.html", context, status=status)
