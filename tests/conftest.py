"""What every test may use. Apps keep their own fixtures in tests/<app>/conftest.py.

Environment: ``TISSAGE_CAS`` (generated cases per property, 15 unless told) and
``TISSAGE_DONNEES`` (folder of the real lists, ``../shared/donnees`` beside the clone unless told).
"""

import os
from pathlib import Path

import pytest
from django.conf import settings as reglages
from django.template import engines
from django.utils import translation
from hypothesis import HealthCheck, settings

RACINE = Path(__file__).resolve().parents[1]

settings.register_profile(
    "tissage",
    max_examples=int(os.environ.get("TISSAGE_CAS") or 15),
    deadline=None,
    # Function fixtures are not reset between two cases: a property must not count on it.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("tissage")

# What must hold on PostgreSQL as on SQLite: rules kept by the database, transactions, writes.
SUR_LES_DEUX_BASES = (
    "annuaire/test_acteurs",
    "annuaire/test_ecritures",
    "annuaire/test_traductions.py::TestRegles",
    "annuaire/test_traductions.py::TestBrouillons",
    "annuaire/geocodage/",
    "annuaire/imports/depots/",
    "annuaire/imports/retouches/",
    # Those of what a file or a cell says too, by make test-complet (`cellules`, below).
    "annuaire/imports/test_absentes",
    "annuaire/imports/test_aller_retour",
    "annuaire/imports/test_combinaisons",
    "annuaire/imports/test_commande",
    "annuaire/imports/test_genere",
    "annuaire/imports/test_ouvert",
    "annuaire/imports/test_rapprochement",
    "annuaire/imports/test_retirees",
    "espace/",
    "search/contrat/",
    "search/test_documents",
    "search/test_journal",
    "search/test_memoire",
    "search/test_plein_texte",
    "search/test_vocabulaire",
    "socle/test_debits",
    "socle/test_travaux",
    "territoires/test_modeles",
)


# Whole products of cases, which `make test-rapide` goes without.
LONGS = (
    "annuaire/horaires/test_proprietes",
    "annuaire/imports/test_genere",
    "annuaire/imports/test_listes_reelles",
    "annuaire/imports/test_ouvert_maintenant",
    "annuaire/test_entrees_generees",
    "annuaire/test_verite_des_labels",
    "search/contrat/test_combinaisons",
    "search/pertinence/",
    "territoires/test_pays_entier",
    "test_roles",
)


# What takes half of the time that is left: it goes without too.
LOURDS = (
    "annuaire/imports/depots/",
    "annuaire/imports/retouches/",
    "annuaire/imports/test_absentes",
    "annuaire/imports/test_commande",
    "annuaire/imports/test_profil",
    "annuaire/imports/test_rapprochement",
    "annuaire/imports/test_retirees",
    "annuaire/test_administration_imports",
    "annuaire/test_carte",
    "annuaire/test_exports",
    "annuaire/test_quand_et_ou",
    "annuaire/test_administration_labels",
    "home/test_actualites",
    "home/test_demo",
    "home/test_langues_du_site",
    "home/test_modeles_des_editeurs",
    "home/test_publication_programmee",
    "home/test_traductions_de_depart",
    "search/contrat/test_textes",
    "search/test_administration",
    "search/test_secours",
    "test_vie_privee",
)


# Whole modules go to one process or the other: those that take minutes first, so that neither waits
# for the other at the end; the second needs no demonstration, which the first one loads meanwhile.
D_ABORD = (
    "navigateur/test_redaction",
    "test_roles",
    "navigateur/test_pages",
    "navigateur/test_imports",
    "navigateur/test_saisie",
    "navigateur/test_animation",
    "navigateur/test_ecrans_remplis",
    "navigateur/test_liens",
    "navigateur/test_carte",
)


def pytest_collection_modifyitems(items):
    """Mark those `postgres` that use a database; literal query counts are SQLite's, and stay there.
    So do whole lists: the rules that they try are tried one by one on both. `long`, `lourd` too."""
    a_part = {"django_assert_num_queries", "listes_reelles"}
    bases = {"db", "transactional_db", "django_db_setup"}
    for item in items:
        nom = item.nodeid.removeprefix("tests/")
        if nom.startswith(LONGS):
            item.add_marker("long")
        if nom.startswith(LOURDS):
            item.add_marker("lourd")
        if item.get_closest_marker("elasticsearch"):  # whatever the database, the same requests
            continue
        if not item.get_closest_marker("django_db") and bases.isdisjoint(item.fixturenames):
            continue
        if nom.startswith(SUR_LES_DEUX_BASES) and a_part.isdisjoint(item.fixturenames):
            item.add_marker("postgres")
        elif nom.startswith("annuaire/imports/") and a_part.isdisjoint(item.fixturenames):
            item.add_marker("cellules")
    items.sort(key=_rang)  # stable: what pytest-randomly drew stays, inside and among the others


def _rang(item):
    nom = item.nodeid.removeprefix("tests/")
    return next((rang for rang, debut in enumerate(D_ABORD) if nom.startswith(debut)), len(D_ABORD))


@pytest.fixture(scope="session")
def gabarits(pytestconfig, tmp_path_factory):
    """Folder of the tables made once for all (tests/gabarits.py)."""
    if pytestconfig.pluginmanager.has_plugin("cacheprovider"):
        return pytestconfig.cache.mkdir("gabarits")
    return tmp_path_factory.mktemp("gabarits")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, django_db_blocker, request
):
    """pytest-django's place for it: just before it creates the database of this process."""
    if not request.config.getoption("reuse_db"):
        from tests.gabarits import preparer

        with django_db_blocker.unblock():
            preparer(request.getfixturevalue("gabarits"))


