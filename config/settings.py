"""All settings, read from the environment (12-factor). docs/operator.md lists every variable.

RABFANG_MODE=embedded (default) is one machine, one web process, SQLite, for trying and for development.
RABFANG_MODE=production refuses to start with anything that is only safe there.
"""

from operator import attrgetter
from pathlib import Path
from urllib.parse import urlsplit

import environ
from celery.schedules import crontab, schedule
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.retry import Retry

from consult.oidc.person import HashKey
from consult.oidc.provider import read_providers

from .rules_of_hearings import (  # noqa: F401 — settings like those below, in a file of their own
    CONSENT_WORDS,
    HEARING_LEAST_DAYS,
    HEARING_PACKS,
    HEARING_PARTS,
    LEAST_LEVEL,
    MORE_POLICY_FIELDS,
    RESULT_DAYS,
    RESULT_HEADINGS,
)

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
env = environ.Env()

LOOPBACK = ("127.0.0.1", "localhost", "::1", None)
NO_MAIL = [f"django.core.mail.backends.{kind}.EmailBackend" for kind in ("console", "dummy", "locmem", "filebased")]
DEVELOPMENT_SECRET = "only-for-development-and-tests-never-in-production"  # noqa: S105

MODE = env.str("RABFANG_MODE", "embedded")
PRODUCTION = MODE == "production"
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", DEVELOPMENT_SECRET)
WEB_PROCESSES = env.int("WEB_PROCESSES", 1)
WEB_THREADS = env.int("WEB_THREADS", 8)
VOTE_THREADS = env.int("VOTE_THREADS", 3)
COMMENT_THREADS = env.int("COMMENT_THREADS", 2)
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Where data lives

DATABASES = {"default": env.db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'rabfang.sqlite3'}")}
DATABASE = DATABASES["default"]
if DATABASE["ENGINE"].endswith("sqlite3"):
    # Without IMMEDIATE, two writers that both began by reading fail at once with "database is locked",
    # whatever the timeout says.
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASE["ENGINE"] = "config.postgresql"
    # Pages run on a fixed number of threads, each with a connection of its own that it keeps.
    DATABASE["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 60)
    DATABASE["CONN_HEALTH_CHECKS"] = True
    # A server that is gone without a word is given up on; how long one that is there may take: config/database.py.
    DATABASE["OPTIONS"] = {
        "connect_timeout": env.int("DATABASE_CONNECT_SECONDS", 3),
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 2,
        "tcp_user_timeout": 20_000,  # milliseconds
        "prepare_threshold": 0,  # plans that a connection keeps: consult/models/prepared.py
    } | DATABASE.get("OPTIONS", {})
#: Of one query of a page, and of waiting for another writer; workers take the time they need
DATABASE_STATEMENT_SECONDS = env.float("DATABASE_STATEMENT_SECONDS", 20)
DATABASE_LOCK_SECONDS = env.float("DATABASE_LOCK_SECONDS", 10)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", "" if PRODUCTION else "redis://127.0.0.1:6390/0")
#: Seconds until Valkey is given up on; nobody then waits for it again for some seconds (consult/breaker.py)
REDIS_TIMEOUT = env.float("REDIS_TIMEOUT", 1.0)
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {
            # receive() asks Valkey to wait five seconds for a message. redis-py would refuse the 101st connection.
            "hosts": [
                {
                    "address": REDIS_URL,
                    "socket_connect_timeout": REDIS_TIMEOUT,
                    "socket_timeout": 5 + REDIS_TIMEOUT,
                    "retry": AsyncRetry(NoBackoff(), 0),
                    "max_connections": 10_000,
                }
            ],
        },
    }
}
CACHES = {
    "default": {
        "BACKEND": "config.caches.CountsOutliveValkey",
        "LOCATION": REDIS_URL,
        "OPTIONS": {
            "SERIALIZER": "config.caches.PlainSerializer",
            "SOCKET_CONNECT_TIMEOUT": REDIS_TIMEOUT,
            "SOCKET_TIMEOUT": REDIS_TIMEOUT,
            # Once more at once when a kept connection turns out to have ended, never when an answer was waited for in vain.
            "CONNECTION_POOL_KWARGS": {"retry": Retry(NoBackoff(), 1, supported_errors=(RedisConnectionError,))},
        },
    },
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},  # rows of Wagtail: no JSON
}

