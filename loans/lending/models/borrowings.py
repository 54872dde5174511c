"""What an organisation itself borrows from another: a loan seen from below."""

from django.db import models
from django.db.models import Q

from federation.kit.fields import MoneyField
from federation.kit.ids import new_id


class Borrowing(models.Model):
    """A loan of a network (or of another group) as the borrowing organisation keeps it.

    What is owed is the balance of `account`, the twin of the lender's. The lender's contract is named by its id and
    number, without a foreign key: it may belong to another network. It is also a fund: loans to members that are made
    out of it name it (`Loan.fund`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="borrowings")
    lender = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    loan_id = models.UUIDField()
    contract_no = models.CharField(max_length=40)
    principal = MoneyField()
    signed_on = models.DateField()
    account = models.ForeignKey("ledger.Account", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "loan_id"], name="borrowing_once_per_loan"),
            models.UniqueConstraint(fields=["network", "account"], name="borrowing_has_an_account_of_its_own"),
            models.CheckConstraint(condition=Q(principal__gt=0), name="borrowing_principal_above_zero"),
        ]

    def __str__(self):
        return self.contract_no
