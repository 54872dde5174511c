"""{% member_welfare membership %}: a member's places in funds, cover by funeral aid, and claims."""

from django import template

from federation.access.gate import permissions_held
from federation.access.permissions import Permission
from welfare.overview.queries import of_member

register = template.Library()


@register.inclusion_tag("welfare/overview/member_welfare.html", takes_context=True)
def member_welfare(context, membership):
    """Show what a member has in funds and schemes, to who may see welfare. Nothing of an organisation."""
    request = context["request"]
    held = permissions_held(request, membership.organisation)
    if membership.person_id is None or Permission.WELFARE_SEE not in held:
        return {}
    return {
        "membership": membership,
        "organisation": membership.organisation,
        "welfare": of_member(membership, on=request.today),
        "today": request.today,
        "may_file": Permission.WELFARE_FILE in held and not membership.ended_on,
    }
