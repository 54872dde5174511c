"""Own capital against outside capital, month by month: how far a community stands on its own feet.

Source: sources, R20.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from federation.consolidation.queries import (
    CapitalOverTime,
    PairDisagrees,
    check_pairs,
    closed_through,
    name_of,
    opened_on,
    own_and_outside,
    together_with_below,
)
from federation.consolidation.rules import Capital
from federation.kit.dates import month_of, show_date, show_month
from federation.kit.money import show
from federation.kit.report import Chart, Column, Figure, Grid, Link, Report, Row, Section, Shown
from federation.kit.wording import gettext_lazy as _
from federation.ledger.reports import months_back
from federation.organisations.models import Organisation

NAME = "capital"
MONTHS = 24
OWN, STATE, BORROWED = _("Their own"), _("From the state"), _("Borrowed from outside")


def capital_report(organisation: Organisation, *, on: date, at: datetime) -> tuple[Report, PairDisagrees | None]:
    """Return the report at the end of a month, together with all below; alone, and why, where a pair disagrees."""
    inside, refusal = together_with_below(organisation, on=on), None
    months = months_back(month_of(on), count=MONTHS, opened_on=min(opened_on(inside) or on, on))
    try:
        check_pairs(inside, on=on)
    except PairDisagrees as found:
        inside, refusal = [organisation], found
    over = own_and_outside(inside, months)
    report = Report(
        name=NAME,
        title=_("Own and outside capital"),
        subtitle=_("At the end of %(day)s") % {"day": Shown(show_date, on)},
        organisation=name_of(organisation),
        code=organisation.code,
        month=month_of(on),
        made_at=at,
        sections=capital_sections(over, on=on),
        draft=not all(through and through >= month_of(on) for through in closed_through(inside).values()),
        made_up=organisation.is_demo,
    )
    return report, refusal


def capital_sections(over: CapitalOverTime, *, on: date) -> list[Section]:
    """Return the figures in words and as a chart, then the months; of several also the upper alone, and each."""
    sections = [_front(over), _months_section("months", _("At the end of each month"), over.months, over.together)]
    if len(over.each) > 1:
        first, alone = over.each[0]
        title = _("%(name)s alone") % {"name": name_of(first)}
        sections += [_each_section(over, on=on), _months_section("alone", title, over.months, alone)]
    return sections


def _front(over: CapitalOverTime) -> Section:
    now = over.together[-1]
    return Section(
        key="capital",
        title="",
        figures=[
            Figure(OWN, now.own, in_words=True, note=_("members' satja and shares, reserves, surplus")),
            Figure(STATE, now.state, in_words=True),
            Figure(BORROWED, now.borrowed, in_words=True),
            Figure(_("Members' savings that can be called back"), now.deposits, note=_("not counted as capital")),
        ],
        chart=Chart(
            _("Own capital and what is borrowed from outside"),
            _("baht"),
            over.months,
            [(OWN, [one.own for one in over.together]), (BORROWED, [one.borrowed for one in over.together])],
            kind="lines",
        ),
        items=_in_words(over),
    )


def _in_words(over: CapitalOverTime) -> list:
    """Say where a hundred baht of capital come from, now and when the months began, and where it leads."""
    first, now = over.together[0], over.together[-1]
    if now.of_hundred is None:
        return [_("There is no capital to be divided yet.")]
    own, state, borrowed = map(show, now.of_hundred)
    sentences = [
        _(
            "Of every 100 baht of capital %(own)s are their own, %(state)s come from the state, and %(borrowed)s are"
            " borrowed from outside."
        )
        % {"own": own, "state": state, "borrowed": borrowed}
    ]
    if len(over.months) > 1 and first.of_hundred:
        shown = {"month": Shown(show_month, over.months[0]), "own": show(first.of_hundred[0])}
        sentences.append(_leads(now.of_hundred[0] - first.of_hundred[0]) % shown)
    return sentences


def _leads(change: Decimal):
    if change > 0:
        return _("At the end of %(month)s it was %(own)s: they depend less on outside money than then.")
    if change < 0:
        return _("At the end of %(month)s it was %(own)s: they depend more on outside money than then.")
    return _("At the end of %(month)s it was %(own)s as well.")


def _months_section(key: str, title, months: Sequence[date], capitals: Sequence[Capital]) -> Section:
    columns = [Column("month", _("Month"), "month", wide=True), *_columns()]
    rows = [Row([month, *_cells(one)]) for month, one in zip(months, capitals, strict=True)]
    return Section(key=key, title=title, grid=Grid(columns, rows[::-1]))


def _each_section(over: CapitalOverTime, *, on: date) -> Section:
    columns = [Column("code", _("Code"), "code"), Column("organisation", _("Organisation"), wide=True), *_columns()]
    rows = [
        Row(
            [one.code, name_of(one), *_cells(series[-1])],
            link=Link("federation:capital", {"code": one.code}, f"on={on}"),
        )
        for one, series in over.each
    ]
    added = sum((series[-1] for _one, series in over.each), Capital())
    together = over.together[-1]
    rows.append(Row([None, _("Sum of all"), *_cells(added)], strong=True))
    rows.append(Row([None, _("Between them"), *_cells(added + -together)[:-1], None], strong=True))
    rows.append(Row([None, _("All together"), *_cells(together)], strong=True))
    note = _("What one borrows from another of them is outside money for it alone, and none for all together.")
    return Section(key="each", title=_("Each of them"), note=note, grid=Grid(columns, rows))


def _columns() -> list[Column]:
    return [
        Column("own", OWN, "money"),
        Column("state", STATE, "money"),
        Column("borrowed", BORROWED, "money"),
        Column("deposits", _("Savings on call"), "money"),
        Column("of_hundred", _("Own of 100 baht"), "money"),
    ]


def _cells(capital: Capital) -> list:
    shares = capital.of_hundred
    return [capital.own, capital.state, capital.borrowed, capital.deposits, shares[0] if shares else None]
