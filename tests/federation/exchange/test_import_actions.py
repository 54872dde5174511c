"""The import made: members, promises, opening balances and ten sheets, all or nothing, once."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from federation.access.actions import give_password
from federation.closing.checks import problems
from federation.exchange import actions
from federation.exchange.models import ImportState, RegisterImport
from federation.exchange.queries import checker_for, file_of, maker_for, posted_import
from federation.exchange.steps import BooksNotEmpty, DoubtsOpen
from federation.kit.invariants import Scope
from federation.ledger.posting import EntryKind
from federation.ledger.queries import as_text, balances, trial_balance
from federation.ledger.refusals import NeedsSecondPerson
from federation.proof.gather import verify
from groups.promises.models import ShortMonth
from groups.promises.steps import recounted
from groups.registry.models import Membership
from groups.sheets.models import Sheet
from tests import builders
from tests.federation.exchange.workbooks import TODAY, bankhlong, decided, kamon, small, wichai

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db

SMALL = small(kamon(), wichai())
STATED = {"opening:cash": "400", "opening:bank": "600"}


@pytest.fixture(autouse=True)
def on_that_day():
    with time_machine.travel(AT, tick=True):
        yield


def imported(group, content=None, answers=None, **more):
    content = content or bankhlong()
    facts = {
        "file_name": "register.xlsx",
        "content": content,
        "answers": decided(content) if answers is None else answers,
        "by": builders.user("treasurer"),
        "checked_by": builders.user("chair"),
        "at": AT,
        "today": TODAY,
    }
    return actions.import_register(group, **facts | more)


def balance_of(group, code):
    return next((row.natural for row in trial_balance(group.book, on=TODAY) if row.account.code == code), Decimal(0))


def test_the_treasurers_workbook_is_taken_over_whole():
    group = builders.group()

    made = imported(group)

    assert made.state == ImportState.POSTED
    assert made.made["members"] == Membership.objects.of(group).count() == 64
    assert Sheet.objects.of(group).filter(imported=True).count() == 10
    assert balance_of(group, "31020") == Decimal("969894") + Decimal("140905")
    assert balance_of(group, "13090") == Decimal("493750")
    assert balance_of(group, "11010") == Decimal("76144") + Decimal("140905")
    assert balance_of(group, "12300") == Decimal("400000")
    assert balance_of(group, "59000") == 0
    assert sum(row.closing for row in trial_balance(group.book, on=TODAY)) == 0


def test_every_member_has_what_the_register_says():
    group = builders.group()

    imported(group)

    sixth = Membership.objects.of(group).select_related("person", "satja_account").get(number=6)
    assert sixth.person.name == "นางสาวกัญญา สุวรรณรัตน์"
    assert (sixth.person.born_on, sixth.joined_on) == (date(1968, 12, 1), date(2019, 12, 2))
    assert balances([sixth.satja_account])[sixth.satja_account_id] == Decimal("13320") + Decimal("2100")
    assert sixth.promises.get().amount == Decimal("200")
    assert sixth.person.masked_id == "9-xxxx-xxxxx-63-2"


def test_the_opening_entry_is_one_and_checked_by_another():
    group = builders.group()

    imported(group, SMALL, STATED)

    entry = group.book.entries.get(kind=EntryKind.OPENING)
    assert as_text(entry) == "\n".join(
        [
            f"Dr {'cash on hand':<40}        400.00",
            f"Dr {'bank, account 3 (satja)':<40}        600.00",
            f"   Cr {'satja, member 001':<40}        500.00",
            f"   Cr {'satja, member 002':<40}        500.00",
        ]
    )
    assert (entry.on, str(entry.by), str(entry.checked_by)) == (date(2026, 1, 1), "treasurer", "chair")


def test_past_sheets_get_no_receipts():
    group = builders.group()

    imported(group, SMALL, STATED)

    assert Sheet.objects.of(group).count() == 2
    assert group.book.receipts.count() == 0


def test_resigned_members_keep_their_balance_as_an_open_refund():
    group = builders.group()

    imported(group)

    tenth = Membership.objects.of(group).select_related("satja_account").get(number=10)
    assert (tenth.state, tenth.ended_on) == ("resigned", date(2026, 5, 1))
    assert balances([tenth.satja_account])[tenth.satja_account_id] == Decimal("1485") + Decimal("200")


def test_missed_months_are_known_and_not_fined():
    group = builders.group()

    imported(group)

    second = Membership.objects.of(group).get(number=2)
    short = ShortMonth.objects.filter(membership=second).order_by("month")
    assert [(row.month.month, row.paid, row.fine) for row in short] == [(3, 0, 0), (8, 0, 0)]


def test_months_missed_follow_from_the_sheets():
    group = builders.group()
    imported(group)
    memberships = list(Membership.objects.of(group).select_related("organisation"))

    known = {}
    for row in ShortMonth.objects.filter(membership__in=memberships).order_by("month"):
        known.setdefault(row.membership_id, []).append(row)

    for membership, shorts in recounted(memberships, known=known).items():
        assert shorts == [row.short for row in known.get(membership.pk, [])]


def test_loans_of_a_later_day_are_posted_on_that_day():
    group = builders.group()
    later = {"opening:loans_as_of": "later", "opening:loans_then": "0", "opening:cash": "569894"}

    imported(group, answers=decided(bankhlong()) | later)

    entry = group.book.entries.get(key="opening:loans")
    assert entry.on == date(2026, 10, 31)
    assert as_text(entry) == "\n".join(
        [
            f"Dr {'loans to be detailed':<40}    493,750.00",
            f"   Cr {'cash on hand':<40}    493,750.00",
        ]
    )
    assert {row.account.code: row.natural for row in trial_balance(group.book, on=date(2026, 10, 30))}.get(
        "13090", 0
    ) == 0


def test_later_loans_beyond_the_cash_come_from_the_bank():
    group = builders.group()
    later = {
        "opening:loans_as_of": "later",
        "opening:loans_then": "0",
        "opening:cash": "69894",
        "opening:bank": "900000",
    }

    imported(group, answers=decided(bankhlong()) | later)

    assert balance_of(group, "11010") == 0
    assert balance_of(group, "12300") == Decimal("900000") - (Decimal("493750") - Decimal("69894") - Decimal("140905"))


def test_a_surplus_or_suspense_takes_what_does_not_fit():
    group, other = builders.group(), builders.group()
    answers = decided(bankhlong()) | {"opening:cash": "86144"}

    imported(group, answers=answers | {"opening:difference": "surplus"})
    imported(other, answers=answers | {"opening:cash": "70144", "opening:difference": "suspense"})

    assert balance_of(group, "33010") == Decimal("10000")
    assert balance_of(other, "59000") == Decimal("6000")


def test_a_second_run_changes_nothing_and_says_so():
    group = builders.group()
    imported(group, SMALL, STATED)
    before = group.book.heads.get().hash

    with pytest.raises(actions.AlreadyImported) as refusal:
        imported(group, SMALL, STATED)

    assert refusal.value.same
    assert group.book.heads.get().hash == before
    assert Membership.objects.of(group).count() == 2


def test_another_workbook_for_the_same_group_is_refused():
    group = builders.group()
    imported(group, SMALL, STATED)

    with pytest.raises(actions.AlreadyImported) as refusal:
        imported(group, small(kamon()), {})

    assert not refusal.value.same


def test_an_open_doubt_stops_everything():
    group = builders.group()
    answers = decided(bankhlong())
    del answers["row37:duplicate"]

    with pytest.raises(DoubtsOpen) as refusal:
        imported(group, answers=answers)

    assert any("row37:duplicate" in str(problem) for problem in refusal.value.problems)
    assert Membership.objects.of(group).count() == 0
    assert RegisterImport.objects.count() == 0


def test_a_group_with_members_is_refused():
    group = builders.group()
    builders.member(group)

    with pytest.raises(BooksNotEmpty):
        imported(group, SMALL, STATED)


def test_nobody_checks_their_own_import():
    group = builders.group()

    with pytest.raises(NeedsSecondPerson):
        imported(group, SMALL, STATED, checked_by=builders.user("treasurer"))


def test_a_refusal_in_the_middle_leaves_nothing(monkeypatch):
    group = builders.group()

    def fails(*args, **kwargs):
        raise DoubtsOpen("no")

    monkeypatch.setattr("federation.exchange.steps.book_sheet_step", fails)
    with pytest.raises(DoubtsOpen):
        imported(group)

    assert Membership.objects.of(group).count() == 0
    assert group.book.entries.count() == 0


def test_the_file_is_kept_sealed():
    group = builders.group()

    made = imported(group, SMALL, STATED)

    stored = bytes(RegisterImport.objects.get(pk=made.pk).content)
    assert b"PK\x03\x04" not in stored
    assert file_of(RegisterImport.objects.get(pk=made.pk)) == SMALL


def test_a_person_the_network_knows_under_another_name_is_asked():
    network = builders.network()
    group, other = builders.group(network), builders.group(network)
    builders.member(other, "สมปอง", national_id="9234588892632", no_id_reason="")
    answers = decided(bankhlong())

    with pytest.raises(DoubtsOpen) as refusal:
        imported(group, answers=answers)
    imported(group, answers=answers | {"row10:known_person": "another"})

    assert [str(problem).split(":")[1] for problem in refusal.value.problems] == ["known_person"]
    sixth = Membership.objects.of(group).select_related("person").get(number=6)
    assert sixth.person.no_id_reason == "doubtful"


def test_the_treasurer_and_the_chair_in_office_stand_for_an_import():
    group = builders.group()
    treasurer, chair = builders.officer(group, "treasurer"), builders.officer(group, "chair")

    assert maker_for(group, on=TODAY) == treasurer
    assert checker_for(group, on=TODAY, maker=treasurer) == chair
    assert checker_for(builders.group(), on=TODAY, maker=None) is None


# Prepared on the pages


def uploaded(group, by="treasurer"):
    return actions.upload(group, file_name="ทะเบียน.xlsx", content=SMALL, by=builders.user(by), at=AT)


def everything_decided(group):
    made = uploaded(group)
    return actions.decide(
        made, version=made.version, columns=None, decisions=STATED, by=builders.user("treasurer"), at=AT
    )


def test_upload_propose_and_another_posts():
    group = builders.group()
    made = everything_decided(group)

    proposed = actions.propose(made, version=made.version, by=builders.user("treasurer"), at=AT, today=TODAY)
    posted = actions.post_import(proposed, version=proposed.version, by=builders.user("chair"), at=AT, today=TODAY)

    assert posted.state == ImportState.POSTED
    assert posted_import(group) == posted
    assert balance_of(group, "31020") == Decimal("1400")


def test_who_proposed_cannot_post():
    group = builders.group()
    made = everything_decided(group)
    proposed = actions.propose(made, version=made.version, by=builders.user("treasurer"), at=AT, today=TODAY)

    with pytest.raises(NeedsSecondPerson):
        actions.post_import(proposed, version=proposed.version, by=builders.user("treasurer"), at=AT, today=TODAY)


def test_nobody_posts_what_was_proposed_with_a_password_they_gave():
    group = builders.group()
    treasurer, chair = builders.officer(group), builders.officer(group, "chair")
    give_password(treasurer, organisation=group, by=chair, at=AT, on=TODAY)
    made = everything_decided(group)
    proposed = actions.propose(made, version=made.version, by=treasurer, at=AT, today=TODAY)
    sent = {"version": proposed.version, "at": AT, "today": TODAY}

    with pytest.raises(NeedsSecondPerson):
        actions.post_import(proposed, by=chair, **sent)

    assert posted_import(group) is None
    assert actions.post_import(proposed, by=builders.officer(group, "auditor"), **sent).state == ImportState.POSTED


def test_a_change_after_the_proposal_must_be_proposed_anew():
    group = builders.group()
    made = everything_decided(group)
    proposed = actions.propose(made, version=made.version, by=builders.user("treasurer"), at=AT, today=TODAY)

    changed = actions.decide(
        proposed,
        version=proposed.version,
        columns=None,
        decisions={"opening:cash": "1"},
        by=builders.user("chair"),
        at=AT,
    )

    assert changed.state == ImportState.UPLOADED
    with pytest.raises(actions.NotThatState):
        actions.post_import(changed, version=changed.version, by=builders.user("chair"), at=AT, today=TODAY)


def test_an_old_page_cannot_overwrite_a_newer_answer():
    group = builders.group()
    made = uploaded(group)
    actions.decide(made, version=1, columns=None, decisions={"a": "1"}, by=builders.user("a"), at=AT)

    with pytest.raises(actions.ImportChanged):
        actions.decide(made, version=1, columns=None, decisions={"a": "2"}, by=builders.user("b"), at=AT)


def test_nothing_is_proposed_while_a_doubt_is_open():
    group = builders.group()
    made = uploaded(group)

    with pytest.raises(DoubtsOpen):
        actions.propose(made, version=1, by=builders.user("treasurer"), at=AT, today=TODAY)


def test_the_same_file_twice_is_one_import():
    group = builders.group()

    assert uploaded(group).pk == uploaded(group, by="chair").pk


def test_what_is_laid_aside_keeps_no_file():
    group = builders.group()

    made = actions.lay_aside(uploaded(group), by=builders.user("treasurer"), at=AT)

    assert (made.state, bytes(made.content)) == (ImportState.DROPPED, b"")


def test_the_database_refuses_a_posted_import_without_a_checker():
    from django.db import IntegrityError, transaction

    made = uploaded(builders.group())

    with pytest.raises(IntegrityError, match="import_posted_was_checked"), transaction.atomic():
        RegisterImport.objects.filter(pk=made.pk).update(state="posted")


def test_queries_do_not_grow_with_the_members():
    names = [f"นายกมล{'กขคงจ'[n % 5]}{'มยรลว'[n // 5]} ใจดี" for n in range(20)]
    rows = [[n, n, name, 100, 500, 100, 100, 200] for n, name in enumerate(names, start=1)]
    answers = {"opening:cash": "0", "opening:bank": "0", "opening:difference": "suspense"}

    def queries(content):
        group = builders.group()
        with CaptureQueriesContext(connection) as counted:
            imported(group, content, answers)
        return len(counted)

    queries(small(kamon()))

    assert queries(small(*rows)) == queries(small(*rows[:3]))


def test_other_balances_are_posted_with_the_opening():
    group = builders.group()
    answers = STATED | {"opening:account:18030": "12000", "opening:account:32010": "12000"}

    imported(group, SMALL, answers)

    assert balance_of(group, "18030") == balance_of(group, "32010") == Decimal(12000)
    assert balance_of(group, "33010") == 0


def test_every_invariant_holds_of_a_register_taken_over():
    group = builders.group()
    imported(group)

    broken = [outcome.check.code for outcome in verify(Scope(network_id=group.keeper_id)) if not outcome.found.holds]

    assert broken == []


def test_the_months_of_a_register_taken_over_can_be_closed():
    group = builders.group()

    imported(group, SMALL, STATED)

    assert problems(group, date(2026, 1, 1), on=TODAY) == []


def test_suspense_keeps_a_month_from_closing():
    group = builders.group()

    imported(group, SMALL, STATED | {"opening:cash": "300", "opening:difference": "suspense"})

    assert [problem.code for problem in problems(group, date(2026, 1, 1), on=TODAY)] == ["suspense"]
