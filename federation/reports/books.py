"""The books as reports: trial balance of a day, an account's lines, cash book, journal. Drawn, never stored."""

from datetime import date, datetime

from federation.kit.dates import show_date
from federation.kit.packing import Both
from federation.kit.report import Column, Grid, Link, Report, Row, Section, Shown
from federation.kit.wording import gettext_lazy as _
from federation.ledger.journal import amounts_of, entries, holders, memos_of, purses
from federation.ledger.movements import moved_by_entry
from federation.ledger.queries import balances, statement, trial_balance
from federation.ledger.reports import entry_link, month_rows, trial_balance_section

FROM_TO = _("%(since)s to %(until)s")


def trial_balance_report(organisation, *, on: date, at: datetime) -> Report:
    """Return the trial balance at the end of any day."""
    rows = month_rows(trial_balance(organisation.book, on=on), book=organisation.book, on=on)
    section = trial_balance_section(rows, code=organisation.code, on=on)
    title = _("Trial balance, %(day)s") % {"day": Shown(show_date, on)}
    return _report(organisation, "trial-balance", title, [section], on=on, at=at)


def account_report(organisation, account, *, since: date, until: date, at: datetime) -> Report:
    """Return an account's lines in a period; of a control account its entries, and what each holder has at the end."""
    parts = (_entries, _holders) if account.is_control else (_lines,)
    return _report(
        organisation,
        f"account-{account.code}",
        _Joined(account.code, Both(account.name_th, account.name_en)),
        [part(organisation, account, since=since, until=until) for part in parts],
        on=until,
        at=at,
        subtitle=FROM_TO % {"since": Shown(show_date, since), "until": Shown(show_date, until)},
    )


def cash_book_report(organisation, *, since: date, until: date, at: datetime) -> Report:
    """Return what came in and went out, account by account of cash and bank that ever moved."""
    moved = {row.account.pk for row in trial_balance(organisation.book, on=until)}
    cash, *banks = purses(organisation.book)
    used = [cash, *(bank for bank in banks if bank.pk in moved)]
    sections = [_lines(organisation, purse, since=since, until=until) for purse in used]
    subtitle = FROM_TO % {"since": Shown(show_date, since), "until": Shown(show_date, until)}
    return _report(organisation, "cash-book", _("Cash book"), sections, on=until, at=at, subtitle=subtitle)


def journal_report(organisation, *, since: date, until: date, at: datetime) -> Report:
    """Return every entry dated in a period, by number."""
    found = list(entries(organisation.book, since=since, until=until).select_related("by__person"))
    words, amounts = memos_of(found), amounts_of(found)
    columns = [
        Column("number", _("Entry"), "code"),
        Column("on", _("Date"), "date"),
        Column("kind", _("Kind")),
        Column("what", _("Details"), wide=True),
        Column("amount", _("Baht"), "money", total=True),
        Column("by", _("Entered by"), "name"),
    ]
    rows = [
        Row(
            [e.number, e.on, e.get_kind_display(), words.get(e.pk, ""), amounts[e.pk], str(e.by)],
            link=entry_link(organisation.code, e),
        )
        for e in found
    ]
    grid = Grid(columns, rows, total_label=_("Total"), empty=_("Nothing was entered in this period."))
    subtitle = FROM_TO % {"since": Shown(show_date, since), "until": Shown(show_date, until)}
    section = Section(key="journal", title="", grid=grid)
    return _report(organisation, "journal", _("Journal"), [section], on=until, at=at, subtitle=subtitle)


def _lines(organisation, account, *, since: date, until: date) -> Section:
    shown = statement(account, since=since, until=until)
    words = memos_of([line.entry for line in shown.lines])
    columns = [
        Column("on", _("Date"), "date"),
        Column("number", _("Entry"), "code"),
        Column("what", _("Details"), wide=True),
        Column("receipt", _("Receipt"), "code"),
        Column("into", _("In"), "money", total=True),
        Column("out", _("Out"), "money", total=True),
        Column("balance", _("Balance"), "money"),
    ]
    opening = Row([since, None, _("Brought forward"), None, None, None, shown.opening], strong=True)
    rows = [
        Row(
            [
                line.on,
                line.entry.number,
                words.get(line.entry.pk) or line.entry.get_kind_display(),
                line.receipt,
                line.paid_in or None,
                line.paid_out or None,
                line.balance,
            ],
            link=entry_link(organisation.code, line.entry),
        )
        for line in shown.lines
    ]
    closing = Row([until, None, _("Carried forward"), None, None, None, shown.closing], strong=True)
    grid = Grid(columns, [opening, *rows, closing], total_label=_("Total of the period"))
    title = _Joined(account.code, Both(account.name_th, account.name_en))
    return Section(key=f"lines_{account.code}", title=title, grid=grid)


def _entries(organisation, control, *, since: date, until: date) -> Section:
    moved = moved_by_entry(control, since=since, until=until)
    found = list(entries(organisation.book, since=since, until=until).filter(pk__in=moved))
    words = memos_of(found)
    columns = [
        Column("on", _("Date"), "date"),
        Column("number", _("Entry"), "code"),
        Column("kind", _("Kind")),
        Column("what", _("Details"), wide=True),
        Column("into", _("In"), "money", total=True),
        Column("out", _("Out"), "money", total=True),
    ]
    rows = [
        Row(
            [e.on, e.number, e.get_kind_display(), words.get(e.pk, ""), *(figure or None for figure in moved[e.pk])],
            link=entry_link(organisation.code, e),
        )
        for e in found
    ]
    grid = Grid(columns, rows, total_label=_("Total of the period"), empty=_("Nothing was entered in this period."))
    return Section(key="entries", title=_("Entries of the period"), grid=grid)


def _holders(organisation, control, *, since: date, until: date) -> Section:
    parts = list(holders(control))
    held = balances(parts, on=until)
    columns = [
        Column("code", _("Code"), "code"),
        Column("account", _("Account"), wide=True),
        Column("balance", _("Balance"), "money", total=True),
    ]
    rows = [
        Row(
            [part.code, Both(part.name_th, part.name_en), held[part.pk]],
            link=Link(
                "federation:account",
                {"code": organisation.code, "account": part.code},
                f"since={since}&until={until}",
            ),
        )
        for part in parts
    ]
    note = _("What each has at the end of %(day)s.") % {"day": Shown(show_date, until)}
    grid = Grid(columns, rows, total_label=_("Total"), empty=_("Nobody has a part of this account yet."))
    return Section(key="holders", title=_("Members' parts"), note=note, grid=grid)


class _Joined:
    """Words one after the other, each in the language of the page."""

    def __init__(self, *parts):
        self._parts = parts

    def __str__(self):
        return " ".join(map(str, self._parts))


def _report(organisation, name: str, title, sections, *, on: date, at: datetime, subtitle="") -> Report:
    return Report(
        name=name,
        title=title,
        subtitle=subtitle,
        organisation=Both(organisation.name_th, organisation.name_en or organisation.name_th),
        code=organisation.code,
        month=on.replace(day=1),
        made_at=at,
        sections=sections,
        made_up=organisation.is_demo,
    )
