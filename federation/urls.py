"""All addresses of the site. Each feature keeps its own `urls.py`; here they only get their place."""

from django.urls import include, path

from federation import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("language/", include("django.conf.urls.i18n")),
]
