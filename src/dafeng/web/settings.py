"""Settings of the site, read from the environment and from nothing else.

============================  ==================================================
``DAFENG_HOME``               folder of the house; default ``<cwd>/var``
``DAFENG_DATABASE_URL``       ``sqlite:///FILE`` or ``postgresql://USER:PASS@HOST/NAME``;
                              default a SQLite file in the house
``DAFENG_SECRET_KEY``         default: the file ``secret-key`` of the house
``DAFENG_ALLOWED_HOSTS``      names separated by commas; default this machine only
``DAFENG_HTTPS``              ``1`` when people reach the site over https
``DAFENG_MAIL_URL``           ``smtp://USER:PASSWORD@HOST:PORT?from=NAME@HOST``, also
                              ``smtps`` and ``smtp+tls``; ``file:///FOLDER`` writes
                              mails to files; default: no mail is sent
``DAFENG_SITE_URL``           where people reach the site, for links in mails;
                              default this machine, port 8000
``DAFENG_PROXIES``            how many proxies of one's own stand before the site; the
                              person's address is read from ``X-Forwarded-For``
``DAFENG_DEMO``               ``0`` keeps the accounts of a sample house out
``DAFENG_SECOND_FACTOR``      roles that must have one, codes separated by commas;
                              default the three administrators; ``none`` for nobody
``DAFENG_PASSWORD_DAYS``      days after which a password is changed: ``180``, or
                              ``off``; default ``off``, administrators 180
``DAFENG_IDLE_MINUTES``       sign out who does nothing for so long; default 30
``DAFENG_SESSIONS``           how often one person is signed in at once; default 10
``DAFENG_OIDC_ISSUER``        address of an OpenID Connect provider, with
                              ``DAFENG_OIDC_CLIENT``, ``DAFENG_OIDC_SECRET``,
                              ``DAFENG_OIDC_NAME`` (words on the button) and
                              ``DAFENG_OIDC_CLAIM`` (a claim that is the user name
                              here; default: the verified e-mail)
``DAFENG_HASH``               ``sha256`` or ``sm3``: how audit rows are sealed from now
``DAFENG_RETENTION``          a table like ``core/data/retention.csv``, for longer times
``DAFENG_RATES``              ``login=200/300,api=600/60``: so many in so many seconds
``DAFENG_DEBUG``              ``1`` shows tracebacks; never on a real house
``DAFENG_LOG``                ``json`` or ``text``: a line per request and job, on
                              stderr; default: what failed and what was slow
``DAFENG_SLOW_MS``            from how many milliseconds a request is slow: ``1000``
``DAFENG_LEAST_FREE_MB``      below so much free disk the house is not ready: ``500``
============================  ==================================================
"""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from csp.constants import NONE, SELF
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from dafeng.web.databases import database_settings
from dafeng.web.logging import logging_settings
from dafeng.web.mail_url import mail_settings
from dafeng.web.sign_in_settings import (
    outside_login,
    password_days,
    rates,
    role_codes,
)

# As in dafeng.cli, for servers and workers that do not start there.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

WEB = Path(__file__).resolve().parent
HOME = Path(os.environ.get("DAFENG_HOME") or Path.cwd() / "var").resolve()
SECRET_KEY_FILE = HOME / "secret-key"


def _secret_key() -> str:
    """Key of the house; a house that is not prepared yet gets one for this run."""
    if given := os.environ.get("DAFENG_SECRET_KEY"):
        return given
    if SECRET_KEY_FILE.exists():
        return SECRET_KEY_FILE.read_text(encoding="ascii").strip()
    return secrets.token_urlsafe(50)


DEBUG = os.environ.get("DAFENG_DEBUG") == "1"
HTTPS = os.environ.get("DAFENG_HTTPS") == "1"
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = [
    name.strip()
    for name in os.environ.get(
        "DAFENG_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]"
    ).split(",")
    if name.strip()
]

INSTALLED_APPS = [
    "dafeng.web.core",
    "dafeng.web.notices",
    "dafeng.web.plans",
    "dafeng.web.accounts",
    "dafeng.web.work",
    "dafeng.web.office",
    "dafeng.web.assessment",
    "dafeng.web.projects",
    "dafeng.web.pathways",
    "dafeng.web.meters",
    "dafeng.web.enterprises",
    "dafeng.web.budgets",
    "dafeng.web.verification",
    "dafeng.web.savings",
    "dafeng.web.supervision",
    "dafeng.web.inspections",
    "dafeng.web.papers",
    "dafeng.web.public",
    "dafeng.web.desk",
    "dafeng.web.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_q",
    "csp",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "dafeng.web.core.timing.request_timed",
    "django.middleware.security.SecurityMiddleware",
    "dafeng.web.core.gates.safe_headers",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dafeng.web.core.middleware.acting_choice",
    "dafeng.web.core.middleware.request_mark",
    "dafeng.web.core.gates.session_limits",
    "dafeng.web.core.gates.rate_limits",
    "dafeng.web.core.gates.SignInFirst",
    "dafeng.web.core.gates.DutiesFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "dafeng.web.urls"
WSGI_APPLICATION = "dafeng.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dafeng.web.core.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "dafeng.web.core.templatetags.dafeng",
            ],
        },
    },
]
FORM_RENDERER = "dafeng.web.core.forms.HouseRenderer"

