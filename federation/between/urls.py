"""Addresses of what stands between two organisations."""

from django.urls import path

from federation.between.views import entered, pool, settlement

urlpatterns = [
    path("o/<slug:code>/between/", entered.between, name="between"),
    path("o/<slug:code>/between/<int:number>/", entered.between_entry, name="between_entry"),
    path("o/<slug:code>/disputes/<uuid:pk>/", entered.dispute, name="dispute"),
    path("o/<slug:code>/settlement/<str:on>/", settlement.settlement_day, name="settlement_day"),
    path("o/<slug:code>/settlement/<slug:group>/<str:day>/", settlement.settlement, name="settlement"),
    path("o/<slug:code>/pool/", pool.pool, name="pool"),
    path("o/<slug:code>/pool/interest/", pool.pool_interest, name="pool_interest"),
    path("o/<slug:code>/pool/withdrawal/", pool.pool_withdrawal, name="pool_withdrawal"),
    path("o/<slug:code>/pool/acts/<uuid:pk>/", pool.pool_act, name="pool_act"),
]
