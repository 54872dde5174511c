"""What is typed about a request: who asks for how much, and what secures it."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import NotADate, Window, joinings, parse_date
from federation.kit.fields import MoneyInput, ThaiDateInput
from federation.kit.money import CENT, show, show_input
from federation.organisations.models import Organisation
from groups.registry.forms import NumberInput
from loans.lending.forms.members import MemberInput, Members, OfMembers
from loans.lending.models import LoanRequest
from loans.lending.queries.funds import OpenFund, open_funds
from loans.lending.queries.requests import refinanceable
from loans.lending.rules.contracts import goods_total
from loans.lending.steps.requests import CollateralIn, GuarantorIn, JointIn, RequestIn
from loans.products.models import ProductVersion
from loans.products.rules import ProductTerms, in_short


def dues(today: date) -> Window:
    """Return the window of instalments: they reach as far ahead as the longest loan."""
    return Window(date(today.year - 1, 1, 1), date(today.year + 30, 12, 31))


def _short(version: ProductVersion) -> str:
    return " · ".join(str(sentence) for sentence in in_short(ProductTerms.from_data(version.terms)))


class _Row(OfMembers):
    """A row that is left empty, or filled in whole. `parts` go together."""

    parts: tuple = ()

    @property
    def is_filled(self):
        typed = getattr(self, "cleaned_data", {})
        return any(typed.get(name) not in (None, "") for name in self.parts)

    def clean(self):
        typed = super().clean()
        given = [name for name in self.parts if typed.get(name) not in (None, "") or name in self.errors]
        for name in self.parts:
            if given and name not in given:
                self.add_error(name, _("Fill in this box too, or empty the row."))
        return typed


class GuarantorForm(_Row):
    """A guarantor, up to which amount."""

    parts = ("member", "amount")
    member = MemberInput(label=_("Guarantor (number or name)"), required=False)
    amount = MoneyInput(label=_("Guarantees (baht)"), required=False, least=CENT)
    is_spouse = forms.BooleanField(label=_("husband or wife of the borrower"), required=False)


class JointForm(_Row):
    """Somebody who borrows together with the member, and the part that he or she uses."""

    parts = ("member", "part")
    member = MemberInput(label=_("Borrows together (number or name)"), required=False)
    part = MoneyInput(label=_("Uses (baht)"), required=False, least=CENT)


class GoodsForm(_Row):
    """A line of goods, with the price of one."""

    parts = ("name", "unit", "count", "price")
    name = forms.CharField(label=_("Goods"), max_length=100, required=False)
    unit = forms.CharField(label=_("Unit"), max_length=30, required=False)
    count = MoneyInput(label=_("How many"), required=False, least=CENT)
    price = MoneyInput(label=_("Price of one (baht)"), required=False, least=CENT)

    def line(self):
        typed = self.cleaned_data
        figures = {name: show_input(typed[name]) for name in ("count", "price")}
        return {"name": typed["name"], "unit": typed["unit"], **figures}


class CollateralForm(_Row):
    """Something given as security."""

    parts = ("kind", "description", "value", "valued_on")
    kind = forms.CharField(label=_("Kind of security"), max_length=60, required=False)
    description = forms.CharField(label=_("What and where"), max_length=300, required=False)
    value = MoneyInput(label=_("Worth (baht)"), required=False, least=CENT)
    valued_on = ThaiDateInput(label=_("Valued on"), required=False, window=joinings)
    document_no = forms.CharField(label=_("Document"), max_length=100, required=False)


class RequestForm(OfMembers):
    """Who asks for which loan, how much, repaid how."""

    member = MemberInput(label=_("Borrower (member number or name)"))
    product = forms.ChoiceField(label=_("Loan"), widget=forms.RadioSelect)
    amount = MoneyInput(label=_("Amount (baht)"), least=CENT, help_text=_("A loan in goods: left empty, their sum."))
    instalments = forms.IntegerField(label=_("Number of instalments"), min_value=1, max_value=600, widget=NumberInput)
    first_due_on = ThaiDateInput(label=_("First instalment due on"), window=dues)
    purpose = forms.CharField(label=_("What for"), max_length=200)
    repaid_from = forms.CharField(label=_("Repaid out of"), max_length=200, required=False)
    is_urgent = forms.BooleanField(label=_("Illness or emergency"), required=False)
    refinances = forms.CharField(
        label=_("Pays off contract number"),
        max_length=40,
        required=False,
        help_text=_("A running loan of the same member that this one settles."),
    )
    fund = forms.ChoiceField(
        label=_("Out of which money"),
        required=False,
        help_text=_("Borrowed money keeps its own account of who has it and what came back."),
    )
    due_dates = forms.CharField(
        label=_("Due dates, where they follow no rhythm"),
        max_length=600,
        required=False,
        help_text=_("One after the other with commas, like 15/1/2570, 15/6/2570. Left empty, they go by the loan."),
    )

    borrower_officers = forms.CharField(
        label=_("Which of its officers ask"), max_length=200, required=False, help_text=_("Post and name.")
    )
    borrower_resolution_no = forms.CharField(
        label=_("Number of its own resolution to borrow"), max_length=40, required=False
    )
    borrower_resolution_on = ThaiDateInput(label=_("Date of that resolution"), required=False, window=joinings)

    OF_ORGANISATION = ("borrower_officers", "borrower_resolution_no", "borrower_resolution_on")
    FIRST = (
        "member",
        "product",
        "amount",
        "instalments",
        "first_due_on",
        "purpose",
        "repaid_from",
        "fund",
        "is_urgent",
    )

    def __init__(
        self, *args, versions: Iterable[ProductVersion], today: date, funds: Iterable[OpenFund] = (), **kwargs
    ):
        super().__init__(*args, **kwargs)
        self._offer(funds)
        self.versions = {version.product.code: version for version in versions}
        self.today = today
        self.fields["product"].choices = [
            (code, f"{version.product.name}: {_short(version)}") for code, version in self.versions.items()
        ]

        if not any(member.member_organisation_id for member in self.members.all):
            for name in self.OF_ORGANISATION:
                del self.fields[name]

    def _offer(self, funds: Iterable[OpenFund]) -> None:
        """Let a fund be chosen where there is one; otherwise the box is not there."""
        self.funds = {str(fund.borrowing.pk): fund.borrowing for fund in funds}
        if not self.funds:
            del self.fields["fund"]
            return
        words = _("%(lender)s, contract %(contract)s (%(owed)s baht still owed)")
        self.fields["fund"].choices = [("", _("the group's own money"))] + [
            (
                str(fund.borrowing.pk),
                words
                % {
                    "lender": fund.borrowing.lender.name,
                    "contract": fund.borrowing.contract_no,
                    "owed": show(fund.owed),
                },
            )
            for fund in funds
        ]

    def clean_fund(self):
        return self.funds.get(self.cleaned_data["fund"])

    def first_fields(self):
        return [self[name] for name in self.FIRST if name in self.fields]

    def fields_of_organisation(self):
        """Return what is asked besides where an organisation borrows; nothing where none is a member."""
        return [self[name] for name in self.OF_ORGANISATION if name in self.fields]

    def clean_product(self):
        return self.versions[self.cleaned_data["product"]]

    def clean_due_dates(self):
        typed = [part.strip() for part in re.split(r"[,;\n]", self.cleaned_data["due_dates"]) if part.strip()]
        try:
            days = [parse_date(part, today=self.today, window=dues(self.today)) for part in typed]
        except NotADate as refusal:
            raise ValidationError(str(refusal)) from refusal
        if days != sorted(set(days)):
            raise ValidationError(_("Write the dates in their order, each once."))
        return tuple(days)

    def clean(self):
        typed = super().clean()
        wanted, member = typed.get("refinances"), typed.get("member")
        typed["refinances"] = self._loan(wanted, member) if wanted and member else None
        if days := typed.get("due_dates"):
            typed["first_due_on"] = days[0]
            self.errors.pop("first_due_on", None)
            if typed.get("instalments") != len(days):
                words = _("%(n)s due dates are written: so many instalments, or write no dates.") % {"n": len(days)}
                self.add_error("instalments", words)
        return typed

    def _loan(self, wanted, member):
        running = {loan.contract_no: loan for loan in refinanceable(member)}
        if wanted.strip() not in running:
            names = ", ".join(running) or "–"
            self.add_error("refinances", _("The running contracts of this member: %(names)s.") % {"names": names})
        return running.get(wanted.strip())


class WholeRequestForm:
    """A request as one thing to fill in: its own boxes, and rows of guarantors, collateral, co-borrowers and goods."""

    ROWS = {
        "guarantors": (GuarantorForm, 3),
        "collaterals": (CollateralForm, 1),
        "joint": (JointForm, 2),
        "goods": (GoodsForm, 4),
    }

    def __init__(self, data=None, *, organisation: Organisation, versions, today: date, initial=None, fund=None):
        initial = initial or {}
        funds = open_funds(organisation, keep=fund)
        members = Members(organisation, on=today)
        self.members = members.all
        self.form = RequestForm(data, members=members, versions=versions, today=today, funds=funds, initial=initial)
        self.rows = {
            name: formset_factory(row, extra=extra, max_num=20, absolute_max=40)(
                data, prefix=name, initial=initial.get(name, []), form_kwargs={"members": members}
            )
            for name, (row, extra) in self.ROWS.items()
        }

    @property
    def has_wrong_rows(self):
        return any(row.errors for rows in self.rows.values() for row in rows)

    def is_valid(self):
        """Look at everything, so that all that is wrong shows at once."""
        rows_fit = [rows.is_valid() for rows in self.rows.values()]
        goods = self._lines("goods")
        self.form.fields["amount"].required = not goods
        if self.form.is_valid() and self.form.cleaned_data["amount"] is None and all(rows_fit):
            self.form.cleaned_data["amount"] = goods_total([row.line() for row in goods])
        return self.form.is_valid() and all(rows_fit)

    def _lines(self, name):
        return [row for row in self.rows[name] if row.is_filled]

    def asked(self) -> RequestIn:
        """Return what `ask_for_loan` takes."""
        typed = self.form.cleaned_data
        names = ("amount", "instalments", "first_due_on", "purpose", "repaid_from", "is_urgent", "refinances")
        return RequestIn(
            membership=typed["member"],
            product_version=typed["product"],
            fund=typed.get("fund"),
            due_dates=typed["due_dates"],
            goods=tuple(row.line() for row in self._lines("goods")),
            guarantors=tuple(_made(GuarantorIn, row) for row in self._lines("guarantors")),
            joint=tuple(_made(JointIn, row) for row in self._lines("joint")),
            collaterals=tuple(CollateralIn(**row.cleaned_data) for row in self._lines("collaterals")),
            **{name: typed[name] for name in names},
            **{name: typed[name] for name in RequestForm.OF_ORGANISATION if typed.get(name)},
        )

    def show(self, refusal):
        """Put a refusal on the form, the words about rows on top."""
        renamed = {"number": "member"}
        refusal.fields = {renamed.get(name, name): words for name, words in refusal.fields.items()}
        refusal.show_on(self.form)

    def opened(self):
        """Return the names of the rarer parts that show without being asked for: something is typed in them."""
        filled = {name for name, rows in self.rows.items() if any(row.has_changed() or row.initial for row in rows)}
        rare = [name for name in ("refinances", "due_dates") if self.form[name].value()]
        return filled | set(rare)


def _made(kind, row):
    """Return a row's values under the names that the step knows."""
    typed = dict(row.cleaned_data)
    return kind(membership=typed.pop("member"), **typed)


def initial_of(request: LoanRequest) -> dict:
    """Return a request as its form shows it."""
    names = ("amount", "instalments", "first_due_on", "purpose", "repaid_from", "is_urgent")
    days = [date.fromisoformat(day) for day in request.due_dates]
    return {
        **{name: getattr(request, name) for name in (*names, *RequestForm.OF_ORGANISATION)},
        "member": request.membership,
        "product": request.product_version.product.code,
        "fund": str(request.fund_id or ""),
        "refinances": request.refinances.contract_no if request.refinances else "",
        "due_dates": ", ".join(ThaiDateInput().prepare_value(day) for day in days),
        "guarantors": [
            {"member": one.membership, "amount": one.amount, "is_spouse": one.is_spouse}
            for one in request.guarantees.all()
        ],
        "joint": [{"member": one.membership, "part": one.part} for one in request.joint_borrowers.all()],
        "collaterals": [
            {name: getattr(one, name) for name in ("kind", "description", "value", "valued_on", "document_no")}
            for one in request.collaterals.all()
        ],
        "goods": [{**line, "count": Decimal(line["count"]), "price": Decimal(line["price"])} for line in request.goods],
    }
