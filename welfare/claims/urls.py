"""Addresses of claims."""

urlpatterns = []
