"""compose.yaml: what it opens, and what it asks of who starts it. Docker itself is not run."""

import re
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


def test_images_are_pinned(services):
    images = {service["image"] for service in services.values() if "image" in service}
    assert images == {"postgres:17", "elasticsearch:8.19.16"}


def test_what_the_image_copies_is_let_through():
    copies = re.findall(r"^COPY (.+) \S+$", (RACINE / "Dockerfile").read_text(), flags=re.M)
    copies = {nom for ligne in copies for nom in ligne.split()}
    laisses = (RACINE / ".dockerignore").read_text().split()
    assert copies == {nom.lstrip("!") for nom in laisses if nom.startswith("!")}
