"""Every address of the site, seen by those who must not see it: nothing leaks, nothing is changed by looking.

A page whose address names a thing (a member, a sheet) needs a sample in SAMPLES: what its address says of the
victim's own. A new page without one fails `test_every_address_has_its_sample`.
"""

import uuid
from datetime import date
from decimal import Decimal
from functools import cached_property

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from federation.access.checks import DJANGOS_OWN, routes
from federation.access.permissions import GROUP_ROLES, NETWORK_ROLES, Role
from federation.exchange.actions import upload
from federation.ledger.models import Receipt
from federation.nation.models import Strength
from federation.network.models import ReportBatch
from federation.network.monthly import network_report
from federation.organisations.models import Affiliation
from federation.people.models import User
from federation.reports.steps import issue_step
from groups.registry.models import Office
from groups.sheets.actions import ask_reversal, decide_reversal, open_sheet, print_receipts
from groups.sheets.steps import RowIn, book_sheet_step
from groups.surplus.models import PayBatch, YearClose
from loans.lending.actions.papers import issue_contract
from loans.lending.models import Guarantee
from tests import builders
from tests.federation.between import worlds as between
from tests.federation.exchange.workbooks import kamon, small
from tests.federation.handover.worlds import paper_group
from tests.federation.meetings import worlds as meetings
from tests.federation.nation.worlds import known
from tests.federation.support import worlds as support
from tests.groups.departures import worlds as departures
from tests.loans.acts import worlds as acts
from tests.loans.followup import worlds as followup
from tests.loans.lending import worlds as lending
from tests.loans.products.worlds import product
from tests.welfare.claims import claim_worlds as claims
from tests.welfare.funds import worlds as funds
from tests.welfare.funeral import death_worlds as funeral_deaths
from tests.welfare.funeral import people_worlds as funeral_people
from tests.welfare.funeral import unit_worlds as funeral_units

# What must never reach a stranger: it stands in the names of the victim, its officers and its members.
OF_MEMBERS = ("ใบระกา",)
CANARIES = ("นกขมิ้น", "เหลืองอ่อน", *OF_MEMBERS)

