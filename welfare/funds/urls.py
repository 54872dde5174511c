"""Addresses of funds."""

urlpatterns = []
