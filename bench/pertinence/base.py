"""The database that queries are asked of: a whole France, default taxonomies, the three lists."""

import os
import subprocess
import sys
from pathlib import Path

from bench import bases
from bench.pertinence.lignes import LISTES

RACINE = Path(__file__).resolve().parents[2]
# Read once: opening the base of the bench puts its own address there.
SERVEUR = bases.serveur()
FICHIER = "pertinence.sqlite3"
PREFIXE = "tissage-pertinence"
PREPARER = (
    ("migrate", "-v0"),
    ("charger_territoires",),
    ("charger_taxonomies",),
    ("charger_synonymes",),
)


def reglages(dossier):
    """Environment of a database of its own in *dossier*."""
    return {
        "DJANGO_SETTINGS_MODULE": "portail.settings.dev",
        "SECRET_KEY": "x" * 50,
        "DATABASE_URL": bases.adresse(dossier / FICHIER, SERVEUR),
        "DONNEES_VAR": str(dossier),
        "DEBUG": "false",
        "RECHERCHE_MOTEUR": "sql",  # unless --moteur names another
        "ELASTICSEARCH_PREFIXE": PREFIXE,
    }


def preparer(dossier, listes, dire):
    """Make the database in *dossier* from the *listes*; a source bears its profile's name."""
    bases.vider(dossier / FICHIER, SERVEUR)
    for arguments in PREPARER:
        _manage(dossier, *arguments)
        dire(f"  {arguments[0]}")
    for source, fichier in LISTES.items():
        if (listes / fichier).is_file():
            _manage(
                dossier, "importer_acteurs", str(listes / fichier), "--profil", source,
                "--source", source, "--licence", "Licence ouverte 2.0",
            )  # fmt: skip
            dire(f"  {fichier}")
    # PostgreSQL does so by itself, within a minute of an import: how common words are is then known
    # of the whole, where what it knew half-way through gave other scores from one run to the next.
    bases.analyser(dossier / FICHIER, SERVEUR)


def indexer(dossier):
    """Build the index of that database on the server of ELASTICSEARCH_URL."""
    if not os.environ.get("ELASTICSEARCH_URL"):
        sys.exit("Il faut un serveur : scripts/elasticsearch start, puis ELASTICSEARCH_URL=…")
    _manage(dossier, "indexer", "-v0")


def preparee(dossier):
    """Whether the database of *dossier* was made."""
    return bases.existe(dossier / FICHIER, SERVEUR)


def oter(dossier):
    """Take away a database that nobody asked to keep."""
    from django.db import connections

    connections.close_all()
    bases.supprimer(dossier / FICHIER, SERVEUR)


def _manage(dossier, *arguments):
    """Run ``manage.py …`` on that database; its last lines are shown when it fails."""
    fini = subprocess.run(  # noqa: S603 (our own interpreter)
        [sys.executable, "manage.py", *arguments],
        cwd=RACINE,
        env={**os.environ, **reglages(dossier)},
        capture_output=True,
        text=True,
        check=False,
    )
    if fini.returncode:
        sys.exit(f"{' '.join(arguments)} : {fini.stderr[-2000:]}")


def ouvrir(dossier):
    """Start Django in this process on the database of *dossier*."""
    os.environ.update(reglages(dossier))
    sys.path.insert(0, str(RACINE / "site"))
    import django

    django.setup()
