"""Addresses of late loans and of how lending stands."""

from django.urls import path

from loans.arrears import views

urlpatterns = [
    path("o/<slug:code>/loans/arrears/", views.arrears, name="arrears"),
    path("o/<slug:code>/loans/arrears/portfolio/", views.portfolio, name="portfolio"),
    path("o/<slug:code>/loans/arrears/groups/", views.arrears_groups, name="arrears_groups"),
]
