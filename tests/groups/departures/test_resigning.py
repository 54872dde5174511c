from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from federation.ledger import books, chart
from federation.ledger.models import Entry
from federation.ledger.queries import balance
from federation.ledger.refusals import NeedsSecondPerson
from groups.departures.models import DepartureState
from groups.departures.queries import net_of
from groups.departures.steps import asking, paying
from groups.departures.steps.frame import FiguresChanged, NotPossible, NotYet
from groups.registry.models import Membership
from groups.registry.queries import balances_of
from groups.sheets.models import SheetRow
from loans.lending.models import Loan
from tests import builders
from tests.groups.departures import worlds
from tests.groups.departures.drafts import draft_with
from tests.groups.departures.worlds import DAY, asked, decided, paid, saver, who

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def group():
    return builders.group()


def owed(group):
    return balance(books.account(group.book, chart.TO_LEAVERS))


def held(member):
    return [baht for _account, baht in balances_of(Membership.objects.get(pk=member.pk))]


def test_who_resigns_gets_savings_less_own_loan_settled_to_the_day(group):
    anon = saver(group, satja="5000.00", shares="300.00", special="200.50")
    loan = builders.loan(anon, "1200.00", instalments=12)

    net = net_of(anon, on=DAY)
    [line] = [one for one in net.lines if one.what == "loan"]
    made = decided(asked(anon))

    assert line.amount == -net.owed and D("1200.00") < net.owed < D("1230.00")
    assert (made.state, made.net) == ("decided", D("5500.50") - net.owed)
    assert owed(group) == made.net and held(anon) == [0, 0, 0]
    assert Loan.objects.get(pk=loan.pk).state == "settled"
    assert Membership.objects.get(pk=anon.pk).state == "resigned"


def test_all_entries_of_a_departure_are_one_event_checked_by_who_decided(group):
    anon = saver(group, satja="5000.00")
    builders.loan(anon, "1200.00")

    made = decided(asked(anon))
    paid(made.payments.get())

    entries = Entry.objects.filter(event=made.event).order_by("number")
    assert [entry.kind for entry in entries] == ["loan", "leaving", "leaving"]
    assert {entry.checked_by.username for entry in entries} == {"decides", "hands"}


def test_the_leaver_is_paid_by_two_and_then_it_is_done(group):
    made = decided(asked(saver(group, satja="700.00")))
    cash = balance(books.account(group.book, chart.CASH))

    payment = paid(made.payments.get())

    made.refresh_from_db()
    assert (made.state, owed(group), payment.name) == (DepartureState.DONE, 0, made.membership.name)
    assert balance(books.account(group.book, chart.CASH)) == cash - D("700.00")


def test_who_prepares_a_payment_does_not_confirm_it(group):
    made = decided(asked(saver(group, satja="700.00")))

    with pytest.raises(NeedsSecondPerson):
        paid(made.payments.get(), by="pays", checked_by="pays")
    with pytest.raises(NotPossible), transaction.atomic():
        paying.pay_step(made.payments.get(), on=DAY, **who("hands"))
    assert owed(group) == D("700.00")


def test_who_asks_does_not_decide(group):
    departure = asked(saver(group, satja="700.00"))

    with pytest.raises(NeedsSecondPerson):
        decided(departure, by="asks")


def test_a_standing_guarantee_keeps_somebody_from_resigning_and_names_whom_for(group):
    anon, busaba = saver(group, satja="9000.00"), saver(group, "บุษบา", satja="100.00")
    builders.loan(busaba, "1200.00", guarantors=[(anon, "1000.00")])

    with pytest.raises(NotYet) as refused:
        asked(anon)

    [problem] = refused.value.problems
    assert "บุษบา" in str(problem)


def test_who_owes_more_than_is_held_settles_first(group):
    anon = saver(group, satja="500.00")
    builders.loan(anon, "1200.00")

    with pytest.raises(NotYet) as refused:
        asked(anon)

    assert "500.00" in str(refused.value.problems[-1])


def test_a_net_that_changed_since_it_was_seen_is_looked_at_again(group):
    anon = saver(group, satja="5000.00")
    departure = asked(anon)
    builders.loan(anon, "1200.00", on=date(2026, 2, 5))

    with pytest.raises(FiguresChanged):
        decided(departure, seen=D("5000.00"))

    assert held(anon) == [D("5000.00"), 0, 0]


def test_a_draft_with_the_leavers_money_comes_first(group):
    anon = saver(group, satja="500.00")
    departure = asked(anon)
    draft_with(group, anon, on=date(2026, 2, 9))

    with pytest.raises(NotYet) as refused:
        decided(departure)
    assert SheetRow.objects.filter(membership=anon).exists() and "9 กุมภาพันธ์ 2569" in str(refused.value.problems[0])


def test_after_leaving_no_sheet_has_a_row(group):
    anon, busaba = saver(group, satja="500.00"), builders.member(group, "บุษบา")
    decided(asked(anon))

    later = draft_with(group, busaba, on=date(2026, 2, 20))

    assert list(later.rows.values_list("membership", flat=True)) == [busaba.pk]


def test_what_was_asked_can_be_withdrawn_or_refused_and_asked_again(group):
    anon = saver(group, satja="500.00")
    with transaction.atomic():
        first = asking.withdraw_step(asked(anon), reason="เปลี่ยนใจ", **who("asks"))
        second = asking.refuse_step(asked(anon), answer="ยังค้ำประกันอยู่", **who("decides"))

    third = asked(anon)

    assert [one.state for one in (first, second, third)] == ["withdrawn", "refused", "asked"]
    with pytest.raises(NotPossible):
        asked(anon)


def test_who_left_before_these_books_is_paid_out_the_same_way(group):
    anon = saver(group, satja="850.00")
    Membership.objects.filter(pk=anon.pk).update(state="resigned", ended_on=date(2026, 1, 20))
    with transaction.atomic():
        departure = asking.ask_refund_step(anon, reason="คืนเงินผู้ลาออกเดิม", **who("asks"))

    made = decided(departure)
    paid(made.payments.get())

    made.refresh_from_db()
    assert (made.kind, made.on, made.net, made.state) == ("resignation", date(2026, 1, 20), D("850.00"), "done")
    assert held(anon) == [0, 0, 0]


def test_who_leaves_decides_nothing_about_it(group):
    anon = saver(group, satja="700.00")
    departure = asked(anon)
    leaver = builders.user("leaver")
    leaver.person = anon.person
    leaver.save(update_fields=["person"])

    with pytest.raises(NeedsSecondPerson):
        decided(departure, by="leaver")
    assert worlds.net_of(anon, on=DAY).net == D("700.00")
