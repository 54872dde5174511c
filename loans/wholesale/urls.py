"""Addresses of borrowed money and of what became of it."""

from django.urls import path

from loans.wholesale import views

urlpatterns = [
    path("o/<slug:code>/funds/<uuid:pk>/", views.fund, name="fund"),
    path("o/<slug:code>/funds/<uuid:pk>/add/", views.fund_fact, name="fund_fact"),
    path("o/<slug:code>/funds/facts/<uuid:pk>/strike/", views.fund_fact_strike, name="fund_fact_strike"),
]
