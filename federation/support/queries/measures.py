"""What the books and registers say of a group's strength, each value with the page that has the rows behind it.

What the data does not allow is None, never zero: such an indicator is scored by a person, with evidence.
"""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Min

from federation.handover.models import Handover, HandoverState
from federation.kit.addresses import show_in_address
from federation.kit.clock import BANGKOK
from federation.kit.dates import last_day, month_of, month_range, next_month
from federation.kit.money import round_satang
from federation.organisations.models import Organisation
from federation.ratios.queries import gather, together
from federation.ratios.rules import RATIOS
from federation.ratios.rules.groups import ASSETS, EQUITY
from federation.ratios.rules.terms import Definition
from federation.support.rules import Measured
from federation.warning.queries import histories
from groups.registry.models import SINGLE_POSTS, Office
from groups.sheets.models import Sheet, SheetState
from loans.arrears.queries.position import position

RATIO_OF = {"promise_kept": "promise_kept", "growth": "growth_members", "attendance": "attendance", "late": "late"}
OWN_CAPITAL = Definition("own_capital", "", "", EQUITY, ASSETS)
SENT_BY_DAY = 7
MONTHS = 6
GAP_MONTHS = 12
DAY = timedelta(days=1)


def measures_of(group: Organisation, *, on: date) -> dict[str, Measured]:
    """Return {measure: what was measured} of a group at the end of the month before a day."""
    end = month_of(on) - DAY
    if not group.book_id or group.book.opened_on > end:
        return {}
    found = [*_of_ratios(group, end), _officers(group, on), _minutes(group, end), _sent(group, end)]
    found += [_gaps(group, end), _npl(group, end)]
    return {one.measure: one for one in found}


def _of_ratios(group: Organisation, end: date) -> list[Measured]:
    of = together(gather([group], days=[end]), [group], on=end)
    found = [
        Measured(measure, of.value(RATIOS[key]), end, _link("federation:ratio", group, f"on={end}", key=key))
        for measure, key in RATIO_OF.items()
    ]
    link = _link("federation:ratio", group, f"on={end}", key="debt_equity")
    return [*found, Measured("own_capital", of.value(OWN_CAPITAL), end, link)]


def _officers(group: Organisation, on: date) -> Measured:
    """Count the chair, the secretary and the treasurer who are within their term; unknown where none was entered."""
    posts = Office.objects.filter(network_id=group.network_key, organisation=group, post__in=SINGLE_POSTS)
    within = posts.filter(since__lte=on, until__gte=on).values("post").distinct().count()
    return Measured("officers", Decimal(within) if posts.exists() else None, on, _link("groups:offices", group))


def _minutes(group: Organisation, end: date) -> Measured:
    """Say how many of the meetings with a posted sheet have an issued report; unknown where reports are on paper."""
    since = _first(group, end, MONTHS)
    sheets = Sheet.objects.filter(network_id=group.network_key, organisation=group, state=SheetState.POSTED)
    held = set(sheets.filter(meeting_on__range=(since, end)).values_list("meeting_on", flat=True))
    written = group.meetings.filter(network_id=group.network_key)
    issued = set(written.exclude(issued_report=None).values_list("held_on", flat=True))
    known = held and written.exists()
    return Measured("minutes", _percent(len(held & issued), len(held)) if known else None, end, _meetings(group))


def _meetings(group: Organisation) -> dict:
    return _link("federation:meetings", group)


def _sent(group: Organisation, end: date) -> Measured:
    """Say how many of the last months were sent to the network in time; unknown where none was ever sent."""
    sent = Handover.objects.filter(network_id=group.network_key, organisation=group, state=HandoverState.SENT)
    first = {row["month"]: row["first"] for row in sent.order_by().values("month").annotate(first=Min("at"))}
    months = [month for month in month_range(_first(group, end, MONTHS), end) if first and month >= min(first)]
    in_time = [month for month in months if month in first and _is_in_time(month, first[month])]
    link = _link("federation:handover", group, month=show_in_address(months[-1])) if months else None
    return Measured("sent", _percent(len(in_time), len(months)) if months else None, end, link)


def _is_in_time(month: date, sent_at) -> bool:
    return sent_at.astimezone(BANGKOK).date() <= last_day(month) + SENT_BY_DAY * DAY


def _gaps(group: Organisation, end: date) -> Measured:
    months = histories(group.keeper, [group], until=month_of(end))[group][-GAP_MONTHS:]
    gaps = Decimal(sum(month.gaps for month in months)) if months else None
    return Measured("gaps", gaps, end, _link("federation:warnings", group))


def _npl(group: Organisation, end: date) -> Measured:
    """Say how much of what is lent is bad; unknown where nothing is lent, or loans stand without their contracts.

    The page behind it is the month as it is handed over, which the network may read too.
    """
    known = gather([group], days=[end]).known(group, end)
    link = _link("federation:handover", group, month=show_in_address(end))
    if known.amounts.get("late") is None:
        return Measured("npl", None, end, link)
    ratio = position(group, on=end).ratio("npl")
    return Measured("npl", ratio.percent if ratio.whole else None, end, link)


def _first(group: Organisation, end: date, months: int) -> date:
    return max(next_month(month_of(end), by=1 - months), month_of(group.book.opened_on))


def _percent(part: int, whole: int) -> Decimal:
    return round_satang(Decimal(part * 100) / whole)


def _link(view: str, group: Organisation, query: str = "", **parts) -> dict:
    return {"view": view, "parts": {"code": group.code, **parts}, "query": query}
