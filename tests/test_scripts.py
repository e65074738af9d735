"""The scripts behind `make`: what they say of a machine that lacks something."""

import os
import runpy
import socket
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parents[1]


def script(nom):
    """Names of a script without an ending, as a dictionary."""
    return runpy.run_path(str(RACINE / "scripts" / nom), run_name="essai")


def lancer(*commande, **environnement):
    """Run a script of ours: (status, what it said)."""
    essai = subprocess.run(  # noqa: S603 (our own scripts)
        [sys.executable, RACINE / "scripts" / commande[0], *commande[1:]],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environnement,
    )
    return essai.returncode, (essai.stdout + essai.stderr).strip()


class SansModule:
    """A connection to a SQLite built without one of its modules."""

    def __init__(self, absent):
        self.absent = absent

    def execute(self, requete):
        if self.absent in requete:
            raise sqlite3.OperationalError(f"no such module: {self.absent}")


def test_this_machine_lacks_nothing():
    assert lancer("verifier_machine") == (0, "")


def test_an_old_python_is_refused_in_one_sentence():
    version = script("verifier_machine")["version"]
    assert version((3, 11, 0)) is None
    assert version((3, 9, 2)) == (
        "Python 3.11 ou plus récent est nécessaire (celui-ci est 3.9)\u202f: installez le paquet "
        "Debian «\u00a0python3.11\u00a0», puis relancez avec PYTHON=python3.11."
    )


def test_a_python_without_venv_is_refused_in_one_sentence(monkeypatch):
    modules = script("verifier_machine")["modules"]
    assert modules() is None
    monkeypatch.setitem(sys.modules, "venv", None)
    paquet = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    assert modules() == (
        "Le module venv de Python manque\u202f: installez le paquet Debian "
        f"«\u00a0python3-venv\u00a0» (ou «\u00a0{paquet}\u00a0»)."
    )


def test_a_machine_without_make_is_told_which_package(tmp_path):
    """As an ordinary user: with bash, and nothing else on the path."""
    (tmp_path / "id").write_text("#!/bin/sh\necho 1000\n")
    (tmp_path / "id").chmod(0o755)
    (tmp_path / "dirname").symlink_to("/usr/bin/dirname")
    (tmp_path / "python3").symlink_to(sys.executable)
    essai = subprocess.run(  # noqa: S603 (our own script)
        ["/bin/bash", RACINE / ".ci" / "run"],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": str(tmp_path)},
    )
    assert (essai.returncode, essai.stdout + essai.stderr) == (
        1,
        "Il manque make.\n"
        "Demandez à la personne qui administre la machine : apt-get install make\n",
    )


@pytest.mark.parametrize(
    ("module", "nom"),
    [("fts5", "la recherche plein texte FTS5"), ("rtree", "l’index spatial R*Tree")],
)
def test_a_sqlite_without_a_module_is_refused_in_one_sentence(module, nom):
    assert script("verifier_machine")["sqlite"](SansModule(module)) == (
        f"Le SQLite de ce Python n’a pas {nom}\u202f: installez les paquets Debian "
        "«\u00a0python3\u00a0» et «\u00a0libsqlite3-0\u00a0», puis relancez avec "
        "PYTHON=/usr/bin/python3."
    )


def test_a_busy_port_is_said_in_one_sentence():
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        prise.listen()
        port = prise.getsockname()[1]
        assert lancer("demo", "--port", str(port)) == (
            1,
            f"Le port {port} est déjà pris ou interdit\u202f: choisissez-en un autre, "
            f"par exemple «\u00a0make demo PORT={port + 1 if port < 65535 else 8001}\u00a0».",
        )


def test_a_given_browser_is_used():
    assert lancer("navigateur", CHROMIUM="/opt/chrome") == (0, "/opt/chrome")


def test_a_missing_browser_is_said_with_its_package():
    assert lancer("navigateur", CHROMIUM="", PATH="/nulle/part") == (
        1,
        "Chromium est introuvable\u202f: installez le paquet Debian «\u00a0chromium\u00a0» "
        "ou donnez CHROMIUM=/chemin.",
    )


def test_a_given_database_is_printed_back():
    adresse = "postgres://essai@machine/base"
    assert lancer("postgresql", "start", DATABASE_URL=adresse) == (0, adresse)


def test_a_given_search_server_is_printed_back():
    adresse = "https://recherche.exemple.org:9200"
    assert lancer("elasticsearch", "start", ELASTICSEARCH_URL=adresse) == (0, adresse)


def test_a_missing_java_is_said_with_its_package():
    assert lancer("elasticsearch", "start", ELASTICSEARCH_URL="", JAVA_HOME="/nulle/part") == (
        1,
        "Java est introuvable\u202f: installez le paquet Debian "
        "«\u00a0openjdk-17-jre-headless\u00a0» (ou 21), ou «\u00a0make outils\u00a0» en "
        "administrateur.",
    )


