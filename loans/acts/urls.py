"""Addresses of acts on running loans; `number` is the loan's in its organisation."""

from django.urls import path

from loans.acts import views

urlpatterns = [
    path("o/<str:code>/loans/acts/", views.acts, name="acts"),
    path("o/<str:code>/loans/acts/<uuid:pk>/", views.act, name="act"),
    path("o/<str:code>/loans/acts/<uuid:pk>/take-back/", views.act_take_back, name="act_take_back"),
    path("o/<str:code>/loans/<int:number>/acts/new/", views.act_choose, name="act_choose"),
    path("o/<str:code>/loans/<int:number>/acts/new/<slug:kind>/", views.act_new, name="act_new"),
]
