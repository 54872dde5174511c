from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from federation.closing.steps import close_month_step
from federation.ledger import books, chart
from federation.ledger.models import Entry
from federation.ledger.queries import balance
from federation.ledger.refusals import NeedsSecondPerson
from groups.departures.queries.lists import tasks_of
from groups.departures.rules import parts_of
from groups.departures.steps import taking_back
from groups.departures.steps.beneficiaries import NotWhole, name_beneficiaries_step
from groups.departures.steps.deaths import do_task_step
from groups.departures.steps.frame import NotPossible, NotYet
from groups.registry.models import Beneficiary, Membership, Office
from groups.registry.queries import balances_of, beneficiaries_of
from groups.registry.rules import Heir
from loans.lending.models import Guarantee, Loan
from tests import builders
from tests.groups.departures.worlds import DAY, asked, decided, died, paid, save, saver, who
from tests.groups.promises.test_steps import JAN, sheet
from welfare.funds.steps.places import enrol_step

pytestmark = pytest.mark.django_db
D = Decimal
THREE = [("นางสาวมะลิ ใจดี", "บุตร", "50"), ("นายกล้า ใจดี", "บุตร", "30"), ("นางพร ใจดี", "น้องสาว", "20")]


@transaction.atomic
def name(membership, heirs=THREE, *, witnesses="นายหนึ่ง พยานดี, นางสอง พยานดี", at=builders.AT):
    named = [Heir(who, relation, D(percent)) for who, relation, percent in heirs]
    return name_beneficiaries_step(
        membership, named, witnesses=witnesses, on=date(2026, 1, 5), by=builders.user("registrar"), at=at
    )


@pytest.fixture
def group():
    return builders.group()


def held(member):
    return [baht for _account, baht in balances_of(member)]


def owed(group):
    return balance(books.account(group.book, chart.TO_LEAVERS))


def test_the_heirs_parts_are_those_of_the_worked_example():
    assert parts_of(D("12345.67"), [D(50), D(30), D(20)]) == [D("6172.84"), D("3703.70"), D("2469.13")]


def test_savings_go_to_the_heirs_by_their_shares_to_the_satang(group):
    anon = saver(group, satja="12000.00", shares="300.00", special="45.67")
    name(anon)

    made = decided(died(anon))
    for payment in made.payments.all():
        paid(payment)

    made.refresh_from_db()
    parts = list(made.payments.order_by("-percent").values_list("name", "amount"))
    assert parts == [(THREE[0][0], D("6172.84")), (THREE[1][0], D("3703.70")), (THREE[2][0], D("2469.13"))]
    assert (made.state, owed(group), held(anon)) == ("done", 0, [0, 0, 0])


def test_a_death_is_reported_though_somebody_owes_and_guarantees_and_leaves_tasks(group):
    anon, busaba = saver(group, satja="900.00"), saver(group, "บุษบา", satja="100.00")
    chai = saver(group, "ชัย", satja="9.00")
    own = builders.loan(anon, "2400.00", guarantors=[(chai, "1000.00")])
    builders.loan(busaba, "1200.00", guarantors=[(anon, "800.00")])

    departure = died(anon)

    assert sorted(task.what for task in tasks_of(departure)) == ["guarantee", "heirs", "own_loan", "tell"]
    assert Membership.objects.get(pk=anon.pk).state == "died"
    made = decided(departure)
    assert (made.state, made.net, made.payments.count(), owed(group)) == ("done", 0, 0, 0)
    left = balance(Loan.objects.select_related("account").get(pk=own.pk).account)
    assert D("1500.00") < left < D("1550.00") and held(anon) == [0, 0, 0]
    assert Guarantee.objects.get(membership=anon).released_on is None


def test_the_day_of_death_ends_the_membership_even_where_sheets_were_posted_later(group):
    anon = builders.member(group, "อานนท์")
    sheet(group, JAN, {anon: "100.00"}, day=5)
    sheet(group, JAN, {anon: "100.00"}, day=25)

    departure = died(anon, died_on=date(2026, 1, 20), sure=True)

    anon.refresh_from_db()
    assert (anon.state, anon.ended_on) == ("died", date(2026, 1, 20))
    assert "sheet_later" in [task.what for task in tasks_of(departure)]
    assert decided(departure, heirs=[Heir("นางมา ใจดี", "ภรรยา", D(100))]).net == D("200.00")


def test_a_death_told_after_its_month_was_closed_ends_the_membership_in_the_open_month(group):
    anon = saver(group, satja="500.00")
    with transaction.atomic():
        flood = {"no_meeting_reason": "น้ำท่วมทั้งหมู่บ้าน"}
        close_month_step(group, month=JAN, by=builders.user("chair"), at=builders.at_noon(DAY), **flood)

    departure = died(anon, died_on=date(2026, 1, 10))

    anon.refresh_from_db()
    assert (departure.on, anon.ended_on) == (date(2026, 1, 10), date(2026, 2, 1))
    assert "10 มกราคม 2569" in anon.events.order_by("at").last().reason


