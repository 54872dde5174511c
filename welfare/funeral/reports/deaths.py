"""Deaths and what was brought for them as a section of the monthly report.

The dead are named by number only, so that the report may leave the group. Source: domain, 4.3 Monthly report; 2 Funeral
aid, report; features 115 and 116.
"""

from dataclasses import replace
from datetime import date

from django.db.models import Q, Sum

from federation.kit.dates import last_day
from federation.kit.money import ZERO
from federation.kit.packing import Both
from federation.kit.report import Column, Grid, Link, Row, Section
from federation.kit.wording import gettext_lazy as _
from welfare.funeral.models import Death, DeathAct, DeathDue, DeathPaid, DeathPart, DeathState, Payout
from welfare.funeral.queries.accounts import is_of_network
from welfare.funeral.queries.money import deaths_of

COLUMNS = [
    Column("scheme", _("Scheme"), wide=True),
    Column("number", _("Death no."), "count"),
    Column("claimed_on", _("Claim filed"), "date"),
    Column("payers", _("Payers"), "count"),
    Column("gross", _("To collect"), "money", total=True),
    Column("came_in", _("Came in by then"), "money", total=True),
    Column("owed", _("Dues not collected yet"), "money", total=True),
    Column("net", _("For the payees"), "money", total=True),
    Column("paid_out", _("Paid out by then"), "money", total=True),
]


def funeral_section(organisation, month: date) -> Section | None:
    """Return the deaths of a month, and earlier ones that money moved for in it or is open of, as at its end.

    A group is shown its own part of a network's death. None before the first death.
    """
    until = last_day(month)
    deaths = deaths_of(organisation).filter(entry__isnull=False, claimed_on__lte=until)
    deaths = [one for one in deaths.exclude(state=DeathState.TAKEN_BACK) if one.entry.on <= until]
    if not deaths:
        return None
    rows = [row for death in sorted(deaths, key=_order) if (row := _row(death, organisation, month, until))]
    return Section(
        key="funeral",
        title=_("Funeral aid"),
        grid=Grid(
            _columns(organisation, deaths),
            rows,
            total_label=_("Total"),
            empty=_("No death and nothing open in this month."),
        ),
        foot=_("What was counted on the day of a claim is never counted again; the payees get their sum in full."),
    )


def _columns(organisation, deaths) -> list[Column]:
    """Return the columns; what payees get is added up only where the organisation itself pays any of them."""
    if any(death.scheme.organisation_id == organisation.pk for death in deaths):
        return COLUMNS
    return [replace(one, total=False) if one.key in ("net", "paid_out") else one for one in COLUMNS]


def _order(death: Death):
    return death.scheme.code, death.number


def _row(death: Death, organisation, month: date, until: date) -> Row | None:
    own = death.scheme.organisation_id == organisation.pk
    asked, came_in, given_up = _collected(death, organisation, until=until, own=own)
    paid_out = _paid_out(death, until=until) if own else ZERO
    owed = asked - came_in - given_up
    to_pay = death.net - paid_out if own else ZERO
    if death.claimed_on < month and not owed and not to_pay and not _moved(death, month=month, until=until):
        return None
    payers = death.payers if own else _part(death, organisation, "payers")
    link = Link("welfare:death", {"code": organisation.code, "pk": str(death.pk)})
    scheme = Both(death.scheme.name_th, death.scheme.name_en or death.scheme.name_th)
    payees = [death.net, paid_out] if own else [None, _("the network pays")]
    return Row([scheme, death.number, death.claimed_on, payers, asked, came_in, owed, *payees], link=link)


def _collected(death: Death, organisation, *, until: date, own: bool):
    """Return what is asked for, came in and was given up for a death by a day: of members, or of groups."""
    of_groups = own and is_of_network(death.scheme)
    if of_groups:
        rows, paid = DeathPart.objects.filter(death=death), Q(part__death=death)
        given_up = ZERO
    else:
        rows, paid = DeathDue.objects.filter(death=death), Q(due__death=death)
        acts = DeathAct.objects.filter(death=death, kind="give_up", agreed=True, entry__on__lte=until)
        if not own:
            rows = rows.filter(membership__organisation=organisation)
            paid &= Q(due__membership__organisation=organisation)
            acts = acts.filter(due__membership__organisation=organisation)
        given_up = acts.aggregate(baht=Sum("amount"))["baht"] or ZERO
    brought = DeathPaid.objects.filter(paid, network_id=death.network_id, on__lte=until)
    brought = brought.filter(Q(struck_by=None) | Q(struck_by__on__gt=until))
    asked = rows.aggregate(baht=Sum("amount"))["baht"] or ZERO
    return asked, brought.aggregate(baht=Sum("amount"))["baht"] or ZERO, given_up


def _paid_out(death: Death, *, until: date):
    paid = Payout.objects.filter(network_id=death.network_id, death=death, agreed=True, entry__on__lte=until)
    paid = paid.filter(Q(struck_by=None) | Q(struck_by__on__gt=until))
    return paid.aggregate(baht=Sum("amount"))["baht"] or ZERO


def _moved(death: Death, *, month: date, until: date) -> bool:
    moved = DeathPaid.objects.filter(Q(due__death=death) | Q(part__death=death), on__gte=month, on__lte=until)
    paid = Payout.objects.filter(death=death, agreed=True, entry__on__gte=month, entry__on__lte=until)
    return moved.exists() or paid.exists()


def _part(death: Death, organisation, name: str) -> int:
    return death.parts.filter(organisation=organisation).values_list(name, flat=True).first() or 0
