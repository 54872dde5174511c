"""What members of the demo ask loans for, how much and for how long. Plain dice, no database; all is invented."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from loans.products.rules import ProductTerms


@dataclass(frozen=True)
class Wish:
    """What somebody asks for. too_much: it lies above the ceiling, and will be refused."""

    product: str
    amount: Decimal
    instalments: int
    purpose: str
    repaid_from: str
    is_urgent: bool = False
    too_much: bool = False
    goods: tuple = ()


PURPOSES = {
    "ordinary": (
        ("ซื้อปุ๋ยสวนยาง", "ขายน้ำยาง"),
        ("ซื้อปุ๋ยสวนปาล์ม", "ขายผลปาล์ม"),
        ("ปลูกยางใหม่ทดแทน", "ขายน้ำยางแปลงอื่นและรับจ้าง"),
        ("ซ่อมหลังคาบ้านก่อนฤดูฝน", "เงินเดือน"),
        ("ซ่อมเรือและเครื่องเรือ", "ขายปลาและหอย"),
        ("ซื้อพันธุ์กุ้งและอาหารกุ้ง", "ขายกุ้ง"),
        ("ลงทุนค้าขายในตลาดนัด", "กำไรจากการค้า"),
        ("ซ่อมรถจักรยานยนต์ที่ใช้ไปทำงาน", "ค่าจ้างรายวัน"),
        ("ต่อเติมครัวและห้องน้ำให้ผู้สูงอายุ", "ลูกส่งเงินให้"),
        ("ซื้อเครื่องตัดหญ้าและเครื่องพ่นยา", "รับจ้างตัดหญ้า"),
    ),
    "emergency": (
        ("ค่ารักษาพยาบาล", "ค่าจ้างและเงินลูกส่งให้"),
        ("ค่าเดินทางพาแม่ไปโรงพยาบาลสุราษฎร์ธานี", "ขายน้ำยาง"),
        ("ซ่อมบ้านที่ถูกลมพัด", "รับจ้าง"),
        ("ค่าจัดงานศพในครอบครัว", "เงินช่วยงานและค่าจ้าง"),
    ),
    "education": (("ค่าเทอมลูก", "เงินเดือน"), ("ค่าหอพักและอุปกรณ์การเรียนของลูก", "ขายผลปาล์ม")),
    "debt_release": (("ปลดหนี้นอกระบบ", "ขายน้ำยางและรับจ้าง"),),
    "occupation": (("ลงทุนดูแลสวนยางทั้งฤดู", "ขายน้ำยางหลังเปิดกรีด"), ("ลงทุนสวนทุเรียน", "ขายทุเรียน")),
    "in_goods": (("ปุ๋ยสูตร 15-15-15 สำหรับสวนยาง", "ขายน้ำยาง"),),
    "interest_free": (("ทุนค้าขายอาหารในชุมชน", "กำไรจากการค้า"), ("ซ่อมเรือประมงพื้นบ้าน", "ขายปลา")),
}
SACK, SACK_PRICE = "ปุ๋ย 15-15-15 ขนาด 50 กก.", Decimal("950.00")
PARTS_OF_THE_CEILING = tuple(map(Decimal, ("0.4", "0.6", "0.8", "0.9", "1", "1")))
INSTALMENTS = {"ordinary": (12, 18, 24, 24), "emergency": (3, 5, 6), "education": (12, 24), "occupation": (3,)}
INSTALMENTS |= {"debt_release": (24,), "in_goods": (1,), "interest_free": (6, 12)}
ASKS_TOO_MUCH = 0.05


def wish(rng: Random, *, offered: Mapping[str, ProductTerms], savings: Mapping[str, Decimal], first: str = "") -> Wish:
    """Return what somebody asks for. savings: what the formula of the ceiling may name; first: the product, if fixed.

    Amounts are such that the instalments come out in hundreds of baht.
    """
    product = first or _product(rng, offered)
    most = offered[product].ceiling.of(savings).amount
    if product == "in_goods" and most < SACK_PRICE:
        product = "emergency"
    terms = offered[product]
    most = terms.ceiling.of(savings).amount
    purpose, repaid_from = rng.choice(PURPOSES[product])
    parts = min(rng.choice(INSTALMENTS[product]), terms.most_instalments)
    facts = {"product": product, "instalments": parts, "purpose": purpose, "repaid_from": repaid_from}
    if product == "in_goods":
        sacks = min(rng.randint(3, 10), int(most // SACK_PRICE))
        goods = ({"name": SACK, "unit": "กระสอบ", "count": str(sacks), "price": str(SACK_PRICE)},)
        return Wish(amount=SACK_PRICE * sacks, goods=goods, **facts)
    too_much = product == "ordinary" and rng.random() < ASKS_TOO_MUCH
    wanted = most * 2 if too_much else most * rng.choice(PARTS_OF_THE_CEILING)
    step = Decimal(100 * parts)
    amount = max(wanted // step, Decimal(1)) * step
    return Wish(amount=amount, is_urgent=product == "emergency", too_much=too_much, **facts)


def _product(rng: Random, offered: Mapping[str, ProductTerms]) -> str:
    """Choose: mostly an ordinary loan, at times an emergency, at times what else the group has."""
    chance, others = rng.random(), [name for name in offered if name not in ("ordinary", "emergency")]
    if chance < 0.12:
        return "emergency"
    return rng.choice(others) if others and chance < 0.3 else "ordinary"
