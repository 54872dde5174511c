"""Pages of running loans: write them down, by hand or by spreadsheet, look at the entry, propose it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.exchange.running import actions, files, forms, queries
from federation.exchange.running.rules import moved_along, proposed_row, with_same_below
from federation.kit import clock
from federation.kit.dates import show_date
from federation.kit.downloads import TYPES
from federation.kit.money import show
from federation.kit.refusals import Refused
from groups.registry.models import Membership
from loans.acts.actions import draft_act, propose_act
from loans.acts.models import ActKind
from loans.acts.queries import waiting
from loans.acts.steps.frame import AskedAlready
from loans.acts.tables import entries_shown, loans_shown
from loans.products.queries import newest_versions

PAGE = "federation/exchange/"
REASON = gettext_noop("Taking over the loans that ran before these books")


@gate(Permission.LOANS_EDIT)
def running_loans(request, organisation):
    """Write down the loans that run already; every button keeps what was typed."""
    desk = _Desk(request, organisation)
    if request.method != "POST":
        return desk.page()
    day, add = forms.DayForm(request.POST), forms.AddForm(request.POST)
    rows = forms.typed_in_post(request.POST)
    if not day.is_valid() or not add.is_valid():
        return desk.page(day=day, add=add, rows=rows, status=422)
    on = day.cleaned_data["on"]
    rows, place = desk.changed(rows, on=on, add=add.cleaned_data["add"])
    try:
        actions.keep_rows(organisation, rows=rows, on=on, version=desk.sent_version, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        version = getattr(refusal, "version", desk.sent_version)
        return desk.page(day=day, add=add, rows=rows, version=version, status=409)
    return desk.go_on(rows, on=on, place=place)


@gate(Permission.LOANS_EDIT)
def running_loans_propose(request, organisation):
    """Show every loan and the entry they make, and propose it for another to decide."""
    desk = _Desk(request, organisation)
    rows, control = desk.rows(), queries.control_total(organisation, on=desk.written.on)
    if rows.wrong or not rows.forms:
        return redirect("federation:running_loans", code=organisation.code)
    initial = {"reason": _(REASON)}
    data = request.POST if request.method == "POST" else None
    form = forms.ProposeForm(data, initial=initial, rest=control - rows.total)
    if request.method == "POST" and form.is_valid():
        try:
            return _propose(request, organisation, rows, form.cleaned_data)
        except AskedAlready as asked:
            return redirect("loans:act", code=organisation.code, pk=asked.act.pk)
        except Refused as refusal:
            refusal.show_on(form)
    context = {"rows": rows, "control": control, "form": form, **_tried(request, organisation, rows)}
    return desk.answer("running_loans_propose.html", status=422 if form.errors else 200, **context)


def _propose(request, organisation, rows, said):
    """Keep the takeover for another officer to decide."""
    proposal = _proposal(request, rows, partial=said.get("partial", False), reason=said["reason"])
    act = propose_act(organisation, None, **proposal)
    messages.success(request, _("Proposed. Another officer now decides."))
    return redirect("loans:act", code=organisation.code, pk=act.pk)


def _tried(request, organisation, rows):
    """Return what the takeover would do, or why it cannot be."""
    try:
        act = draft_act(organisation, None, **_proposal(request, rows, partial=True, reason=_(REASON)))
    except AskedAlready as asked:
        return {"asked": asked.act}
    except Refused as refusal:
        return {"refusal": refusal}
    return {"entries": entries_shown(act.would), "loans": loans_shown(act)}


def _proposal(request, rows, *, partial, reason):
    data = {"rows": rows.data_of_act(), "partial": partial}
    who = {"by": request.user, "at": clock.now()}
    return {"kind": ActKind.OPENING, "on": rows.on, "data": data, "reason": reason, **who}


@gate(Permission.LOANS_EDIT)
@require_safe
def running_loans_file(request, organisation):
    """Hand out the rows as a spreadsheet, with what is wrong beside each."""
    desk = _Desk(request, organisation)
    control = queries.control_total(organisation, on=desk.written.on)
    answer = HttpResponse(
        files.rows_workbook(desk.rows(), control=control, today=request.today), content_type=TYPES["xlsx"]
    )
    answer["Content-Disposition"] = f'attachment; filename="loans-{organisation.code}.xlsx"'
    return answer


@gate(Permission.LOANS_EDIT)
@require_POST
def running_loans_upload(request, organisation):
    """Take the rows of a spreadsheet in place of those on the page; a file that cannot be read changes nothing."""
    desk, form = _Desk(request, organisation), forms.RowsFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            rows = files.read_rows(form.cleaned_data["rows_file"].read(), versions=desk.versions)
            facts = {"on": desk.written.on, "version": desk.sent_version}
            actions.keep_rows(organisation, rows=rows, **facts, by=request.user, at=clock.now())
        except Refused as refusal:
            form.add_error("rows_file", str(refusal))
        else:
            return desk.go_on(rows, on=facts["on"], place="rows")
    return desk.page(file_form=form, status=422)


class _Desk:
    """What the pages of running loans read before anything else: products, members, the rows as they stand."""

    def __init__(self, request, organisation):
        if not organisation.is_group:
            raise Http404
        self.request, self.organisation = request, organisation
        self.versions = newest_versions(organisation)
        self.written = queries.written(organisation, today=request.today, versions=self.versions)
        sent = str(request.POST.get("version", ""))
        self.sent_version = int(sent) if sent.isdecimal() and len(sent) < 9 else 0

    def rows(self, typed=None, *, on=None):
        """Return rows as read: those sent, or those kept."""
        found = Membership.objects.of(self.organisation).select_related("person", "member_organisation")
        return forms.LoanRows(
            self.written.rows if typed is None else typed,
            on=on or self.written.on,
            members={member.number: member for member in found},
            versions=self.versions,
            taken=queries.contract_numbers(self.organisation),
        )

    def changed(self, rows, *, on, add):
        """Return the rows after the button that was pressed, and the place on the page to go on at."""
        pressed = {name: self.request.POST.get(name, "") for name in ("below", "drop", "afresh")}
        if pressed["afresh"]:
            return queries.proposals(self.organisation, on=on, versions=self.versions), "rows"
        rows = moved_along(rows, was=self._days(self.written.on), now=self._days(on))
        if pressed["below"].isdecimal() and int(pressed["below"]) < len(rows):
            return with_same_below(rows, at=int(pressed["below"])), f"row-{pressed['below']}"
        if pressed["drop"].isdecimal() and int(pressed["drop"]) < len(rows):
            at = int(pressed["drop"])
            return rows[:at] + rows[at + 1 :], "rows"
        if add:
            return [*rows, self._row_for(add, rows, on=on)], f"row-{len(rows)}"
        return rows, "rows"

    def _days(self, on):
        return on, queries.next_due(self.organisation, on=on)

    def _row_for(self, add, rows, *, on):
        number = int(add) if add.isdecimal() else 0
        known = queries.to_detail_by_member(self.organisation)
        is_first = not any(row["number"] == f"{number}" for row in rows)
        taken = queries.contract_numbers(self.organisation) | {row["contract_no"] for row in rows}
        facts = {"product": next(iter(self.versions), ""), "due_on": queries.next_due(self.organisation, on=on)}
        left = known.get(number, 0) if is_first else 0
        return {**proposed_row(number, left, on=on, taken=taken, **facts), "number": add.strip()}

    def go_on(self, rows, *, on, place):
        """Go on after the rows were kept: to the entry they make, or back with what is to be mended."""
        code = {"code": self.organisation.code}
        wrong = len(self.rows(rows, on=on).wrong)
        if wrong:
            messages.error(self.request, _("Kept. %(count)s rows are to be mended first.") % {"count": wrong})
        elif "look" in self.request.POST:
            return redirect("federation:running_loans_propose", **code)
        else:
            messages.success(self.request, _("Kept. You can leave and go on later."))
        return redirect(f"{reverse('federation:running_loans', kwargs=code)}#{place}")

    def page(self, *, day=None, add=None, rows=None, version=None, file_form=None, status=200):
        day = day or forms.DayForm(initial={"on": show_date(self.written.on, style="numeric")})
        on = day.cleaned_data["on"] if day.is_bound and day.is_valid() else self.written.on
        read = self.rows(rows, on=on)
        control = queries.control_total(self.organisation, on=on)
        context = {
            "rows": read,
            "on": on,
            "control": control,
            "rest": control - read.total,
            "rest_shown": show(abs(control - read.total)),
            "day": day,
            "add": add or forms.AddForm(),
            "file_form": file_form or forms.RowsFileForm(),
            "version": self.written.version if version is None else version,
            "members": read.members.values(),
            "asked": waiting(self.organisation).filter(kind=ActKind.OPENING).first(),
        }
        return self.answer("running_loans.html", status=status, **context)

    def answer(self, template, *, status=200, **context):
        page = {"organisation": self.organisation, "versions": self.versions, **context}
        return render(self.request, PAGE + template, page, status=status)
