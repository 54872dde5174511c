"""Which late loans are listed, as of which day, and how they are put together."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.fields import ThaiDateInput
from loans.arrears.rules import CLASS_NAMES

BY = {"borrower": _("borrower"), "product": _("kind of loan"), "village": _("village"), "guarantor": _("guarantor")}
ALL = ("", _("all"))


class AsOfForm(forms.Form):
    """A day up to today: what is late later, nobody knows yet."""

    on = ThaiDateInput(label=_("As of the day"))

    def __init__(self, data=None, *, today: date):
        super().__init__(data if data and "on" in data else None, initial={"on": today})
        self.today = today

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError(_("That day has not come yet."))
        return day

    @property
    def day(self) -> date:
        """The day asked for; today where none was, or where it cannot be read."""
        return self.cleaned_data["on"] if self.is_bound and self.is_valid() else self.today


class CutForm(forms.Form):
    """What the list is cut to, and how it is put together; a choice that is not there counts as all."""

    name = forms.ChoiceField(label=_("Class of loan"), required=False, choices=[ALL, *CLASS_NAMES.items()])
    product = forms.ChoiceField(label=_("Kind of loan"), required=False)
    village = forms.ChoiceField(label=_("Village"), required=False)
    by = forms.ChoiceField(label=_("Put together by"), required=False, choices=[("", _("one by one")), *BY.items()])

    def __init__(self, data, *, loans, with_villages: bool):
        super().__init__(data)
        products = {one.loan.product.code: one.loan.product.name for one in loans}
        self.fields["product"].choices = [ALL, *sorted(products.items())]
        villages = sorted({one.village for one in loans} - {""})
        self.fields["village"].choices = [ALL, *((village, village) for village in villages)]
        if not with_villages:
            del self.fields["village"]
            self.fields["by"].choices = [("", _("one by one")), ("product", BY["product"])]
        self.full_clean()

    @property
    def by_what(self) -> str:
        return self.cleaned_data.get("by", "")

    def cut(self, loans) -> list:
        """Return those of the loans that are asked for."""
        asked = self.cleaned_data
        return [
            one
            for one in loans
            if asked.get("name", "") in ("", one.name)
            and asked.get("product", "") in ("", one.loan.product.code)
            and asked.get("village", "") in ("", one.village)
        ]
