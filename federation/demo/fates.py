"""What befalls the loans of the demo that do not go as agreed: spread over the groups, so that each class of lateness
and each step of the ladder stands somewhere. Plain, without a database. The people and their troubles are invented.
"""

from dataclasses import dataclass
from datetime import date

from federation.kit.dates import months_between, next_month
from loans.arrears.rules import CLASSES, Scale, Standing, class_of
from loans.followup.rules.ladder import ORDER, months_late, place

FLOOD_MONTH = 12  # the rains of the Gulf coast are heaviest from November to January

PAYS, SETTLES, RESTRUCTURES, SETS_OFF = "pays", "settles", "restructures", "sets_off"
GUARANTOR_PAYS, CHARGED_OFF, WRITTEN_OFF, PAUSED = "guarantor_pays", "charged_off", "written_off", "paused"
LAW_THEN_PAID = "law_then_paid"
STAYS = ""


@dataclass(frozen=True)
class Fate:
    """One loan that goes wrong.

    ago: how many months before the running one an instalment is missed first. furthest: the step of the ladder to
    which the case comes. ending: what happens after that step; nothing: it is late to this day. cause: of CAUSES;
    said: what was written down on the visit.
    """

    group: int
    ago: int
    furthest: str
    cause: str
    said: str
    ending: str = STAYS

    def month(self, this: date) -> date:
        """Return the month of the first missed instalment; this: the running month."""
        if self.ending == PAUSED:
            return _last_flood(this)
        return next_month(this, by=-self.ago)

    def reached(self) -> set[str]:
        """Return the steps of the ladder that the case goes through."""
        if self.ending == PAUSED:
            return set()
        steps = set(ORDER[1 : place(self.furthest) + 1])
        return steps | {"write_off"} if self.ending == WRITTEN_OFF else steps

    def stands_in(self, this: date) -> str:
        """Return the class the loan stands in today by this plan; nothing where it is out of the books by then."""
        if self.ending in (CHARGED_OFF, WRITTEN_OFF, SETTLES, LAW_THEN_PAID):
            return ""
        restructured, in_court = self.ending == RESTRUCTURES, self.furthest == "court"
        late = months_late(self.month(this), on=this) if self.ending == STAYS else 0
        return class_of(Standing(late * 30, late, restructured, in_court), scale=Scale())


def _last_flood(this: date) -> date:
    """Return the last rainy month that was over a season ago."""
    month = next_month(this, by=-4)
    while month.month != FLOOD_MONTH:
        month = next_month(month, by=-1)
    return month


