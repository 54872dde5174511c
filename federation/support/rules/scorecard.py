"""The scorecard that is proposed to a network that has none yet. Source: domain, 3.3 Default scorecard.

At most 30 of the 100 points are a person's to give. Two graders who differ by one step in every one of them are
therefore never more than 15 points apart, which is one level of four at most.
"""

from decimal import Decimal

from federation.support.rules.criteria import Criteria, Indicator

PARTS = {
    "members": ("สมาชิกและวินัย", "Members and discipline"),
    "committee": ("กรรมการและระเบียบ", "Committee and rules"),
    "books": ("บัญชีและความโปร่งใส", "Books and transparency"),
    "loans": ("คุณภาพเงินกู้", "Loan quality"),
    "welfare": ("สวัสดิการและการเรียนรู้", "Welfare and learning"),
    "linkage": ("การพึ่งตนเองและการเชื่อมโยง", "Self-reliance and linkage"),
}


def _measured(key: str, part: str, names: tuple[str, str], of: str, measure: str, *scale: tuple[str, int]) -> Indicator:
    limits = tuple((Decimal(limit), share) for limit, share in scale)
    return Indicator(key, part, *names, Decimal(of), measure, limits)


def _seen(key: str, part: str, names: tuple[str, str], of: str) -> Indicator:
    return Indicator(key, part, *names, Decimal(of))


DEFAULT = Criteria(
    PARTS,
    (
        _measured(
            *("promises", "members", ("สมาชิกส่งสัจจะครบ", "Members keep their promise"), "10", "promise_kept"),
            *(("95", 100), ("85", 50)),
        ),
        _measured(
            *("growth", "members", ("จำนวนสมาชิกเพิ่มขึ้น", "Membership grows"), "4", "growth"), ("0.01", 100), ("0", 50)
        ),
        _measured(
            *("attendance", "members", ("สมาชิกมาวันทำการกลุ่ม", "Members come to meetings"), "6", "attendance"),
            *(("70", 100), ("50", 50)),
        ),
        _seen(
            *("rules", "committee"),
            (
                "มีระเบียบเป็นลายลักษณ์อักษร สมาชิกรับรองแล้ว (เต็ม) หรือมีแต่ยังไม่รับรอง (ครึ่ง)",
                "Written rules adopted by the members (full), or written and not adopted (half)",
            ),
            "4",
        ),
        _seen(
            *("committees", "committee"),
            (
                "มีคณะกรรมการครบ 4 ฝ่าย: อำนวยการ เงินกู้ ตรวจสอบ ส่งเสริม (เต็ม) หรือ 2–3 ฝ่าย (ครึ่ง)",
                "All four committees: board, loans, audit, promotion (full), or two or three of them (half)",
            ),
            "4",
        ),
        _measured(
            *("term", "committee", ("กรรมการอยู่ในวาระ", "Officers are within their term"), "3", "officers"),
            *(("3", 100), ("2", 50)),
        ),
        _measured(
            *("minutes", "committee", ("มีรายงานการประชุมทุกครั้ง", "Minutes of each meeting"), "4", "minutes"),
            *(("100", 100), ("50", 50)),
        ),
        _measured(
            *("sent", "books", ("ส่งงบประจำเดือนภายในวันที่ 7", "Month sent by day 7"), "7", "sent"),
            *(("100", 100), ("50", 50)),
        ),
        _measured(
            *("cash", "books", ("เงินสดตรงกับบัญชี", "Cash agrees with the books"), "7", "gaps"), ("0", 100), ("1", 50)
        ),
        _seen(
            *("audit", "books"),
            (
                "ผู้ตรวจสอบตรวจบัญชีปีที่แล้วและรับรอง (เต็ม) หรือตรวจแล้วมีข้อให้แก้ (ครึ่ง)",
                "Last year's books audited and passed (full), or audited with points to mend (half)",
            ),
            "3",
        ),
        _seen(
            *("notice", "books"),
            (
                "ติดประกาศฐานะการเงินให้สมาชิกเห็นทุกเดือน (เต็ม) หรือเป็นบางเดือน (ครึ่ง)",
                "The position is posted for members every month (full), or some months (half)",
            ),
            "3",
        ),
        _measured(
            *("npl", "loans", ("หนี้ค้างเกิน 3 เดือน", "Loans late more than three months"), "18", "npl"),
            *(("5", 100), ("10", 50), ("20", 25)),
        ),
        _measured(
            *("late", "loans", ("เงินกู้ที่ค้างงวดหรือดอกเบี้ย", "Loans with an instalment or interest late"), "7", "late"),
            *(("10", 100), ("20", 50)),
        ),
        _seen(
            *("kinds", "welfare"),
            (
                "มีสวัสดิการ 3 ประเภทขึ้นไป (เต็ม) หรือ 1–2 ประเภท (ครึ่ง)",
                "Three kinds of welfare or more (full), or one or two (half)",
            ),
            "4",
        ),
        _seen(
            *("coverage", "welfare"),
            (
                "กองทุนสวัสดิการพอจ่าย 2 ปีขึ้นไป (เต็ม) หรือ 1 ปี (ครึ่ง)",
                "The welfare fund lasts two years or more (full), or one (half)",
            ),
            "3",
        ),
        _seen(
            *("household_books", "welfare"),
            (
                "สมาชิกครึ่งหนึ่งขึ้นไปทำบัญชีครัวเรือน (เต็ม) หรือมีบ้าง (ครึ่ง)",
                "Half of the members or more keep household books (full), or some (half)",
            ),
            "3",
        ),
        _measured(
            *("own_capital", "linkage", ("ทุนของกลุ่มเอง", "Own capital"), "4", "own_capital"), ("80", 100), ("60", 50)
        ),
        _seen(
            *("network", "linkage"),
            (
                "ร่วมประชุมเครือข่ายทุกครั้งในรอบปี (เต็ม) หรือครึ่งหนึ่งขึ้นไป (ครึ่ง)",
                "At every network meeting of the year (full), or at half of them or more (half)",
            ),
            "3",
        ),
        _seen(
            *("successors", "linkage"),
            (
                "มีคนรุ่นใหม่ 2 คนขึ้นไปเรียนงานกรรมการ (เต็ม) หรือ 1 คน (ครึ่ง)",
                "Two young people or more learn the committee's work (full), or one (half)",
            ),
            "3",
        ),
    ),
)
