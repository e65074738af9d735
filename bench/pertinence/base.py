"""The database that queries are asked of: a whole France, default taxonomies, the three lists."""

import os
import subprocess
import sys
from pathlib import Path

from bench.pertinence.lignes import LISTES

RACINE = Path(__file__).resolve().parents[2]
FICHIER = "pertinence.sqlite3"
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
        "DATABASE_URL": f"sqlite:///{dossier / FICHIER}",
        "DONNEES_VAR": str(dossier),
        "DEBUG": "false",
    }


def preparer(dossier, listes, dire):
    """Make the database in *dossier* from the *listes*; a source bears its profile's name."""
    for reste in dossier.glob(f"{FICHIER}*"):
        reste.unlink()
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