# {name of the page: what its address says besides the code, of a thing of the victim's}
SAMPLES = {
    "federation:appointment": lambda world: {"pk": world.appointment.pk},
    "federation:appointment_check": lambda world: {"pk": world.appointment.pk},
    "federation:appointment_decline": lambda world: {"pk": world.appointment.pk},
    "federation:appointment_end": lambda world: {"pk": world.appointment.pk},
    "federation:password_give": lambda world: {"pk": world.appointment.pk},
    "federation:bylaw": lambda world: {"rule": "satja_min"},
    "federation:bylaw_set": lambda world: {"rule": "satja_min"},
    "federation:affiliation_end": lambda world: {"pk": world.affiliation.pk},
    "federation:account": lambda world: {"account": "31020"},
    "federation:registry_area": lambda world: {"area": "84"},
    **{
        f"federation:registry_{page}": lambda world: {"known": world.known.code}
        for page in ("organisation", "organisation_count", "organisation_link", "strengths")
    },
    "federation:registry_strength_end": lambda world: {"known": world.known.code, "pk": world.strength(world.known).pk},
    "federation:strength_end": lambda world: {"pk": world.strength(world.victim).pk},
    "federation:entry": lambda world: {"number": world.posted.entry.number},
    "federation:month_close": lambda world: {"month": world.posted.month},
    "federation:consolidated_account": lambda world: {"account": "31020"},
    "federation:consolidated_pair": lambda world: {"above": world.network.code, "below": world.victim.code},
    **{
        f"federation:{page}": lambda world: {"month": world.posted.month}
        for page in ("handover", "handover_send", "month")
    },
    **{
        f"federation:month_{page}": lambda world: {"month": world.posted.month, "group": world.victim.code}
        for page in ("group", "check", "return")
    },
    **{
        f"federation:support_{page}": lambda world: {"number": world.support.number}
        for page in ("plan", "step_new", "end")
    },
    "federation:support_step_done": lambda world: {"number": world.support.number, "position": 1},
    "federation:facilitation_end": lambda world: {"pk": world.facilitation.pk},
    "federation:grade_of": lambda world: {"pk": world.grade.pk},
    "federation:network_report": lambda world: {"month": world.posted.month},
    "federation:network_report_file": lambda world: {
        "month": world.network_issued.month,
        "version": 1,
        "format": "xlsx",
    },
    "federation:paper_month": lambda world: {"month": world.posted.month, "group": world.on_paper.code},
    "federation:report": lambda world: {"name": "monthly", "month": world.posted.month},
    "federation:report_file": lambda world: {"name": "monthly", "month": world.posted.month, "format": "xlsx"},
    **{f"federation:report_batch{end}": lambda world: {"pk": world.report_batch.pk} for end in ("", "_file")},
    **{
        f"federation:register_{end}": lambda world: {"pk": world.uploaded.pk}
        for end in ("import", "columns", "decide", "propose", "post", "lay_aside", "remarks")
    },
    "federation:ratio": lambda world: {"key": "utilisation"},
    **{
        f"federation:meeting{end}": lambda world: {"pk": world.meeting.pk}
        for end in ("", "_edit", "_attendance", "_agenda", "_issue", "_correct", "_paper")
    },
    "federation:meeting_paper_issued": lambda world: {"pk": world.meeting.pk, "version": 1},
    "federation:pool_act": lambda world: {"pk": world.pool_act.pk},
    "federation:between_entry": lambda world: {"number": world.paid_out.number},
    "federation:dispute": lambda world: {"pk": world.dispute.pk},
    "federation:settlement": lambda world: {"group": world.victim.code, "day": world.paid_out.on.isoformat()},
    "federation:settlement_day": lambda world: {"on": world.paid_out.on.isoformat()},
    **{f"loans:fund{end}": lambda world: {"pk": world.borrowing.pk} for end in ("", "_fact")},
    "loans:fund_fact_strike": lambda world: {"pk": world.fund_fact.pk},
    "groups:office_end": lambda world: {"pk": world.office.pk},
    "groups:member": lambda world: {"number": world.member.number},
    "groups:member_edit": lambda world: {"number": world.member.number},
    "groups:member_state": lambda world: {"number": world.member.number},
    **{
        f"groups:{page}": lambda world: {"number": world.member.number}
        for page in ("member_leave", "leaving_death", "leaving_refund", "beneficiaries", "beneficiaries_name")
    },
    "groups:leaving_ask": lambda world: {"number": world.member.number, "kind": "resignation"},
    **{
        f"groups:{page}": lambda world: {"pk": world.mourned.pk}
        for page in (
            *("departure", "leaving_withdraw", "leaving_refuse", "leaving_decide", "leaving_admit"),
            *("leaving_notice", "leaving_ask_back", "leaving_take_back", "leaving_settlement"),
        )
    },
    "groups:leaving_letter": lambda world: {"pk": world.put_out.pk},
    **{
        f"groups:{page}": lambda world: {"pk": world.mourned.pk, "payment": world.mourned.payments.get().pk}
        for page in ("leaving_prepare", "leaving_pay")
    },
    "groups:leaving_task": lambda world: {"pk": world.mourned.pk, "task": world.mourned.tasks.first().pk},
    "groups:leaving_guarantor": lambda world: {"pk": world.mourned.pk, "guarantee": world.mourned_guarantee.pk},
    **{
        f"groups:{page}": lambda world: {"until": "2026-12-31"}
        for page in ("year", "year_close", "year_decide", "year_back", "year_back_decide", "rehearse", "rehearse_paper")
    },
    **{
        f"groups:{page}": lambda world: {"until": "2026-12-31"}
        for page in ("allot", "adopt", "pay", "dividend_slips", "dividend_pay_list", "surplus_statement")
    },
    **{
        f"groups:{page}": lambda world: {"until": "2026-12-31", "pk": world.dividend_list.pk}
        for page in ("pay_batch", "pay_decide")
    },
    "groups:member_statement": lambda world: {"number": world.member.number},
    "groups:national_id": lambda world: {"number": world.member.number},
    "groups:promise": lambda world: {"number": world.member.number},
    "groups:sheet": lambda world: {"day": world.posted.meeting_on.isoformat()},
    "groups:sheet_save": lambda world: {"day": world.draft.meeting_on.isoformat()},
    "groups:sheet_members": lambda world: {"day": world.draft.meeting_on.isoformat()},
    "groups:sheet_discard": lambda world: {"day": world.draft.meeting_on.isoformat()},
    "groups:sheet_sides": lambda world: {"day": world.draft.meeting_on.isoformat()},
    "groups:sheet_post": lambda world: {"day": world.draft.meeting_on.isoformat()},
    "groups:sheet_entry": lambda world: {"day": world.posted.meeting_on.isoformat()},
    "groups:sheet_receipts": lambda world: {"day": world.posted.meeting_on.isoformat()},
    "groups:receipts_print": lambda world: {"day": world.posted.meeting_on.isoformat()},
    "groups:receipts_printed": lambda world: {"day": world.posted.meeting_on.isoformat(), "batch": world.batch},
    "groups:sheet_reversal": lambda world: {"day": world.posted.meeting_on.isoformat()},
    "groups:sheet_reversed": lambda world: {"pk": world.reversed.pk},
    **{
        f"loans:request{end}": lambda world: {"number": world.loan_asked.number}
        for end in ("", "_edit", "_withdraw", "_decide", "_paper")
    },
    "loans:request_take_back": lambda world: {"number": world.loan_approved.number},
    "loans:request_sign": lambda world: {"number": world.loan_approved.number},
    "loans:act": lambda world: {"pk": world.taken_over.pk},
    "loans:act_take_back": lambda world: {"pk": world.taken_over.pk},
    "loans:act_choose": lambda world: {"number": world.loan_signed.number},
    "loans:act_new": lambda world: {"number": world.loan_signed.number, "kind": "payout"},
    "loans:contract_cancel": lambda world: {"number": world.loan_signed.number},
    **{
        f"loans:{page}": lambda world: {"number": world.repaid.loan.number}
        for page in ("loan", "loan_why", "quote", "repay")
    },
    **{
        f"loans:{page}": lambda world: {"number": world.repaid.loan.number, "seq": world.repaid.seq}
        for page in ("repaid", "repaid_print")
    },
    "loans:paper_issue": lambda world: {"number": world.repaid.loan.number, "kind": "schedule"},
    "loans:paper": lambda world: {"pk": world.paper.pk},
    "loans:paper_pdf": lambda world: {"pk": world.paper.pk},
    **{
        f"loans:case{end}": lambda world: {"case": world.case.code}
        for end in ("", "_promise", "_plan", "_contact", "_network", "_close", "_pack")
    },
    "loans:case_step": lambda world: {"case": world.case.code, "kind": "call"},
    "loans:case_letter_write": lambda world: {"case": world.case.code, "kind": "letter_1"},
    **{
        f"loans:case_{end}": lambda world: {"case": world.case.code, **world.letter_of(world.case)}
        for end in ("letter", "letter_pdf", "letter_sent", "envelope")
    },
    **{f"loans:case_help{end}": lambda world: {"case": world.handed.code} for end in ("", "_pack")},
    "loans:case_help_step": lambda world: {"case": world.handed.code, "kind": "advice"},
    "loans:case_help_letter": lambda world: {"case": world.handed.code, **world.letter_of(world.handed)},
    **{
        f"welfare:{name}": lambda world: {"fund": world.fund.code.lower()}
        for name in (
            *("fund", "fund_dues", "fund_lend", "fund_close", "places", "place_new", "places_all"),
            *("fund_premiums", "gift_new", "subsidy", "places_above", "place_new_above", "places_all_above"),
        )
    },
    **{
        f"welfare:place_end{end}": lambda world: {"fund": world.fund.code.lower(), "number": world.fund_place.number}
        for end in ("", "_above")
    },
    "welfare:outlook_fund": lambda world: {"fund": world.fund.code.lower()},
    "welfare:act_new": lambda world: {"fund": world.fund.code.lower(), "kind": "spend"},
    "welfare:gift_strike": lambda world: {"fund": world.fund.code.lower(), "pk": world.gift.pk},
    "welfare:subsidy_list": lambda world: {"fund": world.fund.code.lower(), "pk": world.subsidy.pk},
    **{f"welfare:{name}": lambda world: {"pk": world.fund_act.pk} for name in ("fund_act", "act_strike")},
    **{
        f"welfare:claim{end}": lambda world: world.claims["open"]
        for end in ("", "_change", "_agree", "_approve", "_refuse", "_withdraw", "_paper_add", "_health", "_form")
    },
    **{
        f"welfare:claim_{end}": lambda world: world.claims["paid"]
        for end in ("pay", "receive", "ask_back", "take_back", "voucher")
    },
    **{f"welfare:claim_{end}": lambda world: world.claims["paper"] for end in ("paper", "picture_remove")},
    "welfare:claim_refusal": lambda world: world.claims["refused"],
    "welfare:claim_file": lambda world: world.claims["place"],
    **{
        f"welfare:rule{end}": lambda world: {name: world.claims["place"][name] for name in ("fund", "benefit")}
        for end in ("", "_change", "_end")
    },
    "welfare:rule_examples": lambda world: {"fund": world.claims["place"]["fund"]},
    "welfare:rule_add": lambda world: {"fund": world.claims["place"]["fund"], "example": "sadao-death"},
    **{
        f"welfare:{page}": lambda world: {"scheme": world.scheme.code}
        for page in (
            *("scheme", "scheme_terms", "covered_list", "cover_apply", "covered_admit", "lapses", "list_check_new"),
        )
    },
    "welfare:scheme_start": lambda world: {"example": "per_death"},
    "welfare:scheme_list": lambda world: {"scheme": world.scheme.code, "listing": "registry"},
    "welfare:list_check": lambda world: {"scheme": world.scheme.code, "pk": world.list_check.pk},
    **{
        f"welfare:{page}": lambda world: {"scheme": world.scheme.code, "number": world.covered.number}
        for page in ("covered", "cover_relative", "covered_notice", "covered_letter", "covered_put_out")
    },
    **{
        f"welfare:covered_{page}": lambda world, step=step: {
            "scheme": world.scheme.code,
            "number": world.covered.number,
            "step": step,
        }
        for page, step in (("leave", "resign"), ("decide", "suspend"))
    },
    **{f"welfare:death{end}": lambda world: {"pk": world.death["pk"]} for end in ("", "_check", "_take_back")},
    **{
        f"welfare:{page}": lambda world, more=more: {name: world.death[name] for name in ("pk", *more)}
        for page, *more in (
            *(("payout_new",), ("death_give_up", "due"), ("death_act", "act"), ("payout", "payout")),
            *(("payout_received", "payout"), ("payout_take_back", "payout")),
        )
    },
    "welfare:covered_units": lambda world: {"scheme": "unit", "number": world.units["number"]},
    "welfare:covered_units_back": lambda world: {"scheme": "unit", **world.units},
    "welfare:death_new": lambda world: {"scheme": "aid", "number": world.death["number"]},
    "welfare:death_paper": lambda world: {"pk": world.death["pk"], "kind": "list"},
    "welfare:payout_paper": lambda world: {
        **{name: world.death[name] for name in ("pk", "payout")},
        "kind": "voucher",
    },
    "loans:product": lambda world: {"product": world.product.code},
    "loans:product_add": lambda world: {"example": "ordinary"},
    "loans:product_terms": lambda world: {"product": world.product.code},
    "loans:product_offer": lambda world: {"product": world.product.code},
}

