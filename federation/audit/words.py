"""What the acts are called on the screen, and what they say. A feature that writes a new act adds its line here."""

import re
from datetime import date

from django.utils.translation import gettext_lazy as _

from federation.access.permissions import Role
from federation.kit.dates import show_date

ACTS = {
    "sign_in": _("signed in"),
    "sign_in_failed": _("somebody tried this account with a wrong password"),
    "sign_out": _("signed out"),
    "sessions_ended": _("signed out on other devices"),
    "password_changed": _("chose a new password"),
    "password_given": _("gave a new one-time password"),
    "account_opened": _("opened an account"),
    "appointment_proposed": _("proposed a role"),
    "appointment_checked": _("confirmed a role"),
    "appointment_declined": _("declined a role"),
    "appointment_ended": _("ended a term"),
    "appointment_at_set_up": _("gave a role when the system was set up"),
    "refused": _("was refused a page"),
    "backup_made": _("made a backup"),
    "network_founded": _("entered a network"),
    "group_founded": _("entered a group"),
    "profile_changed": _("changed the profile"),
    "organisation_state_changed": _("changed the state of the organisation"),
    "affiliated": _("entered a belonging"),
    "affiliation_ended": _("ended a belonging"),
    "bank_account_added": _("added a bank account"),
    "organisation_known": _("entered an organisation into the registry by name"),
    "organisation_counted": _("entered members and funds of an organisation"),
    "counts_entered": _("entered counts into the registry"),
    "strength_added": _("entered what the organisation is good at"),
    "strength_ended": _("ended what the organisation was good at"),
    "consent_withdrawn": _("took a person's name out of the registry's search"),
    "bylaws_set": _("entered a resolution on the bylaws"),
    "pool_proposed": _("proposed interest or a withdrawal of the groups' savings"),
    "pool_done": _("carried out interest or a withdrawal of the groups' savings"),
    "pool_declined": _("declined interest or a withdrawal of the groups' savings"),
    "fund_fact_added": _("wrote down what became of borrowed money"),
    "fund_fact_struck": _("struck what was written of borrowed money"),
    "product_added": _("added a loan product"),
    "product_terms_set": _("set new terms of a loan product"),
    "product_stopped": _("stopped offering a loan product"),
    "product_offered_again": _("offered a loan product again"),
    "benefit_added": _("added a benefit to a welfare fund"),
    "benefit_rule_set": _("set a new rule of a benefit"),
    "benefit_ended": _("ended a benefit"),
    "scheme_started": _("started a funeral aid scheme"),
    "scheme_terms_set": _("set new terms of a funeral aid scheme"),
    "covered_applied": _("entered an application to a funeral aid scheme"),
    "covered_admitted": _("admitted somebody to a funeral aid scheme"),
    "covered_changed": _("changed somebody's place in a funeral aid scheme"),
    "covered_noticed": _("noted a written notice of dues not brought at a death"),
    "covered_put_out": _("put somebody out of a funeral aid scheme"),
    "list_checked": _("held a pay office's list against the dues of a death"),
    "member_admitted": _("admitted a member"),
    "member_state_changed": _("changed a member's state"),
    "beneficiaries_named": _("entered whom a member names for the case of death"),
    "leaving_asked": _("entered that a member leaves or died"),
    "leaving_noticed": _("entered the written notice to a member"),
    "leaving_withdrawn": _("let a member's leaving rest"),
    "leaving_refused": _("refused that a member leaves"),
    "leaving_decided": _("decided that a member leaves, and settled the money"),
    "leaving_payment_prepared": _("prepared a payment to who left or an heir"),
    "leaving_paid": _("paid who left or an heir"),
    "leaving_task_done": _("entered what was done after a death"),
    "leaving_moved": _("let a member move from one group to another"),
    "leaving_back_asked": _("asked to take a reported death back"),
    "leaving_taken_back": _("took a reported death back"),
    "person_changed": _("changed personal data"),
    "national_id_changed": _("changed a national ID"),
    "office_given": _("entered a post on the committee"),
    "office_ended": _("ended a post on the committee"),
    "promise_set": _("entered a promise"),
    "register_uploaded": _("uploaded a members' register"),
    "register_decided": _("answered doubts about a register"),
    "register_proposed": _("proposed to post a register"),
    "register_imported": _("posted a register"),
    "register_laid_aside": _("laid a register aside"),
    "loans_written_down": _("wrote down running loans to be taken over"),
    "month_closed": _("closed a month"),
    "year_close_proposed": _("proposed to close a year"),
    "year_close_refused": _("refused to close a year"),
    "year_closed": _("closed a year"),
    "year_back_asked": _("asked to take a year's close back"),
    "year_back_refused": _("left a year closed"),
    "year_taken_back": _("took a year's close back"),
    "allotment_proposed": _("entered what the meeting resolved on the surplus"),
    "allotment_sent_back": _("sent a resolution on the surplus back"),
    "allotment_adopted": _("confirmed what the meeting resolved on the surplus"),
    "dividends_listed": _("put dividends together to be paid"),
    "dividends_paid": _("paid dividends"),
    "dividends_sent_back": _("sent a list of dividends back"),
    "dividend_choice_set": _("wrote down where a member wants the dividend"),
    "month_sent": _("sent a month to the network"),
    "month_checked": _("checked a month that a group sent"),
    "month_returned": _("sent a month back to its group"),
    "month_accepted": _("accepted a month of a group"),
    "paper_month_entered": _("entered the month of a group that keeps on paper"),
    "network_report_issued": _("issued the network's report anew"),
    "meeting_entered": _("entered a meeting"),
    "meeting_changed": _("changed day, place or host of a meeting"),
    "meeting_attendance_saved": _("wrote down who came to a meeting"),
    "meeting_agenda_saved": _("wrote the agenda of a meeting"),
    "meeting_issued": _("issued the report of a meeting"),
    "meeting_correction": _("opened the report of a meeting for a correction"),
    "money_moved": _("moved money between cash and bank"),
    "sheet_opened": _("opened a deposit sheet"),
    "sheet_discarded": _("discarded an unposted sheet"),
    "books_tied": _("tied the group's book to the book of the organisation above it"),
    "sheet_rows_left_off": _("left groups off a sheet that their own books could not take"),
    "entry_disputed": _("disputed what another organisation entered"),
    "dispute_agreed": _("agreed to a dispute and took the entry back in both books"),
    "dispute_denied": _("answered a dispute with no"),
    "sheet_posted": _("posted a deposit sheet"),
    "sheet_reversal_asked": _("asked to reverse a sheet"),
    "sheet_reversed": _("reversed a sheet"),
    "sheet_reversal_declined": _("declined to reverse a sheet"),
    "loan_asked": _("entered a loan request"),
    "loan_request_changed": _("changed a loan request"),
    "loan_request_withdrawn": _("withdrew a loan request"),
    "loan_approved": _("recorded that a loan was approved"),
    "loan_refused": _("recorded that a loan was refused"),
    "loan_approval_taken_back": _("took back the approval of a loan"),
    "loan_signed": _("made a loan contract"),
    "loan_cancelled": _("cancelled a loan contract before its payout"),
    "loan_act_proposed": _("proposed an act on a loan"),
    "loan_act_carried_out": _("checked an act on a loan, which was carried out"),
    "loan_act_declined": _("declined an act on a loan"),
    "loan_paper_issued": _("issued a paper of a loan"),
    "loan_repaid": _("took a payment on a loan"),
    "loan_receipt_printed": _("printed the receipt of a payment on a loan"),
    "case_opened": _("opened the case of a late loan"),
    "case_closed": _("closed the case of a late loan"),
    "case_planned": _("planned the next step of a case"),
    "case_contact_named": _("wrote down who else may be told of a debt"),
    "case_network_asked": _("asked the network to help with a case"),
    "case_step": _("wrote down a step of a case"),
    "case_promise": _("wrote down a promise to pay"),
    "case_letter": _("wrote a letter of a case"),
    "support_opened": _("stepped in to stand by a group"),
    "support_step_added": _("planned a step with a group"),
    "support_step_done": _("wrote down what was found at a step with a group"),
    "support_ended": _("ended the plan with a group"),
    "facilitator_assigned": _("gave a facilitator a group to look after"),
    "facilitation_ended": _("ended a facilitator's looking after a group"),
    "grade_criteria_set": _("adopted criteria for the strength of groups"),
    "group_graded": _("found out how strong a group is"),
    "reports_batched": _("asked for the reports of all groups"),
    "claim_filed": _("filed a welfare claim"),
    "claim_changed": _("changed a welfare claim"),
    "claim_paper": _("took in a paper of a welfare claim"),
    "claim_picture_removed": _("took away a picture of a welfare claim"),
    "claim_health_read": _("read what a welfare claim says of health"),
    "claim_agreed": _("recorded that the committee agreed to a welfare claim"),
    "claim_approved": _("approved a welfare claim"),
    "claim_refused": _("refused a welfare claim"),
    "claim_withdrawn": _("withdrew a welfare claim"),
    "claim_paid": _("paid a welfare claim"),
    "claim_received": _("wrote down that a welfare claim was received"),
    "claim_asked_back": _("asked to take the payment of a welfare claim back"),
    "claim_kept": _("decided that the payment of a welfare claim stays"),
    "claim_taken_back": _("took the payment of a welfare claim back"),
    "case_letter_sent": _("wrote down that a letter was sent"),
}

