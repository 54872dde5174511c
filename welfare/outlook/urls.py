"""Addresses of outlook."""

urlpatterns = []
