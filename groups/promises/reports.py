"""What members promised and what they brought: the savings part of the monthly report.

Names of those who missed a month stay within the group; who kept it is praised. Source: domain, 4.3 Monthly report,
head 2, and 11.1 Words on screen and paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from federation.kit.dates import last_day, next_month
from federation.kit.money import ZERO, show
from federation.kit.report import Chart, Column, Figure, Grid, Link, Row, Section
from federation.kit.wording import gettext_lazy as _
from federation.ledger.agreement import BooksAt
from federation.ledger.chart import GROUP_SHARES, SATJA, SHARES, SPECIAL_SAVINGS
from federation.ledger.journal import accounts
from federation.ledger.movements import Paid, paid_by_account, paid_by_month
from groups.promises.queries import MonthOfMember, all_short_months, month_of_members, promised_at, sittings_of
from groups.registry.models import Membership, MembershipState

STEADY_MONTHS = 12


@dataclass(frozen=True)
class SavingsOfMonth:
    """What the savings sections of one organisation's month are made from; each part is read once.

    met_on: the month's last meeting with a posted sheet, None when there was none.
    satja_goes_to: the bylaw, "satja" or "shares". books: at the end of the month.
    """

    organisation: object
    month: date
    met_on: date | None
    satja_goes_to: str
    books: BooksAt

    @property
    def until(self) -> date:
        return self.books.on

    @cached_property
    def everybody(self) -> list[Membership]:
        """All memberships there ever were up to the end of the month, by number."""
        rows = Membership.objects.of(self.organisation).filter(joined_on__lte=self.until)
        rows = rows.exclude(state=MembershipState.APPLIED).select_related("person", "member_organisation")
        return list(rows.order_by("number"))

    @cached_property
    def members(self) -> list[Membership]:
        return [member for member in self.everybody if is_live(member, on=self.until)]

    @cached_property
    def months(self) -> list[MonthOfMember]:
        """How the month stands for each member who promised something; nobody, when there was no meeting."""
        if not self.met_on:
            return []
        return month_of_members(self.members, month=self.month, on=self.met_on, promised=self.promised)

    @cached_property
    def promised(self):
        """A function (membership, month, on) -> baht: what was promised."""
        return promised_at(self.everybody)

    @cached_property
    def controls(self) -> dict:
        """Return {code: control account} of what members hold, satja first."""
        found = {account.code: account for account in accounts(self.organisation.book).filter(is_control=True)}
        return {code: found[code] for code in ACCOUNT_OF if code in found}

    @property
    def promise_control(self) -> str:
        """The code of the control account that promised money goes to."""
        return SATJA if self.satja_goes_to == "satja" else self.shares_control

    @property
    def saved_controls(self) -> list[str]:
        """The codes of the control accounts the first page adds up: satja, and shares where satja goes to shares."""
        codes = (SATJA, self.shares_control) if self.with_shares else (SATJA,)
        return [code for code in codes if code in self.controls]

    @property
    def with_shares(self) -> bool:
        return self.promise_control != SATJA

    @property
    def shares_control(self) -> str:
        return GROUP_SHARES if GROUP_SHARES in self.controls else SHARES

    @cached_property
    def paid(self) -> dict:
        return paid_by_account(list(self.controls.values()), since=self.month, until=self.until)

    @cached_property
    def figures(self) -> dict:
        """Return {code: {membership id: (paid this month, held at its end)}}, opening balances apart, in baht."""
        return {code: {m.pk: self._paid_and_held(m, code) for m in self.everybody} for code in self.controls}

    def _paid_and_held(self, member: Membership, code: str) -> tuple[Decimal, Decimal]:
        pk = getattr(member, f"{ACCOUNT_OF[code]}_id")
        return self.paid.get(pk, NOTHING).into, -self.books.leaves[pk][1]

    def totals(self, *codes: str) -> tuple[Decimal, Decimal]:
        """Return what all members together paid into control accounts this month, and what they hold."""
        pairs = [pair for code in codes for pair in self.figures[code].values()]
        return sum((paid for paid, _held in pairs), ZERO), sum((held for _paid, held in pairs), ZERO)


@dataclass(frozen=True, slots=True)
class MonthKept:
    """What all members promised for a month, and how much of it its meetings brought; met: whether there was one."""

    promised: Decimal
    kept: Decimal
    met: bool


def kept_by_month(of: SavingsOfMonth, months: Sequence[date]) -> dict:
    """Return {month: MonthKept}; what a member brings over the promise makes up for nobody else's."""
    met, brought = {}, {}
    for pk, sittings in sittings_of(of.everybody, since=months[0]).items():
        for sitting in sittings:
            met[sitting.month] = max(met.get(sitting.month, sitting.on), sitting.on)
            brought[pk, sitting.month] = brought.get((pk, sitting.month), ZERO) + sitting.satja
    found = {}
    for month in months:
        last, on = last_day(month), met.get(month, last_day(month))
        there = [member for member in of.everybody if member.joined_on <= on and is_live(member, on=last)]
        dues = [(of.promised(member, month, on), brought.get((member.pk, month), ZERO)) for member in there]
        kept = sum((min(due, came) for due, came in dues), ZERO)
        found[month] = MonthKept(sum((due for due, _came in dues), ZERO), kept, month in met)
    return found