def test_where_nobody_is_named_the_committee_writes_the_heirs(group):
    anon = saver(group, satja="500.00")
    departure = died(anon)

    with pytest.raises(NotYet):
        decided(departure)
    made = decided(departure, heirs=[Heir("นางมา ใจดี", "ภรรยา", D(100))])

    assert made.payments.get().amount == D("500.00")


def test_named_heirs_are_not_replaced_by_others_after_the_death(group):
    anon = saver(group, satja="500.00")
    name(anon)

    made = decided(died(anon), heirs=[Heir("ใครก็ได้", "เพื่อน", D(100))])

    assert "ใครก็ได้" not in made.payments.values_list("name", flat=True)


def test_a_death_lets_a_resignation_that_waits_rest(group):
    anon = saver(group, satja="500.00")
    first = asked(anon)

    died(anon)

    first.refresh_from_db()
    assert first.state == "withdrawn"


def test_a_place_in_a_fund_and_a_post_end_with_the_death(group):
    anon = saver(group, satja="500.00")
    fund = builders.fund(group)
    with transaction.atomic():
        place = enrol_step(fund, anon, since=date(2026, 1, 5), pays="monthly", by=builders.user("x"), at=builders.AT)
    term = {"since": date(2026, 1, 1), "until": date(2029, 12, 31)}
    office = Office.objects.create(
        network_id=group.network_key, organisation=group, person=anon.person, post="chair", **term
    )

    departure = died(anon, died_on=date(2026, 2, 1))

    place.refresh_from_db(), office.refresh_from_db()
    assert (place.until, office.until) == (date(2026, 2, 2), date(2026, 2, 1))
    assert "welfare" in [task.what for task in tasks_of(departure)]


def test_a_task_is_done_once_with_words(group):
    task = tasks_of(died(saver(group, satja="5.00"))).first()
    with pytest.raises(NotPossible), transaction.atomic():
        do_task_step(task, on=DAY, words=" ", **who("asks"))

    with transaction.atomic():
        do_task_step(task, on=DAY, words="คุยกับครอบครัวแล้ว", **who("asks"))

    task.refresh_from_db()
    assert (task.done_on, task.done_by.username) == (DAY, "asks")
    with pytest.raises(NotPossible), transaction.atomic():
        do_task_step(task, on=DAY, words="อีกครั้ง", **who("asks"))


def test_a_death_reported_wrongly_is_taken_back_by_two_and_all_is_as_before(group):
    anon = saver(group, satja="5000.00", special="50.00")
    loan = builders.loan(anon, "1200.00")
    fund = builders.fund(group)
    with transaction.atomic():
        place = enrol_step(fund, anon, since=date(2026, 1, 5), pays="monthly", by=builders.user("x"), at=builders.AT)
    name(anon)
    made = decided(died(anon))
    paid(made.payments.first())
    with transaction.atomic():
        taking_back.ask_back_step(made, reason="คนชื่อพ้องกัน", **who("asks"))

    with pytest.raises(NeedsSecondPerson), transaction.atomic():
        taking_back.take_back_step(made, on=DAY, money_is_back=True, **who("asks"))
    with pytest.raises(NotYet), transaction.atomic():
        taking_back.take_back_step(made, on=DAY, **who("decides"))
    with transaction.atomic():
        taking_back.take_back_step(made, on=DAY, money_is_back=True, **who("decides"))

    anon.refresh_from_db(), loan.refresh_from_db(), place.refresh_from_db(), made.refresh_from_db()
    assert (anon.state, anon.ended_on, loan.state, place.until) == ("admitted", None, "running", None)
    assert (held(anon), owed(group)) == ([D("5000.00"), 0, D("50.00")], 0)
    assert made.state == "taken_back" and died(anon).state == "asked"


def test_one_event_joins_all_that_a_death_writes(group):
    anon = saver(group, satja="5000.00")
    builders.loan(anon, "1200.00")
    name(anon)

    made = decided(died(anon))
    for payment in made.payments.all():
        paid(payment)

    assert Entry.objects.filter(event=made.event).count() == 5


@pytest.mark.parametrize(
    ("heirs", "witnesses"),
    [
        ([("ก", "บุตร", "60"), ("ข", "บุตร", "30")], "หนึ่ง, สอง"),
        ([("ก", "บุตร", "25")] * 4, "หนึ่ง, สอง"),
        ([("ก", "", "100")], "หนึ่ง, สอง"),
        ([("ก", "บุตร", "100")], " "),
        ([], "หนึ่ง, สอง"),
    ],
)
def test_names_that_do_not_make_a_whole_are_not_kept(group, heirs, witnesses):
    with pytest.raises(NotWhole):
        name(builders.member(group), heirs, witnesses=witnesses)
    assert not Beneficiary.objects.exists()


def test_a_new_set_takes_the_place_of_the_old_one_which_is_kept(group):
    anon = builders.member(group)
    name(anon)

    name(anon, [("นางมา ใจดี", "ภรรยา", "100")], at=builders.at_noon(DAY))

    assert [one.name for one in beneficiaries_of(anon)] == ["นางมา ใจดี"]
    assert Beneficiary.objects.count() == 4
    assert save(anon, satja="1.00").pk == anon.pk
