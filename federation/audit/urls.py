"""Addresses of the log of acts."""

urlpatterns = []
