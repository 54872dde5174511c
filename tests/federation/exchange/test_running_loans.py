"""Loans that the register knows in one sum become contracts: written down, proposed, agreed to, tied to the books."""

import random
from datetime import date
from decimal import Decimal as D

import pytest
import time_machine
from django.db import transaction
from django.db.models import Sum
from django.urls import reverse

from federation.access.permissions import Role
from federation.exchange.models import LoanDraft
from federation.exchange.running import queries
from federation.exchange.running.actions import take_over
from federation.exchange.running.forms import LoanRows
from federation.kit.invariants import Scope
from federation.proof.gather import verify
from groups.registry.models import Membership
from groups.sheets.steps import RowIn, book_sheet_step
from loans.acts.models import Act
from loans.acts.steps.frame import decide_step, propose_step
from loans.lending.queries.standing import standing, standings
from loans.lending.queries.till import Till
from loans.lending.rules.asking import due_by
from loans.products.queries import newest_versions
from tests import builders
from tests.federation.exchange.lenders import (
    AT,
    REASON,
    agree,
    as_proposed,
    client,
    detail,
    lend_in_one_sum,
    opened,
    url,
    village,
    whole_register,
    with_officers,
)
from tests.federation.exchange.workbooks import TODAY
from tests.loans.lending import worlds

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_that_day():
    with time_machine.travel(AT, tick=True):
        yield


@pytest.fixture
def group():
    return village()


ALL = D("493750.00")


def test_the_treasurers_register_is_taken_over_untouched_and_the_books_prove_it():
    group = whole_register()
    page = client().get(url(group))
    rows = page.context["rows"]

    assert (rows.total, page.context["control"], page.context["rest"]) == (ALL, ALL, D(0))
    assert not rows.wrong
    assert {form.typed["instalments_left"] for form in rows.forms} == {"12"}

    answer = client().post(url(group), as_proposed(group, look="1"))
    assert answer["Location"] == url(group, "running_loans_propose")
    shown = client().get(answer["Location"])
    assert len(shown.context["loans"]) == len(rows.forms)
    assert len(shown.context["entries"][0].lines) == len(rows.forms) + 1
    assert client().post(answer["Location"], REASON).status_code == 302
    assert not opened(group).exists()

    act = Act.objects.get()
    seen = client("chair").get(reverse("loans:act", kwargs={"code": group.code, "pk": act.pk}))
    assert all(str(form.member) in seen.content.decode() for form in rows.forms)
    agree(act)

    assert opened(group).count() == len(rows.forms)
    assert detail(group) == 0
    assert sum(now.principal for now in standings(list(opened(group)), on=TODAY).values()) == ALL
    broken = [one.check.code for one in verify(Scope(network_id=group.network_key)) if not one.found.holds]
    assert broken == []


def test_what_is_taken_over_is_what_left_the_account_of_loans_to_be_detailed(group):
    before = detail(group)
    client().post(url(group), {**as_proposed(group), "drop": "0"})
    client().post(url(group, "running_loans_propose"), {**REASON, "partial": "on"})
    agree(Act.objects.get())

    came_in = opened(group).aggregate(baht=Sum("events__amount"))["baht"]
    assert came_in == before - detail(group)
    assert detail(group) > 0
    [left] = client().get(url(group)).context["rows"].forms
    assert left.left == detail(group)
    assert left.typed["contract_no"] not in queries.contract_numbers(group)


def test_a_late_loan_is_late_at_once_and_another_is_not(group):
    changes = {"row-0-due_on": "5/8/2569", "row-0-interest_owed": "150", "row-0-instalments_left": "5"}
    client().post(url(group), {**as_proposed(group), "on": "22/11/2569", **changes})
    client().post(url(group, "running_loans_propose"), REASON)
    agree(Act.objects.get())
    late, fine = opened(group)[:2]

    behind, on_time = standing(late, on=TODAY), standing(fine, on=TODAY)

    assert behind.days_late == (TODAY - date(2026, 8, 5)).days
    assert (behind.interest, behind.unpaid_since) == (D("150.00"), date(2026, 8, 5))
    assert behind.due.principal == behind.principal - behind.instalments[-1].principal
    assert [row.due_on.month for row in behind.instalments] == [8, 9, 10, 11, 12]
    assert (on_time.days_late, on_time.interest, on_time.due.total) == (0, D(0), D(0))
    assert len(on_time.instalments) == 12


