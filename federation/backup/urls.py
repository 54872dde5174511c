from django.urls import path

from federation.backup import views

# /o/<code>/backup/
urlpatterns = [
    path("o/<slug:code>/backup/", views.backup, name="backup"),
]
