"""Addresses of a member's page and promises; `number` is the member number."""

from django.urls import path

from groups.promises import views

urlpatterns = [
    path("o/<slug:code>/members/add/", views.member_add, name="member_add"),
    path("o/<slug:code>/members/add-group/", views.peer_add, name="peer_add"),
    path("o/<slug:code>/members/<int:number>/", views.member, name="member"),
    path("o/<slug:code>/members/<int:number>/promise/", views.promise, name="promise"),
    path("o/<slug:code>/members/<int:number>/state/", views.member_state, name="member_state"),
    path("o/<slug:code>/members/promises/", views.promises, name="promises"),
]
