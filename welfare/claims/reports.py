"""Welfare as a section of reports: by kind, counts and baht, nobody named.

Source: domain, 4.3 Monthly report group → network, head 5.
"""

from datetime import date

from federation.bylaws.queries import bylaws_of
from federation.kit.dates import last_day
from federation.kit.money import ZERO
from federation.kit.report import Column, Grid, Row, Section
from federation.kit.wording import gettext_lazy as _
from federation.ledger.reports import year_start
from welfare.claims.models import WelfareType
from welfare.claims.queries.claims import claims_of, paid_by_kind, waited_on


def welfare_section(organisation, month: date) -> Section | None:
    """Return what was paid on claims in a month and in its year so far, by kind; None before the first claim."""
    until = last_day(month)
    if not claims_of(organisation).filter(filed_on__lte=until).exists():
        return None
    since = year_start(month, first_month=bylaws_of(organisation, on=until)["fiscal_year"])
    of_month = {one.type: one for one in paid_by_kind(organisation, since=month, until=until)}
    of_year = paid_by_kind(organisation, since=since, until=until)
    return Section(
        key="welfare",
        title=_("Welfare by kind"),
        grid=Grid(
            [
                Column("kind", _("Kind of welfare"), wide=True),
                Column("claims", _("Claims in the month"), "count", total=True),
                Column("baht", _("Baht in the month"), "money", total=True),
                Column("claims_year", _("Claims in the year"), "count", total=True),
                Column("baht_year", _("Baht in the year"), "money", total=True),
            ],
            [_row(one, of_month.get(one.type)) for one in of_year],
            total_label=_("Total"),
            empty=_("Nothing was paid in this year yet."),
        ),
        foot=_waiting(organisation, on=until),
    )


def _row(of_year, of_month) -> Row:
    paid = (of_month.count, of_month.baht) if of_month else (0, ZERO)
    return Row([WelfareType(of_year.type).label, *paid, of_year.count, of_year.baht])


def _waiting(organisation, *, on: date):
    waiting, late = waited_on(organisation, on=on)
    words = _("%(waiting)s claims wait, %(late)s of them longer than the bylaws allow.")
    return words % {"waiting": waiting, "late": late}
