"""Terms of products: the ceiling with its figures, what the law allows, and what is stored."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from federation.ledger import chart
from loans.products.rules import (
    PRESETS,
    BadProductTerms,
    Ceiling,
    Fee,
    FineRule,
    ProductTerms,
    RateNotLawful,
    check_lawful,
    control_of,
    dearest_case,
    effective_yearly_rate_of,
    example_of,
    highest_lawful_rate,
    most_fine_rate,
    preset,
    sentences_of,
)
from loans.schedules.rules import Every, Terms

STARTS = date(2026, 1, 5)


def terms(method="equal-principal", rate="0.12", *, least="6000.00", most="12000.00", n=12, **changes):
    facts = {"ceiling": Ceiling(most=Decimal(most)), "most_instalments": n, "control": "13010"}
    facts |= {"least_amount": Decimal(least), "accrual": "scheduled" if method == "flat" else "actual"}
    return ProductTerms(schedule=Terms(method=method, yearly_rate=Decimal(rate)), **{**facts, **changes})


def yearly(percent):
    return FineRule(kind="yearly", yearly_rate=Decimal(percent) / 100, cap_percent=Decimal(5))


def refusal(product_terms):
    with pytest.raises(RateNotLawful) as refused:
        check_lawful(product_terms)
    return [str(words) for words in refused.value.problems]


@pytest.mark.parametrize(
    ("parts", "most", "figures", "amount", "words"),
    [
        ("3 shares, -1 own_debt", "50000", "12400 5000", "32200.00", "3 × 12,400 − 5,000 = 32,200"),
        ("5 shares, -1 own_debt", "50000", "12400 5000", "50000", "5 × 12,400 − 5,000 = 57,000 แต่ไม่เกิน 50,000"),
        ("3 shares, -1 own_debt", "50000", "1000 5000", "0.00", "3 × 1,000 − 5,000 = −2,000 จึงกู้ไม่ได้"),
        ("-1 own_debt, 0.9 savings", "50000", "500 1000.50", "400.45", "0.9 × 1,000.50 − 500 = 400.45"),
        ("1 satja, 2 special", "50000", "700 300", "1300.00", "700 + 2 × 300 = 1,300"),
        ("", "5000", "", "5000", "5,000"),
    ],
)
def test_a_ceiling_shows_its_figures_and_never_lies_below_zero(parts, most, figures, amount, words):
    named = [part.split() for part in parts.split(", ")] if parts else []
    ceiling = Ceiling(most=Decimal(most), parts=tuple((Decimal(factor), base) for factor, base in named))
    values = dict(zip([base for _factor, base in named], map(Decimal, figures.split()), strict=True))

    worked = ceiling.of(values)

    assert (worked.amount, str(worked.words)) == (Decimal(amount), words)


def test_a_ceiling_asks_for_each_figure_it_needs():
    with pytest.raises(KeyError):
        Ceiling(most=Decimal(5), parts=((Decimal(5), "shares"),)).of({"satja": Decimal(1)})


@pytest.mark.parametrize(
    ("method", "rate", "n", "effective", "is_lawful"),
    [
        ("equal-principal", "0.12", 12, "0.1200", True),
        ("equal-principal", "0.15", 12, "0.1500", True),
        ("equal-instalment", "0.15", 24, "0.1500", True),
        ("flat", "0.12", 12, "0.2146", False),
        ("equal-principal", "0.24", 12, "0.2400", False),
        ("equal-principal", "0", 12, "0.0000", True),
    ],
)
def test_the_lawful_rate_decides_whatever_the_method(method, rate, n, effective, is_lawful):
    product_terms = terms(method, rate, n=n)

    assert effective_yearly_rate_of(product_terms, Decimal("12000.00"), n) == Decimal(effective)
    if is_lawful:
        check_lawful(product_terms)
    else:
        assert f"{Decimal(effective) * 100:.2f}\u00a0%" in refusal(product_terms)[0]


def test_the_loan_of_ten_repaid_in_eleven_is_refused_at_19_48():
    eleventh = Decimal("0.10") / 11 * 12  # ten per cent over eleven months, to the year
    elder = terms("flat", str(eleventh), least="6000.00", most="6000.00", n=11, least_instalments=11)

    assert dearest_case(elder).yearly_rate == Decimal("0.1948")
    assert "19.48\u00a0%" in refusal(elder)[0]


def test_a_refusal_names_the_lawful_rate_of_the_same_instalments():
    product_terms = terms("flat", "0.12")

    said = refusal(product_terms)

    highest = highest_lawful_rate(product_terms, Decimal("12000.00"), 12)
    assert highest == Decimal("0.0831")
    assert effective_yearly_rate_of(terms("flat", str(highest)), Decimal("12000.00"), 12) <= Decimal("0.15")
    assert effective_yearly_rate_of(terms("flat", "0.0833"), Decimal("12000.00"), 12) > Decimal("0.15")
    assert "8.31\u00a0%" in said[1] and "0.69 %" in said[1]
    assert "1.25 %" in said[2]


@pytest.mark.parametrize(
    ("fine", "is_lawful", "most"),
    [
        (FineRule(), True, "0"),
        (yearly("3"), True, "0.03"),
        (yearly("5"), False, "0.03"),
        (FineRule(kind="per_month", baht=Decimal(10), cap_percent=Decimal(5)), True, "0.03"),
    ],
)
def test_fines_count_in_the_lawful_rate(fine, is_lawful, most):
    product_terms = terms(fine=fine)

    assert most_fine_rate(product_terms) == Decimal(most)
    if is_lawful:
        check_lawful(product_terms)
    else:
        said = refusal(product_terms)
        assert "17.00\u00a0%" in said[0] and "3.00\u00a0%" in said[1]


def test_a_yearly_fine_must_fit_beside_interest_and_fee():
    """A year at 12 % with a fee of 2.6 % costs 14.99 % paid on time: 0.01 % is left for a fine."""
    schedule = Terms(method="bullet", yearly_rate=Decimal("0.12"), every=Every(12, "month"))
    facts = {"fee": Fee(percent=Decimal("2.6")), "least": "12000.00", "n": 1}
    bullet = replace(terms(**facts), schedule=schedule)

    said = refusal(replace(bullet, fine=yearly("3")))

    assert "17.99\u00a0%" in said[0] and "0.01\u00a0%" in said[1]
    check_lawful(replace(bullet, fine=yearly("0.01")))


def test_a_fee_counts_in_the_lawful_rate_of_the_smallest_and_shortest_loan():
    fee = Fee(baht=Decimal("100.00"))
    check_lawful(terms(fee=fee, least="12000.00", least_instalments=12))

    assert dearest_case(terms(fee=fee)).instalments == 1
    assert "32.54\u00a0%" in refusal(terms(fee=fee))[0]


@pytest.mark.parametrize("name", PRESETS)
def test_an_example_is_lawful_and_comes_back_from_storage_the_same(name):
    facts = preset(name)

    check_lawful(facts["terms"])
    assert ProductTerms.from_data(facts["terms"].to_data()) == facts["terms"]
    assert facts["terms"].control == control_of(facts["kind"])
    assert len(facts["code"]) <= 20


def test_neither_two_per_cent_nor_ten_for_eleven_is_among_the_examples():
    assert {example.terms.contract_rate for example in PRESETS.values()} == {Decimal("0.12"), Decimal(0)}
    assert "flat" not in {example.terms.schedule.method for example in PRESETS.values()}


def test_the_controls_are_those_of_the_chart():
    kinds = ("ordinary", "emergency", "debt_release", "occupation", "education", "in_goods")
    assert [control_of(kind) for kind in kinds] == [chart.ORDINARY_LOANS, chart.EMERGENCY_LOANS] + [
        chart.OTHER_LOANS
    ] * 4


def test_a_product_without_interest_never_speaks_of_any():
    free = PRESETS["interest_free"].terms
    said = [str(words) for _heading, sentences in sentences_of(free) for words in sentences]

    assert not [words for words in [*said, str(example_of(free, start=STARTS).words)] if "ดอกเบี้ย" in words]
    assert "ยืมเท่าใดคืนเท่านั้น ไม่มีส่วนเพิ่ม" in said


def test_the_example_says_what_is_paid():
    assert str(example_of(terms(), start=STARTS).words) == (
        "กู้ 10,000 บาท 12 งวด จ่ายงวดแรก 933.33 บาท งวดสุดท้าย 841.70 บาท รวมส่งคืน 10,650.00 บาท เป็นดอกเบี้ย 650.00 บาท"
    )


def test_seasonal_instalments_fall_due_in_the_months_of_the_harvest():
    rows = example_of(PRESETS["occupation"].terms, start=date(2026, 8, 31)).schedule.rows

    assert [row.due for row in rows] == [date(2026, 10, 31), date(2027, 1, 31), date(2027, 7, 31)]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"accrual": "daily"}, "accrual"),
        ({"schedule": Terms(method="flat", yearly_rate=Decimal("0.06"))}, "accrual"),
        ({"payment_order": ("fine", "fine", "principal")}, "order"),
        ({"least_amount": Decimal("12000.01")}, "least_amount"),
        ({"least_instalments": 13}, "instalments"),
        ({"due_months": (1, 7)}, "due_months"),
        ({"guarantors": 11}, "guarantors"),
        ({"max_live": 0}, "max_live"),
        ({"control": "11010"}, "control"),
    ],
)
def test_terms_that_contradict_each_other_are_refused(changes, reason):
    with pytest.raises(BadProductTerms) as refused:
        replace(terms(), **changes)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("kind", "facts", "reason"),
    [
        (FineRule, {"kind": "yearly", "yearly_rate": Decimal("0.03")}, "fine_cap"),
        (FineRule, {"kind": "per_month", "cap_percent": Decimal(5)}, "fine_baht"),
        (FineRule, {"kind": "none", "baht": Decimal(5)}, "fine_baht"),
        (FineRule, {"kind": "daily"}, "fine_kind"),
        (Fee, {"percent": Decimal("15.01")}, "fee_percent"),
        (Fee, {"baht": Decimal("-1")}, "fee_baht"),
        (Ceiling, {"most": Decimal(0)}, "most"),
        (Ceiling, {"most": Decimal(1), "parts": ((Decimal(-1), "own_debt"),)}, "ceiling"),
        (Ceiling, {"most": Decimal(1), "parts": ((Decimal(1), "house"),)}, "ceiling"),
    ],
)
def test_parts_of_terms_that_cannot_be_are_refused(kind, facts, reason):
    with pytest.raises(BadProductTerms) as refused:
        kind(**facts)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.pop("fee"),
        lambda data: data.update(more=1),
        lambda data: data.update(guarantors="2"),
        lambda data: data.update(guarantors=True),
        lambda data: data.update(prepayment="no"),
        lambda data: data.update(least_amount=500),
        lambda data: data.update(least_amount="NaN"),
        lambda data: data["fine"].pop("kind"),
        lambda data: data.update(ceiling=[]),
    ],
)
def test_stored_terms_are_read_strictly(spoil):
    data = terms().to_data()
    spoil(data)

    with pytest.raises(BadProductTerms):
        ProductTerms.from_data(data)


def test_a_loan_repaid_once_says_when():
    once = terms("bullet", n=1)
    once = replace(once, schedule=replace(once.schedule, every=Every(6, "month")))

    said = [str(words) for _heading, sentences in sentences_of(once) for words in sentences]

    assert "คืนครั้งเดียว หลังรับเงิน 6 เดือน" in said
