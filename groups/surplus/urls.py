"""Addresses of an organisation's years; `until` is the last day of a year, 2025-12-31."""

from django.urls import include, path

from groups.surplus.views import closing, papers, paying, planning, years

# /o/<code>/years/<until>/
year_urls = [
    path("", years.year, name="year"),
    path("close/", closing.year_close, name="year_close"),
    path("decide/", closing.year_decide, name="year_decide"),
    path("back/", closing.year_back, name="year_back"),
    path("back/decide/", closing.year_back_decide, name="year_back_decide"),
    path("rehearse/", planning.rehearse, name="rehearse"),
    path("rehearse/paper/", planning.rehearse_paper, name="rehearse_paper"),
    path("resolution/", planning.allot, name="allot"),
    path("adopt/", planning.adopt, name="adopt"),
    path("pay/", paying.pay, name="pay"),
    path("lists/<uuid:pk>/", paying.batch, name="pay_batch"),
    path("lists/<uuid:pk>/decide/", paying.pay_decide, name="pay_decide"),
    path("slips/", papers.slips, name="dividend_slips"),
    path("pay-list/", papers.pay_list, name="dividend_pay_list"),
    path("statement/", papers.statement, name="surplus_statement"),
]

urlpatterns = [
    path("o/<str:code>/years/", years.years, name="years"),
    path("o/<str:code>/years/choices/", paying.choices, name="dividend_choices"),
    path("o/<str:code>/years/<str:until>/", include(year_urls)),
]
