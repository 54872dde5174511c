"""Addresses of what stands between two organisations."""

from django.urls import path

from federation.between.views import pool

urlpatterns = [
    path("o/<slug:code>/pool/", pool.pool, name="pool"),
    path("o/<slug:code>/pool/interest/", pool.pool_interest, name="pool_interest"),
    path("o/<slug:code>/pool/withdrawal/", pool.pool_withdrawal, name="pool_withdrawal"),
    path("o/<slug:code>/pool/acts/<uuid:pk>/", pool.pool_act, name="pool_act"),
]
