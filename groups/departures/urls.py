"""Addresses of departures, and of whom members name; `number` is the member number."""

from django.urls import include, path

from groups.departures.views import asking, deciding, lists, members, papers, paying

of_one = [
    path("", lists.departure, name="departure"),
    path("notice/", asking.notice, name="leaving_notice"),
    path("withdraw/", asking.withdraw, name="leaving_withdraw"),
    path("refuse/", deciding.refuse, name="leaving_refuse"),
    path("decide/", deciding.decide, name="leaving_decide"),
    path("admit/", deciding.admit, name="leaving_admit"),
    path("pay/<uuid:payment>/prepare/", paying.prepare, name="leaving_prepare"),
    path("pay/<uuid:payment>/", paying.pay, name="leaving_pay"),
    path("task/<uuid:task>/", paying.task, name="leaving_task"),
    path("take-back/ask/", deciding.ask_back, name="leaving_ask_back"),
    path("take-back/", deciding.take_back, name="leaving_take_back"),
    path("paper/settlement/", papers.settlement, name="leaving_settlement"),
    path("paper/notice/", papers.notice, name="leaving_letter"),
    path("paper/guarantor/<uuid:guarantee>/", papers.guarantor, name="leaving_guarantor"),
]

urlpatterns = [
    path("o/<slug:code>/leaving/", lists.leaving, name="leaving"),
    path("o/<slug:code>/leaving/<uuid:pk>/", include(of_one)),
    path("o/<slug:code>/members/<int:number>/leave/", members.leave, name="member_leave"),
    path("o/<slug:code>/members/<int:number>/leave/<slug:kind>/", asking.ask, name="leaving_ask"),
    path("o/<slug:code>/members/<int:number>/died/", asking.death, name="leaving_death"),
    path("o/<slug:code>/members/<int:number>/refund/", asking.refund, name="leaving_refund"),
    path("o/<slug:code>/members/<int:number>/beneficiaries/", members.beneficiaries, name="beneficiaries"),
    path("o/<slug:code>/members/<int:number>/beneficiaries/name/", members.name, name="beneficiaries_name"),
]
