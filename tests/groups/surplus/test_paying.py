from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from federation.ledger import books
from federation.ledger.queries import as_text
from federation.ledger.refusals import BelowZero
from groups.registry.models import Membership
from groups.surplus import steps
from groups.surplus.models import Choice, DividendPart, PayBatch, YearState
from groups.surplus.queries.parts import sums_of, unpaid_into
from groups.surplus.steps.refusals import NotAtThisStep, NotThatPayment, SamePerson
from tests import builders
from tests.groups.surplus import worlds
from tests.groups.surplus.worlds import AT, MEETING, plan

pytestmark = pytest.mark.django_db
D = Decimal


def adopted_group(*choices):
    """A group whose members each saved 100 and get 250, with where they want it."""
    group = worlds.group()
    members = builders.members(group, len(choices))
    for member, into in zip(members, choices, strict=True):
        worlds.save(member, "100", on=date(2025, 1, 5))
        if into:
            worlds.choose(member, into)
    worlds.earn(group, f"{250 * len(choices)}")
    return group, members, worlds.adopted(worlds.closed(group), plan(dividend=100))


def test_all_that_goes_into_accounts_is_one_entry():
    _group, _members, close = adopted_group("shares", "satja", "special", "cash", "")
    batch = worlds.paid(close)

    assert as_text(batch.entry) == "\n".join(
        [
            "Dr dividend and refunds to be paid                 750.00",
            "   Cr shares, member 001                              250.00",
            "   Cr satja, member 002                               250.00",
            "   Cr special savings, member 003                     250.00",
        ]
    )
    assert batch.entry.checked_by == batch.decided_by != batch.entry.by
    assert unpaid_into(close) == {"cash": (2, D("500.00"))}


def test_money_is_paid_by_the_list_of_a_day_and_the_year_ends_paid():
    group, members, close = adopted_group("", "", "")
    first = worlds.paid(close, *members[:2], purse=worlds.cash_of(group))
    assert (first.total, worlds.balance(group, "23040")) == (D("500.00"), D("250.00"))

    worlds.paid(close, members[2], purse=worlds.cash_of(group), on=date(2026, 2, 18))
    close.refresh_from_db()

    assert close.state == YearState.PAID and worlds.balance(group, "23040") == 0
    days = DividendPart.objects.filter(year=close).order_by("membership__number").values_list("paid_on", flat=True)
    assert list(days) == [MEETING, MEETING, date(2026, 2, 18)]


def test_nobody_is_paid_twice():
    group, members, close = adopted_group("", "")
    purse = worlds.cash_of(group)
    worlds.paid(close, members[0], purse=purse)

    with pytest.raises(NotThatPayment):
        worlds.paid(close, members[0], purse=purse)


def test_list_sent_back_lets_its_members_wait_again():
    group, members, close = adopted_group("", "")
    given = {"on": MEETING, "purse": worlds.cash_of(group), "membership_ids": [one.pk for one in members]}
    with transaction.atomic():
        batch = steps.propose_batch_step(close, by=builders.user("treasurer"), at=AT, **given)
    assert unpaid_into(close) == {}
    with pytest.raises(SamePerson), transaction.atomic():
        steps.decide_batch_step(batch, agreed=True, by=builders.user("treasurer"), at=AT)
    with transaction.atomic():
        steps.decide_batch_step(batch, agreed=False, by=builders.user("chair"), at=AT)

    assert unpaid_into(close) == {"cash": (2, D("500.00"))} and PayBatch.objects.get().entry is None
    with pytest.raises(NotAtThisStep), transaction.atomic():
        steps.decide_batch_step(batch, agreed=True, by=builders.user("chair"), at=AT)


def test_purse_without_the_money_pays_nobody():
    group, members, close = adopted_group("", "")

    with pytest.raises(BelowZero):
        worlds.paid(close, *members, purse=books.account(group.book, "12300"))
    assert DividendPart.objects.filter(paid_on=None).count() == 2


def test_newest_choice_counts_and_moves_what_waits():
    _group, [anon], close = adopted_group("shares")
    worlds.choose(anon, "satja", on=date(2026, 2, 16))

    assert DividendPart.objects.get(year=close).into == "satja"
    assert Choice.objects.count() == 2


def test_what_was_adopted_for_an_account_is_not_turned_into_money_by_one_officer():
    _group, [anon], close = adopted_group("shares")

    with pytest.raises(NotThatPayment) as refused:
        worlds.choose(anon, "cash", on=date(2026, 2, 16))

    assert set(refused.value.fields) == {"into"} and Choice.objects.count() == 1
    assert DividendPart.objects.get(year=close).into == "shares"
    worlds.paid(close)
    assert worlds.choose(anon, "cash", on=date(2026, 2, 16)).into == "cash"


