from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.kit.dates import (
    NotADate,
    Window,
    be_year,
    births,
    joinings,
    last_day,
    month_of,
    month_range,
    months_between,
    next_month,
    parse_date,
    parse_month,
    read_date,
    show_be_year,
    show_date,
    show_month,
)

TODAY = date(2026, 11, 21)
FEBRUARY_15 = date(2026, 2, 15)
EVER = Window(date(1800, 1, 1), date(2300, 1, 1))


@pytest.mark.parametrize(
    "typed",
    [
        "15/2/2569",
        "15/02/2569",
        " 15 / 2 / 2569 ",
        "15-2-2569",
        "15.2.2569",
        "15 2 2569",
        "15/2/69",
        "15 ก.พ. 69",
        "15 ก.พ. 2569",
        "15 กพ 69",
        "15กพ.69",
        "15-ก.พ.-69",
        "15 กุมภา 2569",
        "15 กุมภาพันธ์ 2569",
        "๑๕ กุมภาพันธ์ ๒๕๖๙",
        "15 เดือนกุมภาพันธ์ พ.ศ. 2569",
        "วันที่ 15 กุมภาพันธ์ พ.ศ. 2569",
        "วันอาทิตย์ที่ 15 กุมภาพันธ์ 2569",
        "15 ก.พ. ค.ศ. 2026",
        "2026-02-15",
        "2026-02-15 00:00:00",
        "2026/2/15",
        "15 February 2026",
        "15 Feb 2026",
        "15\u200b/2/2569",
        FEBRUARY_15,
        datetime(2026, 2, 15, 8, 30),
    ],
)
def test_read_date_is_sure_of(typed):
    read = read_date(typed, today=TODAY)

    assert (read.value, read.doubtful) == (FEBRUARY_15, False)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("15/2/2026", "ce_year"),
        ("15 ก.พ. 2026", "ce_year"),
        ("15/2/26", "ce_year"),
        ("2569-02-15", "be_year_first"),
        (date(2569, 2, 15), "be_cell"),
        ("15/2/9", "short_year"),
    ],
)
def test_read_date_doubts_and_says_the_whole_date(typed, reason):
    today = date(1966, 2, 1) if typed == "15/2/9" else TODAY
    window = EVER if typed == "15/2/9" else None

    read = read_date(typed, today=today, window=window)

    assert (read.doubtful, read.reason) == (True, reason)
    assert show_date(read.value) in str(read.why)
    if typed != "15/2/9":
        assert read.value == FEBRUARY_15


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        (None, "empty"),
        ("พรุ่งนี้", "shape"),
        ("ก.พ. 69", "shape"),
        ("15//2/2569", "shape"),
        ("15/2-2569", "shape"),
        ("15/2/-69", "shape"),
        ("15/2/25699", "shape"),
        ("2508", "number"),
        ("15022569", "number"),
        (45000, "number"),
        ("15/13/2569", "month"),
        ("2/15/2569", "month"),
        ("15 ธันวามคม 2569", "month"),
        ("15/2/256", "year"),
        ("15/2/1111", "year"),
        ("15/2/2999", "year"),
        ("29 ก.พ. 2568", "not_in_calendar"),
        ("29/2/2566", "not_in_calendar"),
        ("29/2/69", "not_in_calendar"),
        ("31/4/2569", "not_in_calendar"),
        ("0/1/2569", "not_in_calendar"),
        ("15/2/60", "short_year"),
        ("15/2/2571", "outside"),
        ("2028-02-15", "outside"),
        ("15/2/2539", "outside"),
    ],
)
def test_read_date_refuses(typed, reason):
    with pytest.raises(NotADate) as refusal:
        read_date(typed, today=TODAY)

    assert refusal.value.reason == reason
    assert str(refusal.value)


def test_read_date_takes_the_leap_day_of_2567():
    assert parse_date("29/2/2567", today=TODAY) == date(2024, 2, 29)


def test_the_last_day_of_2569_is_not_of_the_christian_year_2569():
    assert parse_date("31/12/2569", today=TODAY) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("typed", "birthday"),
    [
        ("10/1/03", date(1960, 1, 10)),
        ("25 ก.ค. 94", date(1951, 7, 25)),
        ("8/6/47", date(2004, 6, 8)),
        ("24 ก.ย. 8", date(1965, 9, 24)),
    ],
)
def test_birthdays_of_short_years_are_found_but_asked_about(typed, birthday):
    read = read_date(typed, today=TODAY, window=births(TODAY))

    assert (read.value, read.reason) == (birthday, "short_year")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("15/2/2480", date(1938, 2, 15)),
        ("15/4/2480", date(1937, 4, 15)),
        ("29/2/2482", date(1940, 2, 29)),
        ("31/12/2483", date(1940, 12, 31)),
        ("1/1/2484", date(1941, 1, 1)),
    ],
)
def test_years_before_2484_began_in_april(typed, day):
    assert parse_date(typed, today=TODAY, window=births(TODAY)) == day
    assert show_date(day, style="numeric", language="th") == typed


