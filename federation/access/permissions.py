"""Roles, permissions, and the one table that grants them. No other file names a role."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    NETWORK_COMMITTEE = "network_committee", _("network committee")
    NETWORK_TREASURER = "network_treasurer", _("network treasurer")
    CHAIR = "chair", _("chair")
    TREASURER = "treasurer", _("treasurer")
    SECRETARY = "secretary", _("secretary")
    LOAN_COMMITTEE = "loan_committee", _("loan committee")
    REGISTRAR = "registrar", _("registrar")
    WELFARE_COMMITTEE = "welfare_committee", _("welfare committee")
    AUDITOR = "auditor", _("auditor")
    FACILITATOR = "facilitator", _("facilitator")
    MEMBER = "member", _("member")
    ADMINISTRATOR = "administrator", _("system administrator")


class Permission(models.TextChoices):
    BOOKS_SEE = "books.see"
    BOOKS_PROPOSE = "books.propose"
    BOOKS_CHECK = "books.check"
    MEMBERS_SEE = "members.see"
    MEMBERS_EDIT = "members.edit"
    SHEET_EDIT = "sheet.edit"
    SHEET_POST = "sheet.post"
    MONTH_CLOSE = "month.close"
    REPORT_SEE = "report.see"
    BYLAWS_SEE = "bylaws.see"
    BYLAWS_SET = "bylaws.set"
    REGISTER_IMPORT = "register.import"
    LOANS_SEE = "loans.see"
    LOANS_EDIT = "loans.edit"
    LOANS_DECIDE = "loans.decide"
    LOANS_PAY = "loans.pay"
    LOANS_CHECK = "loans.check"
    PRODUCTS_SET = "products.set"
    CASES_WORK = "cases.work"
    CASES_HELP = "cases.help"
    FIGURES_SEE = "figures.see"
    MEETINGS_EDIT = "meetings.edit"
    MONTH_SEND = "month.send"
    MONTH_CHECK = "month.check"
    POOL_PROPOSE = "pool.propose"
    POOL_CHECK = "pool.check"
    SUPPORT_WORK = "support.work"
    GRADE_SET = "grade.set"
    REGISTRY_EDIT = "registry.edit"
    REPORTS_BATCH = "reports.batch"
    WELFARE_SEE = "welfare.see"
    WELFARE_FILE = "welfare.file"
    WELFARE_DECIDE = "welfare.decide"
    WELFARE_APPROVE = "welfare.approve"
    WELFARE_PAY = "welfare.pay"
    WELFARE_HEALTH = "welfare.health"
    WELFARE_SET = "welfare.set"
    SURPLUS_SEE = "surplus.see"
    SURPLUS_EDIT = "surplus.edit"
    SURPLUS_CHECK = "surplus.check"
    LEAVING_EDIT = "leaving.edit"
    LEAVING_DECIDE = "leaving.decide"
    ORGANISATION_SEE = "organisation.see"
    ORGANISATION_EDIT = "organisation.edit"
    ACCESS_SEE = "access.see"
    ACCESS_GRANT = "access.grant"
    ACTS_SEE = "acts.see"
    BACKUP_MAKE = "backup.make"


P, R = Permission, Role

READING = {P.ORGANISATION_SEE, P.FIGURES_SEE, P.BOOKS_SEE, P.REPORT_SEE, P.BYLAWS_SEE, P.ACCESS_SEE}

GRANTS = {
    R.TREASURER: READING
    | {P.MEMBERS_SEE, P.MEMBERS_EDIT, P.SHEET_EDIT, P.SHEET_POST, P.MONTH_CLOSE, P.BOOKS_PROPOSE}
    | {P.REGISTER_IMPORT, P.BOOKS_CHECK}
    | {P.LOANS_SEE, P.LOANS_EDIT, P.LOANS_PAY, P.CASES_WORK}
    | {P.MEETINGS_EDIT, P.MONTH_SEND}
    | {P.WELFARE_SEE, P.WELFARE_FILE, P.WELFARE_PAY, P.SURPLUS_SEE, P.SURPLUS_EDIT, P.LEAVING_EDIT},
    R.CHAIR: READING
    | {P.MEMBERS_SEE, P.MONTH_CLOSE, P.BOOKS_CHECK, P.BOOKS_PROPOSE, P.BYLAWS_SET, P.ORGANISATION_EDIT}
    | {P.ACCESS_GRANT, P.REGISTER_IMPORT, P.ACTS_SEE}
    | {P.LOANS_SEE, P.LOANS_DECIDE, P.LOANS_CHECK, P.PRODUCTS_SET, P.CASES_WORK}
    | {P.MEETINGS_EDIT, P.MONTH_SEND, P.REGISTRY_EDIT}
    | {P.WELFARE_SEE, P.WELFARE_APPROVE, P.WELFARE_HEALTH, P.WELFARE_SET}
    | {P.SURPLUS_SEE, P.SURPLUS_CHECK, P.LEAVING_DECIDE},
    R.SECRETARY: READING
    | {P.MEMBERS_SEE, P.MEMBERS_EDIT, P.SHEET_EDIT, P.ORGANISATION_EDIT, P.BYLAWS_SET, P.BOOKS_CHECK}
    | {P.ACTS_SEE}
    | {P.LOANS_SEE, P.LOANS_EDIT, P.LOANS_DECIDE, P.LOANS_CHECK, P.PRODUCTS_SET, P.CASES_WORK}
    | {P.MEETINGS_EDIT, P.MONTH_SEND, P.REGISTRY_EDIT}
    | {P.WELFARE_SEE, P.WELFARE_FILE, P.WELFARE_DECIDE, P.WELFARE_SET}
    | {P.SURPLUS_SEE, P.SURPLUS_EDIT, P.SURPLUS_CHECK, P.LEAVING_EDIT, P.LEAVING_DECIDE},
    R.REGISTRAR: READING
    | {P.MEMBERS_SEE, P.MEMBERS_EDIT, P.SHEET_EDIT, P.REGISTER_IMPORT}
    | {P.WELFARE_SEE, P.WELFARE_FILE, P.LEAVING_EDIT},
    R.LOAN_COMMITTEE: READING | {P.MEMBERS_SEE, P.LOANS_SEE, P.LOANS_EDIT, P.LOANS_DECIDE, P.LOANS_CHECK, P.CASES_WORK},
    R.WELFARE_COMMITTEE: READING
    | {P.MEMBERS_SEE, P.WELFARE_SEE, P.WELFARE_FILE, P.WELFARE_DECIDE, P.WELFARE_HEALTH, P.WELFARE_SET},
    R.AUDITOR: READING
    | {P.MEMBERS_SEE, P.BOOKS_CHECK, P.ACTS_SEE, P.LOANS_SEE, P.WELFARE_SEE, P.SURPLUS_SEE, P.SURPLUS_CHECK},
    R.NETWORK_COMMITTEE: READING
    | {P.ORGANISATION_EDIT, P.BYLAWS_SET, P.ACCESS_GRANT, P.BOOKS_CHECK, P.ACTS_SEE}
    | {P.CASES_HELP, P.MEMBERS_SEE, P.MONTH_CLOSE}
    | {P.LOANS_SEE, P.LOANS_EDIT, P.LOANS_DECIDE, P.LOANS_CHECK, P.PRODUCTS_SET, P.CASES_WORK}
    | {P.MEETINGS_EDIT, P.MONTH_SEND, P.MONTH_CHECK, P.POOL_CHECK, P.SUPPORT_WORK, P.GRADE_SET}
    | {P.REGISTRY_EDIT, P.REPORTS_BATCH}
    | {P.WELFARE_SEE, P.WELFARE_FILE, P.WELFARE_DECIDE, P.WELFARE_APPROVE, P.WELFARE_HEALTH, P.WELFARE_SET}
    | {P.SURPLUS_SEE, P.SURPLUS_CHECK, P.LEAVING_DECIDE},
    R.NETWORK_TREASURER: READING
    | {P.MEMBERS_SEE, P.MEMBERS_EDIT, P.SHEET_EDIT, P.SHEET_POST, P.MONTH_CLOSE, P.BOOKS_PROPOSE, P.BACKUP_MAKE}
    | {P.LOANS_SEE, P.LOANS_EDIT, P.LOANS_PAY, P.CASES_WORK}
    | {P.MEETINGS_EDIT, P.MONTH_SEND, P.MONTH_CHECK, P.POOL_PROPOSE, P.REGISTRY_EDIT, P.REPORTS_BATCH}
    | {P.WELFARE_SEE, P.WELFARE_FILE, P.WELFARE_PAY, P.SURPLUS_SEE, P.SURPLUS_EDIT, P.LEAVING_EDIT},
    R.FACILITATOR: READING | {P.MEETINGS_EDIT, P.SUPPORT_WORK, P.REGISTRY_EDIT, P.REPORTS_BATCH},
    R.MEMBER: set(),
    R.ADMINISTRATOR: {P.ORGANISATION_SEE, P.ORGANISATION_EDIT, P.ACCESS_SEE, P.ACCESS_GRANT, P.ACTS_SEE, P.BACKUP_MAKE},
}

# What a network's officer may do in the groups whose account the network keeps: look, never post.
DOWNWARD = {
    R.NETWORK_COMMITTEE: READING
    | {P.ORGANISATION_EDIT, P.ACCESS_GRANT, P.ACTS_SEE, P.CASES_HELP}
    | {P.MONTH_CHECK, P.SUPPORT_WORK, P.GRADE_SET, P.REGISTRY_EDIT},
    R.NETWORK_TREASURER: READING | {P.MONTH_CHECK, P.REGISTRY_EDIT},
    R.FACILITATOR: {P.ORGANISATION_SEE, P.FIGURES_SEE, P.REPORT_SEE, P.SUPPORT_WORK, P.REGISTRY_EDIT},
    R.ADMINISTRATOR: {P.ORGANISATION_SEE, P.ORGANISATION_EDIT, P.ACCESS_SEE, P.ACCESS_GRANT, P.ACTS_SEE},
}

# What they may do in organisations that are only affiliated, their account kept elsewhere: know that they are there.
AFFILIATED = {
    R.NETWORK_COMMITTEE: {P.ORGANISATION_SEE},
    R.NETWORK_TREASURER: {P.ORGANISATION_SEE},
}

# And what in all that stands below a network, at whatever depth: totals and figures, never a member's name.
BELOW = {
    R.NETWORK_COMMITTEE: {P.FIGURES_SEE},
    R.NETWORK_TREASURER: {P.FIGURES_SEE},
    R.FACILITATOR: {P.FIGURES_SEE},
}

NETWORK_ROLES = (R.NETWORK_COMMITTEE, R.NETWORK_TREASURER, R.AUDITOR, R.FACILITATOR, R.ADMINISTRATOR)
GROUP_ROLES = (
    *(R.CHAIR, R.TREASURER, R.SECRETARY, R.REGISTRAR, R.LOAN_COMMITTEE, R.WELFARE_COMMITTEE),
    *(R.AUDITOR, R.FACILITATOR),
)

# Who may be given groups to look after.
FACILITATING = (R.FACILITATOR,)

# Who pays does not check: no account holds both in one organisation at the same time.
KEPT_APART = ({R.TREASURER, R.CHAIR}, {R.TREASURER, R.AUDITOR}, {R.NETWORK_TREASURER, R.AUDITOR})

LONGEST_TERM_YEARS = dict.fromkeys(R, 4) | {R.FACILITATOR: 1}

# Whoever can give rights to others is signed out sooner.
SHORT_SESSIONS = {R.ADMINISTRATOR}


def kept_apart_from(role):
    """Return the roles that the holder of a role does not hold beside it."""
    return {other for pair in KEPT_APART if role in pair for other in pair if other != role}
