"""Acts as a list, and the lines and figures of one act as rows for its page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import django_tables2
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import show_date
from federation.kit.money import show
from federation.kit.tables import NameColumn, StateColumn, Table, ThaiDateColumn
from groups.registry.models import Membership
from loans.acts.models import Act, ActKind
from loans.products.models import Product

STATES = {
    None: ("warn", _("waits for another person")),
    True: ("good", _("carried out")),
    False: ("plain", _("declined")),
}


class ActTable(Table):
    """Acts: when, what, on which contract, who asked and who decided."""

    on = ThaiDateColumn(verbose_name=_("Dated"))
    kind = django_tables2.Column(verbose_name=_("What"), linkify=lambda record: act_address(record))
    loan = django_tables2.Column(verbose_name=_("Contract"), empty_values=())
    borrower = NameColumn(verbose_name=_("Borrower"), empty_values=())
    asked_by = NameColumn(verbose_name=_("Proposed by"))
    agreed = StateColumn(verbose_name=_("State"), states=STATES, empty_values=())

    class Meta:
        orderable = False

    def render_loan(self, record):
        return record.loan.contract_no if record.loan else "–"

    def render_borrower(self, record):
        return str(record.loan.membership) if record.loan else "–"


def act_address(act: Act) -> str:
    return reverse("loans:act", kwargs={"code": act.organisation.code, "pk": act.pk})


@dataclass(frozen=True, slots=True)
class EntryShown:
    """An entry that an act makes: its day, and its lines as (code, name, debit, credit)."""

    on: date
    lines: list[tuple[str, str, str, str]]


def entries_shown(would: Mapping) -> list[EntryShown]:
    """Return the entries of an act for the page, debits first."""
    name = "en" if get_language() == "en" else "th"
    return [
        EntryShown(
            date.fromisoformat(entry["on"]),
            [
                (line["code"], line[name], _shown(line["debit"]), _shown(line["credit"]))
                for line in sorted(entry["lines"], key=lambda line: not Decimal(line["debit"]))
            ],
        )
        for entry in would["entries"]
    ]


FIGURES = (
    ("principal", _("Principal")),
    ("interest", _("Interest owed")),
    ("fine", _("Fines owed")),
    ("to_settle", _("To settle it all")),
)


def figures_shown(would: Mapping, *, on: date) -> list[tuple]:
    """Return [(what, before, after, whether it changes)] of how the loan stands at the end of a day."""
    before, after = would["before"], would["after"]
    if not before:
        return []
    rows = [(label, show(Decimal(before[name])), show(Decimal(after[name]))) for name, label in FIGURES]
    since, following = ([_since(one, on=on)[at] for one in (before, after)] for at in (0, 1))
    rows += [(_("Unpaid since"), *since)] if any(since) else []
    rows += [(_("Next instalment"), *following)] if any(following) else []
    rows.append((_("Days late"), f"{before['days_late']:,}", f"{after['days_late']:,}"))
    return [(label, first or "–", last or "–", first != last) for label, first, last in rows]


def _since(figures: Mapping, *, on: date) -> tuple[str, str]:
    """Return (since when an instalment is unpaid, or else when the next one falls due) as of a day."""
    day = figures["unpaid_since"]
    if not day:
        return "", ""
    return ("", _day(day)) if date.fromisoformat(day) > on else (_day(day), "")


def schedule_shown(would: Mapping) -> list[tuple]:
    """Return [(day, principal, interest)] of a new schedule."""
    rows: Iterable = would["facts"].get("rows", ())
    return [(_day(day), show(Decimal(principal)), show(Decimal(interest))) for day, principal, interest in rows]


def _day(text: str | None) -> str:
    return show_date(date.fromisoformat(text), style="short") if text else "–"


def _shown(amount: str) -> str:
    return show(Decimal(amount)) if Decimal(amount) else ""


PEOPLE = ("person", "member_organisation")
FLAGS = {
    "above_ceiling": _("above 15 % a year"),
    "guarantee_ring": _("guarantors in a ring"),
}


@dataclass(frozen=True, slots=True)
class LoanShown:
    """A loan that is to be taken over: its row, the people it names, and what a new contract could not have."""

    row: Mapping
    member: Membership | None
    product: Product | None
    guarantors: list[tuple[object, Decimal]]
    flags: list[object]

    @property
    def left(self) -> Decimal:
        return Decimal(self.row["principal_left"])

    @property
    def principal(self) -> Decimal:
        return Decimal(self.row["principal"])

    @property
    def paid(self) -> Decimal:
        return self.principal - self.left

    @property
    def interest_owed(self) -> Decimal:
        return Decimal(self.row["interest_owed"])

    @property
    def due_on(self) -> date:
        return date.fromisoformat(self.row["unpaid_since"] or self.row["next_due"])

    @property
    def signed_on(self) -> date:
        return date.fromisoformat(self.row["signed_on"])

    @property
    def yearly_percent(self) -> str:
        """The rate a year that was agreed otherwise than in the product's terms, in per cent."""
        rate = self.row.get("yearly_rate")
        return f"{Decimal(rate) * 100:.2f}" if rate else ""


def loans_shown(act: Act) -> list[LoanShown]:
    """Return the loans that an act takes over, as they were written down. Two queries."""
    rows = act.data.get("rows", ()) if act.kind == ActKind.OPENING else ()
    if not rows:
        return []
    members = {member.number: member for member in Membership.objects.of(act.organisation).select_related(*PEOPLE)}
    products = Product.objects.filter(network_id=act.network_id, organisation=act.organisation)
    by_code = {product.code: product for product in products}
    flags = act.would["facts"].get("flags", {})
    return [
        LoanShown(
            row=row,
            member=members.get(row["number"]),
            product=by_code.get(row["product"]),
            guarantors=[(members.get(g["number"]), Decimal(g["amount"])) for g in row.get("guarantors", ())],
            flags=[FLAGS.get(flag, flag) for flag in flags.get(row["contract_no"], ())],
        )
        for row in rows
    ]
