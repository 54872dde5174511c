"""The address of the home page of welfare."""

from django.urls import path

from welfare.overview import views

urlpatterns = [
    path("o/<slug:code>/welfare/", views.welfare, name="welfare"),
]