_SQLITE = f"sqlite:///{quote(str(HOME / 'dafeng.sqlite3'))}"
DATABASES = {
    "default": database_settings(os.environ.get("DAFENG_DATABASE_URL") or _SQLITE)
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People -----------------------------------------------------------------------------
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
]
_VALIDATION = "django.contrib.auth.password_validation"
_RULES = "dafeng.web.core.passwords"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
    {"NAME": f"{_RULES}.KindsOfCharacters", "OPTIONS": {"kinds": 3}},
    {"NAME": f"{_RULES}.NotUsedLately", "OPTIONS": {"passwords": 5}},
]
PASSWORD_RESET_TIMEOUT = int(timedelta(days=3).total_seconds())
LOGIN_URL = reverse_lazy("core:login")
LOGIN_REDIRECT_URL = reverse_lazy("core:home")
LOGOUT_REDIRECT_URL = reverse_lazy("core:home")
TRUSTED_PROXIES = int(os.environ.get("DAFENG_PROXIES") or 0)
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "dafeng.web.core.views.session.locked_out"
AXES_CLIENT_IP_CALLABLE = "dafeng.web.core.addresses.address_of"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Signing in: who must do what, and for how long it lasts -----------------------------
ADMINISTRATORS = ("system-admin", "security-admin", "audit-admin")
DEMO = os.environ.get("DAFENG_DEMO") != "0"
SECOND_FACTOR_ROLES = role_codes(
    os.environ.get("DAFENG_SECOND_FACTOR"), default=ADMINISTRATORS
)
PASSWORD_DAYS, ADMINISTRATORS_PASSWORD_DAYS = password_days(
    os.environ.get("DAFENG_PASSWORD_DAYS")
)
SESSION_IDLE = timedelta(minutes=int(os.environ.get("DAFENG_IDLE_MINUTES") or 30))
SESSION_LONGEST = timedelta(hours=12)
SESSIONS_PER_PERSON = int(os.environ.get("DAFENG_SESSIONS") or 10)
RATES = rates(os.environ.get("DAFENG_RATES"))
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "dafeng.web.core.second_factor_secrets.HouseFactors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "dafeng.web.core.outside.HouseOutsideLogin"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False
# Our button is a link: `form-action 'self'` would forbid a form that leads elsewhere.
SOCIALACCOUNT_LOGIN_ON_GET = True
OIDC = outside_login(os.environ)
SOCIALACCOUNT_PROVIDERS = {"openid_connect": OIDC.provider} if OIDC else {}

# The audit ---------------------------------------------------------------------------
AUDIT_HASH = os.environ.get("DAFENG_HASH") or "sha256"
AUDIT_FILES = HOME / "audit"
RETENTION = os.environ.get("DAFENG_RETENTION") or ""

# The browser's side of safety -------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if HTTPS else 0
SESSION_COOKIE_NAME = "dafeng_session"
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "dafeng_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "dafeng.web.core.views.errors.csrf_failure"
LANGUAGE_COOKIE_NAME = "dafeng_language"
LANGUAGE_COOKIE_AGE = int(timedelta(days=365).total_seconds())
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = HTTPS
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Uploads: a plan of 50 MB is the largest document that the reader takes -------------
MEDIA_ROOT = HOME / "files"
UPLOAD_MAX_BYTES = 64 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "dafeng.web.core.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
# Above the longest text of a form, so that the form itself says what is too long.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# What was laid out once: kept by each worker, and by the house for all of them --------
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "house": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME / "kept",
        "TIMEOUT": int(timedelta(days=1).total_seconds()),
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}

# Numbers: tables that only grow, and the sealed accounts -----------------------------
LAKE_ROOT = HOME / "lake"
SEAL_ROOT = HOME / "seals"
MODEL_ROOT = HOME / "model"

# Language and time ------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
LOCALE_PATHS = [WEB / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
FORMAT_MODULE_PATH = ["dafeng.web.formats"]

# Mail, and the work that a worker does ------------------------------------------------
_MAIL = mail_settings(os.environ.get("DAFENG_MAIL_URL", ""))
EMAIL_BACKEND = _MAIL.backend
EMAIL_HOST = _MAIL.host
EMAIL_PORT = _MAIL.port
EMAIL_HOST_USER = _MAIL.user
EMAIL_HOST_PASSWORD = _MAIL.password
EMAIL_USE_SSL = _MAIL.security == "ssl"
EMAIL_USE_TLS = _MAIL.security == "tls"
EMAIL_FILE_PATH = _MAIL.folder
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _MAIL.sender
SITE_URL = os.environ.get("DAFENG_SITE_URL", "http://localhost:8000").rstrip("/")
_JOB_SECONDS = int(timedelta(minutes=30).total_seconds())
Q_CLUSTER = {
    "name": "dafeng",
    "orm": "default",
    "workers": 2,
    "poll": 1.0,
    "bulk": 1,
    "timeout": _JOB_SECONDS,
    # A job whose worker died is delivered again after this time.
    "retry": _JOB_SECONDS + 60,
    "max_attempts": 3,
    # After so many jobs, about an hour, a fresh process takes a worker's place: what
    # libraries never give back of their memory goes with the old one.
    "recycle": 40,
    "catch_up": False,
    "save_limit": 30,
    "save_limit_per": "group",
}

# Static files: hashed names once they are collected into the house ------------------
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [WEB / "static"]
_COLLECTED = not DEBUG and (STATIC_ROOT / "staticfiles.json").exists()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not _COLLECTED
WHITENOISE_AUTOREFRESH = DEBUG

# What the site writes about itself, and what a probe expects of it -------------------
LOGGING = logging_settings(os.environ.get("DAFENG_LOG", ""))
SLOW_MS = float(os.environ.get("DAFENG_SLOW_MS") or 1000)
LEAST_FREE_MB = int(os.environ.get("DAFENG_LEAST_FREE_MB") or 500)
