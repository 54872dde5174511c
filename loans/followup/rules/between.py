"""What the letters about a loan to an organisation say: they name who lends, and speak to a committee, not a person.

Source: domain: 5.2 Escalation ladder; features 112.
"""

from dataclasses import replace

from federation.kit.wording import gettext_lazy as _
from loans.followup.rules.letters import LETTERS, LetterKind

_LENT = _(
    "Your organisation borrowed from %(group)s by contract no. %(contract)s of %(signed)s, a principal of"
    " %(principal)s baht."
)
_DUE = _("Instalments due since %(since)s have not been paid in full. On %(on)s these sums were due:")
_PAY = _(
    "%(group)s asks your organisation kindly to pay by %(by)s, at its meeting or to its treasurer, against a receipt."
)
_TALK = _(
    "If something stands in the way, such as members who pay back late, the season or a loss, please let your"
    " committee come and talk with ours. We look for a way together."
)
_THANKS = _("If it was paid before this letter reached you, we thank you, and ask you to overlook it.")

_SAID = {
    "letter_1": ((_LENT, _DUE), (_PAY, _TALK, _THANKS)),
    "letter_2": (
        (_LENT, _("We wrote to you before about the instalments due since %(since)s."), _DUE),
        (
            _PAY,
            _("If it cannot all be paid, our committee invites yours to %(place)s on %(meeting)s to plan together."),
            _THANKS,
        ),
    ),
    "letter_3": (
        (_LENT, _("We wrote to you twice about the instalments due since %(since)s."), _DUE),
        (
            _PAY,
            _("Our committee will next talk with yours, and with who guarantees, how it can be paid in parts."),
            _TALK,
            _THANKS,
        ),
    ),
    "guarantor_notice": (
        (
            _(
                "You guarantee the loan of %(borrower)s from %(group)s by contract no. %(contract)s of %(signed)s,"
                " up to %(guaranteed)s baht."
            ),
            _("%(group)s informs you that the borrower is late since %(since)s. On %(on)s these sums were due:"),
        ),
        LETTERS["guarantor_notice"].after,
    ),
    "invitation": (
        LETTERS["invitation"].before,
        (
            _("The talk is to find a way of paying that your organisation can keep. Your adviser may come too."),
            _("If you cannot come on that day, please tell the committee another day that suits you."),
        ),
    ),
    "suit_notice": (
        (
            _LENT,
            _("We wrote and talked with you several times about the instalments due since %(since)s."),
            _("On %(on)s these sums were due:"),
        ),
        (
            _("The whole debt on that day, with what is not due yet, is %(all)s baht."),
            _("%(group)s asks you to pay what is due, or to agree on a plan with the committee, by %(by)s."),
            _(
                "After that day we ask the network's legal unit to look after our rights by law. Until then, and also"
                " later, your committee can always come to talk and agree."
            ),
            _THANKS,
        ),
    ),
}
LETTERS_BETWEEN: dict[str, LetterKind] = {
    key: replace(LETTERS[key], before=before, after=after) for key, (before, after) in _SAID.items()
}
