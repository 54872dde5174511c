"""Schedules that other systems publish, replayed through the command; each case says where its figures stand.

A row is principal, interest, balance. Publishers round half to even; `--rounding half-even` replays them.
"""

import json
from io import StringIO

import pytest
from django.core.management import call_command

CLIENT_LOAN = "apache/fineract, integration-tests, ClientLoanIntegrationTest"
PROGRESSIVE = "apache/fineract, fineract-progressive-loan, ProgressiveEMICalculatorTest"
GENERATOR = "apache/fineract, fineract-progressive-loan, LoanScheduleGeneratorTest"
EMI = "apache/fineract, e2e features, EMICalculation"
MONTH_END = "apache/fineract, e2e features, LoanMonthEndDueDateStrategy"
RATE_CHANGE = "apache/fineract, e2e features, LoanInterestRateChange"
BALLOON = "apache/fineract, e2e features, LoanBulletBalloon"
ADJUST = "apache/fineract, integration-tests, AdjustFirstInstallmentTest"
FLAT = "openMF/mifosx, integration tests, IndividualFlatLoans"
AT_PAYOUT = "apache/fineract, integration-tests, LoanRepaymentRescheduleAtDisbursementTest"
FRAPPE = "frappe/lending, test_loan"
SEMI = "apache/fineract, integration-tests, LoanWithSemiMonthlyRepaymentScheduleTest"

OF_100 = "--principal 100 --instalments 6 --start 2024-01-01"

