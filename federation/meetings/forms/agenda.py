"""The items of an agenda, what was said, what was resolved."""

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.fields import ThaiDateInput
from federation.meetings.forms.seen import differences
from federation.meetings.models import Decision, Meeting, MeetingItem, Shows
from federation.meetings.queries.meetings import items_of
from federation.meetings.steps import ITEM

PARTS = {
    1: _("1 News from the chair"),
    2: _("2 Adopting the minutes"),
    3: _("3 Matters arising"),
    4: _("4 Matters to be considered"),
    5: _("5 Other matters"),
}


class ItemForm(forms.Form):
    """One item of the agenda. An item without a subject is taken out; an empty one at the end is not saved."""

    item = forms.UUIDField(widget=forms.HiddenInput, required=False)
    part = forms.TypedChoiceField(label=_("Part of the agenda"), choices=PARTS.items(), coerce=int)
    subject = forms.CharField(
        label=_("Subject"), max_length=200, required=False, help_text=_("Empty: the item is taken out.")
    )
    discussion = forms.CharField(
        label=_("Facts and discussion"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Without members' names; a case is called by its number."),
    )
    decision = forms.ChoiceField(
        label=_("Resolution"), choices=[("", _("nothing to resolve")), *Decision.choices], required=False
    )
    resolution = forms.CharField(label=_("Wording of the resolution"), max_length=500, required=False)
    responsible = forms.CharField(label=_("Who does it"), max_length=200, required=False)
    due_on = ThaiDateInput(label=_("By when"), required=False)
    shows = forms.ChoiceField(choices=[("", ""), *Shows.choices], widget=forms.HiddenInput, required=False)
    done = forms.BooleanField(label=_("The earlier resolution is carried out"), required=False)

    def __init__(self, *args, follows=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.follows = follows
        if follows is None:
            del self.fields["done"]

    @property
    def is_new(self) -> bool:
        return not self["item"].value()

    @property
    def decision_words(self):
        """How it was resolved, for the head of the item."""
        return dict(Decision.choices).get(self["decision"].value(), "")

    def clean(self):
        typed = self.cleaned_data
        text = [typed.get(name) for name in ("discussion", "decision", "resolution", "responsible", "due_on")]
        if not typed.get("subject") and self.is_new and any(text) and "subject" not in self.errors:
            self.add_error("subject", _("Write what the item is about; the rest was written already."))
        said = any(typed.get(name) for name in ("resolution", "responsible", "due_on"))
        if typed.get("subject") and said and not typed.get("decision"):
            self.add_error("decision", _("Choose how it was resolved, so that the resolution gets its number."))
        return super().clean()

    def facts(self) -> dict:
        facts = {name: self.cleaned_data.get(name) for name in ITEM} | {"done": bool(self.cleaned_data.get("done"))}
        return {**facts, "item": self.cleaned_data.get("item")}


class Agenda:
    """The forms of all items of a meeting, and an empty one for each part."""

    MOST = 80

    def __init__(self, meeting: Meeting, data=None):
        self.there = {item.pk: item for item in items_of(meeting)}
        self.data = data
        self.forms = self._typed(data) if data is not None else self._drawn()

    def _drawn(self) -> list[ItemForm]:
        items = list(self.there.values())
        made = [ItemForm(prefix=f"i{n}", initial=_initial(item), follows=item.follows) for n, item in enumerate(items)]
        empty = range(len(items), len(items) + len(PARTS))
        return made + [ItemForm(prefix=f"i{n}", initial={"part": n - len(items) + 1}) for n in empty]

    def _typed(self, data) -> list[ItemForm]:
        prefixes = [f"i{n}" for n in range(self.MOST) if f"i{n}-part" in data]
        return [ItemForm(data, prefix=prefix, follows=self._follows(data.get(f"{prefix}-item"))) for prefix in prefixes]

    def _follows(self, pk):
        return next((item.follows for item in self.there.values() if str(item.pk) == pk), None)

    def is_valid(self) -> bool:
        return not self.wrong

    @property
    def wrong(self) -> list[ItemForm]:
        return [form for form in self.forms if form.errors]

    def items(self) -> list[dict]:
        """Return what was typed, in the order of the page; an item that was there and has no subject is taken out."""
        typed = (form.facts() for form in self.forms)
        return [row for row in typed if row["subject"] or row["item"]]

    def differences(self, meeting: Meeting) -> list[tuple]:
        """Return (label, what is stored now) of every box that holds something else than was typed, by item."""
        stored = {str(form["item"].value()): form for form in Agenda(meeting).forms}
        found = []
        for form in self.forms:
            now = stored.pop(str(form["item"].value()), None) if form["item"].value() else None
            if now:
                subject = now["subject"].value()
                found += [(f"{subject}: {label}", value) for label, value in differences(form, now)]
        new = [form["subject"].value() for form in stored.values() if not form.is_new]
        return found + [(_("New item"), subject) for subject in new]

    def parts(self):
        """Return [(title, [forms])] by part of the agenda, as they were typed."""
        return [
            (title, [form for form in self.forms if str(form["part"].value()) == str(n)]) for n, title in PARTS.items()
        ]


def _initial(item: MeetingItem) -> dict:
    return {name: getattr(item, name) for name in ITEM} | {"item": item.pk}
