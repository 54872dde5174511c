"""Pages of loans between organisations: all of a network, and what one organisation borrowed."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit.downloads import asked_for, file_of
from groups.registry.views import exports
from loans.lending.queries.between import borrowed_by, funds_of_loans, loans_between
from loans.lending.tables.between import BetweenTable, BorrowedTable
from loans.lending.views.loans import page


@gate(Permission.FIGURES_SEE)
@require_safe
def between(request, organisation):
    """List all loans between organisations of the network: everybody sees them all."""
    network = organisation.keeper or organisation
    rows = loans_between(network, on=request.today)
    title = _("Loans between organisations in %(name)s") % {"name": network.name}
    table = BetweenTable(rows, organisation=organisation, caption=title)
    return _answer(request, organisation, "between", table=table, title=title, network=network)


@gate(Permission.FIGURES_SEE)
@require_safe
def borrowed(request, organisation):
    """List what this organisation owes to others."""
    title = _("What %(name)s borrowed") % {"name": organisation.name}
    rows = borrowed_by(organisation, on=request.today)
    funds = funds_of_loans(organisation)
    table = BorrowedTable(rows, organisation=organisation, funds=funds, caption=title)
    return _answer(request, organisation, "borrowed", table=table, title=title, rows=rows)


def _answer(request, organisation, name, *, table, title, **context):
    if kind := asked_for(request):
        return file_of(table, kind=kind, name=f"{name}-{organisation.code}", title=title, on=request.today)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    context |= {"table": table, "count": len(table.rows), "title": title, "exports": exports(request)}
    return page(request, name, organisation, **context)
