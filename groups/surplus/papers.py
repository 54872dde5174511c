"""The papers of a year's surplus, drawn as PDF in Thai: the same bytes for the same facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils import translation

from federation.kit.money import ZERO
from federation.kit.pdf import render_pdf
from groups.surplus.forms import BASES
from groups.surplus.models import DividendPart, YearClose
from groups.surplus.queries.owed import members_of
from groups.surplus.queries.parts import parts_of, sums_of
from groups.surplus.queries.plans import plan_of
from groups.surplus.queries.rehearsal import Rehearsal
from groups.surplus.rules import RATE, YEAR_END, Year, opening_factor

STYLES = ("satja/print.css", "satja/surplus-paper.css")
FOLDER = "groups/surplus/papers/"


@dataclass(frozen=True, slots=True)
class Slip:
    """What a member reads on the slip: what was saved, how it was weighed, gross, deducted, net."""

    part: DividendPart
    whole: int
    basis: str

    @property
    def into(self) -> str:
        return self.part.way.label

    @property
    def opening(self) -> Decimal:
        return Decimal(self.part.working["opening"])

    @property
    def closing(self) -> Decimal:
        return Decimal(self.part.working["closing"])

    @property
    def average(self) -> Decimal | None:
        """Baht saved on average over the year; none where the dividend asks for the year's end alone."""
        if self.basis in (YEAR_END, RATE):
            return None
        return (self.part.weight / self.whole).quantize(ZERO)

    @property
    def off(self) -> list[tuple[str, Decimal]]:
        return [(contract, Decimal(baht)) for contract, _loan, baht in self.part.deductions]


def slips_of(close: YearClose) -> list[Slip]:
    """Return a slip for everybody who gets something, by number."""
    plan = plan_of(close)
    whole = opening_factor(plan.basis, since=close.since, until=close.until)
    return [Slip(part, whole, plan.basis) for part in parts_of(close) if part.gross]


def slips_pdf(close: YearClose) -> bytes:
    """Return the slips of all members, eight to a page. Raises `PdfUnavailable`."""
    return _drawn("slips", close, slips=slips_of(close))


def pay_list_pdf(close: YearClose) -> bytes:
    """Return the list that members sign, with what each gets and where it goes. Raises `PdfUnavailable`."""
    parts = [part for part in parts_of(close) if part.gross]
    return _drawn("pay_list", close, parts=parts, sums=sums_of(close))


def statement_pdf(close: YearClose) -> bytes:
    """Return what was earned and spent, and what the meeting made of it. Raises `PdfUnavailable`."""
    rows = _earned(close)
    heads = close.heads.select_related("fund").order_by("position")
    return _drawn("statement", close, heads=heads, sums=sums_of(close), **rows)


def handout_pdf(rehearsal: Rehearsal, others: Iterable[Rehearsal]) -> bytes:
    """Return a plan that was tried out, for the meeting to look at. Raises `PdfUnavailable`."""
    facts = rehearsal.facts
    members = {
        one.pk: one for one in members_of(facts.organisation, [row.held.membership_id for row in rehearsal.rows])
    }
    rows = [(members[row.held.membership_id], row) for row in rehearsal.rows if row.gross]
    context = {"rehearsal": rehearsal, "others": others, "rows": rows, "basis": dict(BASES)[rehearsal.plan.basis]}
    return _pdf("handout", organisation=facts.organisation, year=facts.year, **context)


def _earned(close: YearClose) -> dict:
    """Return income and expenses of the main fund as the close carried them."""
    lines = close.entry.lines.select_related("account__control").order_by("n")
    rows = [(line.account.control or line.account, line) for line in lines if line.account.fund == "main"]
    income = [(account, line.debit - line.credit) for account, line in rows if account.kind == "income"]
    spent = [(account, line.credit - line.debit) for account, line in rows if account.kind == "expense"]
    return {
        "income": income,
        "spent": spent,
        "income_sum": sum((baht for _account, baht in income), ZERO),
        "spent_sum": sum((baht for _account, baht in spent), ZERO),
    }


def _drawn(name: str, close: YearClose, **context) -> bytes:
    plan = plan_of(close)
    weighed = dict(BASES)[plan.basis]
    year = Year(close.since, close.until)
    return _pdf(name, close=close, organisation=close.organisation, year=year, weighed=weighed, plan=plan, **context)


def _pdf(name: str, **context) -> bytes:
    with translation.override("th"):
        html = render_to_string(f"{FOLDER}{name}.html", context)
    return render_pdf(html, stylesheets=STYLES)
