"""What is still missing of the oldest instalment: the desk says it before the money is counted."""

from decimal import Decimal

from loans.lending.rules.standing import Instalment, Standing


def missing(stands: Standing) -> tuple[Instalment, Decimal] | None:
    """Return the oldest instalment that is not complete and the baht that complete it on that day; or None.

    What the terms' order pays before it is part of it: fines, interest to the day. One that lies ahead counts only
    when a part of it was paid.
    """
    one = next((one for one in stands.instalments if one.left), None)
    if one is None:
        return None
    if one.due_on > stands.on:
        return (one, one.left) if one.paid_principal or one.paid_interest else None
    return one, _to_complete(stands, one)


def _to_complete(stands: Standing, one: Instalment) -> Decimal:
    now = stands.now
    own = {"interest": one.interest - one.paid_interest, "principal": one.principal - one.paid_principal}
    whole = {"fine": now.fine_now, "interest": now.interest_now, "principal": now.principal_due}
    order = now.contract.terms.payment_order
    last = max(at for at, part in enumerate(order) if own.get(part))
    return sum((whole[part] for part in order[:last]), own[order[last]])