def test_what_was_taken_over_is_due_on_the_next_sheet(group):
    client().post(url(group), {**as_proposed(group), "on": "5/10/2569"})
    client().post(url(group, "running_loans_propose"), REASON)
    agree(Act.objects.get())
    loan = opened(group).first()
    now = standing(loan, on=date(2026, 10, 5))

    due_on = now.next_due.due_on
    [opened_there] = Till(group, on=due_on, until=due_on).of(loan.membership_id, control="13010")
    fine, interest, principal = due_by(opened_there.state, until=due_on)

    assert (fine, principal) == (D(0), now.next_due.principal)
    assert interest > 0
    with transaction.atomic():
        paid = [RowIn(loan.membership, {"loan": principal + interest}, "paid")]
        book_sheet_step(group, meeting_on=due_on, rows=paid, by=builders.user("treasurer"), at=AT)
    assert standing(loan, on=due_on).principal == now.principal - principal
    assert standing(loan, on=due_on).next_due.n == 2


@pytest.mark.parametrize(("cents", "said"), [(D("0.01"), "0.01"), (D("-0.01"), "0.01")])
def test_a_sum_one_satang_off_is_refused_with_the_figure(group, cents, said):
    sent = as_proposed(group, look="1")
    left = D(sent["row-0-principal_left"]) + cents
    client().post(url(group), {**sent, "row-0-principal_left": f"{left}", "row-0-principal": "90000"})

    answer = client().post(url(group, "running_loans_propose"), REASON)

    assert answer.status_code == 422
    assert f"{said} " in answer.content.decode()
    assert not Act.objects.exists()


def test_what_is_wrong_is_kept_and_said_at_its_row(group):
    sent = as_proposed(group, look="1")
    wrong = {
        "row-0-principal_left": "1e3",
        "row-1-due_on": "31/2/2569",
        "row-2-guarantors": "9999=100",
        "row-3-contract_no": sent["row-4-contract_no"],
        "row-5-guarantors": "12, 14",
        "row-6-principal": "1",
    }

    answer = client().post(url(group), {**sent, **wrong}, follow=True)

    rows = answer.context["rows"]
    assert [form.at for form in rows.wrong] == [0, 1, 2, 3, 4, 5, 6]
    assert rows.forms[0].typed["principal_left"] == "1e3"
    assert 'value="1e3"' in answer.content.decode()
    assert "9999" in str(rows.forms[2].errors["guarantors"])
    assert client().get(url(group, "running_loans_propose"))["Location"] == url(group)
    assert not Act.objects.exists()


def test_one_row_is_used_for_all_rows_below(group):
    client().post(url(group), {**as_proposed(group), "row-1-due_on": "10/12/2569", "below": "1"})

    typed = [form.typed["due_on"] for form in client().get(url(group)).context["rows"].forms]

    assert typed[0] != "10/12/2569"
    assert set(typed[1:]) == {"10/12/2569"}


def test_rows_kept_by_another_meanwhile_are_not_overwritten(group):
    sent = as_proposed(group)
    client().post(url(group), {**sent, "row-0-contract_no": "ก.1/2568"})

    answer = client().post(url(group), {**sent, "row-0-contract_no": "ก.2/2568"})

    assert answer.status_code == 409
    assert "ก.2/2568" in answer.content.decode()
    assert LoanDraft.objects.get().rows[0]["contract_no"] == "ก.1/2568"


def test_a_second_loan_of_a_member_is_added_by_number(group):
    first = client().get(url(group)).context["rows"].forms[0]
    client().post(url(group), {**as_proposed(group), "add": first.typed["number"]})

    rows = client().get(url(group)).context["rows"]

    assert rows.forms[-1].member == first.member
    assert rows.forms[-1].typed["principal_left"] == ""
    assert rows.forms[-1].typed["contract_no"] not in [form.typed["contract_no"] for form in rows.forms[:-1]]


def test_flags_are_shown_to_both_and_refuse_nothing(group):
    sent = as_proposed(group)
    one, other = sent["row-0-number"], sent["row-1-number"]
    sent |= {"row-0-yearly_rate": "24", "row-0-guarantors": f"{other}=100", "row-1-guarantors": f"{one}=๑๐๐"}
    client().post(url(group), sent)
    shown = client().get(url(group, "running_loans_propose")).context["loans"]
    client().post(url(group, "running_loans_propose"), REASON)
    agree(Act.objects.get())

    assert [len(loan.flags) for loan in shown[:3]] == [2, 1, 0]
    assert [loan.flags for loan in opened(group)[:3]] == [["above_ceiling", "guarantee_ring"], ["guarantee_ring"], []]


