"""Every rule a group may set for itself: its unit, the value it starts with, and where that value comes from.

The starting values are an example, gathered from several places; a committee confirms or changes them by a
resolution. `weak` marks those for which no group's own paper was read. Sources: domain, 1.2 Membership rules,
1.3 Deposits, 1.4 Loans, 1.6 Annual profit, 4.1 Books, 5 Arrears, NPL, law of debt, 9 Consolidated defaults.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from federation.bylaws.rules import Amount, Days, Month, Months, OneOf, Percent, Percents, Rising, Whole
from federation.kit.money import CENT
from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _

BAHT = _("baht")

SAVING = _("Satja and meeting day")
SHARES = _("Shares")
MEMBERS = _("Members")
BOOKS = _("Books and cash")
LOANS = _("Loans")
LATE_LOANS = _("Late and bad loans")
NETWORK = _("Network and pool")


@dataclass(frozen=True)
class Rule:
    """One rule: what it is called, in what unit, with what value it starts and why."""

    key: str
    part: Sentence
    label: Sentence
    kind: object
    default: object
    source: Sentence
    unit: Sentence | str = ""
    weak: bool = False

    def in_words(self, value) -> str:
        """Return a value with its unit, which stay on one line."""
        return f"{self.kind.shown(value)}\u00a0{self.unit}" if self.unit else self.kind.shown(value)


_RULES = (
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
    Rule(
        "membership_before_loan",
        LOANS,
        _("Months of membership before a loan"),
        Whole(0, 60),
        6,
        _("Seen: 6 months in one network's rules, 12 in another group's. A loan product may ask for more."),
        _("months"),
    ),
    Rule(
        "loan_min_age",
        LOANS,
        _("Youngest age of a borrower and of a guarantor"),
        Whole(0, 60),
        20,
        _("Under 20 a person cannot sign alone by law; a guardian has to consent."),
        _("years"),
    ),
    Rule(
        "guarantors",
        LOANS,
        _("Guarantors of a loan"),
        Whole(0, 10),
        2,
        _("Two are usual. A new loan product begins with this number and may ask for more or fewer."),
        _("persons"),
    ),
    Rule(
        "guarantees_per_member",
        LOANS,
        _("Most contracts that one member may guarantee at a time"),
        Whole(0, 20),
        2,
        _("Two were seen in one community fund, three in another paper. Counted over all groups that keep books here."),
        _("contracts"),
    ),
    Rule(
        "cross_guarantee",
        LOANS,
        _("Members who guarantee each other"),
        OneOf((("forbidden", _("not allowed, nor in a ring of several")), ("allowed", _("allowed")))),
        "forbidden",
        _("Groups forbid it: where one falls behind, both securities are gone."),
    ),
    Rule(
        "guarantor_months",
        LOANS,
        _("Months of membership before one may guarantee"),
        Whole(0, 60),
        12,
        _("One year was seen, with no dues of one's own behind."),
        _("months"),
    ),
    Rule(
        "guarantor_spouse",
        LOANS,
        _("Husband or wife as guarantor"),
        OneOf((("no", _("may not guarantee")), ("yes", _("may guarantee")))),
        "no",
        _("Some groups rule it out, since one household pays for both."),
        weak=True,
    ),
    Rule(
        "guarantee_release",
        LOANS,
        _("When a guarantee grows smaller"),
        OneOf(
            (
                ("with_principal", _("step by step, as the principal is repaid")),
                ("at_close", _("not before the loan is settled")),
            )
        ),
        "with_principal",
        _("No group's rule was found; step by step sets the guarantor's savings free sooner."),
        weak=True,
    ),
    Rule(
        "kin_decide",
        LOANS,
        _("Close kin of the borrower in the decision"),
        OneOf((("no", _("stand back")), ("yes", _("may decide, and it is written down")))),
        "no",
        _("Whoever borrows or guarantees never decides. In a small village where all are kin, choose that they may."),
        weak=True,
    ),
    Rule(
        "loan_quorum_percent",
        LOANS,
        _("Part of the committee that has to decide on a loan"),
        Percent(least=CENT),
        Decimal("50.00"),
        _("Half of the committee is the usual quorum. Those who stand back do not count in it."),
        "%",
        weak=True,
    ),
    Rule(
        "loan_priority",
        LOANS,
        _("Who comes first when there is not enough money"),
        OneOf(
            (
                ("urgent,smallest,earliest", _("illness and emergency, then the smaller loan, then who asked first")),
                ("urgent,earliest", _("illness and emergency, then who asked first")),
                ("earliest", _("who asked first")),
                ("urgent,draw", _("illness and emergency, then by lot")),
            )
        ),
        "urgent,smallest,earliest",
        _("Told of in this order; some draw lots when money is short."),
        weak=True,
    ),
    Rule(
        "kept_from_lending",
        LOANS,
        _("Money that stays in cash and bank and is not lent"),
        Amount(),
        Decimal("0.00"),
        _("Groups lend out what came in on the day; some keep a sum for members who leave or fall ill."),
        BAHT,
        weak=True,
    ),
    Rule(
        "loan_asked_in",
        LOANS,
        _("What a meeting asks for a loan is rounded up to"),
        Amount(),
        Decimal("1.00"),
        _(
            "The coins in use go down to 25 satang, and a box of cash is counted in baht. No group's paper says how it"
            " rounds. What is above the due pays the loan itself. 0.00 asks to the satang."
        ),
        BAHT,
        weak=True,
    ),
    Rule(
        "interest_basis",
        LOANS,
        _("When interest on loans becomes income"),
        OneOf((("cash", _("when it is paid")), ("accrued", _("month by month, as it runs")))),
        "cash",
        _("Groups book interest when it is paid. Interest of bad loans is never income before it is paid."),
    ),
    Rule(
        "npl_months",
        LATE_LOANS,
        _("Months late after which a loan counts as bad (NPL)"),
        Whole(1, 12),
        3,
        _("More than three months is the usual reading; no law binds savings groups to it."),
        _("months"),
    ),
    Rule(
        "arrears_months",
        LATE_LOANS,
        _("Months late at which the next class begins"),
        Rising(4, most=120),
        (1, 3, 6, 12),
        _("Practice of banks and co-operatives: normal to 1 month, then to 3, 6, 12, and beyond."),
        _("months"),
    ),
    Rule(
        "arrears_rates",
        LATE_LOANS,
        _("Allowance for each class"),
        Percents(5),
        tuple(map(Decimal, ("0.00", "2.00", "20.00", "50.00", "100.00"))),
        _("Practice of banks and co-operatives mixed; no rates of savings groups were found."),
        "%",
        weak=True,
    ),
    Rule(
        "restructured_rate",
        LATE_LOANS,
        _("Least allowance for a restructured loan"),
        Percent(),
        Decimal("20.00"),
        _("No rate was found in any paper; this is that of a sub-standard loan."),
        "%",
        weak=True,
    ),
    Rule(
        "in_court_rate",
        LATE_LOANS,
        _("Least allowance for a loan in court"),
        Percent(),
        Decimal("50.00"),
        _("No rate was found in any paper; this is that of a doubtful loan."),
        "%",
        weak=True,
    ),
    Rule(
        "allowance_posted",
        LATE_LOANS,
        _("The allowance for bad loans"),
        OneOf((("no", _("is shown for information")), ("yes", _("is booked each month and taken back the next")))),
        "no",
        _("Booking it makes the year's profit smaller; a group decides that knowingly."),
    ),
    Rule(
        "guarantor_notice_days",
        LATE_LOANS,
        _("Days within which guarantors are told of a default"),
        Whole(1, 60),
        60,
        _("Within 60 days by law (Civil Code, section 686); later notice frees them of interest and costs after it."),
        _("days"),
    ),
    Rule(
        "waiver_most",
        LATE_LOANS,
        _("Most interest and fines that the committee may waive on one loan"),
        Amount(),
        Decimal("1000.00"),
        _("No group's rule was found. More is for the general meeting; 0 lets the committee waive nothing."),
        BAHT,
        weak=True,
    ),
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
        _(
            "No network's rule was found. A group that was never graded keeps the whole limit: that is not its fault."
        ),
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
RULES: Mapping[str, Rule] = {rule.key: rule for rule in _RULES}
