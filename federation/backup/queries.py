"""Who may carry the whole installation away."""

from federation.organisations.models import Organisation


def may_take_everything(organisation: Organisation) -> bool:
    """Say whether the installation holds nothing but this organisation's network: a backup holds all of it."""
    network = organisation.keeper or organisation
    return not Organisation.objects.networks().exclude(pk=network.pk).filter(book__isnull=False).exists()