NOTHING = Paid()
ACCOUNT_OF = {
    SATJA: "satja_account",
    SHARES: "shares_account",
    GROUP_SHARES: "shares_account",
    SPECIAL_SAVINGS: "special_account",
}


def is_live(member: Membership, *, on: date) -> bool:
    return member.joined_on <= on and (member.ended_on is None or member.ended_on > on)


def kept_section(of: SavingsOfMonth) -> Section | None:
    """Return how many kept their promise, who kept it for a year, and who missed the month, by name.

    None for a network whose groups promised nothing.
    """
    if not of.months and not of.organisation.is_group:
        return None
    kept = [month for month in of.months if month.is_kept]
    missed = [month for month in of.months if not month.is_kept]
    columns = [
        Column("number", _("No."), "code"),
        Column("name", _("Name"), "name", wide=True),
        Column("promised", _("Promise"), "money", total=True),
        Column("brought", _("Brought"), "money", total=True),
        Column("missing", _("Missing"), "money", total=True),
        Column("excused", _("Note")),
    ]
    rows = [
        Row(
            [m.membership.shown_number, m.membership.name, m.promised, m.brought, m.promised - m.brought, _why(m)],
            link=Link("groups:member", {"code": of.organisation.code, "number": str(m.membership.number)}),
        )
        for m in missed
    ]
    everyone = _("Everybody kept the promise this month.") if of.months else _("There was no meeting this month.")
    steady = steady_names(of, kept)
    praise = _("Kept every month for a year, with thanks:") if steady else ""
    return Section(
        key="kept",
        title=_("Promises kept and missed"),
        note=_words(of, "note") % {"kept": len(kept), "all": len(of.months)} if of.months else "",
        items=[words for words in (_tied(of), praise) if words],
        names=steady,
        grid=Grid(columns, rows, total_label=_("Total"), empty=everyone),
    )


def _tied(of: SavingsOfMonth):
    """Return how what was promised and what was deposited tie: nothing the one has is lost in the other."""
    if not of.months:
        return ""
    promised = sum((month.promised for month in of.months), ZERO)
    kept = sum((min(month.brought, month.promised) for month in of.months), ZERO)
    deposited, _held = of.totals(*of.saved_controls)
    words = _(
        "Promised %(promised)s − missing %(missing)s + made up and paid beyond the promise %(more)s "
        "= deposited %(deposited)s baht."
    )
    shown = {"promised": promised, "missing": promised - kept, "more": deposited - kept, "deposited": deposited}
    return words % {name: show(baht) for name, baht in shown.items()}


WORDS = {
    True: {
        "note": _("%(kept)s of %(all)s kept their promise."),
        "unit": _("of %(all)s members"),
        "missed": _("%(missed)s missed"),
    },
    False: {
        "note": _("%(kept)s of %(all)s groups kept their promise."),
        "unit": _("of %(all)s groups"),
        "missed": _("%(missed)s groups missed"),
    },
}


def _words(of: SavingsOfMonth, name: str):
    return WORDS[of.organisation.is_group][name]


def _why(month: MonthOfMember):
    return _("excused") if month.excused else ""


def steady_names(of: SavingsOfMonth, kept: Sequence[MonthOfMember]) -> list[str]:
    """Return who kept every one of the last twelve months, having been there for all of them."""
    first = next_month(of.month, by=1 - STEADY_MONTHS)
    if of.organisation.book.opened_on > first:
        return []
    shorts = all_short_months([month.membership for month in kept])
    return [
        month.membership.name
        for month in kept
        if month.membership.counted_from <= first
        and not any(short.month >= first for short in shorts.get(month.membership.pk, []))
    ]