FACTS = {
    "user": _("account"),
    "username": _("sign-in name"),
    "role": _("role"),
    "since": _("from"),
    "until": _("to"),
    "resolution_no": _("resolution"),
    "resolution": _("resolution"),
    "reason": _("reason"),
    "device": _("device"),
    "sessions": _("devices"),
    "permission": _("right"),
    "code": _("code"),
    "month": _("month"),
    "version": _("version"),
    "name": _("name"),
    "state": _("state"),
    "number": _("number"),
    "national_id": _("national ID"),
    "day": _("day"),
    "rows": _("rows"),
    "entry": _("entry"),
    "file": _("file"),
    "answers": _("answers"),
    "amount": _("amount"),
    "instalments": _("instalments"),
    "contract": _("contract"),
    "adviser": _("adviser"),
    "what": _("what is done"),
}
_NOT_SAID = {"method"}  # of a request: kept for who looks after the machine

_A_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# What may be told to readers who do not see the members: acts about these concern nobody's private life.
_ABOUT_THE_WORK = ("user", "appointment", "organisation", "page")


def words_for(what):
    """Return what an act is called; one that has no words yet by its short name."""
    return ACTS.get(what, what.replace("_", " "))


def is_about_a_member(act):
    """Return whether an act may hold personal data, so that only who sees the members reads its details."""
    return act.about.partition(":")[0] not in _ABOUT_THE_WORK


def facts_of(act):
    """Return what an act says it changed, as texts: "late_fine_month: 5.00 → 10.00"."""
    before, after = (part if isinstance(part, dict) else {} for part in (act.before, act.after))
    texts = []
    for name in [name for name in {**before, **after} if name not in _NOT_SAID]:
        said = [_said(name, part[name]) for part in (before, after) if name in part]
        texts.append(f"{FACTS.get(name, name)}: {' → '.join(said)}")
    return texts


def _said(name, value):
    if name == "role" and value in Role:
        return str(Role(value).label)
    if isinstance(value, str) and _A_DATE.fullmatch(value):
        return show_date(date.fromisoformat(value), style="short")
    return "–" if value in (None, "") else str(value)
