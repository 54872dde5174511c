"""Rules of a co-operative, of leaders, of usual sizes, and a fixed sum for every kind of welfare. Read by `presets`.

Source: domain: 1.8 Welfare schedules, B to F.
"""

from welfare.claims.rules.preset_sources import (
    AGE,
    BIRTH_PAPERS,
    CAPS,
    COOP,
    COOP_BIRTH,
    DEADLINE,
    DEATH_PAPERS,
    GIVEN,
    HOSPITAL_PAPERS,
    LEADERS,
    OLD_AGE_PAPERS,
    OURS,
    PAPERS,
    POST,
    SADAO_WAIT,
    TYPICAL,
    WAIT,
    cap,
    case,
    rule,
    table,
)
from welfare.claims.rules.terms import KINDS, POSTS

COOP_RULES = (
    rule(
        "birth",
        "คลอดบุตร",
        "Birth",
        {
            "event": "birth",
            "wait": "3y",
            "claim_within": "6m",
            "documents": BIRTH_PAPERS,
            "parts": [{"kind": "fixed", "baht": "300"}],
            "caps": [cap("times", "family", 2)],
        },
        ((GIVEN, COOP_BIRTH, True), (CAPS, COOP, False), (DEADLINE, COOP, False), (WAIT, COOP, False)),
        cases=(case("2026-03-20", "300"), case("2026-03-20", "0", used={"times_family": "2"})),
    ),
    rule(
        "hospital",
        "เจ็บป่วยนอนโรงพยาบาล",
        "Nights in hospital",
        {
            "event": "illness",
            "wait": "3y",
            "documents": ["doctor_certificate"],
            "parts": [{"kind": "nights", "rate": "100"}],
            "caps": [cap("baht", "event", "300"), cap("times", "year", 2)],
        },
        ((GIVEN, COOP, False), (CAPS, COOP, False), (WAIT, COOP, False), (PAPERS, COOP, False)),
        cases=(
            case("2026-03-20", "300", nights=5),
            case("2026-03-20", "0", nights=5, used={"times_year": "2"}),
        ),
    ),
    rule(
        "old_age",
        "ผู้สูงอายุ (ครั้งเดียว)",
        "Old age, once",
        {
            "event": "old_age",
            "basis": "calendar",
            "tenure": "membership",
            "least_age": 65,
            "documents": OLD_AGE_PAPERS,
            "parts": [table(("15y", "", "1200"))],
            "caps": [cap("times", "life", 1)],
        },
        ((GIVEN, COOP, False), (AGE, COOP, False), (CAPS, COOP, False), (PAPERS, OURS, True)),
        cases=(case("2035-01-01", "1200", age=65), case("2035-01-01", "0", age=64)),
    ),
)

LEADER = {"posts": list(POSTS), "wait": "180d"}
LEADER_RULES = (
    rule(
        "hospital",
        "ผู้นำนอนโรงพยาบาล",
        "A leader's nights in hospital",
        {
            **LEADER,
            "event": "illness",
            "documents": HOSPITAL_PAPERS,
            "parts": [{"kind": "nights", "rate": "200"}],
            "caps": [cap("nights", "year", 20)],
        },
        ((GIVEN, LEADERS, True), (CAPS, OURS, True), (WAIT, LEADERS, True), (POST, OURS, True)),
        cases=(
            case("2026-03-20", "600", nights=3, post="treasurer"),
            case("2026-03-20", "0", nights=3),
        ),
    ),
    rule(
        "death",
        "ผู้นำเสียชีวิต (เพิ่มเติม)",
        "Death of a leader, in addition",
        {**LEADER, "event": "death", "documents": DEATH_PAPERS, "parts": [{"kind": "fixed", "baht": "5000"}]},
        ((GIVEN, LEADERS, True), (WAIT, LEADERS, True), (POST, OURS, True)),
        cases=(case("2026-03-20", "5000", post="chair"),),
    ),
    rule(
        "accident",
        "ผู้นำประสบอุบัติเหตุขณะปฏิบัติหน้าที่",
        "A leader's accident on duty",
        {
            **LEADER,
            "event": "illness",
            "wait": "0",
            "on_duty": True,
            "documents": ["doctor_certificate", "duty_order"],
            "parts": [{"kind": "fixed", "baht": "1000"}],
        },
        ((GIVEN, OURS, True), (POST, LEADERS, True), (PAPERS, OURS, True)),
        cases=(case("2026-03-20", "1000", post="chair", on_duty=True), case("2026-03-20", "0", post="chair")),
    ),
)

