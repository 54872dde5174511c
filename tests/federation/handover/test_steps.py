from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext

from federation.access.permissions import Role
from federation.audit.models import Act
from federation.handover import steps
from federation.handover.models import Handover, PaperMonth
from federation.handover.queries import paper_changes, paper_versions, returned, status_of, statuses
from federation.handover.rules import Heads, State
from federation.handover.tables import rows_of
from federation.kit.dates import next_month
from federation.nation.below import below
from groups.registry.models import Office
from tests import builders
from tests.federation.handover.worlds import AT, JANUARY, TODAY, group, network, paper_group
from tests.federation.reports.worlds import close

pytestmark = pytest.mark.django_db
DEED = {"at": AT}


@pytest.fixture
def upper():
    return network()


@pytest.fixture
def sent(upper):
    made = group(upper, closed=1)
    made.sender = builders.officer(made)
    steps.send_step(made, JANUARY, problems="น้ำท่วม", requests="ขอพี่เลี้ยง", by=made.sender, **DEED)
    return made


def states(made):
    return [step.state for step in Handover.objects.filter(organisation=made).order_by("n")]


def test_a_month_is_sent_checked_and_accepted_by_three_people(upper, sent):
    steps.check_step(sent, JANUARY, by=upper.checks, **DEED)
    done = steps.accept_step(sent, JANUARY, by=upper.accepts, **DEED)

    assert states(sent) == ["sent", "checked", "accepted"]
    assert done.report.month == JANUARY and done.n == 3
    assert Heads.from_data(done.figures).satja_in == Decimal("200.00")
    assert Heads.from_data(done.figures).problems == "น้ำท่วม"
    assert set(Act.objects.filter(organisation=sent).values_list("what", flat=True)) >= {
        "month_sent",
        "month_checked",
        "month_accepted",
    }


def test_what_is_sent_names_nobody(sent):
    stored = str(Handover.objects.get().figures)

    assert all(member.person.given not in stored for member in sent.members)


def test_whoever_checked_does_not_accept(upper, sent):
    steps.check_step(sent, JANUARY, by=upper.checks, **DEED)

    with pytest.raises(steps.NotByYou):
        steps.accept_step(sent, JANUARY, by=upper.checks, **DEED)
    assert states(sent) == ["sent", "checked"]


@pytest.mark.parametrize("post", ["role", "office"])
def test_whoever_has_a_post_in_the_group_neither_checks_nor_returns_nor_accepts(upper, sent, post):
    both = builders.officer(upper, Role.NETWORK_COMMITTEE, name="both")
    if post == "role":
        builders.officer(sent, Role.CHAIR, name="both")
    else:
        both.person = builders.person(sent, "ประธาน")
        both.save(update_fields=["person"])
        dates = {"since": date(2026, 1, 1), "until": date(2027, 12, 31)}
        Office.objects.create(network=upper, organisation=sent, person=both.person, post="adviser", **dates)

    with pytest.raises(steps.NotByYou):
        steps.check_step(sent, JANUARY, by=both, **DEED)
    with pytest.raises(steps.NotByYou):
        steps.return_step(sent, JANUARY, reason="เงินสดไม่ตรง", by=both, **DEED)
    steps.check_step(sent, JANUARY, by=upper.checks, **DEED)
    with pytest.raises(steps.NotByYou):
        steps.accept_step(sent, JANUARY, by=both, **DEED)


def test_a_returned_month_says_why_and_is_sent_again(upper, sent):
    steps.return_step(sent, JANUARY, reason="เงินสดไม่ตรงกับที่นับ", by=upper.checks, **DEED)

    assert [step.words for step in returned(sent)] == ["เงินสดไม่ตรงกับที่นับ"]
    assert status_of(sent, JANUARY, today=TODAY).state == State.RETURNED
    steps.send_step(sent, JANUARY, by=sent.sender, **DEED)
    assert returned(sent) == []
    assert states(sent) == ["sent", "returned", "sent"]


def test_without_a_reason_nothing_goes_back(upper, sent):
    with pytest.raises(steps.ReasonMissing):
        steps.return_step(sent, JANUARY, reason="  ", by=upper.checks, **DEED)
    assert states(sent) == ["sent"]


def test_a_checked_month_is_not_sent_again_and_an_unsent_one_not_checked(upper, sent):
    steps.check_step(sent, JANUARY, by=upper.checks, **DEED)
    with pytest.raises(steps.NotThatStep):
        steps.send_step(sent, JANUARY, by=sent.sender, **DEED)
    other = group(upper, code="OTHER")
    with pytest.raises(steps.NotThatStep):
        steps.check_step(other, JANUARY, by=upper.checks, **DEED)
    with pytest.raises(steps.NotThatStep):
        steps.accept_step(other, JANUARY, by=upper.accepts, **DEED)


def test_figures_that_changed_since_are_not_checked_but_named(upper):
    made = group(upper, months=1)
    steps.send_step(made, JANUARY, by=builders.officer(made), **DEED)
    builders.cash(made, "50.00", on=date(2026, 1, 20))

    with pytest.raises(steps.FiguresChanged) as refusal:
        steps.check_step(made, JANUARY, by=upper.checks, **DEED)

    assert [("250.00" in str(words), "200.00" in str(words)) for words in refusal.value.problems][-1] == (True, True)
    assert states(made) == ["sent"]


