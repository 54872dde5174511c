"""What a column of a register can hold, and the many heads that treasurers write over it."""

import re
from enum import StrEnum

from federation.kit.digits import to_arabic_digits
from federation.kit.thai import clean_text
from federation.kit.wording import gettext_lazy as _


class Role(StrEnum):
    """What a column of a register holds. Amounts are baht."""

    ORDER = "order"
    NUMBER = "number"
    NAME = "name"
    TITLE = "title"
    GIVEN = "given"
    FAMILY = "family"
    NICKNAME = "nickname"
    NATIONAL_ID = "national_id"
    BORN = "born"
    JOINED = "joined"
    ADDRESS = "address"
    HOUSE = "house"
    MOO = "moo"
    PHONE = "phone"
    PROMISE = "promise"
    CARRIED = "carried"
    SHARES = "shares"
    SPECIAL = "special"
    MONTH = "month"
    TOTAL = "total"
    BALANCE = "balance"
    LOAN = "loan"
    NOTE = "note"
    IGNORE = "ignore"


LABELS = {
    Role.ORDER: _("order in the list"),
    Role.NUMBER: _("member number"),
    Role.NAME: _("title, given and family name together"),
    Role.TITLE: _("title"),
    Role.GIVEN: _("given name"),
    Role.FAMILY: _("family name"),
    Role.NICKNAME: _("nickname"),
    Role.NATIONAL_ID: _("national ID"),
    Role.BORN: _("born on"),
    Role.JOINED: _("joined on"),
    Role.ADDRESS: _("house number and village number together"),
    Role.HOUSE: _("house number"),
    Role.MOO: _("village number"),
    Role.PHONE: _("telephone"),
    Role.PROMISE: _("monthly promise"),
    Role.CARRIED: _("satja carried over"),
    Role.SHARES: _("shares carried over, in baht"),
    Role.SPECIAL: _("special savings carried over"),
    Role.MONTH: _("payments of a month"),
    Role.TOTAL: _("payments of all months together"),
    Role.BALANCE: _("carried over and payments together"),
    Role.LOAN: _("loan outstanding"),
    Role.NOTE: _("note"),
    Role.IGNORE: _("leave this column out"),
}
MONEY = {Role.PROMISE, Role.CARRIED, Role.SHARES, Role.SPECIAL, Role.MONTH, Role.TOTAL, Role.BALANCE, Role.LOAN}

_HEADS = {
    Role.ORDER: "ที่ ลำดับ ลำดับที่ no เลขลำดับ",
    Role.NUMBER: "เลขสมาชิก เลขที่สมาชิก รหัสสมาชิก หมายเลขสมาชิก เลขทะเบียน ทะเบียนเลขที่ เลขประจำตัวสมาชิก "
    "สมาชิกเลขที่ เลขที่บัญชี สมุดเลขที่ เล่มที่ รหัส memberno",
    Role.NAME: "ชื่อสกุล ชื่อนามสกุล ชื่อและสกุล ชื่อและนามสกุล ชื่อชื่อสกุล ชื่อตัวชื่อสกุล คำนำหน้าชื่อสกุล "
    "รายชื่อ รายชื่อสมาชิก ชื่อสมาชิก ชื่อสกุลสมาชิก ชื่อนามสกุลสมาชิก name fullname",
    Role.TITLE: "คำนำหน้า คำนำหน้าชื่อ คำนำหน้านาม title",
    Role.GIVEN: "ชื่อ ชื่อตัว ชื่อจริง firstname",
    Role.FAMILY: "สกุล นามสกุล ชื่อสกุลเดิม lastname surname",
    Role.NICKNAME: "ชื่อเล่น ฉายา ชื่อที่เรียก",
    Role.NATIONAL_ID: "เลขประจำตัวประชาชน เลขบัตรประชาชน เลขที่บัตรประชาชน บัตรประชาชน เลขบัตรประจำตัวประชาชน "
    "หมายเลขบัตรประชาชน เลขประจำตัวบัตรประชาชน เลข13หลัก เลขประชาชน เลขบัตร เลขปชช บัตรปชช เลขบัตรปชช "
    "เลขที่บัตรปชช รหัสประชาชน nationalid",
    Role.BORN: "วันเดือนปีเกิด วดปเกิด วันเกิด เกิดวันที่ เกิดเมื่อ เกิด",
    Role.JOINED: "วันที่เข้าเป็นสมาชิก วันเข้าเป็นสมาชิก วันที่เข้า วันที่สมัคร วันสมัคร วันที่สมัครสมาชิก เป็นสมาชิกเมื่อ "
    "เข้าเป็นสมาชิกเมื่อ วันเดือนปีที่เข้าเป็นสมาชิก วันที่เป็นสมาชิก วดปที่เข้าเป็นสมาชิก",
    Role.ADDRESS: "บ้านเลขที่หมู่ บ้านเลขที่หมู่ที่ ที่อยู่ ที่อยู่บ้านเลขที่หมู่ เลขที่บ้านหมู่ที่",
    Role.HOUSE: "บ้านเลขที่ เลขที่บ้าน",
    Role.MOO: "หมู่ หมู่ที่ หมู่บ้านที่ ม",
    Role.PHONE: "โทรศัพท์ โทร เบอร์โทร เบอร์โทรศัพท์ หมายเลขโทรศัพท์ มือถือ เบอร์มือถือ เบอร์ติดต่อ phone",
    Role.PROMISE: "เงินสัจจะเดือน สัจจะเดือน เงินสัจจะต่อเดือน สัจจะต่อเดือน ส่งเดือนละ สัจจะเดือนละ เดือนละ ยอดสัจจะ "
    "เงินสัจจะ สัจจะ จำนวนสัจจะ ออมเดือนละ ฝากเดือนละ จำนวนเงินสัจจะ ส่งสัจจะเดือน ส่งสัจจะเดือนละ อัตราสัจจะ "
    "ส่งต่อเดือน ฝากต่อเดือน ออมต่อเดือน สัจจะที่ตั้ง สัจจะรายเดือน เงินสัจจะรายเดือน",
    Role.CARRIED: "ยกมา ยอดยกมา สัจจะยกมา เงินสัจจะยกมา เงินออมยกมา ยอดยกมาปีก่อน ยอดเงินยกมา เงินยกมา ยกมาจากปีก่อน",
    Role.SHARES: "หุ้นยกมา เงินหุ้นยกมา มูลค่าหุ้น เงินหุ้น ทุนเรือนหุ้น ยอดหุ้น",
    Role.SPECIAL: "เงินสะสมพิเศษ สะสมพิเศษ ฝากพิเศษ เงินฝากพิเศษ สะสมพิเศษยกมา ฝากพิเศษยกมา เงินสะสมพิเศษยกมา เงินฝากพิเศษยกมา",
    Role.TOTAL: "รวม รวมเงิน รวมทั้งปี รวมปีนี้ รวมรับ รวมรับปีนี้ รวมเงินสัจจะ รวมส่ง รับปีนี้ รวมฝากปีนี้ ส่งปีนี้ ยอดรวม รวมเป็นเงิน "
    "รวมฝาก รวมออม total",
    Role.BALANCE: "รวมทั้งสิ้น คงเหลือ ยอดคงเหลือ ยกไป ยอดยกไป เงินสัจจะคงเหลือ สัจจะสะสม เงินสัจจะสะสม รวมสะสม ยอดสะสม รวมยกไป",
    Role.LOAN: "เงินกู้คงเหลือ เงินกู้ หนี้คงเหลือ ยอดเงินกู้ ยอดหนี้ เงินกู้ค้าง เงินกู้ยืมคงเหลือ เงินต้นคงเหลือ "
    "ลูกหนี้เงินกู้ เงินกู้คงค้าง ยอดกู้คงเหลือ เงินกู้ยกมา หนี้ ยอดกู้ กู้คงเหลือ ลูกหนี้ หนี้เงินกู้ เงินกู้ยืม "
    "เงินกู้ค้างชำระ ค้างเงินกู้ ยอดหนี้คงเหลือ",
    Role.NOTE: "หมายเหตุ บันทึก note remark",
    Role.IGNORE: "ลงชื่อ ลายเซ็น ลายมือชื่อ อายุ อาชีพ เพศ",
}
_ROLE_OF = {head: role for role, heads in _HEADS.items() for head in heads.split()}

