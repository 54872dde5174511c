"""What officers do about their organisation and the groups below it, each as one act written down in the log."""

from datetime import date

from django.db import transaction

from federation.audit.log import record
from federation.organisations import bank_accounts, steps
from federation.organisations.affiliations import affiliate_step, end_affiliation_step
from federation.organisations.models import Affiliation, BankAccount, Organisation


@transaction.atomic(durable=True)
def found_network(*, by, at, **facts) -> Organisation:
    """Found a network; see `organisations.steps.found_network_step`."""
    network = steps.found_network_step(by=by, at=at, **facts)
    _record("network_founded", network, by=by, at=at, after={"code": network.code, "name": network.name_th})
    return network


@transaction.atomic(durable=True)
def found_group(*, keeper: Organisation, by, at, **facts) -> Organisation:
    """Found a group under the network that keeps its account; see `organisations.steps.found_group_step`."""
    group = steps.found_group_step(keeper=keeper, by=by, at=at, **facts)
    _record("group_founded", group, by=by, at=at, after={"code": group.code, "name": group.name_th})
    return group


@transaction.atomic(durable=True)
def found_paper_group(*, keeper: Organisation, by, at, **facts) -> Organisation:
    """Found a group that keeps its books on paper; see `organisations.steps.found_paper_group_step`."""
    group = steps.found_paper_group_step(keeper=keeper, by=by, at=at, **facts)
    _record("group_founded", group, by=by, at=at, after={"code": group.code, "name": group.name_th})
    return group


@transaction.atomic(durable=True)
def change_profile(organisation: Organisation, *, by, at, **changes) -> None:
    """Change the profile, keeping in the log what was; see `organisations.steps.change_profile_step`."""
    before, after = steps.change_profile_step(organisation, at=at, **changes)
    if before:
        _record("profile_changed", organisation, by=by, at=at, before=before, after=after)


@transaction.atomic(durable=True)
def change_state(organisation: Organisation, *, state: str, by, at, **facts) -> None:
    """Take an organisation to another state; see `organisations.steps.change_state_step`."""
    before = organisation.state
    steps.change_state_step(organisation, state=state, by=by, at=at, **facts)
    after = {"state": state, "on": facts["on"], "reason": facts["reason"]}
    _record("organisation_state_changed", organisation, by=by, at=at, before={"state": before}, after=after)


@transaction.atomic(durable=True)
def affiliate(member: Organisation, *, upper: Organisation, by, at, **facts) -> Affiliation:
    """Let an organisation belong to a higher one; see `organisations.affiliations.affiliate_step`."""
    link = affiliate_step(member, upper=upper, **facts)
    _record("affiliated", member, by=by, at=at, after={"upper": upper.code, "sort": link.sort, "since": link.since})
    return link


@transaction.atomic(durable=True)
def end_affiliation(affiliation: Affiliation, *, until: date, by, at) -> Affiliation:
    """End a link with its last day; see `organisations.affiliations.end_affiliation_step`."""
    before = affiliation.until
    link = end_affiliation_step(affiliation, until=until)
    upper = link.upper.code
    _record(
        "affiliation_ended",
        link.member,
        by=by,
        at=at,
        before={"upper": upper, "until": before},
        after={"upper": upper, "until": until},
    )
    return link


@transaction.atomic(durable=True)
def add_bank_account(organisation: Organisation, *, by, at, **facts) -> BankAccount:
    """Add a bank account; see `organisations.bank_accounts.add_bank_account_step`."""
    added = bank_accounts.add_bank_account_step(organisation, **facts)
    after = {"bank": added.bank, "number_ends": added.number_tail, "account": added.account.code}
    _record("bank_account_added", organisation, by=by, at=at, after=after)
    return added


def _record(what: str, organisation: Organisation, *, by, at, before=None, after=None) -> None:
    about = f"organisation:{organisation.pk}"
    record(what, by=by, at=at, organisation=organisation, about=about, before=before, after=after)
