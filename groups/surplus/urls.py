"""Addresses of surplus."""

urlpatterns = []