# (where it stands, what is asked, the rows)
CASES = [
    (
        CLIENT_LOAN,
        "--principal 12000 --rate 2 --per month --instalments 4 --start 2011-09-20",
        "2911.49 240.00 9088.51|2969.72 181.77 6118.79|3029.11 122.38 3089.68|3089.68 61.79 0.00",
    ),
    (
        CLIENT_LOAN + ", weekly",
        "--principal 10000 --rate 24 --instalments 4 --every '1 week' --start 2024-01-01",
        "2482.76 46.15 7517.24|2494.22 34.69 5023.02|2505.73 23.18 2517.29|2517.29 11.62 0.00",
    ),
    (
        CLIENT_LOAN + ", three payouts under one agreed instalment",
        "--payout 2024-01-01:5000 --payout 2024-01-08:3000 --payout 2024-01-15:2000 --rate 24 --instalments 6"
        " --every '1 week' --instalment 1693.69",
        "1670.61 23.08 3329.39|1664.48 29.21 4664.91|1662.93 30.76 5001.98|1670.60 23.09 3331.38"
        "|1678.31 15.38 1653.07|1653.07 7.63 0.00",
    ),
    (
        PROGRESSIVE + ", 30/360",
        OF_100 + " --rate 9.4822",
        "16.34 0.79 83.66|16.47 0.66 67.19|16.60 0.53 50.59|16.73 0.40 33.86|16.86 0.27 17.00|17.00 0.13 0.00",
    ),
    (
        PROGRESSIVE + ", second payout on a due date",
        "--payout 2024-01-01:100 --payout 2024-03-01:100 --rate 9.4822 --instalments 6",
        "16.34 0.79 83.66|16.47 0.66 67.19|41.31 1.32 125.88|41.64 0.99 84.24|41.96 0.67 42.28|42.28 0.33 0.00",
    ),
    (
        PROGRESSIVE + ", second payout in the first period",
        "--payout 2024-01-01:100 --payout 2024-01-08:200 --rate 9.4822 --instalments 6",
        "49.32 2.01 250.68|49.35 1.98 201.33|49.74 1.59 151.59|50.13 1.20 101.46|50.53 0.80 50.93|50.93 0.40 0.00",
    ),
    (
        PROGRESSIVE + ", second payout in a later period",
        "--payout 2024-01-01:100 --payout 2024-02-15:100 --rate 9.4822 --instalments 6",
        "16.34 0.79 83.66|36.46 1.07 147.20|36.37 1.16 110.83|36.65 0.88 74.18|36.94 0.59 37.24|37.24 0.29 0.00",
    ),
    (
        PROGRESSIVE + ", three payouts, the first inside the first period",
        "--payout 2024-01-05:100 --payout 2024-01-08:50 --payout 2024-01-08:25 --rate 9.4822 --instalments 6"
        " --first-due 2024-02-01",
        "28.79 1.15 146.21|28.78 1.16 117.43|29.01 0.93 88.42|29.24 0.70 59.18|29.47 0.47 29.71|29.71 0.23 0.00",
    ),
    (
        PROGRESSIVE + ", the rate falls within a period",
        OF_100 + " --rate 7 --rate-from 2024-02-14:4",
        "16.43 0.58 83.57|16.53 0.37 67.04|16.68 0.22 50.36|16.73 0.17 33.63|16.79 0.11 16.84|16.84 0.06 0.00",
    ),
    (
        RATE_CHANGE + ", the rate falls on a due date",
        OF_100 + " --rate 7 --rate-from 2024-02-01:4",
        "16.43 0.58 83.57|16.60 0.28 66.97|16.66 0.22 50.31|16.71 0.17 33.60|16.77 0.11 16.83|16.83 0.06 0.00",
    ),
    (
        RATE_CHANGE + ", the rate falls in the middle",
        OF_100 + " --rate 7 --rate-from 2024-02-15:4",
        "16.43 0.58 83.57|16.52 0.38 67.05|16.68 0.22 50.37|16.73 0.17 33.64|16.79 0.11 16.85|16.85 0.06 0.00",
    ),
    (
        PROGRESSIVE + ", grace on interest",
        OF_100 + " --rate 7 --grace-interest 2",
        "17.01 0.00 82.99|17.01 0.00 65.98|15.57 1.44 50.41|16.72 0.29 33.69|16.81 0.20 16.88|16.88 0.10 0.00",
    ),
    (
        PROGRESSIVE + ", grace on principal",
        OF_100 + " --rate 7 --grace-principal 2",
        "0.00 0.58 100.00|0.00 0.58 100.00|24.79 0.58 75.21|24.93 0.44 50.28|25.08 0.29 25.20|25.20 0.15 0.00",
    ),
    (
        BALLOON + ", grace on principal to the last",
        "--principal 100 --rate 30 --instalments 8 --grace-principal 7 --start 2024-01-01",
        "0.00 2.50 100.00|" * 7 + "100.00 2.50 0.00",
    ),
    (
        PROGRESSIVE + ", actual/365, not evened out where that would not help",
        OF_100 + " --rate 15.678 --day-count actual/365",
        "16.10 1.33 83.90|16.38 1.05 67.52|16.53 0.90 50.99|16.77 0.66 34.22|16.97 0.46 17.25|17.25 0.22 0.00",
    ),
    (
        EMI + ", actual/365",
        OF_100 + " --rate 9.4822 --day-count actual/365",
        "16.32 0.81 83.68|16.50 0.63 67.18|16.59 0.54 50.59|16.74 0.39 33.85|16.86 0.27 16.99|16.99 0.13 0.00",
    ),
    (
        EMI + ", actual/actual over New Year",
        "--principal 10000 --rate 12 --instalments 6 --start 2023-12-12 --day-count actual/actual",
        "1623.75 101.81 8376.25|1640.42 85.14 6735.83|1661.51 64.05 5074.32|1673.98 51.58 3400.34"
        "|1692.11 33.45 1708.23|1708.23 17.36 0.00",
    ),
    (
        EMI + ", actual/actual, evened out",
        "--principal 331.77 --rate 10.65 --instalments 5 --start 2023-12-12 --day-count actual/actual",
        "65.14 3.00 266.63|65.73 2.41 200.90|66.44 1.70 134.46|66.93 1.21 67.53|67.53 0.59 0.00",
    ),
    (
        EMI + ", 30/360, evened out",
        "--principal 75 --rate 12.3 --instalments 5 --start 2024-01-01",
        "14.70 0.77 60.30|14.85 0.62 45.45|15.00 0.47 30.45|15.16 0.31 15.29|15.29 0.16 0.00",
    ),
    (
        EMI + ", every 2 months",
        "--principal 100 --rate 12 --instalments 3 --every '2 months' --start 2024-01-01",
        "32.68 2.00 67.32|33.33 1.35 33.99|33.99 0.68 0.00",
    ),
    (
        EMI + ", every 2 weeks by 30/360",
        OF_100 + " --rate 9.4822 --every '2 weeks' --day-count 30/360",
        "16.51 0.37 83.49|16.57 0.31 66.92|16.63 0.25 50.29|16.69 0.19 33.60|16.76 0.12 16.84|16.84 0.06 0.00",
    ),
    (
        EMI + ", every 15 days by actual/365, evened out",
        OF_100 + " --rate 9.4822 --every '15 days' --day-count actual/365",
        "16.51 0.39 83.49|16.57 0.33 66.92|16.64 0.26 50.28|16.70 0.20 33.58|16.77 0.13 16.81|16.81 0.07 0.00",
    ),
    (
        PROGRESSIVE + ", every 15 days by actual/360",
        OF_100 + " --rate 9.4822 --every '15 days' --day-count actual/360",
        "16.50 0.40 83.50|16.57 0.33 66.93|16.64 0.26 50.29|16.70 0.20 33.59|16.77 0.13 16.82|16.82 0.07 0.00",
    ),
    (
        PROGRESSIVE + ", weeks of a year of 364 days",
        OF_100 + " --rate 9.4822 --every '1 week' --day-count 364",
        "16.59 0.18 83.41|16.62 0.15 66.79|16.65 0.12 50.14|16.68 0.09 33.46|16.71 0.06 16.75|16.75 0.03 0.00",
    ),
    (
        PROGRESSIVE + ", fortnights of a year of 364 days",
        "--principal 100 --rate 9.4822 --instalments 3 --every '2 weeks' --day-count 364 --start 2024-01-01",
        "33.21 0.36 66.79|33.33 0.24 33.46|33.46 0.12 0.00",
    ),
    (
        PROGRESSIVE + ", no interest",
        "--principal 1000 --rate 0 --instalments 4 --start 2024-01-01 --day-count actual/actual",
        "250.00 0.00 750.00|250.00 0.00 500.00|250.00 0.00 250.00|250.00 0.00 0.00",
    ),
    (
        PROGRESSIVE + ", one instalment",
        "--principal 1000 --rate 7 --instalments 1 --start 2024-01-01",
        "1000.00 5.83 0.00",
    ),
    (
        EMI + ", long first period",
        OF_100 + " --rate 9.4822 --first-due 2024-02-18",
        "15.98 1.22 84.02|16.54 0.66 67.48|16.67 0.53 50.81|16.80 0.40 34.01|16.93 0.27 17.08|17.08 0.13 0.00",
    ),
    (
        GENERATOR + ", short first period",
        "--principal 192.22 --rate 9.99 --instalments 6 --start 2024-01-15 --first-due 2024-02-01",
        "31.97 0.88 160.25|31.52 1.33 128.73|31.78 1.07 96.95|32.04 0.81 64.91|32.31 0.54 32.60|32.60 0.27 0.00",
    ),
    (
        GENERATOR + ", twice a month on given dates",
        "--principal 1000 --rate 24 --start 2023-01-15 --due 2023-01-31 --due 2023-02-15 --due 2023-02-28"
        " --due 2023-03-15",
        "246.28 10.00 753.72|248.74 7.54 504.98|251.23 5.05 253.75|253.75 2.54 0.00",
    ),
    (
        MONTH_END + ", 30/360",
        "--principal 10000 --rate 12 --instalments 3 --start 2025-01-31",
        "3300.22 100.00 6699.78|3333.22 67.00 3366.56|3366.56 33.67 0.00",
    ),
    (
        MONTH_END + ", actual/actual",
        "--principal 10000 --rate 12 --instalments 3 --start 2025-01-31 --day-count actual/actual",
        "3305.77 92.05 6694.23|3329.59 68.23 3364.64|3364.64 33.19 0.00",
    ),
    (
        FLAT + ", whole baht, grace on both, weekly",
        "--principal 10000 --rate 20 --instalments 24 --every '1 week' --method flat --start 2014-03-05"
        " --grace-principal 2 --grace-interest 2 --multiple 1",
        "0.00 0.00 10000.00|" * 2
        + "".join(f"455.00 42.00 {10000 - 455 * n}.00|" for n in range(1, 22))
        + "445.00 41.00 0.00",
    ),
    (
        ADJUST + ", flat by days, the instalment in whole baht",
        "--principal 26000 --rate 25 --instalments 4 --method flat --start 2016-01-01 --day-count actual/365"
        " --multiple 1 --multiple-of instalment",
        "6500.30 538.70 19499.70|6500.30 538.70 12999.40|6500.30 538.70 6499.10|6499.10 538.69 0.00",
    ),
    (
        ADJUST + ", declining, the instalment in whole baht",
        "--principal 26000 --rate 25 --instalments 4 --start 2016-01-01 --multiple 1",
        "6300.33 541.67 19699.67|6431.59 410.41 13268.08|6565.58 276.42 6702.50|6702.50 139.64 0.00",
    ),
    (
        ADJUST + ", declining by days, an agreed instalment",
        "--principal 26000 --rate 25 --instalments 4 --start 2016-01-01 --day-count actual/365 --instalment 6837",
        "6284.95 552.05 19715.05|6445.40 391.60 13269.65|6555.25 281.75 6714.40|6714.40 137.97 0.00",
    ),
]


