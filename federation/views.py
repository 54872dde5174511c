"""Pages that belong to no feature: whether the site is alive."""

from django.db import Error, connection
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from federation.access.gate import open_to_all


@open_to_all
@require_safe
@never_cache
def healthz(request):
    """Say whether the site and its database answer, for those who watch over it. No sign-in, no data."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return HttpResponse("database does not answer\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")
