"""What is known of organisations besides their books: the province above, its other district, what each can teach.

The strong points of the villages with the numbers 2, 12 and 13 are those of the source (row R38); the province network
and its second district are invented, as are all leaders.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from federation.demo import officers, world
from federation.demo.frame import Frame
from federation.demo.money import moment
from federation.kit.dates import last_day, next_month
from federation.nation.models import StrengthSort
from federation.nation.steps import add_strength_step, count_organisation_step
from federation.organisations.affiliations import affiliate_step
from federation.organisations.models import Organisation

ACTIVITY, STRONG, LIVELIHOOD, LEADER = (sort.value for sort in StrengthSort)
PROVINCE_SINCE = date(2003, 1, 1)

# (number of the group, what it is, in words, whether it can teach others)
STRENGTHS = (
    (2, STRONG, "การทำบัญชี ลงสมุดครบทุกวันประชุม", True),
    (12, STRONG, "การประสานงานระหว่างกลุ่มและหน่วยงาน", True),
    (13, STRONG, "ธนาคารหมู่บ้านและกระบวนการทางสังคม", True),
    (1, LIVELIHOOD, "สวนยางพาราและสวนปาล์ม", False),
    (7, LIVELIHOOD, "สวนยางพารา แปรรูปยางแผ่นรมควัน", True),
    (17, LIVELIHOOD, "สวนผลไม้ เงาะและทุเรียน", False),
    (3, ACTIVITY, "ดูแลแม่น้ำลำคลอง ปลูกป่าจาก", True),
    (4, ACTIVITY, "อนุรักษ์ปากน้ำ ธนาคารปู", True),
    (12, ACTIVITY, "โรงปุ๋ยชีวภาพของชุมชน", True),
    (5, LIVELIHOOD, "นาข้าวและปศุสัตว์", False),
)
LEADERS = ((2, "นางสาวรัชนี สวนแก้ว", "0770200002"), (12, "นายประวิทย์ ไสยทอง", "0770200012"))


def register(network: officers.Network, villages: Sequence[world.Village], frame: Frame) -> None:
    """Found the province network above, know another district by its counts, and say what groups are good at."""
    who = {"by": network.secretary, "at": moment(frame.ago(1), 10, until=frame.now)}
    province = world.found_province(books_from=frame.this, **who)
    affiliate_step(network.organisation, upper=province, since=PROVINCE_SINCE)
    officers.seat_province(province, since=frame.this, at=moment(frame.this, 9, until=frame.now))
    other = world.know_other_district(**who)
    affiliate_step(other, upper=province, since=PROVINCE_SINCE)
    as_of = last_day(next_month(frame.this, by=-2))
    counted = {"members": 1_840, "money": Decimal("6_250_000"), "as_of": as_of}
    count_organisation_step(other, **counted, source="เครือข่ายแจ้งยอดด้วยวาจา (ข้อมูลสมมติ)", **who)
    _strengths(villages, frame, **who)


def _strengths(villages: Sequence[world.Village], frame: Frame, **who) -> None:
    groups = {village.number: Organisation.objects.get(code=village.code) for village in villages}
    for number, sort, words, can_teach in STRENGTHS:
        if number in groups:
            add_strength_step(
                groups[number], sort=sort, words=words, can_teach=can_teach, today=frame.today, since=None, **who
            )
    for number, name, phone in LEADERS:
        if number in groups:
            agreed = {"phone": phone, "consent_on": frame.ago(1), "can_teach": True}
            add_strength_step(groups[number], sort=LEADER, words=name, today=frame.today, **agreed, **who)