def test_who_left_is_paid_out_in_money():
    group, [anon, _other], close = adopted_group("shares", "shares")
    Membership.objects.filter(pk=anon.pk).update(state="resigned", ended_on=date(2026, 2, 16))
    anon.refresh_from_db()
    worlds.paid(close)

    assert unpaid_into(close) == {"cash": (1, D("250.00"))}
    with pytest.raises(NotThatPayment):
        worlds.choose(anon, "shares", on=date(2026, 2, 17))
    assert worlds.paid(close, anon, purse=worlds.cash_of(group)).total == D("250.00")


def left(member, *, state="resigned", on=date(2026, 2, 16)):
    Membership.objects.filter(pk=member.pk).update(state=state, ended_on=on)


def credited(member):
    accounts = (member.shares_account, member.satja_account, member.special_account)
    return [account.lines.filter(entry__kind="year").count() for account in accounts]


@pytest.mark.parametrize("state", ["resigned", "died"])
@pytest.mark.parametrize("into", ["shares", "satja", "special"])
def test_who_left_before_the_meeting_is_paid_in_money_whatever_was_chosen(state, into):
    group = worlds.group()
    anon = builders.member(group)
    worlds.save(anon, "100", on=date(2025, 1, 5))
    worlds.earn(group, "250")
    worlds.choose(anon, into)
    close = worlds.closed(group)
    left(anon, state=state, on=date(2026, 2, 1))
    close = worlds.adopted(close, plan(dividend=100))
    assert DividendPart.objects.get().into == "cash"
    worlds.paid(close, anon, purse=worlds.cash_of(group))

    assert credited(anon) == [0, 0, 0] and worlds.balance(group, "23040") == 0


def test_last_one_who_waits_is_paid_in_money_after_leaving():
    group, [anon], close = adopted_group("shares")
    left(anon)

    assert unpaid_into(close) == {"cash": (1, D("250.00"))}
    worlds.paid(close, anon, purse=worlds.cash_of(group))
    close.refresh_from_db()
    assert (close.state, DividendPart.objects.get().into, credited(anon)) == (YearState.PAID, "cash", [0, 0, 0])


def test_list_into_accounts_of_somebody_who_died_meanwhile_is_put_together_again():
    _group, [anon, _other], close = adopted_group("shares", "shares")
    with transaction.atomic():
        batch = steps.propose_batch_step(close, on=MEETING, by=builders.user("treasurer"), at=AT)
    left(anon, state="died")
    with pytest.raises(NotThatPayment, match=anon.name), transaction.atomic():
        steps.decide_batch_step(batch, agreed=True, by=builders.user("chair"), at=AT)
    with transaction.atomic():
        steps.decide_batch_step(batch, agreed=False, by=builders.user("chair"), at=AT)

    assert worlds.paid(close).total == D("250.00") and credited(anon) == [0, 0, 0]
    assert unpaid_into(close) == {"cash": (1, D("250.00"))}


def test_choice_made_while_on_a_list_holds_once_it_is_sent_back():
    _group, [anon], close = adopted_group("shares")
    with transaction.atomic():
        batch = steps.propose_batch_step(close, on=MEETING, by=builders.user("treasurer"), at=AT)
    worlds.choose(anon, "satja", on=date(2026, 2, 16))
    assert DividendPart.objects.get().into == "shares"
    with transaction.atomic():
        steps.decide_batch_step(batch, agreed=False, by=builders.user("chair"), at=AT)

    assert DividendPart.objects.get().into == "satja"


@pytest.mark.parametrize("day", [date(2026, 2, 14), date(2026, 2, 21)])
def test_dividends_are_paid_from_the_meeting_on_and_not_to_come(day):
    group, members, close = adopted_group("")

    with pytest.raises(NotThatPayment) as refused:
        worlds.paid(close, *members, purse=worlds.cash_of(group), on=day)
    assert set(refused.value.fields) == {"on"}


def test_sums_of_a_year_say_what_is_paid_and_what_waits():
    group, members, close = adopted_group("", "", "shares")
    worlds.paid(close, members[0], purse=worlds.cash_of(group))

    sums = sums_of(close)
    assert (sums.members, sums.gross, sums.deducted, sums.paid, sums.unpaid, sums.waiting) == (
        3,
        D("750.00"),
        0,
        D("250.00"),
        D("500.00"),
        2,
    )
