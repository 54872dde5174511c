from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import transaction

from federation.ledger.queries import trial_balance
from federation.ledger.series import series
from federation.organisations.models import Organisation
from federation.ratios.queries import accounts_of, gather, month_ends, ratio_of, ratios_of, six, together
from federation.ratios.queries.gathered import NO_BOOKS, NO_SHEET, NO_YEAR, NOT_DETAILED, NOT_KEPT, year_before
from federation.ratios.rules import RATIOS, Unit
from groups.sheets.steps import RowIn, book_sheet_step
from tests import builders
from tests.federation.ratios import worlds
from tests.federation.ratios.worlds import ON, OPENED

pytestmark = pytest.mark.django_db

# Worked by hand from the world's figures; None is "not enough data".
BY_HAND = {
    "p1": None,
    "p2": "8.33",
    "p3": "0.00",
    "p4": "0.00",
    "p5": None,
    "p6": "196.67",
    "e1": "24.72",
    "e2": "11.24",
    "e3": "0.00",
    "e4": "0.00",
    "e5": "6.74",
    "e6": "0.00",
    "e7": "40.45",
    "e8": "52.81",
    "e9": "45.62",
    "a1": "100.00",
    "a2": "64.04",
    "a3": "71.23",
    "r1": "10.91",
    "r2": "0.00",
    "r3": None,
    "r4": None,
    "r5": "0.00",
    "r6": None,
    "r7": None,
    "r8": "1.83",
    "r9": "0.31",
    "r10": "3.05",
    "r11": "0.00",
    "r12": "-1.53",
    "l1": "1050.00",
    "l2": "0.00",
    "l3": "59.55",
    "s1": None,
    "s2": "66.67",
    "s3": None,
    "s4": None,
    "s5": "200.00",
    "s6": None,
    "s7": "125.00",
    "s8": "95.83",
    "s9": "69.17",
    "s10": "33.33",
    "s11": "111.90",
    "members": "4",
    "savings": "21000.00",
    "savings_each": "5250.00",
    "utilisation": "27.59",
    "late": "100.00",
    "par_30": "100.00",
    "with_loan": "25.00",
    "assets": "44500.00",
    "equity": "44500.00",
    "profit": "-500.00",
    "return_savings": "-2.38",
    "return_savings_year": "-15.48",
    "return_assets_year": "-7.30",
    "growth_members": "33.33",
    "attendance": None,
}


@pytest.fixture
def group():
    made, _members, _loan = worlds.group()
    return Organisation.objects.select_related("book", "keeper").get(pk=made.pk)


def values(ratios):
    return {ratio.key: ratio.value for ratio in ratios}


def test_ratios_of_real_books_are_what_a_pencil_makes_of_them(group):
    found = values(ratios_of(group, on=ON))

    assert {key: found[key] for key in BY_HAND} == {k: v and Decimal(v) for k, v in BY_HAND.items()}


def test_every_ratio_works_out_again_from_the_figures_shown_with_it(group):
    worked_out = 0
    for ratio in ratios_of(group, on=ON):
        if ratio.exact is None:
            assert ratio.missing or ratio.over_nothing
            continue
        top = sum(one.times[0] * Fraction(one.amount) for one in ratio.inputs)
        bottom = sum(one.times[1] * Fraction(one.amount) for one in ratio.inputs) if ratio.definition.bottom else 1
        weeks = next((one.amount for one in ratio.inputs if one.key == "weeks"), 52)
        factor = Fraction(52, weeks) * (100 if ratio.definition.unit == Unit.PERCENT else 1)
        assert top / bottom * factor == ratio.exact
        worked_out += 1
    assert worked_out > 45


def test_profit_is_income_less_expenses_of_the_year_so_far(group):
    rows = trial_balance(group.book, on=ON)
    made = -sum(row.closing for row in rows if row.account.kind in ("income", "expense"))

    assert values(ratios_of(group, on=ON))["profit"] == made == Decimal("-500.00")


def test_accounts_behind_a_figure_add_up_to_it(group):
    gathered = gather([group], days=[ON])
    of = together(gathered, [group], on=ON)

    for definition in RATIOS.values():
        ratio = ratio_of(definition, of)
        parts = accounts_of(ratio, gathered, group)
        for one in ratio.inputs:
            if one.key in parts:
                assert sum(part.amount for part in parts[one.key]) == one.amount, one.key


def test_accounts_lead_to_their_lines_up_to_the_day_of_the_figure(group):
    gathered = gather([group], days=[ON])
    ratio = ratio_of(RATIOS["s5"], together(gathered, [group], on=ON))

    found = accounts_of(ratio, gathered, group)

    (now,), (then,) = found["deposits"], found["deposits_then"]
    assert now.link.url.endswith("/books/accounts/21020/?since=2026-01-01&until=2026-02-28")
    assert then.link.url.endswith("until=2025-02-28")
    assert (now.amount, then.amount) == (Decimal("3000.00"), Decimal("1000.00"))


def why(group, on, name):
    return gather([group], days=[on]).known(group, on).why.get(name)


def test_months_before_the_books_opened_are_not_enough_data(group):
    found = ratios_of(group, on=date(2024, 12, 31))

    assert {ratio.value for ratio in found} == {None}
    assert why(group, date(2024, 12, 31), "loans") is NO_BOOKS