def replay(arguments):
    """Return the rows of the command as the cases write them."""
    return [f"{row['principal']} {row['interest']} {row['balance']}" for row in answer(arguments)["rows"]]


def answer(arguments):
    out = StringIO()
    call_command("loan_schedule", *words(arguments), "--json", stdout=out)
    return json.loads(out.getvalue())


def words(arguments):
    """Split a command line; what stands in quotes stays together."""
    parts = arguments.split("'")
    return [word for at, part in enumerate(parts) for word in ([part] if at % 2 else part.split())]


@pytest.mark.parametrize(("source", "arguments", "rows"), CASES, ids=[case[0] for case in CASES])
def test_schedule_is_the_one_published(source, arguments, rows):
    assert replay(arguments + " --rounding half-even") == rows.split("|")


def test_half_up_differs_from_half_even_only_where_a_half_is_met():
    assert replay("--principal 50.50 --rate 1 --per month --instalments 1 --start 2024-01-01") == ["50.50 0.51 0.00"]
    even = "--principal 50.50 --rate 1 --per month --instalments 1 --start 2024-01-01 --rounding half-even"
    assert replay(even) == ["50.50 0.50 0.00"]


EQUAL_PRINCIPAL = (
    "--principal 10000000 --rate 2 --per month --instalments 24 --start 2014-06-02 --method equal-principal"
    " --multiple 100 --rounding half-even"
)


