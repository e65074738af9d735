"""The tables of the tests, made once and copied: migrations took a minute of every worker's time.

The first process that needs them runs the migrations in a process of its own, where nothing is
measured; the others wait for it and copy. What was made is kept from one run to the next in
pytest's cache (SQLite) or on the server (PostgreSQL), under a name that changes with the code.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connections
from django.db.backends.signals import connection_created

RACINE = Path(__file__).resolve().parents[1]


def preparer(dossier):
    """Have the test database of this process start from the tables already made.

    *dossier*: a folder that the processes of a run share. To be called before pytest-django
    creates the database. A database that is kept between two runs (``--reuse-db``) is let alone.
    """
    connexion = connections["default"]
    if connexion.vendor == "postgresql":
        if os.environ.get("PYTEST_XDIST_WORKER") == "gw1":
            fichier(dossier)  # what the passes to come need, while another makes PostgreSQL's
        connexion.settings_dict["TEST"]["TEMPLATE"] = _sur_le_serveur(dossier)
    elif connexion.is_in_memory_db():
        _remplir_a_l_ouverture(fichier(dossier))


def fichier(dossier):
    """Path of a SQLite file that holds the tables, and what the migrations put in them."""
    fait = dossier / f"{_empreinte()}.sqlite3"
    with _seul(dossier, "sqlite"):
        if not fait.exists():
            for ancien in dossier.glob("*.sqlite3*"):
                ancien.unlink()
            brouillon = dossier / "en-cours.sqlite3"
            _migrer(f"sqlite:///{brouillon}")
            with closing(sqlite3.connect(brouillon)) as base:
                base.execute("PRAGMA journal_mode=DELETE")  # one file, without its journal
            brouillon.rename(fait)
    return fait


def _remplir_a_l_ouverture(gabarit):
    """Copy *gabarit* into the database in memory as soon as it is opened, once."""

    def remplir(connection, **_):
        if "mode=memory" in str(connection.settings_dict["NAME"]):
            connection_created.disconnect(dispatch_uid=__name__)
            with closing(sqlite3.connect(f"file:{gabarit}?immutable=1", uri=True)) as source:
                source.backup(connection.connection)

    connection_created.connect(remplir, weak=False, dispatch_uid=__name__)


def _sur_le_serveur(dossier):
    """Name of a database of the server that holds the tables."""
    import psycopg

    adresse = urlsplit(os.environ["DATABASE_URL"])
    nom = f"gabarit_{_empreinte()}"
    brouillon = f"{nom}_en_cours"
    with (
        _seul(dossier, "postgresql"),
        psycopg.connect(adresse.geturl(), autocommit=True) as serveur,
    ):
        faits = serveur.execute("SELECT 1 FROM pg_database WHERE datname = %s", [nom])
        if faits.fetchone() is None:
            serveur.execute(f'DROP DATABASE IF EXISTS "{brouillon}"')
            serveur.execute(f'CREATE DATABASE "{brouillon}"')
            _migrer(urlunsplit(adresse._replace(path=f"/{brouillon}")))
            serveur.execute(f'ALTER DATABASE "{brouillon}" RENAME TO "{nom}"')
    return nom


def _migrer(adresse):
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0", "--settings", "portail.settings.test"],
        cwd=RACINE,
        env={**os.environ, "DATABASE_URL": adresse},
        check=True,
    )


def _empreinte():
    """What the tables depend on: our code, the versions of what it stands on."""
    somme = hashlib.sha256(sys.version.encode())
    for chemin in (RACINE / "requirements-dev.txt", *sorted((RACINE / "site").rglob("*.py"))):
        somme.update(str(chemin.relative_to(RACINE)).encode())
        somme.update(chemin.read_bytes())
    return somme.hexdigest()[:16]


@contextmanager
def _seul(dossier, base):
    with (dossier / f"{base}.verrou").open("w") as verrou:
        fcntl.flock(verrou, fcntl.LOCK_EX)
        yield
