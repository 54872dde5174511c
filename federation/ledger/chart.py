"""The chart of accounts of savings groups and networks, seeded into a book when it opens and extended by adding.

Codes and names follow the national village-fund chart. Source: domain, 4.2 Chart of accounts, and the additions
settled in architecture 11.16.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from federation.ledger.models import AccountKind

CASH = "11010"
BANK = "12300"
FUND_BANK = "12400"
ORDINARY_LOANS = "13010"
EMERGENCY_LOANS = "13020"
OTHER_LOANS = "13030"
GROUP_LOANS = "13040"
LOANS_TO_DETAIL = "13090"
ALLOWANCE = "13110"
GOODS = "15010"
ACCRUED_INCOME = "16020"
SHARES_IN_NETWORK = "17040"
SHARES_NOT_TOLD_APART = "17030"
SAVINGS_IN_NETWORK = "17050"
SATJA_IN_NETWORK = "17060"
SPECIAL_SAVINGS = "21020"
DIVIDENDS = "23040"
DIVIDENDS_TO_COME = "14060"
DIVIDENDS_OF_NETWORK = "45030"
TO_LEAVERS = "23050"
OWED_TO_FUNDS = "23080"
OWED_BY_MAIN = "14030"
PAID_INTO_FUNDS = "53050"
TO_COLLECT = "14040"
FROM_GROUPS = "14050"
FUNERAL_OWED = "24030"
YEARS_SURPLUS = "33020"
OTHER_DEBTS = "23070"
OWED_TO_NETWORK = "24020"
SHARES = "31010"
SATJA = "31020"
GROUP_SHARES = "31030"
OPENING_SURPLUS = "33010"
GROUP_INTEREST = "41040"
SATJA_FINES = "42040"
GROUP_FINES = "42050"
GROUP_FEES = "43050"
INTEREST_FROM_NETWORK = "45020"
DEBT_FORGIVEN = "46050"
INTEREST_TO_GROUPS = "51020"
INTEREST_TO_NETWORK = "55060"
FINES_TO_NETWORK = "55070"
FEES_TO_NETWORK = "55080"
GROUP_DEBT_FORGIVEN = "58020"
ENTRY_FEES = "43010"
LOAN_FEES = "43020"
CASH_OVER = "46030"
RECOVERED_DEBTS = "46040"
CASH_SHORT = "54100"
DOUBTFUL_DEBT = "55050"
WRITTEN_OFF = "58010"
SUSPENSE = "59000"

KIND_OF_DIGIT = {
    "1": AccountKind.ASSET,
    "2": AccountKind.LIABILITY,
    "3": AccountKind.EQUITY,
    "4": AccountKind.INCOME,
    "5": AccountKind.EXPENSE,
}
MONEY = {CASH, "12100", "12200", BANK, "12400", "12500", "12600"}
LOANS = (ORDINARY_LOANS, EMERGENCY_LOANS, OTHER_LOANS, GROUP_LOANS)
INTEREST_OF = {ORDINARY_LOANS: "41010", EMERGENCY_LOANS: "41020", OTHER_LOANS: "41030", GROUP_LOANS: GROUP_INTEREST}
FINES_OF = {ORDINARY_LOANS: "42010", EMERGENCY_LOANS: "42020", OTHER_LOANS: "42030", GROUP_LOANS: GROUP_FINES}
SAVED = (SHARES, SATJA, SPECIAL_SAVINGS, GROUP_SHARES)
HELD_BY_MEMBERS = {SHARES, SATJA, SPECIAL_SAVINGS, OWED_TO_FUNDS, FUNERAL_OWED, *LOANS}
HELD_BY_GROUPS = {GROUP_SHARES, SATJA, SPECIAL_SAVINGS, OWED_TO_FUNDS, FUNERAL_OWED, DIVIDENDS, *LOANS}

# What an organisation keeps of each organisation that belongs to it, and what that one keeps of it: the control
# accounts whose holders are twins. They add up to nothing, so a consolidation leaves them out.
LOAN_TWIN = (GROUP_LOANS, OWED_TO_NETWORK)
MEMBER_TWINS = {
    GROUP_INTEREST: INTEREST_TO_NETWORK,
    GROUP_FINES: FINES_TO_NETWORK,
    GROUP_FEES: FEES_TO_NETWORK,
    INTEREST_TO_GROUPS: INTEREST_FROM_NETWORK,
    GROUP_DEBT_FORGIVEN: DEBT_FORGIVEN,
    DIVIDENDS: DIVIDENDS_TO_COME,
    SATJA: SATJA_IN_NETWORK,
    SPECIAL_SAVINGS: SAVINGS_IN_NETWORK,
    GROUP_SHARES: SHARES_IN_NETWORK,
    SHARES: SHARES_IN_NETWORK,
}
KEPT_ABOVE = {SHARES_NOT_TOLD_APART, LOAN_TWIN[1], *MEMBER_TWINS.values()}  # of what an organisation belongs to
BETWEEN = {*LOAN_TWIN, *MEMBER_TWINS, *MEMBER_TWINS.values()}
BETWEEN -= {SATJA, SPECIAL_SAVINGS, GROUP_SHARES, SHARES, DIVIDENDS}


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One account of a chart; the first digit of the code says its kind."""

    code: str
    name_th: str
    name_en: str
    is_control: bool = False

    @property
    def kind(self) -> str:
        return KIND_OF_DIGIT[self.code[0]]

    @property
    def never_negative(self) -> bool:
        return self.code.partition("-")[0] in MONEY


