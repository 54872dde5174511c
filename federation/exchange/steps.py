"""Taking over a register into a group's empty books. It stands in the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from federation.bylaws.queries import bylaws_of
from federation.exchange import postings
from federation.exchange.register.members import Member
from federation.exchange.register.opening import SUSPENSE
from federation.exchange.register.plan import Plan, PlannedSheet
from federation.kit.dates import month_of, show_date
from federation.kit.money import ZERO
from federation.kit.refusals import Refused
from federation.ledger import chart
from federation.ledger.books import account
from federation.ledger.months import head_of
from federation.ledger.posting import EntryKind, lock, post
from federation.ledger.queries import balances
from federation.organisations.models import Organisation
from federation.people.steps import PersonIn
from groups.promises.models import ShortMonth
from groups.promises.steps import promise_many_step
from groups.registry.models import Membership
from groups.registry.steps import NewMember, admit_many_step, change_state_step
from groups.sheets.steps import RowIn, book_sheet_step


class BooksNotEmpty(Refused):
    """Raised when a register is to be taken over by a group that has entries or members already."""


class DoubtsOpen(Refused):
    """Raised when something is not decided yet, or wrong; `problems` names it all."""


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What was made of a register."""

    members: int
    sheets: int
    opening: Decimal
    paid: Decimal
    loans: dict[str, str]

    def as_json(self) -> dict:
        return {
            "members": self.members,
            "sheets": self.sheets,
            "opening": str(self.opening),
            "paid": str(self.paid),
            "loans": self.loans,
        }


def take_over_step(organisation: Organisation, plan: Plan, *, by, checked_by, at: datetime) -> TakenOver:
    """Make members, promises, opening balances and the sheets of past months, all or nothing.

    by: who answers for the register; checked_by: the second person.

    Raises `BooksNotEmpty`, `DoubtsOpen`, or what admitting, promising and posting raise.
    Source: architecture: Opening by import.
    """
    lock(organisation.book)
    check_empty(organisation)
    check_decided(plan)
    who = {"by": by, "at": at}
    memberships = _admit(organisation, plan, **who)
    _promise(organisation, plan, memberships, **who)
    _open_books(organisation, plan, memberships, by=by, checked_by=checked_by)
    for sheet in plan.sheets:
        _book(organisation, sheet, memberships, **who)
    if not plan.fines:
        _without_fines(organisation, memberships)
    _enter_later_loans(organisation, plan, by=by, checked_by=checked_by)
    _let_go(plan, memberships, **who)
    return TakenOver(
        members=len(memberships),
        sheets=len(plan.sheets),
        opening=plan.opening.owned,
        paid=sum((sheet.total for sheet in plan.sheets), ZERO),
        loans={str(member.number): str(member.loan) for member in plan.members if member.loan},
    )


def check_empty(organisation: Organisation) -> None:
    """Raise `BooksNotEmpty` unless a group has neither entries nor members. The caller holds the book's lock."""
    if not organisation.is_group:
        raise BooksNotEmpty(_("A register of members is taken over by a group, not by a network."))
    if head_of(organisation.book).number or Membership.objects.of(organisation).exists():
        raise BooksNotEmpty(
            _("This group has members or entries already. A register can only be taken over into empty books.")
        )


def check_decided(plan: Plan) -> None:
    """Raise `DoubtsOpen` while a doubt is open or an error stands."""
    stopping = [finding for finding in plan.findings if finding.stops]
    if not plan.may_commit:
        words = _("%(count)s things must be decided or mended before anything is posted.") % {"count": len(stopping)}
        raise DoubtsOpen(words, problems=[_named(finding) for finding in stopping])


def _named(finding) -> str:
    where = _("row %(row)s: ") % {"row": finding.row} if finding.row else ""
    return f"{finding.key or finding.code}: {where}{finding.words}"


def _admit(organisation: Organisation, plan: Plan, *, by, at) -> dict[int, Membership]:
    """Admit the members of the plan; return them by their row."""
    first = plan.sheets[0].month if plan.sheets else month_of(plan.opening.on)
    rows = [
        NewMember(
            person=_person(member),
            joined_on=member.joined_on,
            number=member.number,
            counted_from=max(first, month_of(member.joined_on)),
            reason=_("taken over from the register"),
        )
        for member in plan.members
    ]
    admitted = admit_many_step(organisation, rows=rows, by=by, at=at)
    return {member.row: membership for member, membership in zip(plan.members, admitted, strict=True)}


