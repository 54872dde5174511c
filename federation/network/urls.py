from django.urls import include, path

from federation.network.views import batches

# /o/<code>/reports/batch/
batch_urls = [
    path("", batches.report_batches, name="report_batches"),
    path("<uuid:pk>/", batches.report_batch, name="report_batch"),
    path("<uuid:pk>.pdf", batches.report_batch_file, name="report_batch_file"),
]

urlpatterns = [
    path("o/<slug:code>/reports/batch/", include(batch_urls)),
]
