from django.shortcuts import render
from django_tables2 import RequestConfig

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.audit.queries import acts_in, by_somebody_called, sign_ins_around
from federation.audit.tables import ActTable

A_PAGE = 50


@gate(Permission.ACTS_SEE)
def acts(request, organisation):
    """Show what was done here, or when its officers signed in; the latest first."""
    signing = "signing" in request.GET
    search = request.GET.get("q", "").strip()
    found = sign_ins_around(organisation) if signing else acts_in(organisation)
    if search:
        found = by_somebody_called(found, search)
    table = ActTable(found, sees_members=Permission.MEMBERS_SEE in permissions_held(request, organisation))
    RequestConfig(request, paginate={"per_page": A_PAGE}).configure(table)
    context = {"organisation": organisation, "table": table, "signing": signing, "search": search}
    return render(request, "federation/audit/acts.html", context)
