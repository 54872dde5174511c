"""What an organisation sets for welfare, the year's surplus, and members who leave."""

from federation.bylaws.rule import LEAVING, SURPLUS, WELFARE, Rule
from federation.bylaws.rules import OneOf, Whole
from federation.kit.wording import gettext_lazy as _

RULES = (
    Rule(
        "welfare_year_from",
        WELFARE,
        _("First month of the year that welfare's yearly limits are counted in"),
        Whole(1, 12),
        1,
        _("One municipal fund counts from October; others by the calendar. The month is fixed here."),
    ),
    Rule(
        "claim_documents_days",
        WELFARE,
        _("Days to hand in the papers of a claim"),
        Whole(0, 365),
        30,
        _("No common rule was found; a co-operative gives half a year for a birth."),
        _("days"),
        weak=True,
    ),
    Rule(
        "claim_answer_days",
        WELFARE,
        _("Days within which a claim is answered"),
        Whole(1, 365),
        30,
        _("The rule of Sadao, Songkhla: a claim is answered within thirty days."),
        _("days"),
    ),
    Rule(
        "claim_pay_days",
        WELFARE,
        _("Days within which an approved claim is paid"),
        Whole(0, 365),
        7,
        _("One funeral association pays within seven days of the request."),
        _("days"),
    ),
    Rule(
        "dividend_basis",
        SURPLUS,
        _("What the dividend is weighed by"),
        OneOf(
            (
                ("year_end", _("what a member holds at the end of the year")),
                ("share_months", _("baht and full months, without the month of deposit")),
                ("share_months_with", _("baht and full months, the month of deposit counted")),
                ("share_days", _("baht and days")),
                ("rate", _("a rate on what a member holds")),
            )
        ),
        "share_months",
        _("Groups weigh by months; one group's form by what is held at the end of the year."),
        weak=True,
    ),
    Rule(
        "dividend_on",
        SURPLUS,
        _("What earns the dividend"),
        OneOf((("satja", _("satja savings")), ("shares", _("shares")), ("both", _("both")))),
        "both",
        _("Satja earns the dividend, special savings earn interest."),
    ),
    Rule(
        "dividend_leavers",
        SURPLUS,
        _("Whether who left in the year gets a dividend for it"),
        OneOf((("no", _("no")), ("died", _("only the heirs of who died")), ("yes", _("yes")))),
        "died",
        _("Who resigns loses the dividend of the running year; the dead had kept their promise to the end."),
        weak=True,
    ),
    Rule(
        "dividend_deducts",
        SURPLUS,
        _("What is taken off a dividend"),
        OneOf(
            (
                ("nothing", _("nothing")),
                ("overdue", _("what is overdue of the member's own loans")),
            )
        ),
        "overdue",
        _("Groups take late debts off the dividend; nobody's guarantee is taken off."),
        weak=True,
    ),
    Rule(
        "dividend_rounding",
        SURPLUS,
        _("How a dividend at a rate is rounded"),
        OneOf((("satang", _("to the satang")), ("quarter", _("up to a quarter of a baht")))),
        "satang",
        _("Co-operatives round up to 25 satang. Where a sum is divided whole, no part is rounded."),
    ),
    Rule(
        "dividend_into",
        SURPLUS,
        _("Where a dividend goes when the member did not say"),
        OneOf(
            (
                ("cash", _("cash")),
                ("satja", _("satja savings")),
                ("shares", _("shares")),
                ("special", _("special savings")),
            )
        ),
        "cash",
        _("Paid on the spot or put to shares; both are told of."),
        weak=True,
    ),
    Rule(
        "dropout_days",
        LEAVING,
        _("Days without any payment after which putting a member out is proposed"),
        Whole(0, 3650),
        90,
        _("The rule of Sadao: over ninety days without payment. It only proposes; a person decides. 0 never proposes."),
        _("days"),
    ),
    Rule(
        "expulsion_notice_days",
        LEAVING,
        _("Days between the written notice and putting a member out"),
        Whole(1, 365),
        30,
        _("Papers speak of a written notice; its days were not found."),
        _("days"),
        weak=True,
    ),
    Rule(
        "reentry_wait_months",
        LEAVING,
        _("Months before who left may come back"),
        Whole(0, 120),
        6,
        _("Six to twelve months are told of; membership then starts anew."),
        _("months"),
        weak=True,
    ),
    Rule(
        "beneficiaries_max",
        LEAVING,
        _("At most so many persons are named for the case of death"),
        Whole(1, 10),
        3,
        _("Application forms have room for one to three; one scheme takes two."),
        _("persons"),
    ),
)
