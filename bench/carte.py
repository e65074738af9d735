"""Times the map: what it asks as it moves, and when a visitor sees its first marker."""

import gzip
import http.client
import json
import os
import runpy
import statistics
from urllib.parse import quote

from playwright.sync_api import sync_playwright

from bench.pages import RACINE, Serveur, charger
from bench.rendu import chauffer

POINTS = "/annuaire/carte/points/"
# {name: (south, west, north, east), zoom}: what a map 460 pixels wide shows.
VUES = {
    "pays": ("41.3,-5.3,51.2,9.7", 5),
    "région": ("46,-3,49,1", 7),
    "département": ("46.8,-2.6,47.9,-0.9", 9),
    "ville": ("47.15,-1.65,47.29,-1.45", 12),
}
RECHERCHES = {"tout": "", "un mot": "q=" + quote("réemploi"), "un domaine": "domaine=alimentation"}
CADRES = {"390 × 844": (390, 844), "1280 × 900": (1280, 900)}
ESSAIS = 7
# A school may ask as often as it likes here.
SANS_LIMITE = {"CARTE_DEMANDES_PAR_MINUTE": "1000000"}
PREMIER_REPERE = "() => performance.getEntriesByName('premier-repere').map((e) => e.startTime)[0]"


def lire(port, adresse):
    """(bytes of the gzipped answer, the answer)."""
    prise = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    prise.request("GET", adresse, headers={"Accept-Encoding": "gzip"})
    brut = prise.getresponse().read()
    return len(brut), json.loads(gzip.decompress(brut) if brut[:2] == b"\x1f\x8b" else brut)


def reponses(port):
    """``{view, search: figures}`` of what a map asks, one client."""
    chiffres = {}
    for nom, recherche in RECHERCHES.items():
        for vue, (boite, zoom) in VUES.items():
            adresse = f"{POINTS}?{recherche}&vue={boite}&zoom={zoom}"
            charger(port, [adresse], duree=1.5, clients=2)
            octets, dit = lire(port, adresse)
            mesures = charger(port, [adresse], duree=4, clients=1)
            chiffres[f"{vue}, {nom}"] = {
                **{cle: mesures[cle] for cle in ("p50", "p95", "fautes")},
                "octets": octets,
                "positions": dit["total"],
                "repères": len(dit["points"]) or len(dit["carreaux"]),
            }
    return chiffres


def premier_repere(racine):
    """``{window: {"médiane", "pire"}}``: ms until the first marker, for a new visitor."""
    chemin = runpy.run_path(str(RACINE / "scripts" / "navigateur"))["chemin"]()
    if chemin is None:
        raise RuntimeError("Chromium manque : make outils")
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    adresse, chiffres = f"{racine}/annuaire/carte/", {}
    chauffer(adresse)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chemin, args=options)
        for nom, (largeur, hauteur) in CADRES.items():
            durees = []
            for _essai in range(ESSAIS):
                contexte = chromium.new_context(viewport={"width": largeur, "height": hauteur})
                page = contexte.new_page()
                page.goto(f"{adresse}#resultats")
                page.wait_for_function(PREMIER_REPERE)
                durees.append(page.evaluate(PREMIER_REPERE))
                contexte.close()
            chiffres[nom] = {
                "médiane": round(statistics.median(durees)),
                "pire": round(max(durees)),
            }
        chromium.close()
    return chiffres


def mesurer(environnement):
    """Return (figures of the answers, figures of the first marker)."""
    with Serveur({**environnement, **SANS_LIMITE, "WEB_THREADS": "4"}) as serveur:
        return reponses(serveur.port), premier_repere(f"http://127.0.0.1:{serveur.port}")