@pytest.mark.parametrize(
    ("grace", "principal", "interest", "last"),
    [
        (0, "416700.00", {1: 200000, 2: 191700, 3: 183300, 6: 158300, 10: 125000, 20: 41700}, "415900.00 8300.00"),
        (5, "526300.00", {6: 200000, 7: 189500, 10: 157900, 20: 52600}, "526600.00 10500.00"),
    ],
)
def test_equal_principal_in_multiples_of_100_with_and_without_grace(grace, principal, interest, last):
    """CLIENT_LOAN, testClientLoanScheduleWithCurrencyDetails: some rows are published, and the last."""
    rows = answer(f"{EQUAL_PRINCIPAL} --grace-principal {grace}")["rows"]

    assert {row["principal"] for row in rows[grace:-1]} == {principal}
    assert {row["principal"] for row in rows[:grace]} <= {"0.00"}
    assert {n: rows[n - 1]["interest"] for n in interest} == {n: f"{due}.00" for n, due in interest.items()}
    assert f"{rows[-1]['principal']} {rows[-1]['interest']}" == last


def test_flat_twice_a_month_gives_the_last_what_is_left():
    """SEMI: 10,000 in 24 parts on the 15th and the end of the month: 416.67 each, the last 416.59."""
    months = [(2020 + (at // 12), at % 12 + 1) for at in range(10, 22)]
    days = " ".join(f"--due {year}-{month:02}-{day}" for year, month in months for day in (15, 28))
    rows = answer(f"--principal 10000 --rate 12 --method flat --start 2020-11-01 {days}")["rows"]

    assert [row["principal"] for row in rows] == ["416.67"] * 23 + ["416.59"]


@pytest.mark.parametrize(
    ("arguments", "count", "total", "rows"),
    [
        (
            "--instalments 20 --multiple 1",
            20,
            301034,
            {4: (13369, 1683, 227080), 18: (14740, 312, 29785), 20: (14941, 105, 0)},
        ),
        ("--instalments 22 --instalment 14000", 22, 302712, {}),
    ],
)
def test_whole_rupees_and_a_fixed_amount(arguments, count, total, rows):
    """FRAPPE: 280,000 at 8.4 % a year; figures are published to the rupee."""
    made = answer(f"--principal 280000 --rate 8.4 --start 2021-01-05 {arguments}")["rows"]

    assert len(made) == count
    assert round(sum(float(row["total"]) for row in made)) == total
    figures = ("principal", "interest", "balance")
    assert {n: tuple(round(float(made[n - 1][name])) for name in figures) for n in rows} == rows


def test_first_instalment_a_day_late_and_a_later_payout_under_an_agreed_instalment():
    """AT_PAYOUT: only the first row is published."""
    arguments = (
        "--payout 2015-03-01:5000 --payout 2015-05-01:5000 --rate 2 --per month --instalments 12 --every '2 weeks'"
        " --first-due 2015-03-16 --day-count actual/365 --instalment 884.03"
    )

    assert replay(arguments)[0] == "834.71 49.32 4165.29"


# Worked by hand: domain, E5.
@pytest.mark.parametrize(
    ("arguments", "totals", "interest", "rate"),
    [
        (
            "--principal 12000 --rate 1 --per month --instalments 12 --start 2026-01-05 --method equal-principal",
            [f"{1120 - 10 * n}.00" for n in range(12)],
            "780.00",
            "12.00",
        ),
        (
            "--principal 12000 --rate 1 --per month --instalments 12 --start 2026-01-05 --method flat",
            ["1120.00"] * 12,
            "1440.00",
            "21.46",
        ),
        (
            "--principal 6000 --rate 10 --per term --instalments 11 --start 2026-01-05 --method flat",
            ["600.00"] * 11,
            "600.00",
            "19.48",
        ),
        (
            "--principal 20000 --rate 1 --per month --instalments 10 --start 2026-01-05 --method equal-principal",
            [f"{2200 - 20 * n}.00" for n in range(10)],
            "1100.00",
            "12.00",
        ),
        (
            "--principal 50000 --rate 1.25 --per month --instalments 24 --start 2026-01-05",
            ["2424.33"] * 23 + ["2424.40"],
            "8183.99",
            "15.00",
        ),
    ],
)
def test_worked_example_of_loans_and_the_ceiling(arguments, totals, interest, rate):
    told = answer(arguments)

    assert [row["total"] for row in told["rows"]] == totals
    assert f"{sum(float(row['interest']) for row in told['rows']):.2f}" == interest
    assert told["effective_yearly_rate"] == rate
