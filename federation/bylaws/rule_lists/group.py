"""What a group sets for its savings, members and books."""

from decimal import Decimal

from federation.bylaws.rule import BAHT, BOOKS, MEMBERS, SAVING, SHARES, Rule
from federation.bylaws.rules import Amount, Days, Month, Months, OneOf, Percent, Whole
from federation.kit.money import CENT
from federation.kit.wording import gettext_lazy as _

RULES = (
    Rule(
        "satja_min",
        SAVING,
        _("Lowest monthly promise"),
        Amount(least=CENT),
        Decimal("10.00"),
        _("Promises from 50 baht were seen on one group's form; lower ones are heard of."),
        BAHT,
        weak=True,
    ),
    Rule(
        "satja_max",
        SAVING,
        _("Highest monthly promise"),
        Amount(least=CENT),
        Decimal("1000.00"),
        _(
            "One group's form goes up to 1,000 baht. Early groups in Trat kept to about 100,"
            " so that nobody outweighs the rest."
        ),
        BAHT,
        weak=True,
    ),
    Rule(
        "promise_change",
        SAVING,
        _("When a promise may be changed"),
        OneOf((("year_start", _("at the start of the group's year")), ("any_month", _("from any month")))),
        "year_start",
        _("In satja groups a promise is raised or lowered once a year, at the general meeting."),
    ),
    Rule(
        "satja_goes_to",
        SAVING,
        _("What satja money becomes"),
        OneOf((("satja", _("satja savings, apart from shares")), ("shares", _("shares")))),
        "satja",
        _("The national chart of accounts keeps satja apart from shares. Choose shares where each deposit buys some."),
    ),
    Rule(
        "meeting_days",
        SAVING,
        _("Meeting days of the month"),
        Days(none=_("not fixed yet")),
        (),
        _("Every group has its own day. Seen: the 5th and the 20th, the 16th."),
    ),
    Rule(
        "late_fine_month",
        SAVING,
        _("Fine for each missed month, when it is made up"),
        Amount(),
        Decimal("10.00"),
        _("Groups heard of take 5 to 20 baht, or 1 to 5 per cent of the amount."),
        BAHT,
        weak=True,
    ),
    Rule(
        "payment_order",
        SAVING,
        _("What one sum of money pays first"),
        OneOf(
            (
                ("fine_first", _("fines, then fees, then satja")),
                ("satja_first", _("satja, then fees, then fines")),
            )
        ),
        "fine_first",
        _("Groups are told of that take fines first. What is left over is never spread without asking."),
        weak=True,
    ),
    Rule(
        "share_value",
        SHARES,
        _("Value of one share"),
        Amount(least=CENT),
        Decimal("10.00"),
        _("One group's form has 50 baht a share; 10 and 100 are heard of."),
        BAHT,
        weak=True,
    ),
    Rule(
        "shares_max_percent",
        SHARES,
        _("Most of all shares that one member may hold"),
        Percent(least=CENT),
        Decimal("100.00"),
        _("No savings group's rule was found; 100 sets no limit. Co-operatives limit it to a fifth, 20."),
        "%",
        weak=True,
    ),
    Rule(
        "shares_buying_months",
        SHARES,
        _("Months in which shares may be bought"),
        Months(none=_("every month")),
        (),
        _("No savings group's rule was found; without one, shares are bought in every month."),
        weak=True,
    ),
    Rule(
        "entry_fee",
        MEMBERS,
        _("Entry fee"),
        Amount(),
        Decimal("20.00"),
        _("Two groups' own forms have 20 baht, another has 10."),
        BAHT,
    ),
    Rule(
        "min_age",
        MEMBERS,
        _("Youngest age of a member"),
        Whole(0, 60),
        0,
        _(
            "The groups after Khru Chop and Phra Subin take children, a guardian signs;"
            " production groups heard of begin at 15 or 18."
        ),
        _("years"),
        weak=True,
    ),
    Rule(
        "fiscal_year",
        BOOKS,
        _("First month of the group's year"),
        Month(),
        1,
        _("Groups close on 31 December and hold their general meeting in January or February."),
    ),
)
