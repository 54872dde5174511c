"""Cases as lists: the officers' with names, the network's with codes."""

import django_tables2
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from federation.kit.tables import (
    CountColumn,
    MoneyColumn,
    NameColumn,
    OrganisationColumn,
    StateColumn,
    Table,
    ThaiDateColumn,
)
from loans.followup.models import Outcome
from loans.followup.rules.kinds import CAUSES
from loans.followup.rules.ladder import OPENED, RUNGS
from loans.followup.rules.letters import LETTERS
from loans.followup.rules.promises import BROKEN, KEPT, WAITING
from loans.followup.steps.doings import kind_title

PROMISES = {KEPT: ("good", _("kept")), BROKEN: ("warn", _("not kept")), WAITING: ("info", _("runs"))}
# The states of work of a case: what `CaseView.work` says.
WORK = {
    "broken": ("warn", _("promise not kept")),
    "overdue": ("warn", _("waiting")),
    "due": ("info", _("today")),
    "later": ("plain", _("later")),
    "over": ("good", _("paid up")),
}


def step_title(key: str):
    """Return what a step of the ladder is called."""
    return RUNGS[key].title if key in RUNGS else _("opened") if key == OPENED else ""


class CasesTable(Table):
    """Cases in the order of work: broken promises first; baht of principal overdue."""

    code = NameColumn(
        accessor="case__code", verbose_name=_("Case"), linkify=lambda record, table: table.address(record)
    )
    name = NameColumn(accessor="case__loan__membership__name", verbose_name=_("Borrower"))
    days = CountColumn(verbose_name=_("Days late"))
    overdue = MoneyColumn(verbose_name=_("Overdue"), total=True)
    step = django_tables2.Column(accessor="case__step", verbose_name=_("Step"))
    next_step = django_tables2.Column(accessor="case__next_step", verbose_name=_("Next"), default="")
    next_on = ThaiDateColumn(accessor="case__next_on", verbose_name=_("By the day"))
    owner = NameColumn(accessor="case__owner__name", verbose_name=_("Seen to by"), default="–")
    state = StateColumn(accessor="work", states=WORK, verbose_name=_("State"), orderable=False)

    class Meta:
        orderable = False
        empty_text = _("No case.")

    def address(self, record):
        where = {"code": record.case.organisation.code, "case": record.case.code}
        return reverse("loans:case", kwargs=where)

    def render_step(self, value):
        return step_title(value)

    def value_step(self, value):
        return str(step_title(value))

    def render_next_step(self, value):
        return step_title(value)

    def value_next_step(self, value):
        return str(step_title(value))


class HandedTable(CasesTable):
    """Cases that the network was asked to help with: by code and group, the name only inside the case."""

    name = None
    group = OrganisationColumn(accessor="case__organisation__name", verbose_name=_("Group"))
    since = ThaiDateColumn(accessor="case__with_network_since", verbose_name=_("Network asked on"))

    class Meta:
        orderable = False
        sequence = ("code", "group", "since", "...")
        empty_text = _("No group asks for help.")

    def address(self, record):
        where = {"code": record.case.organisation.code, "case": record.case.code}
        return reverse("loans:case_help", kwargs=where)


class ClosedTable(Table):
    """Cases that ended, the latest first."""

    code = NameColumn(verbose_name=_("Case"), linkify=lambda record: case_address(record))
    name = NameColumn(accessor="loan__membership__name", verbose_name=_("Borrower"))
    opened_on = ThaiDateColumn(verbose_name=_("Opened"))
    closed_on = ThaiDateColumn(verbose_name=_("Closed"))
    outcome = django_tables2.Column(verbose_name=_("How it ended"))

    class Meta:
        orderable = False

    def value_outcome(self, record):
        return str(Outcome(record.outcome).label)


def case_address(case) -> str:
    return reverse("loans:case", kwargs={"code": case.organisation.code, "case": case.code})


class ToOpenTable(Table):
    """Late loans without a case."""

    number = NameColumn(accessor="loan__contract_no", verbose_name=_("Contract"))
    name = NameColumn(accessor="loan__membership__name", verbose_name=_("Borrower"))
    unpaid_since = ThaiDateColumn(verbose_name=_("Unpaid since"))
    days = CountColumn(accessor="at__standing__days", verbose_name=_("Days late"))
    overdue = MoneyColumn(accessor="at__overdue", verbose_name=_("Overdue"), total=True)

    class Meta:
        orderable = False


class StepsTable(Table):
    """What was done in a case, the latest first."""

    on = ThaiDateColumn(verbose_name=_("Day"))
    hour = django_tables2.Column(verbose_name=_("Hour"), default="")
    kind = django_tables2.Column(verbose_name=_("What"))
    told = NameColumn(empty_values=(), verbose_name=_("With"), accessor="pk")
    cause = django_tables2.Column(verbose_name=_("Why it was not paid"), default="")
    note = django_tables2.Column(empty_values=(), verbose_name=_("What was said and came of it"))
    cost = MoneyColumn(verbose_name=_("Fees"), default="")
    done_by = NameColumn(accessor="done_by__name", verbose_name=_("By"))

    class Meta:
        orderable = False

    def render_hour(self, value):
        return f"{value:%H.%M}"

    def render_kind(self, record):
        return kind_title(record)

    def render_told(self, record):
        return told_name(record)

    def render_cause(self, value):
        return CAUSES.get(value, value)

    def render_note(self, record):
        return " · ".join(part for part in (record.place, record.note, record.result) if part)

    def render_cost(self, value):
        return MoneyColumn().render(value) if value else ""


def told_name(step) -> str:
    """Return with whom a contact was; nothing for what was not a contact."""
    if step.to_guarantee_id:
        return str(_("guarantor %(name)s") % {"name": step.to_guarantee.membership.name})
    if step.to_named:
        return str(_("whom the borrower named"))
    return str(_("the borrower")) if step.is_contact else ""


class PromisesTable(Table):
    """Promises to pay, and whether they were kept."""

    made_on = ThaiDateColumn(accessor="promise__made_on", verbose_name=_("Promised on"))
    amount = MoneyColumn(accessor="promise__amount", verbose_name=_("Amount"))
    due_on = ThaiDateColumn(accessor="promise__due_on", verbose_name=_("To be paid by"))
    state = StateColumn(states=PROMISES, verbose_name=_("What became of it"))

    class Meta:
        orderable = False


class LettersTable(Table):
    """The letters of a case."""

    number = NameColumn(
        accessor="shown_number",
        verbose_name=_("No."),
        linkify=lambda record, table: letter_address(record, view=table.view),
    )
    kind = django_tables2.Column(verbose_name=_("Letter"))
    to = NameColumn(accessor="data__to__name", verbose_name=_("To"))
    dated = ThaiDateColumn(verbose_name=_("Dated"))
    total = MoneyColumn(accessor="total", verbose_name=_("Sum due that day"))
    posted_on = ThaiDateColumn(verbose_name=_("Sent on"), default="–")
    posted_as = django_tables2.Column(verbose_name=_("Postal receipt"), default="")

    class Meta:
        orderable = False

    def __init__(self, *args, view: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.view = view

    def render_kind(self, value):
        return LETTERS[value].title


def letter_address(letter, *, view: str = "case_letter") -> str:
    where = {"code": letter.case.organisation.code, "case": letter.case.code, "number": letter.number}
    return reverse(f"loans:{view}", kwargs={**where, "year": letter.be_year})
