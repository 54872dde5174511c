from django.urls import path

from federation.warning import views

urlpatterns = [
    path("o/<slug:code>/warnings/", views.warnings, name="warnings"),
]
