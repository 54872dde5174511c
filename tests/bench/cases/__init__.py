"""The cases, by the name that chooses them."""

from tests.bench.cases import batches, dividend, loans, nation, outlook, pages, post, report

CASES = {
    "post": post.run,
    "pages": pages.run,
    "report": report.run,
    "loans": loans.run,
    "batches": batches.run,
    "nation": nation.run,
    "outlook": outlook.run,
    "dividend": dividend.run,
}
