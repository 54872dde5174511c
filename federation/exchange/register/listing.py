"""A plan as a list to read: for every row what will be made, what is doubtful and why."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from federation.exchange.register.findings import Finding, Severity
from federation.exchange.register.members import DIED, EXPELLED, Member
from federation.exchange.register.opening import SURPLUS, SUSPENSE
from federation.exchange.register.plan import MATCHING, Plan
from federation.kit.dates import month_of, show_date, show_month
from federation.kit.money import ZERO, show
from federation.kit.wording import gettext_lazy as _

_ENDED = {DIED: _("died on %(date)s"), EXPELLED: _("membership ended on %(date)s")}
_RESIGNED = _("resigned on %(date)s, balance kept as an open refund")


@dataclass(frozen=True)
class ListedRow:
    """One row of the workbook. makes: sentences of what is made of it; number and name empty if nothing is."""

    row: int
    number: str
    name: str
    makes: list
    findings: list[Finding]

    @property
    def severity(self) -> str:
        """The gravest thing found: error, doubt (still open), decided, info, or nothing."""
        kinds = {finding.severity for finding in self.findings}
        if Severity.ERROR in kinds:
            return "error"
        if any(finding.is_open for finding in self.findings):
            return "doubt"
        return "decided" if Severity.DOUBT in kinds else "info" if kinds else ""


def listed_rows(plan: Plan) -> Iterator[ListedRow]:
    """Yield every row of the register, in the workbook's order, with what becomes of it."""
    members = {member.row: member for member in plan.members}
    paid, found = defaultdict(list), defaultdict(list)
    for sheet in plan.sheets:
        for planned in sheet.rows:
            paid[planned.member.row].append(planned.amount)
    for finding in plan.findings:
        if finding.row:
            found[finding.row].append(finding)
    for row in sorted({*members, *plan.left_out, *found}):
        if row in members:
            member = members[row]
            makes = list(_makes(member, plan, paid=paid[row]))
            yield ListedRow(row, f"{member.number:03d}", str(member.name), makes, found[row])
        else:
            reason = plan.left_out.get(row)
            yield ListedRow(row, "", "", [reason] if reason else [], found[row])


def _makes(member: Member, plan: Plan, *, paid: list[Decimal]) -> Iterator[object]:
    """Yield what is made of a member's row. paid: its amounts on the sheets, zeros too."""
    yield _("member since %(date)s") % {"date": show_date(member.joined_on, style="short")}
    if member.promise:
        first = plan.sheets[0].month if plan.sheets else month_of(plan.opening.on)
        month = show_month(max(first, month_of(member.joined_on)), style="short")
        yield _("promise of %(amount)s from %(month)s") % {"amount": show(member.promise), "month": month}
    sums = (
        (_("satja carried over %(amount)s"), plan.opening.satja[member.row]),
        (_("shares %(amount)s"), member.shares),
        (_("special savings %(amount)s"), member.special),
    )
    for words, amount in sums:
        if amount:
            yield words % {"amount": show(amount)}
    if paid:
        figures = {"count": len(paid), "amount": show(sum(paid))}
        yield _("on %(count)s sheets with %(amount)s in all") % figures
    if member.loan:
        yield _("loan of %(amount)s, in the sum of loans to be detailed") % {"amount": show(member.loan)}
    if member.left:
        yield _ENDED.get(member.left.state, _RESIGNED) % {"date": show_date(member.left.on)}


def general(plan: Plan) -> list[Finding]:
    """Return the findings that are of no single row and not about columns: totals, opening, meeting days."""
    return [finding for finding in plan.findings if finding.row is None and finding.code not in MATCHING]


_DIFFERENCE = {
    SURPLUS: ("33010", _("surplus of earlier years")),
    SUSPENSE: ("59000", _("suspense")),
    "": ("?", _("cash and bank, not stated yet")),
}


@dataclass(frozen=True)
class PostingLine:
    """One line of what will be posted, summed by account; baht, one of the two is zero."""

    account: str
    words: object
    debit: Decimal
    credit: Decimal


def opening_lines(plan: Plan) -> list[PostingLine]:
    """Return the opening entry as an accountant reads it: members' parts summed, the two sides at the end."""
    opening = plan.opening
    signed = [
        ("11010", _("cash"), opening.cash),
        ("12300", _("bank"), opening.bank),
        ("13090", _("loans to be detailed"), opening.loans),
        *((other.code, other.name, other.debit) for other in opening.others),
        (*_DIFFERENCE[opening.difference_to], opening.difference),
        ("31020", _("satja of %(count)s members") % {"count": len(opening.satja)}, -sum(opening.satja.values(), ZERO)),
        ("31010", _("shares of members"), -opening.shares),
        ("21020", _("special savings of members"), -opening.special),
    ]
    lines = [
        PostingLine(code, words, max(amount, ZERO), max(-amount, ZERO)) for code, words, amount in signed if amount
    ]
    both = sum((line.debit for line in lines), ZERO), sum((line.credit for line in lines), ZERO)
    return [*lines, PostingLine("", _("together"), *both)]
