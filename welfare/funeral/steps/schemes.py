"""Starting a funeral aid scheme and setting its terms, each by a resolution. The model is fixed at the start.

They stand in the caller's transaction; the caller writes the log of acts.
"""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from federation.bylaws.steps import check_dates, check_month
from federation.kit.clock import BANGKOK
from federation.kit.dates import show_date
from federation.kit.refusals import Refused
from federation.organisations.models import Organisation
from welfare.funds.models import FundKind, WelfareFund
from welfare.funeral.models import Footing, Scheme, SchemeModel, SchemeTerms, Wording
from welfare.funeral.rules import Terms
from welfare.funeral.rules.law import check_lawful
from welfare.funeral.rules.wording import names_an_association
from welfare.funeral.steps.yearly import set_fee_step


class SchemeNotStarted(Refused):
    """Raised when a scheme cannot be started as it is described."""


class TermsOutOfOrder(Refused):
    """Raised when terms would hold before those resolved later, or under deaths that were counted already."""


def start_scheme_step(
    organisation: Organisation,
    *,
    fund: WelfareFund,
    model: str,
    code: str,
    name_th: str,
    name_en: str = "",
    footing: str = Footing.CUSTOM,
    registration_no: str = "",
    wording: str = Wording.FUNERAL_AID,
    started_on: date,
    terms: Terms,
    text: str = "",
    resolution_no: str,
    resolution_on: date,
    by,
    at: datetime,
) -> Scheme:
    """Start a scheme on a fund of its own, with its first terms. Locks organisation and book.

    model: a `SchemeModel`; it never changes. text: the rule in the bylaw's own words.
    Raises `SchemeNotStarted` and whatever `terms_step` raises.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    _check_model(organisation, model=model)
    _check_fund(organisation, fund)
    _check_names(organisation, code=code, name_th=name_th)
    _check_footing(footing, registration_no=registration_no, names={"name_th": name_th, "name_en": name_en})
    scheme = Scheme.objects.create(
        network_id=organisation.network_key,
        organisation=organisation,
        fund=fund,
        code=code,
        model=SchemeModel(model),
        name_th=name_th.strip(),
        name_en=name_en.strip(),
        footing=Footing(footing),
        registration_no=registration_no.strip(),
        wording=Wording(wording),
        started_on=started_on,
    )
    resolution = {"resolution_no": resolution_no, "resolution_on": resolution_on}
    terms_step(scheme, terms=terms, text=text, holds_from=started_on, **resolution, by=by, at=at)
    return scheme


def terms_step(
    scheme: Scheme,
    *,
    terms: Terms,
    holds_from: date,
    text: str = "",
    resolution_no: str,
    resolution_on: date,
    by,
    at: datetime,
) -> SchemeTerms:
    """Set terms of a scheme by a resolution, from a day on; deaths counted before keep the terms of their day.

    Locks the book and the scheme.
    Raises `BadTerms`, `TermsOutOfOrder`, `AboveCeiling`, or the bylaws' `DateOutOfOrder`.
    """
    terms.check_for(scheme.model)
    check_lawful(terms, footing=scheme.footing)
    _check_resolution(resolution_no, resolution_on)
    check_dates(holds_from, resolution_on, today=at.astimezone(BANGKOK).date())
    check_month(scheme.organisation, holds_from=holds_from)
    Scheme.objects.select_for_update().get(network_id=scheme.network_id, pk=scheme.pk)
    _check_order(scheme, holds_from=holds_from)
    version = SchemeTerms.objects.create(
        network_id=scheme.network_id,
        scheme=scheme,
        holds_from=holds_from,
        terms=terms.to_data(),
        text=text.strip(),
        resolution_no=resolution_no.strip(),
        resolution_on=resolution_on,
        set_by=by,
        set_at=at,
    )
    set_fee_step(version, fee=terms.yearly_fee, by=by, at=at)
    return version


def _check_model(organisation: Organisation, *, model: str) -> None:
    """Keep prepaid units to organisations with members of their own: they lie in the book that their sheet credits."""
    if model == SchemeModel.PREPAID and not organisation.is_group:
        raise SchemeNotStarted(
            _(
                "Prepaid units are kept where the members bring them: in a group. For a network choose “so much from"
                " everyone at each death”, or let each group start a scheme of its own."
            )
        )


def _check_fund(organisation: Organisation, fund: WelfareFund) -> None:
    """Keep a scheme to an open funeral fund of its organisation that no other scheme uses."""
    if fund.organisation_id != organisation.pk or fund.kind != FundKind.FUNERAL or fund.closed_on:
        words = _("A scheme stands on a running fund for funeral aid of the same organisation.")
        raise SchemeNotStarted(words, fields={"fund": words})
    if Scheme.objects.filter(network_id=organisation.network_key, fund=fund).exists():
        words = _("Another scheme uses this fund. Each scheme has a fund of its own, so that their money stays apart.")
        raise SchemeNotStarted(words, fields={"fund": words})


def _check_names(organisation: Organisation, *, code: str, name_th: str) -> None:
    if not name_th.strip():
        words = _("Write the name under which members know this scheme.")
        raise SchemeNotStarted(words, fields={"name_th": words})
    if _seen_with(organisation).filter(code=code).exists():
        words = _("A scheme here, or in the network or a group of it, has this code. Choose another.")
        raise SchemeNotStarted(words, fields={"code": words})


def _check_footing(footing: str, *, registration_no: str, names: dict[str, str]) -> None:
    """Let only a registered association, with its number, be called one. Source: domain, 2 Funeral aid."""
    if footing == Footing.ASSOCIATION:
        if not registration_no.strip():
            words = _("A registered association has a number: write it.")
            raise SchemeNotStarted(words, fields={"registration_no": words})
        return
    for field, name in names.items():
        if names_an_association(name):
            words = _("Only a registered association is called so. Give the scheme another name.")
            raise SchemeNotStarted(words, fields={field: words})


def _seen_with(organisation: Organisation):
    """Return the schemes that stand on the same pages: the own, the network's, or those of all its groups."""
    kept = Scheme.objects.filter(network_id=organisation.network_key)
    return kept.filter(organisation__in=[organisation.pk, organisation.keeper_id]) if organisation.is_group else kept


def _check_resolution(number: str, day: date | None) -> None:
    if not number.strip() or not day:
        words = _("Write the number and the day of the resolution.")
        raise SchemeNotStarted(words, fields={"resolution_no": words})


def _check_order(scheme: Scheme, *, holds_from: date) -> None:
    """Keep new terms from slipping in before terms resolved later, and under deaths counted already."""
    versions = SchemeTerms.objects.filter(network_id=scheme.network_id, scheme=scheme)
    newest = versions.order_by("-holds_from").first()
    if newest and holds_from <= newest.holds_from:
        words = _("Terms from %(day)s on are resolved already. Let the new ones hold from a later day.")
        words = words % {"day": show_date(newest.holds_from)}
        raise TermsOutOfOrder(words, fields={"holds_from": words})
    counted = scheme.deaths.filter(network_id=scheme.network_id, claimed_on__gte=holds_from).exclude(state="taken_back")
    if last := counted.order_by("-claimed_on").first():
        words = _("A death was counted on %(day)s by the terms of its day. Let the new ones hold from a later day.")
        words = words % {"day": show_date(last.claimed_on)}
        raise TermsOutOfOrder(words, fields={"holds_from": words})
