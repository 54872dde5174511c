"""Examples of products, offered when a group sets its loans up; a committee confirms or changes each by a resolution.

Source: domain: 1.4 Loans, 9 Consolidated defaults. What stands above 15 % a year (a loan of ten repaid in eleven, two
per cent a month) is not among them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _
from loans.products.rules.parts import Ceiling, FineRule
from loans.products.rules.terms import ProductTerms, control_of
from loans.schedules.rules import Every, Terms

ONE_PERCENT_A_MONTH = Decimal("0.12")
_FIVE_TIMES_SHARES = ((Decimal(5), "shares"), (Decimal(-1), "own_debt"))
_BAHT = Decimal("1.00")


@dataclass(frozen=True)
class Preset:
    """An example of a product: what it is called, its terms, and where they come from."""

    name: str
    kind: str
    name_th: str
    name_en: str
    source: Sentence
    terms: ProductTerms

    @property
    def title(self) -> Sentence:
        return _TITLES[self.name]


_TITLES = {
    "ordinary": _("Ordinary loan, 1 % a month on what is still owed"),
    "emergency": _("Emergency loan, small and short"),
    "debt_release": _("Debt release, to pay off a moneylender"),
    "occupation": _("Occupation loan, repaid after rubber and palm harvests"),
    "education": _("Education loan, equal instalments"),
    "in_goods": _("Loan in goods (fertiliser), repaid once"),
    "interest_free": _("Loan without interest and without fines"),
}


def _schedule(method: str, *, yearly_rate: Decimal = ONE_PERCENT_A_MONTH, **rest) -> Terms:
    return Terms(method=method, yearly_rate=yearly_rate, **rest)


def _terms(kind: str, schedule: Terms, *, most: str, instalments: int, parts=_FIVE_TIMES_SHARES, **rest):
    ceiling = Ceiling(most=Decimal(most), parts=parts)
    return ProductTerms(
        schedule=schedule, ceiling=ceiling, most_instalments=instalments, control=control_of(kind), **rest
    )


_ORDINARY = _terms(
    "ordinary",
    _schedule("equal-principal"),
    most="50000.00",
    instalments=12,
    fine=FineRule(kind="yearly", yearly_rate=Decimal("0.03"), grace_days=5, cap_percent=Decimal("5.00")),
)
_EMERGENCY = _terms("emergency", _schedule("equal-principal"), most="5000.00", instalments=6, parts=())
_DEBT_RELEASE = _terms("debt_release", _schedule("equal-principal"), most="50000.00", instalments=24)
_OCCUPATION = _terms("occupation", _schedule("seasonal"), most="20000.00", instalments=3, due_months=(1, 7, 10))
_EDUCATION = _terms("education", _schedule("equal-instalment", multiple=_BAHT), most="20000.00", instalments=24)
_IN_GOODS = _terms("in_goods", _schedule("bullet", every=Every(6, "month")), most="10000.00", instalments=1)
_INTEREST_FREE = _terms(
    "ordinary",
    _schedule("equal-principal", yearly_rate=Decimal(0), multiple=_BAHT),
    most="20000.00",
    instalments=12,
)

_PRESETS = (
    Preset(
        "ordinary",
        "ordinary",
        "เงินกู้สามัญ",
        "Ordinary loan",
        _(
            "One per cent a month on what is still owed is usual; five times the shares with two guarantors was seen"
            " in one network. The fine is what the law leaves beside that interest; no group's own rule was read."
        ),
        _ORDINARY,
    ),
    Preset(
        "emergency",
        "emergency",
        "เงินกู้ฉุกเฉิน",
        "Emergency loan",
        _("5,000 baht for three to six months were heard of, in some places up to 20,000."),
        _EMERGENCY,
    ),
    Preset(
        "debt_release",
        "debt_release",
        "เงินกู้ปลดหนี้",
        "Debt release loan",
        _("Groups in Trat have funds for it; their terms were not read. Two years are the longest term heard of."),
        _DEBT_RELEASE,
    ),
    Preset(
        "occupation",
        "occupation",
        "เงินกู้ประกอบอาชีพ",
        "Occupation loan",
        _("An example for rubber and oil palm; no group's rule was read. Put the months in which your members earn."),
        _OCCUPATION,
    ),
    Preset(
        "education",
        "education",
        "เงินกู้เพื่อการศึกษา",
        "Education loan",
        _("Groups keep it apart from other loans; terms were not read. Two years are the longest term heard of."),
        _EDUCATION,
    ),
    Preset(
        "in_goods",
        "in_goods",
        "เงินกู้ปุ๋ยและปัจจัยการผลิต",
        "Loan in goods",
        _("An example: fertiliser on loan, paid back once, half a year later. No group's rule was read."),
        _IN_GOODS,
    ),
    Preset(
        "interest_free",
        "ordinary",
        "เงินยืมไม่มีส่วนเพิ่ม",
        "Loan without interest",
        _("For members whose faith does not let them pay or take interest. What is borrowed is what is paid back."),
        _INTEREST_FREE,
    ),
)
PRESETS: Mapping[str, Preset] = {example.name: example for example in _PRESETS}


def preset(name: str) -> dict:
    """Return an example as facts for `add_product_step`: code, kind, names and terms. Raises KeyError."""
    example = PRESETS[name]
    return {
        "code": example.name.replace("_", "-"),
        "kind": example.kind,
        "name_th": example.name_th,
        "name_en": example.name_en,
        "terms": example.terms,
    }