FATES = (
    Fate(1, 1, "call", "work", "โรงงานลดวันทำงาน จะขอผ่อนหลังได้ค่าแรงงวดหน้า"),
    Fate(1, 2, "visit", "price", "น้ำยางราคาตก รายได้ไม่พอค่าใช้จ่ายในบ้าน"),
    Fate(1, 9, "letter_2", "illness", "ผู้กู้เข้ารับการผ่าตัด พักงานสองเดือน", RESTRUCTURES),
    Fate(1, 15, "visit", "family", "ลูกเข้ามหาวิทยาลัย ต้องจ่ายค่าเทอมก่อน", PAYS),
    Fate(2, 4, "guarantors", "price", "ปาล์มราคาตกและต้นทุนปุ๋ยสูง"),
    Fate(2, 14, "letter_1", "crop", "ฝนตกต่อเนื่อง กรีดยางไม่ได้", PAYS),
    Fate(3, 8, "letter_2", "illness", "ดูแลแม่ที่ป่วยติดเตียง ออกเรือไม่ได้", RESTRUCTURES),
    Fate(3, 3, "letter_2", "work", "เรือเสีย กำลังรอซ่อม"),
    Fate(4, 6, "network", "work", "ปิดร้านค้า กำลังหางานใหม่"),
    Fate(4, 12, "visit", "family", "จัดงานศพบิดา", PAYS),
    Fate(5, 11, "call", "flood", "น้ำท่วมสวนและบ้าน ทางขาดสองสัปดาห์", PAUSED),
    Fate(5, 11, "call", "flood", "น้ำท่วมนาข้าวเสียหายทั้งแปลง", PAUSED),
    Fate(5, 2, "visit", "crop", "โรคใบร่วงในสวนยาง น้ำยางน้อย"),
    Fate(6, 8, "mediation", "family", "หย่าร้างและแยกกันอยู่ ตกลงกันไม่ได้ว่าใครผ่อน"),
    Fate(7, 10, "suit_notice", "price", "ลงทุนค้าขายแล้วขาดทุน"),
    Fate(7, 16, "guarantors", "work", "ไปทำงานต่างจังหวัด ติดต่อได้ทางโทรศัพท์", GUARANTOR_PAYS),
    Fate(8, 5, "guarantors", "crop", "ทุเรียนร่วงเพราะพายุ"),
    Fate(9, 12, "hand_over", "price", "เป็นหนี้หลายทาง รายได้ไม่พอ"),
    Fate(9, 13, "visit", "illness", "หกล้มแขนหัก ทำงานไม่ได้สองเดือน", PAYS),
    Fate(10, 16, "hand_over", "other", "แจ้งว่ายังไม่พร้อมและไม่มาพบกรรมการ", LAW_THEN_PAID),
    Fate(11, 18, "court", "other", "ย้ายที่อยู่ ไม่ตอบหนังสือ"),
    Fate(12, 15, "mediation", "illness", "ป่วยเรื้อรัง มีรายได้จากเบี้ยยังชีพเท่านั้น"),
    Fate(12, 9, "network", "family", "ส่งเสียหลานสามคน", PAYS),
    Fate(12, 2, "visit", "crop", "ยางผลัดใบ หยุดกรีด"),
    Fate(13, 13, "guarantors", "work", "เลิกจ้างงาน ยินยอมให้หักเงินสัจจะบางส่วน", SETS_OFF),
    Fate(14, 20, "mediation", "illness", "อัมพฤกษ์ครึ่งซีก ครอบครัวขอผ่อนเท่าที่มี", CHARGED_OFF),
    Fate(15, 2, "visit", "work", "รับจ้างรายวัน งานน้อยช่วงฝน"),
    Fate(16, 18, "letter_2", "illness", "ผู้กู้ถึงแก่กรรม ไม่มีทรัพย์สินและทายาทรายได้น้อย", WRITTEN_OFF),
    Fate(17, 11, "guarantors", "price", "เลี้ยงกุ้งขาดทุน", GUARANTOR_PAYS),
    Fate(17, 7, "mediation", "family", "ตกลงกันที่ศูนย์ไกล่เกลี่ยชุมชน ขอปิดบัญชีในคราวเดียว", SETTLES),
)

# What else happens once to somebody whose loan goes well, {(group, months ago): what}.
EXTRAS = {
    (1, 7): "advance",
    (1, 5): "settles",
    (2, 6): "prepays",
    (3, 5): "advance",
    (4, 8): "refinances",
    (6, 10): "tranches",
    (9, 9): "settles",
    (12, 6): "refinances",
    (12, 11): "prepays",
    (16, 7): "tranches",
}


def fates_of(group: int, *, this: date, first: date) -> list[Fate]:
    """Return the fates of a group that fit between the first month of the books and the running one."""
    return [fate for fate in FATES if fate.group == group and months_between(first, fate.month(this)) >= 1]


def classes_planned(this: date) -> set[str]:
    """Return the classes in which loans stand today by this plan; the good payers are in the first."""
    return {CLASSES[0]} | {name for fate in FATES if (name := fate.stands_in(this))}


def steps_planned() -> set[str]:
    """Return the steps of the ladder that some case goes through."""
    return set().union(*(fate.reached() for fate in FATES))
