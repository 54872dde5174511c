"""A network with groups that save and lend, one of them on paper."""

from datetime import UTC, date, datetime

from django.db import transaction

from federation.access.permissions import Role
from federation.organisations.models import Affiliation, Level, Organisation, State
from tests import builders
from tests.federation.reports.worlds import JANUARY, saving_group

JANUARY = JANUARY
TODAY = date(2026, 2, 3)
AT = datetime(2026, 2, 3, 3, 0, tzinfo=UTC)


@transaction.atomic
def network(**more):
    made = builders.network("KDT", name="เครือข่ายกาญจนดิษฐ์", **more)
    made.checks = builders.officer(made, Role.NETWORK_COMMITTEE, name="checks.month")
    made.accepts = builders.officer(made, Role.NETWORK_TREASURER, name="accepts.month")
    return made


@transaction.atomic
def group(network, n=2, *, code="KLONG", months=1, closed=0):
    return saving_group(n, code=code, months=months, closed=closed, network=network)


@transaction.atomic
def paper_group(network, code="PAPER", name="กลุ่มบ้านบนดอย", since=date(2026, 1, 1)):
    """A group that keeps its books on paper and belongs to the network."""
    made = Organisation.objects.create(
        code=code, name_th=name, level=Level.GROUP, kind_id=builders.KIND, keeper=network, state=State.ACTIVE
    )
    Affiliation.objects.create(member=made, upper=network, since=since)
    return made
