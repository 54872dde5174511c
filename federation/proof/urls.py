from django.urls import path

from federation.proof import views

urlpatterns = [
    path("check/", views.check, name="check"),
]
