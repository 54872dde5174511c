"""One row of a register as a member: who, how much, and whether the membership ended."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from federation.exchange.register.cells import RowReader
from federation.exchange.register.findings import TAKE_AS_SHOWN, Choice, Typed, amount_of, date_of
from federation.exchange.register.roles import Role
from federation.kit.dates import joinings, last_day, month_of, next_month, parse_month, read_date, show_date, show_month
from federation.kit.digits import to_arabic_digits
from federation.kit.identity import MaskedId
from federation.kit.money import ZERO, show
from federation.kit.names import PersonName
from federation.kit.refusals import NotReadable
from federation.kit.wording import gettext_lazy as _

MUCH_MORE = 3

RESIGNED, EXPELLED, DIED = "resigned", "expelled", "died"


@dataclass(frozen=True)
class Left:
    """How and when a membership ended. state: resigned, expelled or died."""

    state: str
    on: date


@dataclass
class Member:
    """A row of the register as it would be imported; amounts in baht, payments by column."""

    row: int
    order: int | None
    number: int | None
    name: PersonName
    nickname: str
    national_id: MaskedId | None
    no_id_reason: str
    born_on: date | None
    joined_on: date
    house_no: str
    moo: int | None
    phone: str
    promise: Decimal
    carried: Decimal
    shares: Decimal
    special: Decimal
    loan: Decimal
    note: str
    payments: dict[int, Decimal] = field(default_factory=dict)
    printed_total: Decimal | None = None
    printed_balance: Decimal | None = None
    left: Left | None = None

    @property
    def paid(self) -> Decimal:
        return sum(self.payments.values(), ZERO)


def read_member(reader: RowReader, *, opening_on: date) -> Member:
    """Read one row. opening_on: the day the books open, by which unknown joinings lie."""
    written = reader.money(Role.PROMISE)
    months = reader.table.months
    payments = {c.index: reader.amount(c, key=reader.key(c.letter), promise=written) for c in months}
    promise = written or reader.usual_promise(payments)
    joined_on = reader.joined_on(opening_on=opening_on)
    national_id, no_id_reason = reader.national_id()
    house_no, moo = reader.address()
    member = Member(
        row=reader.row,
        order=reader.number(Role.ORDER) if reader.table.one(Role.ORDER) else None,
        number=reader.number(Role.NUMBER) if reader.table.one(Role.NUMBER) else None,
        name=reader.name(),
        nickname=reader.nickname(),
        national_id=national_id,
        no_id_reason=no_id_reason,
        born_on=reader.born_on(joined_on=joined_on),
        joined_on=joined_on,
        house_no=house_no,
        moo=moo,
        phone=reader.phone(),
        promise=promise,
        carried=reader.money(Role.CARRIED),
        shares=reader.money(Role.SHARES),
        special=reader.money(Role.SPECIAL),
        loan=reader.money(Role.LOAN),
        note=reader.text(Role.NOTE),
        payments=payments,
        printed_total=reader.printed(Role.TOTAL),
        printed_balance=reader.printed(Role.BALANCE),
    )
    _look_at_payments(reader, member)
    member.left = _left(reader, member)
    return member


def _look_at_payments(reader: RowReader, member: Member) -> None:
    """Compare payments with the promise: less and more are noted, far more is asked."""
    missed = ZERO
    for column in reader.table.months if member.promise else ():
        paid = member.payments[column.index]
        place = {"row": reader.row, "column": column.letter, "cell": show(paid)}
        figures = {"paid": show(paid), "promise": show(member.promise), "month": show_month(column.month)}
        if paid > MUCH_MORE * member.promise + missed:
            words = _("%(month)s: %(paid)s is far more than the promise of %(promise)s. Is it right?") % figures
            key = reader.key(f"{column.letter}:far_more")
            answer = reader.desk.ask("far_more", words, key=key, choices=[TAKE_AS_SHOWN], typed=Typed.AMOUNT, **place)
            typed = amount_of(answer)
            paid = member.payments[column.index] = paid if typed is None else typed
        elif paid > member.promise:
            words = _("%(month)s: %(paid)s is more than the promise of %(promise)s; missed before: %(missed)s.")
            reader.desk.note("more_than_promised", words % {**figures, "missed": show(max(missed, ZERO))}, **place)
        elif ZERO < paid < member.promise:
            words = _("%(month)s: %(paid)s is less than the promise of %(promise)s.") % figures
            reader.desk.note("less_than_promised", words, **place)
        missed = max(missed + member.promise - paid, ZERO)


_LEFT = re.compile(r"(?P<how>ลาออก|ออกจากสมาชิก|ถอนตัว|พ้นสภาพ|คัดชื่อออก|ให้ออก|เสียชีวิต|ถึงแก่กรรม|มรณภาพ|ตาย)(?P<when>.*)")
_STATES = {"พ้นสภาพ": EXPELLED, "คัดชื่อออก": EXPELLED, "ให้ออก": EXPELLED}
_STATES |= dict.fromkeys(("เสียชีวิต", "ถึงแก่กรรม", "มรณภาพ", "ตาย"), DIED)
_STATE_WORDS = {
    RESIGNED: _("Resigned on %(date)s; the balance of %(balance)s stays in the books as an open refund."),
    EXPELLED: _("Membership ended on %(date)s; the balance of %(balance)s stays in the books as an open refund."),
    DIED: _("Died on %(date)s; the balance of %(balance)s stays in the books until it is paid out."),
}
_BEFORE_WHEN = re.compile(r"^[\s:,]*(?:แล้ว)?\s*(?:เมื่อ|วันที่|ตั้งแต่|เดือน|ใน)*\s*")


def _left(reader: RowReader, member: Member) -> Left | None:
    """Read a note such as “ลาออก พ.ค. 69”. Source: architecture: Opening by import."""
    texts = [member.note, *(reader.cell_text(column) for column in reader.table.months)]
    match = next((m for text in texts if (m := _LEFT.search(text))), None)
    if match is None:
        return None
    state = _STATES.get(match["how"], RESIGNED)
    day, paid_later = _day_of_leaving(reader, member, match["when"])
    figures = {"date": show_date(day), "balance": show(member.carried + member.paid + member.shares + member.special)}
    words = _("The note says “%(note)s”. Did the membership end, and when?")
    if paid_later:
        words = _("The note says “%(note)s”, but something was paid after that. Did the membership end, and when?")
    answer = reader.desk.ask(
        "left",
        words % {"note": match[0].strip()},
        key=reader.key("left"),
        choices=[Choice("left", _STATE_WORDS[state] % figures), Choice("stays", _("still a member"))],
        typed=Typed.DATE,
        suggested="" if paid_later else "left",
        **reader.place(Role.NOTE, shown=match[0].strip()),
    )
    if answer in ("stays", ""):
        return None
    return Left(state, max(date_of(answer) or day, member.joined_on))


def _day_of_leaving(reader: RowReader, member: Member, when: str) -> tuple[date, bool]:
    """Return the day a note names, and whether something was paid in a later month.

    Of a month, its first day, or its last if something was paid in it; without any date the first day of
    the month after the last payment.
    """
    today = reader.desk.today
    paid_in = [c.month for c in reader.table.months if member.payments[c.index]]
    day = _named_day(_BEFORE_WHEN.sub("", to_arabic_digits(when)).strip(" .)"), paid_in, today=today)
    if day is None:
        day = next_month(paid_in[-1]) if paid_in else member.joined_on
    paid_later = bool(paid_in) and paid_in[-1] > month_of(day)
    return max(min(last_day(paid_in[-1]) if paid_later else day, today), member.joined_on), paid_later


def _named_day(text: str, paid_in: list[date], *, today: date) -> date | None:
    try:
        return read_date(text, today=today, window=joinings(today)).value
    except NotReadable:
        pass
    try:
        month = parse_month(text, today=today)
    except NotReadable:
        return None
    return last_day(month) if month in paid_in else month
