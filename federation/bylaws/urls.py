from django.urls import include, path

from federation.bylaws import views

# /o/<code>/bylaws/
bylaw_urls = [
    path("", views.bylaws, name="bylaws"),
    path("confirm/", views.bylaws_confirm, name="bylaws_confirm"),
    path("<slug:rule>/", views.bylaw, name="bylaw"),
    path("<slug:rule>/set/", views.bylaw_set, name="bylaw_set"),
]

urlpatterns = [
    path("o/<slug:code>/bylaws/", include(bylaw_urls)),
]