TYPICAL_RULES = (
    rule(
        "education",
        "ทุนการศึกษา",
        "Education",
        {
            "event": "education",
            "wait": "180d",
            "who": ["member", "child"],
            "documents": ["school_certificate"],
            "parts": [{"kind": "fixed", "baht": "500", "per": "child"}],
            "caps": [cap("times", "year", 1)],
        },
        ((GIVEN, TYPICAL, True), (CAPS, TYPICAL, True), (WAIT, SADAO_WAIT, True), (PAPERS, OURS, True)),
        cases=(case("2026-05-16", "1000", children=2),),
    ),
    rule(
        "disaster",
        "ประสบภัยพิบัติ",
        "Disaster",
        {
            "event": "disaster",
            "wait": "180d",
            "documents": ["damage_picture", "village_head_letter"],
            "parts": [{"kind": "fixed", "baht": "1000"}],
        },
        ((GIVEN, TYPICAL, True), (WAIT, SADAO_WAIT, True), (PAPERS, OURS, True)),
        cases=(case("2026-11-20", "1000"),),
    ),
    rule(
        "disability",
        "ผู้พิการและผู้ด้อยโอกาส",
        "Disability and hardship",
        {
            "event": "disability",
            "wait": "180d",
            "documents": ["disability_card", "id_card"],
            "parts": [{"kind": "fixed", "baht": "500"}],
            "caps": [cap("times", "year", 1)],
        },
        ((GIVEN, TYPICAL, True), (CAPS, TYPICAL, True), (WAIT, SADAO_WAIT, True), (PAPERS, OURS, True)),
        cases=(case("2026-03-20", "500"), case("2026-03-20", "0", used={"times_year": "1"})),
    ),
    rule(
        "debt_relief",
        "ช่วยปลดหนี้เมื่อเสียชีวิต",
        "Help with the loan at death",
        {
            "event": "death",
            "wait": "180d",
            "documents": ["death_certificate", "loan_balance"],
            "parts": [{"kind": "share", "of": "loan", "percent": "50", "most": "10000"}],
        },
        ((GIVEN, TYPICAL, True), (WAIT, SADAO_WAIT, True), (PAPERS, OURS, True)),
        cases=(case("2026-03-20", "6000", loan="12000"), case("2026-03-20", "10000", loan="50000")),
    ),
)

SIMPLE_NAMES = {
    "birth": ("เด็กแรกเกิดและคลอดบุตร", "Birth"),
    "illness": ("เจ็บป่วย/รักษาพยาบาล", "Illness"),
    "old_age": ("ผู้สูงอายุ", "Old age"),
    "death": ("กรณีเสียชีวิต", "Death"),
    "funeral_cost": ("ค่าใช้จ่ายงานศพ", "Cost of the funeral"),
    "disability": ("คนด้อยโอกาส/พิการ", "Disability and hardship"),
    "occupation": ("พัฒนาอาชีพ", "Occupation"),
    "education": ("การศึกษา", "Education"),
    "culture": ("ประเพณีวัฒนธรรม", "Custom and culture"),
    "housing": ("ที่อยู่อาศัย", "Housing"),
    "disaster": ("ผู้ประสบภัยพิบัติ", "Disaster"),
    "public_benefit": ("สาธารณประโยชน์", "Public benefit"),
    "nature": ("ทรัพยากรธรรมชาติและสิ่งแวดล้อม", "Nature and environment"),
    "information": ("ประชาสัมพันธ์", "Information"),
    "service": ("ตอบแทนผู้ทำงาน", "Thanks for service"),
    "epidemic": ("โรคระบาด", "Epidemic"),
}
SIMPLE_RULES = tuple(
    rule(
        kind,
        *SIMPLE_NAMES[kind],
        {"event": kind, "wait": "180d", "documents": ["id_card"], "parts": [{"kind": "fixed", "baht": "500"}]},
        ((GIVEN, OURS, True), (WAIT, SADAO_WAIT, True), (PAPERS, OURS, True)),
        cases=(case("2026-03-20", "500"),),
    )
    for kind in KINDS
)