ACCOUNTS = """
11010 | เงินสด | cash on hand
12100 | เงินฝากธนาคาร บัญชี 1 เงินล้าน | bank, account 1 (million baht)
12200 | เงินฝากธนาคาร บัญชี 2 เงินออม | bank, account 2 (savings)
12300 | เงินฝากธนาคาร บัญชี 3 เงินสัจจะ | bank, account 3 (satja)
12400 | เงินฝากธนาคาร บัญชี 4 สวัสดิการ | bank, account 4 (welfare)
12500 | เงินฝากธนาคาร บัญชี 5 ร้านค้าชุมชน | bank, account 5 (community shop)
12600 | เงินฝากธนาคาร บัญชี 6 ประชารัฐ | bank, account 6 (Pracharat)
13010 | ลูกหนี้เงินกู้ สามัญ | ordinary loans
13020 | ลูกหนี้เงินกู้ ฉุกเฉิน | emergency loans
13030 | ลูกหนี้เงินกู้ อื่น | other loans
13040 | ลูกหนี้เงินกู้ กลุ่มสมาชิก | loans to member groups
13090 | ลูกหนี้เงินกู้รอแจกแจงรายสัญญา | loans to be detailed
13110 | ค่าเผื่อหนี้สงสัยจะสูญ | allowance for doubtful loans
14010 | ลูกหนี้การค้า | trade receivables
14020 | ลูกหนี้อื่น | other receivables
14040 | เงินสงเคราะห์รอเก็บจากสมาชิก | funeral aid to collect from members
14060 | เงินปันผลรอรับจากเครือข่าย | dividend to come from the network
15010 | สินค้าสำเร็จรูป | finished goods
15020 | วัตถุดิบ | raw materials
16010 | เงินกันสำรองหนี้สูญ | cash set aside for bad debt
16020 | รายได้ค้างรับ | accrued income
17010 | เงินลงทุนระยะยาว | long-term investments
17020 | สลากออมทรัพย์ | savings lottery bonds
17030 | หุ้นในเครือข่าย ยังไม่แยก | shares in networks, not told apart yet
17040 | หุ้นในเครือข่าย | shares in the network
17050 | เงินออมในกองกลางเครือข่าย | savings in the network's pool
17060 | เงินสัจจะในเครือข่าย | satja in the network
18010 | ที่ดิน | land
18020 | อาคาร | buildings
18025 | ค่าเสื่อมราคาสะสม อาคาร | accumulated depreciation, buildings
18030 | อุปกรณ์และครุภัณฑ์ | equipment
18035 | ค่าเสื่อมราคาสะสม อุปกรณ์และครุภัณฑ์ | accumulated depreciation, equipment
18050 | ยานพาหนะ | vehicles
18055 | ค่าเสื่อมราคาสะสม ยานพาหนะ | accumulated depreciation, vehicles
21010 | เงินรับฝากออมทรัพย์ | savings deposits
21020 | เงินสะสมพิเศษ | special savings
21030 | เงินรับฝากประจำ 6 เดือน | six-month deposits
21040 | เงินรับฝากประจำ 12 เดือน | twelve-month deposits
21050 | เงินสงเคราะห์ล่วงหน้า | prepaid funeral aid
21060 | เงินสงเคราะห์รอจ่าย | funeral aid to be paid
21070 | มัดจำถังน้ำ | water-tank deposits
22010 | เงินกู้ยืมระยะสั้น | short-term borrowings
23010 | เจ้าหนี้การค้า | trade payables
23020 | เงินได้รับล่วงหน้า | money received in advance
23030 | ค่าใช้จ่ายค้างจ่าย | accrued expenses
23040 | เงินปันผลและเฉลี่ยคืนรอจ่าย | dividend and refunds to be paid
23050 | เงินรอคืนผู้พ้นสมาชิกภาพและทายาท | to be returned to leavers and heirs
23070 | เจ้าหนี้อื่น | other payables
23080 | เงินค้างโอนให้กองทุน | owed to funds
24010 | เงินกู้ยืมระยะยาว | long-term borrowings
24020 | เงินกู้ยืมจากเครือข่าย | borrowed from the network
24030 | เงินสงเคราะห์ค้างส่งเครือข่าย | funeral aid owed to the network
31010 | ทุนหุ้นสมาชิก | members' share capital
31020 | ทุนเงินออมสัจจะ | satja capital
31030 | ทุนหุ้นกลุ่มสมาชิก | member groups' share capital
32010 | ทุนจัดสรรจากรัฐ เงินล้าน | state grant, million baht
32020 | ทุนจัดสรรจากรัฐ โครงการ 3A | state grant, 3A project
32030 | ทุนจัดสรรจากรัฐ เพิ่มทุนระยะ 2 | state grant, second phase
32060 | ทุนจัดสรรจากรัฐ อื่น | state grant, other
33010 | กำไร (ขาดทุน) สะสม | retained surplus
33020 | กำไร (ขาดทุน) ปีนี้ | surplus of the year
34100 | ทุนสำรอง | reserve
34510 | เงินสมทบกองทุน | contribution to the fund
34520 | เงินประกันความเสี่ยง | risk reserve
34530 | ทุนสาธารณประโยชน์ | public benefit fund
34540 | เงินสวัสดิการ | welfare appropriation
34550 | ค่าตอบแทนคณะกรรมการรอจ่าย | committee honoraria to be paid
34560 | เงินฌาปนกิจ | funeral appropriation
34570 | ทุนการศึกษา | education appropriation
34580 | เงินกันไว้เป็นค่าดำเนินงาน | set aside for running costs
35010 | กองทุนสวัสดิการผู้นำ | leader welfare fund
41010 | ดอกเบี้ยเงินกู้ สามัญ | interest on ordinary loans
41020 | ดอกเบี้ยเงินกู้ ฉุกเฉิน | interest on emergency loans
41030 | ดอกเบี้ยเงินกู้ อื่น | interest on other loans
41040 | ดอกเบี้ยเงินกู้ กลุ่มสมาชิก | interest on loans to member groups
42010 | ค่าปรับเงินกู้ สามัญ | fines on ordinary loans
42020 | ค่าปรับเงินกู้ ฉุกเฉิน | fines on emergency loans
42030 | ค่าปรับเงินกู้ อื่น | fines on other loans
42040 | ค่าปรับขาดส่งสัจจะ | fines for missed satja
42050 | ค่าปรับเงินกู้ กลุ่มสมาชิก | fines on loans to member groups
43010 | ค่าธรรมเนียมแรกเข้า | entry fees
43020 | ค่าธรรมเนียมขอกู้ | loan application fees
43030 | ค่าธรรมเนียมติดตามหนี้ | follow-up fees
43040 | ค่าธรรมเนียมอื่น | other fees
43050 | ค่าธรรมเนียมและค่าปรับจากกลุ่มสมาชิก | fees and fines from member groups
44010 | รายได้จากการขายสินค้า | sales of goods
44020 | รายได้จากการบริการ | services
44030 | รายได้จำหน่ายน้ำดื่ม | sales of drinking water
45010 | ดอกเบี้ยเงินฝากธนาคาร | bank interest
45020 | ดอกเบี้ยเงินออมในกองกลางเครือข่าย | interest on savings in the network's pool
45030 | เงินปันผลจากเครือข่าย | dividend from the network
46010 | รายได้เบ็ดเตล็ด | miscellaneous income
46020 | เงินรับบริจาค | donations
46030 | เงินเกิน | cash over
46040 | หนี้สูญได้รับคืน | bad debts recovered
46050 | หนี้ที่เครือข่ายยกให้ | debt forgiven by the network
51010 | ดอกเบี้ยจ่าย เงินฝาก | interest on deposits
51020 | ดอกเบี้ยจ่าย เงินออมกลุ่มสมาชิก | interest on member groups' savings
52010 | ต้นทุนขาย ซื้อสินค้า | cost of goods
52030 | ต้นทุนขาย ค่าขนส่ง | cost of transport
53010 | เงินเดือนและค่าตอบแทน | pay and honoraria
53020 | เบี้ยเลี้ยงกรรมการ | committee allowances
53040 | ค่ารับรอง | hospitality
53050 | เงินสมทบที่จ่ายเข้ากองทุน | contributions paid into funds
54010 | ค่าเช่า | rent
54020 | ค่าน้ำ ค่าไฟ ค่าโทรศัพท์ | water, power, telephone
54050 | วัสดุสำนักงาน | office supplies
54060 | ค่าพาหนะ | travel
54070 | ค่าซ่อมแซม | repairs
54080 | ค่าศึกษาดูงาน | study tours
54090 | ค่าใช้จ่ายเบ็ดเตล็ด | miscellaneous expenses
54100 | เงินขาด | cash short
55010 | ดอกเบี้ยจ่าย เงินกู้ยืม | interest on borrowings
55020 | ค่าธรรมเนียมธนาคาร | bank charges
55050 | หนี้สงสัยจะสูญ | doubtful debt
55060 | ดอกเบี้ยจ่าย เครือข่าย | interest paid to the network
55070 | ค่าปรับจ่าย เครือข่าย | fines paid to the network
55080 | ค่าธรรมเนียมจ่าย เครือข่าย | fees paid to the network
56010 | สวัสดิการ รักษาพยาบาล | welfare, illness
56020 | สวัสดิการ ผู้สูงอายุ | welfare, old age
56030 | สวัสดิการ แรกเกิดและบุตร | welfare, birth and children
56040 | สวัสดิการ เสียชีวิต | welfare, death
56050 | สวัสดิการ อื่น | welfare, other
57010 | ค่าเสื่อมราคา | depreciation
58010 | ตัดหนี้สูญ | write-off
58020 | ยกหนี้ให้กลุ่มสมาชิก | debt of member groups forgiven
59000 | บัญชีพัก | suspense
"""

