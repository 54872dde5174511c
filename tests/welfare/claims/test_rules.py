"""Rules of benefits: terms as data, and what an event gives, every figure of the field's worked examples."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from welfare.claims.rules import (
    PRESETS,
    BadTerms,
    Cap,
    Case,
    Facts,
    Fixed,
    Length,
    Nights,
    Past,
    Terms,
    in_short,
    quote,
    run_cases,
    sentences_of,
    usage,
    year_around,
)
from welfare.claims.rules.terms import KINDS

JOINED = date(2020, 1, 1)
SADAO = PRESETS["sadao-death"].terms
NIGHTS_A_YEAR = {"of": "nights", "per": "year", "most": 5}


def facts(on, **told):
    return Facts(event_on=date.fromisoformat(on), joined_on=JOINED, **told)


def death(*rows, basis="calendar"):
    """Terms with a table of (from, to, baht); an end with "<" before it does not count itself."""
    made = []
    for start, end, baht in rows:
        ends = {"under": end[1:]} if end.startswith("<") else {"to": end} if end else {}
        made.append({"from": start, **ends, "baht": baht})
    return {"event": "death", "basis": basis, "parts": [{"kind": "tiers", "rows": made}]}


@pytest.mark.parametrize(
    ("on", "amount"),
    [
        ("2020-06-28", "0.00"),
        ("2020-06-29", "1500.00"),
        ("2020-12-30", "1500.00"),
        ("2020-12-31", "3000.00"),
        ("2021-12-30", "3000.00"),
        ("2021-12-31", "6000.00"),
        ("2024-12-29", "6000.00"),
        ("2024-12-30", "10000.00"),
        ("2026-03-20", "10000.00"),
        ("2027-12-30", "12000.00"),
        ("2037-01-01", "21000.00"),
    ],
)
def test_death_by_sadaos_table_counts_years_of_365_days(on, amount):
    assert quote(SADAO, facts(on)).amount == Decimal(amount)


def test_calendar_years_come_a_day_or_two_later_than_365_days():
    by_days = Terms.from_data(death(("0", "<5y", "6000"), ("5y", "", "10000"), basis="days365"))
    by_calendar = replace(by_days, basis="calendar")

    assert quote(by_days, facts("2024-12-30")).amount == 10000
    assert quote(by_calendar, facts("2024-12-31")).amount == 6000
    assert quote(by_calendar, facts("2025-01-01")).amount == 10000


def test_who_paid_nothing_for_over_ninety_days_gets_nothing_and_is_told_the_days():
    answer = quote(SADAO, facts("2026-03-20", last_paid_on=date(2025, 12, 19)))

    assert (answer.amount, answer.lines) == (0, ())
    assert [(check.name, "91" in str(check.words)) for check in answer.checks if check.ok is False] == [
        ("dropped_out", True)
    ]
    assert quote(SADAO, facts("2026-03-20", last_paid_on=date(2025, 12, 20))).amount == 10000


def test_who_paid_ahead_is_not_dropped_out_however_long_ago_the_payment_was():
    answer = quote(SADAO, facts("2026-03-20", last_paid_on=date(2025, 4, 1), paid_through=date(2026, 3, 31)))

    assert answer.amount == 10000


@pytest.mark.parametrize(("used", "nights", "amount"), [(0, 3, 300), (18, 5, 200), (20, 2, 0)])
def test_nights_in_hospital_stop_at_the_limit_of_the_year(used, nights, amount):
    told = {"nights": nights, "used": {"nights_year": Decimal(used), "baht_year": Decimal(used * 100)}}

    answer = quote(PRESETS["yasothon-hospital"].terms, facts("2026-03-20", **told))

    assert answer.amount == amount
    assert answer.nights == amount // 100
    assert any("20" in str(words) for words in answer.refusals) == (amount == 0)


@pytest.mark.parametrize(("covers", "amounts"), [("all", [1000, 1000, 0]), ("nights", [1000, 1000, 1000, 1000, 500])])
def test_the_yearly_cap_of_a_birth_covers_gift_and_nights_or_the_nights_only(covers, amounts):
    terms = replace(PRESETS["yasothon-birth"].terms, caps=(Cap("baht", "year", Decimal(2000), covers),))
    past, given = [], []
    for n in range(len(amounts)):
        on = date(2026, 2 + n, 1)
        used = usage(terms, past, benefit="birth", on=on, year_from=1)
        answer = quote(terms, Facts(event_on=on, joined_on=JOINED, nights=7 if n == 0 else 5, used=used))
        given.append(answer.amount)
        past.append(Past("birth", on, answer.amount, answer.nights, answer.for_nights))

    assert given == amounts


@pytest.mark.parametrize(
    ("age", "years", "amount"), [(61, 10, 1500), (61, 20, 2000), (61, 30, 2500), (59, 30, 0), (61, 9, 0)]
)
def test_old_age_needs_years_of_satja_and_sixty_years_of_life(age, years, amount):
    told = {"member_since": date(2026 - years, 3, 20), "age": age}

    assert quote(PRESETS["yasothon-old_age"].terms, facts("2026-03-20", **told)).amount == amount


def test_age_counts_months_and_days_not_years_only():
    pension = PRESETS["yasothon-old_age"].terms
    told = {"member_since": date(2000, 1, 1)}

    assert quote(pension, facts("2026-03-20", born_on=date(1966, 3, 21), **told)).amount == 0
    assert quote(pension, facts("2026-03-20", born_on=date(1966, 3, 20), **told)).amount == 2000


def test_a_pension_rises_by_a_step_every_five_years():
    pension = PRESETS["khru_chop-old_age"].terms

    years = {15: 300, 19: 300, 20: 400, 25: 500, 30: 600}
    for n, baht in years.items():
        assert quote(pension, facts(f"{2020 + n}-06-01", age=70)).amount == baht


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_gives_what_its_test_cases_say(name):
    preset = PRESETS[name]

    assert preset.cases
    assert [str(one.case) for one in run_cases(preset.terms, preset.cases) if not one.holds] == []


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_reads_back_what_it_writes_and_names_the_source_of_what_it_gives(name):
    preset = PRESETS[name]

    assert Terms.from_data(preset.terms.to_data()) == preset.terms
    assert [Case.from_data(case.to_data()) for case in preset.cases] == list(preset.cases)
    assert preset.origins[0].what is not None and all(str(origin.source) for origin in preset.origins)
    assert in_short(preset.terms) and all(str(words) for _h, said in sentences_of(preset.terms) for words in said)


def test_every_kind_of_welfare_can_begin_with_a_fixed_sum():
    assert {PRESETS[f"simple-{kind}"].terms.event for kind in KINDS} == set(KINDS)
    assert len(KINDS) == 16


def test_yasothons_printed_table_is_refused_with_the_figure_that_mends_it():
    printed = death(*[("8y1d", "18y", "15000"), ("15y1d", "", "20000")])

    with pytest.raises(BadTerms) as refused:
        Terms.from_data(printed)

    assert refused.value.reason == "tiers"
    words = refused.value.message.figures
    assert [str(words[name]) for name in ("end", "second", "mend")] == [
        str(Length.read(length).words) for length in ("18y", "15y1d", "18y1d")
    ]
    assert PRESETS["yasothon-death"].terms.parts[0].rows[-2].end == Length.read("15y")
    assert "18 ปี" in PRESETS["yasothon-death"].text


@pytest.mark.parametrize(
    ("rows", "basis"),
    [
        ([("180d", "364d", "1500"), ("2y", "", "3000")], "days365"),  # a gap
        ([("0", "364d", "1500"), ("1y", "", "3000")], "calendar"),  # a gap in leap years
        ([("0", "1y", "1500"), ("1y", "", "3000")], "calendar"),  # one day in both rows
        ([("0", "<1y", "3000"), ("1y", "", "1500")], "days365"),  # gives less to who belongs longer
        ([("0", "1y", "1500")], "days365"),  # nobody knows what comes after
        ([("0", "", "1500"), ("1y", "", "3000")], "days365"),  # a row without end in the middle
        ([("2y", "<1y", "1500"), ("1y", "", "3000")], "days365"),  # ends before it begins
        ([("6m", "<1y", "1500"), ("1y", "", "3000")], "days365"),  # months have no length there
        ([], "days365"),
    ],
)
def test_tables_with_gaps_overlaps_or_falling_sums_are_refused(rows, basis):
    with pytest.raises(BadTerms) as refused:
        Terms.from_data(death(*rows, basis=basis))

    assert refused.value.reason == "tiers"


def test_three_hundred_and_sixty_four_days_and_a_year_touch_where_years_have_365_days():
    terms = Terms.from_data(death(("180d", "364d", "1500"), ("1y", "", "3000"), basis="days365"))

    assert [quote(terms, facts(on)).amount for on in ("2020-12-30", "2020-12-31")] == [1500, 3000]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"event": "death"}, "parts"),
        ({"event": "flood", "parts": [{"kind": "fixed", "baht": "500"}]}, "event"),
        ({"event": "death", "parts": [{"kind": "fixed", "baht": "0"}]}, "baht"),
        ({"event": "death", "parts": [{"kind": "fixed", "baht": "1e3"}]}, "baht"),
        ({"event": "death", "parts": [{"kind": "fixed", "baht": "500"}], "tips": 1}, "keys"),
        ({"event": "death", "parts": [{"kind": "fixed", "baht": "500"}], "wait": "soon"}, "length"),
        ({"event": "birth", "parts": [{"kind": "fixed", "baht": "5"}], "caps": [NIGHTS_A_YEAR]}, "caps"),
        ({"event": "death", "parts": [{"kind": "share", "of": "loan", "percent": "120", "most": "500"}]}, "percent"),
    ],
)
def test_rules_that_cannot_stand_are_refused_by_the_part_that_is_wrong(data, reason):
    with pytest.raises(BadTerms) as refused:
        Terms.from_data(data)

    assert refused.value.reason == reason


def test_lines_add_up_to_the_amount_and_a_limit_stands_below_zero():
    terms = Terms(
        event="illness",
        parts=(Fixed(Decimal("500.00")), Nights(Decimal("100.00"))),
        factor=Decimal(2),
        caps=(Cap("baht", "event", Decimal("1500.00")),),
    )

    answer = quote(terms, facts("2026-03-20", nights=4))

    assert [line.amount for line in answer.lines] == [500, 500, 400, 400, -300]
    assert answer.amount == 1500


def test_a_limit_shared_by_two_benefits_is_filled_by_both():
    cap = Cap("baht", "year", Decimal(2000), shared_with=("hospital",))
    terms = replace(PRESETS["yasothon-birth"].terms, caps=(cap,))
    past = [Past("hospital", date(2026, 1, 5), Decimal(1700), 17), Past("death", date(2026, 1, 5), Decimal(900))]

    assert usage(terms, past, benefit="birth", on=date(2026, 3, 1), year_from=1) == {"baht_year": 1700}


def test_the_year_of_the_limits_can_begin_in_october():
    past = [Past("hospital", date(2025, 9, 30), Decimal(500), 5), Past("hospital", date(2025, 10, 1), Decimal(300), 3)]
    terms = PRESETS["yasothon-hospital"].terms

    assert year_around(date(2026, 3, 1), year_from=10) == (date(2025, 10, 1), date(2026, 9, 30))
    assert usage(terms, past, benefit="hospital", on=date(2026, 3, 1), year_from=10)["nights_year"] == 3
    assert usage(terms, past, benefit="hospital", on=date(2025, 12, 31), year_from=1)["nights_year"] == 8
    assert (
        usage(replace(terms, year_from=1), past, benefit="hospital", on=date(2026, 3, 1), year_from=10)["nights_year"]
        == 0
    )


def test_a_family_fills_its_limit_with_the_claims_of_both_parents():
    terms = PRESETS["coop-birth"].terms
    past = [
        Past("birth", date(2024, 1, 1), Decimal(300)),
        Past("birth", date(2025, 1, 1), Decimal(300), of_family=True),
    ]

    used = usage(terms, past, benefit="birth", on=date(2026, 3, 1), year_from=1)

    assert quote(terms, facts("2026-03-01", used=used)).amount == 0


@pytest.mark.parametrize(
    ("preset", "told", "name"),
    [
        ("leaders-hospital", {"nights": 3}, "post"),
        ("leaders-accident", {"post": "chair"}, "duty"),
        ("yasothon-old_age", {}, "age"),
        ("sadao-death", {"who": "spouse"}, "who"),
        ("sadao-death", {"ended_on": date(2026, 1, 1)}, "place"),
        ("sadao-death", {"documents": ("id_card",)}, "papers"),
        ("coop-birth", {"claimed_on": date(2026, 9, 21)}, "deadline"),
        ("typical-education", {}, "children"),
        ("typical-debt_relief", {}, "loan"),
    ],
)
def test_what_is_missing_stops_it_by_name(preset, told, name):
    answer = quote(PRESETS[preset].terms, facts("2026-03-20", **told))

    assert answer.amount == 0
    assert name in [check.name for check in answer.checks if check.ok is False]


def test_papers_of_a_proxy_are_not_asked_of_the_member():
    papers = tuple(code for code in PRESETS["yasothon-hospital"].terms.documents if not code.startswith("proxy"))

    assert quote(PRESETS["yasothon-hospital"].terms, facts("2026-03-20", nights=2, documents=papers)).amount == 200


def test_what_is_not_told_is_said_and_does_not_stop_it():
    answer = quote(SADAO, facts("2026-03-20"))

    assert [check.name for check in answer.checks if check.ok is None] == ["dropped_out", "papers"]
    assert answer.amount == 10000


@pytest.mark.parametrize(
    ("typed", "read"),
    [("180 วัน", "180d"), ("2 ปี 1 วัน", "2y1d"), ("๖ เดือน", "6m"), ("1 year", "1y"), ("24m", "2y"), ("0", "0")],
)
def test_lengths_are_read_as_bylaws_write_them(typed, read):
    assert str(Length.read(typed)) == read


def test_a_length_from_the_29th_of_february_ends_with_the_month():
    assert Length.read("1y").after(date(2024, 2, 29), basis="calendar") == date(2025, 2, 28)
    assert Length.read("4y").after(date(2024, 2, 29), basis="calendar") == date(2028, 2, 29)
