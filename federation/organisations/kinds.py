"""The kinds of community finance organisations and of their networks; seeded after each migrate.

Source: sources, rows R21 and R31 (kinds side by side, movements), R29 (the national table), R30 (sorts of
networks); domain: 11 Glossary.
"""

from django.apps import apps as every_app
from django.utils.translation import get_language

NETWORK_KINDS = ("network", "club", "federation", "association", "league")

KINDS = (
    ("satja_lifecycle", "กลุ่มสัจจะสะสมทรัพย์เพื่อพัฒนาคุณธรรมครบวงจรชีวิต", "Satja group for the whole cycle of life"),
    ("satja", "กลุ่มสัจจะออมทรัพย์", "Satja savings group"),
    ("production_savings", "กลุ่มออมทรัพย์เพื่อการผลิต", "Savings group for production"),
    ("village_fund", "กองทุนหมู่บ้านและชุมชนเมือง", "Village and urban community fund"),
    ("poverty_fund", "กองทุนแก้ไขปัญหาความยากจน (กขคจ.)", "Poverty alleviation fund"),
    ("credit_union", "กลุ่มหรือสหกรณ์เครดิตยูเนี่ยน", "Credit union"),
    ("one_baht", "กลุ่มสัจจะลดรายจ่ายวันละ 1 บาท", "One-baht-a-day welfare group"),
    ("welfare_fund", "กองทุนสวัสดิการชุมชน", "Community welfare fund"),
    ("village_bank", "ธนาคารหมู่บ้าน", "Village bank"),
    ("tambon_bank", "ธนาคารตำบล", "Tambon bank"),
    ("community_fin_institution", "สถาบันการเงินชุมชน", "Community financial institution"),
    ("enterprise", "วิสาหกิจชุมชน", "Community enterprise"),
    ("other", "องค์กรการเงินชุมชนรูปแบบอื่น", "Other community finance organisation"),
    ("network", "เครือข่ายองค์กรการเงินชุมชน", "Network of community finance organisations"),
    ("club", "ชมรม", "Club"),
    ("federation", "สมาพันธ์", "Federation"),
    ("association", "สมาคม", "Association"),
    ("league", "ชุมนุม", "League"),
)


def kind_name(code: str) -> str:
    """Return the name of a seeded kind for the reader, or its code if it was added by hand."""
    names = {known: (name_th, name_en) for known, name_th, name_en in KINDS}.get(code, (code, code))
    return names[1] if get_language() == "en" else names[0]


def seed_kinds(*, using="default", apps=every_app, **_signal):
    """Write the kinds, mend their names; those added by hand stay. A receiver of `post_migrate`."""
    try:
        kind = apps.get_model("federation", "Kind")
    except LookupError:  # migrated back to before there were kinds
        return
    rows = [
        kind(code=code, name_th=name_th, name_en=name_en, position=position)
        for position, (code, name_th, name_en) in enumerate(KINDS, start=1)
    ]
    kind.objects.using(using).bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name_th", "name_en", "position"],
    )
