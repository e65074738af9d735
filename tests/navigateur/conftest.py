"""A real browser on a real server with the demonstration's data.

The server is gunicorn in a process of its own, on a SQLite file that `scripts/demo` filled: what
is seen is what `make demo` serves, middleware, policies and static files included. pytest-django's
``live_server`` would empty the tables after each test, and Playwright's event loop forbids
Django's ORM in the same thread: tests here never touch the database. The data are loaded once per
run (the workers of xdist wait for the first one) and copied for each worker, so that a test which
writes through a form disturbs its own worker only: it undoes what it did.

Playwright lives one module long, because its event loop must be gone when a database test of
another module comes next in the random order.
"""

import fcntl
import os
import re
import runpy
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from tests.gabarits import fichier as tables

# Two browsers and two servers share the processors of a small machine: what comes late comes.
expect.set_options(timeout=20_000)
RACINE = Path(__file__).resolve().parents[2]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# WCAG 2.2, levels A and AA.
REGLES_AXE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
EDITION = re.compile(r"/admin/(?:annuaire/acteurs/(?:add/|edit/\d+/)|pages/\d+/edit/)$")
DU_PROCESSUS_DE_TEST = ("SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "ADRESSE_PUBLIQUE", "DEBUG")


def pytest_collection_modifyitems(items):
    """Everything in this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("navigateur")


def environnement(var, port):
    """Environment of the server: development settings, data in ``var``, nothing of the tests'."""
    propre = {nom: v for nom, v in os.environ.items() if nom not in DU_PROCESSUS_DE_TEST}
    return propre | {
        "DJANGO_SETTINGS_MODULE": "portail.settings.dev",
        "DEBUG": "false",
        "DONNEES_VAR": str(var),
        "BIND": f"127.0.0.1:{port}",
        "WEB_CONCURRENCY": "1",
        # A browser opens connections ahead of need: threads keep them from blocking the rest.
        "WEB_THREADS": "8",
    }


@contextmanager
def seul(dossier):
    """Hold the lock of ``dossier`` among the workers of one run."""
    with (dossier / "verrou").open("w") as verrou:
        fcntl.flock(verrou, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory, gabarits):
    """Folder of the demonstration's data, loaded once for all workers."""
    base = tmp_path_factory.getbasetemp()
    commun = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    var = commun / "demonstration"
    with seul(commun):
        if not var.exists():
            brouillon = commun / "demonstration-en-cours"
            brouillon.mkdir()
            shutil.copy(tables(gabarits), brouillon / "portail.sqlite3")
            ajouts = [[Path(__file__).with_name(f"{nom}.py")] for nom in ("illustrer", "comptes")]
            for commande in ([RACINE / "scripts" / "demo", "--preparer"], *ajouts):
                subprocess.run(  # noqa: S603 (our own scripts)
                    [sys.executable, *commande],
                    env=environnement(brouillon, 0),
                    check=True,
                    stdout=subprocess.DEVNULL,
                )
            brouillon.rename(var)
    return var


@pytest.fixture(scope="session")
def bouts_d_adresses(demonstration):
    """``{name of an actor: "slug-REF"}``; references are drawn anew for each demonstration."""
    base = f"file:{demonstration / 'portail.sqlite3'}?immutable=1"
    with closing(sqlite3.connect(base, uri=True)) as connexion:
        lignes = connexion.execute("SELECT nom, slug || '-' || ref FROM annuaire_acteur")
        return dict(lignes.fetchall())


def port_libre():
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


def attendre(adresse, processus, secondes=60):
    """Return once the server answers; fail when it dies or stays silent."""
    limite = time.monotonic() + secondes
    while processus.poll() is None and time.monotonic() < limite:
        try:
            urllib.request.urlopen(adresse, timeout=10).close()  # noqa: S310 (our own http server)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{adresse} does not answer (exit status: {processus.poll()})")


@pytest.fixture(scope="session")
def donnees(demonstration, tmp_path_factory):
    """Folder of the data of this worker's portal."""
    var = tmp_path_factory.mktemp("portail") / "var"
    shutil.copytree(demonstration, var)
    return var


@pytest.fixture
def dans_trois_jours(donnees):
    """``dans_trois_jours("publish_scheduled")``: that command, run by a clock so much ahead."""

    def _lancer(commande):
        subprocess.run(  # noqa: S603 (our own script)
            [sys.executable, Path(__file__).with_name("plus_tard.py"), commande],
            env=environnement(donnees, 0),
            check=True,
            stdout=subprocess.DEVNULL,
        )

    return _lancer


@pytest.fixture(scope="session")
def portail(donnees):
    """Address of this worker's portal, without a final slash."""
    var = donnees
    port = port_libre()
    adresse = f"http://127.0.0.1:{port}"
    with (var / "gunicorn.log").open("w") as journal:
        serveur = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--no-control-socket"],
            cwd=RACINE,
            env=environnement(var, port) | {"ADRESSE_PUBLIQUE": adresse},
            stdout=journal,
            stderr=subprocess.STDOUT,
        )
        try:
            attendre(adresse + "/", serveur)
            yield adresse
        finally:
            serveur.terminate()
            serveur.wait(20)


