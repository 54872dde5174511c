"""Addresses of stepping in, of facilitators, and of how strong groups are."""

from django.urls import path

from federation.support.views import facilitators, grades, plans

# /o/<code>/
urlpatterns = [
    path("o/<slug:code>/support/", plans.support, name="support"),
    path("o/<slug:code>/support/new/", plans.support_new, name="support_new"),
    path("o/<slug:code>/support/<int:number>/", plans.support_plan, name="support_plan"),
    path("o/<slug:code>/support/<int:number>/steps/new/", plans.support_step_new, name="support_step_new"),
    path(
        "o/<slug:code>/support/<int:number>/steps/<int:position>/done/",
        plans.support_step_done,
        name="support_step_done",
    ),
    path("o/<slug:code>/support/<int:number>/end/", plans.support_end, name="support_end"),
    path("o/<slug:code>/facilitators/", facilitators.facilitators, name="facilitators"),
    path("o/<slug:code>/facilitators/assign/", facilitators.facilitator_assign, name="facilitator_assign"),
    path("o/<slug:code>/facilitators/<uuid:pk>/end/", facilitators.facilitation_end, name="facilitation_end"),
    path("o/<slug:code>/grades/", grades.grades, name="grades"),
    path("o/<slug:code>/grades/new/", grades.grade_new, name="grade_new"),
    path("o/<slug:code>/grades/criteria/", grades.grade_criteria, name="grade_criteria"),
    path("o/<slug:code>/grades/criteria/set/", grades.grade_criteria_set, name="grade_criteria_set"),
    path("o/<slug:code>/grades/<uuid:pk>/", grades.grade_of, name="grade_of"),
]
