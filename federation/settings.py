"""Settings, all of them, for every way of running; what differs comes from the environment (or .env).

Two ways to run:
- on one's own machine, when SATJA_HOSTS is not set: plain http, answers only as 127.0.0.1 or localhost;
- for real, when SATJA_HOSTS names the site's hosts ("satja.example.org,www.satja.example.org"): https only,
  and DATABASE_URL, SECRET_KEY, SATJA_KEYS and SATJA_INDEX_KEY must be set.
"""

import os
from contextlib import suppress
from urllib.parse import unquote

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.management.utils import get_random_secret_key

from federation.assets import ASSETS
from federation.database import ROOT, data_folder, load_env_file
from federation.kit.crypto import new_key

load_env_file()
env = environ.Env()

HOSTS = env.list("SATJA_HOSTS", default=[])
PRODUCTION = bool(HOSTS)
TESTING = env.str("SATJA_MODE", default="") == "test"
DATA = data_folder()


def local_secret(name, make):
    """Return a secret of an installation on one's own machine, made on first use and kept beside its data."""
    path = DATA / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{name}.{os.getpid()}")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(make())
        with suppress(FileExistsError):  # another process was first: its secret stands
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text()


# Who we are

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY") if PRODUCTION else local_secret("secret_key", get_random_secret_key)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# National IDs: "id:key" with the newest first, and the key of the index; see federation.kit.crypto.
SATJA_KEYS = env.list("SATJA_KEYS") if PRODUCTION else ["local:" + local_secret("seal_key", new_key)]
SATJA_INDEX_KEY = env.str("SATJA_INDEX_KEY") if PRODUCTION else local_secret("index_key", new_key)
ALLOWED_HOSTS = HOSTS or ["127.0.0.1", "localhost"]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in HOSTS]

ROOT_URLCONF = "federation.urls"
WSGI_APPLICATION = "federation.wsgi.application"
AUTH_USER_MODEL = "people.User"

INSTALLED_APPS = [
    "federation",
    "federation.people",
    "federation.ledger",
    "groups",
    "loans",
    "welfare",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",  # the templates of the widgets
    "template_partials",
    "django_tables2",
    "django_htmx",
    "csp",
    "axes",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # a sheet is long, a village's line thin; it pads against BREACH
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "federation.pages.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "federation.access.middleware.session_limits",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "federation.pages.context",
            ],
        },
    },
]
FORM_RENDERER = "federation.pages.FormRenderer"
DJANGO_TABLES2_TEMPLATE = "kit/table.html"


DEFAULT_AUTO_FIELD = "django.db.models.AutoField"  # only shared lists have one


# Database

# On one's own machine `database.ensure_server` has set DATABASE_URL, except for commands that need none.
DATABASES = {"default": env.db("DATABASE_URL", default=env.NOTSET if PRODUCTION else "postgres:///satja")}
_database = DATABASES["default"]
_database["HOST"] = unquote(_database["HOST"])  # a socket's folder comes percent-encoded
_database["ATOMIC_REQUESTS"] = False  # each action opens its own durable transaction
_database["CONN_MAX_AGE"] = 60
_database["CONN_HEALTH_CHECKS"] = True
_database["TEST"] = {"NAME": "test_" + env.str("SATJA_TEST_DB", default="satja")}
# A page that takes longer is broken; a command at the shell may take its time (manage.py sets "0").
STATEMENT_TIMEOUT = env.str("SATJA_STATEMENT_TIMEOUT", default="10s")
_database.setdefault("OPTIONS", {})["options"] = " ".join(
    f"-c {name}={value}"
    for name, value in {
        "statement_timeout": STATEMENT_TIMEOUT,
        "lock_timeout": "3s",
        "idle_in_transaction_session_timeout": "0" if STATEMENT_TIMEOUT == "0" else "15s",
    }.items()
)


# Language and time

LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย"), ("en", "English")]
LOCALE_PATHS = [ROOT / "federation" / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Bangkok"


# Files

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [ROOT / "static", ASSETS]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING or DEBUG
MEDIA_ROOT = DATA / "files"  # never served: what is stored leaves through views only


# Work that takes longer than a page may: federation.network.jobs

PROCRASTINATE_IMPORT_PATHS = ["federation.network.jobs"]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""


# Signing in

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "federation.access.backends.Accounts",
]
PASSWORD_HASHERS = ["federation.access.hashers.Argon2"]
if TESTING:  # a good hash is slow by intent, and tests make many users
    PASSWORD_HASHERS.insert(0, "django.contrib.auth.hashers.MD5PasswordHasher")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"federation.access.passwords.{name}"} for name in ("Length", "NotCommon", "NotGuessed")
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "sign_in"

AXES_HANDLER = "federation.access.brakes.SignInBrake"  # which says when one must wait
AXES_FAILURE_LIMIT = 1
AXES_COOLOFF_TIME = 24  # hours that failures are remembered
AXES_LOCKOUT_PARAMETERS = ["username"]  # what a success clears; addresses are counted by the handler
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "federation.access.brakes.address_of"
AXES_USERNAME_CALLABLE = "federation.access.brakes.name_kept"
AXES_SENSITIVE_PARAMETERS = ["username", "current", "password", "again", "next"]  # of what was typed, nothing is kept
AXES_DISABLE_ACCESS_LOG = True  # the log of acts has it
AXES_LOCKOUT_TEMPLATE = "429.html"
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # asks for addresses in AXES_LOCKOUT_PARAMETERS
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False


# What a browser may do

_secure = PRODUCTION  # plain http on one's own machine can't carry Secure or __Host- cookies
SESSION_ENGINE = "federation.access.sessions"  # in the database, so that the server can end them
SESSION_COOKIE_NAME = "__Host-sid" if _secure else "sid"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _secure
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if _secure else "csrf"

SECURE_SSL_REDIRECT = _secure
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = env.int("SATJA_HSTS_SECONDS", default=31_536_000) if _secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _secure
BEHIND_PROXY = env.bool("SATJA_BEHIND_PROXY", default=False)  # only where the proxy writes the headers itself
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6_000  # a deposit sheet of 200 members; Django knows no limit per address
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024


# What goes wrong is said where the site runs: without values, so without anybody's data

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
}