# Every fund has these of its own, coded "11010-WELF": its cash, what others owe it, what it is for.
FUND_ACCOUNTS = """
11010 | เงินสด | cash on hand
12400 | เงินฝากธนาคาร | bank
14030 | เงินค้างรับจากกองกลาง | owed by the main fund
14040 | เงินสงเคราะห์รอเก็บจากสมาชิก | funeral aid to collect from members
14050 | เงินสงเคราะห์รอรับจากกลุ่มสมาชิก | funeral aid to come from member groups
21050 | เงินสงเคราะห์ล่วงหน้า | prepaid funeral aid
21060 | เงินสงเคราะห์รอจ่าย | funeral aid to be paid
35020 | ทุนของกองทุน | the fund's own capital
43060 | เงินสมทบจากสมาชิก | members' dues
43070 | เงินสงเคราะห์ส่วนที่เข้ากองทุน | the fund's share of funeral aid
46010 | รายได้เบ็ดเตล็ด | miscellaneous income
46020 | เงินรับบริจาค | gifts
46060 | เงินอุดหนุนจากรัฐ | matching money of the state
46070 | เงินอุดหนุนจากท้องถิ่น | matching money of the local government
46080 | รับจากการจัดสรรกำไร | from the surplus
46090 | รับจากกองกลางหรือกองทุนอื่น | from the main or another fund
54090 | ค่าใช้จ่ายเบ็ดเตล็ด | miscellaneous expenses
56010 | สวัสดิการ รักษาพยาบาล | welfare, illness
56020 | สวัสดิการ ผู้สูงอายุ | welfare, old age
56030 | สวัสดิการ แรกเกิดและบุตร | welfare, birth and children
56040 | สวัสดิการ เสียชีวิต | welfare, death
56050 | สวัสดิการ อื่น | welfare, other
56060 | เงินสงเคราะห์ที่เก็บไม่ได้ | funeral aid not collected
56080 | ให้กองทุนอื่น | given to another fund
56090 | เบี้ยประกันที่ส่งต่อ | insurance premiums passed on
"""

