"""PEARLS, the 44 ratios of the World Council of Credit Unions, over the figures a savings group's books have.

P protection, E structure, A asset quality, R returns and costs, L liquidity, S growth. Returns, costs and growth are of
the twelve months up to the day, so they need books a year old. What the books do not tell apart stays without a value.
"""

from decimal import Decimal
from fractions import Fraction

from federation.kit.wording import gettext_lazy as _
from federation.ratios.rules.terms import Definition, Good, Sum, Unit, a_year_before, less, mean, of, summed, times

HIGH, LOW, WITHIN = Good.HIGH, Good.LOW, Good.WITHIN
NET_LOANS = less(of("loans"), of("allowance"))
NEEDED = summed(of("late_12"), times(Fraction(35, 100), of("late_1_12")))
INSTITUTIONAL = of("reserves", "surplus")
NET_INSTITUTIONAL = less(summed(INSTITUTIONAL, of("allowance")), NEEDED)
NON_EARNING = of("box", "receivables", "fixed")
DEBTS = of("payables", "external")
ASSETS = of("assets")
LENDING = of("loan_income")
MARGIN = less(summed(LENDING, of("liquid_income", "sales")), of("sold_cost", "deposit_cost", "external_cost"))
OTHER = less(of("other_income"), of("other_cost", "cash_short"))
RESULT = summed(less(MARGIN, of("running_cost", "risk_cost")), OTHER)
MARKET = _("market rates")


def _ratio(code: str, name, formula, top: Sum, bottom: Sum | None, **more) -> Definition:
    range_ = {end: Decimal(str(more.pop(end))) for end in ("least", "most") if end in more}
    return Definition(code.lower(), name, formula, top, bottom, code=code, **range_, **more)


def _growth(code: str, name, what, of_what: Sum, **more) -> Definition:
    words = _("(%(what)s now − a year before) ÷ a year before") % {"what": what}
    before = a_year_before(of_what)
    return _ratio(code, name, words, less(of_what, before), before, **more)


PROTECTION = [
    _ratio(
        "P1",
        _("Allowance against loans late more than 12 months"),
        _("allowance for doubtful loans ÷ principal of loans late more than 12 months"),
        *(of("allowance"), of("late_12")),
        good=HIGH,
        least=100,
    ),
    _ratio(
        "P2",
        _("Allowance left against loans late 1 to 12 months"),
        _("(allowance − principal of loans late more than 12 months) ÷ principal of loans late 1 to 12 months"),
        *(less(of("allowance"), of("late_12")), of("late_1_12")),
        good=HIGH,
        least=35,
    ),
    _ratio(
        "P3",
        _("Loans late more than 12 months all taken off the books"),
        _("yes where no principal of loans late more than 12 months is left in the books"),
        *(of("late_12"), None),
        unit=Unit.NONE_LEFT,
    ),
    _ratio(
        "P4",
        _("Loans taken off as lost in a year"),
        _("principal taken off as lost in twelve months ÷ average loans of the twelve months"),
        *(of("charged_year"), mean(of("loans"))),
        good=LOW,
        goal=_("as little as possible"),
    ),
    _ratio(
        "P5",
        _("Lost debts recovered"),
        _("lost debts recovered in all years ÷ principal taken off as lost in all years"),
        *(of("recovered_all"), of("charged_all")),
        good=HIGH,
        least=75,
    ),
    _ratio(
        "P6",
        _("Solvency"),
        _(
            "(assets + allowance − loans late more than 12 months − 35 % of loans late 1 to 12 months"
            " − debts to others) ÷ (deposits + shares and satja)"
        ),
        *(less(of("assets", "allowance"), NEEDED, DEBTS), of("deposits", "shares")),
        good=HIGH,
        least=111,
    ),
]

