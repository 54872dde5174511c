"""What somebody had before their eyes when they decided: a sign of all that a request says."""

import json
from hashlib import sha256

from loans.lending.models import LoanRequest


def seen_as(request: LoanRequest) -> str:
    """Return a sign of a request with all its parts and its resolution: another one once anything of it differs."""
    return sha256(json.dumps(_told(request), ensure_ascii=False, default=str).encode()).hexdigest()[:32]


def _told(request: LoanRequest) -> list:
    return [
        *(request.membership_id, request.product_version_id, f"{request.amount:.2f}", request.instalments),
        *(request.first_due_on, request.due_dates, request.purpose, request.repaid_from, request.is_urgent),
        *(request.goods, request.refinances_id, request.fund_id),
        sorted((f"{one.membership_id}", f"{one.amount:.2f}", one.is_spouse) for one in request.guarantees.all()),
        sorted((f"{one.membership_id}", f"{one.part:.2f}") for one in request.joint_borrowers.all()),
        sorted(
            (one.kind, one.description, f"{one.value:.2f}", one.valued_on.isoformat(), one.document_no)
            for one in request.collaterals.all()
        ),
        *(request.state, request.amount_approved and f"{request.amount_approved:.2f}", request.instalments_approved),
        *(request.resolution_no, request.resolution_on, request.decided_at),
    ]
