from django.urls import include, path

from federation.handover.views import group, network
from federation.kit import addresses  # noqa: F401  (month in addresses)

# /o/<code>/months/<month>/
month_urls = [
    path("", network.month, name="month"),
    path("paper/<slug:group>/", network.paper_month, name="paper_month"),
    path("<slug:group>/", network.month_group, name="month_group"),
    path("<slug:group>/check/", network.month_check, name="month_check"),
    path("<slug:group>/return/", network.month_return, name="month_return"),
]

urlpatterns = [
    path("o/<slug:code>/handover/<month:month>/", group.handover, name="handover"),
    path("o/<slug:code>/handover/<month:month>/send/", group.handover_send, name="handover_send"),
    path("o/<slug:code>/months/", network.months, name="months"),
    path("o/<slug:code>/months/<month:month>/", include(month_urls)),
]
