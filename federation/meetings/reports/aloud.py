"""The first page: sentences that somebody reads to the hall in three minutes, however long the rest is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import translation

from federation.kit.dates import show_date, show_month
from federation.kit.money import show
from federation.kit.report import Shown
from federation.kit.wording import gettext_lazy as _
from federation.meetings.models import Decision, Meeting, MeetingItem, MeetingKind
from federation.meetings.queries.money import MonthOfMeeting
from federation.meetings.reports.tables import name_of
from federation.meetings.rules import how_many_fit, seconds_aloud

TITLES = {
    MeetingKind.MONTHLY: _("Report of the monthly meeting %(number)s"),
    MeetingKind.COMMITTEE: _("Report of the committee meeting %(number)s"),
    MeetingKind.GENERAL: _("Report of the general meeting %(number)s"),
}


class Joined:
    """Words one after the other, each in the language of the page."""

    def __init__(self, parts: Sequence, *, between: str = " "):
        self._parts, self._between = parts, between

    def __str__(self):
        return self._between.join(text for part in self._parts if (text := str(part)))


@dataclass(frozen=True, slots=True)
class Aloud:
    """What is read aloud, in sentences, and how many seconds that takes. left: resolutions that did not fit."""

    sentences: Sequence
    seconds: int
    left: int

    @property
    def minutes(self) -> int:
        """Whole minutes; the rest of a minute is `rest`, in seconds."""
        return self.seconds // 60

    @property
    def rest(self) -> int:
        return self.seconds % 60


def aloud(meeting: Meeting, items: Sequence[MeetingItem], month: MonthOfMeeting, *, came: int) -> Aloud:
    """Return the sentences of the first page, never longer than `rules.ALOUD_SECONDS`.

    Long lists give way: first the names of groups, which then stand in their table, then the last resolutions.
    """
    resolved = [item for item in items if item.resolution_no]
    before, after = [*_opening(meeting, came=came), *money_sentences(month)], next_sentences(meeting)
    missing = _missing_by_name(month)
    with translation.override("th"):
        texts = [str(resolution_sentence(item)) for item in resolved]
        beside = [str(words) for words in [*before, *after]]
        if not how_many_fit([str(missing)], beside=beside):
            missing = _missing_counted(month)
        count = how_many_fit(texts, beside=[*beside, str(missing)], left_out=_left_out)
    left = len(resolved) - count
    said = [resolution_sentence(item) for item in resolved[:count]]
    sentences = [*before, *([missing] if month.missing else []), *said, *([_left_out(left)] if left else []), *after]
    with translation.override("th"):
        return Aloud(sentences, seconds_aloud(map(str, sentences)), left)


def unbroken(text: str) -> str:
    """Return a name or a date that stays on one line."""
    return text.replace(" ", "\u00a0")


def _whole_date(day: date) -> str:
    return unbroken(show_date(day))


def _day(day: date) -> Shown:
    return Shown(_whole_date, day)


def title_of(meeting: Meeting):
    return TITLES[MeetingKind(meeting.kind)] % {"number": meeting}


def when_and_where(meeting: Meeting):
    """Return the day, the hours as far as they are known, and the place."""
    hours = [f"{hour:%H.%M}" for hour in (meeting.began_at, meeting.ended_at) if hour]
    words = _("%(day)s, at %(hours)s, %(place)s") if hours else _("%(day)s, %(place)s")
    return words % {"day": Shown(show_date, meeting.held_on), "hours": "–".join(hours), "place": meeting.place}


def _opening(meeting: Meeting, *, came: int) -> list:
    words = [_opened(meeting)]
    if meeting.host:
        host = {"host": name_of(meeting.host), "chair": unbroken(meeting.chair)}
        words.append(_("The host is %(host)s. In the chair: %(chair)s.") % host)
    else:
        words.append(_("In the chair: %(chair)s.") % {"chair": unbroken(meeting.chair)})
    if came:
        words.append(_("%(count)s people came.") % {"count": f"{came:,}"})
    return words


def _opened(meeting: Meeting):
    words = _("Meeting %(number)s of %(whose)s, on %(day)s, %(place)s.")
    shown = {"number": meeting, "whose": name_of(meeting.organisation), "place": meeting.place}
    return words % {**shown, "day": _day(meeting.held_on)}


def money_sentences(month: MonthOfMeeting) -> list:
    """Return the month in at most four sentences: members and satja, loans, bad loans, cash and bank."""
    heads, found = month.together, []
    shown = {"month": Shown(show_month, month.month)}
    if heads.members_closing is not None:
        words = _("In %(month)s: %(members)s members, satja and shares received %(baht)s baht.")
        if month.groups:
            words = _("In %(month)s, all groups: %(members)s members, satja and shares received %(baht)s baht.")
        received = (heads.satja_in or Decimal()) + (heads.shares_in or Decimal())
        found.append(words % {**shown, "members": f"{heads.members_closing:,}", "baht": show(received)})
    if heads.loans_running or heads.loans_paid_out:
        words = _("Loans paid out %(out)s baht, paid back %(back)s baht, not yet paid back %(lent)s baht.")
        lent = {"out": heads.loans_paid_out, "back": heads.loans_repaid, "lent": heads.loans_closing}
        found.append(words % {name: show(amount or Decimal()) for name, amount in lent.items()})
    if month.bad:
        words = _("%(count)s bad loans, %(baht)s baht, each named by its number in the table.")
        found.append(words % {"count": len(month.bad), "baht": show(sum(loan.principal for loan in month.bad))})
    if heads.cash_closing is not None:
        words = _("Cash on hand %(cash)s baht, in the bank %(bank)s baht.")
        found.append(words % {"cash": show(heads.cash_closing), "bank": show(heads.bank_closing or Decimal())})
    return found


def _missing_by_name(month: MonthOfMeeting):
    names = Joined([name_of(one.organisation) for one in month.missing], between=", ")
    words = _("Not closed yet, so that these figures may still change: %(count)s groups: %(names)s.")
    return words % {"count": len(month.missing), "names": names}


def _missing_counted(month: MonthOfMeeting):
    words = _("Not closed yet, so that these figures may still change: %(count)s groups, named in the table.")
    return words % {"count": len(month.missing)}


def resolution_sentence(item: MeetingItem):
    """Return a resolution as it is read: its number, how it was resolved, what, who does it by when."""
    parts = [
        _("Resolution %(n)s, %(decision)s: %(what)s.")
        % {
            "n": item.resolution_no,
            "decision": Decision(item.decision).label,
            "what": (item.resolution or item.subject).rstrip("."),
        }
    ]
    if item.responsible:
        parts.append(_("Done by: %(who)s.") % {"who": item.responsible})
    if item.due_on:
        parts.append(_("By %(day)s.") % {"day": _day(item.due_on)})
    return Joined(parts)


def _left_out(count: int):
    return _("%(count)s further resolutions stand in the agenda.") % {"count": count}


def next_sentences(meeting: Meeting) -> list:
    """Say when the next meeting is, and who is host, as far as that is fixed."""
    if not meeting.next_on:
        return []
    if meeting.next_host:
        words = _("The next meeting is on %(day)s; the host is %(host)s.")
        return [words % {"day": _day(meeting.next_on), "host": name_of(meeting.next_host)}]
    return [_("The next meeting is on %(day)s.") % {"day": _day(meeting.next_on)}]