# What a sample says that is not the victim's own: every organisation has it.
COMMON = {"rule", "account", "name", "month", "example", "key", "on", "until"}

# Pages that only networks have; those who may see are asked for the victim's network.
OF_NETWORKS = {
    "federation:below",
    "federation:consolidated",
    "federation:consolidated_account",
    "federation:consolidated_pair",
    "federation:groups",
    "federation:group_add",
    "federation:group_add_paper",
    "federation:months",
    "federation:month",
    "federation:month_group",
    "federation:month_check",
    "federation:month_return",
    "federation:paper_month",
    "federation:network_report",
    "federation:network_report_file",
    "federation:backup",
    "federation:report_batches",
    "federation:report_batch",
    "federation:report_batch_file",
    "loans:cases_help",
    "loans:arrears_groups",
    "federation:compare",
    "federation:pool",
    "federation:pool_interest",
    "federation:pool_withdrawal",
    "federation:pool_act",
    "federation:settlement",
    "federation:facilitators",
    "federation:facilitator_assign",
    "federation:facilitation_end",
    "federation:grade_criteria_set",
}

# Pages closed to whoever has a post at the organisation itself, as the officer of all roles has; those above open them.
NOT_OF_ITS_OWN = {"federation:grade_new"}

# Pages about a fund of the network above; the victim's network has none (they are tried in tests/welfare/funds).
OF_A_NETWORKS_FUND = {f"welfare:{name}_above" for name in ("places", "place_new", "places_all", "place_end")}

