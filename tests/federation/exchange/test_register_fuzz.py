"""Whatever stands in the cells, a register is read into a plan: nothing breaks, nothing is lost unsaid."""

from datetime import datetime, time, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from federation.exchange.register.listing import general, listed_rows, opening_lines
from federation.exchange.register.opening import ACCOUNT
from tests.federation.exchange.workbooks import HEADS, kamon, planned, small, wichai

ODD_TEXTS = st.sampled_from(
    ["", " ", "-", "–", "๐", "0", "๑๒๓", "1,2,3", "1e3", "=1+1", "รวม", "ลาออก", "ลาออก 99/99/99", "31/2/2569", "2569"]
    + ["ม.ค.", "ชื่อ-สกุล", "ลงชื่อ ......", "(นาย ก)", "()", ",", "/", "x", "nan", "inf", "\u200b", "เ", "\u0e34", "#REF!"]
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.floats(allow_nan=False, allow_infinity=False),
    st.datetimes(datetime(1900, 3, 1), datetime(2600, 1, 1)),
    st.just(time(8, 30)),
    st.just(timedelta(hours=40)),
    ODD_TEXTS,
    st.text("กขคงาิีเแ้่์ .-/()0123456789๑๒๓ab", max_size=20),
)
KEYS = ["row3:number", "column:F", "sheet", "head_row", "year", "opening:cash", "meeting:2026-01", "all:cash"]
HEAD_ROW = [*HEADS, "เลขบัตรประชาชน", "เกิด", "วันที่สมัคร", "ที่อยู่", "โทร", "เงินกู้คงเหลือ", "หมายเหตุ"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(VALUES, min_size=len(HEAD_ROW), max_size=len(HEAD_ROW)), min_size=1, max_size=5))
def test_any_cells_give_a_plan(rows):
    plan = planned(small(kamon(), *rows, wichai(ที่=9, เลขสมาชิก="009"), heads=HEAD_ROW))

    assert len({finding.key for finding in plan.findings if finding.key}) == len(
        [finding for finding in plan.findings if finding.key]
    )
    for finding in [*plan.findings, *general(plan)]:
        assert str(finding.words) and str(finding.answer_shown) is not None
    assert list(listed_rows(plan))
    assert all(str(line.words) for line in opening_lines(plan))


@settings(max_examples=30, deadline=None)
@given(st.lists(VALUES, min_size=1, max_size=12), st.lists(VALUES, min_size=1, max_size=12))
def test_any_heads_give_a_plan_or_say_what_is_missing(heads, row):
    plan = planned(small(row, row, heads=heads))

    assert plan.opening or plan.errors


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["row3:number", "column:F", "sheet", "head_row", "year", "opening:cash"]), st.text()
    )
)
def test_any_answers_are_taken_or_refused(answers):
    plan = planned(small(kamon(), wichai()), answers)

    assert plan.opening or plan.errors


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=12))
def test_any_account_named_is_known_or_a_stranger(code):
    plan = planned(small(kamon()), {ACCOUNT + code: "5"}, accounts={"18030": "equipment"})

    assert bool(plan.opening.others) == (code == "18030")
