"""What the demo's network did in its last months, read from the same small demo."""

from decimal import Decimal

import pytest
from django.db import transaction

from federation.between.models import Dispute, PoolAct
from federation.demo import world
from federation.demo.build import build
from federation.demo.group_loans import WANTED
from federation.demo.handovers import LAST_MONTH
from federation.demo.meetings import RESOLVED
from federation.demo.registry import STRENGTHS
from federation.handover.queries import statuses
from federation.kit import clock
from federation.kit.dates import month_of, next_month
from federation.ledger.months import head_of
from federation.meetings.models import Meeting
from federation.nation.models import KnownCount, Strength
from federation.organisations.models import Grade, Organisation
from federation.support.models import Facilitation
from groups.sheets.models import Sheet
from loans.lending.models import Borrowing, Loan, LoanEvent
from loans.wholesale.queries import fund_on
from tests.federation.ledger.pairs import unequal_days

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        build(today=clock.today(), now=clock.now(), groups=3, months=4, say=lambda _line: None)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def network(made):
    return Organisation.objects.select_related("book").get(code=world.NETWORK_CODE)


def test_the_network_met_each_month_and_both_books_agree_every_day(network):
    sheets = Sheet.objects.of(network)

    assert sheets.count() == 4
    assert all(row.amounts["shares"] in ("100.00", "150.00") for sheet in sheets for row in sheet.rows.all())
    assert not unequal_days()
    assert head_of(network.book).closed_through == next_month(month_of(clock.today()), by=-1)


def test_a_group_borrowed_repaid_and_lent_on(network):
    borrowing = Borrowing.objects.select_related("organisation__book", "lender").get(organisation__code="KD01")
    loan = Loan.objects.get(pk=borrowing.loan_id)
    fund = fund_on(borrowing, on=clock.today())

    assert loan.principal == WANTED[0].amount
    assert loan.events.get(kind="payout").by != loan.events.get(kind="payout").checked_by
    assert LoanEvent.objects.filter(loan=loan, kind="repayment").exists()
    assert fund.used == Decimal("3000.00")
    assert 0 < fund.on_lent < fund.owed
    assert Loan.objects.filter(fund=borrowing, signed_on__gt=borrowing.signed_on, events__kind="repayment").exists()


def test_months_wait_in_every_state_for_the_network(network):
    last = next_month(month_of(clock.today()), by=-1)
    now = {one.organisation.code: str(one.state) for one in statuses(network, last, today=clock.today())}
    before = {str(one.state) for one in statuses(network, next_month(last, by=-1), today=clock.today())}

    assert now == {"KD01": "closed", "KD02": "sent", "KD03": "returned", world.PAPER_CODE: "paper_missing"}
    assert before == {"accepted", "paper"}
    assert set(LAST_MONTH) <= {village.number for village in world.VILLAGES}


def test_interest_a_withdrawal_and_a_doubt_wait_for_another_person(network):
    waiting = PoolAct.objects.filter(state="proposed").values_list("kind", flat=True)

    assert sorted(waiting) == ["interest", "withdrawal"]
    assert PoolAct.objects.get(state="done").amount > 0
    assert Dispute.objects.get().agreed is None


def test_two_meetings_are_issued_and_the_coming_one_is_written(network):
    meetings = list(Meeting.objects.filter(organisation=network).order_by("held_on"))

    assert [one.report_state for one in meetings] == ["issued", "issued", "draft"]
    assert len({one.host_id for one in meetings}) == 3
    assert [one.items.exclude(resolution_no=None).count() for one in meetings] == [*map(len, RESOLVED), 0]
    assert Meeting.objects.get(organisation__code="KD01").report_state == "issued"


def test_the_province_has_a_district_with_books_and_one_known_by_counts(network):
    province = Organisation.objects.get(code=world.PROVINCE_CODE)
    below = Organisation.objects.members_of(province, clock.today())

    assert {one.book_id is None for one in below} == {True, False}
    assert KnownCount.objects.get(organisation__in=below).organisation.name_th == world.OTHER_NAME


def test_groups_are_graded_looked_after_and_found_by_what_they_are_good_at(network):
    assert Grade.objects.count() == Facilitation.objects.count() == 3
    assert Strength.objects.filter(organisation__code="KD02", words__contains="บัญชี", can_teach=True).exists()
    assert not Strength.objects.filter(sort="leader", consent_on=None).exists()
    assert {number for number, *_rest in STRENGTHS} <= {village.number for village in world.VILLAGES}
