"""Times the largest paint on a slow phone: what a visitor waits for, with an empty cache.

360 × 640 pixels, a processor four times slower, 1.6 Mbit/s, 150 ms of latency.
"""

import os
import runpy
import statistics
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.pages import Serveur

RACINE = Path(__file__).resolve().parents[1]
ESSAIS = 5
LENTEUR = 4
RESEAU = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 200_000,
    "uploadThroughput": 93_750,
}
# The last candidate is the largest paint; it stops changing at the first input, and none comes.
PEINTURE = """() => new Promise((finir) => {
    let derniere = 0;
    new PerformanceObserver((liste) => {
        for (const entree of liste.getEntries()) derniere = entree.startTime;
    }).observe({ type: "largest-contentful-paint", buffered: true });
    setTimeout(() => finir(derniere), 500);
})"""


def peindre(chromium, adresse):
    """Milliseconds from asking for *adresse* to its largest paint, for a new visitor."""
    contexte = chromium.new_context(viewport={"width": 360, "height": 640}, device_scale_factor=2)
    try:
        page = contexte.new_page()
        cdp = contexte.new_cdp_session(page)
        cdp.send("Network.enable")
        cdp.send("Network.emulateNetworkConditions", RESEAU)
        cdp.send("Emulation.setCPUThrottlingRate", {"rate": LENTEUR})
        page.goto(adresse, wait_until="load")
        return page.evaluate(PEINTURE)
    finally:
        contexte.close()


def chauffer(adresse):
    """Ask for *adresse* until both processes of the server have read what they keep in memory."""
    for _fois in range(6):
        with urllib.request.urlopen(adresse, timeout=120) as reponse:  # noqa: S310 (our own server)
            reponse.read()


def mesurer(environnement, pages):
    """Return ``{name: {"médiane": ms, "pire": ms}}`` of the largest paint of *pages* {name: path}.

    Raises RuntimeError when there is no Chromium.
    """
    chemin = runpy.run_path(str(RACINE / "scripts" / "navigateur"))["chemin"]()
    if chemin is None:
        raise RuntimeError("Chromium manque : make outils")
    racine = {"WEB_THREADS": "4", **environnement}
    with Serveur(racine) as serveur, sync_playwright() as playwright:
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        chromium = playwright.chromium.launch(executable_path=chemin, args=options)
        chiffres = {}
        for nom, page in pages.items():
            adresse = f"http://127.0.0.1:{serveur.port}{page}"
            chauffer(adresse)
            durees = [peindre(chromium, adresse) for _essai in range(ESSAIS)]
            chiffres[nom] = {
                "médiane": round(statistics.median(durees)),
                "pire": round(max(durees)),
            }
        chromium.close()
    return chiffres
