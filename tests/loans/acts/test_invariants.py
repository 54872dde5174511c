"""What was agreed, what secures a loan, and what marks it: changed by hand, it is found."""

from datetime import date

import pytest

from federation.kit.invariants import Scope
from loans.acts import invariants as acts
from loans.lending import invariants as lending
from tests.federation.proof import faults
from tests.loans.acts.worlds import carry_out, paid_out

pytestmark = pytest.mark.django_db
ON = date(2026, 8, 5)
GENERAL = {"resolution_of": "general_meeting"}
CHECKS = [*acts.CHECKS, *lending.CHECKS]


def broken():
    return {check.code for check in CHECKS if check.find(Scope()).breaks}


@pytest.fixture
def world():
    """A loan with a waiver, a pause, a lower rate, a new schedule with the guarantor's consent, and a court case."""
    made = paid_out(guarantors=2)
    carry_out(made, "waiver", on=date(2026, 6, 5), data={"interest": "100.00", "fine": "0.00"} | GENERAL)
    carry_out(made, "rate", on=date(2026, 6, 6), data={"yearly_rate": "0.10"} | GENERAL)
    carry_out(made, "pause", on=date(2026, 6, 7), data={"until": "2026-06-30", "interest_runs": True})
    consents = [str(pk) for pk in made.loan.guarantees.order_by("pk").values_list("pk", flat=True)[:1]]
    data = {"first_due": "2026-09-05", "instalments": 12, "consents": consents}
    carry_out(made, "restructure", on=ON, data=data)
    carry_out(made, "in_court", on=date(2026, 9, 1), data={"court": "ศาลจังหวัด", "case_no": "ผบ 1/2569"})
    return made


def test_what_two_people_did_holds_and_was_looked_at(world):
    assert broken() == set()
    assert [check.find(Scope()).count for check in acts.CHECKS] == [6, 1, 2]


@pytest.mark.parametrize(
    ("attack", "found"),
    [
        ("UPDATE loans_loan SET restructured_on = NULL", {"I-76"}),
        ("UPDATE loans_loan SET restructured_on = restructured_on - 90", {"I-76"}),
        ("UPDATE loans_loan SET in_court_since = NULL", {"I-76"}),
        ("UPDATE loans_loanevent SET struck_at = now() WHERE kind = 'pause'", {"I-75"}),
        ("UPDATE loans_loanevent SET amount = 90 WHERE kind = 'waiver'", {"I-75"}),
        ("UPDATE loans_act SET event_id = NULL WHERE kind = 'rate'", {"I-75"}),
        ("UPDATE loans_act SET agreed = false, event_id = NULL WHERE kind = 'restructure'", {"I-75", "I-76", "I-77"}),
        ("UPDATE loans_act SET data = jsonb_set(data, '{yearly_rate}', '\"0.05\"') WHERE kind = 'rate'", {"I-75"}),
        ("UPDATE loans_guarantee SET amount = amount + 1000 WHERE released_on IS NULL", {"I-74"}),
        ("UPDATE loans_guarantee SET released_on = '2026-08-20' WHERE released_on IS NULL", {"I-74", "I-77"}),
        ("UPDATE loans_guarantee SET released_on = NULL, release_reason = ''", {"I-74", "I-77"}),
        ("UPDATE loans_lien SET amount = 1 WHERE why = 'guarantee'", {"I-74"}),
        ("UPDATE loans_lien SET released_on = '2026-08-20' WHERE released_on IS NULL AND why = 'guarantee'", {"I-74"}),
        ("DELETE FROM loans_lien WHERE why = 'guarantee'", {"I-74"}),
    ],
)
def test_what_was_changed_by_hand_is_found(world, attack, found):
    with faults.past_the_guards() as cursor:
        cursor.execute(attack)
        assert broken() - {"I-70"} == found
