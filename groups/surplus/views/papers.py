"""Papers of an adopted year: slips for all, the list that is signed, the statement for the meeting."""

from django.views.decorators.http import require_safe

from federation.access.gate import gate
from federation.access.permissions import Permission
from groups.surplus.papers import pay_list_pdf, slips_pdf, statement_pdf
from groups.surplus.views import ADOPTED, of_close
from groups.surplus.views.answers import pdf_answer


@gate(Permission.SURPLUS_SEE)
@require_safe
@of_close(*ADOPTED)
def slips(request, organisation, close):
    """Print a slip for every member, several to a page."""
    return pdf_answer(request, lambda: slips_pdf(close), name=f"dividend-{organisation.code}-{close.until}")


@gate(Permission.SURPLUS_SEE)
@require_safe
@of_close(*ADOPTED)
def pay_list(request, organisation, close):
    """Print the list on which members sign for their dividends."""
    return pdf_answer(request, lambda: pay_list_pdf(close), name=f"pay-list-{organisation.code}-{close.until}")


@gate(Permission.SURPLUS_SEE)
@require_safe
@of_close(*ADOPTED)
def statement(request, organisation, close):
    """Print what was earned and what it was allotted to."""
    return pdf_answer(request, lambda: statement_pdf(close), name=f"surplus-{organisation.code}-{close.until}")
