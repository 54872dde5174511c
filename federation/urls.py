"""All addresses of the site. Each feature keeps its own `urls.py`; here they only get their place."""

from django.urls import include, path

from federation import views
from federation.access.urls import own_urlpatterns
from federation.start.urls import start_urlpatterns

# One line a feature; the names of these pages begin with "federation:".
federation_urls = [
    path("", include("federation.access.urls")),
    path("", include("federation.audit.urls")),
    path("", include("federation.backup.urls")),
    path("", include("federation.between.urls")),
    path("", include("federation.bylaws.urls")),
    path("", include("federation.closing.urls")),
    path("", include("federation.consolidation.urls")),
    path("", include("federation.directory.urls")),
    path("", include("federation.exchange.urls")),
    path("", include("federation.handover.urls")),
    path("", include("federation.meetings.urls")),
    path("", include("federation.network.urls")),
    path("", include("federation.nation.urls")),
    path("", include("federation.proof.urls")),
    path("", include("federation.ratios.urls")),
    path("", include("federation.reports.urls")),
    path("", include("federation.start.urls")),
    path("", include("federation.support.urls")),
    path("", include("federation.transfers.urls")),
    path("", include("federation.warning.urls")),
]

# The same for "groups:".
groups_urls = [
    path("", include("groups.departures.urls")),
    path("", include("groups.registry.urls")),
    path("", include("groups.promises.urls")),
    path("", include("groups.sheets.urls")),
    path("", include("groups.surplus.urls")),
]

# The same for "loans:".
loans_urls = [
    path("", include("loans.acts.urls")),
    path("", include("loans.arrears.urls")),
    path("", include("loans.followup.urls")),
    path("", include("loans.lending.urls")),
    path("", include("loans.products.urls")),
    path("", include("loans.schedules.urls")),
    path("", include("loans.wholesale.urls")),
]

# The same for "welfare:".
welfare_urls = [
    path("", include("welfare.claims.urls")),
    path("", include("welfare.funds.urls")),
    path("", include("welfare.funeral.urls")),
    path("", include("welfare.outlook.urls")),
    path("", include("welfare.overview.urls")),
]

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("language/", include("django.conf.urls.i18n")),
    path("", include(start_urlpatterns)),
    path("", include(own_urlpatterns)),
    path("", include((federation_urls, "federation"))),
    path("", include((groups_urls, "groups"))),
    path("", include((loans_urls, "loans"))),
    path("", include((welfare_urls, "welfare"))),
]
