"""Loans in the monthly report: what was lent and paid back, who is late in figures, at what risk. Names nobody.

Source: domain, 4.3 Monthly report, heads 3 and 4, and 5.1 Classes and provision.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from federation.bylaws.queries import Bylaws
from federation.kit.dates import last_day, show_date
from federation.kit.money import ZERO, show
from federation.kit.packing import Both
from federation.kit.report import Column, Figure, Grid, Link, Proof, Row, Section, Shown
from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _
from federation.ledger.chart import FINES_OF, INTEREST_OF, LOANS
from federation.ledger.funds import is_control_in
from federation.ledger.queries import TrialRow
from loans.arrears.queries.month import PARTS, PAYMENTS, Flow, LoanMonth, booked_otherwise, month_of_loans
from loans.arrears.queries.month_end import MonthEnd, ends_on, month_end
from loans.arrears.queries.position import Position
from loans.arrears.rules import CLASS_NAMES, Age, Scale, together
from loans.lending.models import EventKind, Loan
from loans.products.models import Product

PORTFOLIO_PAGE = "loans:portfolio"
INCOME = {"interest": frozenset(INTEREST_OF.values()), "fine": frozenset(FINES_OF.values())}
INCOME_NAMES = {"interest": _("Interest on loans, this month"), "fine": _("Fines on loans, this month")}


@dataclass(frozen=True)
class LoansOfMonth:
    """What the loan sections of one organisation's month are made from; each part is read once.

    bylaws: of the month's last day. accounts: the rows of the trial balance at the month's end. today: the day the
    report is made; where the month is not over, lateness, classes and interest earned are those of that day.
    """

    organisation: object
    month: date
    bylaws: Bylaws
    accounts: list[TrialRow]
    today: date

    @property
    def until(self) -> date:
        return ends_on(self.month, today=self.today)

    @property
    def as_of(self) -> list[Sentence]:
        """Which day is meant, where it is not the month's last."""
        if self.until == last_day(self.month):
            return []
        return [_("As of %(day)s; the month was not over.") % {"day": Shown(show_date, self.until)}]

    @cached_property
    def lends(self) -> bool:
        """Whether the organisation ever had a loan up to the end of the month."""
        return Loan.objects.of(self.organisation).filter(signed_on__lte=self.until).exists()

    @cached_property
    def end(self) -> MonthEnd:
        return month_end(self.organisation, self.month, today=self.today, bylaws=self.bylaws)

    @property
    def position(self) -> Position:
        return self.end.position

    @cached_property
    def flows(self) -> LoanMonth:
        return month_of_loans(self.organisation, self.month)

    @cached_property
    def products(self) -> list[Product]:
        found = Product.objects.filter(network_id=self.organisation.network_key, organisation=self.organisation)
        return list(found.order_by("code"))

    @property
    def controls(self) -> list[TrialRow]:
        return [row for row in self.accounts if is_control_in(row.account.code, LOANS)]

    @cached_property
    def otherwise(self) -> dict:
        """{code of an income account: baht that came on it without a payment on a loan}."""
        codes = {row.account.code for part in INCOME for row in self.earned_on(part)}
        return booked_otherwise(self.organisation, self.month, codes=codes)

    def earned_on(self, part: str) -> list[TrialRow]:
        """Return the income accounts of interest or fines, those of small funds among them."""
        return [row for row in self.accounts if is_control_in(row.account.code, INCOME[part])]

    def income(self, part: str) -> "LoanIncome":
        """Return what interest or fines came to in the month, by the facts of the loans and by the books."""
        rows = self.earned_on(part)
        return LoanIncome(
            paid=getattr(self.flows.of(*PAYMENTS), part),
            right=getattr(self.flows.right, part),
            otherwise=sum((self.otherwise.get(code, ZERO) for code in (row.account.code for row in rows)), ZERO),
            books=sum((row.credit - row.debit for row in rows), ZERO),
        )


@dataclass(frozen=True, slots=True)
class LoanIncome:
    """Interest or fines of a month, in baht. right: of payments of other months; otherwise: without a payment."""

    paid: Decimal
    right: Decimal
    otherwise: Decimal
    books: Decimal

    @property
    def total(self) -> Decimal:
        return self.paid + self.right + self.otherwise


def loan_sections(of: LoansOfMonth) -> list[Section]:
    """Return the sections on loans, or none for an organisation that never lent."""
    if not of.lends:
        return []
    return [loans_section(of), ageing_section(of), classes_section(of), ratios_section(of)]


def loan_figures(of: LoansOfMonth) -> list[Figure]:
    """Return the figures for the first page: what is lent, and how much of it is at risk."""
    if not of.lends:
        return []
    npl = of.position.ratio("npl")
    words = _("%(baht)s baht of it late more than %(months)s months")
    return [
        Figure(
            _("Loans not yet paid back"),
            of.position.principal,
            note=words % {"baht": show(npl.part), "months": of.position.scale.npl_months},
            link=Link(PORTFOLIO_PAGE, {"code": of.organisation.code}),
        )
    ]


