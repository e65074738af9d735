"""Development and demo: SQLite, mails in files, a secret made once per installation."""

import os
import secrets

from environ import Env

_env = Env()
if not _env.str("SECRET_KEY", default=""):
    from pathlib import Path

    _var = Path(__file__).resolve().parents[3] / "var"
    _dossier = Path(_env.str("DONNEES_VAR", default=str(_var)))
    _fichier = _dossier / "secret.txt"
    if not _fichier.exists():
        _dossier.mkdir(parents=True, exist_ok=True)
        _fichier.write_text(secrets.token_urlsafe(50))
        _fichier.chmod(0o600)
    os.environ["SECRET_KEY"] = _fichier.read_text().strip()
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{_dossier.resolve() / 'portail.sqlite3'}")
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
os.environ.setdefault("ADRESSE_PUBLIQUE", "http://127.0.0.1:8000")
os.environ.setdefault("SECURE_SSL_REDIRECT", "false")
os.environ.setdefault("INDEXATION", "false")
os.environ.setdefault("CARTE_TUILES", "plan-ign")
os.environ.setdefault("SECURE_HSTS_SECONDS", "0")

from .base import *  # noqa: E402, F403 (settings inherit by star, as Django documents)
from .base import DONNEES_VAR, STORAGES  # noqa: E402 (after the environment is filled)

DEBUG = _env.bool("DEBUG", default=True)
DEMO = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SECURE_PROXY_SSL_HEADER = None
NOMBRE_DE_MANDATAIRES = 0
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DONNEES_VAR / "courriels"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# No collectstatic: files are served from where they are, found again at each request while DEBUG.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
