"""Statements of several organisations put together, as sections of a report: sum, eliminations, net.

Source: features 110, N8.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from federation.bylaws.queries import bylaws_of
from federation.consolidation.queries import (
    Consolidated,
    Disagreement,
    Pair,
    PairDisagrees,
    closed_through,
    consolidated,
    events_behind,
    name_of,
    pairs_between,
    position,
    together_with_below,
)
from federation.consolidation.rules import Amounts, Position, total
from federation.consolidation.rules import Row as Figures
from federation.kit.dates import last_day, month_of, show_date
from federation.kit.money import ZERO, show
from federation.kit.packing import Both
from federation.kit.report import Column, Grid, Link, Report, Row, Section, Shown
from federation.kit.wording import gettext_lazy as _
from federation.ledger.across import of_chart
from federation.ledger.chart import OWED_BY_MAIN, OWED_TO_FUNDS
from federation.ledger.queries import natural
from federation.ledger.reports import ACCOUNT_PAGE, ENTRY_PAGE, year_start
from federation.organisations.models import Organisation

NAME = "consolidated"
NOTHING_BETWEEN = _("Nothing stands between them.")
SUM, ELIMINATED, NET = _("Sum of all"), _("Between them"), _("All together")


def consolidation_sections(network: Organisation, month: date) -> list[Section]:
    """Return the consolidated statements of a network and all below it at the end of a month, for another report.

    Where a pair disagrees it is one section that names the pair, without any figures put together.
    """
    on = last_day(month)
    try:
        of = consolidated_of(network, on=on)
    except PairDisagrees as refusal:
        return [refused_section(refusal)]
    return statement_sections(of, code=network.code)


def consolidated_of(top: Organisation, *, on: date) -> Consolidated:
    """Return an organisation and all below it put together, by its own business year. Raises `PairDisagrees`."""
    first_month = bylaws_of(top, on=on)["fiscal_year"]
    year_from = year_start(month_of(on), first_month=first_month)
    return consolidated(together_with_below(top, on=on), on=on, year_from=year_from)


def consolidated_report(top: Organisation, of: Consolidated, *, at: datetime) -> Report:
    """Return the consolidated statements as a report; a draft until every book inside is closed that far."""
    closed = closed_through(of.inside)
    month = month_of(of.on)
    pairs = pairs_section(of.pairs, code=top.code, on=of.on)
    return _report(
        top,
        NAME,
        _("Consolidated statements"),
        [*statement_sections(of, code=top.code), _inside_section(of, closed=closed), pairs],
        on=of.on,
        at=at,
        draft=not all(through and through >= month for through in closed.values()),
    )


def statement_sections(of: Consolidated, *, code: str) -> list[Section]:
    """Return position, income statement and eliminations; code: of the organisation whose pages the links lead to."""
    return [
        _position_section(of, code=code),
        _income_section(of, code=code),
        _eliminations_section(of),
        *_outside_sections(of),
    ]


def refused_section(refusal: PairDisagrees) -> Section:
    """Return what stands in the place of the statements while a pair disagrees."""
    return Section(key=NAME, title=_("Consolidated statements"), note=refusal.message, items=refusal.problems)


def account_report(top: Organisation, of: Consolidated, figures: Figures, *, at: datetime, open_books=()) -> Report:
    """Return what every organisation brings to one account. open_books: ids of those whose books the reader may see."""
    columns = [
        Column("code", _("Code"), "code"),
        Column("organisation", _("Organisation"), wide=True),
        *_three_columns(total_of=True),
    ]
    rows = [
        Row(
            [one.code, name_of(one), *part.now.columns],
            link=_account_link(one, part.codes, on=of.on) if one.pk in open_books else None,
        )
        for one in of.inside
        if (part := figures.parts.get(one.pk))
    ]
    grid = Grid(columns, rows, total_label=_("Total"))
    note = _("At the end of %(day)s.") % {"day": Shown(show_date, of.on)}
    by_organisation = Section(key="parts", title=_("By organisation"), note=note, grid=grid)
    touched = [pair for pair in of.pairs if figures.code in {side.control for _one, side in pair.sides}]
    sections = [by_organisation, pairs_section(touched, code=top.code, on=of.on)]
    title = Both(f"{figures.code} {figures.name_th}", f"{figures.code} {figures.name_en}")
    return _report(top, f"{NAME}-{figures.code}", title, sections, on=of.on, at=at)


def pairs_report(
    top: Organisation, above: Organisation, below: Organisation, *, on: date, at: datetime, open_books=()
) -> Report:
    """Return what two organisations keep of each other, pair by pair, with the events behind and their entries."""
    title = Both(f"{above.name_th} ↔ {below.name_th}", f"{name_of(above).en} ↔ {name_of(below).en}")
    pairs = pairs_between(above, below, on=on)
    sections = [_events_section(pair, on=on, open_books=open_books) for pair in pairs]
    sections = sections or [pairs_section([], code=top.code, on=on)]
    return _report(top, f"between-{above.code}-{below.code}", title, sections, on=on, at=at)


def pairs_section(pairs: Sequence[Pair], *, code: str, on: date) -> Section:
    """Return what stands between each two organisations, account by account; each leads to the events behind."""
    columns = [
        Column("above", _("Organisation"), wide=True),
        Column("upper", _("Its account"), "code"),
        Column("below", _("With which organisation")),
        Column("lower", _("Account there"), "code"),
        Column("amount", _("Baht"), "money"),
    ]
    rows = [
        Row(
            [name_of(pair.above), pair.upper.code, name_of(pair.below), pair.lower and pair.lower.code, pair.amount],
            link=pair_link(pair, code=code, on=on),
        )
        for pair in pairs
        if pair.amount
    ]
    grid = Grid(columns, rows, empty=NOTHING_BETWEEN)
    return Section(key="pairs", title=_("What stands between each two"), grid=grid)


def pair_link(pair: Pair, *, code: str, on: date) -> Link:
    """Return the link to the events between two organisations."""
    parts = {"code": code, "above": pair.above.code, "below": pair.below.code}
    return Link("federation:consolidated_pair", parts, f"on={on}")


def _position_section(of: Consolidated, *, code: str) -> Section:
    stands = position(of)
    rows = [*_part(of, "asset", _("Assets"), code=code), _strong(_("Total assets"), stands.assets)]
    rows += [*_part(of, "liability", _("Liabilities"), code=code), _strong(_("Total liabilities"), stands.liabilities)]
    rows += _part(of, "equity", _("Members' capital and reserves"), code=code)
    rows.append(Row([None, _("Surplus of earlier years, not yet divided"), *stands.surplus_before.columns]))
    rows.append(Row([None, _("Surplus of this year"), *stands.surplus_of_year.columns]))
    if stands.funds:
        rows.append(Row([None, _("What funds have that stand apart"), *stands.funds.columns]))
    rows.append(_strong(_("Total capital and reserves"), stands.capital))
    rows.append(_strong(_("Total liabilities, capital and reserves"), stands.liabilities + stands.capital))
    return Section(
        key="consolidated_position",
        title=_("Consolidated financial position"),
        note=_("At the end of %(day)s. What the organisations hold in one another counts once only.")
        % {"day": Shown(show_date, of.on)},
        grid=Grid(_statement_columns(), rows),
        foot=_even(stands),
    )


def _income_section(of: Consolidated, *, code: str) -> Section:
    rows, left = [], Amounts()
    for kind, head, foot in (
        ("income", _("Income"), _("Total income")),
        ("expense", _("Expenses"), _("Total expenses")),
    ):
        in_year = total(row.in_year for row in of.of(kind))
        left = left + in_year if kind == "income" else left - in_year
        rows += [*_part(of, kind, head, code=code), _strong(foot, in_year)]
    rows.append(_strong(_("Surplus (or deficit if below zero)"), left))
    return Section(
        key="consolidated_income",
        title=_("Consolidated income statement"),
        note=_("From %(since)s to %(until)s.")
        % {"since": Shown(show_date, of.year_from), "until": Shown(show_date, of.on)},
        grid=Grid(_statement_columns(), rows),
    )


def _part(of: Consolidated, kind: str, head, *, code: str) -> list[Row]:
    """Return the rows of one kind under their head; income and expenses as they were in the business year."""
    rows = [Row([None, head, None, None, None], strong=True)]
    for row in of.of(kind):
        if figures := row.in_year if kind in ("income", "expense") else row.now:
            link = Link("federation:consolidated_account", {"code": code, "account": row.code}, f"on={of.on}")
            rows.append(Row([row.code, Both(row.name_th, row.name_en), *figures.columns], link=link))
    return rows


def _strong(label, amounts: Amounts) -> Row:
    return Row([None, label, *amounts.columns], strong=True)


def _statement_columns() -> list[Column]:
    return [Column("code", _("Code"), "code"), Column("account", _("Account"), wide=True), *_three_columns()]


def _three_columns(*, total_of: bool = False) -> list[Column]:
    titles = (("sum", SUM), ("eliminated", ELIMINATED), ("net", NET))
    return [Column(key, title, "money", total=total_of) for key, title in titles]


def _eliminations_section(of: Consolidated) -> Section:
    """Return which accounts were taken out against which, over all pairs and inside the books."""
    columns = [
        Column("upper", _("Code"), "code"),
        Column("account", _("Account"), wide=True),
        Column("lower", _("Against"), "code"),
        Column("across", _("Account there")),
        Column("pairs", _("Pairs"), "count"),
        Column("amount", _("Baht"), "money"),
    ]
    sums: dict = {}
    for pair in of.pairs:
        key = pair.upper.control, pair.lower.control
        many, amount = sums.get(key, (0, ZERO))
        sums[key] = (many + bool(pair.amount), amount + pair.amount)
    if of.owed_inside:
        sums[OWED_BY_MAIN, OWED_TO_FUNDS] = (len(of.owed_inside), sum(of.owed_inside))
    rows = [
        Row([upper, _named(upper), lower, _named(lower), many, amount])
        for (upper, lower), (many, amount) in sorted(sums.items())
        if many
    ]
    note = _(
        "The same money stands in two books, or in two funds of one book. Both sides agree, so both are left out when"
        " they are put together."
    )
    grid = Grid(columns, rows, empty=NOTHING_BETWEEN)
    return Section(key="eliminations", title=_("What was taken out"), note=note, grid=grid)


def _named(code: str) -> Both:
    known = of_chart(code)
    return Both(known.name_th, known.name_en)


def _outside_sections(of: Consolidated) -> list[Section]:
    """Return what is kept of organisations that are not inside, if anything: it stays in the figures."""
    if not of.outside:
        return []
    columns = [
        Column("organisation", _("Organisation"), wide=True),
        Column("account", _("Its account"), "code"),
        Column("other", _("With which organisation")),
        Column("amount", _("Baht"), "money"),
    ]
    rows = [
        Row([name_of(one.organisation), one.side.code, one.other and name_of(one.other), one.amount])
        for one in of.outside
        if one.amount
    ]
    note = _("These are not put together here, so what stands with them stays in the figures.")
    title = _("With organisations outside")
    return [Section(key="outside", title=title, note=note, grid=Grid(columns, rows))]


def _inside_section(of: Consolidated, *, closed: dict) -> Section:
    columns = [
        Column("code", _("Code"), "code"),
        Column("organisation", _("Organisation"), wide=True),
        Column("closed", _("Closed up to"), "month"),
        Column("assets", _("Assets"), "money", total=True),
    ]
    owned = {one.pk: ZERO for one in of.inside}
    for row in of.of("asset"):
        for pk, part in row.parts.items():
            owned[pk] += part.now.sum
    rows = [Row([one.code, name_of(one), closed.get(one.pk), owned[one.pk]]) for one in of.inside]
    items = []
    if of.on_paper:
        names = [name_of(one) for one in of.on_paper]
        both = Both(", ".join(one.th for one in names), ", ".join(one.en for one in names))
        items = [_("Not inside, for they keep no book here: %(names)s.") % {"names": both}]
    return Section(
        key="inside",
        title=_("Whose books are inside"),
        items=items,
        grid=Grid(columns, rows, total_label=_("Sum of all")),
    )


def _events_section(pair: Pair, *, on: date, open_books) -> Section:
    columns = [
        Column("on", _("Date"), "date"),
        Column("above", _("Entries of %(code)s") % {"code": pair.above.code}, "code"),
        Column("below", _("Entries of %(code)s") % {"code": pair.below.code}, "code"),
        Column("moved_above", pair.upper.code, "money", total=True),
        Column("moved_below", pair.lower.code if pair.lower else "–", "money", total=True),
    ]
    events = events_behind(pair, on=on)
    rows = [
        Row(
            [event.on, _numbers(event.above), _numbers(event.below), *_moved(pair, event)],
            link=_entry_link(pair, event, open_books),
        )
        for event in events
    ]
    title = Both(f"{pair.upper.code} {pair.upper.name_th}", f"{pair.upper.code} {pair.upper.name_en}")
    agree = _("Both sides agree: every event stands in both books with the same date.")
    note = agree if pair.agrees else Disagreement(pair, events).words
    grid = Grid(columns, rows, total_label=_("Balance"))
    return Section(key=f"pair-{pair.upper.code}", title=title, note=note, grid=grid)


def _moved(pair: Pair, event) -> list[Decimal]:
    below = natural(pair.lower.kind, event.moved_below) if pair.lower else None
    return [natural(pair.upper.kind, event.moved_above), below]


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers)) or "–"


def _entry_link(pair: Pair, event, open_books) -> Link | None:
    """Return the link to an event's entry in the upper book, or in the lower, whichever the reader may see."""
    for organisation, numbers in ((pair.above, event.above), (pair.below, event.below)):
        if numbers and organisation.pk in open_books:
            return Link(ENTRY_PAGE, {"code": organisation.code, "number": str(numbers[0])})
    return None


def _account_link(organisation: Organisation, codes: Sequence[str], *, on: date) -> Link:
    """Return the link to an organisation's account, or to its trial balance where several stand under one."""
    if len(codes) > 1:
        return Link("federation:books", {"code": organisation.code}, f"on={on}")
    since = month_of(on)
    return Link(ACCOUNT_PAGE, {"code": organisation.code, "account": codes[0]}, f"since={since}&until={on}")


def _even(stands: Position):
    """Say that what is owned equals what is owed and their own, in each of the three columns."""
    apart = max(map(abs, stands.difference.columns))
    if apart:
        words = _("Assets do NOT equal liabilities, capital and reserves in all three columns; difference %(baht)s.")
    else:
        words = _("Assets equal liabilities, capital and reserves in all three columns; difference %(baht)s.")
    return words % {"baht": show(apart)}


def _report(top: Organisation, name: str, title, sections, *, on: date, at: datetime, draft=False) -> Report:
    return Report(
        name=name,
        title=title,
        subtitle=_("At the end of %(day)s") % {"day": Shown(show_date, on)},
        organisation=name_of(top),
        code=top.code,
        month=month_of(on),
        made_at=at,
        sections=sections,
        draft=draft,
        made_up=top.is_demo,
    )
