from decimal import Decimal as D

import pytest

from groups.sheets import rules
from groups.sheets.forms import CountForm, NotThisForm, read_rows
from groups.sheets.items import columns_of
from groups.sheets.models import SheetRow
from tests import builders
from tests.groups.sheets.worlds import draft, save, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet():
    group = builders.group()
    builders.members(group, 3)
    return draft(group)


def read(sheet, number=1, **boxes):
    """Read one row as its form would send it: what is drawn, and the boxes that were typed in."""
    rows = {row.membership.number: row for row in sheet.rows.select_related("membership__person", "payer")}
    row = rows[number]
    seen = rules.seen(row.version, mark=row.mark, amounts=row.paid, payer=row.payer and row.payer.number)
    sent = {column: str(amount) for column, amount in row.paid.items()}
    sent |= {"seen": seen, "sum": str(row.total) if row.amounts else "", "mark": row.mark} | boxes
    columns = columns_of(sheet, [row.membership for row in rows.values()])
    [found] = read_rows({f"{number}-{name}": text for name, text in sent.items()}, rows=rows, columns=columns)
    return found


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1250.5", "1250.50"),
        ("1,250.50", "1250.50"),
        ("๑๒๕๐", "1250.00"),
        ("๑,๒๕๐.๕๐", "1250.50"),
        (" 100 ", "100.00"),
        ("฿100", "100.00"),
        ("100 บาท", "100.00"),
        ("0", "0.00"),
        ("9,999,999.99", "9999999.99"),
    ],
)
def test_amounts_as_people_write_them_are_taken(sheet, text, amount):
    assert read(sheet, satja=text).typed.amounts == {"satja": D(amount)}


@pytest.mark.parametrize(
    "text", ["1e3", "1_000", "1,25", "-5", "(5)", "12.345", "ร้อย", "1 250", "NaN", "1..2", "9" * 12]
)
def test_what_is_no_amount_stays_in_its_box_with_words_beside_it(sheet, text):
    row = read(sheet, satja=text, special="20")

    assert row.typed is None
    assert row.boxes["satja"] == text
    assert list(row.errors) == ["satja"]
    assert len(str(row.errors["satja"])) > 10


def test_shares_are_bought_in_whole_shares(sheet):
    assert "shares" in read(sheet, satja="100", shares="15").errors
    assert read(sheet, satja="100", shares="20").typed.amounts["shares"] == D("20.00")


def test_an_empty_row_is_blank_and_a_zero_is_not(sheet):
    assert read(sheet).typed.amounts == {}
    assert read(sheet, satja="0").typed.amounts == {"satja": D("0.00")}


def test_one_sum_is_spread_over_what_is_due_fines_and_fees_first(sheet):
    assert read(sheet, sum="90").typed.amounts == {"entry_fee": D("20.00"), "satja": D("70.00")}
    assert read(sheet, sum="0").typed.amounts == {"satja": D("0.00")}


def test_a_sum_beyond_what_is_due_is_asked_about_and_never_guessed(sheet):
    row = read(sheet, sum="150")

    assert row.typed is None
    assert "30.00" in str(row.errors["sum"])


def test_a_sum_that_disagrees_with_the_boxes_is_refused(sheet):
    assert "sum" in read(sheet, satja="100", sum="90").errors
    assert read(sheet, satja="100", special="5", sum="105").errors == {}


def test_the_sum_drawn_with_the_row_does_not_stand_in_the_way_of_a_changed_box(sheet):
    anon = sheet.organisation.memberships.get(number=1)
    save(sheet, typed(sheet, anon, satja="100"))

    assert read(sheet, satja="60").typed.amounts == {"satja": D("60.00")}
    assert read(sheet, sum="50").typed.amounts == {"entry_fee": D("20.00"), "satja": D("30.00")}


def test_who_is_marked_as_not_paying_has_no_amount(sheet):
    assert read(sheet, mark="absent").typed.mark == "absent"
    assert read(sheet, mark="excused", satja="0").typed.amounts == {}
    assert "mark" in read(sheet, mark="absent", satja="5").errors


def test_an_envelope_names_a_member_of_the_sheet(sheet):
    bua = sheet.organisation.memberships.get(number=2)
    save(sheet, typed(sheet, bua, satja="1", payer=sheet.organisation.memberships.get(number=3)))

    assert read(sheet, satja="1", payer="003").typed.payer == 3
    assert read(sheet, satja="1", payer="๓ สมศรี").typed.payer == 3
    assert read(sheet, satja="1", payer="1").typed.payer is None
    assert "payer" in read(sheet, satja="1", payer="99").errors
    assert "payer" in read(sheet, satja="1", payer="สมศรี").errors
    assert "payer" in read(sheet, satja="1", payer="2").errors


def test_the_button_of_a_row_fills_in_what_is_due(sheet):
    rows = {row.membership.number: row for row in SheetRow.objects.select_related("membership", "payer")}
    columns = columns_of(sheet, [row.membership for row in rows.values()])
    seen = rules.seen(1, mark="", amounts={}, payer=None)

    [row] = read_rows({"2-seen": seen, "2-satja": "7", "2-mark": "absent", "due": "2"}, rows=rows, columns=columns)

    assert row.typed.amounts == {"satja": D("100.00"), "entry_fee": D("20.00")}


@pytest.mark.parametrize("boxes", [{"seen": "x"}, {"seen": "1.zzzzzzzz"}, {"mark": "posted"}])
def test_a_form_nobody_drew_is_refused(sheet, boxes):
    with pytest.raises(NotThisForm):
        read(sheet, **boxes)


def test_counting_takes_thai_digits_and_leaves_out_what_is_empty():
    form = CountForm(
        {"key": "0" * 32, "version": "1", "note-1000": "๓", "note-0.25": " 2 ", "slip-0": "1,000", "slip-1": ""},
        version=1,
    )

    assert form.is_valid(), form.errors
    assert form.counted == {D(1000): 3, D("0.25"): 2}
    assert form.slips == [(D("1000.00"), "")]


@pytest.mark.parametrize(
    ("box", "text"), [("note-100", "1.5"), ("note-100", "-1"), ("note-100", "สาม"), ("slip-0", "-5"), ("slip-0", "0")]
)
def test_counting_refuses_what_is_no_number_of_notes(box, text):
    form = CountForm({"key": "0" * 32, "version": "1", box: text}, version=1)

    assert list(form.errors) == [box]


def test_a_reference_without_an_amount_is_asked_about():
    form = CountForm({"key": "0" * 32, "version": "1", "reference-1": "KTB 7"}, version=1)

    assert list(form.errors) == ["slip-1"]


def test_slips_beyond_those_drawn_are_read_too():
    sent = {f"slip-{n}": "10" for n in range(7)}

    form = CountForm({"key": "0" * 32, "version": "1", **sent}, version=1)

    assert form.is_valid()
    assert len(form.slips) == 7
