"""All settings. What differs between installations is read from the environment, here and nowhere else.

`.env.example` names every variable read here; a test holds the two together.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _
from kombu import Queue

from gradus import environment
from gradus.api import configuration
from gradus.logs import configure_structlog, logging_settings

ROOT = Path(__file__).resolve().parents[2]

# --- where and how this installation runs -----------------------------------------------------------------------

PRODUCTION = environment.choice("GRADUS_ENVIRONMENT", ["local", "production"], "local") == "production"
DEBUG = environment.flag("DEBUG", default=False)
if PRODUCTION and DEBUG:
    raise environment.SettingError("DEBUG", "off when GRADUS_ENVIRONMENT is production", "on")

DATA = environment.folder("GRADUS_DATA", ROOT / ".data")
SECRET_KEY = environment.text("SECRET_KEY", None if PRODUCTION else "-")
if SECRET_KEY == "-":
    SECRET_KEY = environment.kept_secret(environment.writable("GRADUS_DATA", DATA) / "secret_key")

LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", [] if PRODUCTION else LOCAL_HOSTS)
if PRODUCTION and not ALLOWED_HOSTS:
    raise environment.SettingError("ALLOWED_HOSTS", "the names of this site, separated by commas")
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")
TRUSTED_PROXIES = environment.whole_number("TRUSTED_PROXIES", 0, least=0, most=10)

# --- what it is made of -----------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "gradus.accounts",
    "gradus.audit",
    "gradus.library",
    "gradus.courses",
    "gradus.submissions",
    "gradus.progress",
    "gradus.grading",
    "gradus.authoring",
    "gradus.teaching",
    "gradus.administration",
    "gradus.pages",
    "gradus.api",
    "gradus.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "django.contrib.admin",
]

MIDDLEWARE = [
    # First what adds headers, so that static files, health and error pages have them too.
    "gradus.pages.headers.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "gradus.pages.health.HealthMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "gradus.limits.BodyLimit",  # before anything that reads the body
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "gradus.urls"
WSGI_APPLICATION = "gradus.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ]
        },
    }
]

# --- the database and Redis -------------------------------------------------------------------------------------

SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",  # a writer waits its turn at BEGIN; a deferred one fails at once when it upgrades
    "timeout": 20,
    # FULL: NORMAL may lose the last commits when the power goes, and an acknowledged submission must not be lost.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
DATABASE_URL = environment.url(
    "DATABASE_URL", f"sqlite:///{DATA / 'gradus.sqlite3'}", ["sqlite", "postgres", "postgresql"]
)
DATABASES: dict[str, dict[str, Any]] = {
    # Kept open: closing the last connection to a SQLite file in WAL mode would checkpoint it after every request.
    "default": {**dj_database_url.parse(DATABASE_URL, conn_max_age=600, conn_health_checks=True)}
}
ON_SQLITE = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
if ON_SQLITE:
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = environment.url("REDIS_URL", "redis://127.0.0.1:6379/0", ["redis", "rediss", "unix"])
# Counters of sign-in limits: in the database, because Redis may be emptied or absent at any time.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # A full cache drops entries: with the default of 300, whoever fills it resets the counter of their guesses.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}

# --- the grader worker ------------------------------------------------------------------------------------------
# Measured: with these nothing is lost. Time limits nest: the symbolic child 1 s < one submission 5 s < soft 8 s
# < hard 10 s < lease 30 s.

GRADING_SUBMISSION_SECONDS = 5
GRADING_LEASE_SECONDS = 30

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_QUEUES = [Queue("answer"), Queue("proof"), Queue("regrade")]
CELERY_TASK_DEFAULT_QUEUE = "answer"
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TASK_SOFT_TIME_LIMIT = 8
CELERY_TASK_TIME_LIMIT = 10
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 60,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "socket_keepalive": True,
    "health_check_interval": 5,
    "max_retries": 0,  # without it a POST waits 6 s for an absent Redis
}

# --- people and sessions ----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "gradus.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "gradus.accounts.forms.SignUpForm",
    "reset_password_from_key": "gradus.accounts.forms.NewPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = environment.choice(
    "EMAIL_VERIFICATION", ["none", "optional", "mandatory"], "mandatory" if PRODUCTION else "none"
)
ACCOUNT_SESSION_REMEMBER = True
# Limits by address are wide, so that a class behind one address is not locked out; those by account are narrow.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "200/m/ip,5/5m/key",
    "signup": "200/m/ip",
    "reset_password": "60/m/ip,5/m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

EMAIL_HOST = environment.text("EMAIL_HOST", "")
EMAIL_PORT = environment.whole_number("EMAIL_PORT", 587, least=1, most=65535)
EMAIL_HOST_USER = environment.text("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_PASSWORD", "")
EMAIL_TLS = environment.flag("EMAIL_TLS", default=True)
EMAIL_USE_SSL = EMAIL_TLS and EMAIL_PORT == 465  # the port on which TLS begins with the first byte
EMAIL_USE_TLS = EMAIL_TLS and not EMAIL_USE_SSL  # on the others STARTTLS asks for it
EMAIL_TIMEOUT = 10
# Mail servers refuse senders at localhost: where no other is given, the sender is at this site.
DEFAULT_FROM_EMAIL = environment.text("EMAIL_FROM", f"gradus@{ALLOWED_HOSTS[0].lstrip('.*') or 'localhost'}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_SUBJECT_PREFIX = ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
if ACCOUNT_EMAIL_VERIFICATION == "mandatory" and not EMAIL_HOST:
    raise environment.SettingError("EMAIL_HOST", "set, because EMAIL_VERIFICATION is mandatory")

# --- what a browser is told -------------------------------------------------------------------------------------

HTTPS = environment.flag("HTTPS", default=PRODUCTION)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # asked over plain HTTP from inside the machine
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_REFUSED = [
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "payment",
    "usb",
]
MOST_BODY_BYTES = 2_500_000  # any request: a class list of 1 MB as a file, and as text beside it
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_200_000  # text in forms: a class list of 1 MB, its lines ended by CR LF
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "style-src-attr": [UNSAFE_INLINE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

STATIC_URL = "static/"
STATICFILES_DIRS = [ROOT / "static"]
# Ours and those of Django's admin: of other packages' files (the browsable API, builds of htmx) no page uses any.
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "gradus.administration.static_files.AdminFilesFinder",
]
STATIC_ROOT = environment.folder("STATIC_ROOT", DATA / "staticfiles")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

REST_FRAMEWORK, REST_KNOX = configuration.REST_FRAMEWORK, configuration.REST_KNOX
KNOX_TOKEN_MODEL, MIGRATION_MODULES = configuration.KNOX_TOKEN_MODEL, configuration.MIGRATION_MODULES
SPECTACULAR_SETTINGS = configuration.SPECTACULAR_SETTINGS

# --- languages, time, logs --------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

LOG_LEVEL = environment.choice("LOG_LEVEL", ["debug", "info", "warning", "error"], "info").upper()
LOGGING = logging_settings(LOG_LEVEL)
configure_structlog()
