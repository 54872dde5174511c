"""Which organisations the demo has: the network of Kanchanadit, seventeen groups in the tambons of its district.

The network, its year and the number of its groups are those of the source (row R1); groups, villages, kinds, sizes
and what each holds in the network are invented.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from federation.kit.dates import be_year
from federation.organisations.models import Level, Organisation, Origin, State
from federation.organisations.steps import (
    found_group_step,
    found_network_step,
    found_paper_group_step,
    know_organisation_step,
)

NETWORK_CODE, NETWORK_NAME = "KD", "เครือข่ายองค์กรการเงินชุมชนกาญจนดิษฐ์"
DISTRICT = "8402"
FOUNDED_YEAR = 2001  # B.E. 2544; nobody wrote down the day

# Where the import is tried: kept by the network, not one of its seventeen.
FORMING_CODE, FORMING_NAME = "KLONG", "กลุ่มสัจจะออมทรัพย์บ้านคลองกระแดะ"
FORMING_FROM = date(2026, 1, 1)

# A neighbour of the last group that stays on paper; not one of the seventeen, and without shares in the network.
PAPER_CODE, PAPER_NAME = "NONGBUA", "กลุ่มสัจจะออมทรัพย์บ้านหนองบัวใต้"

PROVINCE_CODE, PROVINCE_NAME, PROVINCE = "SRT", "เครือข่ายองค์กรการเงินชุมชนจังหวัดสุราษฎร์ธานี", "84"
OTHER_DISTRICT, OTHER_NAME = "8403", "เครือข่ายองค์กรการเงินชุมชนดอนสัก"

SATJA_LIFE, SATJA = "satja_lifecycle", "satja"


@dataclass(frozen=True)
class Village:
    """One invented group. shares: what it holds in the network, in baht; year: of founding, in the common era."""

    number: int
    village: str
    english: str
    place: str
    moo: int
    members: int
    shares: Decimal
    year: int
    meeting_days: tuple[int, ...]
    kind: str = SATJA_LIFE
    prefix: str = "กลุ่มสัจจะสะสมทรัพย์"
    english_suffix: str = "Satja Group"
    promises: tuple[int, ...] = (30, 50, 50, 100, 100, 100, 100, 200, 200, 200, 300, 500, 1000)
    youngest: int = 0
    muslims: float = 0.0
    neighbour: int | None = None
    bylaws: Mapping[str, object] = field(default_factory=dict)

    @property
    def par(self) -> Decimal:
        """What a share costs, in baht."""
        return Decimal(self.bylaws.get("share_value", 10))

    @property
    def least_part(self) -> Decimal:
        """The step of a part payment, in baht: where satja buys shares, a share."""
        return self.par if self.bylaws.get("satja_goes_to") == "shares" else Decimal(10)

    @property
    def code(self) -> str:
        return f"{NETWORK_CODE}{self.number:02d}"

    @property
    def name_th(self) -> str:
        return f"{self.prefix}บ้าน{self.village}"

    @property
    def name_en(self) -> str:
        return f"Ban {self.english} {self.english_suffix}"


def _village(number, village, english, place, moo, members, shares, year, meeting_days, **more) -> Village:
    return Village(number, village, english, place, moo, members, Decimal(shares), year, meeting_days, **more)


VILLAGES = (
    _village(1, "สวนยาง", "Suan Yang", "840203", 5, 60, 15_000, 1996, (1,)),
    _village(
        *(2, "สวนยาง", "Suan Yang", "840203", 5, 72, 12_500, 2001, (10,)),
        kind="village_fund",
        prefix="กองทุนหมู่บ้าน",
        english_suffix="Village Fund",
        youngest=18,
        neighbour=1,
        bylaws={"min_age": 18, "late_fine_month": Decimal("5.00")},
    ),
    _village(3, "ปากคลอง", "Pak Khlong", "840201", 3, 80, 6_000, 1999, (7,), muslims=0.6),
    _village(4, "เกาะลอย", "Ko Loi", "840202", 4, 96, 8_500, 1998, (5, 20), bylaws={"promise_change": "any_month"}),
    _village(5, "ทุ่งนาใหม่", "Thung Na Mai", "840204", 1, 48, 4_500, 2000, (12,)),
    _village(
        *(6, "ต้นไทร", "Ton Sai", "840205", 6, 70, 9_500, 1997, (15,)),
        bylaws={"late_fine_month": Decimal("20.00"), "guarantee_release": "at_close"},
    ),
    _village(
        *(7, "ควนยาง", "Khuan Yang", "840206", 2, 110, 11_000, 1994, (3,)),
        promises=(30, 50, 50, 50, 100, 100),
        bylaws={"satja_max": Decimal("100.00")},
    ),
    _village(8, "ห้วยทราย", "Huai Sai", "840206", 7, 46, 7_000, 2000, (8,)),
    _village(
        *(9, "หนองจิก", "Nong Chik", "840207", 3, 126, 13_000, 1995, (16,)),
        kind="village_bank",
        prefix="ธนาคารหมู่บ้าน",
        english_suffix="Village Bank",
        muslims=0.25,
        bylaws={"allowance_posted": "yes"},
    ),
    _village(
        *(10, "เขาพลู", "Khao Phlu", "840208", 5, 58, 5_500, 1999, (18,)),
        bylaws={"entry_fee": Decimal("50.00"), "loan_priority": "urgent,earliest"},
    ),
    _village(
        *(11, "หน้าวัด", "Na Wat", "840209", 1, 92, 10_500, 1993, (9,)),
        kind="production_savings",
        prefix="กลุ่มออมทรัพย์เพื่อการผลิต",
        english_suffix="Savings Group for Production",
        promises=(50, 50, 100, 100, 100, 150, 200, 500, 1000),
        youngest=15,
        bylaws={
            "min_age": 15,
            "satja_goes_to": "shares",
            "share_value": Decimal("50.00"),
            "satja_min": Decimal("50.00"),
        },
    ),
    _village(
        *(12, "ไสยวน", "Sai Yuan", "840210", 8, 180, 16_500, 1992, (20,)),
        bylaws={"interest_basis": "accrued", "guarantees_per_member": 3, "membership_before_loan": 3},
    ),
    _village(13, "โคกมะพร้าว", "Khok Maphrao", "840210", 3, 45, 3_500, 2001, (6,)),
    _village(
        *(14, "นาเหนือ", "Na Nuea", "840211", 4, 64, 8_000, 1998, (11,)),
        kind=SATJA,
        prefix="กลุ่มสัจจะออมทรัพย์",
        bylaws={"allowance_posted": "yes"},
    ),
    _village(
        *(15, "คลองไทร", "Khlong Sai", "840211", 9, 112, 2_500, 2001, (2,)),
        kind="one_baht",
        prefix="กลุ่มสัจจะลดรายจ่ายวันละ 1 บาท",
        english_suffix="One-Baht-a-Day Group",
        promises=(30,),
        bylaws={"late_fine_month": Decimal("0.00")},
    ),
    _village(
        *(16, "ช่องไม้งาม", "Chong Mai Ngam", "840212", 2, 52, 12_000, 1997, (14,)),
        bylaws={"kin_decide": "yes", "guarantors": 1},
    ),
    _village(17, "หนองบัว", "Nong Bua", "840213", 6, 76, 7_500, 1996, (17,)),
)


def found_network(*, books_from: date, at) -> Organisation:
    return found_network_step(
        code=NETWORK_CODE,
        name_th=NETWORK_NAME,
        name_en="Kanchanadit Network of Community Finance Organisations",
        level=Level.AMPHOE,
        kind_code="network",
        origin=Origin.SELF_FORMED,
        founded_on=date(FOUNDED_YEAR, 1, 1),
        founded_year_only=True,
        place_code=DISTRICT,
        books_from=books_from,
        state=State.ACTIVE,
        is_demo=True,
        by=None,
        at=at,
    )


def found_group(village: Village, *, network: Organisation, books_from: date, by, at) -> Organisation:
    return found_group_step(
        keeper=network,
        code=village.code,
        name_th=village.name_th,
        name_en=village.name_en,
        kind_code=village.kind,
        origin=Origin.POLICY if village.kind == "village_fund" else Origin.SELF_FORMED,
        founded_on=date(village.year, 1, 1),
        founded_year_only=True,
        place_code=village.place,
        moo=village.moo,
        village=f"บ้าน{village.village}",
        books_from=books_from,
        affiliated_since=date(FOUNDED_YEAR, 1, 1),
        state=State.ACTIVE,
        is_demo=True,
        by=by,
        at=at,
    )


def found_forming_group(*, network: Organisation, by, at) -> Organisation:
    """Found the group without members into which the sample workbook is imported; it joins no network yet."""
    group = found_group_step(
        keeper=network,
        code=FORMING_CODE,
        name_th=FORMING_NAME,
        name_en="Ban Khlong Kradae Satja Savings Group",
        kind_code=SATJA,
        origin=Origin.SELF_FORMED,
        place_code="840203",
        village="บ้านคลองกระแดะ",
        books_from=FORMING_FROM,
        state=State.FORMING,
        is_demo=True,
        by=by,
        at=at,
    )
    group.affiliations.all().delete()
    return group


def found_paper_group(*, network: Organisation, since: date, by, at) -> Organisation:
    return found_paper_group_step(
        keeper=network,
        code=PAPER_CODE,
        name_th=PAPER_NAME,
        name_en="Ban Nong Bua Tai Satja Savings Group",
        kind_code=SATJA,
        origin=Origin.SELF_FORMED,
        place_code=VILLAGES[-1].place,
        moo=7,
        village="บ้านหนองบัวใต้",
        affiliated_since=since,
        is_demo=True,
        by=by,
        at=at,
    )


def found_province(*, books_from: date, by, at) -> Organisation:
    return found_network_step(
        code=PROVINCE_CODE,
        name_th=PROVINCE_NAME,
        name_en="Surat Thani Provincial Network of Community Finance Organisations",
        level=Level.PROVINCE,
        kind_code="network",
        origin=Origin.SELF_FORMED,
        place_code=PROVINCE,
        books_from=books_from,
        state=State.ACTIVE,
        is_demo=True,
        by=by,
        at=at,
    )


def know_other_district(*, by, at) -> Organisation:
    """Write down an invented district network that keeps no books here."""
    return know_organisation_step(
        name_th=OTHER_NAME,
        name_en="Don Sak Network of Community Finance Organisations",
        level=Level.AMPHOE,
        kind_code="network",
        place_code=OTHER_DISTRICT,
        is_demo=True,
        by=by,
        at=at,
    )


def first_resolution(village: Village, *, on: date) -> dict:
    """Return the bylaws a group keeps from the first day of these books, with the resolution that set them."""
    return {
        "values": {"meeting_days": village.meeting_days, **village.bylaws},
        "holds_from": on,
        "resolution_on": on,
        "resolution_no": f"1/{be_year(on)}",
        "resolution_text": "ที่ประชุมมีมติให้ใช้ระเบียบนี้ตั้งแต่เริ่มบันทึกบัญชีด้วยระบบ (ข้อมูลสมมติ)",
    }
