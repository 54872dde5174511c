"""A form about a request that remembers what the request said when the page was opened."""

from django import forms

from loans.lending.models import LoanRequest
from loans.lending.queries.seen import seen_as
from loans.lending.steps.seen import ChangedSinceSeen


class SeenForm(forms.Form):
    """Keeps a sign of the request in the page. Where it changed meanwhile, says so, and shows what it says now."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, asked: LoanRequest, initial, **kwargs):
        self.seen_now = seen_as(asked)
        super().__init__(*args, initial={**initial, "seen": self.seen_now}, **kwargs)

    def clean(self):
        super().clean()
        if self.cleaned_data.get("seen") != self.seen_now:
            self.data = self._with_sign()
            raise forms.ValidationError(str(ChangedSinceSeen()))

    def _with_sign(self):
        """Return what was sent, with the sign of what the page shows now."""
        sent = self.data.copy()
        sent["seen"] = self.seen_now
        return sent