@pytest.fixture(scope="session")
def listes_reelles():
    """Folder of the real lists (README.md there says what they hold).

    They are not part of the project: a contributor who has none sees these tests skipped.
    """
    dossier = Path(os.environ.get("TISSAGE_DONNEES") or RACINE.parent / "shared" / "donnees")
    if not (dossier / "siae-france.csv").is_file():
        pytest.skip("needs the real lists: TISSAGE_DONNEES=folder (they are not in the project)")
    return dossier


@pytest.fixture(autouse=True)
def index_oublie():
    """No test inherits the territories that another one read."""
    from territoires.index import oublier

    oublier()
    yield
    oublier()


@pytest.fixture(autouse=True)
def memoires_oubliees():
    """No test inherits the settings, the taxonomies or the guide that another one read."""
    from wagtail.models import Site

    from socle.memoires import tout_oublier

    tout_oublier()
    Site.clear_site_root_paths_cache()  # Django's cache outlives the sites that a test undid


@pytest.fixture(autouse=True)
def langue_d_avant():
    """No test inherits the language of a page that another one asked for."""
    with translation.override(reglages.LANGUAGE_CODE):
        yield


@pytest.fixture(scope="session")
def fichiers_petit_pays(tmp_path_factory):
    """Folder of the compressed files of a small France (tests/territoires/petit_pays.py)."""
    from tests.territoires.petit_pays import ecrire

    return ecrire(tmp_path_factory.mktemp("petit_pays"))


@pytest.fixture
def petit_pays(db, fichiers_petit_pays):
    """Some fifty real communes in the database, and their index already in memory."""
    from territoires.chargement import charger
    from territoires.index import index

    charger(fichiers_petit_pays)
    return index()


@pytest.fixture
def gabarits_de_wagtail():
    """Wagtail's own admin templates count on missing variables being empty: strictness is off.

    (Django gives up filters on an invalid variable as soon as ``string_if_invalid`` is set, so
    ``icon|default:…`` would fail with the marker alone.)
    """
    moteur = engines["django"].engine
    strict, moteur.string_if_invalid = moteur.string_if_invalid, ""
    yield
    moteur.string_if_invalid = strict
