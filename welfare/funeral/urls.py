"""Addresses of funeral aid; `scheme` is a scheme's code, `number` a funeral number."""

from django.urls import include, path

from welfare.funeral.views import checks, deaths, lapse, payouts, people, reports, schemes, units

# /o/<code>/funeral/schemes/<scheme>/covered/<number>/
covered_urls = [
    path("", people.covered, name="covered"),
    path("family/", people.cover_relative, name="cover_relative"),
    path("leave/<slug:step>/", people.covered_leave, name="covered_leave"),
    path("decide/<slug:step>/", people.covered_decide, name="covered_decide"),
    path("notice/", lapse.covered_notice, name="covered_notice"),
    path("notice.pdf", lapse.covered_letter, name="covered_letter"),
    path("units/", units.covered_units, name="covered_units"),
    path("units/<uuid:back>/", units.covered_units_back, name="covered_units_back"),
    path("put-out/", lapse.covered_put_out, name="covered_put_out"),
]

# /o/<code>/funeral/schemes/<scheme>/
scheme_urls = [
    path("", schemes.scheme, name="scheme"),
    path("terms/", schemes.scheme_terms, name="scheme_terms"),
    path("covered/", people.covered_list, name="covered_list"),
    path("covered/apply/", people.cover_apply, name="cover_apply"),
    path("covered/admit/", people.covered_admit, name="covered_admit"),
    path("covered/<int:number>/", include(covered_urls)),
    path("lapses/", lapse.lapses, name="lapses"),
    path("check/", checks.list_check_new, name="list_check_new"),
    path("check/<uuid:pk>/", checks.list_check, name="list_check"),
    path("lists/<slug:listing>/", reports.scheme_list, name="scheme_list"),
]

# /o/<code>/funeral/
funeral_urls = [
    path("", schemes.schemes, name="schemes"),
    path("start/", schemes.scheme_examples, name="scheme_examples"),
    path("start/<slug:example>/", schemes.scheme_start, name="scheme_start"),
    path("schemes/<slug:scheme>/", include(scheme_urls)),
]

# /o/<code>/deaths/<pk>/
death_urls = [
    path("", deaths.death, name="death"),
    path("check/", deaths.death_check, name="death_check"),
    path("take-back/", payouts.death_take_back, name="death_take_back"),
    path("give-up/<uuid:due>/", payouts.death_give_up, name="death_give_up"),
    path("acts/<uuid:act>/", payouts.death_act, name="death_act"),
    path("<slug:kind>.pdf", payouts.death_paper, name="death_paper"),
    path("payouts/new/", payouts.payout_new, name="payout_new"),
    path("payouts/<uuid:payout>/", payouts.payout, name="payout"),
    path("payouts/<uuid:payout>/received/", payouts.payout_received, name="payout_received"),
    path("payouts/<uuid:payout>/take-back/", payouts.payout_take_back, name="payout_take_back"),
    path("payouts/<uuid:payout>/<slug:kind>.pdf", payouts.payout_paper, name="payout_paper"),
]

urlpatterns = [
    path("o/<slug:code>/funeral/", include(funeral_urls)),
    path("o/<slug:code>/deaths/", deaths.deaths, name="deaths"),
    path("o/<slug:code>/deaths/late/", deaths.deaths_late, name="deaths_late"),
    path("o/<slug:code>/deaths/new/", deaths.death_choose, name="death_choose"),
    path("o/<slug:code>/deaths/new/<slug:scheme>/<int:number>/", deaths.death_new, name="death_new"),
    path("o/<slug:code>/deaths/<uuid:pk>/", include(death_urls)),
]
