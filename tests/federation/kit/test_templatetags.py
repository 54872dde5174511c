from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.translation import override

from federation.kit.identity import MaskedId


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{ amount|money }}", "1,250.50"),
        ("{{ nothing|money }}", ""),
        ("{{ members|count }}", "1,250"),
        ("{{ amount|baht_words }}", "หนึ่งพันสองร้อยห้าสิบบาทห้าสิบสตางค์"),
        ("{{ day|thaidate }}", "15 กุมภาพันธ์ 2569"),
        ('{{ day|thaidate:"short" }}', "15 ก.พ. 69"),
        ('{{ day|thaidate:"long thai" }}', "๑๕ กุมภาพันธ์ ๒๕๖๙"),
        ("{{ nothing|thaidate }}", ""),
        ("{{ day|thaimonth }}", "กุมภาพันธ์ 2569"),
        ("{{ id|masked }}", "1-xxxx-xxxxx-12-1"),
        ("{{ nothing|masked }}", ""),
    ],
)
def test_filters_show_values_as_people_read_them(template, shown):
    values = {
        "amount": Decimal("1250.50"),
        "members": 1250,
        "day": date(2026, 2, 15),
        "id": MaskedId("1234567890121"),
        "nothing": None,
    }

    with override("th"):
        assert Template("{% load kit %}" + template).render(Context(values)) == shown


def test_a_template_draws_a_qr_code():
    assert Template('{% load kit %}{% qr "SG1" "code" %}').render(Context()).startswith('<svg class="qr"')
