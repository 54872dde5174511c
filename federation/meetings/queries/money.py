"""What the books say for a meeting: a month in totals, each group's month, bad loans by number. No member's name.

Source: domain, 4.3 Monthly report.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from federation.handover.queries import GroupStatus, heads_of, statuses
from federation.handover.rules import Heads, added_up
from federation.ledger.months import head_of, open_month
from federation.meetings.models import Meeting
from loans.arrears.queries.month_end import ends_on
from loans.arrears.queries.network import GroupLoans, groups_lending
from loans.arrears.queries.position import position
from loans.arrears.rules import class_of, is_bad
from loans.followup.models import Case
from loans.lending.models import Loan


@dataclass(frozen=True, slots=True)
class BadLoan:
    """A bad loan as a hall may hear of it: its file's code or its contract number, whose loan it is by group only.

    name: its class. months: full months late. principal: still lent, in baht.
    """

    group: object
    code: str
    name: str
    months: int
    principal: Decimal


@dataclass(frozen=True, slots=True)
class MonthOfMeeting:
    """What the books say of the month a meeting reports, as of a day.

    own: of the organisation's own book, None without one. is_closed: whether that month of it is. head: of its chain.
    groups: of a network, how each group's month stands. bad: by group and code.
    """

    month: date
    until: date
    own: Heads | None
    is_closed: bool
    head: object | None
    groups: list[GroupStatus]
    bad: list[BadLoan]

    @property
    def together(self) -> Heads:
        """The month in totals: of all groups that are known, or of the one organisation."""
        if not self.groups:
            return self.own or Heads()
        return added_up(status.heads for status in self.groups if status.heads)[0]

    @property
    def missing(self) -> list[GroupStatus]:
        """The groups whose month is not closed yet, or not entered from their paper."""
        return [one for one in self.groups if not (one.is_closed or one.is_handed_over)]


def month_of_meeting(meeting: Meeting, *, today: date) -> MonthOfMeeting:
    """Return what the books say of a meeting's month. today: of a month not over, how loans stand on this day."""
    organisation, month = meeting.organisation, meeting.month
    book, until = organisation.book, ends_on(month, today=today)
    return MonthOfMeeting(
        month=month,
        until=until,
        own=heads_of(organisation, month, today=today) if book else None,
        is_closed=bool(book) and open_month(book) > month,
        head=head_of(book) if book else None,
        groups=[] if organisation.is_group else statuses(organisation, month, today=today),
        bad=bad_loans(organisation, on=until),
    )


def bad_loans(organisation, *, on: date) -> list[BadLoan]:
    """Return the bad loans of a group, or of every group of a network, at the end of a day. Constant queries."""
    if organisation.is_group:
        lending = [GroupLoans(organisation, position(organisation, on=on))] if organisation.book else []
    else:
        lending = groups_lending(organisation, on=on)
    bad = [(one, at) for one in lending for at in one.position.loans if is_bad(at.standing, scale=one.position.scale)]
    codes = _codes(organisation, [at.loan_id for _one, at in bad])
    found = [
        BadLoan(
            group=one.organisation,
            code=codes[at.loan_id],
            name=class_of(at.standing, scale=one.position.scale),
            months=at.standing.months,
            principal=at.principal,
        )
        for one, at in bad
    ]
    return sorted(found, key=lambda loan: (loan.group.code, loan.code))


def _codes(organisation, loans: list) -> dict:
    """Return {loan id: what stands for it}: the code of its open file, else its contract number."""
    if not loans:
        return {}
    among = {"network_id": organisation.network_key}
    codes = dict(Loan.objects.filter(**among, pk__in=loans).values_list("pk", "contract_no"))
    return codes | dict(Case.objects.filter(**among, loan__in=loans, closed_on=None).values_list("loan_id", "code"))
