"""Addresses of the start pages."""

from django.urls import path

from federation.start import views

start_urlpatterns = [
    path("", views.start, name="start"),
]

# /o/<code>/
urlpatterns = [
    path("o/<slug:code>/", views.desk, name="desk"),
]
