"""A group with a borrower who falls late, a guarantor, officers, and the network above."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from federation.access.permissions import Role
from federation.people.models import User
from groups.registry.models import Office
from loans.followup.models import Case
from loans.followup.queries.cases import to_open
from loans.followup.steps.cases import ask_network_step, open_case_step
from loans.followup.steps.letters import Writing, write_letter_step
from loans.lending.models import Guarantee, Loan
from tests import builders

LENT = date(2026, 1, 5)


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


def world(*, code="KD01", guarantors=1, lent=LENT, **loan):
    """A loan of 12,000 in twelve equal parts at 12 % a year, first due a month later, nothing paid."""
    group = builders.group(code=code, books_from=lent.replace(day=1))
    first_due = lent.replace(month=lent.month + 1)
    borrower = builders.member(group, "ประภา", family="ตัวอย่าง")
    friends = [builders.member(group, "เกษม", family=("ค้ำดี", "ค้ำใจ", "ค้ำชู")[n]) for n in range(guarantors)]
    made = builders.loan(
        borrower, on=lent, first_due_on=first_due, guarantors=[(one, "6000.00") for one in friends], **loan
    )
    officer = with_person(group, Role.LOAN_COMMITTEE, "สมใจ")
    helper = with_person(group.keeper, Role.NETWORK_COMMITTEE, "วิชัย")
    made = Loan.objects.select_related("organisation", "membership__person").get(pk=made.pk)
    case = opened(made, on=first_due + timedelta(1), by=officer)
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


@transaction.atomic
def case_with_a_letter(member, *, by, handed=False):
    """A case of a member's loan that was lent on 5 January, with a letter, with the network if `handed`."""
    loan = Loan.objects.select_related("organisation").get(pk=builders.loan(member, on=LENT).pk)
    on = LENT.replace(month=2, day=10)
    case, at = opened(loan, on=on, by=by), builders.at_noon(on)
    signer = with_person(loan.organisation, Role.LOAN_COMMITTEE, "ผู้ลงนาม").person
    write_letter_step(case, Writing("letter_1", signed_by=signer), on=on, by=by, at=at)
    if handed:
        ask_network_step(case, on=on, done_by=signer, note="ขอคำแนะนำ", by=by, at=at)
    return Case.objects.get(pk=case.pk)