# What runs

INSTALLED_APPS = [
    "cms",
    "analysis",
    "consult",
    "consult.people",
    "wagtail.contrib.settings",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "taggit",
    "channels",
    "django_filters",
    "django_htmx",
    "django_vite",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.FormMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads each answer at random, so that its length tells nothing (BREACH)
    "config.middleware.ContentPolicyMiddleware",
    "config.middleware.WellFormedMiddleware",
    "config.middleware.StrangersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.LanguageOfAddressMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "config.authentication.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.guests.GuestMiddleware",
    "config.second_factor.SecondFactorMiddleware",
    "config.middleware.SearchMiddleware",
]
ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "frontend" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_vite.templatetags.django_vite",
                "consult.templatetags.thai",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "consult.views.strangers.token_of_reader",
            ],
        },
    }
]

# Who people are

AUTH_USER_MODEL = "consult.User"
AUTHENTICATION_BACKENDS = ["config.authentication.ConfirmedPeopleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "consult:consultation_list"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "consult.people.views.forms.AliasForm"
ACCOUNT_ADAPTER = "config.mailboxes.MailboxAdapter"
#: Addresses of services of throw-away mailboxes (consult/people/data/disposable_domains.txt) are refused
REFUSE_DISPOSABLE_MAILBOXES = env.bool("REFUSE_DISPOSABLE_MAILBOXES", True)
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = attrgetter("alias")
ACCOUNT_EMAIL_VERIFICATION = env.str("EMAIL_VERIFICATION", "mandatory" if PRODUCTION else "optional")
ACCOUNT_PREVENT_ENUMERATION = True
# A school or an office is one address: a class signs up within some minutes. Guesses of a password are counted by account too.
SIGN_UPS_PER_HOUR = env.int("SIGN_UPS_PER_HOUR", 300)
ACCOUNT_RATE_LIMITS = {
    "signup": f"60/m/ip,{SIGN_UPS_PER_HOUR}/h/ip",
    "login": "120/m/ip",
    "login_failed": "30/m/ip,5/300s/key",
    "request_login_code": "120/m/ip,3/m/key",
}
# One door: an address and the code that is mailed to it, for those with an account and those without one yet
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_FORMS = {
    "signup": "config.mailboxes.SignUpForm",
    "request_login_code": "config.codes.AskForCodeForm",
    "confirm_login_code": "config.codes.CodeForm",
}
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
#: Whether rights of staff wait until they have a second factor; anybody may set one up
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", PRODUCTION)
MFA_ADAPTER = "config.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]  # a passkey is the second step and never the only one
MFA_FORMS = {
    "add_webauthn": "config.passkeys.AddPasskeyForm",
    "edit_webauthn": "config.passkeys.RenamePasskeyForm",
    "authenticate_webauthn": "config.passkeys.PasskeyForm",
    "reauthenticate_webauthn": "config.passkeys.PasskeyAgainForm",
}
MFA_TOTP_TOLERANCE = 1  # thirty seconds that a telephone is slow or fast
MFA_ALLOW_UNVERIFIED_EMAIL = ACCOUNT_EMAIL_VERIFICATION != "mandatory"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SITE_URL.startswith("https") else "http"
#: Providers of digital identities, from a TOML file; none for no file
DIGITAL_ID_PROVIDERS = read_providers(env.str("DIGITAL_ID_FILE", ""))
#: Secrets for hashes of who somebody is at a provider, the newest first: name:secret,name:secret
DIGITAL_ID_HASH_KEYS = tuple(
    HashKey(name=name, secret=secret)
    for name, _colon, secret in (told.partition(":") for told in env.list("DIGITAL_ID_HASH_KEYS", default=[]))
)
if DIGITAL_ID_PROVIDERS and not all(
    len(key.secret) >= 32 for key in DIGITAL_ID_HASH_KEYS or [HashKey(name="", secret="")]
):
    raise ImproperlyConfigured("DIGITAL_ID_HASH_KEYS needs a name and a secret of at least 32 characters: name:secret.")
#: A register of companies: an address with {number}, and the name of the company's name in its answer; none for no address
COMPANY_REGISTRY_URL = env.str("COMPANY_REGISTRY_URL", "")
COMPANY_REGISTRY_NAME = env.str("COMPANY_REGISTRY_NAME", "name")
COMPANY_REGISTRY_TIMEOUT = env.float("COMPANY_REGISTRY_TIMEOUT", 5)
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", 10)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "รับฟัง <no-reply@localhost>")

# Language and time

LANGUAGE_CODE = "th"
LANGUAGES = [("th", _("Thai")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "frontend" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Bangkok"

# Files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [("site", BASE_DIR / "frontend" / "dist")]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(VAR_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Vite has put a content hash in these names already.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+[.-][0-9A-Za-z_-]{8,12}\..+$"
DJANGO_VITE = {
    "default": {
        "static_url_prefix": "site",
        "manifest_path": BASE_DIR / "frontend" / "dist" / "manifest.json",
    }
}

# Safety

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        # a form that leads to a provider of digital identities, where no script sends it
        "form-action": [SELF, *sorted({origin for one in DIGITAL_ID_PROVIDERS.values() for origin in one.origins})],
        "frame-ancestors": [NONE],
    }
}
EDITOR_URL_PREFIX = "/cms/"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail previews its pages in a frame
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "config.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
#: Keys of before, newest first: cookies of guests and links that were signed with them still hold
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# What one client may ask of a process; see config/gate.py and docs/operator.md
#: Whose X-Forwarded-For and X-Forwarded-Proto are believed: addresses or networks; an nginx on the same machine by default
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=["127.0.0.1", "::1"] if PRODUCTION else [])
BODY_BYTES = env.int("BODY_BYTES", 1024 * 1024)
BODY_SECONDS = env.float("BODY_SECONDS", 20)
EDITOR_BODY_BYTES = env.int("EDITOR_BODY_BYTES", 20 * 1024 * 1024)
EDITOR_BODY_SECONDS = env.float("EDITOR_BODY_SECONDS", 300)
BODIES_PER_ADDRESS = env.int("BODIES_PER_ADDRESS", 100)
SOCKETS_PER_ADDRESS = env.int("SOCKETS_PER_ADDRESS", 500)
ANSWER_SECONDS = env.float("ANSWER_SECONDS", 25)
EDITOR_ANSWER_SECONDS = env.float("EDITOR_ANSWER_SECONDS", 300)
SEARCHES_PER_MINUTE = env.int("SEARCHES_PER_MINUTE", 120)
PASSWORDS_AT_ONCE = env.int("PASSWORDS_AT_ONCE", 2)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a whole Act in the editor is one form
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 3600)
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
PASSWORD_HASHERS = [
    "config.passwords.FewAtOnce",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]

