"""``make bench``: import, search, pages at 10,000 and 100,000 actors grown from the lists."""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from bench import bases, carte, elastique, listes, pages, rendu

RACINE = Path(__file__).resolve().parents[1]
DOSSIER = RACINE / "var" / "bench"
SERVEUR = bases.serveur()
GRANDES = 100_000  # more actors than this are documents alone, grown from theirs


def dire(*mots):
    """Print at once: a bench is watched."""
    print(*mots, flush=True)  # noqa: T201 (its output is what a bench is for)


def etalon():
    """Milliseconds of a piece of Python that never changes: what the machine is worth just now.

    Virtual machines go twice as fast at one minute as at the next; figures are compared with this.
    """
    debut, table = time.process_time(), {}
    for rang in range(600_000):
        table[rang & 1023] = len(str(rang))
    return (time.process_time() - debut) * 1000


def dire_la_vitesse():
    """Print it beside the figures that follow."""
    dire(f"  (étalon : {min(etalon() for _ in range(3)):.0f} ms)")


def fichier(nombre):
    """The database of *nombre* actors (see ``bases``)."""
    return DOSSIER / f"{nombre}.sqlite3"


def environnement(nombre):
    """The settings of a bench database of *nombre* actors."""
    return {
        "DJANGO_SETTINGS_MODULE": "portail.settings.dev",
        "SECRET_KEY": "x" * 50,
        "DATABASE_URL": bases.adresse(fichier(nombre), SERVEUR),
        "DONNEES_VAR": str(DOSSIER),
        "DEBUG": "false",
        "RECHERCHE_MOTEUR": "sql",
    }


