"""How many came to a meeting."""

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.meetings.models import AttendeeKind, Meeting
from federation.meetings.queries.meetings import attendance_of, came_to_sheet, groups_of

MOST_PEOPLE = 9999
OF_A_GROUP = (AttendeeKind.COMMITTEE, AttendeeKind.MEMBER, AttendeeKind.FACILITATOR)
OF_NO_GROUP = (AttendeeKind.FACILITATOR, AttendeeKind.AGENCY, AttendeeKind.GUEST)
NAMED = (AttendeeKind.AGENCY, AttendeeKind.GUEST)


class AttendanceForm(forms.Form):
    """How many came: a row for each group, a column for each kind, and those of no group below."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args, meeting: Meeting, **kwargs):
        self.groups = groups_of(meeting.organisation, on=meeting.held_on)
        rows = attendance_of(meeting)
        there = {(row.group_id, row.kind): row for row in rows}
        self.groups += [row.group for row in rows if row.group and row.group not in self.groups]
        self.groups = list(dict.fromkeys(self.groups))
        self.proposed = None if rows or self.groups else came_to_sheet(meeting.organisation, on=meeting.held_on)
        initial = {name: there[key].count for name, key in self._names() if key in there and there[key].count}
        initial |= {f"names-{kind}": there[None, kind].names for kind in NAMED if (None, kind) in there}
        if self.proposed is not None:
            initial[_box(None, AttendeeKind.MEMBER)] = self.proposed
        super().__init__(*args, initial={**initial, **kwargs.pop("initial", {})}, **kwargs)
        self._add_fields()

    def _names(self):
        outside = OF_NO_GROUP if self.groups else (*OF_A_GROUP, *OF_NO_GROUP[1:])
        keys = [(group.pk, kind) for group in self.groups for kind in OF_A_GROUP]
        keys += [(None, kind) for kind in outside]
        return [(_box(group, kind), (group, kind)) for group, kind in keys]

    def _add_fields(self):
        names = {group.pk: group.name for group in self.groups}
        for name, (group, kind) in self._names():
            label = AttendeeKind(kind).label
            self.fields[name] = forms.IntegerField(
                label=f"{names[group]}: {label}" if group else label,
                required=False,
                min_value=0,
                max_value=MOST_PEOPLE,
                widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "class": "number"}),
            )
        for kind in NAMED:
            label = _("Who they were: %(kind)s") % {"kind": AttendeeKind(kind).label}
            self.fields[f"names-{kind}"] = forms.CharField(label=label, required=False, max_length=500)

    def grid(self):
        """Return [(group, [(kind, its box)])] for the table."""
        kinds = [(kind.label, kind) for kind in OF_A_GROUP]
        return [(group, [(label, self[_box(group.pk, kind)]) for label, kind in kinds]) for group in self.groups]

    def kinds(self):
        return [AttendeeKind(kind).label for kind in OF_A_GROUP]

    def others(self):
        """Return the boxes of those who came for no group, each with the box for names where there is one."""
        return [self[name] for name, (group, _kind) in self._names() if group is None] + [
            self[f"names-{kind}"] for kind in NAMED
        ]

    def counts(self) -> dict:
        by_id = {group.pk: group for group in self.groups}
        return {(by_id.get(g), kind): self.cleaned_data[name] or 0 for name, (g, kind) in self._names()}

    def names(self) -> dict:
        return {(None, kind): self.cleaned_data[f"names-{kind}"] for kind in NAMED}


def _box(group_id, kind) -> str:
    return f"count-{group_id or 0}-{kind}"
