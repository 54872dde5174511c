"""Pages of an import: upload, match the columns, decide what is doubtful, propose, check and post."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.exchange import actions, files, forms
from federation.exchange.models import ImportState, RegisterImport
from federation.exchange.pages import FILTERS, kinds_of, shown_rows, split_general, steps_of
from federation.exchange.queries import imports_of, opening_accounts, plan_of
from federation.exchange.register.listing import opening_lines
from federation.kit import clock
from federation.kit.downloads import TYPES
from federation.kit.refusals import Refused

PAGE = "federation/exchange/"
ROWS_A_PAGE = 40


@gate(Permission.MEMBERS_SEE)
@require_safe
def register_imports(request, organisation):
    """List the registers of a group, and offer to upload one."""
    _only_groups(organisation)
    return render(request, PAGE + "register_imports.html", _list_context(request, organisation, forms.UploadForm()))


@gate(Permission.REGISTER_IMPORT)
@require_POST
def register_upload(request, organisation):
    """Take a workbook, look whether it can be read at all, and go on to its columns."""
    _only_groups(organisation)
    form = forms.UploadForm(request.POST, request.FILES)
    if form.is_valid():
        sent = form.cleaned_data["workbook"]
        facts = {"file_name": sent.name, "content": sent.read(), "by": request.user, "at": clock.now()}
        try:
            imported = actions.upload(organisation, **facts)
        except Refused as refusal:
            form.add_error("workbook", str(refusal))
        else:
            return redirect("federation:register_columns", code=organisation.code, pk=imported.pk)
    context = _list_context(request, organisation, form)
    return render(request, PAGE + "register_imports.html", context, status=422)


@gate(Permission.REGISTER_IMPORT)
def register_columns(request, organisation, pk):
    """Show what each column is taken as, to be put right by hand."""
    imported = _import(organisation, pk)
    plan = plan_of(imported, today=request.today)
    asked = [finding for finding in plan.matching if not finding.key.startswith("column:")]
    questions = forms.Questions(asked, today=request.today, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and not questions.errors:
        columns = questions.answers | forms.read_columns(plan, request.POST)
        if saved := _decide(request, imported, columns=columns):
            return saved
    context = {
        "organisation": organisation,
        "imported": imported,
        "steps": steps_of(imported, plan, here="columns"),
        "plan": plan,
        "errors": [finding for finding in plan.errors if finding.row is None],
        "asked": questions.beside(asked),
        "columns": forms.columns_of(plan, files.samples(plan)) if plan.table else [],
        "editable": imported.state in (ImportState.UPLOADED, ImportState.PROPOSED),
    }
    return render(request, PAGE + "register_columns.html", context, status=422 if questions.errors else 200)


@gate(Permission.MEMBERS_SEE)
@require_safe
def register_import(request, organisation, pk):
    """Show the dry run: control totals, and for every row what will be made and what is doubtful."""
    imported = _import(organisation, pk)
    return _dry_run(request, organisation, imported, data=None)


@gate(Permission.REGISTER_IMPORT)
@require_POST
def register_decide(request, organisation, pk):
    """Keep the decisions of a page, and answer all other doubts of a kind as suggested if asked to."""
    imported = _import(organisation, pk)
    plan = plan_of(imported, today=request.today)
    questions = forms.Questions(plan.findings, today=request.today, data=request.POST)
    other = forms.OtherBalanceForm(request.POST, accounts=opening_accounts())
    if questions.errors or not other.is_valid():
        messages.error(request, _("Nothing was saved: look at the answers marked below."))
        return _dry_run(request, organisation, imported, data=request.POST)
    kind = request.POST.get("all")
    together = {f.key: f.suggested for f in plan.open if f.code == kind and not questions.answers.get(f.key)}
    answers = questions.answers | other.answer() | {key: answer for key, answer in together.items() if answer}
    return _decide(request, imported, decisions=answers) or redirect(_back(request, imported))


@gate(Permission.REGISTER_IMPORT)
def register_propose(request, organisation, pk):
    """Show what will be posted, and answer for it."""
    return _confirm(request, organisation, pk, actions.propose, template="register_propose.html")


@gate(Permission.BOOKS_CHECK)
def register_post(request, organisation, pk):
    """Show what another proposed, and post it."""
    return _confirm(request, organisation, pk, actions.post_import, template="register_post.html")


@gate(Permission.REGISTER_IMPORT)
@require_POST
def register_lay_aside(request, organisation, pk):
    """Give an import up; nothing was posted."""
    try:
        actions.lay_aside(_import(organisation, pk), by=request.user, at=clock.now())
        messages.success(request, _("The register is laid aside; nothing was posted."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("federation:register_imports", code=organisation.code)


@gate(Permission.MEMBERS_SEE)
@require_safe
def register_template(request, organisation):
    """Hand out an empty register to fill in."""
    return _as_file(files.template_workbook(on=request.today), "register-template.xlsx")


@gate(Permission.REGISTER_IMPORT)
@require_safe
def register_remarks(request, organisation, pk):
    """Hand out the register with what was found beside each row."""
    plan = plan_of(_import(organisation, pk), today=request.today)
    if plan.table is None:
        raise Http404
    return _as_file(files.error_workbook(plan, on=request.today), f"register-remarks-{organisation.code}.xlsx")


def _only_groups(organisation):
    if not organisation.is_group:
        raise Http404


def _import(organisation, pk):
    """Return an import of this organisation that still has its file."""
    found = RegisterImport.objects.filter(network_id=organisation.network_key, organisation=organisation, pk=pk)
    imported = found.exclude(state=ImportState.DROPPED).select_related("made_by__person", "checked_by__person").first()
    if imported is None:
        raise Http404
    imported.organisation = organisation
    return imported


def _list_context(request, organisation, form):
    imports = list(imports_of(organisation))
    return {
        "organisation": organisation,
        "imports": imports,
        "form": form,
        "posted": next((imported for imported in imports if imported.state == ImportState.POSTED), None),
        "may_import": Permission.REGISTER_IMPORT in permissions_held(request, organisation),
    }


def _dry_run(request, organisation, imported, *, data):
    plan = plan_of(imported, today=request.today)
    show = request.GET.get("show", "")
    show = show if show in FILTERS else "open" if plan.open else "all"
    held = permissions_held(request, organisation)
    editable = imported.state != ImportState.POSTED and Permission.REGISTER_IMPORT in held
    questions = forms.Questions(plan.findings, today=request.today, data=data)
    page = Paginator(shown_rows(plan, show), ROWS_A_PAGE).get_page(request.GET.get("page"))
    doubts, offers = split_general(plan)
    context = {
        "organisation": organisation,
        "imported": imported,
        "plan": plan,
        "steps": steps_of(imported, plan, here="decide"),
        "kinds": kinds_of(plan),
        "general": questions.beside(doubts),
        "offers": questions.beside(offers),
        "form": forms.OtherBalanceForm(data, accounts=opening_accounts()),
        "page": page,
        "rows": [(row, questions.beside(row.findings)) for row in page],
        "show": show,
        "filters": FILTERS,
        "editable": editable,
        "may_check": Permission.BOOKS_CHECK in held and imported.made_by_id != request.user.pk,
    }
    return render(request, PAGE + "register_import.html", context, status=422 if data else 200)


def _decide(request, imported, *, columns=None, decisions=None):
    """Keep answers and go on; None, with the reason said, when they were refused."""
    try:
        version = int(request.POST.get("version", "0"))
        actions.decide(imported, version=version, columns=columns, decisions=decisions, by=request.user, at=clock.now())
    except (Refused, ValueError) as refusal:
        messages.error(request, str(refusal) if isinstance(refusal, Refused) else _("The form was not complete."))
        return None
    messages.success(request, _("The answers are saved."))
    return redirect(_back(request, imported))


def _back(request, imported):
    """Return the address of the dry run as it was shown."""
    here = reverse("federation:register_import", kwargs={"code": imported.organisation.code, "pk": imported.pk})
    shown = {name: request.GET[name] for name in ("show", "page") if name in request.GET}
    return f"{here}?{urlencode(shown)}" if shown else here


def _confirm(request, organisation, pk, act, *, template):
    """Show the sums of an import, and do `act` when it is confirmed."""
    imported = _import(organisation, pk)
    plan = plan_of(imported, today=request.today)
    here = redirect("federation:register_import", code=organisation.code, pk=pk)
    if request.method == "POST":
        try:
            version = int(request.POST.get("version", "0"))
            act(imported, version=version, by=request.user, at=clock.now(), today=request.today)
        except Refused as refusal:
            messages.error(request, " ".join(map(str, [refusal, *refusal.problems[:3]])))
        return here
    if not plan.may_commit or imported.state == ImportState.POSTED:
        return here
    context = {
        "organisation": organisation,
        "imported": imported,
        "plan": plan,
        "lines": opening_lines(plan),
        "steps": steps_of(imported, plan, here="propose" if act is actions.propose else "post"),
        "own": imported.made_by_id == request.user.pk,
    }
    return render(request, PAGE + template, context)


def _as_file(content, name):
    answer = HttpResponse(content, content_type=TYPES["xlsx"])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
