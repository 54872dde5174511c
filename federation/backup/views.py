import tempfile
from pathlib import Path

from django.http import FileResponse
from django.shortcuts import render

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.audit.log import record
from federation.backup.files import make_backup
from federation.backup.forms import PassphraseForm
from federation.backup.queries import may_take_everything
from federation.kit import clock
from federation.kit.refusals import Refused


@gate(Permission.BACKUP_MAKE)
def backup(request, organisation):
    """Hand over everything in one encrypted file, for a stick in another house."""
    allowed = may_take_everything(organisation)
    form = PassphraseForm(request.POST or None)
    if request.method == "POST" and allowed and form.is_valid():
        try:
            return _file(request, organisation, passphrase=form.cleaned_data["passphrase"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "federation/backup/backup.html",
        {"organisation": organisation, "form": form, "allowed": allowed},
        status=422 if form.errors else 200,
    )


def _file(request, organisation, *, passphrase):
    now = clock.now()
    with tempfile.TemporaryDirectory(prefix="satja-") as folder:
        path = Path(folder) / "satja.backup"
        make_backup(path, passphrase=passphrase, at=now)
        record("backup_made", by=request.user, at=now, organisation=organisation)
        file = open(path, "rb")  # noqa: SIM115  (the answer closes it; the folder's entry may go before)
    return FileResponse(file, as_attachment=True, filename=f"satja-{clock.today():%Y-%m-%d}.backup")
