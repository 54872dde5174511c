"""Setting the rules of benefits, each as one act of its own, written down in the log."""

from django.db import transaction

from federation.audit.log import record
from welfare.claims.models import Benefit, BenefitVersion
from welfare.claims.steps.rules import add_benefit_step, set_rule_step
from welfare.funds.models import WelfareFund


@transaction.atomic(durable=True)
def add_benefit(fund: WelfareFund, *, by, at, **facts) -> BenefitVersion:
    """Add a benefit with its first rule; for the facts and what is raised see `steps.rules.add_benefit_step`."""
    version = add_benefit_step(fund, by=by, at=at, **facts)
    _record("benefit_added", version, by=by, at=at)
    return version


@transaction.atomic(durable=True)
def set_rule(benefit: Benefit, *, by, at, **facts) -> BenefitVersion:
    """Set a benefit's rule, or end it; for the facts and what is raised see `steps.rules.set_rule_step`."""
    version = set_rule_step(benefit, by=by, at=at, **facts)
    _record("benefit_rule_set" if version.terms else "benefit_ended", version, by=by, at=at)
    return version


def _record(what: str, version: BenefitVersion, *, by, at) -> None:
    organisation = version.benefit.fund.organisation
    after = {
        "name": version.benefit.name_th,
        "since": version.holds_from.isoformat(),
        "resolution": version.resolution_no,
    }
    about = f"organisation:{organisation.pk}"  # a rule is nobody's private life
    record(what, by=by, at=at, organisation=organisation, about=about, after=after)
