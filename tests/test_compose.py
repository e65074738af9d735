"""compose.yaml: what it opens, and what it asks of who starts it. Docker itself is not run."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

RACINE = Path(__file__).resolve().parents[1]
TEXTE = (RACINE / "compose.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def services():
    return yaml.safe_load(TEXTE)["services"]


def test_only_the_web_is_published(services):
    publies = {nom: service["ports"] for nom, service in services.items() if "ports" in service}
    assert publies == {"web": ["${PORT:-8000}:8000"]}
    assert {nom for nom, service in services.items() if "network_mode" in service} == set()


def test_the_search_server_keeps_its_security(services):
    reglages = services["elasticsearch"]["environment"]
    assert {nom: valeur for nom, valeur in reglages.items() if nom.endswith("enabled")} == {
        "xpack.security.enabled": "true",
        "xpack.security.http.ssl.enabled": "true",
    }
    assert reglages["ELASTIC_PASSWORD"] == "${ELASTIC_PASSWORD:?}"


def test_the_search_server_is_one_node_of_half_a_gigabyte_on_a_named_volume(services):
    service = services["elasticsearch"]
    reglages = service["environment"]
    assert (reglages["discovery.type"], reglages["ES_JAVA_OPTS"]) == (
        "single-node",
        "-Xms512m -Xmx512m",
    )
    assert service["volumes"][0] == "recherche:/usr/share/elasticsearch/data"
    assert set(yaml.safe_load(TEXTE)["volumes"]) == {"base", "certificats", "fichiers", "recherche"}


def test_the_portal_joins_it_over_tls_and_knows_its_authority(services):
    for nom in ("web", "travailleur", "preparation"):
        reglages = services[nom]["environment"]
        assert reglages["ELASTICSEARCH_URL"] == "https://elasticsearch:9200"
        assert reglages["ELASTICSEARCH_AUTORITE"] == "/certificats/ca/ca.crt"
        assert "certificats:/certificats:ro" in services[nom]["volumes"]


def test_no_secret_has_a_default(services):
    secrets = set(re.findall(r"\$\{((?:SECRET|\w*PASSWORD|ALLOWED|ADRESSE)\w*)([^}]*)\}", TEXTE))
    assert secrets == {
        (nom, ":?")
        for nom in (
            *("SECRET_KEY", "POSTGRES_PASSWORD", "ELASTIC_PASSWORD"),
            *("ALLOWED_HOSTS", "ADRESSE_PUBLIQUE"),
        )
    }


def test_the_example_names_every_variable_and_no_other():
    exemple = (RACINE / "compose.env.exemple").read_text(encoding="utf-8")
    donnees = set(re.findall(r"^([A-Z_]+)=", exemple, flags=re.M))
    assert donnees == set(re.findall(r"\$\{([A-Z_]+)", TEXTE))


# Variables of the settings that compose.yaml leaves as they are, and why.
LAISSEES = {
    "DONNEES_VAR": "the image says it, where the volume is",
    "ELASTICSEARCH_CLE_API": "the search server made here is joined by its account",
    "ELASTICSEARCH_PREFIXE": "that server serves one site",
    "ELASTICSEARCH_FRAGMENTS": "it is one node",
    "ELASTICSEARCH_COPIES": "it is one node",
    "RECHERCHE_MOTEUR": "follows the server's being there; changed for an operation only",
}
REGLAGES = (RACINE / "site" / "portail" / "settings" / "base.py").read_text(encoding="utf-8")


def test_what_the_settings_read_is_passed_or_left_out_on_purpose(services):
    lues = set(re.findall(r"\benv\.\w+\(\s*\"([A-Z_]+)\"", REGLAGES))
    for nom in ("web", "travailleur", "preparation"):
        passees = set(services[nom]["environment"])
        assert (lues - passees, passees - lues) == (set(LAISSEES), set())


def test_what_is_left_empty_reads_as_the_settings_default(services):
    """The settings as compose.yaml gives them to who fills in only what has no default."""
    donnees = {
        nom: re.sub(r"\$\{\w+(?::-(.*?)|:\?)\}", r"\1", valeur)
        for nom, valeur in services["web"]["environment"].items()
    }
    aucun_defaut = {
        "SECRET_KEY": "x" * 50,
        "ALLOWED_HOSTS": "a.example",
        "ADRESSE_PUBLIQUE": "https://a.example",
    }
    fixes = {
        nom: donnees[nom]
        for nom in donnees
        if nom.startswith("ELASTICSEARCH") or nom == "DATABASE_URL"
    }
    assert _reglages(donnees | aucun_defaut) == _reglages(fixes | aucun_defaut)


def _reglages(environnement):
    """What the production settings say, as a text, under these variables alone."""
    ici = {nom: os.environ[nom] for nom in ("PATH", "LANG") if nom in os.environ}
    return subprocess.run(  # noqa: S603 (our own lines)
        [sys.executable, "-c", MONTRER],
        env=ici | {"PYTHONPATH": str(RACINE / "site")} | environnement,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


MONTRER = """
from portail.settings import base
for nom, valeur in sorted(vars(base).items()):
    if nom.isupper():  # the names of languages wait for a catalogue
        print(nom, [code for code, _ in valeur] if "LANGUAGES" in nom else repr(valeur))
"""


def test_images_are_pinned(services):
    images = {service["image"] for service in services.values() if "image" in service}
    assert images == {"postgres:17", "elasticsearch:8.19.16"}


def test_what_the_image_copies_is_let_through():
    copies = re.findall(r"^COPY (.+) \S+$", (RACINE / "Dockerfile").read_text(), flags=re.M)
    copies = {nom for ligne in copies for nom in ligne.split()}
    laisses = (RACINE / ".dockerignore").read_text().split()
    assert copies == {nom.lstrip("!") for nom in laisses if nom.startswith("!")}
