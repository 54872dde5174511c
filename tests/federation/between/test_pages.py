"""What others entered in our book, disputing it, and the settlement slip, as people see them."""

from decimal import Decimal as D

import pytest
import time_machine

from federation.access.permissions import Role
from federation.between.models import Dispute, PoolAct
from federation.between.queries.entered import pairs_above, pairs_below
from federation.between.queries.settlement import membership_in, settlement_of, settlements_of
from groups.sheets.models import SheetRow
from groups.sheets.steps import RowIn, book_sheet_step
from loans.lending.models import LoanRequest
from loans.lending.queries.funds import open_funds
from loans.lending.steps.contracts import NotSignable, sign_step
from tests import builders
from tests.federation.between import worlds
from tests.federation.between.test_disputes import REASON, answer, ask, mirror_in, sheet_of_two
from tests.federation.ledger.pairs import network_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def of_two():
    """Two groups paid on the network's sheet; treasurers of all three."""
    with time_machine.travel(builders.at_noon(builders.MEETING), tick=False):
        network, joined, sheet = sheet_of_two()
        yield network, joined, sheet


def test_a_group_reads_what_its_network_entered_disputes_it_and_the_network_takes_it_back(of_two, client):
    network, [(one, first), _other], sheet = of_two
    entry = mirror_in(one, sheet.entry)
    client.force_login(builders.officer(one, Role.TREASURER))
    page = client.get(f"/o/{one.code}/between/").content.decode()
    assert network.name in page
    assert f"/o/{one.code}/between/{entry.number}/" in page
    start = client.get(f"/o/{one.code}/")
    assert (start.context["between"]["entered"], f"/o/{one.code}/between/?month=" in start.content.decode()) == (
        1,
        True,
    )
    refused = client.post(f"/o/{one.code}/between/{entry.number}/", {"reason": "ผิด"})
    assert refused.status_code == 422
    client.post(f"/o/{one.code}/between/{entry.number}/", {"reason": REASON})
    dispute = Dispute.objects.get()
    own = client.post(f"/o/{one.code}/disputes/{dispute.pk}/", {"agree": "yes"})
    assert own.status_code == 403
    assert f"/o/{one.code}/between/" in client.get(f"/o/{one.code}/").content.decode()

    client.force_login(builders.officer(network, Role.NETWORK_TREASURER))
    assert f"/o/{network.code}/between/" in client.get(f"/o/{network.code}/").content.decode()
    assert REASON in client.get(f"/o/{network.code}/between/").content.decode()
    seen = client.get(f"/o/{network.code}/disputes/{dispute.pk}/")
    assert (seen.context["form"], seen.context["posts"]) == (None, [])
    client.force_login(builders.officer(network, Role.NETWORK_COMMITTEE))
    short = client.post(f"/o/{network.code}/disputes/{dispute.pk}/", {"deny": "yes", "answer": "ไม่"})
    assert short.status_code == 422
    client.post(f"/o/{network.code}/disputes/{dispute.pk}/", {"agree": "yes", "answer": ""})

    assert SheetRow.objects.get(membership=first).taken_back
    client.force_login(builders.officer(one, Role.TREASURER))
    assert client.get(f"/o/{one.code}/").context["between"]["entered"] == 0
    client.force_login(builders.officer(network, Role.NETWORK_TREASURER))
    page = client.get(f"/o/{network.code}/sheets/{sheet.meeting_on.isoformat()}/").content.decode()
    assert "เรียกคืน" in page or "taken back" in page.lower() or "ยกเลิก" in page


def test_a_group_s_first_page_tells_of_a_no_and_of_savings_asked_out_in_its_name(of_two, client):
    network, [(one, first), _other], sheet = of_two
    said = "ใบเสร็จลงชื่อรับเงินครบแล้ว"
    answer(ask(one, mirror_in(one, sheet.entry)), agree=False, words=said)
    PoolAct.objects.create(
        network_id=network.pk,
        organisation=network,
        kind="withdrawal",
        membership=first,
        amount=D("2000.00"),
        on=builders.MEETING,
        resolution_no="7/2569",
        asked_by=builders.user("lends"),
        asked_at=builders.AT,
    )
    client.force_login(builders.officer(one, Role.TREASURER))
    page = client.get(f"/o/{one.code}/").content.decode()

    assert said in page
    assert "2,000.00" in page and "7/2569" in page
    again = f"/o/{one.code}/between/{mirror_in(one, sheet.entry).number}/"
    assert again in client.get(f"/o/{one.code}/disputes/{Dispute.objects.get().pk}/").content.decode()


def test_a_stranger_group_sees_no_dispute_of_another(of_two, client):
    _network, [(one, _first), (two, _second)], sheet = of_two
    dispute = ask(one, mirror_in(one, sheet.entry))
    client.force_login(builders.officer(two, Role.CHAIR))
    assert client.get(f"/o/{two.code}/disputes/{dispute.pk}/").status_code == 404


def test_the_pair_is_the_same_from_both_ends(of_two):
    network, [(one, _first), _other], _sheet = of_two
    [above] = pairs_above(one, on=builders.MEETING)
    below = pairs_below(network, on=builders.MEETING)[0]
    assert (above.shares, above.satja, above.pool, above.loans) == (D("200.00"), D("500.00"), 0, 0)
    assert (below.shares, below.satja, below.pool, below.loans) == (D("200.00"), D("500.00"), 0, 0)


