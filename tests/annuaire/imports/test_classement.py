"""Words of lists and our domains: same tokens, synonyms, correspondences; never a guess."""

import pytest

from annuaire.imports.classement import Classeur
from annuaire.models import Domaine
from search.models import Synonyme


@pytest.fixture
def classeur(taxonomies):
    return Classeur()


def slugs(cles):
    par_cle = dict(Domaine.objects.values_list("pk", "slug"))
    return [par_cle[cle] for cle in cles]


@pytest.mark.parametrize(
    ("categorie", "domaines"),
    [
        ("Ressourcerie", ["ressourceries"]),
        ("RECYCLERIES", ["ressourceries"]),
        ("Alimentation", ["alimentation"]),
        ("amap-et-paniers", ["amap-et-paniers"]),
        ("l’épicerie", ["epiceries-et-vrac"]),
        ("Ressourcerie / Alimentation", ["ressourceries", "alimentation"]),
        ("Ressourcerie et xylophones", []),
        ("xylophones", []),
        ("", []),
        ("!!!", []),
    ],
)
def test_une_categorie_est_reconnue_par_nom_adresse_ou_mot(classeur, categorie, domaines):
    assert slugs(classeur.domaines_de(categorie)) == domaines


def test_le_nom_l_emporte_sur_un_mot(taxonomies):
    Domaine.objects.filter(slug="velo").update(mots="Alimentation")
    assert slugs(Classeur().domaines_de("alimentation")) == ["alimentation"]


def test_un_mot_que_deux_domaines_se_disputent_ne_tranche_pas(taxonomies):
    Domaine.objects.filter(slug__in=["velo", "textile"]).update(mots="bidule")
    assert Classeur().domaines_de("bidule") == ()


def test_un_mot_que_deux_enfants_se_disputent_va_au_parent(taxonomies):
    Domaine.objects.filter(slug__in=["ressourceries", "collecte-et-tri"]).update(mots="bidule")
    assert slugs(Classeur().domaines_de("bidule")) == ["reemploi"]


def test_un_synonyme_des_redacteurs_compte(taxonomies):
    Synonyme.objects.create(termes="brol, ressourcerie")
    assert slugs(Classeur().domaines_de("Brol")) == ["ressourceries"]


def test_ce_qui_n_est_pas_reconnu_reste(classeur):
    domaines, restes = classeur.classer(["Ressourcerie", "truc", "recyclerie"])
    assert (slugs(domaines), restes) == (["ressourceries"], ["truc"])


@pytest.mark.parametrize(
    ("code", "domaine"),
    [
        ("4520A", ["garages-solidaires"]),
        ("8130Z", ["espaces-verts"]),
        ("8899B", []),
        ("9999Z", []),
        ("", []),
    ],
)
def test_le_plus_long_prefixe_naf_donne_le_metier(classeur, code, domaine):
    assert slugs(filter(None, [classeur.domaine_naf(code)])) == domaine


@pytest.mark.parametrize(
    ("forme", "famille"),
    [
        ("SCOP", "cooperative"),
        ("Association loi de 1901", "association"),
        ("Association", ""),
        ("SARL", ""),
        ("", ""),
    ],
)
def test_la_famille_n_est_jamais_devinee(classeur, forme, famille):
    assert classeur.famille(forme) == famille
