"""Tests: quick hashing, memory files, every warning an error; one database a process."""

import os

os.environ.setdefault("SECRET_KEY", "clef-des-essais-" + "x" * 40)
os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:")
os.environ["ALLOWED_HOSTS"] = "localhost,127.0.0.1,testserver"
os.environ.setdefault("ADRESSE_PUBLIQUE", "http://testserver")

from .dev import *  # noqa: F403 (settings inherit by star, as Django documents)

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "prive": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Looked for when asked for: listing them all would cost each test client half a second.
WHITENOISE_AUTOREFRESH = True