def commande(nombre, *arguments):
    """Run ``manage.py …`` apart; return seconds and the peak memory of that process (MiB)."""
    debut = time.perf_counter()
    processus = subprocess.Popen(  # noqa: S603 (our own interpreter)
        [sys.executable, "manage.py", *arguments],
        cwd=RACINE,
        env={**os.environ, **environnement(nombre)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    erreurs = processus.stderr.read().decode()
    _pid, etat, usage = os.wait4(processus.pid, 0)
    if etat:
        sys.exit(f"{' '.join(arguments)} : {erreurs[-2000:]}")
    return time.perf_counter() - debut, usage.ru_maxrss / 1024


def preparer(nombre):
    """Make an empty database of the whole country and its taxonomies."""
    DOSSIER.mkdir(parents=True, exist_ok=True)
    bases.vider(fichier(nombre), SERVEUR)
    commande(nombre, "migrate", "-v0")
    for nom in ("charger_territoires", "charger_taxonomies", "charger_synonymes", "charger_demo"):
        duree, _memoire = commande(nombre, nom)
        dire(f"  {nom} : {duree:.1f} s")


def importer(nombre, dossier):
    """Import *nombre* grown rows; print rows a second and peak memory."""
    domaines = [
        "Alimentation",
        "Mobilité",
        "Habitat",
        "Énergie",
        "Culture",
        "Numérique",
        "Textile",
        "Réemploi",
        "Jardin",
        "Finance",
    ]
    rangees = DOSSIER / f"{nombre}.csv"
    listes.ecrire(rangees, listes.agrandir(listes.lire(dossier), nombre, domaines))
    dire_la_vitesse()
    duree, memoire = commande(
        nombre, "importer_acteurs", str(rangees), "--profil", "tissage",
        "--source", "Bench", "--licence", "Licence ouverte 2.0",
    )  # fmt: skip
    dire(f"  import : {nombre / duree:.0f} lignes/s, {memoire:.0f} Mio au plus haut")


def faire_grandir(nombre):
    """Documents of *nombre* actors from those of ``GRANDES``: for an index alone."""
    bases.copier(fichier(GRANDES), fichier(nombre), SERVEUR)
    commande(nombre, "migrate", "-v0")
    debut = time.perf_counter()
    module(nombre, "bench.documents", "grandir", str(nombre))
    dire(f"  documents : {time.perf_counter() - debut:.0f} s")


def module(nombre, nom, *arguments):
    """Run ``python -m nom …`` on the database of *nombre* actors; its last line."""
    sortie = subprocess.run(  # noqa: S603 (our own interpreter)
        [sys.executable, "-m", nom, *arguments],
        cwd=RACINE,
        env={**os.environ, **environnement(nombre)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    return (sortie.splitlines() or [""])[-1]


def fiches_et_mots(nombre):
    """Return 200 addresses of entries and 40 words, read in a process of their own."""
    code = (
        "import json\n"
        "from annuaire.models import Acteur\n"
        "acteurs = Acteur.objects.publies().order_by('ref')[:200]\n"
        "print(json.dumps([[f'/annuaire/{a.fragment}/', a.nom.split()[0]] for a in acteurs]))\n"
    )
    sortie = subprocess.run(  # noqa: S603 (our own interpreter)
        [sys.executable, "manage.py", "shell", "-v0", "-c", code],
        cwd=RACINE,
        env={**os.environ, **environnement(nombre)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    couples = json.loads(sortie.strip().splitlines()[-1])
    return [adresse for adresse, _mot in couples], [mot for _adresse, mot in couples[:40]]


def sur_elasticsearch(nombre, requetes):
    """Build the index of *nombre* actors, then search it with one client and with four."""
    if not os.environ.get("ELASTICSEARCH_URL"):
        sys.exit("Il faut un serveur : scripts/elasticsearch start, puis ELASTICSEARCH_URL=…")
    os.environ.update(elastique.environnement(nombre))
    commande(nombre, "migrate", "-v0")
    module(nombre, "bench.documents", "nu")  # a server that has just started is slow
    dire_la_vitesse()
    duree, memoire = commande(nombre, "indexer", "-v0")
    dire(f"  reconstruction : {nombre / duree:.0f} documents/s, {memoire:.0f} Mio au plus haut")
    debit = float(module(nombre, "bench.documents", "nu"))
    dire(f"  parallel_bulk nu : {debit:.0f} documents/s")
    dire_la_vitesse()
    for clients in (1, 4):
        familles = elastique.mesurer(requetes, environnement(nombre), RACINE, clients)
        for famille, chiffres in familles.items():
            dits = ", ".join(f"{nom} {valeur}" for nom, valeur in chiffres.items())
            dire(f"  {clients} client(s), {famille} (ms) : {dits}")


def sur_la_base(nombre, requetes):
    """Search with the embedded engine, then draw pages."""
    dire_la_vitesse()
    familles = json.loads(module(nombre, "bench.recherche", str(requetes)))
    for famille, chiffres in familles.items():
        dire(f"  recherche, {famille} : p50 {chiffres['p50']} ms, p95 {chiffres['p95']} ms")
    fiches, mots = fiches_et_mots(nombre)
    dire_la_vitesse()
    for page, chiffres in pages.mesurer(environnement(nombre), fiches, mots).items():
        dire(f"  page {page} : {chiffres}")
    reponses, reperes = carte.mesurer(environnement(nombre))
    for vue, chiffres in reponses.items():
        dire(f"  carte, {vue} : {chiffres}")
    for fenetre, chiffres in reperes.items():
        dire(f"  carte, premier repère, {fenetre} : {chiffres} ms")
    vues = {"accueil": "/", "liste": "/annuaire/", "fiche": fiches[0]}
    for page, chiffres in rendu.mesurer(environnement(nombre), vues).items():
        dire(f"  plus grande peinture, téléphone lent, {page} : {chiffres} ms")


def main():
    lecture = argparse.ArgumentParser(prog="make bench")
    lecture.add_argument("--tailles", nargs="*", type=int, default=[10_000, 100_000])
    lecture.add_argument("--requetes", type=int, default=200)
    lecture.add_argument(
        "--moteur", choices=["sql", "elasticsearch"], default="sql", help="engine that is timed"
    )
    lecture.add_argument("--garder", action="store_true", help="reuse the databases already made")
    options = lecture.parse_args()
    dossier = Path(os.environ.get("TISSAGE_DONNEES") or RACINE.parent / "shared" / "donnees")
    if not dossier.is_dir():
        sys.exit("Les listes réelles manquent : TISSAGE_DONNEES=dossier make bench")
    for nombre in options.tailles:
        dire(f"{nombre} acteurs")
        if not (options.garder and bases.existe(fichier(nombre), SERVEUR)):
            if nombre > GRANDES and options.moteur == "elasticsearch":
                faire_grandir(nombre)
            else:
                preparer(nombre)
                importer(nombre, dossier)
        if options.moteur == "elasticsearch":
            sur_elasticsearch(nombre, options.requetes)
            continue
        sur_la_base(nombre, options.requetes)


if __name__ == "__main__":
    main()