def loan_proofs(of: LoansOfMonth) -> list[Proof]:
    """Hold the sum of the loans, from their facts, against each loan account in the books."""
    if not of.lends:
        return []
    sums = of.position.by_control()
    owed = [
        Proof(Both(row.account.name_th, row.account.name_en), sums.get(row.account.code, ZERO), row.natural)
        for row in of.controls
    ]
    earned = {part: of.income(part) for part in INCOME}
    return owed + [Proof(INCOME_NAMES[part], found.total, found.books) for part, found in earned.items()]


def loans_section(of: LoansOfMonth) -> Section:
    """Return by product what was paid out and what came back in the month, and what is still lent."""
    lent = together(of.position.loans, by=lambda loan: loan.product_id)
    columns = [
        Column("product", _("Kind of loan"), wide=True),
        Column("paid_out_count", _("Loans paid out"), "count", total=True),
        Column("paid_out", _("Lent this month"), "money", total=True),
        Column("principal", _("Principal repaid"), "money", total=True),
        Column("interest", _("Interest"), "money", total=True),
        Column("fine", _("Fines"), "money", total=True),
        Column("count", _("Loans running"), "count", total=True),
        Column("lent", _("Still lent"), "money", total=True),
    ]
    rows = [
        _product_row(of, product, lent.get(product.pk, Age()))
        for product in of.products
        if product.pk in lent or product.pk in of.flows.products
    ]
    empty = _("Nothing was lent and nothing is owed.")
    grid = Grid(columns, rows, total_label=_("Total"), empty=empty)
    return Section(key="loans", title=_("Loans"), items=[_tied(of), *_earned(of), *_also(of.flows)], grid=grid)


def _product_row(of: LoansOfMonth, product: Product, lent: Age) -> Row:
    out, paid = of.flows.of(EventKind.PAYOUT, product=product.pk), of.flows.of(*PAYMENTS, product=product.pk)
    name = Both(product.name_th, product.name_en or product.name_th)
    return Row([name, out.count, out.amount, paid.principal, paid.interest, paid.fine, lent.count, lent.principal])


def _tied(of: LoansOfMonth) -> Sentence:
    """Return how last month's loans become this month's; what no fact of this month explains is named."""
    before = sum((row.opening for row in of.controls), ZERO)
    now = sum((row.closing for row in of.controls), ZERO)
    taken, out = of.flows.of(EventKind.OPENING).principal, of.flows.of(EventKind.PAYOUT).amount
    back, gone = of.flows.of(*PAYMENTS).principal, _given_up(of.flows).principal
    right = now - before - taken - out + back + gone
    words = _("Brought forward %(before)s + paid out %(out)s − principal repaid %(back)s")
    more = [
        (taken, _("+ taken over %(baht)s")),
        (gone, _("− charged off or written off %(baht)s")),
        (right, _("+ put right for earlier months %(baht)s")),
    ]
    shown = {"before": show(before), "out": show(out), "back": show(back)}
    parts = [words % shown, *(add % {"baht": show(baht)} for baht, add in more if baht)]
    return _Joined(*parts, _("= still lent %(now)s baht.") % {"now": show(now)})


def _earned(of: LoansOfMonth) -> Iterator[object]:
    """Yield how interest and fines that were paid become those of the income statement, where the two differ."""
    words = {
        "interest": (_("Interest: paid %(baht)s"), _("= in the income statement %(baht)s baht.")),
        "fine": (_("Fines: paid %(baht)s"), _("= in the income statement %(baht)s baht.")),
    }
    for part, (first, last) in words.items():
        found = of.income(part)
        more = [
            (found.right, _("+ put right for earlier months %(baht)s")),
            (found.otherwise, _("+ booked at the month's end or by hand %(baht)s")),
        ]
        added = [add % {"baht": show(baht)} for baht, add in more if baht]
        if added:
            yield _Joined(first % {"baht": show(found.paid)}, *added, last % {"baht": show(found.total)})


class _Joined:
    """Sentences one after the other, each in the language of the page."""

    def __init__(self, *parts):
        self._parts = parts

    def __str__(self):
        return " ".join(map(str, self._parts))


def _given_up(flows: LoanMonth) -> Flow:
    """Return what left the books; a claim given up long after left them when it was charged off."""
    return flows.of(EventKind.CHARGE_OFF, EventKind.WRITE_OFF)


def _also(flows: LoanMonth) -> Iterator[Sentence]:
    """Yield what else was done in the month, as far as there was any."""
    waived, gone = flows.of(EventKind.WAIVER), _given_up(flows)
    recovered, renewed = flows.of(EventKind.RECOVERY), flows.of(EventKind.SCHEDULE)
    if waived.count:
        shown = {"count": waived.count, "interest": show(waived.interest), "fine": show(waived.fine)}
        yield _("Waived on %(count)s loans: interest %(interest)s, fines %(fine)s baht.") % shown
    if gone.count:
        words = _("Charged off or written off: %(count)s loans, principal %(baht)s baht.")
        yield words % {"count": gone.count, "baht": show(gone.principal)}
    if recovered.count:
        words = _(
            "Recovered on loans charged off before: %(baht)s baht; of the claims principal %(principal)s,"
            " interest %(interest)s, fines %(fine)s."
        )
        parts = {part: show(getattr(recovered, part)) for part in PARTS}
        yield words % {"baht": show(recovered.amount), **parts}
    if renewed.count:
        yield _("Restructured: %(count)s loans.") % {"count": renewed.count}


