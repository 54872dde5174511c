"""The schedules of three funds as data, each figure with its source. Read by `presets`.

Source: domain: 1.8 Welfare schedules, A to D; 12, E6 and E7.
"""

from welfare.claims.rules.preset_sources import (
    AGE,
    ANSWER,
    BASIS,
    BIRTH_PAPERS,
    CAPS,
    DEATH_PAPERS,
    GIVEN,
    HOSPITAL_PAPERS,
    KHRU_CHOP,
    OLD_AGE_PAPERS,
    OURS,
    OUT,
    PAPERS,
    SADAO,
    SADAO_OUT,
    SADAO_WAIT,
    WAIT,
    YASOTHON,
    YASOTHON_CAP,
    YASOTHON_READ,
    cap,
    case,
    rule,
    table,
)

SADAO_RULES = (
    rule(
        "death",
        "เสียชีวิต",
        "Death of a member",
        {
            "event": "death",
            "wait": "180d",
            "dropout_days": 90,
            "answer_days": 30,
            "documents": DEATH_PAPERS,
            "parts": [
                table(
                    ("180d", "364d", "1500"),
                    ("1y", "<2y", "3000"),
                    ("2y", "<5y", "6000"),
                    ("5y", "<8y", "10000"),
                    ("8y", "<12y", "12000"),
                    ("12y", "<15y", "20000"),
                    ("15y", "", "20000"),
                    step="500",
                )
            ],
        },
        (
            (GIVEN, SADAO, False),
            (WAIT, SADAO, False),
            (BASIS, SADAO, False),
            (OUT, SADAO_OUT, False),
            (ANSWER, SADAO, False),
            (PAPERS, OURS, True),
        ),
        cases=(
            case("2020-06-28", "0"),
            case("2020-06-29", "1500"),
            case("2020-12-30", "1500"),
            case("2020-12-31", "3000"),
            case("2021-12-30", "3000"),
            case("2021-12-31", "6000"),
            case("2024-12-29", "6000"),
            case("2024-12-30", "10000"),
            case("2026-03-20", "10000"),
            case("2027-12-30", "12000"),
            case("2037-01-01", "21000"),
            case("2026-03-20", "0", last_paid_on="2025-12-19"),
        ),
    ),
    rule(
        "hospital",
        "เจ็บป่วยนอนโรงพยาบาล",
        "Nights in hospital",
        {
            "event": "illness",
            "wait": "180d",
            "dropout_days": 90,
            "answer_days": 30,
            "documents": HOSPITAL_PAPERS,
            "parts": [{"kind": "nights", "rate": "100"}],
            "caps": [cap("nights", "year", 12)],
        },
        (
            (GIVEN, OURS, True),
            (WAIT, SADAO_WAIT, False),
            (CAPS, SADAO, False),
            (ANSWER, SADAO, False),
            (OUT, SADAO_OUT, False),
            (PAPERS, OURS, True),
        ),
        cases=(
            case("2026-03-20", "200", nights=5, used={"nights_year": "10"}),
            case("2026-03-20", "0", nights=2, used={"nights_year": "12"}),
        ),
    ),
)

