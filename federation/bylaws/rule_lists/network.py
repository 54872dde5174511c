"""What a network sets for its groups: the month, loans to them, the pool of their savings."""

from decimal import Decimal

from federation.bylaws.rule import BAHT, NETWORK, Rule
from federation.bylaws.rules import Amount, OneOf, Percent, Percents, Whole
from federation.kit.money import CENT
from federation.kit.wording import gettext_lazy as _

RULES = (
    Rule(
        "network_meeting_day",
        NETWORK,
        _("Day of the month on which the network meets"),
        Whole(1, 31),
        16,
        _("One network meets on the 16th. Its groups hand in the month before by the day before the meeting."),
    ),
    Rule(
        "group_loan_multiple",
        NETWORK,
        _("A member group may owe at most so many times its shares here"),
        Amount(least=CENT, most=Decimal(100)),
        Decimal("3.00"),
        _("Three times its shares in the network, or by turns, is told of; two other groups stand for it."),
        _("times"),
        weak=True,
    ),
    Rule(
        "group_loan_by_grade",
        NETWORK,
        _("Part of that limit by the group's grade: A, B, C, D, not graded"),
        Percents(5, rises=False),
        tuple(map(Decimal, ("100.00", "100.00", "50.00", "0.00", "100.00"))),
        _("No network's rule was found. A group that was never graded keeps the whole limit: that is not its fault."),
        "%",
        weak=True,
    ),
    Rule(
        "group_loan_par_most",
        NETWORK,
        _("Part of a group's own loans late more than 30 days, above which nothing new is lent to it"),
        Percent(),
        Decimal("10.00"),
        _("No network's rule was found; lenders to small groups begin to worry at ten in a hundred."),
        "%",
        weak=True,
    ),
    Rule(
        "pool_rate",
        NETWORK,
        _("Interest on the groups' savings in the pool, a year"),
        Percent(),
        Decimal("2.00"),
        _("Groups pay half a per cent a month for what they borrow; what the pool pays savers was not found anywhere."),
        "%",
        weak=True,
    ),
    Rule(
        "pool_notice_days",
        NETWORK,
        _("Days between asking for savings out of the pool and getting them"),
        Whole(0, 365),
        30,
        _("No network's rule was found; a month lets the network gather what it has lent."),
        _("days"),
        weak=True,
    ),
    Rule(
        "pool_withdraw_late",
        NETWORK,
        _("Whether a group late with a loan may take savings out of the pool"),
        OneOf((("no", _("not while it is late")), ("yes", _("yes")))),
        "no",
        _("No network's rule was found; the savings are what stands for the loan."),
        weak=True,
    ),
    Rule(
        "peer_loan_most",
        NETWORK,
        _("Most that one other group may owe to this group"),
        Amount(),
        Decimal("50000.00"),
        _("Groups help each other directly; no paper names a sum. 0.00 lends to no other group."),
        BAHT,
        weak=True,
    ),
)