def stretch_names(scale: Scale) -> list[Sentence]:
    """Return what the stretches of months between the limits are called: up to 1 month, 2–3 months, … beyond 12."""
    first, *_rest = scale.months
    names = [_("up to %(months)s month") % {"months": first}]
    for low, high in zip(scale.months, scale.months[1:], strict=False):
        low += 1
        words = _("%(low)s months") if low == high else _("%(low)s–%(high)s months")
        names.append(words % {"low": low, "high": high})
    return [*names, _("more than %(months)s months") % {"months": scale.months[-1]}]


def ageing_section(of: LoansOfMonth) -> Section:
    """Return late loans by full months late, what is overdue of them by parts, and what is still owed in all."""
    position = of.position
    columns = [
        Column("late", _("Late"), wide=True),
        Column("count", _("Loans"), "count", total=True),
        Column("principal", _("Principal overdue"), "money", total=True),
        Column("interest", _("Interest overdue"), "money", total=True),
        Column("fine", _("Fines"), "money", total=True),
        Column("lent", _("Still lent on them"), "money", total=True),
    ]
    ages = zip(stretch_names(position.scale), position.ageing, strict=True)
    rows = [Row([name, age.count, age.overdue, age.interest, age.fine, age.principal]) for name, age in ages]
    note = _(
        "By full months since the due date of the oldest unpaid instalment, days of pauses taken off. "
        "%(late)s of %(all)s loans are late."
    )
    return Section(
        key="arrears",
        title=_("Late loans"),
        note=note % {"late": len(position.late), "all": position.count},
        items=of.as_of,
        grid=Grid(columns, rows, total_label=_("Total")),
    )


def classes_section(of: LoansOfMonth) -> Section:
    """Return loans by class with what is set aside for each, and whether that stands in the books."""
    position = of.position
    columns = [
        Column("class", _("Class of loan"), wide=True),
        Column("count", _("Loans"), "count", total=True),
        Column("principal", _("Principal"), "money", total=True),
        Column("rate", _("Per cent"), "money"),
        Column("allowance", _("Allowance"), "money", total=True),
        Column("own", _("Own satja and shares"), "money", total=True),
        Column("less_own", _("Allowance less these"), "money", total=True),
    ]
    rows = [
        Row([CLASS_NAMES[s.name], s.count, s.principal, s.rate, s.amount, s.own, s.amount_less_own])
        for s in position.set_aside
    ]
    return Section(
        key="loan_classes",
        title=_("Loans by class, and the allowance for them"),
        note=_allowance_note(of.end),
        items=[*of.as_of, _Borrowers(position.borrowers), _interest_note(of.end)],
        grid=Grid(columns, rows, total_label=_("Total"), empty=_("Nothing is lent.")),
        foot=_(
            "Allowance = principal × per cent of the class. Own satja and shares could be set off against the debt; "
            "the last column takes them off first, for information."
        ),
    )


def _allowance_note(end: MonthEnd) -> Sentence:
    shown = {"baht": show(end.allowance)}
    if end.books_allowance:
        return _("By the bylaws the allowance of %(baht)s baht is booked, and taken back next month.") % shown
    return _("The allowance of %(baht)s baht is shown for information; it is not booked.") % shown


def _interest_note(end: MonthEnd) -> Sentence:
    shown = {"baht": show(end.interest)}
    if end.books_interest:
        words = _("Interest earned and not yet paid, %(baht)s baht without bad loans, is booked by the bylaws.")
    else:
        words = _(
            "Interest earned and not yet paid: %(baht)s baht without bad loans; it becomes income when it is paid."
        )
    return words % shown


class _Borrowers:
    """How many borrowers there are of each class, in the language of the page."""

    def __init__(self, counts):
        self._counts = counts

    def __str__(self):
        counted = ", ".join(f"{CLASS_NAMES[name]} {count}" for name, count in self._counts.items())
        return str(_("Borrowers, each in the worst class of their loans: %(counted)s")) % {"counted": counted or "–"}


def ratios_section(of: LoansOfMonth) -> Section:
    """Return every ratio with its formula and the two figures in it."""
    columns = [
        Column("name", _("Ratio")),
        Column("formula", _("How it is worked out"), wide=True),
        Column("part", _("Upper figure"), "money"),
        Column("whole", _("Lower figure"), "money"),
        Column("percent", _("Per cent"), "money"),
    ]
    rows = [Row([ratio.name, ratio.formula, ratio.part, ratio.whole, ratio.percent]) for ratio in of.position.ratios]
    return Section(
        key="loan_ratios",
        title=_("How much is at risk"),
        note=_("Each is another measure; none may be compared with a figure worked out in another way."),
        items=of.as_of,
        grid=Grid(columns, rows),
    )
