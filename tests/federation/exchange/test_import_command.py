"""manage.py import_register: a dry run for reading, a file of doubts to fill in, and the import itself."""

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from federation.audit.models import Act
from groups.registry.models import Membership
from tests import builders
from tests.federation.exchange.workbooks import BANKHLONG, bankhlong, decided

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_that_day():
    with time_machine.travel(datetime(2026, 11, 22, 3, 0, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def group():
    group = builders.group(code="KKD-01")
    builders.officer(group, "treasurer", name="malee")
    builders.officer(group, "chair", name="prasert")
    return group


@pytest.fixture
def decisions(tmp_path):
    path = tmp_path / "decisions.json"
    path.write_text(json.dumps(decided(bankhlong()), ensure_ascii=False), encoding="utf-8")
    return path


def run(*args, group="KKD-01"):
    out = StringIO()
    call_command("import_register", str(BANKHLONG), "--group", group, *map(str, args), stdout=out, no_color=True)
    return out.getvalue()


def test_a_dry_run_prints_every_row_and_saves_nothing(group):
    printed = run()

    for row in range(5, 70):
        assert f"\n{row:>5}  " in printed
    assert "969,894.00  " in printed
    assert "140,905.00" in printed and "≠ 141,005.00 (U71)" in printed
    assert "493,750.00" in printed
    assert "row37:duplicate = ? skip" in printed
    assert Membership.objects.count() == 0


def test_no_national_id_is_printed(group):
    assert "9514506123107" not in run().replace("-", "")


def test_commit_with_decisions_imports_and_says_who(group, decisions):
    printed = run("--decisions", decisions, "--commit")

    assert "malee" in printed and "prasert" in printed
    assert Membership.objects.of(group).count() == 64
    [act] = Act.objects.filter(what="register_imported")
    assert (act.after["members"], act.after["at_the_shell"]) == (64, True)
    assert act.after["made_by"] != act.after["checked_by"]


def test_a_second_commit_changes_nothing_and_is_no_fault(group, decisions):
    run("--decisions", decisions, "--commit")
    before = group.book.heads.get().hash

    printed = run("--decisions", decisions, "--commit")

    assert "ไม่มีอะไรเปลี่ยน" in printed
    assert group.book.heads.get().hash == before


def test_commit_with_an_open_doubt_names_it(group):
    with pytest.raises(CommandError, match="row37:duplicate"):
        run("--commit")

    assert Membership.objects.count() == 0


def test_the_template_is_filled_in_and_taken(group, tmp_path):
    path = tmp_path / "doubts.json"
    run("--template-decisions", path)
    asked = json.loads(path.read_text(encoding="utf-8"))

    for part in asked.values():
        part["answer"] = part.get("suggested", "")
    asked["opening:loans_as_of"]["answer"] = "opening"
    asked["opening:cash"]["answer"] = "76,144.00"
    asked["opening:bank"]["answer"] = "๔๐๐๐๐๐"
    path.write_text(json.dumps(asked), encoding="utf-8")
    run("--decisions", path, "--commit")

    assert Membership.objects.of(group).count() == 64


def test_one_answer_for_all_of_a_kind(group, tmp_path):
    answers = {
        "all:born_short_year": "as_shown",
        "all:joined_short_year": "as_shown",
        "all:id_check_digit": "without",
        "all:left": "left",
        "row37:duplicate": "skip",
        "total:รวม": "rows",
        "opening:fines": "none",
        "opening:loans_as_of": "opening",
        "opening:cash": "476144",
        "opening:bank": "0",
    }
    path = tmp_path / "short.json"
    path.write_text(json.dumps(answers), encoding="utf-8")

    run("--decisions", path, "--commit")

    assert Membership.objects.of(group).count() == 64


def test_without_officers_it_says_which_option_to_give(decisions):
    group = builders.group(code="KKD-02")

    with pytest.raises(CommandError, match="--by"):
        run("--decisions", decisions, "--commit", group=group.code)
    builders.officer(group, "treasurer", name="wilai")
    with pytest.raises(CommandError, match="--checked-by"):
        run("--decisions", decisions, "--commit", group=group.code)


def test_people_named_must_hold_an_office_that_may(group, decisions):
    builders.user("stranger")

    with pytest.raises(CommandError, match="stranger"):
        run("--decisions", decisions, "--commit", "--by", "stranger")
    with pytest.raises(CommandError, match="nobody"):
        run("--decisions", decisions, "--commit", "--checked-by", "nobody")


@pytest.mark.parametrize("text", ["[1]", "not json", '{"a": [1]}', '{"a": true, "b": {"answer": [2]}}'])
def test_a_file_that_holds_no_decisions_is_refused(group, tmp_path, text):
    path = tmp_path / "wrong.json"
    path.write_text(text)

    with pytest.raises(CommandError):
        run("--decisions", path)


def test_a_missing_file_or_group_is_told(group, tmp_path):
    with pytest.raises(CommandError, match="NO-SUCH"):
        run(group="NO-SUCH")
    with pytest.raises(CommandError, match="nothere.json"):
        run("--decisions", tmp_path / "nothere.json")
    with pytest.raises(CommandError):
        call_command("import_register", str(tmp_path), "--group", "KKD-01")