STRUCTURE = [
    _ratio(
        "E1",
        _("Net loans in assets"),
        _("(loans − allowance) ÷ assets"),
        NET_LOANS,
        ASSETS,
        good=WITHIN,
        least=70,
        most=80,
    ),
    _ratio(
        "E2",
        _("Liquid investments in assets"),
        _("(bank deposits + savings in the network's pool) ÷ assets"),
        *(of("liquid"), ASSETS),
        good=LOW,
        most=16,
    ),
    _ratio(
        "E3",
        _("Financial investments in assets"),
        _("(investments + shares and satja in the network) ÷ assets"),
        *(of("invested"), ASSETS),
        good=LOW,
        most=2,
    ),
    _ratio(
        "E4", _("Other investments in assets"), _("goods and materials ÷ assets"), of("goods"), ASSETS, good=LOW, most=0
    ),
    _ratio(
        "E5",
        _("Deposits in assets"),
        _("members' deposits that can be withdrawn ÷ assets"),
        *(of("deposits"), ASSETS),
        good=WITHIN,
        least=70,
        most=80,
    ),
    _ratio("E6", _("Borrowed money in assets"), _("money borrowed ÷ assets"), of("external"), ASSETS, good=LOW, most=5),
    _ratio(
        "E7",
        _("Members' capital in assets"),
        _("shares and satja held as capital ÷ assets"),
        *(of("shares"), ASSETS),
        good=LOW,
        most=20,
    ),
    _ratio(
        "E8",
        _("The organisation's own capital in assets"),
        _("(reserves, grants and surplus carried forward + surplus not yet divided) ÷ assets"),
        *(INSTITUTIONAL, ASSETS),
        good=HIGH,
        least=10,
    ),
    _ratio(
        "E9",
        _("Net own capital in assets"),
        _("(own capital + allowance − loans late more than 12 months − 35 % of loans late 1 to 12 months) ÷ assets"),
        *(NET_INSTITUTIONAL, ASSETS),
        good=HIGH,
        least=10,
    ),
]

QUALITY = [
    _ratio(
        "A1",
        _("Late loans in all loans"),
        _("principal of loans late more than a month ÷ loans still lent"),
        *(of("late_1_12", "late_12"), of("loans")),
        good=LOW,
        most=5,
    ),
    _ratio(
        "A2",
        _("Assets that earn nothing"),
        _("(cash on hand + receivables + land, buildings and equipment) ÷ assets"),
        *(NON_EARNING, ASSETS),
        good=LOW,
        most=5,
    ),
    _ratio(
        "A3",
        _("Money without cost against assets that earn nothing"),
        _("(net own capital + surplus set apart + debts without interest) ÷ assets that earn nothing"),
        *(summed(NET_INSTITUTIONAL, of("set_apart", "payables")), NON_EARNING),
        good=HIGH,
        least=200,
    ),
]

RETURNS = [
    _ratio(
        "R1",
        _("Income of loans"),
        _("interest, fines and fees of loans in twelve months ÷ average net loans"),
        *(LENDING, mean(NET_LOANS)),
        good=HIGH,
        goal=_("covers costs, and own capital of 10 %"),
    ),
    _ratio(
        "R2",
        _("Income of liquid investments"),
        _("interest of bank and pool in twelve months ÷ average of these"),
        *(of("liquid_income"), mean(of("liquid"))),
        good=HIGH,
        goal=MARKET,
    ),
    _ratio(
        "R3",
        _("Income of financial investments"),
        _("income of investments in twelve months ÷ average of these"),
        *(of("invested_income"), mean(of("invested"))),
        good=HIGH,
        goal=MARKET,
    ),
    _ratio(
        "R4",
        _("Income of other investments"),
        _("(sales − cost of what was sold) in twelve months ÷ average goods"),
        *(less(of("sales"), of("sold_cost")), mean(of("goods"))),
        good=HIGH,
        goal=_("at least R1"),
    ),
    _ratio(
        "R5",
        _("Cost of deposits"),
        _("interest on deposits in twelve months ÷ average deposits"),
        *(of("deposit_cost"), mean(of("deposits"))),
        goal=_("market rates, above inflation"),
    ),
    _ratio(
        "R6",
        _("Cost of borrowed money"),
        _("interest on money borrowed in twelve months ÷ average borrowed"),
        *(of("external_cost"), mean(of("external"))),
        good=LOW,
        goal=MARKET,
    ),
    _ratio(
        "R7",
        _("Cost of members' capital"),
        _("dividends on shares and satja in twelve months ÷ average shares and satja"),
        *(of("dividends"), mean(of("shares"))),
        goal=_("market rates, above R5"),
    ),
    _ratio(
        "R8",
        _("Gross margin"),
        _("(income of loans, bank, pool and sales − cost of sales − interest paid) ÷ average assets; before dividends"),
        *(MARGIN, mean(ASSETS)),
        good=HIGH,
        goal=_("enough for own capital of 10 %"),
    ),
    _ratio(
        "R9",
        _("Running costs"),
        _("running costs in twelve months ÷ average assets"),
        *(of("running_cost"), mean(ASSETS)),
        good=LOW,
        most=5,
    ),
    _ratio(
        "R10",
        _("Cost of doubtful and lost debts"),
        _("doubtful and lost debts in twelve months ÷ average assets"),
        *(of("risk_cost"), mean(ASSETS)),
        good=LOW,
        goal=_("enough for P1 of 100 % and P2 of 35 %"),
    ),
    _ratio(
        "R11",
        _("Other income or costs"),
        _("(other income − other costs) in twelve months ÷ average assets"),
        *(OTHER, mean(ASSETS)),
        goal=_("as little as possible"),
    ),
    _ratio(
        "R12",
        _("Result of the twelve months"),
        _("(gross margin − running costs − doubtful and lost debts + other income − other costs) ÷ average assets"),
        *(RESULT, mean(ASSETS)),
        good=HIGH,
        goal=_("enough for own capital of 10 %"),
    ),
]

