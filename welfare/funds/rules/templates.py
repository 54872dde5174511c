"""What is proposed when a fund of a kind is started: dues, parts, benefit, loan. Every figure can be typed over.

Source: domain, 1.7 One-baht-a-day welfare fund, 1.8 F Leader welfare, 9 Consolidated defaults; rows R27 and R31 of the
sources; feature 122.
"""

from dataclasses import dataclass
from decimal import Decimal

from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _
from welfare.funds.rules.dues import daily


@dataclass(frozen=True)
class Part:
    """A part of a scheme: code (added to the scheme's), Thai name, per cent of the dues."""

    code: str
    name_th: str
    percent: Decimal


@dataclass(frozen=True)
class Template:
    """A kind of fund as it is proposed. dues: by way of paying, in baht. lends: by custom, if a resolution says so."""

    code: str
    name_th: str
    about: Sentence
    dues: dict
    payer: str = "member"
    parts: tuple[Part, ...] = ()
    benefit: Sentence | str = ""
    loan: Sentence | str = ""


PARTS = (
    Part("A", "จ่ายสวัสดิการวันนี้", Decimal(50)),
    Part("B", "หมุนเวียน", Decimal(30)),
    Part("C", "สำรองไว้ภายหน้า", Decimal(20)),
)
YEARLY = {"yearly": Decimal("100.00")}

TEMPLATES = {
    "one_baht": Template(
        "WELF",
        "กองทุนสวัสดิการวันละบาท",
        _("Each member puts one baht a day aside; the fund helps from birth to death."),
        daily(Decimal("1.00")),
        parts=PARTS,
        benefit=_("Birth, nights in hospital, old age, death: choose a schedule and let the meeting decide."),
    ),
    "leaders": Template(
        "LEAD",
        "สวัสดิการผู้นำ",
        _("For who holds a post, for its term. The organisation pays one baht a day for each."),
        {"yearly": Decimal("365.00"), "monthly": Decimal("30.00")},
        payer="organisation",
        benefit=_("Nights in hospital and death, more for accidents on duty."),
    ),
    "livestock": Template(
        "COW",
        "กองทุนเลี้ยงสัตว์",
        _("Members who keep cattle or goats help each other with animals, medicine and breeding."),
        YEARLY,
        benefit=_("A part of the price when an animal dies of illness, seen by two members of the committee."),
        loan=_("For a young animal, paid back when it is sold; interest as the bylaws allow."),
    ),
    "fertiliser": Template(
        "FERT",
        "กองทุนปุ๋ย",
        _("Members buy fertiliser together before the season and pay after the harvest."),
        YEARLY,
        loan=_("Fertiliser for one season, paid back at harvest in one sum."),
    ),
    "debt_release": Template(
        "FREE",
        "กองทุนปลดหนี้",
        _("Helps members out of debts at high interest, one after the other."),
        {"monthly": Decimal("30.00")},
        loan=_("Takes over a debt at high interest; paid back by the month out of what is saved."),
    ),
    "insurance": Template(
        "INS",
        "กองทุนประกัน",
        _("Collects premiums on the sheet and passes them on to the insurer with a list of names."),
        {"yearly": Decimal("200.00")},
        benefit=_("The insurer pays; the fund only passes premiums on."),
    ),
    "other": Template("FUND", "กองทุน", _("Another purpose that the meeting resolves."), {}),
}
