"""The form of each kind of act."""

from loans.acts.forms.agreed import (
    GuarantorCallForm,
    GuarantorChangeForm,
    InCourtForm,
    PauseForm,
    RateForm,
    RestructureForm,
    StrikeForm,
    WaiverForm,
)
from loans.acts.forms.base import ActForm, TakeBackForm
from loans.acts.forms.money import (
    ChargeOffForm,
    GoodsReturnForm,
    LatePaymentForm,
    PayoutForm,
    SetOffForm,
    WriteOffForm,
)

__all__ = ["FORMS", "ActForm", "TakeBackForm"]

FORMS: dict[str, type[ActForm]] = {
    form.kind: form
    for form in (
        *(PayoutForm, LatePaymentForm, GoodsReturnForm, SetOffForm, ChargeOffForm, WriteOffForm),
        *(RestructureForm, RateForm, PauseForm, WaiverForm),
        *(GuarantorCallForm, GuarantorChangeForm, InCourtForm, StrikeForm),
    )
}
