"""A group with a borrower who falls late, a guarantor, officers, and the network above."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from federation.access.permissions import Role
from federation.people.models import User
from groups.registry.models import Office
from loans.followup.models import Case
from loans.followup.queries.cases import to_open
from loans.followup.steps.cases import open_case_step
from loans.lending.models import Guarantee, Loan
from tests import builders

LENT = date(2026, 1, 5)
FIRST_DUE = date(2026, 2, 5)  # a Thursday


@dataclass
class World:
    """`case` is open since the day after the first due date was missed."""

    group: object
    loan: Loan
    guarantee: Guarantee
    officer: User
    helper: User
    case: Case

    @property
    def person(self):
        return self.officer.person

    @property
    def helper_person(self):
        return self.helper.person


def with_person(organisation, role, given, **fields):
    """A user with a role, who is somebody."""
    user = builders.officer(organisation, role)
    user.person = builders.person(organisation, given, "กรรมการ", **fields)
    user.save(update_fields=["person"])
    return user


def world(*, code="KD01", guarantors=1, opened_on=None, **loan):
    """A loan of 12,000 in twelve equal parts at 12 % a year, first due on 5 February, nothing paid."""
    group = builders.group(code=code)
    borrower = builders.member(group, "ประภา", family="ตัวอย่าง")
    friends = [builders.member(group, "เกษม", family=f"ค้ำประกัน{n}") for n in range(guarantors)]
    made = builders.loan(
        borrower, on=LENT, first_due_on=FIRST_DUE, guarantors=[(one, "6000.00") for one in friends], **loan
    )
    officer = with_person(group, Role.LOAN_COMMITTEE, "สมใจ")
    helper = with_person(group.keeper, Role.NETWORK_COMMITTEE, "วิชัย")
    made = Loan.objects.select_related("organisation", "membership__person").get(pk=made.pk)
    case = opened(made, on=opened_on or date(2026, 2, 6), by=officer)
    return World(group, made, made.guarantees.first(), officer, helper, case)


@transaction.atomic
def opened(loan, *, on, by):
    """Open the case of a late loan."""
    found = next(one for one in to_open(loan.organisation, on=on) if one.loan.pk == loan.pk)
    return open_case_step(found, on=on, by=by, at=builders.at_noon(on))


def chair(group, person):
    """Make somebody the group's chair."""
    return Office.objects.create(
        network_id=group.network_key,
        organisation=group,
        person=person,
        post="chair",
        since=date(2026, 1, 1),
        until=date(2029, 12, 31),
    )


BAHT = Decimal
