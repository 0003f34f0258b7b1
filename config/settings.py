"""All settings, for every environment. What differs is read by ``config.env``; docs/operations.md lists it."""

from pathlib import Path

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from config import archives, env
from config.database import databases, owner
from config.institution import *  # noqa: F403 -- settings, all of them
from config.sign_in import *  # noqa: F403 -- settings, all of them

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")

# While `make run` runs, commands in another terminal belong to the same demo.
TRIAL = not env.text("DATABASE_URL", "") and (VAR_DIR / "postgres" / "url").is_file()
DEMO = env.flag("AKKOORD_DEMO", default=TRIAL)
DEBUG = env.flag("DEBUG", default=False)
DEMO_SECRET_KEY = "demo-key-that-protects-nothing-and-never-starts-in-production"
SECRET_KEY = env.text("SECRET_KEY", DEMO_SECRET_KEY)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
BASE_URL = env.text("BASE_URL", f"http://localhost:{env.number('PORT', 8000)}")
HTTPS = BASE_URL.startswith("https://")

ORGANISATION = env.text("ORGANISATION", "UMC Utrecht")
ACCENT = env.text("ACCENT", "teal")
LOGO = env.text("LOGO", "")
DATA_PROTECTION_OFFICER = env.text("DATA_PROTECTION_OFFICER", "privacy@example.org")
HEALTH_TOKEN = env.text("HEALTH_TOKEN", "")
GUIDELINE_VERSION = env.text("GUIDELINE_VERSION", "2026")
LONGEST_TERM_YEARS = env.number("LONGEST_TERM_YEARS", 5, minimum=1)
CLAIMS_PERIOD_YEARS = env.number("CLAIMS_PERIOD_YEARS", 5)
KEEP_CONTACT_DAYS = env.number("KEEP_CONTACT_DAYS", 30)
KEEP_UNUSED_DAYS = env.number("KEEP_UNUSED_DAYS", 365)
KEEP_RIGHTS_YEARS = env.number("KEEP_RIGHTS_YEARS", 5)
TERM_REMINDER_DAYS = tuple(int(days) for days in env.words("TERM_REMINDER_DAYS", "90,30,7"))
INVITATION_HOURS = env.number("INVITATION_HOURS", 72, minimum=1)
REMIND_SIGNER_DAYS = env.number("REMIND_SIGNER_DAYS", 2, minimum=1)
REMIND_REQUESTER_DAYS = env.number("REMIND_REQUESTER_DAYS", 4, minimum=1)
MOST_REMINDERS = env.number("MOST_REMINDERS", 2, minimum=0)
BOUNCE_MAIL = env.text("BOUNCE_MAIL", "")
PAPER_MAX_BYTES = env.number("PAPER_MAX_BYTES", 10_000_000)
CODE_MINUTES = env.number("CODE_MINUTES", 10, minimum=1)
OWN_POST_WORKING_DAYS = env.number("OWN_POST_WORKING_DAYS", 2, minimum=1)
EXPIRE_DAYS = env.number("EXPIRE_DAYS", 30)
CARD_DAYS = env.number("CARD_DAYS", 30)
TAKE_DOWN_DAYS = env.number("TAKE_DOWN_DAYS", 30, minimum=1)
TAKE_DOWN_REMIND_DAYS = env.number("TAKE_DOWN_REMIND_DAYS", 7, minimum=1)
SCREENSHOT_MAX_BYTES = env.number("SCREENSHOT_MAX_BYTES", 10_000_000)
DECIDE_DAYS = env.number("DECIDE_DAYS", 14)
DECIDE_COMPLEX_DAYS = env.number("DECIDE_COMPLEX_DAYS", 28)
DECIDE_PRESS_DAYS = env.number("DECIDE_PRESS_DAYS", 0)
SECOND_REVIEWER = env.words("SECOND_REVIEWER")
STEP_DAYS = env.number("STEP_DAYS", 30, minimum=1)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "pgtrigger",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "consent",
    *(["demo"] if DEMO else []),
]

MIDDLEWARE = [
    "config.proxy.client_address",
    "config.middleware.request_log",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.extra_headers",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "accounts.middleware.one_at_a_time",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.me.middleware.LastUsed",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.factor.middleware.SecondFactor",
    "consent.oversight.middleware.looks",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.sessions.Accounts"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

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
                "config.context.site",
                *(["demo.context.logins"] if DEMO else []),
            ]
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
FORMS_URLFIELD_ASSUME_HTTPS = True