def test_january_of_2483_never_was():
    read = read_date("15/1/2483", today=TODAY, window=births(TODAY))

    assert (read.value, read.reason) == (date(1941, 1, 15), "no_such_months")


def test_nobody_joins_tomorrow_or_before_the_group_began():
    since = date(2001, 1, 1)

    for typed in ("22/11/2569", "31/12/2543"):
        with pytest.raises(NotADate) as refusal:
            parse_date(typed, today=TODAY, window=joinings(TODAY, since=since))
        assert refusal.value.reason == "outside"
    assert parse_date("21/11/2569", today=TODAY, window=joinings(TODAY, since=since)) == TODAY


def test_parse_date_refuses_what_is_doubtful_with_the_question():
    with pytest.raises(NotADate) as refusal:
        parse_date("15/2/2026", today=TODAY)

    assert refusal.value.reason == "ce_year"
    assert "2026-02-15" in str(refusal.value)


def test_every_day_of_three_centuries_is_read_as_it_is_shown():
    day, last = date(1858, 4, 1), date(2157, 12, 31)
    styles = ("long", "numeric")
    while day <= last:
        shown = show_date(day, style=styles[day.day % 2], language="th")
        assert read_date(shown, today=TODAY, window=EVER).value == day, shown
        day += timedelta(days=1)


@settings(max_examples=2_000, deadline=None)
@given(st.dates(date(1858, 4, 1), date(2157, 12, 31)), st.sampled_from(["long", "numeric", "short"]))
def test_dates_in_english_and_thai_digits_are_read_as_shown(day, style):
    english = show_date(day, style=style, language="en")
    assert read_date(english, today=TODAY, window=EVER).value == day
    if style != "short":
        thai = show_date(day, style=style, digits="thai", language="th")
        assert read_date(thai, today=TODAY, window=EVER).value == day


@settings(max_examples=5_000, deadline=None)
@given(st.text(alphabet="0123456789๐๒๕/-. กพมค.ศTZ:", max_size=14))
def test_read_date_gives_a_date_in_the_window_or_refuses(typed):
    try:
        read = read_date(typed, today=TODAY)
    except NotADate as refusal:
        assert refusal.reason and str(refusal)
    else:
        assert date(1997, 1, 1) <= read.value <= date(2027, 11, 22)


@pytest.mark.parametrize(
    ("style", "digits", "language", "shown"),
    [
        ("long", "arabic", "th", "15 กุมภาพันธ์ 2569"),
        ("long", "thai", "th", "๑๕ กุมภาพันธ์ ๒๕๖๙"),
        ("short", "arabic", "th", "15 ก.พ. 69"),
        ("numeric", "arabic", "th", "15/2/2569"),
        ("long", "arabic", "en", "15 February 2026"),
        ("short", "thai", "en", "15 Feb 2026"),
        ("numeric", "arabic", "en", "2026-02-15"),
    ],
)
def test_show_date(style, digits, language, shown):
    assert show_date(FEBRUARY_15, style=style, digits=digits, language=language) == shown


def test_show_month():
    october = date(2026, 10, 1)

    assert show_month(october, language="th") == "ตุลาคม 2569"
    assert show_month(october, style="short", language="th") == "ต.ค. 69"
    assert show_month(october, style="numeric", language="th") == "10/2569"
    assert show_month(october, digits="thai", language="th") == "ตุลาคม ๒๕๖๙"
    assert show_month(october, language="en") == "October 2026"


def test_be_year():
    assert be_year(TODAY) == 2569
    assert show_be_year(TODAY, digits="thai") == "๒๕๖๙"


@pytest.mark.parametrize("typed", ["2026-10", "10/2569", "ตุลาคม 2569", "ต.ค. 69", "๑๐/๒๕๖๙"])
def test_parse_month(typed):
    assert parse_month(typed, today=TODAY) == date(2026, 10, 1)


def test_months_are_counted_over_the_turn_of_the_year():
    november = month_of(TODAY)

    assert november == date(2026, 11, 1)
    assert next_month(november, by=2) == date(2027, 1, 1)
    assert next_month(november, by=-11) == date(2025, 12, 1)
    assert months_between(date(2025, 12, 31), TODAY) == 11
    assert list(month_range(date(2026, 11, 30), date(2027, 1, 1))) == [
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
    ]
    assert list(month_range(TODAY, date(2026, 10, 1))) == []
    assert last_day(date(2024, 2, 1)) == date(2024, 2, 29)
