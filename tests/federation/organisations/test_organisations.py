"""Founding organisations, what becomes of them, and how they belong to one another in time."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from federation.ledger.books import account
from federation.ledger.months import open_month
from federation.organisations import affiliations, rules, steps
from federation.organisations.bank_accounts import AccountKnown, add_bank_account_step, bank_accounts_of, number_of
from federation.organisations.kinds import KINDS, NETWORK_KINDS, seed_kinds
from federation.organisations.models import Affiliation, Kind, Organisation, State, StateChange
from federation.organisations.places import address_of
from federation.organisations.queries import affiliations_of, groups_below, state_on, tree
from tests import builders

JANUARY = date(2026, 1, 1)
pytestmark = pytest.mark.django_db


def found_network(code="KDT", **facts):
    known = {"name_th": "เครือข่ายกาญจนดิษฐ์", "level": "amphoe", "kind_code": "network", "books_from": JANUARY}
    return steps.found_network_step(**{**known, "code": code, "by": builders.user(), "at": builders.AT, **facts})


def found_group(keeper, code="KDT-01", **facts):
    known = {"name_th": "กลุ่มสัจจะกะแดะ", "kind_code": "satja_lifecycle", "books_from": date(2026, 1, 20)}
    return steps.found_group_step(
        **{**known, "keeper": keeper, "code": code, "by": builders.user(), "at": builders.AT, **facts}
    )


def test_the_kinds_of_the_national_table_are_seeded_once():
    Kind.objects.filter(code="satja").update(name_th="เก่า")

    seed_kinds()
    seed_kinds()

    assert Kind.objects.count() == len(KINDS)
    assert Kind.objects.get(code="satja").name_th == "กลุ่มสัจจะออมทรัพย์"
    assert set(NETWORK_KINDS) <= {code for code, _thai, _english in KINDS}


def test_a_network_is_founded_with_books_of_a_network():
    network = found_network(place_code="8402", founded_on=date(2001, 1, 1), founded_year_only=True)

    assert account(network.book, "31030").is_control
    assert network.network_key == network.book.network_id == network.pk
    assert address_of(network) == "อ.กาญจนดิษฐ์ จ.สุราษฎร์ธานี"


def test_a_group_is_founded_with_its_own_books_under_the_network_that_keeps_them():
    network = found_network()

    group = found_group(network, state=State.ACTIVE, place_code="840203", moo=2, village=" บ้าน  คลอง ")

    assert account(group.book, "31010").is_control
    assert (group.network_key, group.book.network_id) == (network.pk, network.pk)
    assert open_month(group.book) == JANUARY
    assert list(Organisation.objects.members_of(network, JANUARY)) == [group]
    assert group.village == "บ้าน คลอง"
    assert state_on(group, on=JANUARY) == "active"


@pytest.mark.parametrize(
    ("facts", "error", "field"),
    [
        ({"code": "มีไทย"}, steps.CodeNotPlain, "code"),
        ({"code": "with space"}, steps.CodeNotPlain, "code"),
        ({"code": ""}, steps.CodeNotPlain, "code"),
        ({"code": "kdt"}, steps.CodeTaken, "code"),
        ({"name_th": " \u200b"}, steps.ProfileNotRight, "name_th"),
        ({"kind_code": "nothing"}, steps.ProfileNotRight, "kind"),
        ({"place_code": "999999"}, steps.ProfileNotRight, "place_code"),
        ({"founded_on": date(2026, 1, 6)}, steps.ProfileNotRight, "founded_on"),
    ],
)
def test_a_founding_that_is_refused_leaves_nothing(facts, error, field):
    network = found_network()

    with pytest.raises(error) as refused, transaction.atomic():
        found_group(network, **facts)

    assert list(refused.value.fields) == [field]
    assert Organisation.objects.count() == 1


def test_a_group_is_not_founded_under_a_group_nor_a_network_on_the_level_of_one():
    group = found_group(found_network())

    with pytest.raises(affiliations.NotANetwork):
        found_group(group, code="KDT-02")
    with pytest.raises(affiliations.NotANetwork):
        found_network("KDT-03", level="group")


def test_a_changed_profile_tells_what_was_and_what_is():
    group = found_group(found_network())

    before, after = steps.change_profile_step(group, at=builders.AT, name_th=" กลุ่มใหม่", moo=None, legal_form="ชมรม")

    assert before == {"name_th": "กลุ่มสัจจะกะแดะ", "legal_form": ""}
    assert after == {"name_th": "กลุ่มใหม่", "legal_form": "ชมรม"}
    assert Organisation.objects.get(pk=group.pk).name_th == "กลุ่มใหม่"


def change(group, state, *, on, reason="กรรมการลาออกทั้งชุด"):
    return steps.change_state_step(
        group, state=state, on=on, reason=reason, by=builders.user(), at=builders.AT, resolution_no="1/2569"
    )


def test_a_state_holds_from_its_day_and_is_known_for_earlier_days():
    group = found_group(found_network(), state=State.ACTIVE)

    group = change(group, "suspended", on=date(2026, 1, 3))

    assert group.state == "suspended"
    assert [state_on(group, on=date(2026, 1, n)) for n in (2, 3)] == ["active", "suspended"]
    assert state_on(group, on=date(2025, 12, 31)) is None


@pytest.mark.parametrize(
    ("state", "asked", "error"),
    [
        ("forming", {"state": "suspended", "on": JANUARY}, steps.NotThatState),
        ("closed", {"state": "active", "on": JANUARY}, steps.NotThatState),
        ("active", {"state": "closed", "on": JANUARY, "reason": " "}, steps.ReasonMissing),
        ("active", {"state": "closed", "on": date(2025, 12, 31)}, affiliations.DateOutOfOrder),
        ("active", {"state": "closed", "on": date(2026, 1, 6)}, affiliations.DateOutOfOrder),
    ],
)
def test_a_change_of_state_that_is_refused_changes_nothing(state, asked, error):
    group = found_group(found_network(), state=state)

    with pytest.raises(error):
        change(group, asked.pop("state"), **asked)

    assert Organisation.objects.get(pk=group.pk).state == state
    assert StateChange.objects.filter(organisation=group).count() == 1


def test_the_history_of_states_cannot_be_altered_in_the_database():
    found_network()

    for attack in ("UPDATE federation_statechange SET state = 'closed'", "DELETE FROM federation_statechange"):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)


def test_an_organisation_belongs_to_several_at_once_and_each_link_has_its_time():
    network, province, club = found_network(), found_network("SRT", level="province"), found_network("CLUB")
    group = found_group(network)
    affiliations.affiliate_step(group, upper=club, sort="club", since=date(2020, 1, 1), until=date(2026, 1, 31))
    affiliations.affiliate_step(network, upper=province)

    assert [link.upper.code for link in affiliations_of(group)] == ["KDT", "CLUB"]
    assert [list(groups_below(club, on=date(2026, month, 1))) for month in (1, 2)] == [[group], []]
    assert list(groups_below(province, on=JANUARY)) == [group]


def test_a_tree_shows_each_place_under_its_upper_by_code():
    province, one, two = found_network("P"), found_network("B"), found_network("A")
    shared, alone = found_group(one, "G2"), found_group(two, "G1")
    affiliations.affiliate_step(shared, upper=two)
    for network in (one, two):
        affiliations.affiliate_step(network, upper=province)

    rows = tree(province, on=JANUARY)

    assert [(row.organisation.code, row.depth) for row in rows] == [
        ("P", 0), ("A", 1), ("G1", 2), ("G2", 2), ("B", 1), ("G2", 2)
    ]  # fmt: skip
    assert alone in groups_below(province, on=JANUARY) and groups_below(province, on=JANUARY).count() == 2


def test_the_cost_of_a_tree_does_not_grow_with_it(django_assert_num_queries):
    province = found_network("P")
    for n in range(3):
        network = found_network(f"N{n}")
        affiliations.affiliate_step(network, upper=province)
        found_group(network, f"G{n}")

    with django_assert_num_queries(2):
        assert len(tree(province, on=JANUARY)) == 7


def test_figures_add_up_through_the_levels_and_no_data_is_not_zero():
    paths = [(1,), (1, 2), (1, 2, 4), (1, 3), (1, 3, 4), (1, 3, 5)]
    figures = {4: Decimal("9000.00"), 5: None, 2: Decimal("1.50")}

    sums = rules.roll_up(paths, figures=figures)

    assert sums[1] == rules.RollUp(Decimal("9001.50"), known=2, unknown=1)
    assert sums[3] == rules.RollUp(Decimal("9000.00"), known=1, unknown=1)
    assert sums[5] == rules.RollUp(Decimal("0.00"), known=0, unknown=1)


def test_seventeen_groups_of_nine_thousand_make_153000():
    paths = [(0,)] + [(0, n) for n in range(1, 18)]

    assert rules.roll_up(paths, figures=dict.fromkeys(range(1, 18), Decimal("9000.00")))[0].total == 153_000


def test_links_that_cannot_be_are_refused():
    network, province = found_network(), found_network("SRT", level="province")
    group, other = found_group(network), found_group(network, "KDT-02")
    affiliations.affiliate_step(network, upper=province, since=JANUARY)

    with pytest.raises(affiliations.NotANetwork):
        affiliations.affiliate_step(group, upper=other)
    with pytest.raises(affiliations.AlreadyAffiliated):
        affiliations.affiliate_step(network, upper=province, since=date(2020, 1, 1))
    with pytest.raises(affiliations.GoesInCircles):
        affiliations.affiliate_step(province, upper=network)
    with pytest.raises(affiliations.GoesInCircles):
        affiliations.affiliate_step(network, upper=network)
    with pytest.raises(affiliations.DateOutOfOrder):
        affiliations.affiliate_step(group, upper=province, since=JANUARY, until=date(2025, 12, 31))
    affiliations.affiliate_step(province, upper=network, until=date(2025, 12, 31))

    assert Affiliation.objects.count() == 4


def test_the_database_refuses_two_links_of_a_pair_in_one_time():
    network, province = found_network(), found_network("SRT", level="province")
    Affiliation.objects.create(member=network, upper=province, since=JANUARY)

    with pytest.raises(IntegrityError, match="affiliation_of_a_pair_does_not_overlap"), transaction.atomic():
        Affiliation.objects.create(member=network, upper=province, until=JANUARY)


def test_a_link_ends_with_its_last_day_but_not_the_one_with_the_keeper_of_an_open_group():
    network, province = found_network(), found_network("SRT", level="province")
    group = found_group(network)
    link = affiliations.affiliate_step(group, upper=province, since=JANUARY)
    kept = Affiliation.objects.get(member=group, upper=network)

    affiliations.end_affiliation_step(link, until=date(2026, 2, 1))

    assert [list(groups_below(province, on=date(2026, 2, n))) for n in (1, 2)] == [[group], []]
    with pytest.raises(affiliations.DateOutOfOrder):
        affiliations.end_affiliation_step(link, until=date(2025, 12, 31))
    with pytest.raises(affiliations.KeptHere):
        affiliations.end_affiliation_step(kept, until=date(2026, 2, 1))
    change(group, "closed", on=date(2026, 1, 2))
    assert affiliations.end_affiliation_step(kept, until=date(2026, 2, 1)).until == date(2026, 2, 1)


def test_bank_accounts_stand_on_ledger_accounts_of_their_own_that_never_fall_below_zero():
    group = found_group(found_network())

    first = add_bank_account_step(group, bank="ธ.ก.ส.", name="กลุ่มสัจจะกะแดะ", number="020-1-23456-789")
    second = add_bank_account_step(group, bank="ออมสิน", name="กลุ่มสัจจะกะแดะ", number="๐๒๐๑๒๓๔๕๖๗๙๐")

    assert [each.account.code for each in bank_accounts_of(group)] == ["12300", "12300-2"]
    assert first.account.never_negative and second.account.never_negative
    assert second.account.name_th == "เงินฝากธนาคาร ออมสิน …6790"


def test_the_number_of_a_bank_account_is_sealed_and_only_its_end_is_shown():
    group = found_group(found_network())
    added = add_bank_account_step(group, bank="ธ.ก.ส.", name="กลุ่ม", number="020123456789")

    assert b"0123456" not in bytes(added.number_sealed)
    assert (added.number_tail, number_of(added)) == ("6789", "020123456789")
    with pytest.raises(AccountKnown):
        add_bank_account_step(group, bank="ธ.ก.ส.", name="กลุ่ม", number="0201-2345-6789")


@pytest.mark.parametrize(
    ("typed", "reason"), [("", "empty"), ("12ก4567890", "letters"), ("123456789", "length"), ("1" * 16, "length")]
)
def test_a_number_that_is_no_account_is_refused(typed, reason):
    with pytest.raises(rules.NotAnAccountNumber) as refused:
        rules.read_account_number(typed)

    assert refused.value.reason == reason