def test_a_slip_of_a_day_says_what_was_brought_got_and_handed_over_as_both_books_do():
    """Shares 200 and satja 500 brought, 5,000 lent less nothing: the group takes 4,300 home."""
    network, [(group, membership)] = network_of(1)
    worlds.lent(group, membership)
    row = RowIn(membership, {"satja": D("500.00"), "shares": D("200.00"), "entry_fee": D("20.00")}, "paid")
    book_sheet_step(network, meeting_on=worlds.DAY, rows=[row], by=builders.user("t"), at=builders.at_noon(worlds.DAY))

    slip = settlement_of(membership_in(network, group.code), day=worlds.DAY)

    assert sorted(slip.brought.values()) == [D("20.00"), D("200.00"), D("500.00")]
    assert list(slip.got.values()) == [D("5000.00")]
    assert (slip.net, slip.other, slip.agrees) == (D("-4280.00"), D("-4280.00"), True)
    assert slip.receipts == ["2/2569"]
    assert [one.net for one in settlements_of(network, day=worlds.DAY)] == [slip.net]


def test_what_is_taken_back_lessens_the_slip_and_an_empty_one_is_not_listed(of_two):
    network, [(one, _first), (two, _second)], sheet = of_two
    answer(ask(one, mirror_in(one, sheet.entry)))
    [left] = settlements_of(network, day=builders.MEETING)
    assert left.membership.member_organisation == two
    assert left.net == D("500.00")


def test_a_group_on_paper_gets_its_slip_from_the_network_s_book_alone():
    network = builders.network()
    group = builders.group(network)
    group.book = None
    group.save(update_fields=["book"])
    membership = builders.member_group(network, group)
    row = RowIn(membership, {"satja": D("500.00"), "fine": D("5.00")}, "paid")
    book_sheet_step(network, meeting_on=builders.MEETING, rows=[row], by=builders.user("t"), at=builders.AT)
    [slip] = settlements_of(network, day=builders.MEETING)
    assert (slip.net, slip.other) == (D("505.00"), None)


def test_the_day_s_slips_print_in_one_go(of_two, client):
    network, [(one, _first), _other], sheet = of_two
    day = sheet.meeting_on.isoformat()
    client.force_login(builders.officer(network, Role.NETWORK_TREASURER))
    assert f"/o/{network.code}/settlement/{day}/" in client.get(f"/o/{network.code}/sheets/{day}/").content.decode()
    page = client.get(f"/o/{network.code}/settlement/{day}/").content.decode()
    assert page.count('class="slip"') == 2
    whole = client.get(f"/o/{network.code}/settlement/{day}/?file=pdf")
    assert whole.content.startswith(b"%PDF")
    assert client.get(f"/o/{network.code}/settlement/{one.code}/{day}/").status_code == 200
    assert client.get(f"/o/{network.code}/settlement/{one.code}/x/").status_code == 404
    client.force_login(builders.officer(one, Role.TREASURER))
    assert client.get(f"/o/{one.code}/settlement/{day}/").content.decode().count('class="slip"') == 1
    assert client.get(f"/o/{network.code}/settlement/{one.code}/{day}/").status_code == 404


@pytest.fixture
def fund():
    """A group that borrowed 5,000, and a saver of it."""
    _network, [(group, membership)] = network_of(1)
    return worlds.lent(group, membership)


def test_a_request_names_the_money_it_is_lent_out_of_and_the_contract_keeps_it(fund, client):
    group = fund.organisation
    who = builders.member(group, "กมล", joined_on=builders.BOOKS_FROM, promise=None)
    version = builders.product(group, "retail", guarantors=0)
    with time_machine.travel(builders.at_noon(worlds.DAY), tick=False):
        client.force_login(builders.officer(group, Role.TREASURER))
        page = client.get(f"/o/{group.code}/loans/requests/add/").content.decode()
        assert f'value="{fund.pk}"' in page
        sent = {"member": "กมล", "product": "retail", "amount": "1,000", "instalments": "5", "first_due_on": "5/3/2569"}
        sent |= {"purpose": "ซื้อปุ๋ย", "fund": str(fund.pk)}
        for rows in ("guarantors", "collaterals", "joint", "goods"):
            sent |= {f"{rows}-TOTAL_FORMS": "0", f"{rows}-INITIAL_FORMS": "0"}
        answer = client.post(f"/o/{group.code}/loans/requests/add/", sent, follow=True)
    made = LoanRequest.objects.get(membership=who)
    assert made.fund == fund
    assert f"/o/{group.code}/funds/{fund.pk}/" in answer.content.decode()
    approved = builders.approved_request(who, version, amount=D("1000.00"), instalments=5, on=worlds.DAY, fund=fund)
    loan = sign_step(approved, signed_on=worlds.DAY, by=builders.user("s"), at=builders.at_noon(worlds.DAY))
    assert loan.fund == fund


def test_money_another_organisation_borrowed_is_not_lent_out_of(fund):
    other = builders.group(fund.organisation.keeper)
    who = builders.member(other, "ขวัญ", joined_on=builders.BOOKS_FROM, promise=None)
    version = builders.product(other, "retail", guarantors=0)
    assert open_funds(other) == []
    request = builders.approved_request(who, version, amount=D("1000.00"), instalments=5, on=worlds.DAY)
    LoanRequest.objects.filter(pk=request.pk).update(fund=fund)
    with pytest.raises(NotSignable):
        sign_step(request, signed_on=worlds.DAY, by=builders.user("s"), at=builders.at_noon(worlds.DAY))
