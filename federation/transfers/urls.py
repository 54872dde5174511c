from django.urls import path

from federation.transfers import views

urlpatterns = [
    path("o/<slug:code>/transfer/", views.transfer, name="transfer"),
]
