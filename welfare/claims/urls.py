"""Addresses of claims."""

from django.urls import include, path

from welfare.claims.views import claims, decisions, papers, payments, rules

# /o/<code>/welfare/claims/<fund>/<number>-<year>/
claim_urls = [
    path("", claims.claim, name="claim"),
    path("change/", claims.claim_change, name="claim_change"),
    path("agree/", decisions.claim_agree, name="claim_agree"),
    path("approve/", decisions.claim_approve, name="claim_approve"),
    path("refuse/", decisions.claim_refuse, name="claim_refuse"),
    path("withdraw/", decisions.claim_withdraw, name="claim_withdraw"),
    path("pay/", payments.claim_pay, name="claim_pay"),
    path("receive/", payments.claim_receive, name="claim_receive"),
    path("ask-back/", decisions.claim_ask_back, name="claim_ask_back"),
    path("take-back/", decisions.claim_take_back, name="claim_take_back"),
    path("papers/add/", papers.claim_paper_add, name="claim_paper_add"),
    path("papers/<uuid:pk>/", papers.claim_paper, name="claim_paper"),
    path("papers/<uuid:pk>/remove/", papers.claim_picture_remove, name="claim_picture_remove"),
    path("health/", papers.claim_health, name="claim_health"),
    path("form/", papers.claim_form, name="claim_form"),
    path("voucher/", papers.claim_voucher, name="claim_voucher"),
    path("refusal/", papers.claim_refusal, name="claim_refusal"),
]

# /o/<code>/welfare/rules/<fund>/
rule_urls = [
    path("add/", rules.rule_examples, name="rule_examples"),
    path("add/<slug:example>/", rules.rule_add, name="rule_add"),
    path("<slug:benefit>/", rules.rule, name="rule"),
    path("<slug:benefit>/change/", rules.rule_change, name="rule_change"),
    path("<slug:benefit>/end/", rules.rule_end, name="rule_end"),
]

urlpatterns = [
    path("o/<str:code>/welfare/claims/", claims.claims, name="claims"),
    path("o/<str:code>/welfare/claims/years/", claims.claims_year, name="claims_year"),
    path("o/<str:code>/welfare/claims/add/", claims.claim_add, name="claim_add"),
    path(
        "o/<str:code>/welfare/claims/add/<slug:fund>/<slug:benefit>/<int:place>/", claims.claim_file, name="claim_file"
    ),
    path("o/<str:code>/welfare/claims/<slug:fund>/<int:number>-<int:year>/", include(claim_urls)),
    path("o/<slug:code>/welfare/rules/", rules.rules, name="rules"),
    path("o/<slug:code>/welfare/rules/<slug:fund>/", include(rule_urls)),
]