# Wagtail

WAGTAIL_SITE_NAME = "รับฟัง"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False  # no call-home
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # no call-home
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # a closing time that an officer types is Bangkok's, whatever a profile says
# One door for signing in and passwords: allauth's (config/authentication.py). Staff choose theirs by “forgotten password”,
# which proves that the mailbox is theirs.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# Of a review those are told whose turn it is (cms/desk/review_mail.py)
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.desk.title_search"}}  # finds Thai however it is typed

# Background work

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # Valkey may be away for a night; the worker is there when it comes back
CELERY_BROKER_CHANNEL_ERROR_RETRY = True  # or be full: a worker would end at the first refusal
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": REDIS_TIMEOUT,
    "socket_timeout": REDIS_TIMEOUT,
    "visibility_timeout": 4 * 3600,
}
CELERY_TASK_PUBLISH_RETRY = False  # the sweep finds what a lost broker did not carry
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
#: Of the day in Bangkok, when those who have something unread get their mail
MAIL_HOUR = env.int("MAIL_HOUR", 17)
CELERY_BEAT_SCHEDULE = {
    "assign new comments": {"task": "analysis.tasks.assign_new_comments", "schedule": schedule(15)},
    # Often, since what a full or a frozen Valkey refuses are turns of the timetable too: the next one must come soon
    "take up lost work": {"task": "analysis.tasks.take_up_lost_work", "schedule": schedule(15)},
    "refresh stale analyses": {"task": "analysis.tasks.refresh_stale_analyses", "schedule": schedule(60)},
    "publish open data": {"task": "analysis.tasks.publish_due_open_data", "schedule": schedule(600)},
    "forget embeddings": {"task": "analysis.tasks.forget_embeddings", "schedule": schedule(24 * 3600)},
    "forget old announcements": {
        "task": "consult.tasks.forget_old_announcements",
        "schedule": schedule(3600),
    },
    "mail notices": {"task": "consult.tasks.mail_notices", "schedule": crontab(hour=MAIL_HOUR, minute=0)},
    "tell of results": {"task": "consult.tasks.tell_of_results", "schedule": schedule(60)},
    "sign due checkpoints": {"task": "consult.tasks.sign_due_checkpoints", "schedule": schedule(60)},
    "make files of results": {"task": "consult.tasks.make_result_files", "schedule": schedule(20)},
    "make files of results anew": {
        "task": "consult.tasks.make_result_files",
        "kwargs": {"all_results": True},
        "schedule": schedule(3600),
    },
    "watch hours": {"task": "consult.tasks.watch_hours", "schedule": crontab(minute="*/10")},
    "check companies": {"task": "consult.tasks.check_companies", "schedule": schedule(3600)},
    "forget unsent acts": {"task": "consult.tasks.forget_unsent_acts", "schedule": schedule(3600)},
    "forget old sessions": {"task": "consult.tasks.forget_old_sessions", "schedule": schedule(3600)},
    "forget old data": {"task": "consult.people.tasks.forget_old_data", "schedule": crontab(hour=3, minute=30)},
    "publish scheduled": {"task": "cms.tasks.publish_scheduled", "schedule": schedule(60)},
    "forget removed files": {"task": "cms.tasks.forget_removed_files", "schedule": crontab(hour=3, minute=20)},
    "sign of life": {"task": "consult.tasks.sign_of_life", "schedule": schedule(30)},
}

