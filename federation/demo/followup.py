"""Late loans in the demo: a case for each, its steps on lawful days and hours, promises, letters, and how it ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from federation.demo import endings
from federation.demo.borrowers import Marked
from federation.demo.fates import PAUSED, Fate
from federation.demo.lending import Lender
from federation.demo.money import moment
from federation.kit.money import ZERO
from federation.people.models import Person
from loans.followup.models import Case
from loans.followup.queries.cases import cases_of, to_open
from loans.followup.queries.people import guarantees_in, guarantees_to_tell
from loans.followup.rules.ladder import place
from loans.followup.steps.cases import ask_network_step, close_cured_step, open_case_step
from loans.followup.steps.doings import AskedAlready, Doing, do_step, promise_step
from loans.followup.steps.letters import Writing, letter_posted_step, write_letter_step
from loans.lending.models import Guarantee
from loans.lending.queries.standing import standing

OPENS_AFTER = 25  # days late; before that the treasurer has a word, and nobody opens a file
HOURS = (time(9, 30), time(10, 0), time(13, 30), time(16, 0), time(17, 30))
AT_HOME, AT_THE_HALL = "บ้านของผู้กู้", "ศาลาประชาคมหมู่บ้าน"
CENTRE = "ศูนย์ไกล่เกลี่ยข้อพิพาทภาคประชาชนอำเภอกาญจนดิษฐ์"
COURT = "ศาลจังหวัดสุราษฎร์ธานี"
SAID = ("ลืมวันประชุม จะนำมาส่งงวดหน้า", "ฝนตกหลายวัน กรีดยางไม่ได้", "รอเงินขายปาล์ม", "ไปเฝ้าคนป่วยที่โรงพยาบาล", "ติดงานต่างอำเภอ")
CAUSES = ("other", "crop", "price", "illness", "work")


@dataclass
class Helpers:
    """Who sees to cases: of the group, and of the network."""

    visitor: Person
    signer: Person
    adviser: Person


def follow_up(lender: Lender, helpers: Helpers, *, meeting: date, until: date) -> None:
    """Do a month's work on late loans, from the day after the meeting on, and let happen what ends a case."""
    day = meeting + timedelta(days=1)
    if day > until:
        return
    who = {"by": lender.secretary, "at": moment(day, 9, until=lender.now)}
    running = cases_of(lender.organisation).filter(closed_on=None)
    if running.exists():
        close_cured_step(lender.organisation, on=day, **who)
    for found in to_open(lender.organisation, on=day):
        marked = lender.borrowers.marked.get(found.loan.membership_id)
        is_marked = marked and marked.loan.pk == found.loan.pk and marked.fate.ending != PAUSED
        if is_marked or (day - found.unpaid_since).days >= OPENS_AFTER:
            open_case_step(found, on=day, **who)
    for case in list(running.order_by("opened_on", "code")):
        Work(lender, helpers, case, until=until).go_on(day)
    endings.pause_for_the_flood(lender, day=day, until=until)
    endings.recover(lender, on=day)