# Pages that store something when first looked at, and the tables they may write to.
MAKES_WHEN_SEEN = {
    "federation:network_report_file": {"federation_issuedfile"},
    "federation:report_file": {"federation_issuedfile"},
    "federation:meeting_paper_issued": {"federation_issuedfile"},
}

# Written by looking at any page: who is signed in, and who was refused.
ALWAYS_WRITTEN = {"federation_session", "federation_act", "axes_accessattempt"}


class World:
    """A victim group with a network, and people who have nothing to do with it."""

    @cached_property
    def victim(self):
        return builders.group(self.network, name="กลุ่มสัจจะบ้านนกขมิ้น")

    @cached_property
    def uploaded(self):
        """A register waiting to be taken over; it comes before the members, into empty books."""
        content = small(kamon(**{"ชื่อ-สกุล": "นายใบระกา ใบระกา"}))
        by = builders.officer(self.victim, Role.REGISTRAR, name="uploads")
        return upload(self.victim, file_name="ใบระกา.xlsx", content=content, by=by, at=builders.AT)

    @cached_property
    def network(self):
        return builders.network(name="เครือข่ายเหลืองอ่อน")

    @cached_property
    def on_paper(self):
        return paper_group(self.network, code="NOK-PAPER", name="กลุ่มนกขมิ้นบนดอย")

    @cached_property
    def network_issued(self):
        report = network_report(self.network, self.posted.month, at=builders.AT, draft=False)
        return issue_step(self.network, report, by=self.officer, at=builders.AT)

    @cached_property
    def strangers_group(self):
        return builders.group(self.network, name="กลุ่มข้างบ้าน")

    @cached_property
    def member(self):
        assert self.uploaded
        return builders.member(self.victim, "ใบระกา", family="ใบระกา", nickname="ใบระกา")

    @cached_property
    def posted(self):
        return self._booked(date(2026, 1, 5))

    @cached_property
    def reversed(self):
        asked = ask_reversal(self._booked(date(2026, 1, 12)), reason="ลงผิดวันทั้งใบ", by=self.officer, at=builders.AT)
        other = builders.officer(self.victim, Role.CHAIR, name="second")
        return decide_reversal(asked, agree=True, today=date(2026, 1, 13), by=other, at=builders.AT).sheet

    @cached_property
    def draft(self):
        day = date(2026, 1, 19)
        return open_sheet(self.victim, meeting_on=day, today=day, by=self.officer, at=builders.AT)

    @cached_property
    def dividend_list(self):
        """A list of an adopted year on which the member stands."""
        entry, on = self.posted.entry, date(2026, 2, 5)
        facts = {"network": self.network, "asked_by": self.officer, "asked_at": builders.AT}
        adopted = {"state": "closed", "meeting_on": on, "resolution_no": "3/2569", "adoption": entry, "entry": entry}
        span = {"since": date(2026, 1, 1), "until": date(2026, 12, 31), "surplus": "90.00"}
        year = YearClose.objects.create(organisation=self.victim, **span, **facts, **adopted)
        made = PayBatch.objects.create(year=year, on=on, total="90.00", **facts)
        facts = {"weight": 1, "dividend": "90.00", "working": {"opening": "0", "closing": "0"}}
        year.parts.create(network=self.network, batch=made, membership=self.member, **facts)
        year.state = "adopted"
        year.save(update_fields=["state"])
        return made

    @cached_property
    def batch(self):
        receipts = Receipt.objects.filter(entry=self.posted.entry)
        batch = uuid.uuid4()
        print_receipts(self.posted, receipts=receipts, batch=batch, by=self.officer, at=builders.AT)
        return batch

    @cached_property
    def report_batch(self):
        finished = {"state": "done", "content": b"%PDF-", "finished_at": builders.AT}
        asked = {"month": date(2026, 1, 1), "language": "th", "key": uuid.uuid4(), "asked_at": builders.AT}
        return ReportBatch.objects.create(network=self.network, asked_by=self.officer, **asked, **finished)

    def _booked(self, day):
        rows = [RowIn(self.member, {"satja": Decimal("100.00")}, "paid")]
        return book_sheet_step(self.victim, meeting_on=day, rows=rows, by=self.officer, at=builders.AT)

    @cached_property
    def appointment(self):
        person = builders.person(self.victim, "มาลี", "เหลืองอ่อน")
        user = User.objects.create(username="victim", person=person)
        return builders.officer(self.victim, Role.SECRETARY, name=user.username).appointments.get()

    @cached_property
    def loan_asked(self):
        return lending.request(self.member, self.lent_version)

    @cached_property
    def loan_approved(self):
        return lending.approved(self.member, self.lent_version)

    @cached_property
    def loan_signed(self):
        return lending.contract(self.member, self.lent_version)

    @cached_property
    def repaid(self):
        return builders.repay(builders.loan(self.member), "1120.00", on=date(2026, 2, 5))

    @cached_property
    def paper(self):
        return issue_contract(self.repaid.loan, by=self.officer, at=builders.AT)[0]

    @cached_property
    def taken_over(self):
        assert self.lent_version
        return acts.taken_over(self.member)

    @cached_property
    def lent_version(self):
        return lending.product(self.victim, code="lent")

    @cached_property
    def case(self):
        return followup.case_with_a_letter(self.member, by=self.officer)

    @cached_property
    def handed(self):
        """A case that the network was asked to help with: inside it the network reads a name."""
        member = builders.member(self.victim, "สมหมาย", family="ผู้ขอให้ช่วย")
        return followup.case_with_a_letter(member, by=self.officer, handed=True)

    def letter_of(self, case):
        letter = case.letters.get()
        return {"number": letter.number, "year": letter.be_year}

    @cached_property
    def mourned(self):
        """A member who died owing a loan that another guarantees; what is left waits for the heir."""
        assert self.posted
        return departures.mourned(self.victim, "ใบระกา")

    @cached_property
    def mourned_guarantee(self):
        return Guarantee.objects.get(loan__membership=self.mourned.membership)

    @cached_property
    def put_out(self):
        assert self.posted
        return departures.proposed(self.victim, "ใบระกา")

    @cached_property
    def known(self):
        """An organisation that the registry knows by name, as everybody may."""
        made = known("ธนาคารหมู่บ้านทั่วไป")
        return made if self.strength(made) and self.strength(self.victim) else None

    def strength(self, organisation):
        facts = {"organisation": organisation, "sort": "activity", "words": "ออมทรัพย์", "skeleton": "ออมทรัพย"}
        return Strength.objects.get_or_create(**facts, defaults={"entered_at": builders.AT})[0]

    @cached_property
    def affiliation(self):
        return Affiliation.objects.get(member=self.victim, upper=self.network)

    @cached_property
    def meeting(self):
        """A meeting whose report is issued and open for a correction, so that every page of it is there."""
        made = meetings.meeting(self.victim, chair="นกขมิ้น", place="ศาลานกขมิ้น")
        return meetings.issued(made, correcting="แก้ชื่อสถานที่ประชุม")

    @cached_property
    def support(self):
        return support.plan(self.victim, trouble="นกขมิ้นมีเงินขาด")

    @cached_property
    def facilitation(self):
        return support.looked_after(self.victim)

    @cached_property
    def grade(self):
        return support.graded(self.victim)

    @cached_property
    def borrowing(self):
        assert self.posted
        return between.borrowed(self.victim)

    @cached_property
    def paid_out(self):
        return between.paid_out(self.borrowing)

    @cached_property
    def dispute(self):
        return between.disputed(self.borrowing, reason="กลุ่มนกขมิ้นไม่ได้รับเงิน")

    @cached_property
    def pool_act(self):
        return between.pool_act(self.borrowing, reason="นกขมิ้นซื้อปุ๋ย")

    @cached_property
    def fund_fact(self):
        return between.fund_fact(self.borrowing, words="ปุ๋ยนกขมิ้น")

    @cached_property
    def fund(self):
        return builders.fund(self.victim, code="BIRD", name="กองทุนนกขมิ้น")

    @cached_property
    def fund_place(self):
        return funds.enrol(self.fund, self.member)

    @cached_property
    def gift(self):
        return funds.gift(self.fund, "500.00")

    @cached_property
    def subsidy(self):
        return funds.listed(self.fund, self.fund_place)

    @cached_property
    def fund_act(self):
        assert self.gift
        return funds.spent(self.fund, "100.00")

    @cached_property
    def claims(self):
        return claims.sampled(self.member)

    @cached_property
    def scheme(self):
        return funeral_people.fee_overdue(self.victim, name_th="ช่วยงานศพบ้านนกขมิ้น")

    @cached_property
    def covered(self):
        [covered] = funeral_people.cover(self.scheme, [self.member])
        return covered

    @cached_property
    def death(self):
        """A round that is open, with a payout, and a due that is asked to be given up."""
        scheme = funeral_deaths.scheme(self.victim, fund="AID")
        funeral_deaths.gift(scheme, "500.00")
        dead = builders.member(self.victim, "ใบระกา", family="ใบระกา")
        [place, *_rest] = funeral_deaths.cover(scheme, [dead, self.member])
        made = funeral_deaths.opened(place)
        payout = funeral_deaths.paid(funeral_deaths.proposed(made, "10.00", name="ใบระกา"))
        act = funeral_deaths.asked_to_give_up(made)
        return {"pk": made.pk, "payout": payout.pk, "due": act.due_id, "act": act.pk, "number": place.number}

    @cached_property
    def units(self):
        """Prepaid units of a member who resigned, a part of which waits to be given back."""
        back = funeral_units.waiting(self.victim, builders.member(self.victim, "ใบระกา", family="ใบระกา"))
        return {"number": back.covered.number, "back": back.pk}

    @cached_property
    def list_check(self):
        return funeral_people.list_check(self.scheme, file_name="นกขมิ้น.xlsx")

    @cached_property
    def product(self):
        return product(self.victim, name_th="เงินกู้นกขมิ้น").product

    @cached_property
    def office(self):
        return Office.objects.create(
            network=self.network,
            organisation=self.victim,
            person=self.appointment.user.person,
            post="secretary",
            since=date(2026, 1, 1),
            until=date(2029, 12, 31),
        )

    # People

    @cached_property
    def strangers(self):
        """Those who must see nothing of the victim: all roles next door, all above elsewhere, a plain member."""
        for role in GROUP_ROLES:
            builders.officer(self.strangers_group, role, name="next.door")
        for role in NETWORK_ROLES:
            builders.officer(builders.network(), role, name="elsewhere")
        builders.officer(self.victim, Role.MEMBER, name="plain.member")
        return [User.objects.get(username=name) for name in ("next.door", "elsewhere", "plain.member")]

    @cached_property
    def officer(self):
        """Somebody who may do everything at the victim's."""
        for role in GROUP_ROLES:
            builders.officer(self.victim, role, name="everything")
        for role in NETWORK_ROLES:
            builders.officer(self.network, role, name="everything")
        return User.objects.get(username="everything")