# Open data

#: Where the files of releases lie; served by the site itself, so that what was hidden since is not
OPEN_DATA_ROOT = Path(env.str("OPEN_DATA_ROOT", str(VAR_DIR / "open-data")))
#: Of the data that is given away: CC-BY-4.0, CC0-1.0 or ODC-BY-1.0. Which one an agency may give is for its lawyers (docs/operator.md)
OPEN_DATA_LICENCE = env.str("OPEN_DATA_LICENCE", "CC-BY-4.0")

#: The catalogue that `manage.py push_ckan` sends entries to; empty: none
CKAN_URL = env.str("CKAN_URL", "")
CKAN_API_KEY = env.str("CKAN_API_KEY", "")
#: Seconds to reach it, and to wait for its answer
CKAN_TIMEOUT = (5, env.float("CKAN_TIMEOUT", 60))
#: Short address of an agency here → its organisation there, where that is another word: slug=org,slug=org
CKAN_OWNER_ORGS = env.dict("CKAN_OWNER_ORGS", default={})
#: Of entries whose hearing names no e-mail address
CKAN_MAINTAINER_EMAIL = env.str("CKAN_MAINTAINER_EMAIL", "")
#: Begins the name of every entry, so that two sites may send to one catalogue
CKAN_NAME_PREFIX = env.str("CKAN_NAME_PREFIX", "rabfang-hearing")

# Analysis

