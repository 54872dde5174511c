"""A network of three groups through a year of real sheets: one slides, one has a month in which all are away."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from federation.kit.dates import month_range
from federation.warning.queries import histories, warnings
from groups.registry.models import Office
from groups.sheets.actions import ask_reversal, decide_reversal
from groups.sheets.steps import RowIn, book_sheet_step
from tests import builders

pytestmark = pytest.mark.django_db

YEAR = list(month_range(date(2026, 1, 1), date(2026, 10, 1)))
TODAY = date(2026, 11, 3)


def meet(group, members, month, *, paying, days=1):
    """Post the sheet of a month: the first so many members pay, the rest stay away."""
    on = month.replace(day=5)
    rows = [
        RowIn(m, {"satja": Decimal("100.00")} if n < paying else {}, "paid" if n < paying else "absent", dues={})
        for n, m in enumerate(members)
    ]
    if paying:
        at = builders.at_noon(on + timedelta(days=days))
        return book_sheet_step(group, meeting_on=on, rows=rows, by=builders.user("treasurer"), at=at)
    return None


def network():
    """A calm group, one that slides from July on, and one where nobody came in April."""
    top = builders.network("NW")
    calm, slides, away = (builders.group(top, code=code) for code in ("G1", "G2", "G3"))
    for group in (calm, slides, away):
        members = builders.members(group, 10)
        for n, month in enumerate(YEAR):
            paying, days = 9, 1
            if group == slides and n >= 6:
                paying, days = 15 - n, 10 + n
            if group == away and n == 3:
                paying = 1
            meet(group, members, month, paying=paying, days=days)
    return top


def test_a_group_that_slides_is_warned_of_and_a_month_away_is_not():
    found = {one.organisation.code: one.warning for one in warnings(network(), on=TODAY)}

    assert {code: one.level for code, one in found.items()} == {"G2": "alarm", "G1": "calm", "G3": "calm"}
    assert {reason.sign for reason in found["G2"].reasons} == {"promises", "sheets"}
    assert found["G2"].reasons[0].words.figures["before"] == "90 %"


def test_each_reason_names_its_entries():
    top = network()
    [group] = [one for one in warnings(top, on=TODAY) if one.warning.level == "alarm"]
    for reason in group.warning.reasons:
        assert [proof.entry for proof in reason.proofs] == [8, 9, 10]


def test_a_sheet_taken_back_and_an_early_change_of_treasurer_are_signs():
    top = builders.network("NW")
    group = builders.group(top)
    members = builders.members(group, 5)
    for month in YEAR:
        sheet = meet(group, members, month, paying=5)
    person = builders.person(group, "นารี")
    facts = {"network_id": top.pk, "organisation": group, "person": person, "post": "treasurer"}
    Office.objects.create(**facts, since=date(2026, 3, 1), until=date(2026, 8, 31))
    asks, agrees = builders.officer(group, "treasurer"), builders.officer(group, "chair")
    asked = ask_reversal(sheet, reason="นับเงินผิดทั้งแผ่น", by=asks, at=builders.at_noon(date(2026, 10, 7)))
    decide_reversal(asked, agree=True, by=agrees, at=builders.at_noon(date(2026, 10, 7)), today=date(2026, 10, 7))

    [months] = histories(top, [group], until=date(2026, 10, 1)).values()

    assert [month.gaps for month in months[-2:]] == [0, 1]
    assert [month.changes for month in months[-3:]] == [1, 0, 0]


def test_all_groups_are_read_in_a_fixed_number_of_queries():
    top = network()
    with CaptureQueriesContext(connection) as three:
        warnings(top, on=TODAY)
    for _ in range(3):
        builders.members(builders.group(top), 3)
    with CaptureQueriesContext(connection) as six:
        warnings(top, on=TODAY)

    assert len(six) == len(three)


def test_a_group_sees_itself_and_the_network_all(client):
    top = network()
    slides = top.kept.get(code="G2")
    client.force_login(builders.officer(slides, "treasurer"))
    own = client.get("/o/G2/warnings/").content.decode()
    client.force_login(builders.officer(top, "network_committee"))
    all_of_them = client.get("/o/NW/warnings/").content.decode()

    assert "/o/G2/entries/10/" in all_of_them or "/o/G2/books/entries/10/" in all_of_them
    assert own.count("card-title") == 1
    assert client.get("/o/G2/warnings/").status_code == 200


def test_a_group_without_three_months_is_not_counted_as_calm(client):
    top = network()
    builders.group(top, code="NEW", books_from=date(2026, 10, 1))
    client.force_login(builders.officer(top, "network_committee"))
    answer = client.get("/o/NW/warnings/")

    assert (answer.context["calm"], answer.context["unread"]) == (2, 1)