@pytest.fixture
def world(db):
    made = World()
    for name, part in vars(World).items():
        if isinstance(part, cached_property):
            getattr(made, name)
    return made


def pages():
    return [route for route in routes() if route.name not in DJANGOS_OWN]


def reachable():
    """Return the pages whose address can be written: what lacks a sample fails in its own test."""
    return [route for route in pages() if not names_a_thing(route) or route.name in SAMPLES]


def names_a_thing(route):
    return bool(set(route.converters) - {"code"})


def address(route, world, *, code=None):
    kwargs = SAMPLES[route.name](world) if names_a_thing(route) else {}
    if "code" in route.converters:
        own = world.network if route.name in OF_NETWORKS else world.victim
        kwargs["code"] = code or own.code
    return reverse(route.name, kwargs=kwargs)


def browser(user=None, **more):
    client = Client(raise_request_exception=False, **more)
    if user:
        client.force_login(user)
    return client


def of_an_organisation(route):
    return "code" in route.converters and route.pattern.callback.access != "open to all"


def leaks(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    everything = content.decode(errors="replace") + str(response.headers)
    return [word for word in CANARIES if word in everything]


def stored():
    """Return {table: digest of all its rows}, without what looking at a page writes anyway."""
    tables = sorted(set(connection.introspection.table_names()) - ALWAYS_WRITTEN)
    digest = "SELECT '{0}', md5(string_agg(t::text, '|' ORDER BY t::text)) FROM \"{0}\" t"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(digest.format(table) for table in tables))
        return dict(cursor.fetchall())


