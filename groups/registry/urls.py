"""Addresses of the register of an organisation; `number` is the member number."""

from django.urls import path

from groups.registry import views

urlpatterns = [
    path("o/<slug:code>/members/", views.members, name="members"),
    path("o/<slug:code>/members/<int:number>/edit/", views.member_edit, name="member_edit"),
    path("o/<slug:code>/members/<int:number>/national-id/", views.national_id, name="national_id"),
    path("o/<slug:code>/members/<int:number>/statement/", views.member_statement, name="member_statement"),
    path("o/<slug:code>/committee/", views.offices, name="offices"),
    path("o/<slug:code>/committee/give/", views.office_give, name="office_give"),
    path("o/<slug:code>/committee/<uuid:pk>/end/", views.office_end, name="office_end"),
]