ANALYSIS_ENCODER = env.str("ANALYSIS_ENCODER", "use+e5")
#: titles that may name a theme: "" for none, "shipped", or a file with one title a line
ANALYSIS_TITLES = env.str("ANALYSIS_TITLES", "")
#: people without whom those who vote alike are no opinion group
ANALYSIS_LEAST_GROUP = env.int("ANALYSIS_LEAST_GROUP", 5)
# When a consultation is analysed again by itself: see analysis/runs/staleness.py
ANALYSIS_GROWTH_SHARE = env.float("ANALYSIS_GROWTH_SHARE", 0.2)
ANALYSIS_DRIFT_SHARE = env.float("ANALYSIS_DRIFT_SHARE", 0.15)
ANALYSIS_DRIFT_WINDOW = env.int("ANALYSIS_DRIFT_WINDOW", 500)
ANALYSIS_REFRESH_MINUTES = env.int("ANALYSIS_REFRESH_MINUTES", 10)
ANALYSIS_LOST_SECONDS = env.int("ANALYSIS_LOST_SECONDS", 180)
# From how many new comments on their embedding is shared out among workers, and how many are one share
ANALYSIS_CHUNKS_FROM = env.int("ANALYSIS_CHUNKS_FROM", 2_000)
ANALYSIS_CHUNK_SIZE = env.int("ANALYSIS_CHUNK_SIZE", 500)
# Off unless an address is given: masked comments would leave this machine.
MODEL_URL = env.str("MODEL_URL", "")
MODEL_NAME = env.str("MODEL_NAME", "")
MODEL_KEY = env.str("MODEL_KEY", "")
MODEL_TIMEOUT = env.float("MODEL_TIMEOUT", 30)

# The rules of taking part (each a documented default, not a legal fact)

COMMENT_MAX_LENGTH = env.int("COMMENT_MAX_LENGTH", 5000)
COMMENT_EDIT_MINUTES = env.int("COMMENT_EDIT_MINUTES", 15)
COMMENTS_PER_HOUR = env.int("COMMENTS_PER_HOUR", 30)
REPORTS_PER_HOUR = env.int("REPORTS_PER_HOUR", 30)
#: Of one address: comments that devices without an account report
GUEST_REPORTS_PER_HOUR = env.int("GUEST_REPORTS_PER_HOUR", 60)
#: Of one person: turning a vote that stands into another one. First votes are not counted.
VOTE_CHANGES_PER_MINUTE = env.int("VOTE_CHANGES_PER_MINUTE", 20)
#: Of one address: votes, answers and comments made before signing in, which are kept for a day at most
UNSENT_PER_HOUR = env.int("UNSENT_PER_HOUR", 1000)
#: Of one address: devices that begin to take part without an account. A school or a telephone company is one address.
GUESTS_PER_HOUR = env.int("GUESTS_PER_HOUR", 600)
#: Of one device without an account: votes and answers
GUEST_ACTS_PER_MINUTE = env.int("GUEST_ACTS_PER_MINUTE", 40)
#: How long a browser is known as the same guest
GUEST_DAYS = env.int("GUEST_DAYS", 180)
#: Comments, or votes on one section, within an hour from which on the hour may be unusual, and how many times the usual it has to be
BURST_LEAST = env.int("BURST_LEAST", 50)
BURST_TIMES = env.int("BURST_TIMES", 4)
#: Whether people who work for an agency vote in its hearings; they are labelled there in any case
STAFF_MAY_VOTE = env.bool("STAFF_MAY_VOTE", False)
#: Of one person
NAME_CHANGES_PER_DAY = env.int("NAME_CHANGES_PER_DAY", 3)
#: Of one person: copies of their data
COPIES_PER_HOUR = env.int("COPIES_PER_HOUR", 5)
#: Days in which a request about data is answered. Unverified: see docs/operator.md
DATA_REQUEST_DAYS = env.int("DATA_REQUEST_DAYS", 30)
#: Days after which data about people is forgotten, by kind; 0 keeps it. Unverified: see docs/operator.md
RETENTION_DAYS = {
    "unconfirmed": 7,
    "guests": GUEST_DAYS,
    "requests": 1095,
    "notices": 365,
    "sealed_texts": 0,
    "wordings": 0,
} | {kind: int(days) for kind, days in env.dict("RETENTION_DAYS", default={}).items()}
#: Words from which keys are made that seal what people tell of themselves: the first seals, the others still open. SECRET_KEY when empty
SEALING_KEYS = env.list("SEALING_KEYS", default=[])
#: Of what pseudonyms are made; SECRET_KEY when empty. Kept when SECRET_KEY is changed: leaves of the log name people by them
PSEUDONYM_KEY = env.str("PSEUDONYM_KEY", "")
#: The log of all acts: who signs its checkpoints, by what key (32 bytes in base 64; without one the demonstration makes one, production
#: signs nothing), public keys of before, and where each checkpoint is mailed to
LOG_ORIGIN = env.str("LOG_ORIGIN", f"{urlsplit(SITE_URL).netloc}/log")
LOG_SIGNING_KEY = env.str("LOG_SIGNING_KEY", "")
LOG_SIGNING_KEY_FILE = None if PRODUCTION else VAR_DIR / "log-signing-key"
LOG_OLD_KEYS = env.list("LOG_OLD_KEYS", default=[])
#: A key with its certificate (PKCS #12) by which PDF files of results are signed; none signs none
PDF_SIGNING_FILE = env.str("PDF_SIGNING_FILE", "")
PDF_SIGNING_PASSWORD = env.str("PDF_SIGNING_PASSWORD", "")
LOG_CHECKPOINT_MAILTO = env.list("LOG_CHECKPOINT_MAILTO", default=[])
#: Of one analyst
EXPORTS_PER_HOUR = env.int("EXPORTS_PER_HOUR", 60)

