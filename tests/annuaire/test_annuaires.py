"""Several directories: presets to domains or a territory, their introduction and order."""

import pytest
from django.core.exceptions import ValidationError

from annuaire.models import AnnuairePage, DomaineMontre
from search.documents import indexer
from tests.annuaire.fabriques import ActeurFactory, DomaineFactory, LieuFactory, ZoneFactory

NANTES, ANGERS = "44109", "49007"


@pytest.fixture
def acteurs(annuaire, petit_pays):
    velo = DomaineFactory(slug="velo", nom="Vélo")
    atelier = DomaineFactory(slug="atelier", nom="Atelier", parent=velo)
    pain = DomaineFactory(slug="pain", nom="Pain")
    for nom, commune, domaine in (
        ("Vélo de Nantes", NANTES, velo),
        ("Atelier d’Angers", ANGERS, atelier),
        ("Pain de Nantes", NANTES, pain),
    ):
        acteur = ActeurFactory(nom=nom)
        acteur.domaines.add(domaine)
        acteur.save()
        LieuFactory(acteur=acteur, commune_id=commune)
        indexer("acteur", [acteur.pk])
    vient = ActeurFactory(nom="Vient en Loire-Atlantique")
    ZoneFactory(acteur=vient, genre="departement", departement_id="44")
    indexer("acteur", [vient.pk])
    return {"velo": velo, "pain": pain}


def ouvrir(annuaire, titre="Vélos", domaines=(), **champs):
    """Publish another directory beside the principal one."""
    page = AnnuairePage(title=titre, slug="autre", **champs)
    page.domaines_montres = [DomaineMontre(domaine=domaine) for domaine in domaines]
    page = annuaire.get_parent().add_child(instance=page)
    page.save_revision().publish()
    return page


def noms(client, requete=""):
    reponse = client.get(f"/autre/{requete}")
    assert reponse.status_code == 200
    return [carte.nom for carte in reponse.context["cartes"]]


def test_a_directory_of_domains_holds_what_stands_below_them(client, annuaire, acteurs):
    ouvrir(annuaire, domaines=[acteurs["velo"]])
    assert sorted(noms(client)) == ["Atelier d’Angers", "Vélo de Nantes"]


def test_a_directory_of_a_territory_holds_what_is_there_or_comes_there(client, annuaire, acteurs):
    ouvrir(annuaire, territoire="Loire-Atlantique")
    assert sorted(noms(client)) == [
        "Pain de Nantes",
        "Vient en Loire-Atlantique",
        "Vélo de Nantes",
    ]


def test_both_hold_together_and_with_what_is_searched(client, annuaire, acteurs):
    ouvrir(annuaire, territoire="44", domaines=[acteurs["velo"], acteurs["pain"]])
    assert sorted(noms(client)) == ["Pain de Nantes", "Vélo de Nantes"]
    assert noms(client, "?q=pain") == ["Pain de Nantes"]
    assert noms(client, "?ou=Nantes&domaine=velo") == ["Vélo de Nantes"]
    assert client.get("/autre/?ou=Angers").context["recherche"].total == 0


def test_its_counts_are_those_of_what_it_holds(client, annuaire, acteurs):
    ouvrir(annuaire, territoire="44")
    facettes = client.get("/autre/").context["recherche"].facettes
    comptes = {v.libelle: v.compte for f in facettes if f.nom == "domaine" for v in f.valeurs}
    assert comptes == {"Vélo": 1, "Pain": 1}


def test_its_lists_link_to_the_principal_and_its_entries_redirect_there(client, annuaire, acteurs):
    ouvrir(annuaire, domaines=[acteurs["pain"]])
    (carte,) = client.get("/autre/").context["cartes"]
    assert carte.adresse.startswith("/annuaire/pain-de-nantes-")
    reponse = client.get(carte.adresse.replace("/annuaire/", "/autre/"))
    assert (reponse.status_code, reponse["Location"]) == (301, carte.adresse)


def test_its_introduction_and_its_order_are_its_own(client, annuaire, acteurs):
    ouvrir(annuaire, introduction="Tout pour rouler.", tri="nom")
    reponse = client.get("/autre/")
    assert "Tout pour rouler." in reponse.content.decode()
    assert [c.nom for c in reponse.context["cartes"]] == [
        "Atelier d’Angers",
        "Pain de Nantes",
        "Vélo de Nantes",
        "Vient en Loire-Atlantique",
    ]
    assert reponse.context["demande"].tri_effectif == "nom"
    assert client.get("/autre/?q=velo").context["demande"].tri_effectif == "pertinence"


def test_its_files_and_its_feed_hold_what_it_shows(client, annuaire, acteurs):
    ouvrir(annuaire, domaines=[acteurs["pain"]])
    csv = b"".join(client.get("/autre/export.csv").streaming_content).decode("utf-8-sig")
    assert (csv.count("Pain de Nantes"), csv.count("Vélo de Nantes")) == (1, 0)
    flux = client.get("/autre/flux.atom").content.decode()
    assert (flux.count("<entry>"), "Pain de Nantes" in flux) == (1, True)


def test_what_editors_change_shows_at_once(client, annuaire, acteurs):
    page = ouvrir(annuaire, domaines=[acteurs["pain"]])
    assert noms(client) == ["Pain de Nantes"]
    page.domaines_montres = [DomaineMontre(domaine=acteurs["velo"])]
    page.save_revision().publish()
    assert sorted(noms(client)) == ["Atelier d’Angers", "Vélo de Nantes"]


def test_a_draft_of_its_domains_shows_in_its_preview_alone(client, annuaire, acteurs):
    page = ouvrir(annuaire, domaines=[acteurs["pain"]])
    page.domaines_montres = [DomaineMontre(domaine=acteurs["velo"])]
    page.save_revision()
    brouillon = page.get_latest_revision_as_object()
    assert brouillon.cadre == ({"domaine": frozenset([acteurs["velo"].cle])},)
    assert noms(client) == ["Pain de Nantes"]


@pytest.mark.parametrize(
    ("territoire", "retenu"),
    [
        ("44", "Loire-Atlantique"),
        ("nantes", "Nantes"),
        ("", ""),
        ("Saint-Denis (La Réunion)", "Saint-Denis (974)"),
    ],
)
def test_a_territory_is_kept_as_people_read_it(annuaire, petit_pays, territoire, retenu):
    page = AnnuairePage(title="Autre", slug="autre", territoire=territoire)
    page.clean()
    assert page.territoire == retenu


@pytest.mark.parametrize(
    ("territoire", "debut"),
    [
        ("Saint-Denis", "Lequel\u202f? "),
        ("Nulle-Part-sur-Rien", "Nous ne connaissons pas de lieu nommé"),
    ],
)
def test_an_unknown_or_unclear_territory_is_refused_in_words(
    annuaire, petit_pays, territoire, debut
):
    page = AnnuairePage(title="Autre", slug="autre", territoire=territoire)
    with pytest.raises(ValidationError) as refus:
        page.clean()
    (phrase,) = refus.value.message_dict["territoire"]
    assert phrase[: len(debut)] == debut


def test_a_preset_list_costs_no_more_queries(client, annuaire, acteurs, django_assert_num_queries):
    ouvrir(annuaire, territoire="44", domaines=[acteurs["velo"], acteurs["pain"]])
    client.get("/autre/")
    with django_assert_num_queries(4):
        client.get("/autre/")