def test_a_month_that_never_was_is_not_sent(upper):
    made = group(upper)
    for month in (date(2025, 12, 1), next_month(JANUARY, by=2)):
        with pytest.raises(steps.NoSuchMonth):
            steps.send_step(made, month, by=builders.officer(made), **DEED)


def test_a_month_sent_open_and_then_closed_stands_as_closed(upper):
    made = group(upper)
    steps.send_step(made, JANUARY, by=builders.officer(made), **DEED)
    assert not status_of(made, JANUARY, today=TODAY).is_closed
    close(made, JANUARY)
    status = status_of(made, JANUARY, today=TODAY)
    assert (status.state, status.is_closed, status.changed) == (State.SENT, True, [])


PAPER = Heads(
    members_opening=10, members_new=1, members_resigned=0, members_expelled=0, members_died=0, members_closing=11
)


def enter(upper, made, heads=PAPER, source="สมุดคุมเดือน ม.ค. ลงชื่อประธาน", month=JANUARY, by=None):
    return steps.paper_month_step(upper, made, month, heads=heads, source=source, by=by or upper.checks, at=AT)


def test_a_paper_month_is_entered_in_versions(upper):
    made = paper_group(upper)
    enter(upper, made)
    for source in ("สมุดคุมเดือน ม.ค. ลงชื่อประธาน", "ผิด"):
        with pytest.raises(steps.ReasonMissing):
            enter(upper, made, Heads(members_closing=12), source=source)
    enter(upper, made, Heads(members_closing=12), source="นับใหม่จากสมุดทะเบียน ลืมหนึ่งคน")

    [status] = statuses(upper, JANUARY, today=TODAY)

    assert (status.heads, status.paper.version) == (Heads(members_closing=12), 2)
    assert PaperMonth.objects.get(version=1).figures["members_closing"] == 11


def test_totals_changed_after_the_network_closed_the_month_need_another_person_and_are_marked(upper):
    made = paper_group(upper)
    enter(upper, made)
    close(upper, JANUARY, at=AT)
    again = {"heads": Heads(members_closing=99), "source": "นับใหม่จากสมุดทะเบียน ลืมหลายคน"}

    with pytest.raises(steps.NotByYou):
        enter(upper, made, **again)
    assert PaperMonth.objects.get().version == 1
    enter(upper, made, by=upper.accepts, **again)
    versions = list(paper_versions(upper, made, JANUARY))
    assert [paper.changed_late for paper in versions] == [True, False]
    [(_new, changed)] = paper_changes(versions)
    assert ("members_closing", 11, 99) in [(figure.key, was, now) for figure, was, now in changed]
    [row] = rows_of(statuses(upper, JANUARY, today=TODAY), network=upper, month=JANUARY)
    assert row.notes == str(gettext("changed after acceptance"))
    [there] = below(upper, on=TODAY).rows
    assert there.figures.changed_late


def test_a_paper_month_that_does_not_tie_or_says_nothing_is_refused(upper):
    made = paper_group(upper)
    with pytest.raises(steps.DoesNotTie) as refusal:
        enter(upper, made, Heads.from_data(PAPER.to_data() | {"members_closing": 12}))
    assert list(refusal.value.fields) == ["members_closing"]
    for more in ({"source": " "}, {"heads": Heads(problems="คำ")}):
        with pytest.raises(steps.ReasonMissing):
            enter(upper, made, **more)
    with pytest.raises(steps.NoSuchMonth):
        enter(upper, made, month=next_month(JANUARY, by=2))
    assert not PaperMonth.objects.exists()


def test_no_totals_are_entered_for_a_group_with_books_or_of_elsewhere(upper):
    for made in (group(upper), paper_group(builders.network(), code="ELSEWHERE")):
        with pytest.raises(steps.NoSuchMonth):
            enter(upper, made)


# The database itself

ATTACKS = [
    "UPDATE federation_handover SET state = 'accepted'",
    "UPDATE federation_handover SET figures = '{}'",
    "DELETE FROM federation_handover",
    "TRUNCATE federation_handover CASCADE",
    "UPDATE federation_papermonth SET figures = '{}'",
    "DELETE FROM federation_papermonth",
    "TRUNCATE federation_papermonth CASCADE",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_was_handed_over_stays(upper, sent, attack):
    enter(upper, paper_group(upper))

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(attack)


def _insert(sent, **facts):
    last = Handover.objects.filter(organisation=sent).order_by("n").last()
    given = {"network": sent.keeper, "organisation": sent, "month": JANUARY, "at": AT, "figures": last.figures, **facts}
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.create(**given)


def test_the_database_takes_no_step_out_of_order(upper, sent):
    by = upper.checks
    _insert(sent, n=3, state="checked", by=by)
    _insert(sent, n=2, state="accepted", by=by)
    _insert(sent, n=2, state="checked", by=sent.sender)
    _insert(sent, n=2, state="checked", by=by, figures={"members_closing": 99})
    _insert(sent, n=2, state="returned", by=by)  # without a reason
    _insert(sent, n=1, state="checked", by=by, month=next_month(JANUARY))
    steps.check_step(sent, JANUARY, by=by, **DEED)
    _insert(sent, n=3, state="accepted", by=by)
    _insert(sent, n=3, state="sent", by=sent.sender)
