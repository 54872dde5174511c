"""What a person types to try a loan."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from federation.kit.digits import to_arabic_digits
from federation.kit.fields import MoneyInput, ThaiDateInput
from federation.kit.money import CENT, ZERO, show_input
from loans.schedules.rules import (
    DAY_COUNT_NAMES,
    EVERY_NAMES,
    METHOD_NAMES,
    MULTIPLES,
    PER_NAMES,
    USUAL_DAY_COUNT,
    Every,
    Terms,
    with_rate,
)

MOST_INSTALMENTS = 120

# Harvest dates are for a contract, not for trying.
_METHODS = [(key, name) for key, name in METHOD_NAMES.items() if key != "seasonal"]
_EVERY = list(EVERY_NAMES.items())
_DAY_COUNTS = [("", _("As usual for such instalments")), *DAY_COUNT_NAMES.items()]
_MULTIPLES = [(str(multiple), show_input(multiple)) for multiple in MULTIPLES]


class PercentInput(forms.Field):
    """A per cent as typed: 1, 1.25, ๑.๒๕ or 1.25%; 0 to 1,000."""

    widget = forms.TextInput
    wrong = _("Write a per cent like 1 or 1.25.")

    def __init__(self, **kwargs):
        super().__init__(error_messages={"required": self.wrong}, **kwargs)

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off", "maxlength": "12"}

    def to_python(self, value):
        typed = to_arabic_digits(str(value or "")).replace(" ", "").removesuffix("%")
        if not typed:
            return None
        try:
            percent = Decimal(typed) if len(typed) <= 12 else None
        except InvalidOperation:
            percent = None
        if percent is None or not percent.is_finite() or not 0 <= percent <= 1000 or percent.as_tuple().exponent < -6:
            raise ValidationError(self.wrong, code="percent")
        return percent


class WholeInput(forms.IntegerField):
    """A small whole number as typed, in Thai or other figures."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}), **kwargs)

    def to_python(self, value):
        return super().to_python(to_arabic_digits(value) if isinstance(value, str) else value)


class TryLoanForm(forms.Form):
    """The questions of the page; its address can be shared, so everything is asked by GET."""

    amount = MoneyInput(label=_("Amount lent (baht)"), least=Decimal("1.00"))
    rate = PercentInput(label=_("Interest (per cent)"))
    per = forms.ChoiceField(label=_("This rate is"), choices=list(PER_NAMES.items()))
    instalments = WholeInput(label=_("How many instalments"), min_value=1, max_value=MOST_INSTALMENTS)
    method = forms.ChoiceField(label=_("How it is repaid"), choices=_METHODS)
    start = ThaiDateInput(label=_("Paid out on"), required=False)
    first_due = ThaiDateInput(label=_("First instalment on"), required=False)
    every = forms.ChoiceField(label=_("An instalment falls due"), choices=_EVERY, required=False)
    day_count = forms.ChoiceField(label=_("How days are counted"), choices=_DAY_COUNTS, required=False)
    multiple = forms.ChoiceField(label=_("Instalments are multiples of (baht)"), choices=_MULTIPLES, required=False)
    grace_principal = WholeInput(label=_("First instalments without principal"), min_value=0, required=False)
    grace_interest = WholeInput(label=_("First instalments without interest, due later"), min_value=0, required=False)
    percent = PercentInput(label=_("Per cent of the principal each time"), required=False)
    balloon = PercentInput(label=_("Per cent left to the last instalment"), required=False)
    fees = MoneyInput(label=_("Fees kept back at the payout (baht)"), required=False)

    MAIN = ("amount", "rate", "per", "instalments", "method")

    def main_fields(self):
        return [self[name] for name in self.MAIN]

    def more_fields(self):
        return [self[name] for name in self.fields if name not in self.MAIN]

    def opens_more(self) -> bool:
        """Tell whether something is wrong or asked among the questions that are folded away."""
        return any(field.errors for field in self.more_fields()) or self.data.get("method") in ("percent", "balloon")

    def loan(self, *, today) -> dict:
        """Return what `make_schedule` takes. Raises NotReadable where the answers contradict each other."""
        said = self.cleaned_data
        loan = {
            "payouts": [(said["start"] or today, said["amount"])],
            "instalments": said["instalments"],
            "first_due": said["first_due"],
        }
        terms = with_rate(self._terms(), percent=said["rate"], per=said["per"], **loan)
        return {"terms": terms, "fees": said["fees"] or ZERO, **loan}

    def _terms(self) -> Terms:
        said = self.cleaned_data
        method, every = said["method"], Every.read(said["every"] or "1 month")
        return Terms(
            method=method,
            yearly_rate=Decimal(0),
            every=every,
            day_count=said["day_count"] or USUAL_DAY_COUNT[every.unit],
            multiple=Decimal(said["multiple"] or CENT),
            grace_principal=said["grace_principal"] or 0,
            grace_interest=said["grace_interest"] or 0,
            percent=_part(said["percent"]) if method == "percent" else None,
            balloon=_part(said["balloon"]) if method == "balloon" else None,
        )


def _part(percent: Decimal | None) -> Decimal | None:
    return None if percent is None else percent / 100
