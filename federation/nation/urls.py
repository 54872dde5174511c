"""Addresses of the registry, and of what an organisation tells about itself in it."""

from django.urls import include, path

from federation.nation import views

# /registry/
registry_urls = [
    path("", views.registry, name="registry"),
    path("areas/", views.registry_country, name="registry_country"),
    path("area/<str:area>/", views.registry_area, name="registry_area"),
]

urlpatterns = [
    path("registry/", include(registry_urls)),
]
