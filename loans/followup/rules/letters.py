"""What the letters say. They ask with respect, threaten nothing, and look like nobody's but the group's.

Source: domain: 5.2 Escalation ladder; 5.3 Debt Collection Act 2558; 11.1 Words on screen and paper.
"""

import re
from dataclasses import dataclass

from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _

# Words that no letter holds: of arrest, of seizing, of shaming, of courts (not of a village's hall) and police.
FORBIDDEN = re.compile(
    "จับกุม|ถูกจับ|จับขัง|คุก|ตะราง|ตำรวจ|ศาล(?!า)|หมายเรียก|หมายจับ|หมายบังคับ"
    "|ยึดทรัพย์|ยึดทันที|ยึดบ้าน|ยึดที่ดิน|ยึดรถ|อายัด|ล้มละลาย"
    "|ประจาน|ติดประกาศ|โกง(?!กาง)|ฉ้อ|คดีอาญา|เบี้ยวหนี้|ขู่|ทำร้าย"
)


def forbidden_in(text: str) -> list[str]:
    """Return the words in a text that no letter may hold."""
    return FORBIDDEN.findall("".join(text.split()))


@dataclass(frozen=True)
class LetterKind:
    """A letter: whom it goes to, how many days it gives, and its sentences; figures are filled in by name.

    title: what the group calls it. subject: what stands on it.
    """

    key: str
    title: Sentence
    subject: Sentence
    before: tuple
    after: tuple
    answer_days: int
    to_guarantor: bool = False
    invites: bool = False


_LENT = _("You borrowed from %(group)s by contract no. %(contract)s of %(signed)s, a principal of %(principal)s baht.")
_DUE = _("Instalments due since %(since)s have not been paid in full. On %(on)s these sums were due:")
_THANKS = _("If you have paid before this letter reached you, the group thanks you, and asks you to overlook it.")
_TALK = _(
    "If something stands in the way, such as illness, the season or a loss, please come and talk with the committee."
    " We look for a way together."
)
_PAY = _(
    "The group asks you kindly to pay by %(by)s, at the meeting of the group or to its treasurer, against a receipt."
)
NOTICE_LATE = _(
    "Because you are told after the time that the law sets, you do not answer for interest and fines that grew after"
    " that time."
)

_KINDS = (
    LetterKind(
        "letter_1",
        _("First letter (reminder)"),
        _("Reminder of instalments of a loan"),
        before=(_LENT, _DUE),
        after=(_PAY, _TALK, _THANKS),
        answer_days=15,
    ),
    LetterKind(
        "letter_2",
        _("Second letter, with an invitation"),
        _("Request for instalments of a loan, second letter, and invitation to talk"),
        before=(_LENT, _("The group wrote to you before about the instalments due since %(since)s."), _DUE),
        after=(
            _PAY,
            _("If you cannot pay it all, the committee invites you to %(place)s on %(meeting)s to plan together."),
            _THANKS,
        ),
        answer_days=15,
        invites=True,
    ),
    LetterKind(
        "letter_3",
        _("Third letter"),
        _("Request for instalments of a loan, third letter"),
        before=(_LENT, _("The group wrote to you twice about the instalments due since %(since)s."), _DUE),
        after=(
            _PAY,
            _("The committee will next talk with you and your guarantors about how the loan can be paid in parts."),
            _TALK,
            _THANKS,
        ),
        answer_days=15,
    ),
    LetterKind(
        "guarantor_notice",
        _("Notice to a guarantor"),
        _("Notice to the guarantor that a loan is late"),
        before=(
            _(
                "You guarantee the loan of %(borrower)s from %(group)s by contract no. %(contract)s of %(signed)s,"
                " up to %(guaranteed)s baht."
            ),
            _("The group informs you that the borrower is late since %(since)s. On %(on)s these sums were due:"),
        ),
        after=(
            _("This notice is given to keep you informed, by section 686 of the Civil Code."),
            _(
                "Please speak with the borrower, so that it is paid by %(by)s. You may also pay what is due in the"
                " borrower's place; the borrower then owes it to you."
            ),
            _("Please come and talk with the committee about whatever you wish to ask."),
        ),
        answer_days=30,
        to_guarantor=True,
    ),
    LetterKind(
        "invitation",
        _("Invitation to the committee"),
        _("Invitation to a talk with the committee"),
        before=(
            _("The committee of %(group)s invites you to talk about loan contract no. %(contract)s of %(signed)s."),
            _("Please come to %(place)s on %(meeting)s. On %(on)s these sums were due:"),
        ),
        after=(
            _("The talk is to find a way of paying that fits your income. You may bring somebody whom you trust."),
            _("If you cannot come on that day, please tell the committee another day that suits you."),
        ),
        answer_days=15,
        invites=True,
    ),
    LetterKind(
        "suit_notice",
        _("Notice before a suit"),
        _("Notice to pay or to agree on a plan"),
        before=(
            _LENT,
            _("The group wrote and talked with you several times about the instalments due since %(since)s."),
            _("On %(on)s these sums were due:"),
        ),
        after=(
            _("The whole debt on that day, with what is not due yet, is %(all)s baht."),
            _("The group asks you to pay what is due, or to agree on a plan with the committee, by %(by)s."),
            _(
                "After that day the group will ask the network's legal unit to look after its rights by law."
                " Until then, and also later, you can always come to talk and agree."
            ),
            _THANKS,
        ),
        answer_days=30,
    ),
)
LETTERS = {kind.key: kind for kind in _KINDS}
