"""Every setting, from the environment. The reference is docs/reference/settings.md."""

import os
import sys
from pathlib import Path
from tempfile import gettempdir

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from gvp.base.heads import not_sniffed

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)

env = environ.Env()
# Tests must not depend on the developer's .env; what is exported (DATABASE_URL) still counts.
TESTING = "pytest" in sys.modules
if not TESTING:
    # File with settings, one NAME=value per line; what is exported wins over it.
    env.read_env(env("ENV_FILE", default=BASE_DIR / ".env"))

# Error pages that show the program's inside. For developers, never on a server.
DEBUG = env.bool("DEBUG", default=False)
# The demonstration programme with published passwords: on its own SQLite file, on this machine only.
DEMO = env.bool("DEMO", default=False)
NAME = "demo" if DEMO else "gvp"  # of the local database file and of the uploads' folder

# --- Security -------------------------------------------------------------------------------

# Signs sessions and forms; at least 50 random characters. Changing it logs everybody out. Required.
SECRET_KEY = env("SECRET_KEY", default="")
if not SECRET_KEY:
    if not (DEBUG or TESTING):
        raise ImproperlyConfigured(
            "SECRET_KEY is missing. Make one with: python -c "
            '"from django.core.management.utils import get_random_secret_key as k; print(k())"'
        )
    SECRET_KEY = get_random_secret_key()

# Encrypts document and phone numbers. Changing it makes those two unreadable, so it is kept
# apart from SECRET_KEY, which an administrator may rotate. Several, newest first, may be given.
DATA_KEYS = env.list("DATA_KEYS", default=[SECRET_KEY])

LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
# Names under which this GVP is reached. Any that is not this machine switches HTTPS, secure cookies and HSTS on.
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=LOOPBACK)
# Addresses, with https://, from which forms are accepted behind a proxy.
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Plain HTTP is for this machine only: whoever names another host gets HTTPS and its cookies.
LOCAL = set(ALLOWED_HOSTS) <= {*LOOPBACK, "testserver"}
if DEMO and (CSRF_TRUSTED_ORIGINS or not LOCAL):
    raise ImproperlyConfigured(
        "DEMO=1 has published passwords and invented people: it only serves this machine. "
        "Unset DEMO, or leave ALLOWED_HOSTS and CSRF_TRUSTED_ORIGINS empty."
    )

SECURE_PROXY_SSL_HEADER = None if LOCAL else ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not LOCAL
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 0 if LOCAL else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOCAL
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_FAILURE_VIEW = "gvp.base.views.too_old"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Applications ---------------------------------------------------------------------------

INSTALLED_APPS = [
    "gvp.base",
    "gvp.audit",
    "gvp.places",
    "gvp.partners",
    "gvp.accounts",
    "gvp.documents",
    "participants",
    "workshops",
    "materials",
    "plans",
    "gvp.reporting",
    "gvp.sync",
    "gvp.ops",
    "django.forms",  # its widget templates, for FORM_RENDERER
    "import_export",
    "axes",
    "gvp.ops.admin_config.HouseAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "gvp.base.middleware.NoNulMiddleware",
    # Before SecurityMiddleware, whose heads speak of documents: on each of seventy files they weigh 80 bytes.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "gvp.base.middleware.SpanishFirstMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gvp.base.middleware.LoggedInMiddleware",
    "gvp.base.middleware.ForPhoneMiddleware",
    "gvp.base.middleware.PrivateCacheMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "gvp.urls"
WSGI_APPLICATION = "gvp.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gvp.base.context_processors.house",
                "gvp.sync.context.phone",
            ],
        },
    }
]
# The admin's and the forms' own templates are replaced from templates/, too.
FORM_RENDERER = "gvp.base.forms.HouseFormRenderer"

NAVIGATION = "gvp.navigation.ENTRIES"

# --- Database -------------------------------------------------------------------------------

# sqlite:////path/to/file.sqlite3 or postgres://USER:PASSWORD@HOST/NAME; a socket: postgres://USER@/NAME?host=/dir
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / NAME}.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASE = DATABASES["default"]
if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    # Facts must survive a dead battery (FULL), writers must queue instead of failing (IMMEDIATE).
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON",
    }
    # A file of its own per process, so that two test runs never meet.
    DATABASE["TEST"] = {"NAME": Path(gettempdir()) / f"gvp-test-{os.getpid()}.sqlite3"}
else:
    DATABASE["CONN_MAX_AGE"] = 60
    DATABASE["CONN_HEALTH_CHECKS"] = True
if DEMO and DATABASE["ENGINE"] != "django.db.backends.sqlite3":
    raise ImproperlyConfigured("DEMO=1 only runs on its own SQLite file, never on a real database.")

# --- People who log in ----------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
if TESTING:  # every test makes seven users; the real hasher is slow on purpose
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:login"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "gvp.accounts.views.locked_out"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False  # its pages know no Spanish; locked logins open by themselves
# Whether five wrong passwords lock a name for a quarter of an hour.
AXES_ENABLED = env.bool("AXES_ENABLED", default=not TESTING)

# --- Language and formats -------------------------------------------------------------------

LANGUAGE_CODE = "es"
LANGUAGES = [("es", _("Spanish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "gvp" / "locale"]
FORMAT_MODULE_PATH = ["gvp.formats"]
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "America/Lima"
USE_TZ = True

# --- Files ----------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static", ("manual", BASE_DIR / "docs" / "img")]  # pictures of the manual
# Folder of the uploaded attendance sheets. Only GVP itself may read it; no web server serves it.
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(VAR_DIR / f"{NAME}-media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "gvp.base.statics.HouseStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = LOCAL
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_ADD_HEADERS_FUNCTION = not_sniffed
WHITENOISE_AUTOREFRESH = DEBUG or TESTING  # else every test client lists all static files first
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024**2
FILE_UPLOAD_PERMISSIONS = 0o600

# --- Import and export ----------------------------------------------------------------------

IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True

# --- Logs: never a name, a document or a phone ----------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler", "stream": sys.stderr}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
