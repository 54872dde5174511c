import random
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from federation.consolidation.queries import (
    PairDisagrees,
    consolidated,
    own_and_outside,
    position,
    together_with_below,
)
from federation.kit.dates import last_day
from federation.ledger import chart
from federation.ledger.books import account
from federation.ledger.queries import balance
from federation.organisations.twins import between_accounts
from tests import builders
from tests.federation.consolidation import worlds
from tests.federation.consolidation.worlds import DAY, JANUARY_END
from tests.federation.proof.faults import past_the_guards

pytestmark = pytest.mark.django_db


def columns(of):
    return {row.code: (row.sum, row.eliminated, row.net) for row in of.rows if row.now}


def money(*baht):
    return tuple(Decimal(amount).quantize(Decimal("0.01")) for amount in baht)


def test_case_26_comes_out_cell_by_cell():
    case = worlds.case_26()

    of = consolidated([case.network, case.a], on=JANUARY_END)

    assert columns(of) == {
        "11010": money(73_000, 0, 73_000),
        "13010": money(130_000, 0, 130_000),
        "13040": money(100_000, 100_000, 0),
        "17040": money(9_000, 9_000, 0),
        "24020": money(100_000, 100_000, 0),
        "31010": money(59_000, 0, 59_000),
        "31030": money(153_000, 9_000, 144_000),
    }
    stands = position(of)
    assert tuple(stands.assets.columns) == money(312_000, 109_000, 203_000)
    assert tuple(stands.liabilities.columns) == money(100_000, 100_000, 0)
    assert tuple(stands.capital.columns) == money(212_000, 9_000, 203_000)
    assert tuple(stands.difference.columns) == money(0, 0, 0)


def test_case_26_names_what_was_taken_out_and_what_stays_with_those_outside():
    case = worlds.case_26()

    of = consolidated([case.network, case.a], on=JANUARY_END)

    assert [(p.above.code, p.upper.code, p.below.code, p.lower.code, p.amount) for p in of.pairs] == [
        ("NET", "13040.2569-1", "A", "24020.NET.2569-1", Decimal("100000.00")),
        ("NET", "31030.00001", "A", "17040.NET.00001", Decimal("9000.00")),
    ]
    assert [(o.organisation.code, o.side.code, o.other.code, o.amount) for o in of.outside] == [
        ("NET", "31030.00002", "B", Decimal("144000.00"))
    ]


def test_each_organisation_brings_its_own_figures_to_a_row():
    case = worlds.case_26()

    parts = consolidated([case.network, case.a], on=JANUARY_END).row("11010").parts

    assert parts[case.network.pk].now.sum == Decimal("53000.00")
    assert parts[case.a.pk].now.sum == Decimal("20000.00")


def test_interest_between_two_is_taken_out_of_income_and_expenses():
    case = worlds.case_26()
    worlds.between(case.members[case.a], chart.GROUP_INTEREST, "1000.00", on=date(2026, 2, 5))

    of = consolidated([case.network, case.a], on=date(2026, 2, 28))

    assert tuple(of.row("41040").in_year.columns) == money(1_000, 1_000, 0)
    assert tuple(of.row("55060").in_year.columns) == money(1_000, 1_000, 0)
    assert tuple(position(of).surplus_of_year.columns) == money(0, 0, 0)


def test_surplus_before_the_business_year_stands_apart():
    case = worlds.case_26()
    worlds.between(case.members[case.b], chart.GROUP_INTEREST, "0.50", on=date(2026, 2, 5))
    worlds.between(case.members[case.b], chart.GROUP_INTEREST, "0.25", on=date(2026, 3, 5))

    stands = position(consolidated([case.network], on=date(2026, 3, 31), year_from=date(2026, 3, 1)))

    assert stands.surplus_before.net == Decimal("0.50")
    assert stands.surplus_of_year.net == Decimal("0.25")


def test_the_day_decides_also_within_a_month():
    case = worlds.case_26()
    worlds.between(case.members[case.b], chart.GROUP_SHARES, "-44000.00", on=date(2026, 1, 20))

    assert columns(consolidated([case.network], on=date(2026, 1, 19)))["31030"] == money(153_000, 0, 153_000)
    assert columns(consolidated([case.network], on=date(2026, 1, 20)))["31030"] == money(109_000, 0, 109_000)


