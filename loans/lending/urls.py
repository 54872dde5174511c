"""Addresses of lending in an organisation: requests and their decision, and the loans they become.

`number` is the number of the request under /requests/, else that of the loan.
"""

from django.urls import include, path

from loans.lending.views import between, contracts, loans, papers, repay, requests

# /o/<code>/loans/requests/
request_urls = [
    path("", requests.requests, name="requests"),
    path("add/", requests.request_add, name="request_add"),
    path("committee/", requests.committee, name="committee"),
    path("<int:number>/", requests.request, name="request"),
    path("<int:number>/edit/", requests.request_edit, name="request_edit"),
    path("<int:number>/withdraw/", requests.request_withdraw, name="request_withdraw"),
    path("<int:number>/decide/", requests.request_decide, name="request_decide"),
    path("<int:number>/take-back/", requests.request_take_back, name="request_take_back"),
    path("<int:number>/paper/", papers.request_paper, name="request_paper"),
    path("<int:number>/sign/", contracts.request_sign, name="request_sign"),
]

# /o/<code>/loans/<number>/
loan_urls = [
    path("", loans.loan, name="loan"),
    path("why/", loans.loan_why, name="loan_why"),
    path("quote/", papers.quote, name="quote"),
    path("repay/", repay.repay, name="repay"),
    path("payments/<int:seq>/", repay.repaid, name="repaid"),
    path("payments/<int:seq>/print/", repay.repaid_print, name="repaid_print"),
    path("papers/<slug:kind>/issue/", papers.paper_issue, name="paper_issue"),
    path("cancel/", contracts.contract_cancel, name="contract_cancel"),
]

urlpatterns = [
    path("o/<slug:code>/loans/", loans.loans, name="loans"),
    path("o/<slug:code>/loans/between/", between.between, name="between"),
    path("o/<slug:code>/borrowed/", between.borrowed, name="borrowed"),
    path("o/<slug:code>/loans/papers/<uuid:pk>/", papers.paper, name="paper"),
    path("o/<slug:code>/loans/papers/<uuid:pk>/pdf/", papers.paper_pdf, name="paper_pdf"),
    path("o/<slug:code>/loans/requests/", include(request_urls)),
    path("o/<slug:code>/loans/<int:number>/", include(loan_urls)),
]
