"""The monthly report: what a hall can follow first, then the tables, and the proof that they equal the books.

Source: domain, 4.3 Monthly report; the heads on welfare and water join with their features. Cash on hand is the box:
the sum of what lies there for every fund.
"""

from dataclasses import replace
from datetime import date, datetime

from federation.bylaws.queries import bylaws_of
from federation.kit.clock import BANGKOK
from federation.kit.dates import be_year, last_day, show_month
from federation.kit.money import ZERO
from federation.kit.packing import Both
from federation.kit.report import Figure, Head, Link, Proof, Report, Section, Shown, Signature
from federation.kit.wording import gettext_lazy as _
from federation.ledger import chain
from federation.ledger.agreement import BooksAt, moved_by_lines
from federation.ledger.chart import CASH
from federation.ledger.fund_reports import fund_proofs, funds_sections
from federation.ledger.funds import plain
from federation.ledger.mended_reports import late_section, reversed_section
from federation.ledger.months import head_of
from federation.ledger.reports import (
    Statements,
    above_section,
    held_section,
    income_section,
    money_section,
    months_back,
    position_section,
    runs_on_note,
    trial_balance_section,
    year_start,
)
from federation.organisations.places import address_of
from groups.promises.reports import (
    SavingsOfMonth,
    against_promise_chart,
    deposits_section,
    kept_section,
    savings_figures,
)
from groups.registry.models import OfficePost
from groups.registry.queries import offices_on
from groups.registry.reports import members_figure, members_section
from groups.sheets.reports import cash_count_sections, posted_sheets
from loans.arrears.reports import LoansOfMonth, loan_figures, loan_proofs, loan_sections
from loans.followup.reports import actions_section
from welfare.claims.reports import welfare_section
from welfare.funeral.reports.deaths import funeral_section

NAME = "monthly"
MONTHS_IN_CHART = 24
SIGNED_BY = {
    OfficePost.CHAIR: _("Chair"),
    OfficePost.TREASURER: _("Treasurer"),
    OfficePost.INSPECTOR: _("Auditor"),
}


def monthly_report(
    organisation, month: date, *, at: datetime, draft: bool = True, books: BooksAt | None = None
) -> Report:
    """Return the monthly report from the books as they stand at a moment; a draft until the month closes.

    books: the month's end, where the caller has read it already.
    """
    book, code = organisation.book, organisation.code
    books = books or BooksAt(book, last_day(month))
    bylaws = bylaws_of(organisation, on=last_day(month))
    sheets = posted_sheets(organisation, month)
    statements = Statements(books, code, month, year_start(month, first_month=bylaws["fiscal_year"]))
    savings = SavingsOfMonth(
        organisation,
        month,
        met_on=sheets[-1].meeting_on if sheets else None,
        satja_goes_to=bylaws["satja_goes_to"],
        books=books,
    )
    loans = LoansOfMonth(organisation, month, bylaws, statements.rows, at.astimezone(BANGKOK).date())
    deposits = deposits_section(savings)
    sections = _sections(organisation, month, statements, savings, loans, sheets=sheets, deposits=deposits)
    return Report(
        name=NAME,
        title=_("Monthly report, %(month)s") % {"month": Shown(show_month, month)},
        subtitle=Shown(address_of, organisation),
        organisation=Both(organisation.name_th, organisation.name_en or organisation.name_th),
        code=code,
        month=month,
        made_at=at,
        sections=[section for section in sections if section],
        signatures=_signatures(organisation, on=statements.until),
        proofs=[*_proofs(statements, savings, deposits), *loan_proofs(loans)],
        head=head_now(organisation, month),
        draft=draft,
        made_up=organisation.is_demo,
        foot=_("By the bylaws in force: %(version)s") % {"version": _Version(bylaws)},
    )


