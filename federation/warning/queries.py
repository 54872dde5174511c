"""What books and registers say of each group month by month, gathered for all groups of a network at once.

A fixed number of queries, whatever the number of groups and of months.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, F
from django.utils.translation import gettext_lazy as _

from federation.bylaws.queries import bylaws_of_all
from federation.closing.models import ClosedMonth
from federation.kit.clock import BANGKOK
from federation.kit.dates import last_day, month_of, month_range, next_month, show_date
from federation.kit.money import ZERO
from federation.ledger.chart import CASH_OVER, CASH_SHORT
from federation.ledger.journal import entries_on
from federation.organisations.models import Organisation
from federation.warning import rules
from federation.warning.rules import Month, Proof, Warning, warning
from groups.promises.models import ShortMonth
from groups.registry.models import Office, OfficePost
from groups.sheets.models import Sheet, SheetReversal, SheetRow
from loans.arrears.queries.portfolio import network_history

MONTHS = rules.BEFORE + rules.WINDOW + 1
LATE_DAYS = 30
FEW_BORROWERS = 5  # of fewer, one owes much as a matter of course
SHORT_TERM = timedelta(days=350)
SIGNING = (OfficePost.CHAIR.value, OfficePost.TREASURER.value)


@dataclass(frozen=True)
class GroupWarning:
    """A group and how it stands; `history` are the months it was read from, oldest first."""

    organisation: Organisation
    warning: Warning
    history: list[Month]

    @property
    def order(self) -> tuple:
        """What needs attention first: alarms, then by points, then by code."""
        return (("alarm", "watch", "calm").index(self.warning.level), -self.warning.score, self.organisation.code)


def warnings(network: Organisation, *, on: date) -> list[GroupWarning]:
    """Return how each group whose account a network keeps stands at the end of the month before a day."""
    groups = list(Organisation.objects.kept_by(network).filter(book__isnull=False).select_related("book"))
    found = [
        GroupWarning(group, warning(history), history)
        for group, history in histories(network, groups, until=next_month(month_of(on), by=-1)).items()
        if history
    ]
    return sorted(found, key=lambda one: one.order)


def histories(network: Organisation, groups: list[Organisation], *, until: date) -> dict[Organisation, list[Month]]:
    """Return {group: its months up to the one of `until`}, none before its books were opened."""
    months = list(month_range(next_month(until, by=1 - MONTHS), until))
    facts = _Facts.of(network, groups, months)
    return {group: [facts.month(group, month) for month in months if month >= group.book.opened_on] for group in groups}


@dataclass
class _Facts:
    """All that was read, by (organisation id, month)."""

    kept: dict = field(default_factory=dict)
    late: dict = field(default_factory=dict)
    weight: dict = field(default_factory=dict)
    sheets: dict = field(default_factory=dict)
    no_meeting: set = field(default_factory=set)
    gaps: Mapping = field(default_factory=dict)
    changes: Mapping = field(default_factory=dict)
    meet_monthly: set = field(default_factory=set)

    @classmethod
    def of(cls, network: Organisation, groups: list[Organisation], months: list[date]) -> "_Facts":
        late, weight = _lending(network, months)
        bylaws = bylaws_of_all(groups, on=last_day(months[-1])) if groups else {}
        closed = ClosedMonth.objects.filter(network_id=network.pk, month__in=months).exclude(no_meeting_reason="")
        return cls(
            kept=_kept(network, months),
            late=late,
            weight=weight,
            sheets=_sheets(network, months),
            no_meeting=set(closed.values_list("organisation_id", "month")),
            gaps=_gaps(network, groups, months),
            changes=_changes(network, months),
            meet_monthly={pk for pk, laws in bylaws.items() if laws["meeting_days"]},
        )

    def month(self, group: Organisation, month: date) -> Month:
        key = (group.pk, month)
        posted = self.sheets.get(key)
        gaps, changes = self.gaps.get(key, []), self.changes.get(key, [])
        proofs = {rules.CASH: gaps, rules.OFFICERS: changes}
        if posted:
            proofs |= {rules.SHEETS: [posted[1]], rules.PROMISES: [posted[1]]}
        return Month(
            month,
            kept=self.kept.get(key),
            par30=self.late.get(key),
            sheet_days=posted[0] if posted else None,
            meets=group.pk in self.meet_monthly and key not in self.no_meeting,
            gaps=len(gaps),
            changes=len(changes),
            weight=self.weight.get(key),
            proofs={sign: tuple(found) for sign, found in proofs.items() if found},
        )


def _kept(network: Organisation, months: list[date]) -> dict:
    """Return {(organisation, month): share of the members on its sheets who kept their promise}."""
    rows = SheetRow.objects.filter(
        network_id=network.pk, sheet__network_id=network.pk, sheet__state="posted", sheet__month__in=months
    )
    asked = rows.order_by().values("sheet__organisation_id", "sheet__month")
    counted = asked.annotate(n=Count("membership_id", distinct=True))
    short = ShortMonth.objects.filter(
        network_id=network.pk, membership__network_id=network.pk, month__in=months, excused=False
    )
    missed = short.order_by().values("membership__organisation_id", "month").annotate(n=Count("pk"))
    short_of = {(row["membership__organisation_id"], row["month"]): row["n"] for row in missed}
    members = {(row["sheet__organisation_id"], row["sheet__month"]): row["n"] for row in counted}
    return {key: max(0.0, 1 - short_of.get(key, 0) / n) for key, n in members.items() if n}


def _lending(network: Organisation, months: list[date]) -> tuple[dict, dict]:
    """Return what share of each group's principal was late more than 30 days, and what share its largest owes."""
    late, weight = {}, {}
    for day, loans in network_history(network, days=[last_day(month) for month in months]).items():
        by_group = defaultdict(list)
        for loan in loans:
            by_group[loan.organisation_id].append(loan)
        for group, of_group in by_group.items():
            key, whole = (group, month_of(day)), sum((loan.principal for loan in of_group), ZERO)
            at_risk = sum((loan.principal for loan in of_group if loan.standing.days > LATE_DAYS), ZERO)
            late[key] = float(at_risk / whole) if whole else 0.0
            owed = defaultdict(lambda: ZERO)
            for loan in of_group:
                owed[loan.membership_id] += loan.principal
            if whole and len(owed) >= FEW_BORROWERS:
                weight[key] = float(max(owed.values()) / whole)
    return late, weight


