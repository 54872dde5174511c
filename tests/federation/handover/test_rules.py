from datetime import date
from decimal import Decimal

import pytest

from federation.handover.rules import (
    FIGURES,
    Heads,
    State,
    added_up,
    differences,
    due_on,
    identity_problems,
    may_follow,
)

WHOLE = Heads(
    members_opening=20,
    members_new=2,
    members_resigned=1,
    members_expelled=0,
    members_died=1,
    members_closing=20,
    satja_opening=Decimal("1000.00"),
    satja_in=Decimal("200.00"),
    satja_out=Decimal("50.00"),
    satja_closing=Decimal("1150.00"),
    cash_opening=Decimal("10.00"),
    cash_in=Decimal("200.25"),
    cash_out=Decimal("50.00"),
    cash_closing=Decimal("160.25"),
    problems="ฝนตกหนัก",
)


def test_heads_are_stored_and_read_again_as_they_were():
    assert Heads.from_data(WHOLE.to_data()) == WHOLE
    assert WHOLE.to_data()["satja_closing"] == "m1150.00"
    assert "bank_closing" not in WHOLE.to_data()
    assert Heads.from_data({}) == Heads()


def test_a_figure_of_a_later_program_is_passed_over():
    assert Heads.from_data({"water_sold": "m12.00", "members_new": 2}) == Heads(members_new=2)


def test_nothing_known_is_not_nought():
    heads = Heads.from_data({"satja_in": "m0.00"})

    assert (heads.satja_in, heads.satja_out) == (Decimal("0.00"), None)
    assert heads.is_known and not Heads(problems="คำ").is_known
    assert Heads(cash_closing=Decimal("5.00")).money is None


def test_what_ties_has_no_problem_and_unknown_is_not_judged():
    assert identity_problems(WHOLE) == []
    assert identity_problems(Heads(members_opening=5, members_closing=99)) == []


@pytest.mark.parametrize(
    ("changed", "figure", "words"),
    [
        ({"members_closing": 21}, "members_closing", "20"),
        ({"satja_closing": Decimal("1150.01")}, "satja_closing", "1,150.00"),
        ({"cash_in": Decimal("200.26")}, "cash_closing", "160.26"),
    ],
)
def test_what_does_not_tie_is_named_with_both_figures(changed, figure, words):
    heads = Heads(**{f.key: getattr(WHOLE, f.key) for f in FIGURES} | changed)

    [(key, sentence)] = identity_problems(heads)

    assert key == figure
    assert words in str(sentence)


def test_loans_tie_with_what_else_moved_them_or_without_it_on_a_paper():
    figures = {"loans_opening": Decimal(100), "loans_paid_out": Decimal(50), "loans_repaid": Decimal(30)}

    assert identity_problems(Heads(**figures, loans_closing=Decimal(120))) == []
    assert identity_problems(Heads(**figures, loans_closing=Decimal(110), loans_otherwise=Decimal(-10))) == []
    assert len(identity_problems(Heads(**figures, loans_closing=Decimal(110)))) == 1


def test_sums_count_who_did_not_know():
    total, unknown = added_up([WHOLE, Heads(members_new=3), Heads()])

    assert (total.members_new, total.satja_closing, total.bank_closing) == (5, Decimal("1150.00"), None)
    assert (unknown["members_new"], unknown["satja_closing"], unknown["bank_closing"]) == (1, 2, 3)


def test_differences_name_the_figure_and_both_values():
    [(figure, then, now)] = differences(WHOLE, Heads.from_data(WHOLE.to_data() | {"satja_in": "m201.00"}))

    assert (figure.key, then, now) == ("satja_in", Decimal("200.00"), Decimal("201.00"))


def test_it_is_due_the_day_before_the_networks_next_meeting():
    assert due_on(date(2026, 1, 1), meeting_day=16) == date(2026, 2, 15)
    assert due_on(date(2026, 1, 1), meeting_day=31) == date(2026, 2, 27)
    assert due_on(date(2026, 12, 1), meeting_day=1) == date(2026, 12, 31)


def test_what_may_follow_what():
    assert may_follow(State.DRAFT, State.SENT) and may_follow(State.RETURNED, State.SENT)
    assert not may_follow(State.CHECKED, State.SENT) and not may_follow(State.SENT, State.ACCEPTED)
    assert not may_follow(State.DRAFT, State.RETURNED) and not may_follow(State.PAPER, State.SENT)