def test_who_is_below_twice_counts_once_and_a_group_on_paper_is_named_as_not_inside():
    top, memberships = worlds.province()
    paper = builders.group(memberships[0].member_organisation, code="PAPER")
    paper.book = None
    paper.save(update_fields=["book"])
    for organisation in {m.organisation for m in memberships} | {m.member_organisation for m in memberships}:
        builders.cash(organisation, "10.00", on=DAY)

    of = consolidated(together_with_below(top, on=DAY), on=JANUARY_END)

    assert [one.code for one in of.inside] == ["PROV", "NET1", "NET1-G1", "NET1-G2", "NET2", "NET2-G1", "NET2-G2"]
    assert [one.code for one in of.on_paper] == ["PAPER"]
    assert of.row("11010").net == Decimal("70.00")


CAN_FALL = {chart.GROUP_SHARES, chart.SATJA, chart.SPECIAL_SAVINGS, chart.GROUP_LOANS}


def pairs_of(memberships):
    """Return {upper: its accounts that have a twin}: of every control, and one loan to each member."""
    found = {}
    for m in memberships:
        accounts = found.setdefault(m.organisation, [])
        accounts.append(worlds.tie_loan(m.organisation, m.member_organisation, code=f"L{m.number}"))
        for control in chart.MEMBER_TWINS:
            accounts += between_accounts([m.number], book=m.organisation.book, control=control).values()
    return found


