"""A box that takes a member's number or name."""

import re
from collections.abc import Iterable
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from federation.kit.digits import to_arabic_digits
from federation.organisations.models import Organisation
from groups.registry.models import Membership
from groups.registry.queries import members_on, register_with_balances

MOST_NAMED = 8  # how many members a name may fit and still be listed


class Members:
    """The members that a form may name, read once, and found by number or name."""

    def __init__(self, organisation: Organisation, *, on: date, also: Iterable[Membership] = ()):
        """also: those who may be named though they are members no more."""
        self.organisation = organisation
        members = list(members_on(organisation, on))
        self.all = members + [one for one in also if one not in members]
        self._by_number = {member.number: member for member in self.all}

    def find(self, typed: str) -> Membership:
        """Return the one member meant by "12", "012 มาลี ใจดี" or "มาลี". Raises ValidationError, naming whom it fits."""
        if leading := re.match(r"\s*(\d{1,6})(?!\d)", to_arabic_digits(typed)):
            if found := self._by_number.get(int(leading[1])):
                return found
            raise ValidationError(_("No member has this number."))
        found = list(register_with_balances(self.organisation, search=typed, show="current")[: MOST_NAMED + 1])
        if len(found) == 1:
            return self._by_number.get(found[0].number, found[0])
        if not found:
            raise ValidationError(_("Nobody is found by this name. Look at the spelling, or write the member number."))
        if len(found) > MOST_NAMED:
            raise ValidationError(_("Many members fit. Write the member number."))
        names = ", ".join(map(str, found))
        raise ValidationError(_("Several members fit: %(names)s. Write the number.") % {"names": names})


class MemberInput(forms.Field):
    """A member by number or name; its value is the membership. `members` is given by the form."""

    members: Members
    widget = forms.TextInput

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "list": "members", "autocomplete": "off", "maxlength": "120"}

    def to_python(self, value):
        typed = str(value or "").strip()
        return self.members.find(typed[:120]) if typed else None

    def prepare_value(self, value):
        return str(value) if isinstance(value, Membership) else value


class OfMembers(forms.Form):
    """A form whose boxes name members."""

    def __init__(self, *args, members: Members, **kwargs):
        super().__init__(*args, **kwargs)
        self.members = members
        for field in self.fields.values():
            if isinstance(field, MemberInput):
                field.members = members
