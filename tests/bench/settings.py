"""The site's settings and, beside it on the same server, the rival ledger it is measured against."""

from federation.settings import *  # noqa: F403
from federation.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "djmoney", "mptt", "hordak"]
DEFAULT_CURRENCY = CURRENCY = "THB"
