"""The box in which a place is typed, for organisations and for persons."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from federation.organisations.places import DISTRICT, PROVINCE, TAMBON, find, place

MOST_OFFERED = 20


class PlaceWidget(forms.TextInput):
    """A box for a place, and below it the places it can mean, to choose from, when they are several."""

    template_name = "federation/organisations/place.html"
    level = TAMBON

    def value_from_datadict(self, data, files, name):
        """Return the chosen code, unless the text was changed since the choice was offered."""
        typed = data.get(name)
        chosen = data.get(f"{name}-choice")
        return chosen if chosen and data.get(f"{name}-for") == typed else typed

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        offered = find(value, level=self.level, limit=MOST_OFFERED) if value else []
        context["widget"]["offered"] = offered if len(offered) > 1 else []
        return context


class PlaceField(forms.CharField):
    """A tambon, or a district or province, typed by name or code; its value is the code.

    One that several places bear is asked about, never guessed.
    """

    widget = PlaceWidget
    SAYS = {
        TAMBON: _("Name of the tambon, with its district where there are several, or its code."),
        DISTRICT: _("Name of the district, or its code of four figures."),
        PROVINCE: _("Name of the province, or its code of two figures."),
    }

    def __init__(self, *, level=TAMBON, **kwargs):
        self.level = level
        kwargs.setdefault("help_text", self.SAYS[level])
        super().__init__(max_length=200, **kwargs)
        self.widget.level = level

    def clean(self, value):
        typed = super().clean(value)
        found = find(typed, level=self.level, limit=MOST_OFFERED)
        if typed and not found:
            words = _("No such place is known. Look at the spelling, or leave out what is doubtful.")
            raise ValidationError(words, code="unknown")
        if len(found) > 1:
            raise ValidationError(_("Several places are called so. Choose one below."), code="several")
        return found[0].code if found else ""

    def prepare_value(self, value):
        found = place(value or "")
        return str(found) if found and found.level == self.level else value

    def has_changed(self, initial, data):
        return (data or "") != (self.prepare_value(initial) or "")
