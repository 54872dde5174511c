import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from django.utils import translation

from federation.kit.dates import show_month
from federation.kit.packing import Both, packed, unpacked
from federation.kit.report import Shown
from federation.kit.wording import gettext_lazy as _


@dataclass(frozen=True)
class Part:
    title: object
    amounts: list
    when: object = None
    small: bool = False


def round_trip(part):
    return unpacked(json.loads(json.dumps(packed(part))), classes=[Part])


def test_figures_and_days_come_back_exactly():
    part = Part(
        "ยอด",
        [Decimal("0.10"), Decimal("-1250.00"), 7, None, True],
        when=datetime(2026, 10, 5, 3, 0, 1, 25, tzinfo=UTC),
    )

    assert round_trip(part) == part
    assert round_trip(Part("", [date(2026, 10, 1)])).amounts == [date(2026, 10, 1)]
    assert str(round_trip(Part("", [Decimal("5.00")])).amounts[0]) == "5.00"


def test_words_are_kept_in_both_languages():
    said = _("Trial balance, %(day)s") % {"day": Shown(show_month, date(2026, 10, 1))}

    back = round_trip(Part(said, []))

    with translation.override("en"):
        assert str(back.title) == "Trial balance, October 2026"
    with translation.override("th"):
        assert str(back.title) == "งบทดลอง ณ ตุลาคม 2569"


def test_words_that_look_like_figures_stay_words():
    assert round_trip(Part("m100.00", ["d2026-01-01", "t", ""])).amounts == ["d2026-01-01", "t", ""]


def test_fields_at_their_default_are_left_out_and_zero_is_not():
    assert packed(Part("a", [])) == {"is": "Part", "title": "ta", "amounts": []}
    assert packed(Part("a", [], when=0))["when"] == 0


def test_both_reads_in_the_language_of_the_page():
    word = Both("เงินสด", "cash")

    with translation.override("en"):
        assert str(word) == "cash"
        assert str(Both("เงินสด", "")) == "เงินสด"
    with translation.override("th"):
        assert str(word) == "เงินสด"
