"""Addresses of how long funds last."""

from django.urls import path

from welfare.outlook import views

urlpatterns = [
    path("o/<slug:code>/welfare/outlook/", views.outlook, name="outlook"),
    path("o/<slug:code>/welfare/outlook/<slug:fund>/", views.outlook_fund, name="outlook_fund"),
]
