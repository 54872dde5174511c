"""Members in the monthly report: how many there were, who came and went by number, and how many there are.

Source: domain, 4.3 Monthly report, head 1.
"""

from datetime import date

from federation.kit.dates import last_day
from federation.kit.report import Column, Figure, Grid, Link, Row, Section
from federation.kit.wording import gettext_lazy as _
from groups.registry.models import MemberClass, Membership, MembershipState

LEFT = (MembershipState.RESIGNED, MembershipState.EXPELLED, MembershipState.DIED)
CLASSES = {
    MemberClass.FULL: _("Full members"),
    MemberClass.ASSOCIATE: _("Associate members"),
    MemberClass.HONORARY: _("Honorary members"),
}

CHANGES = {
    True: _("%(new)s new, %(left)s left this month"),
    False: _("%(new)s groups new, %(left)s left this month"),
}


def members_section(organisation, month: date) -> Section:
    """Return members by class: at the start, new, resigned, left by the committee's decision, died, at the end."""
    counts = _counts(organisation, month)
    columns = [
        Column("class", _("Class"), wide=True),
        Column("opening", _("At the start"), "count", total=True),
        Column("joined", _("New"), "count", total=True),
        Column("resigned", _("Resigned"), "count", total=True),
        Column("expelled", _("Left by decision"), "count", total=True),
        Column("died", _("Died"), "count", total=True),
        Column("closing", _("At the end"), "count", total=True),
    ]
    rows = [Row([CLASSES[name], *figures]) for name, figures in counts.items() if any(figures)]
    grid = Grid(columns, rows, total_label=_("Total"), empty=_("There are no members yet."))
    return Section(key="members", title=_("Members"), grid=grid)


def members_figure(section: Section, *, organisation) -> Figure:
    """Return the number of members as a figure for the first page."""
    grid = section.grid
    left = sum(grid.total(key) for key in ("resigned", "expelled", "died"))
    return Figure(
        _("Members"),
        grid.total("closing"),
        "count",
        unit=_("persons") if organisation.is_group else _("groups"),
        note=CHANGES[organisation.is_group] % {"new": grid.total("joined"), "left": left},
        link=Link("groups:members", {"code": organisation.code}),
    )


def _counts(organisation, month: date) -> dict:
    """Return {class: [opening, joined, resigned, expelled, died, closing]}."""
    last = last_day(month)
    before = month - date.resolution
    counts = {member_class: [0] * 6 for member_class in CLASSES}
    there = (
        Membership.objects.of(organisation).filter(joined_on__lte=last).exclude(state=MembershipState.APPLIED)
    ).exclude(ended_on__lte=before)
    for member_class, joined_on, ended_on, state in there.values_list("member_class", "joined_on", "ended_on", "state"):
        figures = counts[member_class]
        figures[0] += joined_on <= before
        figures[1] += joined_on > before
        if ended_on and ended_on <= last:
            figures[2 + LEFT.index(state)] += 1
        else:
            figures[5] += 1
    return counts
