"""{% organisation_sections organisation %}: links between the pages of one organisation, as far as the reader may."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from federation.access.gate import permissions_held
from federation.access.permissions import Permission

register = template.Library()

SECTIONS = (
    ("federation:desk", _("This month"), Permission.ORGANISATION_SEE, None),
    ("groups:sheets", _("Deposit sheets"), Permission.MEMBERS_SEE, None),
    ("groups:members", _("Members"), Permission.MEMBERS_SEE, None),
    ("loans:loans", _("Loans"), Permission.LOANS_SEE, None),
    ("groups:years", _("Year and surplus"), Permission.SURPLUS_SEE, None),
    ("welfare:welfare", _("Welfare"), Permission.WELFARE_SEE, None),
    ("federation:groups", _("Groups"), Permission.ORGANISATION_SEE, False),
    ("loans:arrears_groups", _("Loans of the groups"), Permission.REPORT_SEE, False),
    ("federation:warnings", _("Early signs"), Permission.FIGURES_SEE, False),
    ("federation:meetings", _("Meetings"), Permission.REPORT_SEE, None),
    ("federation:reports", _("Reports"), Permission.REPORT_SEE, None),
    ("federation:ratios", _("Ratios"), Permission.FIGURES_SEE, None),
    ("federation:books", _("Books"), Permission.BOOKS_SEE, None),
    ("groups:offices", _("Committee"), Permission.ORGANISATION_SEE, None),
    ("federation:bylaws", _("Bylaws"), Permission.BYLAWS_SEE, None),
    ("federation:organisation", _("Profile"), Permission.ORGANISATION_SEE, None),
    ("federation:register_imports", _("Take over a register"), Permission.REGISTER_IMPORT, True),
    ("federation:access", _("Who may do what"), Permission.ACCESS_GRANT, None),
    ("federation:acts", _("Log"), Permission.ACTS_SEE, None),
    ("federation:backup", _("Backup"), Permission.BACKUP_MAKE, None),
)
WITHOUT_BOOK = ("federation:desk", "federation:organisation", "federation:access", "federation:acts")


@register.inclusion_tag("kit/sections.html", takes_context=True)
def organisation_sections(context, organisation):
    """Show the sections of an organisation; of a group only (True), of a network only (False), or of both (None)."""
    request = context["request"]
    held = permissions_held(request, organisation)
    addresses = [
        (reverse(name, kwargs={"code": organisation.code}), title)
        for name, title, permission, of_groups in SECTIONS
        if permission in held
        and of_groups in (None, organisation.is_group)
        and (organisation.book_id or name in WITHOUT_BOOK)
    ]
    here = _here(request.path, [address for address, _title in addresses])
    return {
        "whose": organisation.name,
        "sections": [(address, title, address == here) for address, title in addresses],
    }


def _here(path, addresses):
    """Return the section a page is in. Every address begins like the first section's: that one is its own page only."""
    first, *others = addresses or [""]
    return max(
        (address for address in others if path.startswith(address)), key=len, default=first if path == first else ""
    )
