from django.urls import include, path

from federation.kit import addresses  # noqa: F401  (month and account in addresses)
from federation.reports.views import books, shelf

# /o/<code>/books/
book_urls = [
    path("", books.books, name="books"),
    path("cash/", books.cash_book, name="cash_book"),
    path("journal/", books.journal, name="journal"),
    path("accounts/<account:account>/", books.account, name="account"),
    path("entries/<int:number>/", books.entry, name="entry"),
]

# /o/<code>/reports/
report_urls = [
    path("", shelf.reports, name="reports"),
    path("<slug:name>/<month:month>/", shelf.report, name="report"),
    path("<slug:name>/<month:month>.<slug:format>", shelf.report_file, name="report_file"),
]

urlpatterns = [
    path("o/<slug:code>/books/", include(book_urls)),
    path("o/<slug:code>/reports/", include(report_urls)),
]