# Words that tell a column when the head as a whole is not known; the match is then to be confirmed.
_TELLING = (
    (Role.NATIONAL_ID, r"ประชาชน|13หลัก|ปชช"),
    (Role.NUMBER, r"^เลขที่$|^เลข$"),
    (Role.BORN, r"เกิด"),
    (Role.JOINED, r"เข้าเป็น|สมัคร|เป็นสมาชิก"),
    (Role.PHONE, r"โทร|มือถือ"),
    (Role.NOTE, r"หมายเหตุ"),
    (Role.IGNORE, r"ดอกเบี้ย|ค่าปรับ|ปันผล|เฉลี่ยคืน|ชำระ|ฌาปนกิจ|สวัสดิการ"),
    (Role.LOAN, r"กู้.*(?:คงเหลือ|ค้าง)|หนี้.*(?:คงเหลือ|ค้าง)"),
    (Role.SHARES, r"หุ้น.*ยกมา|ยกมา.*หุ้น"),
    (Role.SPECIAL, r"พิเศษ"),
    (Role.CARRIED, r"ยกมา"),
    (Role.PROMISE, r"สัจจะ.*เดือน|เดือนละ"),
    (Role.NAME, r"ชื่อ.*สกุล|^สมาชิก$"),
    (Role.TOTAL, r"^(?:ยอด)?รวม"),
)
_FOREIGN = re.compile(r"หุ้น|กู้|ดอกเบี้ย|ปรับ|ฌาปนกิจ|สวัสดิการ|ปันผล|พิเศษ")
_SAVING = {"สัจจะ", "เงินสัจจะ", "ฝาก", "เงินฝาก", "ส่ง", "ออม", "เงินออม", "ส่งสัจจะ", "จำนวนเงิน", "เงิน"}
_BRACKETS = re.compile(r"\(.*?\)")
_NOT_A_LETTER = re.compile(r"[^ก-๎a-z0-9]")


def plain(text: object) -> str:
    """Return a head stripped of what differs from hand to hand: spaces, points, dashes, brackets."""
    clean = _BRACKETS.sub("", clean_text(to_arabic_digits(str(text))).text.lower())
    return _NOT_A_LETTER.sub("", clean)


def role_of(text: object) -> tuple[Role | None, bool]:
    """Return what a head means, and whether that is certain."""
    bare = plain(text)
    if role := _ROLE_OF.get(bare) or _ROLE_OF.get(re.sub(r"(?:บาท|13หลัก)$", "", bare)):
        return role, True
    for role, telling in _TELLING:
        if re.search(telling, bare):
            return role, False
    return None, False


def is_saving(text: object) -> bool:
    """Tell whether a head under a month says that the month's satja stands there."""
    return plain(text) in _SAVING


def is_foreign(text: str) -> bool:
    """Tell whether a head over months says that they are not the months of satja: shares, loans, fines."""
    return bool(_FOREIGN.search(text))