@pytest.fixture(scope="module")
def lancer():
    """``lancer("--option")`` → a Chromium without a window, closed at the end of the module."""
    chemin = runpy.run_path(str(RACINE / "scripts" / "navigateur"))["chemin"]()
    if chemin is None:
        pytest.fail("no Chromium: run make outils, or give CHROMIUM=path")
    with sync_playwright() as playwright:
        lances = {}

        def _lancer(*options):
            if options not in lances:
                lances[options] = playwright.chromium.launch(
                    executable_path=chemin, args=[*ARGUMENTS, *options]
                )
            return lances[options]

        yield _lancer
        for chromium in lances.values():
            chromium.close()


@pytest.fixture(scope="module")
def navigateur(lancer):
    """The Chromium that the tests of one module share."""
    return lancer()


@pytest.fixture
def ouvrir(navigateur, portail):
    """``ouvrir("/annuaire/", largeur=390, sombre=True)`` → a page of a new visitor.

    Each call is a new context: no cookie, no cache. ``page.requetes`` lists the addresses asked
    for, ``page.reponse`` is the answer to the first one, and ``page.erreurs`` holds what the
    console and uncaught exceptions said; ``page.brouillons_refuses`` the addresses of forms that
    Wagtail's autosave found incomplete, which it does between two keys of a slow typist. Other
    options go to Playwright's ``new_context``.
    """
    contextes = []

    def entendre(page, message):
        adresse = message.location["url"]
        if "400 (Bad Request)" in message.text and EDITION.search(adresse):
            page.brouillons_refuses.append(adresse)
        elif message.type == "error":
            page.erreurs.append(message.text)

    def _ouvrir(chemin="/", *, largeur=1280, hauteur=900, sombre=False, **options):
        contexte = navigateur.new_context(
            base_url=portail,
            viewport={"width": largeur, "height": hauteur},
            color_scheme="dark" if sombre else "light",
            locale="fr-FR",
            reduced_motion="reduce",
            **options,
        )
        contextes.append(contexte)
        page = contexte.new_page()
        page.requetes, page.erreurs, page.brouillons_refuses = [], [], []
        page.on("request", lambda requete: page.requetes.append(requete.url))
        page.on("pageerror", lambda erreur: page.erreurs.append(str(erreur)))
        page.on("console", lambda message: entendre(page, message))
        page.reponse = page.goto(chemin)
        return page

    yield _ouvrir
    for contexte in contextes:
        contexte.close()


@pytest.fixture(scope="session")
def seances():
    """``{e-mail: cookies}`` of those who signed in to this worker's portal."""
    return {}


