"""A small demo, of two groups and three months, made twice in one transaction that is rolled back in the end."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from federation.access.models import Appointment
from federation.access.permissions import Permission, Role
from federation.access.queries import may
from federation.bylaws.queries import bylaws_of
from federation.demo import world
from federation.demo.build import build, is_whole
from federation.demo.funeral import COLLECTED_ON
from federation.kit import clock
from federation.kit.dates import month_of, month_range, next_month
from federation.kit.invariants import Scope
from federation.ledger import chart
from federation.ledger.books import account
from federation.ledger.months import head_of
from federation.ledger.queries import as_text, balance, trial_balance
from federation.organisations.models import Organisation, State
from federation.people.models import Person, User
from federation.proof.gather import verify
from groups.departures.models import Departure, DepartureState
from groups.promises.models import Promise, ShortMonth
from groups.registry.models import Beneficiary, Membership, Office
from groups.sheets.models import Sheet, SheetRow, SheetState
from loans.acts.models import Act
from loans.acts.queries import deciders, waiting
from loans.arrears.queries.late import late_loans
from loans.followup.models import Case, CaseStep
from loans.lending.models import Guarantee, Loan, LoanEvent, LoanRequest, LoanState, RequestState
from loans.lending.queries.requests import undecided
from welfare.claims.models import Claim, ClaimState
from welfare.funds.models import DuesPaid, Enrolment
from welfare.funeral.models import Death, DeathState

GROUPS, MONTHS = 2, 3


def make(**more):
    lines = []
    build(today=clock.today(), now=clock.now(), groups=GROUPS, months=MONTHS, say=lines.append, **more)
    return lines


def figures():
    """Return everything that must be the same each time: figures and names, no ids."""
    last = clock.today()
    organisations = Organisation.objects.exclude(book=None).order_by("code")
    people = ("title", "given", "family", "nickname", "born_on", "guardian", "phone", "house_no", "id_shown")
    return {
        "books": {o.code: _balances(o.book, last) for o in organisations},
        "people": list(Person.objects.order_by("sort_key", "born_on", "id_shown").values_list(*people)),
        "members": list(_of(Membership).values_list("organisation__code", "number", "joined_on", "state")),
        "promises": list(_of(Promise, "membership__").values_list("membership__number", "from_month", "amount")),
        "short": list(_of(ShortMonth, "membership__").values_list("membership__number", "month", "paid", "fined")),
        "sheets": list(
            Sheet.objects.order_by("organisation__code", "meeting_on", "state").values_list("meeting_on", "state")
        ),
        "rows": sorted(
            SheetRow.objects.values_list("sheet__meeting_on", "position", "state", "amounts__satja"), key=str
        ),
        "loans": list(_of(Loan).values_list("number", "principal", "state", "last_due_on", "effective_yearly_rate")),
        "guarantees": sorted(
            Guarantee.objects.values_list("membership__number", "loan__contract_no", "amount"), key=str
        ),
        "facts": sorted(LoanEvent.objects.values_list("loan__contract_no", "seq", "on", "kind", "amount", "interest")),
        "requests": list(_of(LoanRequest).values_list("number", "amount", "purpose", "state", "resolution_text")),
        "cases": list(Case.objects.order_by("code").values_list("code", "step", "next_on", "outcome")),
        "acts": sorted(Act.objects.values_list("kind", "on", "agreed", "loan__contract_no"), key=str),
        "claims": sorted(
            Claim.objects.values_list("organisation__code", "number", "event_on", "state", "amount"), key=str
        ),
        "left": sorted(Departure.objects.values_list("membership__number", "kind", "on", "state", "net"), key=str),
        "rounds": list(Death.objects.order_by("claimed_on", "net").values_list("died_on", "payers", "net", "state")),
        "offices": list(Office.objects.order_by("organisation__code", "post").values_list("post", "person__given")),
    }


def _of(model, through=""):
    return model.objects.order_by(f"{through}organisation__code", f"{through}number", "pk")


def _balances(book, on):
    return {row.account.code: row.closing for row in trial_balance(book, on=on)}


@pytest.fixture(scope="module")
def twice(django_db_setup, django_db_blocker):
    """The figures of a first demo, thrown away again; the second one stays while these tests run."""
    with django_db_blocker.unblock(), transaction.atomic():
        with transaction.atomic():
            make()
            first = figures()
            transaction.set_rollback(True)
        make()
        yield first
        transaction.set_rollback(True)


@pytest.fixture
def group(twice):
    return Organisation.objects.select_related("book").get(code="KD01")


def test_build_makes_the_same_demo_twice(twice):
    second = figures()

    assert second["books"]["KD01"][chart.CASH] > 0
    assert second == twice


def test_build_passes_every_check_of_verify(twice):
    broken = {outcome.check.code: outcome.found.breaks for outcome in verify(Scope()) if not outcome.found.holds}

    assert broken == {}


def test_build_again_adds_nothing(twice):
    before = User.objects.count(), Sheet.objects.count()

    assert is_whole()
    assert make() == []
    assert (User.objects.count(), Sheet.objects.count()) == before


def test_all_seventeen_groups_together_hold_what_the_source_tells():
    shares = [village.shares for village in world.VILLAGES]

    assert len(shares) == len(set(shares)) == 17
    assert sum(shares) == Decimal("153000")


def test_shares_stand_in_both_books_as_one_event_marked_about(twice):
    network = Organisation.objects.get(code=world.NETWORK_CODE)
    groups = Organisation.objects.filter(code__in=["KD01", "KD02"])
    held = {o.code: balance(account(o.book, chart.SHARES_IN_NETWORK)) for o in groups}
    since = {"KD01": 150 * MONTHS, "KD02": 100 * MONTHS}
    entries = list(network.book.entries.filter(key__startswith="opening:").order_by("number"))
    pairs = [entry.book.entries.model.objects.exclude(book=network.book).get(event=entry.event) for entry in entries]

    assert held == {"KD01": Decimal(15_000 + since["KD01"]), "KD02": Decimal(12_500 + since["KD02"])}
    assert balance(account(network.book, chart.GROUP_SHARES)) == sum(held.values())
    assert [pair.book.code for pair in pairs] == ["KD01", "KD02"]
    assert all("ประมาณ" in entry.memos.get().text for entry in [*entries, *pairs])
    assert as_text(pairs[0]).count("15,000.00") == 2


def test_every_month_before_this_one_is_closed_and_this_one_waits_for_the_visitor(twice, group):
    this = month_of(clock.today())
    months = list(month_range(next_month(this, by=-MONTHS), next_month(this, by=-1)))
    sheets = Sheet.objects.of(group)

    assert head_of(group.book).closed_through == months[-1]
    meetings = sheets.exclude(meeting_on__day=COLLECTED_ON)
    assert [sheet.month for sheet in meetings.order_by("meeting_on")] == months
    assert not sheets.filter(month=this).exists()


def test_a_sheet_posted_wrongly_was_taken_back_by_two(twice):
    wrong = Sheet.objects.get(state=SheetState.REVERSED)
    taken_back = wrong.reversals.get()

    assert wrong.organisation.code == "KD02"
    assert Sheet.objects.posted().filter(organisation=wrong.organisation, meeting_on=wrong.meeting_on).count() == 1
    assert taken_back.decided_by != taken_back.asked_by


def test_every_organisation_and_national_id_is_marked_as_made_up(twice):
    assert not Organisation.objects.exclude(is_demo=True).exists()
    assert {shown[0] for shown in Person.objects.exclude(id_shown="").values_list("id_shown", flat=True)} == {"9"}


def test_the_forming_group_stands_apart_with_two_who_can_import(twice):
    forming = Organisation.objects.get(code=world.FORMING_CODE)
    officers = User.objects.filter(username__in=["klong-treasurer", "klong-chair"])

    assert forming.state == State.FORMING
    assert forming.book.opened_on == date(2026, 1, 1)
    assert not forming.affiliations.exists()
    assert not forming.memberships.exists()
    assert [may(user, Permission.REGISTER_IMPORT, forming, on=clock.today()) for user in officers] == [True, True]


def test_officers_were_appointed_by_two_and_one_appointment_waits(twice, group):
    held = Appointment.objects.holding(clock.today()).filter(organisation=group)

    assert set(held.values_list("role", flat=True)) == {
        Role.TREASURER,
        Role.CHAIR,
        Role.SECRETARY,
        Role.AUDITOR,
        Role.FACILITATOR,
    }
    assert all(appointment.checked_by != appointment.appointed_by for appointment in held)
    assert list(group.appointments.waiting().values_list("role", flat=True)) == [Role.REGISTRAR]


def test_bylaws_name_the_meeting_day_and_the_resolution(twice, group):
    figure = bylaws_of(group, on=clock.today()).figure("meeting_days")

    assert figure.value == (1,)
    assert figure.resolution_no


def test_old_loans_are_taken_over_whole_and_paid_on(twice, group):
    taken = Loan.objects.of(group).filter(is_imported=True)

    assert balance(account(group.book, chart.LOANS_TO_DETAIL)) == 0
    assert taken.count() > 10
    assert LoanEvent.objects.filter(loan__in=taken, kind="repayment").count() > 2 * taken.count()
    assert Loan.objects.of(group).filter(is_imported=False, state=LoanState.RUNNING).exists()


def test_the_visitor_finds_requests_to_decide_and_acts_for_a_second_person(twice, group):
    chair = User.objects.get(username="kd01-chair")
    acts = waiting(group)

    assert undecided(group).count() == 2
    assert {act.kind for act in acts} == {"payout", "waiver"}
    assert chair in deciders(group, on=clock.today())
    assert all(act.asked_by != chair for act in acts)


def test_most_members_have_a_place_in_the_fund_and_paid_for_it_on_the_sheets(twice, group):
    members = Membership.objects.of(group).filter(ended_on=None)
    placed = Enrolment.objects.filter(fund__organisation=group, fund__code="WELF", until=None)

    assert 0.75 < placed.count() / members.count() < 1
    assert set(placed.values_list("pays", flat=True)) == {"monthly", "half_yearly", "yearly"}
    assert DuesPaid.objects.filter(enrolment__in=placed).values("enrolment").distinct().count() > placed.count() * 0.8
    assert not placed.filter(membership__person__in=Person.objects.filter(memberships__state="died")).exists()


def test_the_visitor_finds_a_claim_for_the_committee_and_one_for_the_chair(twice, group):
    claims = Claim.objects.filter(organisation=group)
    refused = claims.filter(state=ClaimState.REFUSED).order_by("filed_on").last()

    assert claims.filter(state=ClaimState.FILED).count() == 1
    assert claims.filter(state=ClaimState.AGREED).count() == 1
    assert refused.steps.get(kind="refused").reason


def test_paid_claims_went_through_three_hands(twice):
    paid = list(Claim.objects.filter(state=ClaimState.RECEIVED))

    assert paid
    assert all(len({claim.agreed_by_id, claim.approved_by_id, claim.paid_by_id}) == 3 for claim in paid)


def test_who_left_was_paid_out_and_one_has_asked_to_leave(twice, group):
    left = Departure.objects.exclude(state=DepartureState.ASKED)
    ended = Membership.objects.filter(ended_on__isnull=False)

    assert left.filter(kind="death", state=DepartureState.DONE).exists()
    assert set(ended) == {departure.membership for departure in left.select_related("membership")}
    assert Departure.objects.get(state=DepartureState.ASKED).organisation == group
    assert Beneficiary.objects.filter(membership__organisation=group).exists()


def test_one_round_of_funeral_aid_is_finished_and_one_is_open(twice):
    rounds = Death.objects.filter(scheme__organisation__code=world.NETWORK_CODE).order_by("number")

    assert [one.state for one in rounds] == [DeathState.CLOSED, DeathState.OPEN]
    assert rounds[0].payouts.get().amount == rounds[0].net
    assert rounds[1].payouts.get().agreed is None
    assert {part.organisation.code for part in rounds[1].parts.all()} == {"KD01", "KD02"}


def test_somebody_is_late_in_the_visitors_group_and_was_asked_at_a_lawful_hour(twice, group):
    late = late_loans(group, on=clock.today())

    assert any(one.case for one in late)
    assert all(8 <= step.hour.hour < 18 for step in CaseStep.objects.filter(is_contact=True))
    assert CaseStep.objects.filter(is_contact=True, case__organisation=group).exists()


def test_good_payers_are_the_great_majority(twice):
    fallen_due = LoanEvent.objects.filter(kind="repayment").count()
    cases = Case.objects.count()

    assert 0 < cases * 10 < fallen_due


def test_requests_are_decided_on_by_resolution_and_paid_out_by_two(twice):
    decided = LoanRequest.objects.filter(state__in=[RequestState.SIGNED, RequestState.REFUSED])
    payouts = LoanEvent.objects.filter(kind="payout")

    assert decided.exists()
    assert all(request.resolution_no and request.checks for request in decided)
    assert all(event.by != event.checked_by for event in payouts)
