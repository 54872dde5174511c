"""Addresses of the meetings."""

from django.urls import include, path

from federation.meetings.views import listed, paper, writing

# /o/<code>/meetings/<pk>/
meeting_urls = [
    path("", paper.meeting, name="meeting"),
    path("edit/", writing.meeting_edit, name="meeting_edit"),
    path("attendance/", writing.meeting_attendance, name="meeting_attendance"),
    path("agenda/", writing.meeting_agenda, name="meeting_agenda"),
    path("issue/", paper.meeting_issue, name="meeting_issue"),
    path("correct/", paper.meeting_correct, name="meeting_correct"),
    path("paper.pdf", paper.meeting_paper, name="meeting_paper"),
    path("paper-<int:version>.pdf", paper.meeting_paper, name="meeting_paper_issued"),
]

urlpatterns = [
    path("o/<slug:code>/meetings/", listed.meetings, name="meetings"),
    path("o/<slug:code>/meetings/new/", writing.meeting_new, name="meeting_new"),
    path("o/<slug:code>/meetings/<uuid:pk>/", include(meeting_urls)),
]
