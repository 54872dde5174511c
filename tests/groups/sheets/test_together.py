"""Several people at one sheet: trust A4 and B6. Whatever the order, nobody's amount is overwritten unseen."""

import random
import threading
import uuid
from decimal import Decimal as D

import pytest
from django.db import close_old_connections, connection, transaction
from django.test import Client

from groups.sheets.models import Sheet, SheetRow, SheetState
from groups.sheets.steps import SheetAlreadyPosted, SheetChanged
from tests import builders
from tests.groups.sheets.worlds import address, draft, drawn, post, save, typed

ROUNDS, SENDS = 6, 20


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(ROUNDS))
def test_in_any_order_of_requests_no_amount_is_overwritten_unseen(seed):
    """Three browsers change rows of one sheet with what they last saw, their requests reordered and doubled."""
    chance = random.Random(seed)
    group = builders.group()
    builders.members(group, 3, promise="50.00")
    sheet = draft(group)
    browsers = [Browser(sheet, n) for n in range(3)]
    accepted = []

    for _ in range(SENDS):
        browser = chance.choice(browsers)
        before = {row.membership.number: row for row in sheet.rows.select_related("membership")}
        number, amount = chance.randint(1, 3), f"{chance.randint(1, 99)}.00"
        seen = browser.boxes[f"{number}-seen"]
        status, answer = browser.send(number, amount, times=chance.choice([1, 1, 2]))
        stored = sheet.rows.get(membership__number=number)
        if status == 200 and stored.version > before[number].version:
            accepted.append((number, amount))
            assert int(seen.split(".")[0]) == before[number].version
            assert stored.amounts == {"satja": amount}
        elif status == 409:
            assert stored.amounts == before[number].amounts
            assert answer["theirs"]["satja"] == stored.amounts["satja"]
            assert answer["boxes"]["satja"] == amount
        if chance.random() < 0.3:
            browser.look()

    assert {row.membership.number: row.version - 1 for row in sheet.rows.select_related("membership")} == {
        number: sum(1 for n, _amount in accepted if n == number) for number in (1, 2, 3)
    }


class Browser:
    """A signed-in treasurer with the page open: knows of each row what it was told last."""

    def __init__(self, sheet, n):
        self.sheet, self.client = sheet, Client()
        self.client.force_login(builders.officer(sheet.organisation, name=f"treasurer-{n}"))
        self.look()

    def look(self):
        self.boxes = drawn(self.client.get(address(self.sheet)))

    def send(self, number, amount, *, times=1):
        body = {name: value for name, value in self.boxes.items() if name.startswith(f"{number}-")}
        body |= {f"{number}-satja": amount, f"{number}-sum": ""}
        for _ in range(times):
            response = self.client.post(address(self.sheet, "save/"), body, headers={"accept": "application/json"})
        answer = response.json()["rows"][str(number)]
        if response.status_code == 200:
            self.boxes[f"{number}-seen"] = answer["seen"]
            self.boxes[f"{number}-satja"] = answer["boxes"]["satja"]
        return response.status_code, answer


def at_once(*works):
    """Do works in threads that start together; return what each gave or raised."""
    start, results = threading.Barrier(len(works)), [None] * len(works)

    def run(place, work):
        start.wait()
        try:
            results[place] = work()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()
    return results


def filled():
    with transaction.atomic():
        group = builders.group()
        anon, bua = builders.members(group, 2)
        malee, somsri = builders.user("malee"), builders.user("somsri")
    sheet = draft(group)
    save(sheet, typed(sheet, anon, satja="100"), typed(sheet, bua, satja="100"))
    return sheet, anon, malee, somsri


@pytest.mark.django_db(transaction=True)
def test_of_two_treasurers_who_post_at_once_one_posts_and_the_other_is_told():
    sheet, _anon, malee, somsri = filled()

    results = at_once(lambda: post(sheet, by=malee), lambda: post(sheet, by=somsri))

    told = [result for result in results if isinstance(result, SheetAlreadyPosted)]
    posted = [result for result in results if isinstance(result, Sheet)]
    assert (len(told), len(posted)) == (1, 1)
    assert told[0].sheet.entry == posted[0].entry
    assert sheet.organisation.book.entries.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_tap_at_once_posts_once_and_both_get_the_entry():
    sheet, _anon, malee, _somsri = filled()
    key = uuid.uuid4()

    results = at_once(*[lambda: post(sheet, by=malee, key=key, version=2)] * 3)

    assert [type(result) for result in results] == [Sheet] * 3
    assert len({result.entry_id for result in results}) == 1
    assert sheet.organisation.book.entries.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_row_saved_while_the_sheet_is_posted_is_in_the_books_or_refused():
    sheet, anon, malee, somsri = filled()
    row = typed(sheet, anon, satja="150")

    saved, posted = at_once(
        lambda: save(sheet, row, by=somsri), lambda: post(sheet, by=malee, counted={D(100): 2}, version=2)
    )

    rows = sum(row.total for row in SheetRow.objects.filter(sheet=sheet))
    if isinstance(posted, Sheet):
        assert isinstance(saved, SheetAlreadyPosted)
        assert rows == posted.entry.receipts.count() * 100
    else:
        assert isinstance(posted, SheetChanged)
        assert (rows, Sheet.objects.get().state) == (D(250), SheetState.DRAFT)