def changed(before):
    after = stored()
    return {table for table in before if before[table] != after[table]}


def test_every_address_has_its_sample():
    missing = [route.name for route in pages() if names_a_thing(route) and route.name not in SAMPLES]
    there = {route.name for route in pages()}

    assert missing == []
    assert [name for name in SAMPLES if name not in there] == []


def test_who_is_not_signed_in_is_sent_to_sign_in(world):
    wrong = []
    for route in reachable():
        if route.pattern.callback.access == "open to all":
            continue
        for method in ("get", "post"):
            response = getattr(browser(), method)(address(route, world))
            if response.status_code != 302 or not response.headers["Location"].startswith("/sign-in/?next="):
                wrong.append((route.name, method, response.status_code))
    assert wrong == []


def test_strangers_find_nothing_of_the_victim(world):
    wrong = []
    for stranger in world.strangers:
        client = browser(stranger)
        for route in filter(of_an_organisation, reachable()):
            for method in ("get", "post"):
                response = getattr(client, method)(address(route, world))
                if response.status_code not in (404, 405) or leaks(response):
                    wrong.append((route.name, method, stranger.username, response.status_code, leaks(response)))
    assert wrong == []


def test_the_groups_officers_find_nothing_of_their_network(world):
    client, wrong = browser(world.strangers[0]), []
    for route in filter(of_an_organisation, reachable()):
        response = client.get(address(route, world, code=world.network.code))
        if response.status_code not in (404, 405) or leaks(response):
            wrong.append((route.name, response.status_code, leaks(response)))
    assert wrong == []


