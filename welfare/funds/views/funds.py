from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.dates import show_date
from welfare.funds import actions
from welfare.funds.forms import DuesForm, EmptyForm, FundForm, LendForm
from welfare.funds.models import FundKind, Pays
from welfare.funds.queries import owed_by_main, parts_of, places, purses, rule_on
from welfare.funds.queries.gifts import acts_of, gifts_of
from welfare.funds.queries.paid_by import paid_by_members
from welfare.funds.queries.statement import lent_of, statement_of
from welfare.funds.rules.templates import PARTS, TEMPLATES
from welfare.funds.views import form_page, fund_or_404, page

SHOWN = 10


def at(organisation, name: str, **more) -> str:
    return reverse(f"welfare:{name}", kwargs={"code": organisation.code, **more})


@gate(Permission.WELFARE_SET)
def fund_new(request, organisation):
    """Start a fund: first its kind, then what is proposed for it, every figure to be typed over."""
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    if kind not in TEMPLATES:
        kinds = [(FundKind(key).label, key, one) for key, one in TEMPLATES.items()]
        return page(request, "fund_kinds", organisation, kinds=kinds)
    form = FundForm(request.POST or None, kind=kind, today=request.today)

    def act():
        return actions.start_fund(organisation, **form.facts(), by=request.user, at=clock.now())

    return form_page(
        request,
        organisation,
        form,
        act=act,
        done=_("The fund is open."),
        to=lambda fund: at(organisation, "fund", fund=fund.code.lower()),
        heading=_("Start a fund: %(kind)s") % {"kind": FundKind(kind).label},
        template=TEMPLATES[kind],
        parts=PARTS if TEMPLATES[kind].parts else (),
        back=at(organisation, "fund_new"),
        submit=_("Start the fund"),
    )


@gate(Permission.WELFARE_SEE)
def fund(request, organisation, fund):
    """Show a fund: what is in it, what it costs, who belongs, what came and went."""
    found = fund_or_404(request, organisation, fund)
    parts = parts_of(found)
    template = TEMPLATES[found.kind]
    statement = statement_of(found, on=request.today)
    return page(
        request,
        "fund",
        organisation,
        fund=found,
        purses=purses(found),
        owed=owed_by_main(found),
        statement=statement,
        lent=lent_of(found, statement),
        rule=rule_on(found, on=request.today),
        parts=[(part, sum(purses(part).values())) for part in parts],
        members=places(found, on=request.today).count(),
        acts=acts_of(found)[:SHOWN],
        gifts=gifts_of(found)[:SHOWN],
        template=template,
        on_sheet=any(
            one == found for one, _rule in paid_by_members([organisation.pk], on=request.today)[organisation.pk]
        ),
        is_leaders=found.kind == FundKind.LEADERS,
        is_insurance=found.kind == FundKind.INSURANCE,
    )


@gate(Permission.WELFARE_SET)
def fund_dues(request, organisation, fund):
    """Show what places cost and cost before; set it anew from a day on."""
    found = fund_or_404(request, organisation, fund)
    if found.part_of_id:
        raise Http404
    rule = rule_on(found, on=request.today)
    split = dict(rule.split) if rule else {}
    parts = parts_of(found)
    initial = {pays: getattr(rule, pays) for pays in Pays.values} if rule else {}
    initial |= {"payer": rule.payer if rule else "member", "holds_from": show_date(request.today, style="numeric")}
    initial |= {f"part_{part.code}": split.get(part.code, "") for part in parts}
    form = DuesForm(request.POST or None, parts=parts, initial=initial)

    def act():
        return actions.set_dues(found, **form.rule(), by=request.user, at=clock.now())

    return form_page(
        request,
        organisation,
        form,
        act=act,
        done=_("The rule on dues is kept."),
        to=at(organisation, "fund", fund=fund),
        heading=_("Dues of %(fund)s") % {"fund": found.name},
        lead=_("A baht a day is 30 baht a month or 365 a year."),
        rules=found.dues_rules.order_by("-holds_from"),
        back=at(organisation, "fund", fund=fund),
        submit=_("Set the dues"),
    )


@gate(Permission.WELFARE_SET)
def fund_lend(request, organisation, fund):
    """Let a fund lend, by a resolution."""
    found = fund_or_404(request, organisation, fund)
    if found.may_lend:
        return redirect(at(organisation, "fund", fund=fund))
    form = LendForm(request.POST or None)

    def act():
        return actions.let_lend(found, **form.cleaned_data, by=request.user, at=clock.now())

    return form_page(
        request,
        organisation,
        form,
        act=act,
        done=_("The fund may be lent now."),
        to=at(organisation, "fund", fund=fund),
        heading=_("Let %(fund)s lend") % {"fund": found.name},
        lead=_("Welfare money is for welfare. It is lent only where the members resolved so."),
        back=at(organisation, "fund", fund=fund),
        submit=_("Allow lending"),
    )


@gate(Permission.WELFARE_SET)
def fund_close(request, organisation, fund):
    """Close a fund that is empty."""
    found = fund_or_404(request, organisation, fund)
    form = EmptyForm(request.POST if request.method == "POST" else None)

    def act():
        return actions.close_fund(found, on=request.today, by=request.user, at=clock.now())

    return form_page(
        request,
        organisation,
        form,
        act=act,
        done=_("The fund is closed."),
        to=at(organisation, "welfare"),
        heading=_("Close %(fund)s") % {"fund": found.name},
        lead=_("Its papers stay. Nothing can be entered in it any more."),
        back=at(organisation, "fund", fund=fund),
        submit=_("Close the fund"),
    )
