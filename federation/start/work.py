"""The treasurer's month as five steps: sheet, cash counted, month closed, report printed, sent to the network."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from federation.access.permissions import Permission
from federation.kit.dates import show_date, show_month
from federation.start.queries import GroupMonth

DONE, NOW, LATER = "done", "now", "later"


@dataclass(frozen=True)
class Step:
    """One step as `kit/steps.html` shows it."""

    title: str
    state: str
    note: str = ""
    url: str = ""


def steps_of(month: GroupMonth, *, held: Collection[Permission]) -> list[Step]:
    """Return the five steps of a group's oldest open month, the first undone one marked as the one to do now.

    held: what the reader may do here; a step leads on only for who may go there.
    """
    if month.is_ahead:
        return []
    posted = bool(month.posted) and not month.drafts
    filled = posted or bool(month.drafts) and not month.blanks
    sheet = _sheet_step(month, DONE if filled else NOW)
    counted = _counted_step(month, DONE if posted else LATER)
    close = _step(month, "federation:month_close", _("Close the month"), NOW if posted else LATER, _close_note(month))
    report = _step(month, "federation:month_close", _("Print the report"), LATER, _("after closing"))
    send = _step(month, "federation:handover", _("Send to the network"), LATER, _("after closing"))
    needed = (Permission.MEMBERS_SEE, Permission.SHEET_POST, Permission.MONTH_CLOSE, Permission.MONTH_CLOSE)
    steps = zip((sheet, counted, close, report, send), (*needed, Permission.MONTH_SEND), strict=True)
    return [step if permission in held else replace(step, url="") for step, permission in steps]


def _sheet_step(month: GroupMonth, state: str) -> Step:
    code = month.organisation.code
    if month.drafts:
        draft = month.drafts[0]
        url = reverse("groups:sheet", kwargs={"code": code, "day": draft.meeting_on.isoformat()})
        left = ngettext("%(n)s member left to fill in", "%(n)s members left to fill in", len(month.blanks))
        note = f"{show_date(draft.meeting_on, style='short')} · {left % {'n': len(month.blanks)}}"
        return Step(_("Fill in the deposit sheet"), state, note, url)
    days = ", ".join(show_date(sheet.meeting_on, style="short") for sheet in month.posted)
    return Step(_("Fill in the deposit sheet"), state, days, reverse("groups:sheets", kwargs={"code": code}))


def _counted_step(month: GroupMonth, state: str) -> Step:
    url = ""
    if month.drafts and not month.blanks:
        draft = month.drafts[0]
        state = NOW
        url = reverse(
            "groups:sheet_post", kwargs={"code": month.organisation.code, "day": draft.meeting_on.isoformat()}
        )
    return Step(_("Count the cash and post"), state, "", url)


def _close_note(month: GroupMonth) -> str:
    return show_month(month.month) if month.over else _("when the month's last meeting is posted")


def _step(month: GroupMonth, name: str, title: str, state: str, note: str) -> Step:
    url = reverse(name, kwargs={"code": month.organisation.code, "month": month.month})
    return Step(title, state, note, url if state == NOW else "")