def _person(member: Member) -> PersonIn:
    return PersonIn(
        title=member.name.title,
        given=member.name.given,
        family=member.name.family,
        nickname=member.nickname,
        born_on=member.born_on,
        phone=member.phone,
        house_no=member.house_no,
        moo=member.moo,
        national_id=member.national_id,
        no_id_reason=member.no_id_reason,
    )


def _promise(organisation: Organisation, plan: Plan, memberships: dict[int, Membership], *, by, at) -> None:
    promised = [(memberships[m.row], m.promise) for m in plan.members if m.promise]
    rows = [(membership, amount, membership.counted_from) for membership, amount in promised]
    promise_many_step(organisation.network_key, rows=rows, by=by, at=at)


def _open_books(organisation: Organisation, plan: Plan, memberships: dict[int, Membership], *, by, checked_by) -> None:
    """Post the opening balances, if there are any."""
    book, opening = organisation.book, plan.opening
    to = chart.SUSPENSE if opening.difference_to == SUSPENSE else chart.OPENING_SURPLUS
    moves = list(
        postings.opening(
            _held(organisation, plan, memberships),
            sums={
                account(book, chart.CASH).pk: opening.cash,
                account(book, chart.BANK).pk: opening.bank,
                account(book, chart.LOANS_TO_DETAIL).pk: opening.loans,
            },
            others=[(account(book, other.code).pk, other.debit) for other in opening.others],
            difference=(account(book, to).pk, opening.difference),
        )
    )
    if moves:
        memo = _("Balances taken over from the members' register")
        people = {"by": by, "checked_by": checked_by}
        post(book=book, on=opening.on, kind=EntryKind.OPENING, key="opening", moves=moves, memo=memo, **people)


def _held(organisation: Organisation, plan: Plan, memberships: dict[int, Membership]) -> Sequence[tuple]:
    """Return (account, baht) of what each member owns on the opening day; satja stands where the bylaws say."""
    to_shares = bylaws_of(organisation, on=plan.opening.on)["satja_goes_to"] == "shares"
    held = []
    for member in plan.members:
        membership = memberships[member.row]
        satja = plan.opening.satja[member.row]
        shares = member.shares + (satja if to_shares else ZERO)
        held.append((membership.satja_account_id, ZERO if to_shares else satja))
        held.append((membership.shares_account_id, shares))
        held.append((membership.special_account_id, member.special))
    return held


def _book(organisation: Organisation, sheet: PlannedSheet, memberships: dict[int, Membership], *, by, at) -> None:
    rows = [
        RowIn(
            memberships[row.member.row],
            {"satja": row.amount},
            row.state,
            dues={"satja": row.member.promise} if row.member.promise else {},
        )
        for row in sheet.rows
    ]
    book_sheet_step(organisation, meeting_on=sheet.meeting_on, rows=rows, by=by, at=at, imported=True)


def _without_fines(organisation: Organisation, memberships: dict[int, Membership]) -> None:
    """Ask no fine for months missed before the books were taken over; counting again keeps what was asked."""
    short = ShortMonth.objects.filter(network_id=organisation.network_key, membership__in=memberships.values())
    short.update(fine=ZERO)


def _enter_later_loans(organisation: Organisation, plan: Plan, *, by, checked_by) -> None:
    """Bring the loans to the register's figure, if that is of a later day than the opening."""
    book, opening = organisation.book, plan.opening
    if not opening.later_loans:
        return
    cash, bank = account(book, chart.CASH), account(book, chart.BANK)
    moves = postings.later_loans(
        opening.later_loans,
        loans=account(book, chart.LOANS_TO_DETAIL).pk,
        cash=cash.pk,
        bank=bank.pk,
        in_cash=balances([cash])[cash.pk],
    )
    words = _(
        "Loans outstanding on %(date)s by the members' register. What was lent and repaid since the books opened"
        " stands there as one sum; until that day the books show it as cash or bank."
    )
    post(
        book=book,
        on=opening.loans_on,
        kind=EntryKind.OPENING,
        key="opening:loans",
        moves=moves,
        by=by,
        checked_by=checked_by,
        memo=words % {"date": show_date(opening.loans_on)},
    )


def _let_go(plan: Plan, memberships: dict[int, Membership], *, by, at) -> None:
    """End the memberships of those who left; what they saved stays in the books as an open refund."""
    for member in plan.members:
        if member.left:
            reason = member.note or _("taken over from the register")
            change_state_step(
                memberships[member.row],
                state=member.left.state,
                on=member.left.on,
                by=by,
                at=at,
                reason=reason[:300],
                resolution_no=_("by the register"),
            )