# A fund that may lend has these besides.
LENDING_ACCOUNTS = """
13030 | ลูกหนี้เงินกู้ | loans
13110 | ค่าเผื่อหนี้สงสัยจะสูญ | allowance for doubtful loans
41030 | ดอกเบี้ยเงินกู้ | interest on loans
42030 | ค่าปรับเงินกู้ | fines on loans
43020 | ค่าธรรมเนียมขอกู้ | loan application fees
46040 | หนี้สูญได้รับคืน | bad debts recovered
55050 | หนี้สงสัยจะสูญ | doubtful debt
58010 | ตัดหนี้สูญ | write-off
"""
FUND_CONTROLS = {"14050", "21050", "13030"}
NETWORK_ONLY = {GROUP_SHARES, "35010"}
GROUP_ONLY = {SHARES}


def _rows(text: str = ACCOUNTS, *, held: set[str], without: Iterable[str] = ()) -> list[ChartRow]:
    parts = (map(str.strip, line.split("|")) for line in text.strip().splitlines())
    return [ChartRow(code, th, en, is_control=code in held) for code, th, en in parts if code not in without]


def fund_rows(fund: str, *, name_th: str, name_en: str, lends: bool = False) -> list[ChartRow]:
    """Return the accounts of a fund, coded and named after it; with `lends` those that lending needs besides."""
    plain = _rows(FUND_ACCOUNTS + (LENDING_ACCOUNTS.lstrip() if lends else ""), held=FUND_CONTROLS)
    return [
        ChartRow(f"{row.code}-{fund}", f"{row.name_th} {name_th}", f"{row.name_en}, {name_en}", row.is_control)
        for row in plain
    ]


OF_FUNDS = _rows(FUND_ACCOUNTS + LENDING_ACCOUNTS.lstrip(), held=FUND_CONTROLS)  # without the name of a fund
CHARTS = {
    "group": _rows(held=HELD_BY_MEMBERS | BETWEEN, without=NETWORK_ONLY),
    "network": _rows(held=HELD_BY_GROUPS | BETWEEN, without=GROUP_ONLY),
}