#: Whether officers publish nothing that was not reviewed; off, because many agencies have one officer and nobody else
REVIEW_REQUIRED = env.bool("REVIEW_REQUIRED", False)
#: The largest file of a draft that is looked at; more than EDITOR_BODY_BYTES never arrives.
DRAFT_FILE_MB = env.int("DRAFT_FILE_MB", 20)
#: After which the bytes of a file that was taken off a hearing, or that nothing refers to, are deleted
REMOVED_FILE_DAYS = env.int("REMOVED_FILE_DAYS", 90)
#: The largest document that is attached to a hearing
ATTACHMENT_MB = env.int("ATTACHMENT_MB", 15)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {name: {"level": "WARNING"} for name in ("django_tasks", "httpx", "weasyprint", "fontTools", "pikepdf")},
}


def refuse_unsafe_production() -> None:
    """Stop with every reason at once rather than start a public site that is only safe on a desk."""
    reasons = []
    if SECRET_KEY == DEVELOPMENT_SECRET or len(SECRET_KEY) < 50:
        reasons.append("SECRET_KEY is missing, the development default, or shorter than 50 characters.")
    if DEBUG:
        reasons.append("DEBUG is on.")
    if not REDIS_URL:
        reasons.append("REDIS_URL is missing: live updates, background work and rate limits need Valkey or Redis.")
    if DATABASE["ENGINE"].endswith("sqlite3") and WEB_PROCESSES > 1:
        reasons.append("WEB_PROCESSES is more than 1 on SQLite: use PostgreSQL (DATABASE_URL=postgres://…).")
    if not ALLOWED_HOSTS:
        reasons.append("ALLOWED_HOSTS is empty.")
    if urlsplit(SITE_URL).hostname in LOOPBACK:
        reasons.append(f"SITE_URL is {SITE_URL}: links in mail would lead each reader to their own machine.")
    if EMAIL_BACKEND in NO_MAIL:
        reasons.append(
            "EMAIL_URL is missing or sends no mail: nobody could confirm an address or choose a new password."
        )
    if reasons:
        raise ImproperlyConfigured("Refusing to start in production mode:\n- " + "\n- ".join(reasons))


if MODE not in ("embedded", "production"):
    raise ImproperlyConfigured(f"RABFANG_MODE is {MODE!r}; it is either 'embedded' or 'production'.")
if PRODUCTION:
    refuse_unsafe_production()
