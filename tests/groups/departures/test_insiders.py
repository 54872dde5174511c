"""Officers who would let a member leave or die on paper, and take the money."""

from datetime import date
from decimal import Decimal

import pytest

from federation.access.permissions import Role
from federation.ledger.refusals import NeedsSecondPerson
from groups.departures.models import Departure, PaidOut
from groups.departures.steps.frame import NotPossible
from groups.registry.rules import Heir
from tests import builders
from tests.groups.departures.test_dying import name
from tests.groups.departures.test_views import address, group  # noqa: F401
from tests.groups.departures.worlds import DAY, asked, decided, died, paid, saver
from tests.groups.promises.test_steps import JAN, sheet

pytestmark = pytest.mark.django_db
MALI = [Heir("นางมา ใจดี", "ภรรยา", Decimal(100))]


def called(user, person):
    """Let an account be that of a person."""
    holder = builders.user(user)
    holder.person = person
    holder.save(update_fields=["person"])
    return person.name


def unpaid():
    return not PaidOut.objects.exclude(entry=None).exists()


@pytest.mark.parametrize(("by", "checked_by"), [("decides", "asks"), ("asks", "decides"), ("asks", "hands")])
def test_two_officers_do_not_pay_out_a_death_they_reported(group, by, checked_by):  # noqa: F811
    made = decided(died(saver(group, satja="500.00")), heirs=MALI)

    with pytest.raises(NeedsSecondPerson):
        paid(made.payments.get(), by=by, checked_by=checked_by)
    assert unpaid()


@pytest.mark.parametrize("kind", ["resignation", "expulsion"])
def test_two_officers_alone_do_not_pay_a_leaver(group, kind):  # noqa: F811
    made = asked(saver(group, satja="500.00"), kind=kind)
    if kind == "expulsion":
        Departure.objects.filter(pk=made.pk).update(state="noticed", notice_on=date(2026, 1, 5))
        made.refresh_from_db()
    made = decided(made)

    with pytest.raises(NeedsSecondPerson):
        paid(made.payments.get(), by="asks", checked_by="decides")
    assert unpaid()
    assert paid(made.payments.get(), by="asks", checked_by="hands").entry


@pytest.mark.parametrize("heir", ["asks", "decides", "pays", "hands"])
def test_no_officer_who_acts_is_the_heir(group, heir):  # noqa: F811
    dead, officer = saver(group, satja="500.00"), builders.member(group, "บุษบา")
    own = [Heir(called(heir, officer.person), "หลาน", Decimal(100))]

    with pytest.raises(NeedsSecondPerson) as refused:
        paid(decided(died(dead), heirs=own).payments.get())
    assert officer.person.name in str(refused.value) and unpaid()


def test_who_is_named_for_the_case_of_death_does_not_report_it(group):  # noqa: F811
    dead, officer = saver(group, satja="500.00"), builders.member(group, "บุษบา")
    name(dead, [(called("asks", officer.person), "หลาน", "100")])

    with pytest.raises(NeedsSecondPerson):
        died(dead)
    assert not Departure.objects.exists()


@pytest.mark.parametrize("paper", [{"certificate": " "}, {"held": False}])
def test_nothing_is_settled_for_a_death_without_its_paper(group, paper):  # noqa: F811
    departure = died(saver(group, satja="500.00"))

    with pytest.raises(NotPossible) as refused:
        decided(departure, heirs=MALI, **paper)
    assert set(refused.value.fields) == set(paper)


def test_the_form_asks_for_the_paper_and_the_page_shows_it(client, group):  # noqa: F811
    departure = died(saver(group, satja="500.00"))
    client.force_login(builders.officer(group, Role.CHAIR))
    typed = {"on": "10/2/2569", "resolution_no": "3/2569", "resolution_on": "10/2/2569", "seen": "500.00"}
    typed |= {"name_1": MALI[0].name, "relation_1": "ภรรยา", "percent_1": "100"}
    where = address("leaving_decide", group, pk=departure.pk)

    assert client.post(where, typed).status_code == 422
    shown = client.post(where, {**typed, "certificate": "77/2569", "held": "on"}, follow=True)

    assert "77/2569" in shown.content.decode()


def test_a_day_of_death_before_sheets_on_which_the_member_paid_is_ticked(group):  # noqa: F811
    anon = builders.member(group, "อานนท์")
    sheet(group, JAN, {anon: "100.00"}, day=25)

    with pytest.raises(NotPossible) as refused:
        died(anon, died_on=date(2026, 1, 20))

    assert "25 มกราคม 2569" in refused.value.fields["sure"] and not Departure.objects.exists()
    assert died(anon, died_on=date(2026, 1, 20), sure=True).state == "asked"


@pytest.mark.parametrize(("day", "is_refused"), [(date(2026, 1, 10), False), (date(2026, 1, 9), True)])
def test_a_death_long_ago_is_ticked(group, day, is_refused):  # noqa: F811
    anon = saver(group, satja="500.00")
    if is_refused:
        with pytest.raises(NotPossible):
            died(anon, died_on=day, on=DAY)
    assert Departure.objects.exists() is False
    assert died(anon, died_on=day, on=DAY, sure=is_refused).state == "asked"
