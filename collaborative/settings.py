"""All settings, read top to bottom. The environment comes in through collaborative.ops.env and fails loudly."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from collaborative.ops import env, error_reports

BASE_DIR = Path(__file__).resolve().parent.parent

# Where it runs --------------------------------------------------------------------------------------------------

DEBUG = env.flag("DEBUG", False)
EMBEDDED = env.flag("EMBEDDED", False)  # script/server with its own PostgreSQL and Redis
DEMO = env.flag("DEMO", EMBEDDED)  # the demo year, one-click sign-in and the mailbox
TESTING = env.flag("TESTING", False)
PRODUCTION = not (DEBUG or EMBEDDED or DEMO or TESTING)

INSECURE_KEY = "only-for-a-machine-of-ones-own-" + "0" * 32
SECRET_KEY = env.text("SECRET_KEY", INSECURE_KEY)
SITE_URL = env.text("SITE_URL", f"http://127.0.0.1:{env.whole('PORT', 8000)}").rstrip("/")
if not urlsplit(SITE_URL).hostname:
    raise env.EnvError("Set SITE_URL to a whole address, for example https://learning.example.org.")
SITE_PATH = urlsplit(SITE_URL).path  # "/clc" where the product runs below an address that it shares; else empty
FORCE_SCRIPT_NAME = SITE_PATH or None
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", [str(urlsplit(SITE_URL).hostname), "127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = [SITE_URL.removesuffix(SITE_PATH)]
BEHIND_PROXY = env.flag("BEHIND_PROXY", False)

if env.flag("PRODUCTION", False):
    for name, why in {
        "DEBUG": "error pages show what is in memory",
        "DEMO": "anybody could sign in as anybody",
        "EMBEDDED": "the database would be one for trying",
        "TESTING": "it is for the tests alone",
    }.items():
        if globals()[name]:
            raise env.EnvError(f"{name} may not be on where PRODUCTION is: {why}.")
if (PRODUCTION or HTTPS) and SECRET_KEY == INSECURE_KEY:
    raise env.EnvError(
        "Set SECRET_KEY to a random text of at least 50 characters; the one of the source is known to all."
    )
if PRODUCTION and not env.is_random(SECRET_KEY):
    raise env.EnvError("Set SECRET_KEY to a random text of at least 50 characters; the one that is set can be guessed.")
if PRODUCTION and not HTTPS:
    raise env.EnvError("Set SITE_URL to the https:// address at which people reach this server.")
if PRODUCTION and "*" in ALLOWED_HOSTS:
    raise env.EnvError("Name the hosts in ALLOWED_HOSTS; with «*» links in letters could lead to somebody else's site.")

# What it is made of ---------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "collaborative.journal",
    "collaborative.letters",
    "collaborative.people",
    "collaborative.files",
    "collaborative.imports",
    "collaborative.duties",
    "recs",
    "districts",
    "initiatives",
    "trainings",
    "coaching",
    "support",
    "accountability",
    "accountability.demo",
    "collaborative",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "csp",
    "django.contrib.auth",  # sessions and its middleware; its groups and permissions stay empty
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pages for slow lines; tokens are masked and the length is padded
    "collaborative.web.request_id.RequestIdMiddleware",
    "collaborative.web.middleware.StatementComments",
    "collaborative.web.middleware.UploadLimit",
    "collaborative.web.middleware.PrivatePages",
    "collaborative.web.middleware.NoNul",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "collaborative.web.middleware.ReaderLanguage",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "collaborative.people.permissions.ClosedByDefault",
    "collaborative.web.middleware.NotByLink",
]

ROOT_URLCONF = "collaborative.urls"
WSGI_APPLICATION = "collaborative.ops.wsgi.application"

TEMPLATES = [
    {
        "NAME": "pages",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "collaborative.people.context_processors.frame",
            ],
            "builtins": ["django.templatetags.i18n", "collaborative.web.templatetags.ui"],
        },
    },
    {
        "NAME": "letters",  # plain text: nothing is escaped
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"autoescape": False, "builtins": ["django.templatetags.i18n", "collaborative.web.templatetags.ui"]},
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# PostgreSQL, Redis, Celery --------------------------------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", "postgresql:///collaborative"), conn_max_age=60, conn_health_checks=True
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Some statements are compiled once (docs/decisions/prepared-statements.md). Off: made anew at each request, as Django does.
PREPARED = env.flag("PREPARED", True)

REDIS_URL = env.text("REDIS_URL", "redis://127.0.0.1:6379/0")

# Rate limits are shared by all web processes and hold while Redis is down.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"},
}

# People and sign-in ---------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["collaborative.people.policy.PolicyBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "today"
ACCOUNT_ADAPTER = "collaborative.people.sign_in.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_REQUIRED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_FORMS = {
    "login": "collaborative.people.sign_in.forms.sign_in.AddressForm",
    "request_login_code": "collaborative.people.sign_in.forms.sign_in.RequestForm",
    "confirm_login_code": "collaborative.people.sign_in.forms.sign_in.CodeForm",
}
ACCOUNT_LOGOUT_ON_GET = False
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)  # whose X-Forwarded-For says who asks; else all share one rate limit
# Who asks is counted here, a whole room behind one address included; who is written to is counted in sign_in.py.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip,600/h/ip", "request_login_code": "60/m/ip,600/h/ip"}
ACCOUNT_SESSION_REMEMBER = True  # allauth's own tick is not shown; ours is in sign_in_forms.py
SESSION_ENGINE = "collaborative.people.sign_in.session_store"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600  # thirty days where that is chosen at signing in
SESSION_COOKIE_NAME = "clc_session"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = SITE_PATH or "/"

# Letters --------------------------------------------------------------------------------------------------------

EMAIL_HOST = env.text("EMAIL_HOST", "")
EMAIL_PORT = env.whole("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 20
if EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
elif PRODUCTION:
    raise env.EnvError("Set EMAIL_HOST: sign-in codes and invitations are sent by mail.")
else:
    EMAIL_BACKEND = "collaborative.letters.mailbox.MailboxBackend"
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Collegial Learning Collaborative <letters@collaborative.example>")
EMAIL_SUBJECT_PREFIX = "" if PRODUCTION else env.text("EMAIL_SUBJECT_PREFIX", "")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000  # 500 pasted people with first and last name, way of taking part and needs each
LETTER_HOLD_MINUTES = env.whole("LETTER_HOLD_MINUTES", 10)  # how long letters to many can be undone

# Words, days and hours ------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-us"
LANGUAGES = [("en-us", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = len(LANGUAGES) > 1  # looking up words where nothing is translated costs a fifth of each page
USE_TZ = True
TIME_ZONE = "America/Denver"  # how times are shown; the database holds UTC

# Files ----------------------------------------------------------------------------------------------------------

STATIC_URL = f"{SITE_PATH}/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / "var" / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING or DEBUG
UPLOAD_LIMIT = 10 * 1024 * 1024  # bytes of one file
REQUEST_LIMIT = UPLOAD_LIMIT + 512 * 1024  # bytes of a whole request, refused by its Content-Length
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

# Safety ---------------------------------------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "collaborative.web.error_views.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REDIRECT_EXEMPT = ["^" + re.escape(f"{SITE_PATH}/healthz".lstrip("/")) + "$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    }
}

# Telling what happens -------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "collaborative.web.request_id.RequestIdFilter"}},
    "formatters": {
        "line": {
            "()": "collaborative.ops.log_lines.LineFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING" if TESTING else "INFO")},
    "loggers": {"fontTools": {"level": "WARNING"}, "csp": {"level": "WARNING"}},
}
SENTRY_DSN = env.text("SENTRY_DSN", "")
if SENTRY_DSN:
    error_reports.start(SENTRY_DSN)
