"""Addresses of the deposit sheets of an organisation; `day` is the meeting day, 2026-10-05."""

from django.urls import include, path

from groups.sheets.views import drafts, posting, receipts, reversals

# /o/<code>/sheets/<day>/
sheet_urls = [
    path("", drafts.sheet, name="sheet"),
    path("save/", drafts.sheet_save, name="sheet_save"),
    path("members/", drafts.sheet_members, name="sheet_members"),
    path("discard/", drafts.sheet_discard, name="sheet_discard"),
    path("post/", posting.sheet_post, name="sheet_post"),
    path("sides/", posting.sheet_sides, name="sheet_sides"),
    path("entry/", posting.sheet_entry, name="sheet_entry"),
    path("receipts/", receipts.sheet_receipts, name="sheet_receipts"),
    path("receipts/print/", receipts.receipts_print, name="receipts_print"),
    path("receipts/prints/<uuid:batch>/", receipts.receipts_printed, name="receipts_printed"),
    path("reversal/", reversals.sheet_reversal, name="sheet_reversal"),
]

urlpatterns = [
    path("o/<str:code>/sheets/", drafts.sheets, name="sheets"),
    path("o/<str:code>/sheets/reversed/<uuid:pk>/", reversals.sheet_reversed, name="sheet_reversed"),
    path("o/<str:code>/sheets/<str:day>/", include(sheet_urls)),
]
