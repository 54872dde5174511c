"""What the tests of the sheet share: a drawn form, typed as a browser sends it."""

import uuid
from decimal import Decimal

from groups.sheets import actions, rules
from groups.sheets.models import Sheet, SheetRow
from tests import builders


def draft(group, *, on=builders.MEETING, by=None) -> Sheet:
    return actions.open_sheet(group, meeting_on=on, today=on, by=by or builders.user(), at=builders.AT)


def typed(sheet, membership, *, mark="", payer=None, **amounts) -> actions.RowTyped:
    """A row as typed by somebody who has the newest version before them; amounts by column as text."""
    row = SheetRow.objects.select_related("payer").get(sheet=sheet, membership=membership)
    seen = rules.seen(row.version, mark=row.mark, amounts=row.paid, payer=row.payer.number if row.payer else None)
    return actions.RowTyped(
        membership.number, seen, {c: Decimal(a) for c, a in amounts.items()}, mark=mark, payer=payer and payer.number
    )


def save(sheet, *rows, by=None) -> actions.Saved:
    return actions.save_rows(sheet, typed=rows, by=by or builders.user(), at=builders.AT)


def post(sheet, *, by=None, key=None, counted=None, slips=(), version=None) -> Sheet:
    """Post with the money lying ready: by default exactly what the sheet comes to, in coins of 0.25 at worst."""
    if counted is None:
        total = sum((row.total for row in SheetRow.objects.filter(sheet=sheet)), Decimal(0))
        counted = in_notes(total - sum((amount for amount, _reference in slips), Decimal(0)))
    return actions.post_sheet(
        sheet,
        key=key or uuid.uuid4(),
        counted=counted,
        slips=list(slips),
        version=version,
        by=by or builders.user(),
        at=builders.AT,
    )


def in_notes(amount) -> dict:
    """Split an amount into as few notes and coins as there are."""
    notes = {}
    for note in rules.NOTES_AND_COINS:
        number, amount = divmod(amount, note)
        if number:
            notes[note] = int(number)
    assert not amount
    return notes


def address(sheet, rest="") -> str:
    return f"/o/{sheet.organisation.code}/sheets/{sheet.meeting_on}/{rest}"


def drawn(response) -> dict:
    """The boxes of a drawn sheet as a browser would send them untouched."""
    boxes = {}
    for row in response.context["grid"].rows:
        boxes |= {f"{row.n}-{cell.code}": cell.value for cell in row.cells}
        boxes |= {f"{row.n}-{name}": getattr(row, name) for name in ("sum", "mark", "payer", "seen")}
    return boxes


def counting(response, **counted) -> dict:
    """The counting form as a browser would send it: its key, its version, and what was typed."""
    form = response.context["form"]
    return {"key": form["key"].value(), "version": form["version"].value(), **counted}
