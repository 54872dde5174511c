from django.urls import include, path

from federation.directory import views

# /o/<code>/
organisation_urls = [
    path("profile/", views.organisation, name="organisation"),
    path("profile/edit/", views.organisation_edit, name="organisation_edit"),
    path("profile/state/", views.organisation_state, name="organisation_state"),
    path("bank-accounts/add/", views.bank_account_add, name="bank_account_add"),
    path("affiliations/", views.affiliations, name="affiliations"),
    path("affiliations/<uuid:pk>/end/", views.affiliation_end, name="affiliation_end"),
    path("groups/", views.groups, name="groups"),
    path("groups/add/", views.group_add, name="group_add"),
    path("groups/add/paper/", views.group_add_paper, name="group_add_paper"),
]

urlpatterns = [
    path("o/<slug:code>/", include(organisation_urls)),
]