def test_a_strangers_thing_under_ones_own_address_is_not_there(world):
    client, wrong = browser(world.strangers[0]), []
    for route in filter(of_an_organisation, reachable()):
        if not names_a_thing(route) or set(route.converters) & COMMON:
            continue
        for method in ("get", "post"):
            response = getattr(client, method)(address(route, world, code=world.strangers_group.code))
            if response.status_code not in (404, 405) or leaks(response):
                wrong.append((route.name, method, response.status_code, leaks(response)))
    assert wrong == []


def test_the_network_reads_no_members_name(world):
    client, wrong = browser(builders.officer(world.network, Role.NETWORK_COMMITTEE, name="above")), []
    for route in filter(of_an_organisation, reachable()):
        response = client.get(address(route, world))
        if response.status_code >= 500 or set(leaks(response)) & set(OF_MEMBERS):
            wrong.append((route.name, response.status_code, leaks(response)))
    assert wrong == []


def test_pages_of_no_organisation_tell_strangers_nothing(world):
    wrong = []
    for user in (None, *world.strangers):
        for route in reachable():
            if not of_an_organisation(route):
                response = browser(user).get(address(route, world))
                if leaks(response):
                    wrong.append((route.name, user and user.username, leaks(response)))
    assert wrong == []


def test_a_disabled_account_finds_nothing(world):
    client, wrong = browser(world.officer), []
    User.objects.filter(pk=world.officer.pk).update(is_active=False)
    for route in filter(of_an_organisation, reachable()):
        response = client.get(address(route, world))
        if response.status_code != 302 or leaks(response):
            wrong.append((route.name, response.status_code))
    assert wrong == []


