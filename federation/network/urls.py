from django.urls import include, path

from federation.kit import addresses  # noqa: F401  (month in addresses)
from federation.network.views import batches, monthly

# /o/<code>/reports/batch/
batch_urls = [
    path("", batches.report_batches, name="report_batches"),
    path("<uuid:pk>/", batches.report_batch, name="report_batch"),
    path("<uuid:pk>.pdf", batches.report_batch_file, name="report_batch_file"),
]

# /o/<code>/network-report/<month>/
report_urls = [
    path("", monthly.network_report, name="network_report"),
    path("<int:version>.<slug:format>", monthly.network_report_file, name="network_report_file"),
]

urlpatterns = [
    path("o/<slug:code>/reports/batch/", include(batch_urls)),
    path("o/<slug:code>/network-report/<month:month>/", include(report_urls)),
]
