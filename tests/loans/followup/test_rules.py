"""The ladder, the hours of the law, the limits and the promises, by table."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from loans.followup.rules import contact, ladder, letters, limits, outcome, promises
from loans.followup.rules.contact import Doer
from loans.followup.rules.days import holiday, is_day_off
from loans.followup.rules.ladder import Side

DUE = date(2026, 1, 31)

TUESDAY, SATURDAY = date(2026, 11, 24), date(2026, 11, 21)
SONGKRAN = date(2026, 4, 14)


@pytest.mark.parametrize(
    ("step", "day"),
    [
        ("remind", date(2026, 1, 28)),
        ("call", date(2026, 2, 1)),
        ("visit", date(2026, 2, 28)),
        ("letter_1", date(2026, 3, 7)),
        ("letter_2", date(2026, 3, 31)),
        ("guarantors", date(2026, 4, 30)),
        ("network", date(2026, 5, 31)),
        ("mediation", date(2026, 7, 31)),
        ("suit_notice", date(2026, 10, 31)),
        ("hand_over", date(2026, 11, 30)),
        ("court", date(2027, 1, 31)),
        ("write_off", None),
    ],
)
def test_a_step_has_its_usual_day(step, day):
    assert ladder.RUNGS[step].due(DUE) == day


def test_the_ladder_rises_by_days():
    days = [rung.due(DUE) for rung in ladder.RUNGS.values() if rung.due(DUE)]

    assert days == sorted(days)
    assert all(rung.sides for rung in ladder.RUNGS.values())


@pytest.mark.parametrize(
    ("step", "on", "following"),
    [
        ("opened", date(2026, 2, 1), ("call", date(2026, 2, 1))),
        ("call", date(2026, 2, 1), ("visit", date(2026, 2, 28))),
        ("visit", date(2026, 2, 20), ("letter_1", date(2026, 3, 7))),
        ("letter_1", date(2026, 6, 1), ("letter_2", date(2026, 6, 15))),
        ("suit_notice", date(2026, 11, 20), ("hand_over", date(2026, 12, 20))),
        ("court", date(2027, 2, 1), ("write_off", None)),
        ("write_off", date(2027, 3, 1), ("", None)),
    ],
)
def test_the_next_step_never_comes_before_people_had_time(step, on, following):
    assert ladder.usual_next(step, unpaid_since=DUE, on=on) == following


@pytest.mark.parametrize(
    ("step", "done", "on", "allowed"),
    [
        ("visit", [], date(2026, 2, 2), True),
        ("letter_2", [("call", date(2026, 2, 1))], date(2026, 4, 1), False),
        ("letter_2", [("letter_1", date(2026, 3, 7))], date(2026, 4, 1), True),
        ("suit_notice", [("letter_1", date(2026, 3, 7))], date(2026, 11, 1), False),
        ("hand_over", [("suit_notice", date(2026, 11, 1))], date(2026, 11, 30), False),
        ("hand_over", [("suit_notice", date(2026, 11, 1))], date(2026, 12, 1), True),
        ("court", [("suit_notice", date(2026, 11, 1))], date(2027, 3, 1), False),
    ],
)
def test_a_step_waits_for_what_comes_before(step, done, on, allowed):
    assert (ladder.not_yet(step, done=done, on=on) is None) == allowed


@pytest.mark.parametrize(
    ("day", "hour", "allowed"),
    [  # the first four: domain, E9
        (TUESDAY, time(19, 59), True),
        (TUESDAY, time(20, 1), False),
        (SATURDAY, time(17, 30), True),
        (SATURDAY, time(18, 30), False),
        (TUESDAY, time(7, 59), False),
        (TUESDAY, time(8, 0), True),
        (TUESDAY, time(20, 0), True),
        (SONGKRAN, time(17, 59), True),
        (SONGKRAN, time(18, 1), False),
        (date(2026, 5, 13), time(19, 0), False),  # the ploughing ceremony: a holiday of the state only
    ],
)
def test_the_hours_of_the_law(day, hour, allowed):
    assert (contact.outside_hours(day, hour) is None) == allowed


def test_a_refused_hour_says_when_it_may_be():
    assert "22 พฤศจิกายน 2569" in str(contact.outside_hours(SATURDAY, time(18, 30)))
    assert "18.00" in str(contact.outside_hours(SATURDAY, time(18, 30)))
    assert "24 พฤศจิกายน 2569" in str(contact.outside_hours(TUESDAY, time(6, 0)))


def test_the_calendar_knows_thai_holidays():
    assert holiday(SONGKRAN) == "วันสงกรานต์"
    assert is_day_off(date(2026, 6, 1))  # in place of Visakha, which fell on a Sunday
    assert not is_day_off(TUESDAY)


def test_a_moment_ahead_has_not_happened_yet():
    now = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # ten o'clock in Thailand

    assert contact.not_happened_yet(TUESDAY, time(10, 1), now=now)
    assert not contact.not_happened_yet(TUESDAY, time(9, 59), now=now)


def test_the_next_free_day_passes_over_days_somebody_was_asked():
    assert contact.next_free_day(TUESDAY, asked_on=[TUESDAY, date(2026, 11, 25)]) == date(2026, 11, 26)


GROUP, NETWORK = frozenset({Side.GROUP}), frozenset({Side.NETWORK, Side.LEGAL})


@pytest.mark.parametrize(
    ("doer", "step", "allowed"),
    [
        (Doer(sides=GROUP), "", True),
        (Doer(sides=GROUP), "visit", True),
        (Doer(sides=GROUP, public_post="headman"), "", False),
        (Doer(sides=GROUP, public_post="kamnan"), "visit", False),
        (Doer(sides=NETWORK, public_post="state_officer"), "network", False),
        (Doer(sides=GROUP, is_borrower=True), "", False),
        (Doer(sides=GROUP, is_guarantor=True), "", False),
        (Doer(sides=frozenset()), "", False),
        (Doer(sides=NETWORK), "visit", False),
        (Doer(sides=NETWORK), "network", True),
        (Doer(sides=GROUP), "court", False),
        (Doer(sides=NETWORK), "court", True),
    ],
)
def test_who_may_own_a_step(doer, step, allowed):
    assert (contact.why_not(doer, step=step) is None) == allowed


def test_guarantors_are_told_within_sixty_days():
    assert limits.guarantor_notice_by(date(2026, 3, 1)) == date(2026, 4, 30)  # domain, E9


def test_years_of_limitation_and_their_alerts():
    found = {limit.kind: limit for limit in limits.limits(date(2026, 3, 1), guarantors_to_tell=True)}

    assert (found["interest"].alert_on, found["interest"].last_on) == (date(2030, 9, 1), date(2031, 3, 1))
    assert (found["principal"].alert_on, found["principal"].last_on) == (date(2035, 9, 1), date(2036, 3, 1))
    assert found["guarantors"].last_on == date(2026, 4, 30)
    assert found["guarantors"].is_near(date(2026, 3, 2))
    assert not found["interest"].is_near(date(2030, 8, 31))


def test_a_part_payment_starts_the_years_anew_but_one_before_the_default_does_not():
    owned_up = [date(2026, 2, 1), date(2027, 7, 15)]

    found = {limit.kind: limit for limit in limits.limits(date(2026, 3, 1), owned_up_on=owned_up)}

    assert found["interest"].last_on == date(2032, 7, 15)
    assert found["principal"].last_on == date(2037, 7, 15)


def test_after_a_death_the_year_of_the_estate_comes_first():
    found = limits.limits(date(2026, 3, 1), died_on=date(2026, 8, 31))

    assert found[0].kind == "estate"
    assert (found[0].alert_on, found[0].last_on) == (date(2027, 6, 30), date(2027, 8, 31))


def promised(made, due, amount):
    return promises.Promised(date(2026, 6, made), date(2026, 6, due), Decimal(amount))


def judged(given, paid, *, on):
    payments = [(date(2026, 6, day), Decimal(baht)) for day, baht in paid]
    return promises.judged(given, payments=payments, on=date(2026, 6, on))


@pytest.mark.parametrize(
    ("paid", "on", "state"),
    [
        ([(10, "500")], 10, "kept"),
        ([(5, "200"), (10, "300")], 30, "kept"),
        ([(11, "500")], 30, "broken"),
        ([(10, "499.99")], 11, "broken"),
        ([], 10, "waiting"),
        ([(1, "500")], 11, "broken"),  # paid before it was promised
    ],
)
def test_a_promise_is_kept_by_what_is_paid_in_its_days(paid, on, state):
    assert judged([promised(2, 10, "500.00")], paid, on=on) == [state]


def test_a_baht_keeps_one_promise_only():
    two = [promised(2, 20, "500.00"), promised(2, 10, "500.00")]

    assert judged(two, [(9, "500")], on=21) == ["broken", "kept"]
    assert judged(two, [(9, "500"), (19, "500")], on=21) == ["kept", "kept"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ""),
        ({"days_late": 0}, "cured"),
        ({"loan_state": "settled"}, "settled"),
        ({"loan_state": "settled", "steps": ["call", "hand_over"]}, "law_then_paid"),
        ({"days_late": 0, "steps": ["suit_notice"]}, "law_then_paid"),
        ({"days_late": 0, "restructured_on": date(2026, 5, 1)}, "restructured"),
        ({"days_late": 0, "restructured_on": date(2025, 5, 1)}, "cured"),
        ({"loan_state": "charged_off", "days_late": 0}, ""),
        ({"loan_state": "written_off"}, "written_off"),
    ],
)
def test_what_became_of_a_case(facts, expected):
    usual = {"loan_state": "running", "days_late": 40, "steps": [], "restructured_on": None}

    assert outcome.outcome_of(**{**usual, **facts}, opened_on=date(2026, 3, 1)) == expected


def test_a_case_code_stays_short():
    assert outcome.case_code("KD01", loan_number=12, serial=1) == "KD01-L12-1"
    assert len(outcome.case_code("A" * 20, loan_number=123456, serial=12)) == 20


def test_no_letter_holds_a_word_that_threatens():
    from django.utils import translation

    with translation.override("th"):
        for kind in letters.LETTERS.values():
            text = " ".join(str(part) for part in (kind.title, kind.subject, *kind.before, *kind.after))
            assert letters.forbidden_in(text) == [], kind.key


@pytest.mark.parametrize("typed", ["ถ้าไม่จ่ายจะแจ้งตำ รวจ", "จะยึดทรัพย์", "จะนำชื่อไปติดประกาศ", "ขึ้นศาลแน่"])
def test_words_that_threaten_are_found(typed):
    assert letters.forbidden_in(typed)
