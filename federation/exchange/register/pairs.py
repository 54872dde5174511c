"""Members typed twice: the same person in two rows, one number for two persons, or somebody the network knows."""

from collections.abc import Callable

from federation.exchange.register.findings import Choice, Desk, Typed
from federation.exchange.register.members import Member
from federation.exchange.register.rows import Register
from federation.kit.thai import skeleton
from federation.kit.wording import gettext_lazy as _


def settle_pairs(register: Register, *, desk: Desk) -> None:
    """Ask about every row that looks like an earlier one, and do as was decided."""
    kept = _Earlier()
    for member in register.members:
        twin, code = kept.twin_of(member)
        answer = _ask(code, member, twin, desk=desk) if twin else "another"
        if answer == "skip":
            register.left_out[member.row] = _("left out: row %(row)s is the same member") % {"row": twin.row}
        elif answer == "join":
            _join(twin, member)
            register.left_out[member.row] = _("joined with row %(row)s") % {"row": twin.row}
        else:
            if code == "id_twice":
                member.national_id, member.no_id_reason = None, "doubtful"
            kept.add(member)
    register.members = kept.members
    _settle_numbers(register, desk=desk)


class _Earlier:
    """The rows read so far, to be found again by name and by national ID."""

    def __init__(self):
        self.members: list[Member] = []
        self._named: dict[str, list[Member]] = {}
        self._with_id: dict = {}

    def add(self, member: Member) -> None:
        self.members.append(member)
        self._named.setdefault(_skeleton(member), []).append(member)
        if member.national_id:
            self._with_id.setdefault(member.national_id, member)

    def twin_of(self, member: Member) -> tuple[Member | None, str]:
        """Return the earlier row most like this one, and in what way."""
        namesakes = self._named.get(_skeleton(member), [])
        for other in namesakes:
            if _is_same(member, other):
                return other, "duplicate"
        if member.national_id in self._with_id:
            return self._with_id[member.national_id], "id_twice"
        return (namesakes[0], "same_name") if namesakes else (None, "")


def _is_same(member: Member, other: Member) -> bool:
    """Tell whether two rows with names that look the same share a number, a national ID or a birthday."""
    same_id = member.national_id is not None and member.national_id == other.national_id
    return same_id or member.number == other.number or member.born_on is not None and member.born_on == other.born_on


def _skeleton(member: Member) -> str:
    return skeleton(f"{member.name.given} {member.name.family}")


def _money(member: Member) -> tuple:
    return (member.promise, member.carried, member.shares, member.special, member.loan, member.payments)


def _ask(code: str, member: Member, twin: Member, *, desk: Desk) -> str:
    same_money = _money(member) == _money(twin)
    words = {
        "duplicate": _("The same member stands in row %(row)s already; %(money)s."),
        "id_twice": _("Row %(row)s has the same national ID under another name; %(money)s."),
        "same_name": _("Row %(row)s has the same name, or one that looks the same; %(money)s."),
    }[code]
    figures = {"row": twin.row, "money": _SAME_MONEY if same_money else _OTHER_MONEY}
    same_id = member.national_id is not None and member.national_id == twin.national_id
    return desk.ask(
        code,
        words % figures,
        key=f"row{member.row}:{code}",
        choices=_choices(code, same_money=same_money, same_id=same_id),
        suggested="another" if code == "same_name" else "skip" if same_money else "",
        row=member.row,
        cell=f"{member.name}",
    )


_SAME_MONEY = _("all amounts are the same")
_OTHER_MONEY = _("the amounts differ")


def _choices(code: str, *, same_money: bool, same_id: bool) -> list[Choice]:
    choices = [Choice("skip", _("typed twice: leave this row out"))]
    if not same_money:
        choices.append(Choice("join", _("one member: add the money of both rows together")))
    if code == "id_twice":
        choices.append(Choice("another", _("another person: import without the national ID for now")))
    elif not same_id:
        choices.append(Choice("another", _("another person")))
    return choices


def _join(member: Member, other: Member) -> None:
    """Add the money of a second row to the first; the promise of the first stands."""
    member.carried += other.carried
    member.shares += other.shares
    member.special += other.special
    member.loan += other.loan
    for column, paid in other.payments.items():
        member.payments[column] += paid
    if member.printed_total is not None and other.printed_total is not None:
        member.printed_total += other.printed_total
    if member.printed_balance is not None and other.printed_balance is not None:
        member.printed_balance += other.printed_balance


def look_at_known(register: Register, kept_names: Callable, *, desk: Desk) -> None:
    """Ask about national IDs that the network keeps already, under a name that does not look the same."""
    kept = kept_names([member.national_id for member in register.members if member.national_id])
    for member in register.members:
        name = kept.get(member.national_id)
        if name is None or skeleton(name) == skeleton(str(member.name)):
            continue
        answer = desk.ask(
            "known_person",
            _("The network keeps %(name)s with this national ID already.") % {"name": name},
            key=f"row{member.row}:known_person",
            choices=[
                Choice("same", _("the same person: the name the network keeps is used")),
                Choice("another", _("another person: import without the national ID for now")),
            ],
            row=member.row,
            cell=str(member.name),
        )
        if answer == "another":
            member.national_id, member.no_id_reason = None, "doubtful"


def _settle_numbers(register: Register, *, desk: Desk) -> None:
    """Give a number of its own to whoever shares one."""
    taken: dict[int, Member] = {}
    free = max((m.number for m in register.members), default=0)
    for member in register.members:
        if member.number in taken:
            free += 1
            answer = desk.ask(
                "number_twice",
                _("Row %(row)s has the number %(number)s as well. The next free number is %(free)s.")
                % {"row": taken[member.number].row, "number": f"{member.number:03d}", "free": free},
                key=f"row{member.row}:number_twice",
                choices=[Choice(str(free), str(free))],
                typed=Typed.NUMBER,
                suggested=str(free),
                row=member.row,
                cell=f"{member.number:03d}",
            )
            member.number = int(answer)
        if member.number in taken:
            words = _("The number %(number)s is taken already.") % {"number": member.number}
            desk.wrong("number_taken", words, row=member.row)
        taken.setdefault(member.number, member)
