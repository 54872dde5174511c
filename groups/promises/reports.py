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
from federation.kit.money import ZERO
from federation.kit.report import Chart, Column, Figure, Grid, Link, Row, Section
from federation.kit.wording import gettext_lazy as _
from federation.ledger.agreement import BooksAt
from federation.ledger.chart import GROUP_SHARES, SATJA, SHARES, SPECIAL_SAVINGS
from federation.ledger.journal import accounts
from federation.ledger.movements import Paid, paid_by_account, paid_by_month
from groups.promises.queries import MonthOfMember, all_short_months, month_of_members, promised_at
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

    def totals(self, code: str) -> tuple[Decimal, Decimal]:
        """Return what all members together paid into a control account, and what they hold."""
        pairs = self.figures[code].values()
        return sum((paid for paid, _held in pairs), ZERO), sum((held for _paid, held in pairs), ZERO)


NOTHING = Paid()
ACCOUNT_OF = {
    SATJA: "satja_account",
    SHARES: "shares_account",
    GROUP_SHARES: "shares_account",
    SPECIAL_SAVINGS: "special_account",
}


def is_live(member: Membership, *, on: date) -> bool:
    return member.joined_on <= on and (member.ended_on is None or member.ended_on > on)


def kept_section(of: SavingsOfMonth) -> Section:
    """Return how many kept their promise, who kept it for a year, and who missed the month, by name."""
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
        note=_("%(kept)s of %(all)s kept their promise.") % {"kept": len(kept), "all": len(of.months)},
        items=[praise] if praise else [],
        names=steady,
        grid=Grid(columns, rows, total_label=_("Total"), empty=everyone),
    )


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


def against_promise_chart(of: SavingsOfMonth, months: Sequence[date]) -> Chart:
    """Return deposits beside promises for some months, with a title that says how well they were kept."""
    control = of.controls[of.promise_control]
    paid = paid_by_month([control], since=months[0], until=of.until)
    brought = [paid.get(month, NOTHING).into for month in months]
    promised = [_promised_in(of, month) for month in months]
    whole = _percent(sum(brought), sum(promised))
    title = _("In %(months)s months %(whole)s per cent of what was promised came in; this month %(now)s per cent")
    shown = {"months": len(months), "whole": whole, "now": _percent(brought[-1], promised[-1])}
    return Chart(
        title=title % shown if sum(promised) else _("Nothing was promised yet"),
        unit=_("baht a month"),
        labels=months,
        series=[(_("promised"), promised), (_("deposited"), brought)],
    )


def _percent(part: Decimal, whole: Decimal) -> str:
    return f"{part * 100 / whole:.0f}" if whole else "–"


def _promised_in(of: SavingsOfMonth, month: date) -> Decimal:
    last = last_day(month)
    return sum((of.promised(m, month, last) for m in of.everybody if is_live(m, on=last)), ZERO)


def savings_figures(of: SavingsOfMonth) -> list[Figure]:
    """Return what was deposited this month, what is saved in all, and how many kept their promise."""
    control = of.controls[of.promise_control]
    deposited, saved = of.totals(of.promise_control)
    kept = sum(month.is_kept for month in of.months)
    link = Link("federation:account", {"code": of.organisation.code, "account": control.code})
    return [
        Figure(_("Deposited this month"), deposited, in_words=True, link=link),
        Figure(_("Saved in all"), saved, in_words=True, link=link),
        Figure(
            _("Kept their promise"),
            kept,
            "count",
            unit=_("of %(all)s members") % {"all": len(of.months)},
            note=_("%(missed)s missed") % {"missed": len(of.months) - kept},
            see="kept",
        ),
    ]
