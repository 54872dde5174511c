"""{% member_loans membership %}: a member's loans, guarantees given, and which savings are free."""

from django import template

from federation.access.gate import permissions_held
from federation.access.permissions import Permission
from loans.lending.queries.members import loans_of_member

register = template.Library()


@register.inclusion_tag("loans/lending/member_loans.html", takes_context=True)
def member_loans(context, membership):
    """Show what a member owes and guarantees, to who may see loans. Nothing where there is nothing to show."""
    request = context["request"]
    held = permissions_held(request, membership.organisation)
    if Permission.LOANS_SEE not in held:
        return {}
    return {
        "membership": membership,
        "organisation": membership.organisation,
        "lent": loans_of_member(membership, on=request.today),
        "may_ask": Permission.LOANS_EDIT in held and not membership.ended_on,
    }
