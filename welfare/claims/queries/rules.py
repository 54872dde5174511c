"""The benefits of a fund, and the rule in force on a day."""

from datetime import date

from welfare.claims.models import Benefit, BenefitVersion
from welfare.claims.rules import Case, Terms
from welfare.funds.models import WelfareFund


def fund_of(organisation, code: str) -> WelfareFund | None:
    """Return a fund of an organisation by its code."""
    funds = WelfareFund.objects.filter(network_id=organisation.network_key, organisation=organisation, code=code)
    return funds.select_related("organisation").first()


def benefits_of(fund: WelfareFund):
    """Return all benefits of a fund, those that ended too, in the order they came."""
    return Benefit.objects.filter(network_id=fund.network_id, fund=fund).order_by("pk")


def benefit_of(fund: WelfareFund, code: str) -> Benefit | None:
    """Return a benefit by its code, if the fund has it."""
    return benefits_of(fund).filter(code=code).select_related("fund__organisation__book").first()


def version_on(benefit: Benefit, *, on: date) -> BenefitVersion | None:
    """Return the version in force on a day, none before the first. A version with empty terms gives nothing more.

    A claim asks with the day of its event: what is resolved later never touches it.
    """
    versions = BenefitVersion.objects.filter(network_id=benefit.network_id, benefit=benefit, holds_from__lte=on)
    return versions.order_by("-holds_from").first()


def versions_of(benefit: Benefit):
    """Return every version of a benefit's rule, the latest first."""
    versions = BenefitVersion.objects.filter(network_id=benefit.network_id, benefit=benefit)
    return versions.select_related("set_by__person").order_by("-holds_from")


def rules_of(organisation, *, on: date) -> list[tuple[WelfareFund, list[tuple[Benefit, BenefitVersion | None]]]]:
    """Return [(fund, [(benefit, its version in force on a day)])] of the funds that are not closed. Three queries."""
    funds = WelfareFund.objects.filter(network_id=organisation.network_key, organisation=organisation)
    funds = list(funds.filter(closed_on=None).order_by("started_on", "pk"))
    benefits = Benefit.objects.filter(network_id=organisation.network_key, fund__in=funds).order_by("pk")
    newest = BenefitVersion.objects.filter(network_id=organisation.network_key, benefit__fund__in=funds)
    newest = newest.filter(holds_from__lte=on).order_by("benefit", "-holds_from").distinct("benefit")
    in_force = {version.benefit_id: version for version in newest}
    found = {fund.pk: [] for fund in funds}
    for benefit in benefits:
        found[benefit.fund_id].append((benefit, in_force.get(benefit.pk)))
    return [(fund, found[fund.pk]) for fund in funds]


def terms_of(version: BenefitVersion | None) -> Terms | None:
    """Return the terms of a version, None where it ended the benefit. Raises `BadTerms` for what nobody here wrote."""
    return Terms.from_data(version.terms) if version and version.terms else None


def cases_of(version: BenefitVersion | None) -> list[Case]:
    """Return the test cases of a version that still count."""
    cases = [Case.from_data(case) for case in version.cases] if version else []
    return [case for case in cases if not case.dropped]
