"""Where a bench keeps its database: a SQLite file, or a base of its own on a PostgreSQL server.

``DATABASE_URL`` of the environment says which: that of a PostgreSQL names the server (the base it
names is only connected to, to create and drop ours).
"""

import os
import shutil
from urllib.parse import urlsplit, urlunsplit


def serveur():
    """The DATABASE_URL of the environment when it is that of a PostgreSQL, or ""."""
    adresse = os.environ.get("DATABASE_URL", "")
    return adresse if adresse.startswith("postgres") else ""


def adresse(fichier, origine):
    """DATABASE_URL of the base that stands for *fichier* (a Path); *origine*: ``serveur()``."""
    if not origine:
        return f"sqlite:///{fichier}"
    return urlunsplit(urlsplit(origine)._replace(path=f"/{nom(fichier)}"))


def nom(fichier):
    """The name of its base on a server: « 10000.sqlite3 » is ``tissage_bench_10000``."""
    return f"tissage_bench_{fichier.name.split('.')[0]}"


def existe(fichier, origine):
    """Whether that base was made."""
    if not origine:
        return fichier.exists()
    trouve = _sur_le_serveur(
        origine, "SELECT 1 FROM pg_database WHERE datname = %s", [nom(fichier)]
    )
    return trouve is not None


def vider(fichier, origine):
    """Make an empty base, in place of the one that was there."""
    supprimer(fichier, origine)
    if origine:
        _sur_le_serveur(origine, f'CREATE DATABASE "{nom(fichier)}"')


def copier(modele, fichier, origine):
    """Make the base of *fichier* a copy of that of *modele*, which exists."""
    supprimer(fichier, origine)
    if origine:
        _sur_le_serveur(origine, f'CREATE DATABASE "{nom(fichier)}" TEMPLATE "{nom(modele)}"')
    else:
        shutil.copyfile(modele, fichier)


def supprimer(fichier, origine):
    """Take the base away."""
    if origine:
        _sur_le_serveur(origine, f'DROP DATABASE IF EXISTS "{nom(fichier)}" WITH (FORCE)')
        return
    for reste in fichier.parent.glob(f"{fichier.name}*"):
        reste.unlink()


def analyser(fichier, origine):
    """Have PostgreSQL read how often each word is met."""
    if origine:
        _sur_le_serveur(adresse(fichier, origine), "ANALYZE")


def _sur_le_serveur(origine, ordre, valeurs=None):
    """The first row of what the server answers, if any."""
    import psycopg

    with psycopg.connect(origine, autocommit=True) as connexion:
        curseur = connexion.execute(ordre, valeurs)
        return curseur.fetchone() if curseur.description else None
