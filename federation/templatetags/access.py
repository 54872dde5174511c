"""{% may "sheet.post" organisation as can_post %}: whether the reader of the page may do something."""

from django import template

from federation.access.gate import permissions_held
from federation.access.permissions import Permission

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context, permission, organisation):
    """Return whether the signed-in person has a permission in an organisation; a misspelt one raises ValueError."""
    return Permission(permission) in permissions_held(context["request"], organisation)