def random_acts(memberships, *, times, seed, at_once=5):
    """Let so many acts pass between organisations on random days; return what must stand on each pair."""
    dice, stands, accounts = random.Random(seed), {}, pairs_of(memberships)
    uppers = sorted(accounts, key=lambda one: one.code)
    for _entry in range(times // at_once):
        upper, acts = dice.choice(uppers), []
        for one in dice.sample(accounts[upper], at_once):
            key, amount = (upper.code, one.code), Decimal(dice.randint(1, 500_000)).scaleb(-2)
            falls = one.code[:5] in CAN_FALL and stands.get(key, 0) > amount and dice.random() < 0.5
            acts.append((one, -amount if falls else amount))
            stands[key] = stands.get(key, 0) + acts[-1][1]
        worlds.pass_all(upper, acts, on=date(2026, dice.randint(1, 10), dice.randint(5, 28)))
    return stands


def test_after_a_thousand_paired_acts_nothing_is_left_between_them_and_every_level_balances():
    top, memberships = worlds.province()
    for organisation in {m.organisation for m in memberships} | {m.member_organisation for m in memberships}:
        builders.cash(organisation, "9000000.00", on=DAY)
    stands = random_acts(memberships, times=1_000, seed=2569)

    for month in (1, 4, 10):
        on = last_day(date(2026, month, 1))
        for one in {top, *(m.organisation for m in memberships), memberships[1].member_organisation}:
            of = consolidated(together_with_below(one, on=on), on=on)
            assert tuple(position(of).difference.columns) == money(0, 0, 0)
        whole = consolidated(together_with_below(top, on=on), on=on)
        left = {row.code: row.net for row in whole.rows if row.code in chart.BETWEEN or row.code in CAN_FALL}
        assert len(left) > 15
        assert set(left.values()) == {Decimal("0.00")}
        assert whole.outside == []
    assert {(p.above.code, p.upper.code): p.amount for p in whole.pairs} == stands


def tampered(cursor, account, by):
    """Raise one side of a pair where the triggers would have refused it."""
    cursor.execute("UPDATE ledger_line SET balance = balance + %s WHERE account_id = %s", [by, account.pk])


def test_a_pair_that_was_tampered_with_is_named_with_both_accounts_and_both_balances():
    case = worlds.case_26()

    with past_the_guards() as cursor:
        tampered(cursor, case.loan, "-10.00")
        with pytest.raises(PairDisagrees) as refused:
            consolidated([case.network, case.a], on=JANUARY_END)

    assert [str(words) for words in refused.value.problems] == [
        "เครือข่ายเขาดิน มียอด 99,990.00 ในบัญชี 13040.2569-1 แต่ กลุ่มสัจจะบ้านนา มียอด 100,000.00"
        " ในบัญชี 24020.NET.2569-1 ต่างกัน 10.00 บาท"
    ]


def test_an_event_with_only_one_side_is_named():
    case = worlds.case_26()
    posted = worlds.between(case.members[case.a], chart.GROUP_SHARES, "7.00")

    with past_the_guards() as cursor:
        hidden = account(case.a.book, "17010").pk
        moved = "UPDATE ledger_line SET account_id = %s WHERE entry_id = %s AND debit > 0"
        cursor.execute(moved, [hidden, posted.mirrors[0].pk])
        with pytest.raises(PairDisagrees) as refused:
            consolidated([case.network, case.a], on=JANUARY_END)

    [wrong] = refused.value.disagreements
    assert (wrong.pair.upper.code, wrong.pair.lower.code) == ("31030.00001", "17040.NET.00001")
    assert [(e.event, e.above, e.below, e.moved_above) for e in wrong.events] == [
        (posted.entry.event, (posted.entry.number,), (), Decimal("-7.00"))
    ]


def test_a_tie_that_was_cut_on_one_side_is_named():
    case = worlds.case_26()

    with past_the_guards() as cursor:
        cursor.execute("DELETE FROM ledger_twin WHERE other_account_id = %s", [case.loan.pk])
        with pytest.raises(PairDisagrees) as refused:
            consolidated([case.network, case.a], on=JANUARY_END)

    assert [str(words) for words in refused.value.problems] == [
        "เครือข่ายเขาดิน มียอด 100,000.00 ในบัญชี 13040.2569-1 แต่ไม่มีบัญชีของ กลุ่มสัจจะบ้านนา ที่จับคู่กัน"
    ]


def test_a_pair_counts_from_the_day_it_was_tied():
    network, on = builders.network("NET"), date(2026, 2, 10)
    group = builders.group(network, code="G", books_from=date(2026, 2, 1))
    membership = worlds.below(network, group, since=date(2026, 2, 1))
    builders.cash(group, "500.00", on=on)
    worlds.between(membership, chart.GROUP_SHARES, "500.00", on=on)

    assert consolidated([network, group], on=JANUARY_END).pairs == []
    assert [pair.amount for pair in consolidated([network, group], on=on).pairs] == [Decimal("500.00")]


@pytest.mark.parametrize("groups", [1, 17])
def test_the_number_of_queries_does_not_grow_with_the_groups(groups):
    network = builders.network("NET")
    for n in range(groups):
        group = builders.group(network, code=f"G{n}")
        membership = worlds.below(network, group)
        builders.cash(group, "100.00", on=DAY)
        worlds.between(membership, chart.GROUP_SHARES, "60.00")

    with CaptureQueriesContext(connection) as asked:
        of = consolidated(together_with_below(network, on=JANUARY_END), on=JANUARY_END)

    assert len(asked) == 5
    assert of.row("31030").eliminated == Decimal("60.00") * groups


def test_own_and_outside_capital_over_the_months():
    case = worlds.case_26()
    worlds.pass_money(case.network, case.loan, Decimal("-15000.00"), on=date(2026, 3, 5))
    months = [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]

    over = own_and_outside([case.network, case.a], months)

    alone = {one.code: capitals for one, capitals in over.each}
    assert [capital.borrowed for capital in alone["A"]] == list(money(100_000, 100_000, 85_000))
    assert [capital.own for capital in alone["A"]] == list(money(59_000, 59_000, 59_000))
    assert [capital.own for capital in alone["NET"]] == list(money(153_000, 153_000, 153_000))
    assert [capital.own for capital in over.together] == list(money(203_000, 203_000, 203_000))
    assert [capital.borrowed for capital in over.together] == list(money(0, 0, 0))
    assert over.together[-1].of_hundred == list(money(100, 0, 0))
    assert alone["A"][0].of_hundred == list(money("37.11", 0, "62.89"))


def test_own_capital_agrees_with_the_consolidated_position():
    case = worlds.case_26()
    worlds.between(case.members[case.b], chart.GROUP_INTEREST, "0.75", on=DAY)
    builders.cash(case.network, "11.00", on=DAY)

    over = own_and_outside([case.network, case.a], [date(2026, 1, 1)])
    of = consolidated([case.network, case.a], on=JANUARY_END)

    assert over.together[0].own == position(of).capital.net
    assert of.row("11010").net == sum((balance(cash) for cash in _cash_accounts(case)), Decimal("0.00"))


def _cash_accounts(case):
    return [account(organisation.book, chart.CASH) for organisation in (case.network, case.a)]
