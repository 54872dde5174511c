"""Addresses of access: those of one's own account, and under /o/<code>/ those of an organisation."""

from django.urls import path

from federation.access import views

own_urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("password/", views.password_change, name="password_change"),
    path("sessions/", views.own_sessions, name="own_sessions"),
]

# /o/<code>/access/
urlpatterns = []
