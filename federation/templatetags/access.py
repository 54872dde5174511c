"""{% may "sheet.post" organisation as can_post %}: whether the reader of a page may do something, there or anywhere."""

from django import template

from federation.access.gate import permissions_held
from federation.access.permissions import Permission
from federation.access.queries import organisations_for

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context, permission, organisation):
    """Return whether the signed-in person has a permission in an organisation; a misspelt one raises ValueError."""
    return Permission(permission) in permissions_held(context["request"], organisation)


@register.simple_tag(takes_context=True)
def may_anywhere(context, permission):
    """Return whether the signed-in person has a permission in any organisation today."""
    request = context["request"]
    return organisations_for(request.user, Permission(permission), on=request.today).exists()
