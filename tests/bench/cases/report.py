"""The monthly report of 200 members as PDF: our renderer against WeasyPrint's own time for the same HTML."""

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from federation.kit import clock, pdf
from federation.kit.dates import next_month
from federation.reports.drawing import STYLES, paper_of, pdf_of
from federation.reports.monthly import monthly_report
from tests.bench.measuring import in_turns, milliseconds, report
from tests.bench.worlds import THIS_MONTH, group_of_years

MEMBERS = 200


def run():
    group = group_of_years(1, members=MEMBERS)
    of_month = monthly_report(group, next_month(THIS_MONTH, by=-1), at=clock.now())
    html = paper_of(of_month)
    ours, plain = in_turns(lambda: pdf_of(of_month), lambda: plainly(html), repeats=5)
    detail = {"members": MEMBERS} | milliseconds([ours, plain], ["ours", "weasyprint"])
    report("report_pdf_200_rows_vs_weasyprint", ratio=ours / plain, bar=1.3, better="lower", **detail)


def plainly(html):
    """Let WeasyPrint draw the same page with the same style and fonts, and nothing of ours around it."""
    fonts, fetcher = FontConfiguration(), pdf._fetcher()
    sheets = [CSS(url=pdf._BASE + sheet, url_fetcher=fetcher, font_config=fonts) for sheet in STYLES]
    HTML(string=html, base_url=pdf._BASE, url_fetcher=fetcher).write_pdf(
        stylesheets=sheets, font_config=fonts, pdf_variant=pdf._VARIANT
    )
