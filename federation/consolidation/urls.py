from django.urls import include, path

from federation.consolidation import views
from federation.kit import addresses  # noqa: F401  (account in addresses)

# /o/<code>/consolidated/
consolidated_urls = [
    path("", views.consolidated, name="consolidated"),
    path("accounts/<account:account>/", views.consolidated_account, name="consolidated_account"),
    path("between/<slug:above>/<slug:below>/", views.consolidated_pair, name="consolidated_pair"),
]

urlpatterns = [
    path("o/<slug:code>/consolidated/", include(consolidated_urls)),
    path("o/<slug:code>/capital/", views.capital, name="capital"),
]
