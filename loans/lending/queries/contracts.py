"""Numbers of contracts."""

from datetime import date

from federation.kit.dates import be_year
from federation.organisations.models import Organisation
from loans.lending.models import Loan


def next_contract_no(organisation: Organisation, *, on: date) -> str:
    """Return the number of the next contract of the Buddhist year, "12/2569"."""
    year = be_year(on)
    taken = Loan.objects.of(organisation).filter(contract_no__endswith=f"/{year}").values_list("contract_no", flat=True)
    counted = [number.partition("/")[0] for number in taken]
    return f"{max([int(one) for one in counted if one.isdecimal()], default=0) + 1}/{year}"
