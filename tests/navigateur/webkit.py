"""A WebKit without a window, driven by WebDriver: what Safari's engine makes of the pages.

Debian's ``webkit2gtk-driver`` brings WebKitWebDriver; its browser needs a display, which xvfb
gives. A few commands are enough here: no library for them.
"""

import glob
import json
import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

PATIENCE = 30  # seconds
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the key that the standard gives to references


class WebDriverError(Exception):
    """The driver refused a command; its own words."""


class WebKit:
    """One window. Every command waits for its answer; raises WebDriverError when refused."""

    def __init__(self, port, navigateur):
        self.base = f"http://127.0.0.1:{port}/session"
        options = {"binary": navigateur, "args": ["--automation"]}
        demande = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        self.base += "/" + self._ordonner("POST", "", capabilities=demande)["sessionId"]

    def _ordonner(self, methode, chemin, **corps):
        donnees = json.dumps(corps).encode() if methode == "POST" else None
        requete = urllib.request.Request(  # noqa: S310 (our own driver)
            self.base + chemin, data=donnees, method=methode
        )
        try:
            with urllib.request.urlopen(requete, timeout=60) as reponse:  # noqa: S310 (same)
                return json.load(reponse)["value"]
        except urllib.error.HTTPError as erreur:
            raise WebDriverError(erreur.read().decode()) from None

    def aller(self, adresse):
        self._ordonner("POST", "/url", url=adresse)

    def retailler(self, largeur, hauteur):
        self._ordonner("POST", "/window/rect", width=largeur, height=hauteur)

    def executer(self, script, *arguments):
        """What the body of a JavaScript function returns; a promise is awaited."""
        corps = f"return (async function () {{ {script} }}).apply(null, arguments)"
        return self._ordonner("POST", "/execute/sync", script=corps, args=list(arguments))

    def attendre(self, script, *arguments):
        """Return once ``script`` returns something true; raises TimeoutError after PATIENCE."""
        limite = time.monotonic() + PATIENCE
        while not (valeur := self.executer(script, *arguments)):
            if time.monotonic() > limite:
                raise TimeoutError(script)
            time.sleep(0.05)
        return valeur

    def trouver(self, selecteur):
        valeur = self._ordonner("POST", "/element", using="css selector", value=selecteur)
        return valeur[ELEMENT]

    def cliquer(self, selecteur):
        element = self.trouver(selecteur)
        # The driver does not wait for a page that slides smoothly to the element.
        self.executer("arguments[0].scrollIntoView({ behavior: 'instant' })", {ELEMENT: element})
        self._ordonner("POST", f"/element/{element}/click")

    def taper(self, selecteur, texte):
        """Empty the field, then press the keys of ``texte``."""
        self._ordonner("POST", f"/element/{self.trouver(selecteur)}/clear")
        self.presser(selecteur, texte)

    def presser(self, selecteur, touches):
        """Press keys in an element, as they come (U+E015 is the arrow down, U+E007 Enter)."""
        self._ordonner("POST", f"/element/{self.trouver(selecteur)}/value", text=touches)

    @property
    def titre(self):
        return self._ordonner("GET", "/title")

    @property
    def adresse(self):
        return self._ordonner("GET", "/url")

    def fermer(self):
        self._ordonner("DELETE", "")


@contextmanager
def webkit(port):
    """A WebKit behind a driver on ``port``, both gone at the end.

    Raises FileNotFoundError with the packages to install.
    """
    navigateurs = sorted(glob.glob("/usr/lib/*/webkit2gtk-4.*/MiniBrowser"))
    if not (navigateurs and shutil.which("WebKitWebDriver") and shutil.which("xvfb-run")):
        raise FileNotFoundError("no WebKit: run make outils-complet")
    # Without a graphics card, drawing by the processor; as root, no sandbox could start.
    environnement = os.environ | {
        "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
        "LIBGL_ALWAYS_SOFTWARE": "1",
        "NO_AT_BRIDGE": "1",
    }
    pilote = subprocess.Popen(  # noqa: S603 (a fixed command)
        ["xvfb-run", "-a", "WebKitWebDriver", f"--port={port}"],  # noqa: S607 (found on the path)
        env=environnement,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield _ouvrir(pilote, port, navigateurs[-1])
    finally:
        os.killpg(pilote.pid, signal.SIGTERM)  # the display and the browser with the driver
        pilote.wait(PATIENCE)


def _ouvrir(pilote, port, navigateur):
    limite = time.monotonic() + PATIENCE
    while True:
        try:
            return WebKit(port, navigateur)
        except OSError:
            if pilote.poll() is not None or time.monotonic() > limite:
                raise
            time.sleep(0.1)
