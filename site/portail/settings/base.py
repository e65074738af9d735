"""Production settings. Everything comes from the environment and fails loudly.

``dev`` and ``test`` relax this module; nothing here asks which one is running.
docs/reglages.md lists every variable.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

RACINE = Path(__file__).resolve().parents[3]
env = environ.Env()

# ---------------------------------------------------------------- the site
SECRET_KEY = env.str("SECRET_KEY")
DEBUG = False
DEMO = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
WAGTAILADMIN_BASE_URL = env.str("ADRESSE_PUBLIQUE")
WAGTAIL_SITE_NAME = "Tissage"
ROOT_URLCONF = "portail.urls"
WSGI_APPLICATION = "portail.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Of what the people of the site and the structures write; sources have their own.
LICENCE_DES_DONNEES = env.str("LICENCE_DES_DONNEES", default="Licence Ouverte 2.0")
# Off for a site that is being tried: robots.txt then closes all of it.
INDEXATION = env.bool("INDEXATION", default=True)
# Mail or https addresses for who finds a fault; security.txt exists once there is one.
CONTACT_SECURITE = env.list("CONTACT_SECURITE", default=[])
DONNEES_VAR = Path(env.str("DONNEES_VAR", default=str(RACINE / "var")))

INSTALLED_APPS = [
    "home",
    "annuaire",
    "search",
    "espace",
    "territoires",
    "socle",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.search_promotions",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "socle.compression.CompressionMiddleware",
    "socle.csp.PolitiqueMiddleware",
    "socle.entrees.EntreesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "socle.routes.RoutesMiddleware",
    "socle.langues.LangueMiddleware",
    "django.middleware.common.CommonMiddleware",
    "socle.csrf.OrigineMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "socle.anciennes_adresses.AnciennesAdressesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "socle.contexte.site",
            ],
            "builtins": ["socle.templatetags.socle"],
        },
    }
]

# ---------------------------------------------------------------- database
DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
SQLITE_OPTIONS = {
    # Tried: the defaults gave 104 « database is locked » in 160 writes by 4 threads, these none.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS

# ---------------------------------------------------------------- people
AUTH_USER_MODEL = "espace.Compte"
AUTHENTICATION_BACKENDS = ["espace.authentification.CompteBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
WAGTAILADMIN_LOGIN_URL = "wagtailadmin_login"
LOGIN_URL = "wagtailadmin_login"

# ---------------------------------------------------------------- languages and time
LANGUAGE_CODE = "fr"
# Those that the interface is written in: whoever works here types dates as they are written.
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", _("Français")), ("en", _("Anglais"))]
# docs/langues.md: editors open the others, whose interface may not be translated yet. None shows
# before its home page is published.
COURANTES = ["de", "es", "it", "pt", "nl", "pl", "uk", "ar", "br", "eu", "ca"]
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    *WAGTAILADMIN_PERMITTED_LANGUAGES,
    *(
        (code, LANG_INFO[code]["name_local"])
        for code in env.list("LANGUES", default=COURANTES)
        if code not in dict(WAGTAILADMIN_PERMITTED_LANGUAGES)
    ),
]
FORMAT_MODULE_PATH = ["socle.formats"]
WAGTAIL_DATE_FORMAT, WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y", "%d/%m/%Y %H:%M"
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"
WAGTAIL_USER_TIME_ZONES = ["Europe/Paris"]
LOCALE_PATHS = [RACINE / "site" / "portail" / "locale"]

# ---------------------------------------------------------------- files
STATIC_URL = "/static/"
STATIC_ROOT = DONNEES_VAR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DONNEES_VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What no address leads to: lists that are imported hold people's telephones.
    "prive": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DONNEES_VAR / "prive",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WAGTAILIMAGES_IMAGE_MODEL = "socle.ImagePortail"
WAGTAILDOCS_DOCUMENT_MODEL = "socle.DocumentPortail"
# A 399 KB PNG of 125 megapixels takes 1 GB of memory to open.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_IMAGE_FORM_BASE = "socle.forms.FormulaireImage"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpg", "jpeg", "png", "webp"]
# Through Wagtail always: private collections, Content-Disposition and nosniff hold on any storage.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# ---------------------------------------------------------------- search
# Wagtail’s own, for the administration only (docs/recherche.md).
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.administration"}}
# A search server, when there is one; the embedded engine then answers while it does not.
ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")
ELASTICSEARCH_UTILISATEUR = env.str("ELASTICSEARCH_UTILISATEUR", default="")
ELASTICSEARCH_MOT_DE_PASSE = env.str("ELASTICSEARCH_MOT_DE_PASSE", default="")
ELASTICSEARCH_CLE_API = env.str("ELASTICSEARCH_CLE_API", default="")
ELASTICSEARCH_AUTORITE = env.str("ELASTICSEARCH_AUTORITE", default="")
ELASTICSEARCH_PREFIXE = env.str("ELASTICSEARCH_PREFIXE", default="tissage")
ELASTICSEARCH_FRAGMENTS = env.int("ELASTICSEARCH_FRAGMENTS", default=1)
ELASTICSEARCH_COPIES = env.int("ELASTICSEARCH_COPIES", default=0)
RECHERCHE_MOTEUR = env.str("RECHERCHE_MOTEUR", default="secours" if ELASTICSEARCH_URL else "sql")
# Who shows it reads the details of /sante/. Empty: only staff does.
SANTE_JETON = env.str("SANTE_JETON", default="")

# ---------------------------------------------------------------- addresses into positions
# Empty: nobody is asked anything (docs/geocodage.md).
GEOCODAGE_URL = env.str("GEOCODAGE_URL", default="")
GEOCODAGE_SEUIL = env.float("GEOCODAGE_SEUIL", default=0.6)
GEOCODAGE_PAR_SECONDE = env.float("GEOCODAGE_PAR_SECONDE", default=10.0)

# ---------------------------------------------------------------- maps
# A preset (plan-ign) or an address with {z}, {x} and {y}. Empty: nobody else is asked.
# docs/carte.md says more.
CARTE_TUILES = env.str("CARTE_TUILES", default="")
CARTE_TUILES_NOM = env.str("CARTE_TUILES_NOM", default="")
CARTE_TUILES_MENTION = env.str("CARTE_TUILES_MENTION", default="")
# A map asks once each time it moves; a school is one address.
CARTE_DEMANDES_PAR_MINUTE = env.int("CARTE_DEMANDES_PAR_MINUTE", default=300)

# ---------------------------------------------------------------- lists that are uploaded
# docs/import.md: size of a file, days that it and what undoes it are kept, rows done at once.
IMPORTS_OCTETS_MAX = env.int("IMPORTS_OCTETS_MAX", default=20 * 1024 * 1024)
IMPORTS_JOURS = env.int("IMPORTS_JOURS", default=30)
IMPORTS_LIGNES_IMMEDIATES = env.int("IMPORTS_LIGNES_IMMEDIATES", default=500)

# ---------------------------------------------------------------- safety
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
# Asked from inside, by what watches over the machine.
SECURE_REDIRECT_EXEMPT = [r"^sante/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_FAILURE_VIEW = "socle.erreurs.origine_refusee"
NOMBRE_DE_MANDATAIRES = env.int("NOMBRE_DE_MANDATAIRES", default=1)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
    }
}
# What Wagtail's own administration needs (docs/securite.md): date pickers, choosers and inline
# panels start from inline scripts that know no nonce, its editor writes style attributes, previews
# pages in a frame and shows pictures before they are sent.
CSP_ADMIN = {
    "default-src": [NONE],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "base-uri": [SELF],
    "frame-ancestors": [SELF],
}

# ---------------------------------------------------------------- mail, caches, logs
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="smtp://localhost:25")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("COURRIEL_EXPEDITEUR", default="portail@localhost")
CACHES = {"default": env.cache_url("REDIS_URL", default="locmemcache://")}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Two lines for every saved row otherwise.
    "loggers": {"django_tasks": {"level": "WARNING"}},
}
WAGTAIL_ENABLE_UPDATE_CHECK = False
# What is submitted concerns the animators; who only keeps the server is not written to.
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ALLOW_UNICODE_SLUGS = False
TAGGIT_CASE_INSENSITIVE = True