def test_who_proposed_does_not_agree(group):
    client().post(url(group), as_proposed(group))
    client().post(url(group, "running_loans_propose"), REASON)
    act = Act.objects.get()

    answer = client().post(reverse("loans:act", kwargs={"code": group.code, "pk": act.pk}), {"decision": "agree"})

    assert answer.status_code == 403
    assert not opened(group).exists()


def test_a_group_without_products_is_led_there_first(group):
    other = builders.group()
    builders.officer(other, Role.TREASURER, name="treasurer")

    answer = client().get(url(other))

    assert reverse("loans:products", kwargs={"code": other.code}) in answer.content.decode()


@pytest.mark.parametrize("count", [1, 7])
def test_the_page_asks_the_same_of_the_database_however_many_rows(group, count, django_assert_num_queries):
    browser = client()
    browser.post(url(group), {**as_proposed(group), "count": count})

    with django_assert_num_queries(13):
        assert len(browser.get(url(group)).context["rows"].forms) == count


def test_a_group_whose_books_know_only_a_sum_adds_borrowers_by_number():
    group = with_officers(builders.group())
    for number in (1, 2):
        worlds.saver(group, "สมาชิก", number=number)
    worlds.product(group)
    with transaction.atomic():
        lend_in_one_sum(group, 3000)
    for number in (1, 2):
        client().post(url(group), {**as_proposed(group), "add": f"{number}"})
    sums = {"row-0-principal": "5000", "row-0-principal_left": "1000", "row-1-principal_left": "๒,๐๐๐"}
    client().post(url(group), {**as_proposed(group), **sums, "row-1-principal": "2000"})

    client().post(url(group, "running_loans_propose"), REASON)
    agree(Act.objects.get())

    assert [(loan.principal, standing(loan, on=TODAY).principal) for loan in opened(group)] == [
        (D(5000), D(1000)),
        (D(2000), D(2000)),
    ]
    assert detail(group) == 0


@pytest.mark.parametrize("seed", range(3))
def test_however_it_is_cut_up_the_loans_are_what_left_the_account(group, seed):
    chance = random.Random(seed)
    before = detail(group)
    for _round in range(3):
        rows = queries.proposals(group, on=TODAY, versions=newest_versions(group))
        for row in rows:
            row["principal_left"] = str(D(chance.randint(1, int(D(row["principal"]) * 100))) / 100)
        chosen = chance.sample(rows, k=min(len(rows), chance.randint(1, 4)))
        read = form_rows(group, chosen)
        assert read.problems() == []
        facts = {"on": TODAY, "partial": True, "at": AT, **REASON}
        people = {"by": builders.user("treasurer"), "checked_by": builders.user("chair")}
        take_over(group, rows=read.data_of_act(), **facts, **people)

        loans = list(opened(group))
        assert sum(now.principal for now in standings(loans, on=TODAY).values()) == before - detail(group)
        assert sum(queries.to_detail_by_member(group).values()) == detail(group)


def form_rows(group, typed):
    members = {member.number: member for member in Membership.objects.of(group).select_related("person")}
    versions, taken = newest_versions(group), queries.contract_numbers(group)
    return LoanRows(typed, on=TODAY, members=members, versions=versions, taken=taken)


def test_a_takeover_that_is_taken_back_leaves_the_rows_to_be_mended(group):
    client().post(url(group), {**as_proposed(group), "row-0-contract_no": "12/2568"})
    client().post(url(group, "running_loans_propose"), REASON)
    act = Act.objects.get()
    agree(act)
    assert client().get(url(group)).context["rows"].forms == []
    with transaction.atomic():
        facts = {"kind": "strike", "on": TODAY, "data": {"act": str(act.pk)}, "reason": "จดยอดผิดทั้งหมด"}
        back = propose_step(group, None, **facts, by=builders.user("treasurer"), at=AT)
        decide_step(back, agree=True, by=builders.user("chair"), at=AT)

    rows = client().get(url(group)).context["rows"]

    assert [form.typed["contract_no"] for form in rows.forms][0] == "12/2568"
    assert (rows.wrong, rows.total, detail(group)) == ([], D(42000), D(42000))


def test_another_day_of_takeover_moves_what_was_only_proposed(group):
    sent = {**as_proposed(group), "on": "5/10/2569", "row-1-due_on": "5/8/2569"}

    rows = client().post(url(group), sent, follow=True).context["rows"]

    assert rows.wrong == []
    assert [form.typed["due_on"] for form in rows.forms[:3]] == ["5/11/2569", "5/8/2569", "5/11/2569"]
    assert {form.typed["signed_on"] for form in rows.forms} == {"5/10/2569"}
