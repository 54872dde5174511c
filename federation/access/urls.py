"""Addresses of access: those of one's own account, and under /o/<code>/ those of an organisation."""

from django.urls import include, path

from federation.access import views

own_urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("password/", views.password_change, name="password_change"),
    path("sessions/", views.own_sessions, name="own_sessions"),
]

# /o/<code>/access/<pk>/
appointment_urlpatterns = [
    path("", views.appointment, name="appointment"),
    path("check/", views.appointment_check, name="appointment_check"),
    path("decline/", views.appointment_decline, name="appointment_decline"),
    path("end/", views.appointment_end, name="appointment_end"),
    path("password/", views.password_give, name="password_give"),
]

# /o/<code>/access/
urlpatterns = [
    path("o/<slug:code>/access/", views.access, name="access"),
    path("o/<slug:code>/access/propose/", views.appointment_propose, name="appointment_propose"),
    path("o/<slug:code>/access/account/", views.account_open, name="account_open"),
    path("o/<slug:code>/access/<uuid:pk>/", include(appointment_urlpatterns)),
]
