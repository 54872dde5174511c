"""The cases, by the name that chooses them."""

from tests.bench.cases import loans, pages, post, report

CASES = {"post": post.run, "pages": pages.run, "report": report.run, "loans": loans.run}