DATABASES = databases(VAR_DIR)
DATABASE_OWNER = owner(VAR_DIR)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PROCRASTINATE_IMPORT_PATHS = [
    "accounts.tasks",
    "accounts.people.tasks",
    "consent.tasks",
    "consent.requesting.tasks",
    "consent.signing.tasks",
    "consent.groups.tasks",
    "consent.review.tasks",
    "consent.routing.tasks",
    "consent.conversation.tasks",
    "consent.signing.bulk",
    "consent.archive.tasks",
    "consent.publication.tasks",
    "consent.retention.tasks",
    "consent.rights.tasks",
    "consent.systems.tasks",
    "consent.withdrawal.tasks",
    "consent.preview.tasks",
]

SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_NAME = "__Host-language" if HTTPS else "language"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
VERIFY_MAX_BYTES = env.number("VERIFY_MAX_BYTES", 20_000_000)
PREVIEW_DAYS = env.number("PREVIEW_DAYS", 14, minimum=1)
PREVIEW_MAX_BYTES = env.number("PREVIEW_MAX_BYTES", 100_000_000)
SYSTEMS_RATE, SYSTEMS_WRONG_RATE = env.text("SYSTEMS_RATE", "120/m/key"), env.text("SYSTEMS_WRONG_RATE", "30/m/ip")
SYSTEMS_INSIDE = [host.lower() for host in env.words("SYSTEMS_INSIDE")]
VERIFY_RATE, ENROL_RATE = env.text("VERIFY_RATE", "30/m/ip"), env.text("ENROL_RATE", "120/m/ip")

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", VAR_DIR / "static")
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/bootstrap", NODE_MODULES / "bootstrap" / "dist"),
    ("vendor/chart.js", NODE_MODULES / "chart.js" / "dist"),
    ("vendor/htmx", NODE_MODULES / "htmx.org" / "dist"),
    ("vendor/signature_pad", NODE_MODULES / "signature_pad" / "dist"),
    ("vendor/open-sans/files", NODE_MODULES / "@fontsource" / "open-sans" / "files"),
    ("vendor/vazirmatn/files", NODE_MODULES / "@fontsource" / "vazirmatn" / "files"),
    ("vendor/noto-sans-arabic/files", NODE_MODULES / "@fontsource" / "noto-sans-arabic" / "files"),
    ("vendor/unifont/files", NODE_MODULES / "@fontsource" / "unifont" / "files"),
]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.bundles.BundleFinder",
]
LUCIDE_DIR = NODE_MODULES / "lucide-static"
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("map", "woff2", "png", "jpg", "webp", "gz", "br")

ARCHIVE_DIR = env.text("ARCHIVE_DIR", str(VAR_DIR / "archive"))
ARCHIVE_REPLICA = env.text("ARCHIVE_REPLICA", "")
POSTGRES_BIN = env.text("POSTGRES_BIN", "")
PREVIEW_DIR = env.path("PREVIEW_DIR", VAR_DIR / "previews")
SEAL_PKCS12 = env.text("SEAL_PKCS12", "")
SEAL_PKCS11 = env.text("SEAL_PKCS11", "")
SEAL_PKCS11_TOKEN = env.text("SEAL_PKCS11_TOKEN", "")
SEAL_PKCS11_KEY = env.text("SEAL_PKCS11_KEY", "")
SEAL_CERTIFICATE = env.text("SEAL_CERTIFICATE", "")
SEAL_PASSPHRASE = env.text("SEAL_PASSPHRASE", "")
SEAL_LEVEL = env.one_of("SEAL_LEVEL", "T", ("T", "LT", "LTA"))
TIMESTAMP_AUTHORITIES = env.words("TIMESTAMP_AUTHORITIES")
TIMESTAMP_ROOTS = env.text("TIMESTAMP_ROOTS", "")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
    "archive": archives.place(ARCHIVE_DIR),
    "previews": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PREVIEW_DIR, "base_url": None, "file_permissions_mode": 0o600},
    },
}
if ARCHIVE_REPLICA:
    STORAGES["archive_replica"] = archives.place(ARCHIVE_REPLICA)

MAIL_TEXTS = "consent.mail_texts.own"
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "Akkoord <akkoord@example.org>")
DESK_MAIL = env.text("DESK_MAIL", "desk@example.org")
PRESS_MAIL = env.text("PRESS_MAIL", "press@umcutrecht.nl")
SOCIAL_MEDIA_MAIL = env.text("SOCIAL_MEDIA_MAIL", "socialmedia@example.org")
MAILERS = {
    "default": {"BACKEND": "demo.mail.MailboxBackend"}
    if DEMO
    else {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env.text("MAIL_HOST", "localhost"),
            "port": env.number("MAIL_PORT", 25),
            "username": env.text("MAIL_USER", ""),
            "password": env.text("MAIL_PASSWORD", ""),
            "use_tls": env.flag("MAIL_TLS", default=False),
            "timeout": 10,
        },
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.JsonFormatter"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "json"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": ["nowhere"], "propagate": False},
        "procrastinate": {"level": "WARNING"},
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        "pyhanko": {"level": "WARNING"},
    },
}
