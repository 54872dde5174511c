"""Attacks by raw SQL on what ties two books together."""

from decimal import Decimal as D

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q

from federation.kit.ids import new_id
from federation.ledger import chart
from federation.ledger.models import Head, Twin
from federation.ledger.posting import credit, debit, post
from tests import builders
from tests.federation.ledger.books import MEETING
from tests.federation.ledger.pairs import above, cash_of, network_of, pay_shares
from tests.federation.ledger.test_guards import forged, refused, run

pytestmark = pytest.mark.django_db

TWIN = """
INSERT INTO ledger_twin (id, network_id, book_id, account_id, is_upper, since, other_network_id, other_book_id,
                         other_account_id)
"""


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_twin SET since = since + 1",
        "UPDATE ledger_twin SET other_account_id = account_id",
        "DELETE FROM ledger_twin WHERE is_upper",
    ],
)
def test_a_tie_stays_as_it_was_made(sql):
    network_of(1, cash=None)

    refused("ledger_twin_is_append_only", sql)


@pytest.mark.parametrize(
    ("changed", "to"),
    [
        ("is_upper", "NOT is_upper"),
        ("since", "since - 1"),
        ("other_book_id", "gen_random_uuid()"),
        ("network_id", "network_id + 1"),
        ("account_id", "(SELECT id FROM ledger_account a WHERE a.book_id = t.book_id AND a.code = '17040')"),
    ],
)
def test_two_accounts_are_tied_only_when_each_names_the_other(changed, to):
    """Both rows are written anew with one of them altered; unaltered they are taken."""
    _network, [(_group, membership)] = network_of(1, cash=None)
    names = [f.column for f in Twin._meta.fields if f.column != "id"]
    tied = Q(account=membership.shares_account) | Q(other_account_id=membership.shares_account_id)
    pair = f"id IN {tuple(str(pk) for pk in Twin.objects.filter(tied).values_list('pk', flat=True))}"

    def copy(altered):
        run("SET CONSTRAINTS ALL IMMEDIATE")
        run("ALTER TABLE ledger_twin DISABLE TRIGGER twin_append_only")
        run(f"CREATE TEMP TABLE kept ON COMMIT DROP AS SELECT * FROM ledger_twin WHERE {pair}")
        run(f"DELETE FROM ledger_twin WHERE {pair}")
        columns = ", ".join(f"CASE WHEN is_upper THEN {to} ELSE {n} END" if n == altered else n for n in names)
        run(f"INSERT INTO ledger_twin ({', '.join(names)}, id) SELECT {columns}, gen_random_uuid() FROM kept t")

    with transaction.atomic():
        copy(None)
        assert Twin.objects.count() == 18
        transaction.set_rollback(True)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        copy(changed)
    assert caught.value.__cause__.diag.constraint_name == "twins_name_each_other"


def test_one_twin_alone_is_refused():
    network, [(group, membership)] = network_of(1, cash=None)
    mine, other = above(membership, chart.GROUP_SHARES), cash_of(group)

    refused(
        "twins_name_each_other",
        f"{TWIN} VALUES (%s, %s, %s, %s, true, '2026-01-01', %s, %s, %s)",
        [new_id(), network.pk, network.book_id, cash_of(network).pk, network.pk, group.book_id, other.pk],
    )
    assert Twin.objects.filter(account=mine).exists()


def test_a_mirror_that_keeps_every_rule_is_taken_and_one_that_does_not_is_refused():
    network, [(group, membership)] = network_of(1)
    first = pay_shares(network, {membership: "500.00"}, key="sheet:1").mirrors[0]
    twin, box = (line.account for line in first.lines.order_by("n"))
    moves = [debit(cash_of(network).pk, D("70.00")), credit(membership.shares_account_id, D("70.00"))]
    entry = post(book=network.book, on=MEETING, kind="sheet", key="sheet:2", moves=moves, by=builders.user()).entry
    head = Head.objects.get(book=group.book)
    truth = {
        "moves": [(twin, "70", "0"), (box, "0", "70")],
        "number": head.number + 1,
        "previous": bytes(head.hash),
        "kind": "between",
        "event": entry.event,
        "key": f"between:{entry.pk}",
    }

    lies = [
        {"key": "between:nothing"},
        {"key": f"between:{new_id()}"},
        {"key": f"between:{first.pk}"},
        {"event": new_id()},
        {"on": MEETING.replace(day=6)},
        {"moves": [(twin, "69", "0"), (box, "0", "69")]},
        {"moves": [(box, "1", "0"), (box, "0", "1")]},
    ]
    for lie in lies:
        told = {**truth, **lie}
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            forged(group.book, told.pop("moves"), **told)
        assert caught.value.__cause__.diag.constraint_name == "between_mirrors_its_entry", lie
    forged(group.book, truth.pop("moves"), **truth)
    assert group.book.entries.filter(kind="between").count() == 2