class Work:
    """The work on one case in one month."""

    def __init__(self, lender: Lender, helpers: Helpers, case: Case, *, until: date):
        self.lender, self.helpers, self.case, self.until = lender, helpers, case, until
        self.rng = lender.rng
        marked = lender.borrowers.marked.get(case.loan.membership_id)
        self.marked: Marked | None = marked if marked and marked.loan.pk == case.loan_id else None

    @property
    def fate(self) -> Fate | None:
        return self.marked and self.marked.fate

    def go_on(self, day: date) -> None:
        """Take the steps that fall due, one day after the other, as far as this case goes; then it ends."""
        case = self.case
        while case.next_on and (on := max(case.next_on, day)) <= self.until and self.goes_to(case.next_step):
            on = self.take(case.next_step, on)
            if on is None:
                return
            case.refresh_from_db(fields=["step", "next_step", "next_on", "with_network_since", "closed_on"])
            day = on + timedelta(days=1)
        if self.is_at_its_end() and day <= self.until:
            endings.end(self.lender, self.marked, on=min(day + timedelta(days=4), self.until))

    def is_at_its_end(self) -> bool:
        """Tell whether the case has come as far as it goes, and something is to end it."""
        if not (self.fate and self.fate.ending) or self.marked.solved:
            return False
        return place(self.case.step) >= place(self.fate.furthest)

    def goes_to(self, step: str) -> bool:
        furthest = self.fate.furthest if self.fate else "letter_2"
        return place(step) <= place(furthest) and not (self.marked and self.marked.solved)

    def take(self, step: str, on: date) -> date | None:
        """Take one step of the ladder; return its last day, or None where the case is over."""
        for last in getattr(self, step)(on):
            on = last
            if on is None:
                return None
        return on

    # The steps, each yielding the day on which a part of it was done

    def call(self, on: date) -> Iterator[date | None]:
        yield self.contact("reminder" if self.rng.random() < 0.5 else "call", on, note="แจ้งยอดและวันประชุมครั้งหน้า")

    def visit(self, on: date) -> Iterator[date | None]:
        pick = self.rng.randrange(len(SAID))
        cause, said = (self.fate.cause, self.fate.said) if self.fate else (CAUSES[pick], SAID[pick])
        on = self.contact("visit", on, place=AT_HOME, cause=cause, note=said)
        yield on
        if on:
            yield self.promise(on)

    def letter_1(self, on: date) -> Iterator[date | None]:
        yield self.letter("letter_1", on)
        for guarantee in guarantees_to_tell(self.case):
            yield self.letter("guarantor_notice", on, to_guarantee=guarantee)

    def letter_2(self, on: date) -> Iterator[date | None]:
        talk = min(on + timedelta(days=8), self.until - timedelta(days=1))
        if talk <= on:  # too late in the month for a talk; next month then
            yield None
        yield self.letter("letter_2", on, meeting_on=talk, place=AT_THE_HALL)
        yield self.contact("meeting", talk, place=AT_THE_HALL, note="คุยกันเรื่องรายได้และแผนการส่งคืน")
        yield self.do("memo", talk, result="ทำบันทึกแผนการส่งคืนและลงชื่อไว้")

    def guarantors(self, on: date) -> Iterator[date | None]:
        yield self.letter("letter_3", on)
        for guarantee in guarantees_in(self.case)[:1]:
            facts = {"to_guarantee": guarantee, "place": AT_THE_HALL}
            yield self.contact("guarantors", on, result="ผู้ค้ำรับทราบ จะช่วยเตือนและช่วยส่งบางส่วน", **facts)

    def network(self, on: date) -> Iterator[date | None]:
        facts = {"on": on, "done_by": self.helpers.signer, "note": "กลุ่มคุยหลายครั้งแล้ว ขอให้เครือข่ายช่วยแนะนำ"}
        ask_network_step(self.case, **facts, by=self.lender.purse.chair, at=moment(on, 14, until=self.lender.now))
        yield on
        adviser = {"done_by": self.helpers.adviser}
        yield self.do("advice", on, note="แนะนำให้ทำแผนส่งตามรายได้จริง และให้ผู้ค้ำร่วมรับรู้", **adviser)

    def mediation(self, on: date) -> Iterator[date | None]:
        yield self.do("mediation", on, place=CENTRE, result="ตกลงจะส่งเดือนละเท่าที่มี นัดคุยอีกครั้ง", cost=Decimal(200))

    def suit_notice(self, on: date) -> Iterator[date | None]:
        yield self.letter("suit_notice", on)

    def hand_over(self, on: date) -> Iterator[date | None]:
        yield self.do("hand_over", on, result="ส่งสำนวนให้ฝ่ายกฎหมายของเครือข่าย", done_by=self.helpers.adviser)

    def court(self, on: date) -> Iterator[date | None]:
        facts = {"place": COURT, "result": "ยื่นฟ้องคดีมโนสาเร่", "cost": Decimal(1200)}
        yield self.do("court", on, done_by=self.helpers.adviser, **facts)
        endings.note_court(self.lender, self.marked, court=COURT, on=on)
        yield on

    # What the steps are made of

    def contact(self, kind: str, on: date, **facts) -> date | None:
        """Ask somebody on the first day from `on` on which he or she was not asked yet."""
        for _turn in range(7):
            try:
                return self.do(kind, on, hour=self.rng.choice(HOURS), **facts)
            except AskedAlready:
                on += timedelta(days=1)
        raise AssertionError(f"{self.case}: asked every day of a week")

    def do(self, kind: str, on: date, *, done_by: Person | None = None, **facts) -> date | None:
        doing = Doing(kind, on, done_by or self.helpers.visitor, **facts)
        at = moment(on, 18, until=self.lender.now)
        return on if do_step(self.case, doing, today=on, by=self.lender.secretary, at=at) else None

    def letter(self, kind: str, on: date, *, to_guarantee: Guarantee | None = None, **facts) -> date | None:
        writing = Writing(kind, self.helpers.signer, to_guarantee=to_guarantee, **facts)
        who = {"by": self.lender.secretary, "at": moment(on, 11, until=self.lender.now)}
        letter = write_letter_step(self.case, writing, on=on, **who)
        if letter is None:
            return None
        number = f"RG{self.rng.randrange(10**9):09d}TH"
        letter_posted_step(letter, posted_on=on, posted_as=number, today=on, **who)
        return on

    def promise(self, on: date) -> date | None:
        """Let the borrower promise to pay what is overdue at the next meeting."""
        due = standing(self.case.loan, on=on).overdue.total
        due_on = on + timedelta(days=self.rng.choice((14, 31)))
        if due <= ZERO:
            return on
        facts = {"amount": due, "due_on": due_on, "made_on": on, "today": on}
        promise_step(self.case, **facts, by=self.lender.secretary, at=moment(on, 18, 30, until=self.lender.now))
        return on
