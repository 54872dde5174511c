"""What a sheet must be before it is posted, and whether the books of member organisations can take their side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.kit.money import ZERO, show
from federation.kit.refusals import Refused
from federation.ledger.books import account
from federation.ledger.chart import BANK, CASH
from federation.ledger.twins import Asked, refusals_of
from federation.organisations.models import Organisation
from groups.registry.models import Membership
from groups.sheets import rules
from groups.sheets.items import Columns
from groups.sheets.models import Sheet
from groups.sheets.postings import PaidRow
from groups.sheets.queries import MemberToPost, members_without_row, rows_of
from loans.lending.queries.till import MoreThanOwed


class RowsRefused(Refused):
    """Raised when books of member organisations cannot take their side; `problems` names each and how to mend it."""


class SlipsDiffer(Refused):
    """Raised when the slips on a sheet are not what its member organisations paid from their bank accounts."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one member organisation pays on a sheet, out of its own book. row: a row of the sheet, or a `PaidRow`."""

    row: object
    book: object
    amount: Decimal
    by_bank: bool

    def asked(self) -> Asked:
        return Asked(self.book, self.amount, BANK if self.by_bank else CASH)


def sides_of(rows: Iterable) -> list[Side]:
    """Return the rows that stand in a second book. No query where no organisation is a member.

    rows: `PaidRow` or rows of a sheet, with membership, amounts and by_bank.
    """
    paying = [(row, total) for row in rows if row.membership.member_organisation_id and (total := _total(row))]
    if not paying:
        return []
    kept = Organisation.objects.filter(pk__in={row.membership.member_organisation_id for row, _total in paying})
    kept = {one.pk: one.book for one in kept.exclude(book=None).select_related("book")}
    found = [(row, kept.get(row.membership.member_organisation_id), total) for row, total in paying]
    return [Side(row, book, total, row.by_bank) for row, book, total in found if book]


def rows_refused(sheet: Sheet, *, on: date, rows: Iterable | None = None) -> list[tuple]:
    """Return [(row, why and how to mend it)] of a draft: member organisations whose own book cannot take the day.

    rows: those of the sheet, where the caller has read them.
    """
    return _refused(sheet, sides_of(rows_of(sheet) if rows is None else rows), on=on)


def purses_of(sheet: Sheet, rows: Sequence[PaidRow], *, bank: Decimal, on: date) -> dict:
    """Return {book id: account} of who pays from its bank, as `post_between` takes it.

    bank: what came by transfer slips. Raises `SlipsDiffer` or `RowsRefused`.
    """
    _check_slips(rows, bank=bank)
    sides = sides_of(rows)
    if refused := _refused(sheet, sides, on=on):
        words = _("The books of these organisations cannot take their side. Mend it, or leave them off this sheet:")
        raise RowsRefused(words, problems=[why for _row, why in refused])
    return {side.book.pk: account(side.book, BANK).pk for side in sides if side.by_bank}


def _refused(sheet: Sheet, sides: Sequence[Side], *, on: date) -> list[tuple]:
    why = refusals_of(sheet.organisation.book, [side.asked() for side in sides], on=on) if sides else {}
    return [(side.row, why[side.book.pk]) for side in sides if side.book.pk in why]


def _check_slips(rows: Sequence[PaidRow], *, bank: Decimal) -> None:
    """Hold the slips to what organisations paid by bank; members who are persons may add theirs."""
    by_bank = sum((_total(row) for row in rows if row.by_bank), ZERO)
    alone = all(row.membership.member_organisation_id for row in rows)
    if bank < by_bank or (alone and bank != by_bank):
        words = _(
            "The slips come to %(slips)s baht, and the rows marked as paid from the bank to %(rows)s. Mark who paid"
            " from the bank, or mend the slips. Nothing was posted."
        )
        raise SlipsDiffer(words % {"slips": show(bank), "rows": show(by_bank)})


def _total(row) -> Decimal:
    return sum(map(Decimal, row.amounts.values()), ZERO)


class SheetNotWhole(Refused):
    """Raised when a sheet has blank rows, lacks a member, or has one too many; `problems` names them all."""


def check_columns(sheet: Sheet, rows: Sequence[PaidRow], columns: Columns) -> None:
    """Raise `MoreThanOwed` naming every member who pays more into a column than it can take."""
    wrong = {row.membership.pk: words for row in rows if (words := columns.wrong(row.membership, row.amounts))}
    if wrong:
        problems = [
            f"{who}, {columns.label(code)}: {words}"
            for who in _named(sheet, wrong)
            for code, words in wrong[who.pk].items()
        ]
        raise MoreThanOwed(_("More is paid than is owed. Mend it on the sheet:"), problems=problems)


def _named(sheet: Sheet, pks: Iterable) -> Iterable[Membership]:
    named = Membership.objects.of(sheet.organisation).select_related("person", "member_organisation")
    return named.filter(pk__in=list(pks)).order_by("number")


def check_whole(sheet: Sheet, members: Sequence[MemberToPost]) -> None:
    """Raise `SheetNotWhole` naming every member whose row keeps the sheet from being posted."""
    astray = rules.wrong_envelopes({member.pk: member.payer_id for member in members})
    absent = members_without_row(sheet).order_by().values_list("pk", flat=True)
    wrong = dict.fromkeys(absent, _("%(who)s is a member and not on the sheet yet."))
    for member in members:
        if member.ended_on and member.ended_on <= sheet.meeting_on:
            wrong[member.pk] = _("%(who)s is no longer a member on that day. Empty the row.")
        elif member.state == rules.BLANK:
            wrong[member.pk] = _("%(who)s: not filled in yet.")
        elif member.pk in astray:
            wrong[member.pk] = _("%(who)s: the member who brought the money is not on the sheet, or came with another.")
    if wrong:
        problems = [wrong[who.pk] % {"who": who} for who in _named(sheet, wrong)]
        raise SheetNotWhole(_("The sheet cannot be posted yet:"), problems=problems)