def deposits_section(of: SavingsOfMonth) -> Section:
    """Return each member's promise, what was paid this month, and what stands in the member's name."""
    outcome = {month.membership.pk: month for month in of.months}
    codes = [code for code in of.controls if any(of.totals(code))] or [of.promise_control]
    columns = [
        Column("number", _("No."), "code"),
        Column("name", _("Name"), "name", wide=True),
        Column("promise", _("Promise"), "money", total=True),
    ]
    for code in codes:
        paid, held = COLUMN_TITLES[code]
        columns.append(Column(f"paid_{code}", paid, "money", total=True))
        columns.append(Column(f"held_{code}", held, "money", total=True))
    columns.append(Column("outcome", _("Result")))
    rows = []
    for member in of.everybody:
        figures = [figure for code in codes for figure in of.figures[code][member.pk]]
        live = is_live(member, on=of.until)
        if not live and not any(figures):
            continue
        promise = of.promised(member, of.month, of.until) if live else ZERO
        result = _result(outcome.get(member.pk)) if live else _("left, to be paid out")
        link = Link("groups:member", {"code": of.organisation.code, "number": str(member.number)})
        rows.append(Row([member.shown_number, member.name, promise, *figures, result], link=link))
    grid = Grid(columns, rows, total_label=_("Total"), empty=_("There are no members yet."))
    return Section(key="deposits", title=_("Deposits by member"), grid=grid, attached=True)


COLUMN_TITLES = {
    SATJA: (_("Satja paid"), _("Satja total")),
    SHARES: (_("Shares paid"), _("Shares total")),
    GROUP_SHARES: (_("Shares paid"), _("Shares total")),
    SPECIAL_SAVINGS: (_("Special paid"), _("Special total")),
}


def _result(month: MonthOfMember | None):
    if month is None:
        return ""
    if month.is_kept:
        return _("kept")
    return _("excused") if month.excused else _("missed")


def against_promise_chart(of: SavingsOfMonth, months: Sequence[date]) -> Chart | None:
    """Return deposits beside promises for some months, with a title that says how well they were kept.

    None for a network in which nothing was promised or deposited.
    """
    paid = paid_by_month([of.controls[code] for code in of.saved_controls], since=months[0], until=of.until)
    brought = [paid.get(month, NOTHING).into for month in months]
    by_month = kept_by_month(of, months)
    promised = [by_month[month].promised for month in months]
    if not of.organisation.is_group and not any(promised) and not any(brought):
        return None
    met = [month for month in by_month.values() if month.met]
    title = _("In %(months)s months %(whole)s per cent of what was promised came in; this month %(now)s per cent")
    now = [month for month in (by_month[of.month],) if month.met]
    shown = {"months": len(months), "whole": _percent(met), "now": _percent(now)}
    return Chart(
        title=title % shown if sum(promised) else _("Nothing was promised yet"),
        unit=_("baht a month"),
        labels=months,
        series=[(_("promised"), promised), (_("deposited"), brought)],
    )


def _percent(months: Sequence[MonthKept]) -> str:
    whole = sum(month.promised for month in months)
    return f"{sum(month.kept for month in months) * 100 / whole:.0f}" if whole else "–"


def savings_figures(of: SavingsOfMonth) -> list[Figure]:
    """Return what was deposited this month, what is saved in all, and how many kept their promise."""
    deposited, saved = of.totals(*of.saved_controls)
    labels = (_("Deposited this month"), _("Saved in all"))
    if of.with_shares:
        labels = (_("Satja and shares deposited this month"), _("Satja and shares saved"))
    where = {"link": _link(of, SATJA)} if not of.with_shares else {"see": "held"}
    figures = [Figure(labels[0], deposited, in_words=True, **where), Figure(labels[1], saved, in_words=True, **where)]
    if not of.organisation.is_group and not saved and not deposited:
        figures = []
    if not of.organisation.is_group and not of.with_shares:
        _bought, held = of.totals(of.shares_control)
        figures.append(Figure(_("Share capital"), held, in_words=True, link=_link(of, of.shares_control)))
    return [*figures, *_kept_figure(of)]


def _kept_figure(of: SavingsOfMonth) -> list[Figure]:
    if not of.months:
        return []
    kept = sum(month.is_kept for month in of.months)
    return [
        Figure(
            _("Kept their promise"),
            kept,
            "count",
            unit=_words(of, "unit") % {"all": len(of.months)},
            note=_words(of, "missed") % {"missed": len(of.months) - kept},
            see="kept",
        )
    ]


def _link(of: SavingsOfMonth, control: str) -> Link:
    period = f"since={of.month}&until={of.until}"
    return Link("federation:account", {"code": of.organisation.code, "account": control}, period)
