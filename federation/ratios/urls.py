"""Addresses of ratios and of groups side by side."""

from django.urls import path

from federation.ratios import views

# /o/<code>/
urlpatterns = [
    path("o/<slug:code>/ratios/", views.ratios, name="ratios"),
    path("o/<slug:code>/ratios/<slug:key>/", views.ratio, name="ratio"),
    path("o/<slug:code>/compare/", views.compare, name="compare"),
]
