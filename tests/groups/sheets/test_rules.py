from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.sheets import rules
from groups.sheets.models import RowState

BAHT = st.decimals("0", "9999.99", places=2)


@pytest.mark.parametrize(
    ("amounts", "dues", "mark", "state"),
    [
        ({}, {"satja": D(100)}, "", "blank"),
        ({}, {}, "", "blank"),
        ({"satja": D(100)}, {"satja": D(100)}, "", "paid"),
        ({"satja": D(150), "special": D(20)}, {"satja": D(100)}, "", "paid"),
        ({"satja": D(0)}, {}, "", "paid"),
        ({"satja": D(0)}, {"satja": D(100)}, "", "part"),
        ({"satja": D("99.99")}, {"satja": D(100)}, "", "part"),
        ({"satja": D(120)}, {"satja": D(100), "fine": D(10)}, "", "part"),
        ({}, {"satja": D(100)}, "absent", "absent"),
        ({}, {"satja": D(100)}, "excused", "excused"),
        ({"satja": D(1)}, {"satja": D(100)}, "absent", "part"),
    ],
)
def test_state_of_a_row(amounts, dues, mark, state):
    assert rules.state_of(amounts, dues=dues, mark=mark) == state


def test_states_are_those_the_rows_keep():
    assert set(RowState.values) == {rules.BLANK, rules.PAID, rules.PART, rules.ABSENT, rules.EXCUSED}


def test_as_due_of_who_owes_nothing_is_an_answer_and_not_a_blank():
    assert rules.as_due({}, columns=["satja", "special"]) == {"satja": D(0)}
    assert rules.as_due({"fine": D(10)}, columns=["satja", "fine"]) == {"fine": D(10)}


@given(BAHT, st.dictionaries(st.sampled_from("abcd"), BAHT), st.permutations("abcd"))
def test_allocate_loses_nothing_and_never_pays_more_than_is_due(total, dues, order):
    spread = rules.allocate(total, dues=dues, order=order)

    assert sum(spread.amounts.values(), D(0)) + spread.left_over == total
    assert all(0 < amount <= dues[column] for column, amount in spread.amounts.items())
    unpaid = [column for column in order if spread.amounts.get(column, 0) < dues.get(column, 0)]
    assert not unpaid or not spread.left_over
    assert all(column not in spread.amounts for column in unpaid[1:])


def test_cash_of_counts_every_note_and_coin():
    assert rules.cash_of(dict.fromkeys(rules.NOTES_AND_COINS, 1)) == D("1688.75")


@pytest.mark.parametrize("counted", [{D(200): 1}, {D(100): -1}])
def test_cash_of_refuses_what_is_no_count(counted):
    with pytest.raises(ValueError):
        rules.cash_of(counted)


@pytest.mark.parametrize(
    ("payers", "wrong"),
    [
        ({1: None, 2: 1, 3: 1}, set()),
        ({1: None, 2: 9}, {2}),
        ({1: 2, 2: 3, 3: None}, {1}),
        ({1: 2, 2: 1}, {1, 2}),
    ],
)
def test_wrong_envelopes(payers, wrong):
    assert rules.wrong_envelopes(payers) == wrong


def test_seen_tells_a_touched_row_from_an_untouched_one():
    drawn = rules.seen(3, mark="", amounts={"satja": D("100.00")}, payer=None)

    assert drawn == rules.seen(3, mark="", amounts={"satja": D("100.00")}, payer=None)
    assert drawn.startswith("3.")
    assert drawn != rules.seen(3, mark="", amounts={"satja": D("100.50")}, payer=None)
    assert drawn != rules.seen(3, mark="", amounts={"satja": D("100.00")}, payer=2)


def test_what_is_short_and_what_is_over_is_told_by_column():
    amounts, dues = {"satja": D(70), "loan": D(200), "fine": D(10)}, {"satja": D(100), "loan": D(150), "fine": D(10)}

    assert rules.apart(amounts, dues=dues, columns=["satja", "fine", "loan"]) == {"satja": D(-30), "loan": D(50)}


@pytest.mark.parametrize(("total", "rest"), [("4118.02", "0.98"), ("4118.25", "0"), ("4118", "0")])
def test_only_sums_that_no_coins_make_are_brought_to_whole_baht(total, rest):
    assert rules.to_whole_baht(D(total)) == D(rest)
