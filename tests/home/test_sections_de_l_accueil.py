"""Every section of the home page, once and three times: what it asks and what it weighs."""

import json

import pytest

from annuaire.models import Acteur
from home.models import ActualitesPage, GuidePage, HomePage
from socle.sections import sections_d_accueil
from tests.annuaire.pages import publier_annuaire
from tests.home.guide import ajouter_acteur, ajouter_fiche, ajouter_rubrique
from tests.home.nouvelles import ajouter_nouvelle
from tests.home.poids import peser

pytestmark = pytest.mark.django_db
POIDS_MAX = 150_000  # bytes, heads included


@pytest.fixture(params=[1, 3])
def nombre(request):
    return request.param


@pytest.fixture
def accueil(nombre):
    """A home page with each section *nombre* times, and as many things to show in each."""
    accueil = HomePage.objects.get(pk=publier_annuaire().get_parent().pk)
    guide = accueil.add_child(instance=GuidePage(title="Guide", slug="guide", chapo="En bref."))
    actualites = accueil.add_child(instance=ActualitesPage(title="Actualités", slug="actualites"))
    for rang in range(nombre):
        ajouter_acteur(f"Acteur {rang}")
        ajouter_nouvelle(actualites, f"nouvelle-{rang}")
        rubrique = ajouter_rubrique(guide, f"question-{rang}")
        for fiche in range(nombre):
            ajouter_fiche(rubrique, f"fiche-{rang}-{fiche}")
    choisis = list(Acteur.objects.values_list("pk", flat=True))
    valeurs = {"acteurs": {"titre": "", "choisis": choisis}, "nouveaux": {"combien": nombre}}
    accueil.titre_accueil = "Consommer autrement"
    accueil.recherches_frequentes = "pain, vélo"
    accueil.sections = json.dumps(
        [
            {"type": une.cle, "value": valeurs.get(une.cle, {})}
            for une in sections_d_accueil.inscrites()
            for _fois in range(nombre)
        ]
    )
    accueil.save()
    return accueil


def test_every_section_has_something_to_show(client, accueil, nombre):
    sections = client.get("/").context["sections"]
    # The first search stands in the great band, not among the sections.
    assert len(sections) == nombre * len(sections_d_accueil.inscrites()) - 1


def test_it_costs_five_queries_with_one_of_each_and_with_three(
    client, accueil, django_assert_num_queries
):
    client.get("/")
    with django_assert_num_queries(5):
        client.get("/")


def test_it_weighs_less_than_a_hundred_and_fifty_kilobytes(client, accueil):
    recus = peser(client, "/")
    genres = {adresse.rpartition(".")[2] for adresse in recus}
    # A page without its fonts would weigh little, and prove nothing.
    assert {"css", "js", "woff2", "svg"} - genres == set()
    assert sum(recus.values()) < POIDS_MAX, sorted(recus.items(), key=lambda paire: -paire[1])
