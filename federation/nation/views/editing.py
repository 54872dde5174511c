"""Who may write into the registry: whoever holds the permission in any organisation. What is entered keeps its name."""

from functools import wraps

from django.core.exceptions import PermissionDenied

from federation.access.gate import signed_in
from federation.access.permissions import Permission
from federation.access.queries import organisations_for


def may_edit(request):
    """Return whether the reader may write into the registry today."""
    return organisations_for(request.user, Permission.REGISTRY_EDIT, on=request.today).exists()


def editors_only(view):
    """Let in who may write into the registry; 403 for others who are signed in."""

    @signed_in
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not may_edit(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