LIQUIDITY = [
    _ratio(
        "L1",
        _("Liquid money against deposits"),
        _("(cash on hand + bank + savings in the pool − debts without interest) ÷ deposits"),
        *(less(of("box", "liquid"), of("payables")), of("deposits")),
        good=WITHIN,
        least=15,
        most=20,
    ),
    _ratio(
        "L2",
        _("Liquidity kept at the network"),
        _("savings in the network's pool ÷ deposits"),
        *(of("pool"), of("deposits")),
        good=HIGH,
        least=10,
    ),
    _ratio("L3", _("Cash that earns nothing"), _("cash on hand ÷ assets"), of("box"), ASSETS, good=LOW, most=1),
]

GROWTH = [
    _growth("S1", _("Growth of net loans"), _("net loans"), NET_LOANS, goal=_("until E1 is 70 to 80 %")),
    _growth(
        "S2", _("Growth of liquid investments"), _("bank and pool"), of("liquid"), goal=_("until E2 is at most 16 %")
    ),
    _growth(
        "S3", _("Growth of financial investments"), _("investments"), of("invested"), goal=_("until E3 is at most 2 %")
    ),
    _growth("S4", _("Growth of other investments"), _("goods and materials"), of("goods"), goal=_("until E4 is 0 %")),
    _growth("S5", _("Growth of deposits"), _("deposits"), of("deposits"), goal=_("until E5 is 70 to 80 %")),
    _growth(
        "S6", _("Growth of borrowed money"), _("money borrowed"), of("external"), goal=_("until E6 is at most 5 %")
    ),
    _growth(
        "S7", _("Growth of members' capital"), _("shares and satja"), of("shares"), goal=_("until E7 is at most 20 %")
    ),
    _growth(
        "S8",
        _("Growth of own capital"),
        _("own capital"),
        INSTITUTIONAL,
        good=HIGH,
        goal=_("until E8 is at least 10 %"),
    ),
    _growth(
        "S9",
        _("Growth of net own capital"),
        _("net own capital"),
        NET_INSTITUTIONAL,
        good=HIGH,
        goal=_("until E9 is at least 10 %"),
    ),
    _growth("S10", _("Growth in membership"), _("members"), of("members"), good=HIGH, least=15),
    _growth("S11", _("Growth of assets"), _("assets"), ASSETS, good=HIGH, goal=_("above inflation and 10 %")),
]

PARTS = {
    "P": (_("Protection"), PROTECTION),
    "E": (_("Structure"), STRUCTURE),
    "A": (_("Quality of assets"), QUALITY),
    "R": (_("Returns and costs"), RETURNS),
    "L": (_("Liquidity"), LIQUIDITY),
    "S": (_("Growth"), GROWTH),
}
PEARLS = [ratio for _name, ratios in PARTS.values() for ratio in ratios]
