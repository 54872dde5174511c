"""The figures that ratios are made of: what each is called, and which accounts of the books make it up.

Members' savings are capital or deposits as the books hold them: what stands as capital (31…) is shares for PEARLS, what
stands as deposits (21010 to 21040) is savings. Source: domain, 4.2 Chart of accounts.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from federation.kit.wording import gettext_lazy as _

CASH = ("11", "12")
FLOWS = ("4", "5")
BORROWED = ("22", "24010", "24020")
DEPOSITS = ("21010", "21020", "21030", "21040")


class When(StrEnum):
    NOW = ""
    THEN = "then"  # a year before
    YEAR = "year"  # what was added in the twelve months
    START = "start"  # of the business year, or of the books where they are younger


class Source(StrEnum):
    BOOKS = "books"
    MEMBERS = "members"
    LOANS = "loans"
    SHEETS = "sheets"
    DAYS = "days"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Figure:
    """A named figure. codes: beginnings of account codes, without those in `but`; owed: counted by its credits.

    fund: True the main one only, False all but the main one, None all. without_other_cash: less the cash and bank of
    other funds. with_funds_left: with what income less expenses left in other funds, which is nobody's to share out.
    """

    name: object
    source: Source = Source.BOOKS
    codes: tuple = ()
    but: tuple = ()
    owed: bool = False
    fund: bool | None = None
    when: When = When.NOW
    is_money: bool = True
    without_other_cash: bool = False
    with_funds_left: bool = False

    def counts(self, code: str, *, is_main: bool) -> bool:
        """Tell whether an account counts into it."""
        if self.without_other_cash and not is_main and code.startswith(CASH):
            return True
        if self.with_funds_left and not is_main and code.startswith(FLOWS):
            return True
        return code.startswith(self.codes) and not code.startswith(self.but or " ") and self.fund in (None, is_main)


def _owned(name, *codes, but=(), fund=None, when=When.NOW) -> Figure:
    return Figure(name, codes=codes, but=but, fund=fund, when=when)


def _owed(name, *codes, but=(), fund=None, when=When.NOW) -> Figure:
    return Figure(name, codes=codes, but=but, owed=True, fund=fund, when=when)


def _counted(name, source) -> Figure:
    return Figure(name, source, is_money=False)


LOANS = ("13010", "13020", "13030", "13040", "13090")
ALLOWANCE = "13110"
LOAN_INCOME = ("41", "42010", "42020", "42030", "42050", "43020", "43030")
RESERVES = ("32", "33010", "34100", "34510", "34520")
UNDIVIDED = "33020"  # carried out of income and expenses by a year end, until the general meeting divides it

FIGURES = {
    "loans": _owned(_("loans still lent"), *LOANS),
    "allowance": _owed(_("allowance for doubtful loans"), ALLOWANCE),
    "loan_cash": _owned(_("cash and bank of the loan fund"), *CASH, fund=True),
    "other_cash": _owned(_("cash and bank of other funds"), *CASH, fund=False),
    "property": _owned(_("property and goods"), "15", "18"),
    "property_start": _owned(_("property and goods at the start"), "15", "18", when=When.START),
    "other_assets": _owned(
        _("other assets: receivables, investments, shares in the network"),
        *("1",),
        but=(*CASH, *LOANS, ALLOWANCE, "15", "18"),
    ),
    "savings": _owed(_("members' satja, shares and deposits"), *DEPOSITS, "31"),
    "debts": _owed(_("debts, without members' deposits"), "2", but=DEPOSITS),
    "kept_start": Figure(
        _("other own capital at the start"),
        codes=("3", "4", "5", "15", "18"),
        but=("31",),
        owed=True,
        when=When.START,
        without_other_cash=True,
    ),
    "members": _counted(_("members registered"), Source.MEMBERS),
    "members_start": _counted(_("members at the start"), Source.MEMBERS),
    "members_then": _counted(_("members a year before"), Source.MEMBERS),
    "joined": _counted(_("members who joined since the start"), Source.MEMBERS),
    "dropped": _counted(_("members who resigned or were dropped since the start"), Source.MEMBERS),
    "attending": _counted(_("members who came to the month's meetings"), Source.SHEETS),
    "kept": _counted(_("members who kept the month's promise in full"), Source.SHEETS),
    "promised": _counted(_("members with a promise for the month"), Source.SHEETS),
    "loan_count": _counted(_("running loans"), Source.LOANS),
    "borrowers": _counted(_("members with a running loan"), Source.LOANS),
    "late": Figure(_("all principal of loans with a part late"), Source.LOANS),
    "late_30": Figure(_("all principal of loans late more than 30 days, and of restructured ones"), Source.LOANS),
    "late_1_12": Figure(_("all principal of loans late 1 to 12 months"), Source.LOANS),
    "late_12": Figure(_("all principal of loans late more than 12 months"), Source.LOANS),
    "charged_year": Figure(_("principal taken off the books as lost in twelve months"), Source.LOANS, when=When.YEAR),
    "charged_all": Figure(_("principal taken off the books as lost, all years"), Source.LOANS),
    "recovered_all": _owed(_("lost debts recovered, all years"), "46040"),
    "weeks": _counted(_("whole weeks since the start"), Source.DAYS),
    "assets": _owned(_("total assets"), "1"),
    "box": _owned(_("cash on hand"), "11"),
    "liquid": _owned(_("bank deposits, and savings in the network's pool"), "12", "17050"),
    "pool": _owned(_("savings in the network's pool"), "17050"),
    "invested": _owned(_("investments, shares and satja in the network"), "17", but=("17050",)),
    "goods": _owned(_("goods and materials"), "15"),
    "fixed": _owned(_("land, buildings and equipment"), "18"),
    "receivables": _owned(_("receivables and accrued income"), "14", "16"),
    "deposits": _owed(_("members' deposits that can be withdrawn"), *DEPOSITS),
    "external": _owed(_("money borrowed"), *BORROWED),
    "payables": _owed(_("other debts without interest"), "2", but=(*DEPOSITS, *BORROWED)),
    "shares": _owed(_("shares and satja held as capital"), "31"),
    "reserves": _owed(_("reserves, grants and surplus carried forward"), *RESERVES),
    "surplus": _owed(_("surplus not yet divided"), *FLOWS, UNDIVIDED, fund=True),
    "set_apart": Figure(
        _("surplus set apart for purposes, and what funds have"),
        codes=("3",),
        but=("31", *RESERVES, UNDIVIDED),
        owed=True,
        with_funds_left=True,
    ),
    "loan_income": _owed(_("interest, fines and fees of loans in twelve months"), *LOAN_INCOME, when=When.YEAR),
    "liquid_income": _owed(_("interest of bank and pool in twelve months"), "45", when=When.YEAR),
    "sales": _owed(_("sales in twelve months"), "44", when=When.YEAR),
    "sold_cost": _owned(_("cost of what was sold in twelve months"), "52", when=When.YEAR),
    "deposit_cost": _owned(_("interest on deposits in twelve months"), "51", when=When.YEAR),
    "external_cost": _owned(_("interest on money borrowed in twelve months"), "55010", "55060", when=When.YEAR),
    "running_cost": _owned(
        _("running costs in twelve months"),
        *("53", "54", "55020", "55070", "55080", "57"),
        but=("54100",),
        fund=True,
        when=When.YEAR,
    ),
    "risk_cost": _owned(_("doubtful and lost debts in twelve months"), "55050", "58", when=When.YEAR),
    "other_income": _owed(
        _("other income in twelve months"), "4", but=(*LOAN_INCOME, "44", "45"), fund=True, when=When.YEAR
    ),
    "other_cost": _owned(
        _("other costs in twelve months: welfare, suspense"),
        *("5",),
        but=("51", "52", "53", "54", "55010", "55020", "55050", "55060", "55070", "55080", "57", "58"),
        fund=True,
        when=When.YEAR,
    ),
    "cash_short": _owned(_("cash short in twelve months"), "54100", when=When.YEAR),
    "invested_income": Figure(_("income of investments, told apart"), Source.NOWHERE, when=When.YEAR),
    "dividends": Figure(_("dividends on shares and satja"), Source.NOWHERE, when=When.YEAR),
}

# Balances that ratios also need as they were a year before, and figures of loans likewise.
OF_A_YEAR_BEFORE = (
    *("loans", "allowance", "assets", "liquid", "invested", "goods", "deposits", "external", "shares"),
    *("reserves", "surplus", "late_1_12", "late_12"),
)
FIGURES |= {
    f"{key}_then": Figure(
        _("%(what)s a year before") % {"what": FIGURES[key].name},
        *(FIGURES[key].source, FIGURES[key].codes, FIGURES[key].but, FIGURES[key].owed, FIGURES[key].fund),
        When.THEN,
    )
    for key in OF_A_YEAR_BEFORE
}


@cache
def figures_of(code: str, is_main: bool, when: When) -> tuple[tuple[str, int], ...]:
    """Return the figures of the books that an account counts into: (name, 1 by its debits or -1 by its credits)."""
    return tuple(
        (key, -1 if figure.owed else 1)
        for key, figure in FIGURES.items()
        if figure.when == when and figure.codes and figure.counts(code, is_main=is_main)
    )
