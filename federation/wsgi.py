"""The entry for WSGI servers: `gunicorn federation.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

from federation.database import ensure_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "federation.settings")
ensure_server()
application = get_wsgi_application()