def test_looking_changes_nothing(world):
    client, wrong = browser(world.officer), []
    for route in reachable():
        before = stored()
        response = client.get(address(route, world))
        written = changed(before) - MAKES_WHEN_SEEN.get(route.name, set())
        foreseen = (403,) if route.name in NOT_OF_ITS_OWN else (200, 302, 405)
        foreseen = (404,) if route.name in OF_A_NETWORKS_FUND else foreseen
        if response.status_code not in foreseen or written:
            wrong.append((route.name, response.status_code, written))
    assert wrong == []


def test_a_form_without_its_token_changes_nothing(world):
    client, wrong = browser(world.officer, enforce_csrf_checks=True), []
    for route in reachable():
        before = stored()
        for token in ("", "x" * 64, uuid.uuid4().hex * 2):
            response = client.post(address(route, world), {"csrfmiddlewaretoken": token})
            if response.status_code != 403 or changed(before):
                wrong.append((route.name, token, response.status_code))
    assert wrong == []


def test_every_answer_tells_the_browser_to_be_careful(world):
    client, wrong = browser(world.officer), []
    for route in reachable():
        headers = client.get(address(route, world)).headers
        told = {
            "no-store" in headers.get("Cache-Control", ""),
            "default-src 'none'" in headers.get("Content-Security-Policy", ""),
            "unsafe" not in headers.get("Content-Security-Policy", ""),
            headers.get("X-Content-Type-Options") == "nosniff",
            headers.get("X-Frame-Options") == "DENY",
            headers.get("Referrer-Policy") == "same-origin",
        }
        if told != {True}:
            wrong.append((route.name, dict(headers)))
    assert wrong == []