@pytest.fixture
def entrer(ouvrir, demonstration, seances):
    """``entrer("/admin/…", largeur=390)`` → that screen, signed in as the demonstration's editor.

    ``compte=(e-mail, password)`` for somebody else. The first time through the form, with the
    keyboard; a new browser then carries the cookies of the one before.
    """
    acces = (demonstration / "acces-demo.txt").read_text(encoding="utf-8").splitlines()
    editeur = tuple(ligne.rpartition("\u00a0: ")[2].split(" ")[-1] for ligne in acces[:2])

    def _entrer(chemin="/admin/", *, compte=editeur, **options):
        courriel, mot_de_passe = compte
        if courriel in seances:
            seance = {"cookies": seances[courriel], "origins": []}
            return ouvrir(chemin, storage_state=seance, **options)
        page = ouvrir(f"/admin/login/?next={quote(chemin, safe='')}", **options)
        page.locator("[name=username]").fill(courriel)
        page.locator("[name=password]").fill(mot_de_passe)
        with page.expect_navigation(url=lambda adresse: adresse.endswith(chemin)):
            page.keyboard.press("Enter")
        seances[courriel] = page.context.cookies()
        return page

    return _entrer


class Releves:
    """What a page does wrong, as lists to compare with []: ``assert releves.axe(page) == []``."""

    def __init__(self, portail):
        self.portail = portail

    def axe(self, page):
        """Violations of WCAG 2.2 AA: ["rule: selector of the element"]."""
        options = {
            "runOnly": {"type": "tag", "values": REGLES_AXE},
            "resultTypes": ["violations"],  # what it says at length of the rest takes a second
        }
        violations = Axe().run(page, options=options).response["violations"]
        return [
            f"{violation['id']}: {noeud['target'][0]}"
            for violation in violations
            for noeud in violation["nodes"]
        ]

    def defilement(self, page):
        """Selectors of what sticks out at the right, when the page scrolls sideways."""
        return page.evaluate(
            """() => {
                const largeur = document.documentElement.clientWidth;
                if (document.documentElement.scrollWidth <= largeur) return [];
                return [...document.querySelectorAll("body *")]
                    .filter((e) => e.getBoundingClientRect().right > largeur + 0.5)
                    .map((e) => e.tagName.toLowerCase() + (e.className ? "." + e.className : ""));
            }"""
        )

    def debords(self, page):
        """Fields and buttons that the right edge cuts, when the page does not scroll sideways.

        Those of a table are left out: tables scroll by themselves.
        """
        return page.evaluate(
            """() => {
                const largeur = document.documentElement.clientWidth;
                const enTable = (e) => {
                    const table = e.closest("table");
                    return table && getComputedStyle(table).display === "table";
                };
                return [...document.querySelectorAll("main :is(input, select, textarea, button)")]
                    .filter((e) => e.checkVisibility() && !enTable(e))
                    .filter((e) => e.getBoundingClientRect().right > largeur + 0.5)
                    .map((e) => `${e.tagName.toLowerCase()} ${e.name || e.className}`);
            }"""
        )

    def tiers(self, page):
        """Addresses asked of anybody but the portal."""
        return [
            adresse
            for adresse in page.requetes
            if not adresse.startswith((self.portail + "/", "data:", "blob:"))
        ]

    def cookies(self, page):
        """Names of the cookies that the visitor was given."""
        return [cookie["name"] for cookie in page.context.cookies()]

    def tout(self, page):
        """All of the above and the console, by name; the empty ones left out."""
        fautes = {
            "axe": self.axe(page),
            "défilement": self.defilement(page),
            "tiers": self.tiers(page),
            "cookies": self.cookies(page),
            "console": page.erreurs,
        }
        return {nom: liste for nom, liste in fautes.items() if liste}


@pytest.fixture
def releves(portail):
    return Releves(portail)
