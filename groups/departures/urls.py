"""Addresses of departures."""

urlpatterns = []