def test_a_year_that_is_not_full_has_no_growth_and_no_returns(group):
    found = values(ratios_of(group, on=date(2025, 12, 31)))

    assert {key: found[key] for key in ("s11", "r1", "s10", "p4")} == dict.fromkeys(("s11", "r1", "s10", "p4"))
    assert found["e7"] is not None
    assert why(group, date(2025, 12, 31), "assets_then") is NO_YEAR
    assert why(group, date(2025, 12, 31), "members_then") is NO_YEAR


def test_loans_without_their_contracts_leave_lateness_unknown(group):
    worlds.entry(group, date(2026, 2, 10), "500", dr="13090", cr="33010", kind="opening")

    assert why(group, ON, "late") is NOT_DETAILED
    assert values(ratios_of(group, on=ON))["late"] is None
    assert values(ratios_of(group, on=ON))["loans"] == Decimal("12500.00")


def test_what_the_books_do_not_tell_apart_says_so(group):
    assert why(group, ON, "dividends") is NOT_KEPT
    assert why(group, ON, "attending") is NO_SHEET


def test_a_day_within_the_month_leaves_out_what_came_after_it(group):
    assert values(ratios_of(group, on=date(2026, 1, 5)))["e2"] == Decimal("6.67")  # 3,000 of 45,000


def test_attendance_and_promise_come_from_the_last_posted_sheet(group):
    one, two, three, four = group.memberships.order_by("number")
    hundred, fifty = {"satja": Decimal("100")}, {"satja": Decimal("50")}
    rows = [
        RowIn(one, hundred, "paid", dues=hundred),
        RowIn(two, hundred, "paid", payer=one.pk, dues=hundred),
        RowIn(three, fifty, "part", dues=hundred),
        RowIn(four, {}, "absent", dues=hundred),
    ]
    with transaction.atomic():
        book_sheet_step(group, meeting_on=date(2026, 2, 5), rows=rows, by=builders.user(), at=builders.at_noon(ON))

    known = gather([group], days=[date(2026, 2, 4), ON])
    found = known.known(group, ON).amounts
    assert [found[key] for key in ("attending", "kept", "promised")] == [2, 2, 4]
    assert known.known(group, date(2026, 2, 4)).why["kept"] is NO_SHEET
    assert values(ratios_of(group, on=ON))["attendance"] == Decimal("50.00")


def test_year_before_keeps_the_end_of_a_month():
    assert year_before(date(2025, 2, 28)) == date(2024, 2, 29)
    assert year_before(date(2026, 2, 28)) == date(2025, 2, 28)
    assert year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert year_before(date(2026, 3, 5)) == date(2025, 3, 5)


def test_six_figures_of_the_first_page_come_with_their_year(group):
    found = six(group, on=ON)

    assert [ratio.key for ratio in found] == ["members", "savings", "loans", "utilisation", "par_30", "promise_kept"]
    assert [value for _day, value in found[1].history] == [
        *([Decimal("9000.00")] * 3),
        *([Decimal("19000.00")] * 7),
        *([Decimal("21000.00")] * 2),
    ]


def test_figures_of_many_groups_over_two_years_cost_nine_queries(django_assert_num_queries):
    network = builders.network(books_from=OPENED)
    groups = [worlds.group(network)[0] for _ in range(3)]
    days = month_ends(ON, count=24)

    with django_assert_num_queries(9):
        gathered = gather(groups, days=days)
        known = [gathered.known(group, day) for group in groups for day in days]
    assert len(known) == 72


def test_several_groups_together_are_their_sums_and_say_who_is_left_out():
    network = builders.network(books_from=OPENED)
    one, _members, _loan = worlds.group(network)
    young = builders.group(network, books_from=date(2026, 2, 1))
    of = together(gather([one, young], days=[ON]), [one, young], on=ON)

    savings, growth = ratio_of(RATIOS["savings_each"], of), ratio_of(RATIOS["s11"], of)

    assert (savings.of, savings.left_out, savings.value) == ([one, young], [], Decimal("5250.00"))
    assert (growth.of, growth.left_out, growth.value) == ([one], [young], Decimal("111.90"))


@pytest.mark.parametrize("on", [OPENED, date(2025, 6, 4), date(2025, 7, 5), date(2025, 12, 31), date(2026, 2, 5), ON])
def test_balances_of_many_days_are_the_trial_balance_of_each(group, on):
    key = (group.network_key, group.book_id)
    found = series([key], days=[OPENED, date(2025, 6, 4), date(2025, 7, 5), date(2025, 12, 31), date(2026, 2, 5), ON])

    by_code = {code: balance for (code, _fund), balance in found.at(group.book_id, on).items() if balance}
    assert by_code == {row.account.code: row.closing for row in trial_balance(group.book, on=on) if row.closing}


def test_balances_brought_forward_are_told_apart_from_what_was_earned(group):
    found = series([(group.network_key, group.book_id)], days=[date(2025, 6, 30), date(2025, 7, 31)])

    brought = found.brought_between(group.book_id, date(2025, 6, 30), date(2025, 7, 31))
    assert {code: amount for (code, _fund), amount in brought.items()} == {
        "11010": Decimal("12000.00"),
        "33010": Decimal("-12000.00"),
    }