def _sections(
    organisation, month: date, statements: Statements, savings: SavingsOfMonth, loans: LoansOfMonth, *, sheets, deposits
) -> list[Section | None]:
    """Return the parts of the report in their order; those that have nothing to say are None."""
    book, code = organisation.book, organisation.code
    members = members_section(organisation, month)
    return [
        _front(organisation, statements, savings, members, loans),
        kept_section(savings),
        members,
        held_section(statements),
        *loan_sections(loans),
        actions_section(organisation, month),
        above_section(statements),
        money_section(statements),
        *cash_count_sections(organisation, sheets),
        income_section(statements),
        position_section(statements),
        *funds_sections(statements),
        welfare_section(organisation, month),
        funeral_section(organisation, month),
        replace(trial_balance_section(statements.rows, code=code, on=statements.until), foot=runs_on_note(statements)),
        late_section(book, code=code, month=month),
        reversed_section(book, code=code, month=month),
        deposits,
    ]


class _Version:
    """The version of the bylaws in the language of the page."""

    def __init__(self, bylaws):
        self._bylaws = bylaws

    def __str__(self):
        return self._bylaws.version


def head_now(organisation, month: date) -> Head:
    """Return where the chain of an organisation's book stands, as printed on a report of that month."""
    head = head_of(organisation.book)
    qr = chain.qr_text(
        book_code=organisation.code,
        month=f"{be_year(month)}-{month.month:02d}",
        number=head.number,
        head=head.hash,
    )
    return Head(head.number, chain.short_code(head.hash), qr)


def _front(
    organisation, statements: Statements, savings: SavingsOfMonth, members: Section, loans: LoansOfMonth
) -> Section:
    """Return the first page: figures to be read aloud, and the chart."""
    months = months_back(savings.month, count=MONTHS_IN_CHART, opened_on=organisation.book.opened_on)
    return Section(
        key="front",
        title="",
        figures=[
            *savings_figures(savings),
            *loan_figures(loans),
            *_money_figures(organisation, statements),
            members_figure(members, organisation=organisation),
        ],
        chart=against_promise_chart(savings, months),
    )


def _money_figures(organisation, statements: Statements) -> list[Figure]:
    cash = sum((row.closing for row in statements.money() if plain(row.account.code) == CASH), ZERO)
    bank = sum((row.closing for row in statements.money() if plain(row.account.code) != CASH), ZERO)
    period = f"since={statements.month}&until={statements.until}"
    link = Link("federation:cash_book", {"code": organisation.code}, period)
    return [
        Figure(_("Cash on hand"), cash, in_words=True, link=link),
        Figure(_("In the bank"), bank, in_words=True, link=link),
    ]


def _signatures(organisation, *, on: date) -> list[Signature]:
    held = {}
    for office in offices_on(organisation, on):
        held.setdefault(office.post, office.person.name)
    return [Signature(post, held.get(key, "")) for key, post in SIGNED_BY.items()]


def _proofs(statements: Statements, savings: SavingsOfMonth, deposits: Section) -> list[Proof]:
    """Compare what is printed with the same figures taken from the books by another way.

    Statements come from the month totals, members' sums from the lines; each is proved by the other.
    """
    by_lines = statements.books.by_lines
    debits = sum((row.closing_debit for row in statements.rows), ZERO)
    proofs = [
        Proof(_("Trial balance, debits"), debits, sum((b for b in by_lines.values() if b > 0), ZERO)),
        Proof(_("Trial balance, credits"), debits, -sum((b for b in by_lines.values() if b < 0), ZERO)),
        Proof(
            _("Moved this month"),
            sum((row.debit for row in statements.rows), ZERO),
            moved_by_lines(statements.books.book, since=statements.month, until=statements.until),
        ),
        Proof(
            _("Cash and bank"),
            sum((row.closing for row in statements.money()), ZERO),
            sum((by_lines.get(row.account.pk, ZERO) for row in statements.money()), ZERO),
        ),
    ]
    printed = {column.key for column in deposits.grid.columns}
    for code, control in savings.controls.items():
        row = statements.of(code)
        if row and f"held_{code}" in printed:
            label = Both(control.name_th, control.name_en)
            proofs.append(Proof(label, deposits.grid.total(f"held_{code}"), row.natural))
    return [*proofs, *fund_proofs(statements)]
