"""What the bylaws of an organisation say of late loans."""

from federation.bylaws.queries import Bylaws
from loans.arrears.rules import Scale


def scale_of(bylaws: Bylaws) -> Scale:
    """Return the limits and rates in force."""
    return Scale(
        months=bylaws["arrears_months"],
        rates=bylaws["arrears_rates"],
        restructured=bylaws["restructured_rate"],
        in_court=bylaws["in_court_rate"],
        npl_months=bylaws["npl_months"],
    )