YASOTHON_RULES = (
    rule(
        "death",
        "เสียชีวิต",
        "Death of a member",
        {
            "event": "death",
            "wait": "6m",
            "basis": "calendar",
            "documents": DEATH_PAPERS,
            "parts": [
                table(
                    ("6m", "2y", "3000"),
                    ("2y1d", "4y", "6000"),
                    ("4y1d", "6y", "8000"),
                    ("6y1d", "8y", "10000"),
                    ("8y1d", "15y", "15000"),
                    ("15y1d", "", "20000"),
                )
            ],
        },
        (
            (GIVEN, YASOTHON_READ, False),
            (WAIT, YASOTHON, False),
            (BASIS, OURS, True),
            (PAPERS, OURS, True),
        ),
        text="ต้นฉบับพิมพ์ว่า 8 ปี 1 วัน – 18 ปี 15,000 บาท และตั้งแต่ 15 ปี 1 วัน 20,000 บาท ซึ่งทับกัน"
        " จึงอ่านแถวก่อนสุดท้ายว่า 8 ปี 1 วัน – 15 ปี",
        cases=(
            case("2020-06-30", "0"),
            case("2020-07-01", "3000"),
            case("2022-01-01", "3000"),
            case("2022-01-02", "6000"),
            case("2035-01-01", "15000"),
            case("2035-01-02", "20000"),
        ),
    ),
    rule(
        "hospital",
        "เจ็บป่วยนอนโรงพยาบาล",
        "Nights in hospital",
        {
            "event": "illness",
            "wait": "180d",
            "documents": HOSPITAL_PAPERS,
            "parts": [{"kind": "nights", "rate": "100"}],
            "caps": [cap("nights", "year", 20), cap("baht", "year", "2000")],
        },
        (
            (GIVEN, YASOTHON, False),
            (CAPS, YASOTHON, False),
            (PAPERS, YASOTHON, False),
            (WAIT, SADAO_WAIT, True),
        ),
        cases=(
            case("2026-03-20", "300", nights=3),
            case("2026-03-20", "200", nights=5, used={"nights_year": "18", "baht_year": "1800"}),
            case("2026-03-20", "0", nights=2, used={"nights_year": "20", "baht_year": "2000"}),
        ),
    ),
    rule(
        "birth",
        "คลอดบุตร",
        "Birth",
        {
            "event": "birth",
            "wait": "180d",
            "documents": BIRTH_PAPERS,
            "parts": [{"kind": "fixed", "baht": "500"}, {"kind": "nights", "rate": "100", "most": 5}],
            "caps": [cap("baht", "year", "2000")],
        },
        (
            (GIVEN, YASOTHON, False),
            (CAPS, YASOTHON_CAP, True),
            (PAPERS, YASOTHON, False),
            (WAIT, SADAO_WAIT, True),
        ),
        cases=(
            case("2026-03-20", "1000", nights=7),
            case("2026-08-20", "1000", nights=5, used={"baht_year": "1000"}),
            case("2026-12-20", "0", nights=5, used={"baht_year": "2000"}),
        ),
    ),
    rule(
        "old_age",
        "ผู้สูงอายุ (รายปี)",
        "Old age, once a year",
        {
            "event": "old_age",
            "basis": "calendar",
            "tenure": "membership",
            "least_age": 60,
            "documents": OLD_AGE_PAPERS,
            "parts": [table(("10y", "<20y", "1500"), ("20y", "<30y", "2000"), ("30y", "", "2500"))],
            "caps": [cap("times", "year", 1)],
        },
        ((GIVEN, YASOTHON, False), (AGE, YASOTHON, False), (CAPS, YASOTHON, False), (PAPERS, OURS, True)),
        cases=(
            case("2030-01-01", "1500", age=61),
            case("2040-01-01", "2000", age=61),
            case("2050-01-01", "2500", age=61),
            case("2050-01-01", "0", age=59),
        ),
    ),
)

KHRU_CHOP_RULES = (
    rule(
        "death",
        "เสียชีวิต",
        "Death of a member",
        {
            "event": "death",
            "wait": "180d",
            "documents": DEATH_PAPERS,
            "parts": [
                table(
                    ("180d", "<365d", "2500"),
                    ("365d", "<730d", "5000"),
                    ("730d", "<1460d", "10000"),
                    ("1460d", "<2920d", "15000"),
                    ("2920d", "<5840d", "20000"),
                    ("5840d", "", "30000"),
                )
            ],
        },
        ((GIVEN, KHRU_CHOP, True), (WAIT, KHRU_CHOP, True), (PAPERS, OURS, True)),
        cases=(case("2020-06-28", "0"), case("2020-12-31", "5000"), case("2036-01-01", "30000")),
    ),
    rule(
        "hospital",
        "เจ็บป่วยนอนโรงพยาบาล",
        "Nights in hospital",
        {
            "event": "illness",
            "wait": "180d",
            "documents": HOSPITAL_PAPERS,
            "parts": [{"kind": "nights", "rate": "100"}],
            "caps": [cap("nights", "year", 10)],
        },
        ((GIVEN, KHRU_CHOP, True), (CAPS, KHRU_CHOP, True), (WAIT, KHRU_CHOP, True), (PAPERS, OURS, True)),
        cases=(case("2026-03-20", "300", nights=5, used={"nights_year": "7"}),),
    ),
    rule(
        "birth",
        "คลอดบุตร",
        "Birth",
        {
            "event": "birth",
            "wait": "180d",
            "documents": BIRTH_PAPERS,
            "parts": [{"kind": "fixed", "baht": "500"}, {"kind": "nights", "rate": "100", "most": 5}],
        },
        ((GIVEN, KHRU_CHOP, True), (WAIT, KHRU_CHOP, True), (PAPERS, OURS, True)),
        cases=(case("2026-03-20", "800", nights=3),),
    ),
    rule(
        "old_age",
        "บำนาญรายเดือน",
        "Pension, every month",
        {
            "event": "old_age",
            "basis": "calendar",
            "least_age": 60,
            "documents": OLD_AGE_PAPERS,
            "parts": [table(("15y", "", "300"), step="100", step_years=5)],
            "caps": [cap("times", "month", 1)],
        },
        ((GIVEN, KHRU_CHOP, True), (AGE, KHRU_CHOP, True), (BASIS, OURS, True), (PAPERS, OURS, True)),
        cases=(
            case("2034-12-31", "0", age=65),
            case("2035-01-01", "300", age=65),
            case("2040-01-01", "400", age=65),
            case("2050-01-01", "600", age=65),
        ),
    ),
)