def _sheets(network: Organisation, months: list[date]) -> dict:
    """Return {(organisation, month): (days from the meeting to the posting, the sheet's entry)}, of the slowest."""
    posted = Sheet.objects.filter(network_id=network.pk, state="posted", month__in=months)
    facts = posted.values_list(
        "organisation_id", "month", "meeting_on", "posted_at", "imported", "entry__number"
    ).annotate(key=F("pk"))
    found: dict = {}
    for group, month, met_on, posted_at, imported, number, _pk in facts:
        days = 0 if imported else max((posted_at.astimezone(BANGKOK).date() - met_on).days, 0)
        words = _("sheet of %(day)s, posted %(days)s days later")
        proof = Proof(words % {"day": show_date(met_on, style="short"), "days": days}, number, met_on)
        if days >= found.get((group, month), (-1,))[0]:
            found[group, month] = (days, proof)
    return found


def _gaps(network: Organisation, groups: list[Organisation], months: list[date]) -> dict:
    """Return {(organisation, month): [what did not agree]}: cash over or short, and posted sheets taken back."""
    organisation_of = {group.book_id: group.pk for group in groups}
    found = defaultdict(list)
    entries = entries_on(network.pk, codes=(CASH_OVER, CASH_SHORT), since=months[0], until=last_day(months[-1]))
    for book, number, on in entries.values_list("book_id", "number", "on"):
        if book in organisation_of:
            found[organisation_of[book], month_of(on)].append(Proof(_("cash over or short"), number, on))
    reversed_ = SheetReversal.objects.filter(
        network_id=network.pk, sheet__network_id=network.pk, sheet__month__in=months, entry__isnull=False
    )
    for group, month, number, on in reversed_.values_list(
        "sheet__organisation_id", "sheet__month", "entry__number", "entry__on"
    ):
        found[group, month].append(Proof(_("a posted sheet was taken back"), number, on))
    return found


def _changes(network: Organisation, months: list[date]) -> dict:
    """Return {(organisation, month): [who left]} of chairs and treasurers whose term ended within a year."""
    ended = Office.objects.filter(
        network_id=network.pk, post__in=SIGNING, until__gte=months[0], until__lte=last_day(months[-1])
    )
    found = defaultdict(list)
    for office in ended.order_by("until"):
        if office.until - office.since < SHORT_TERM:
            shown = {"post": office.get_post_display(), "since": show_date(office.since, style="short")}
            words = _("%(post)s since %(since)s") % shown
            found[office.organisation_id, month_of(office.until)].append(Proof(words, None, office.until))
    return found
