"""Addresses of the cases of late loans."""

from django.urls import include, path

from loans.followup.views import cases, letters, network, work

# /o/<code>/loans/cases/<case>/letters/<number>-<year>/
letter_urls = [
    path("", letters.case_letter, name="case_letter"),
    path("pdf/", letters.case_letter_pdf, name="case_letter_pdf"),
    path("envelope/", letters.case_envelope, name="case_envelope"),
    path("sent/", letters.case_letter_sent, name="case_letter_sent"),
]

# /o/<code>/loans/cases/<case>/
case_urls = [
    path("", cases.case, name="case"),
    path("step/<slug:kind>/", work.case_step, name="case_step"),
    path("promise/", work.case_promise, name="case_promise"),
    path("plan/", work.case_plan, name="case_plan"),
    path("contact/", work.case_contact, name="case_contact"),
    path("network/", work.case_network, name="case_network"),
    path("close/", work.case_close, name="case_close"),
    path("letter/<slug:kind>/", letters.case_letter_write, name="case_letter_write"),
    path("letters/<int:number>-<int:year>/", include(letter_urls)),
    path("file/", letters.case_pack, name="case_pack"),
]

# /o/<code>/loans/help/<case>/
help_urls = [
    path("", network.case_help, name="case_help"),
    path("step/<slug:kind>/", network.case_help_step, name="case_help_step"),
    path("letters/<int:number>-<int:year>/", network.case_help_letter, name="case_help_letter"),
    path("file/", network.case_help_pack, name="case_help_pack"),
]

urlpatterns = [
    path("o/<str:code>/loans/cases/", cases.cases, name="cases"),
    path("o/<str:code>/loans/cases/open/", cases.cases_open, name="cases_open"),
    path("o/<str:code>/loans/cases/closed/", cases.cases_closed, name="cases_closed"),
    path("o/<str:code>/loans/cases/report/", cases.cases_report, name="cases_report"),
    path("o/<str:code>/loans/cases/<str:case>/", include(case_urls)),
    path("o/<str:code>/loans/help/", network.cases_help, name="cases_help"),
    path("o/<str:code>/loans/help/<str:case>/", include(help_urls)),
]
