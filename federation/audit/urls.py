"""Addresses of the log of acts."""

from django.urls import path

from federation.audit import views

# /o/<code>/acts/
urlpatterns = [
    path("o/<slug:code>/acts/", views.acts, name="acts"),
]
