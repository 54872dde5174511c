"""Addresses of the schedules; open to all, outside every organisation."""

from django.urls import path

from loans.schedules import views

urlpatterns = [
    path("try-a-loan/", views.try_loan, name="try_loan"),
]
