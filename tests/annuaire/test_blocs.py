"""Actors in a text: chosen, or found anew at each visit."""

import re

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from annuaire.blocs import ActeursBlock, AppelBlock, CriteresBlock, montrer
from annuaire.models import AnnuairePage
from annuaire.tirages import Criteres, tirer
from tests.annuaire.fabriques import DomaineFactory
from tests.home.guide import ajouter_acteur, publier_guide

pytestmark = pytest.mark.django_db


@pytest.fixture
def requete(rf):
    publier_guide()
    return rf.get("/")


def valeur(**champs):
    bloc = ActeursBlock()
    return bloc.to_python({"titre": "Ici", "choisis": [], "nombre": 3, **champs})


def noms(une, requete):
    montrer([une], requete)
    cartes, total = une.montres
    return [carte.nom for carte in cartes], total


def test_les_acteurs_choisis_viennent_dans_leur_ordre(requete):
    un, deux = ajouter_acteur("Un"), ajouter_acteur("Deux")
    assert noms(valeur(choisis=[deux.pk, un.pk]), requete) == (["Deux", "Un"], 2)


def test_un_acteur_choisi_puis_depublie_n_est_plus_montre(requete):
    un = ajouter_acteur("Un")
    un.unpublish()
    assert noms(valeur(choisis=[un.pk]), requete)[0] == []


def test_une_recherche_trouve_ce_qui_a_tous_ses_criteres(requete):
    ajouter_acteur("Un")
    autre = DomaineFactory(slug="habitat")
    criteres = {"domaine": DomaineFactory().cle}
    assert noms(valeur(criteres=criteres), requete) == (["Un"], 1)
    assert noms(valeur(criteres={"domaine": autre.cle}), requete) == ([], 0)


def test_une_recherche_dont_le_critere_a_disparu_ne_trouve_rien_plutot_que_tout(requete):
    ajouter_acteur("Un")
    criteres = Criteres(domaine="0b0c9d4e-0000-4000-8000-000000000000")
    assert (criteres.perdus, tirer(criteres, 3)) == (["domaine"], (0, []))


def test_un_domaine_renomme_reste_celui_qui_etait_choisi(requete):
    domaine = DomaineFactory()
    criteres = Criteres(domaine=domaine.cle, famille="cooperative")
    domaine.slug = "manger"
    domaine.save()
    assert criteres.adresse(requete) == "/annuaire/?domaine=manger&famille=cooperative"


def test_plusieurs_blocs_se_lisent_en_autant_de_requetes_qu_un_seul(
    requete, django_assert_num_queries
):
    cles = [ajouter_acteur(f"Acteur {n}").pk for n in range(3)]
    montrer([valeur(choisis=cles)], requete)  # the taxonomies and the directory are remembered
    for nombre in (1, 3):
        valeurs = [valeur(choisis=[cle]) for cle in cles[:nombre]]
        for une in valeurs:
            une.cles()  # the chooser reads its actors when the body is read
        with django_assert_num_queries(2):
            montrer(valeurs, requete)


def test_un_lieu_inconnu_est_refuse():
    bloc = CriteresBlock()
    with pytest.raises(ValidationError):
        bloc.clean(bloc.to_python({"territoire": "Nulle-Part-sur-Rien"}))


def test_un_appel_mene_a_sa_recherche(requete):
    bloc = AppelBlock()
    criteres = {"domaine": DomaineFactory().cle}
    brut = {"texte": "Allez.", "libelle": "Voir", "criteres": criteres}
    html = bloc.render(bloc.to_python(brut), context={"request": requete})
    assert html.count('href="/annuaire/?domaine=alimentation"') == 1


@pytest.fixture
def appel(requete):
    """``appel(page=…)``: the address that the button leads to, "" when it is not drawn."""

    def _appel(**vise):
        bloc = AppelBlock()
        brut = {"texte": "Allez.", "libelle": "Voir", **vise}
        html = bloc.render(bloc.to_python(brut), context={"request": requete})
        return "".join(re.findall('href="([^"]*)"', html))

    return _appel


def test_a_call_leads_to_a_page_as_long_as_it_is_published(appel):
    page = AnnuairePage.objects.get()
    avant = appel(page=page.pk)
    page.unpublish()
    assert (avant, appel(page=page.pk), appel(page=99999)) == ("/annuaire/", "", "")


def test_a_call_leads_to_an_address_and_to_the_directory_without_any(appel):
    """One that was written before there were pages and addresses has neither of the two."""
    assert [appel(adresse="/recherche/?q=a&b"), appel(criteres={}), appel()] == [
        "/recherche/?q=a&amp;b",
        "/annuaire/",
        "/annuaire/",
    ]


@pytest.mark.parametrize(
    ("vises", "admis"),
    [
        ([], True),
        (["page"], True),
        (["adresse"], True),
        (["criteres"], True),
        (["page", "adresse"], False),
        (["page", "criteres"], False),
        (["adresse", "criteres"], False),
    ],
)
def test_a_call_leads_to_one_place(requete, vises, admis):
    tous = {
        "page": AnnuairePage.objects.get().pk,
        "adresse": "mailto:nous@exemple.fr",
        "criteres": {"mots": "vélo"},
    }
    bloc = AppelBlock()
    brut = {"texte": "Allez.", "libelle": "Voir", **{nom: tous[nom] for nom in vises}}
    try:
        bloc.clean(bloc.to_python(brut))
        refuse = []
    except StructBlockValidationError as erreur:
        refuse = list(erreur.block_errors)
    assert refuse == ([] if admis else ["page"])


def test_a_call_runs_no_script(requete):
    bloc = AppelBlock()
    brut = {"texte": "Allez.", "libelle": "Voir", "adresse": "javascript:alert(1)"}
    with pytest.raises(StructBlockValidationError):
        bloc.clean(bloc.to_python(brut))


@pytest.mark.parametrize("classe", [ActeursBlock, AppelBlock, CriteresBlock])
def test_chaque_bloc_a_un_apercu_et_une_description(classe):
    bloc = classe()
    assert (bloc.is_previewable, bool(bloc.get_description())) == (True, True)


def test_no_two_families_have_the_same_name():
    noms = [str(nom) for _cle, nom in CriteresBlock().child_blocks["famille"].field.choices]
    assert (len(noms), len(set(noms))) == (11, 11)
