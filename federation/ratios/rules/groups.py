"""The ratios that savings groups are looked at by.

Members' savings count as the members' own, so debts are what is owed to others. Profit is what the loan fund has grown
by since the start: equity less the savings, the other funds' cash, and what was there at the start already.
"""

from decimal import Decimal

from federation.kit.wording import gettext_lazy as _
from federation.ratios.rules.terms import Definition, Good, Unit, less, of

ASSETS = less(of("loans", "loan_cash", "other_cash", "property", "other_assets"), of("allowance"))
EQUITY = less(ASSETS, of("debts"))
PROFIT = less(EQUITY, of("savings", "other_cash", "property_start", "kept_start"))
BAHT, COUNT = Unit.BAHT, Unit.COUNT


def _percent(text: str) -> Decimal:
    return Decimal(text)


SAVINGS_GROUPS = [
    Definition("members", _("Members registered"), _("members registered on the day"), of("members"), unit=COUNT),
    Definition(
        "attendance",
        _("Attendance"),
        _("members who came to the month's meetings ÷ members registered"),
        *(of("attending"), of("members")),
        good=Good.HIGH,
        least=_percent("70"),
    ),
    Definition(
        "promise_kept",
        _("Promise kept"),
        _("members who kept the month's promise in full ÷ members with a promise for the month"),
        *(of("kept"), of("promised")),
        good=Good.HIGH,
        least=_percent("95"),
    ),
    Definition(
        "growth_members",
        _("Growth in members"),
        _("(members registered − members at the start) ÷ members at the start"),
        *(less(of("members"), of("members_start")), of("members_start")),
        good=Good.HIGH,
    ),
    Definition(
        "drop_out",
        _("Members who left"),
        _("members who resigned or were dropped since the start ÷ (members registered + those who left)"),
        *(of("dropped"), of("members", "dropped")),
        good=Good.LOW,
    ),
    Definition(
        "retention",
        _("Members who stayed"),
        _("members registered ÷ (members registered + those who left since the start)"),
        *(of("members"), of("members", "dropped")),
        good=Good.HIGH,
    ),
    Definition(
        "savings", _("Members' savings"), _("members' satja, shares and deposits on the day"), of("savings"), unit=BAHT
    ),
    Definition(
        "savings_each",
        _("Savings per member"),
        _("members' savings ÷ members registered"),
        *(of("savings"), of("members"), BAHT),
        good=Good.HIGH,
    ),
    Definition(
        "loans", _("Loans still lent"), _("principal of all loans still lent on the day"), of("loans"), unit=BAHT
    ),
    Definition(
        "loan_each",
        _("Average loan"),
        _("loans still lent ÷ running loans"),
        *(of("loans"), of("loan_count"), BAHT),
    ),
    Definition(
        "with_loan",
        _("Members with a loan"),
        _("members with a running loan ÷ members registered"),
        *(of("borrowers"), of("members")),
    ),
    Definition(
        "utilisation",
        _("Loan fund in use"),
        _("loans still lent ÷ (loans still lent + cash and bank of the loan fund)"),
        *(of("loans"), of("loans", "loan_cash")),
        good=Good.HIGH,
    ),
    Definition(
        "late",
        _("Late loans"),
        _("all principal of loans with a part late ÷ loans still lent"),
        *(of("late"), of("loans")),
        good=Good.LOW,
    ),
    Definition(
        "par_30",
        _("At risk: late more than 30 days"),
        _("all principal of loans late more than 30 days, and of restructured ones ÷ loans still lent"),
        *(of("late_30"), of("loans")),
        good=Good.LOW,
        most=_percent("5"),
    ),
    Definition(
        "assets",
        _("Assets"),
        _("loans + cash and bank + property and goods + other assets − allowance for doubtful loans"),
        ASSETS,
        unit=BAHT,
    ),
    Definition("equity", _("Equity"), _("assets − debts to others; members' savings belong to it"), EQUITY, unit=BAHT),
    Definition(
        "profit",
        _("Profit since the start"),
        _("equity − members' savings − other funds' cash − property at the start − other own capital at the start"),
        PROFIT,
        unit=BAHT,
        good=Good.HIGH,
    ),
    Definition(
        "return_savings",
        _("Return on savings"),
        _("profit since the start ÷ members' savings"),
        *(PROFIT, of("savings")),
        good=Good.HIGH,
    ),
    Definition(
        "return_savings_year",
        _("Return on savings, for a year"),
        _("profit since the start ÷ members' savings × 52 ÷ weeks since the start"),
        *(PROFIT, of("savings")),
        yearly=True,
        good=Good.HIGH,
    ),
    Definition(
        "return_assets",
        _("Return on assets"),
        _("profit since the start ÷ assets"),
        *(PROFIT, ASSETS),
        good=Good.HIGH,
    ),
    Definition(
        "return_assets_year",
        _("Return on assets, for a year"),
        _("profit since the start ÷ assets × 52 ÷ weeks since the start"),
        *(PROFIT, ASSETS),
        yearly=True,
        good=Good.HIGH,
    ),
    Definition(
        "debt_equity",
        _("Debts to equity"),
        _("debts to others ÷ equity"),
        *(of("debts"), EQUITY),
        good=Good.LOW,
    ),
    Definition(
        "equity_each",
        _("Equity per member"),
        _("equity ÷ members registered"),
        *(EQUITY, of("members"), BAHT),
        good=Good.HIGH,
    ),
]
