"""Addresses of the registry, and of what an organisation tells about itself in it."""

from django.urls import include, path

from federation.nation import views

# /registry/organisations/<code>/
known_urls = [
    path("", views.registry_organisation, name="registry_organisation"),
    path("count/", views.registry_organisation_count, name="registry_organisation_count"),
    path("link/", views.registry_organisation_link, name="registry_organisation_link"),
    path("strengths/", views.registry_strengths, name="registry_strengths"),
    path("strengths/<uuid:pk>/end/", views.registry_strength_end, name="registry_strength_end"),
]

# /registry/
registry_urls = [
    path("", views.registry, name="registry"),
    path("areas/", views.registry_country, name="registry_country"),
    path("area/<str:area>/", views.registry_area, name="registry_area"),
    path("find/", views.registry_find, name="registry_find"),
    path("import/", views.registry_import, name="registry_import"),
    path("import/enter/", views.registry_import_enter, name="registry_import_enter"),
    path("import/template.xlsx", views.registry_import_template, name="registry_import_template"),
    path("organisations/add/", views.registry_organisation_add, name="registry_organisation_add"),
    path("organisations/<slug:known>/", include(known_urls)),
]

# /o/<code>/
organisation_urls = [
    path("below/", views.below, name="below"),
    path("strengths/", views.strengths, name="strengths"),
    path("strengths/<uuid:pk>/end/", views.strength_end, name="strength_end"),
]

urlpatterns = [
    path("registry/", include(registry_urls)),
    path("o/<slug:code>/", include(organisation_urls)),
]
