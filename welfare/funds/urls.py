"""Addresses of funds. "above": a group's own members in a fund of its network."""

from django.urls import path

from welfare.funds.views import acts, funds, gifts, places

OF_FUND = "o/<slug:code>/welfare/funds/<slug:fund>/"
ABOVE = "o/<slug:code>/welfare/above/<slug:fund>/"
IN_NETWORK = {"above": True}

urlpatterns = [
    path("o/<slug:code>/welfare/funds/new/", funds.fund_new, name="fund_new"),
    path("o/<slug:code>/welfare/donors/", gifts.donors, name="donors"),
    path("o/<slug:code>/welfare/acts/<uuid:pk>/", acts.fund_act, name="fund_act"),
    path("o/<slug:code>/welfare/acts/<uuid:pk>/back/", acts.act_strike, name="act_strike"),
    path(OF_FUND, funds.fund, name="fund"),
    path(f"{OF_FUND}dues/", funds.fund_dues, name="fund_dues"),
    path(f"{OF_FUND}lend/", funds.fund_lend, name="fund_lend"),
    path(f"{OF_FUND}close/", funds.fund_close, name="fund_close"),
    path(f"{OF_FUND}places/", places.fund_places, name="places"),
    path(f"{OF_FUND}places/new/", places.place_new, name="place_new"),
    path(f"{OF_FUND}places/all/", places.places_all, name="places_all"),
    path(f"{OF_FUND}places/<int:number>/end/", places.place_end, name="place_end"),
    path(f"{OF_FUND}premiums/", places.fund_premiums, name="fund_premiums"),
    path(f"{OF_FUND}gifts/new/", gifts.gift_new, name="gift_new"),
    path(f"{OF_FUND}gifts/<uuid:pk>/back/", acts.gift_strike, name="gift_strike"),
    path(f"{OF_FUND}subsidy/", gifts.subsidy, name="subsidy"),
    path(f"{OF_FUND}subsidy/<uuid:pk>/", gifts.subsidy_list, name="subsidy_list"),
    path(f"{OF_FUND}do/<slug:kind>/", acts.act_new, name="act_new"),
    path(f"{ABOVE}places/", places.fund_places, IN_NETWORK, name="places_above"),
    path(f"{ABOVE}places/new/", places.place_new, IN_NETWORK, name="place_new_above"),
    path(f"{ABOVE}places/all/", places.places_all, IN_NETWORK, name="places_all_above"),
    path(f"{ABOVE}places/<int:number>/end/", places.place_end, IN_NETWORK, name="place_end_above"),
]
