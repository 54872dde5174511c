"""Addresses of imports, under /o/<code>/import/."""

from django.urls import include, path

from federation.exchange import views
from federation.exchange.running import views as running

# /o/<code>/import/<pk>/
import_urls = [
    path("", views.register_import, name="register_import"),
    path("columns/", views.register_columns, name="register_columns"),
    path("decide/", views.register_decide, name="register_decide"),
    path("propose/", views.register_propose, name="register_propose"),
    path("post/", views.register_post, name="register_post"),
    path("lay-aside/", views.register_lay_aside, name="register_lay_aside"),
    path("remarks/", views.register_remarks, name="register_remarks"),
]

# /o/<code>/import/loans/
running_urls = [
    path("", running.running_loans, name="running_loans"),
    path("propose/", running.running_loans_propose, name="running_loans_propose"),
    path("file/", running.running_loans_file, name="running_loans_file"),
    path("upload/", running.running_loans_upload, name="running_loans_upload"),
]

# /o/<code>/import/
organisation_urls = [
    path("", views.register_imports, name="register_imports"),
    path("upload/", views.register_upload, name="register_upload"),
    path("template/", views.register_template, name="register_template"),
    path("loans/", include(running_urls)),
    path("<uuid:pk>/", include(import_urls)),
]

urlpatterns = [path("o/<slug:code>/import/", include(organisation_urls))]
