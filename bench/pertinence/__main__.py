"""``make pertinence``: judged queries over the real lists, scored family by family.

Ends in error when a figure falls below its floor.
"""

import argparse
import dataclasses
import json
import os
import sys
import tempfile
from pathlib import Path

from bench.pertinence import base, bilan, jugements, lignes, notes, planchers, reponses

JUGEMENTS = base.RACINE / "tests" / "search" / "pertinence"


def dire(*mots):
    """Print at once: a bench is watched."""
    print(*mots, flush=True)  # noqa: T201 (its output is what a bench is for)


def options():
    """What the command line says."""
    lecture = argparse.ArgumentParser(prog="make pertinence")
    lecture.add_argument("--jugements", type=Path, default=JUGEMENTS, help="folder of judgements")
    lecture.add_argument("--listes", type=Path, help="folder of the lists (TISSAGE_DONNEES)")
    lecture.add_argument("--base", type=Path, help="keep the database in this folder, or reuse it")
    lecture.add_argument("--moteur", help="engine, that of the settings otherwise")
    lecture.add_argument("--lot", type=Path, help="only write the queries, for chercher --lot")
    lecture.add_argument("--json", type=Path, help="write the figures and every answer there")
    lecture.add_argument("--relever", action="store_true", help="raise the floors to the figures")
    lecture.add_argument("--succinct", action="store_true", help="the table without the failures")
    return lecture.parse_args()


def main():
    choisies = options()
    listes = choisies.listes or Path(
        os.environ.get("TISSAGE_DONNEES") or base.RACINE.parent / "shared" / "donnees"
    )
    requetes, lieux = jugements.lire(choisies.jugements)
    if choisies.lot:
        choisies.lot.write_text("\n".join(reponses.lot(requetes)) + "\n", encoding="utf-8")
        return
    rangees = lignes.lire(listes)
    if not rangees:
        sys.exit("Les listes réelles manquent : TISSAGE_DONNEES=dossier make pertinence")
    juges, plaintes = jugements.juger(requetes, lieux, rangees)
    for plainte in plaintes:
        dire(plainte)
    with tempfile.TemporaryDirectory() as passager:
        dossier = (choisies.base or Path(passager)).resolve()
        dossier.mkdir(parents=True, exist_ok=True)
        if not (choisies.base and base.preparee(dossier)):
            base.preparer(dossier, listes, dire)
        if choisies.moteur == "elasticsearch":
            base.indexer(dossier)
        base.ouvrir(dossier)
        obtenues = reponses.interroger([juge.requete for juge in juges], choisies.moteur)
        if not choisies.base:
            base.oter(dossier)
    rendre(juges, obtenues, {rangee.cle: rangee.nom for rangee in rangees}, choisies)


def rendre(juges, obtenues, noms, choisies):
    """Score, print, write; exit in error below a floor. *noms*: key of a row → its name."""
    notees = [
        notes.noter(juge.degres, obtenues[juge.requete.id][0], juge.requete.rien) for juge in juges
    ]
    if not choisies.succinct:
        for juge, note in zip(juges, notees, strict=True):
            if bilan.echoue(note):
                dire("\n".join(bilan.echec(juge, *obtenues[juge.requete.id], noms)))
    bilans = notes.dresser(
        [(juge.requete.famille, note) for juge, note in zip(juges, notees, strict=True)]
    )
    dire("\n".join(bilan.tableau(bilans)))
    figures = {famille: dataclasses.asdict(bilans[famille]) for famille in bilans}
    if choisies.json:
        reponses_json = [
            {"famille": juge.requete.famille, "requete": juge.requete.texte}
            | {"lieu": juge.requete.lieu, "note": dataclasses.asdict(note)}
            | obtenues[juge.requete.id][1]
            for juge, note in zip(juges, notees, strict=True)
        ]
        ecrit = {"bilans": figures, "reponses": reponses_json}
        choisies.json.write_text(json.dumps(ecrit, ensure_ascii=False, indent=1), "utf-8")
    garder(figures, choisies)


def garder(figures, choisies):
    """Hold the figures to their floors, or raise these."""
    nom = planchers.fichier(choisies.moteur, os.environ.get("DATABASE_URL", ""))
    chemin = choisies.jugements / nom
    seuils = planchers.lire(chemin)
    if choisies.relever:
        planchers.ecrire(chemin, planchers.relever(figures, seuils))
    elif baisses := planchers.manques(figures, seuils):
        sys.exit("Sous le plancher :\n  " + "\n  ".join(baisses))


if __name__ == "__main__":
    main()
