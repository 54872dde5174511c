"""Addresses of funeral."""

urlpatterns = []