def test_an_old_java_is_refused(tmp_path):
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.27\" 2025-04-15' >&2\n")
    java.chmod(0o755)
    assert lancer("elasticsearch", "start", ELASTICSEARCH_URL="", JAVA_HOME=str(tmp_path)) == (
        1,
        f"Java 17 ou plus est nécessaire\u202f: {java} est plus ancien.",
    )


def test_only_the_server_is_kept_of_its_archive(tmp_path):
    archive = tmp_path / "tout.zip"
    with zipfile.ZipFile(archive, "w") as zip:
        zip.writestr("sonarqube-1/elasticsearch/lib/serveur.jar", "le serveur")
        zip.writestr("sonarqube-1/lib/autre.jar", "autre chose")
    script("elasticsearch")["extraire"](archive, tmp_path / "sorti")
    sortis = {
        str(chemin.relative_to(tmp_path / "sorti")): oct(chemin.stat().st_mode & 0o777)
        for chemin in (tmp_path / "sorti").rglob("*")
    }
    assert sortis == {"lib": "0o755", "lib/serveur.jar": "0o644", "plugins": "0o755"}


def test_a_server_of_another_program_is_not_taken_for_ours(tmp_path):
    (tmp_path / "pid").write_text(str(os.getpid()))
    assert script("elasticsearch")["pid"](tmp_path) is None


def test_what_the_environment_gives_is_not_installed(monkeypatch):
    outils = script("outils")
    monkeypatch.setenv("CHROMIUM", "/opt/chrome")
    monkeypatch.setenv("DATABASE_URL", "postgres://essai@machine/base")
    monkeypatch.setenv("ELASTICSEARCH_URL", "http://127.0.0.1:9200")
    monkeypatch.setenv("PATH", "/nulle/part")
    assert outils["manquants"]() == []
    monkeypatch.delenv("CHROMIUM")
    assert outils["manquants"]() == ["chromium-headless-shell"]
    webkit = ["webkit2gtk-driver", "xvfb", "xauth"]
    assert outils["manquants"](outils["BESOINS_COMPLETS"]) == webkit


def test_the_stamp_changes_with_the_requirements(tmp_path):
    environnement = script("environnement")
    fichier = tmp_path / "requirements.txt"
    fichier.write_text("Django==5.2.19\n")
    avant = environnement["empreinte"](fichier)
    fichier.write_text("Django==5.2.20\n")
    assert (avant == environnement["empreinte"](fichier), len(avant)) == (False, 64)


@pytest.fixture
def mesurer(tmp_path, monkeypatch):
    """``scripts/mesurer``, which keeps what it measures apart from this very run."""
    for nom in [nom for nom in os.environ if nom.startswith(("PYTEST_", "SLIPCOVER_", "DJANGO_"))]:
        monkeypatch.delenv(nom)

    def _lancer(*arguments):
        return lancer("mesurer", *arguments, TISSAGE_COUVERTURE=str(tmp_path / "mesures"))

    return _lancer


def test_who_measures_the_tests_says_what_they_said_then_that_little_was_run(mesurer, tmp_path):
    essai = tmp_path / "test_essai.py"
    essai.write_text("def test_faux():\n    assert 1 == 2\n")
    statut, dit = mesurer("essai", str(essai), "-q", "--rootdir", str(tmp_path))
    assert (statut, "1 failed" in dit) == (1, True)
    statut, dit = mesurer("--juger", "essai")
    assert (statut, "site/annuaire/retraits.py" in dit, "sous le seuil" in dit) == (2, True, True)


def test_who_measures_without_a_name_is_told_how(mesurer):
    assert [mesurer(*dits)[0] for dits in ((), ("--help",))] == [2, 2]


def test_what_was_not_measured_is_not_judged(mesurer):
    assert mesurer("--juger", "rien") == (1, "Rien n’a été mesuré sous\u202f: rien.")


def test_tests_run_unmeasured_where_slipcover_is_absent(monkeypatch, capsys):
    absent = script("mesurer")
    monkeypatch.setitem(absent["commande"].__globals__, "PRESENT", False)
    assert absent["commande"]("essai", ["-q"]) == [sys.executable, "-m", "pytest", "-q"]
    assert (absent["juger"](["essai"]), capsys.readouterr().out) == (
        0,
        "Couverture non mesurée\u202f: SlipCover n’existe pas en roue pour cette machine.\n",
    )


def test_every_script_of_the_makefile_exists_and_may_be_run():
    makefile = (RACINE / "Makefile").read_text(encoding="utf-8")
    noms = {mot.strip("@;)") for mot in makefile.split() if mot.strip("@").startswith("scripts/")}
    assert {nom for nom in noms if not os.access(RACINE / nom, os.X_OK)} == set()
