"""Every kind of act, by its code."""

from loans.acts.steps.claims import GuarantorCall, InCourt, SetOff
from loans.acts.steps.guarantors import GuarantorChange
from loans.acts.steps.kind import Kind
from loans.acts.steps.late import LatePayment
from loans.acts.steps.losses import ChargeOff, WriteOff
from loans.acts.steps.opening import Opening
from loans.acts.steps.payouts import GoodsReturn, Payout
from loans.acts.steps.restructure import Restructure
from loans.acts.steps.strike import Strike
from loans.acts.steps.terms import Pause, Rate, Waiver

KINDS: dict[str, Kind] = {
    kind.code.value: kind
    for kind in (
        *(Payout(), LatePayment(), GoodsReturn(), Opening()),
        *(Restructure(), Rate(), Pause(), Waiver()),
        *(SetOff(), GuarantorCall(), GuarantorChange(), InCourt()),
        *(ChargeOff(), WriteOff(), Strike()),
    )
}
