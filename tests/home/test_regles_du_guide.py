"""Each rule of the guide: a sheet that keeps it, and one that breaks it."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from home.models import FichePage, Temoignage
from home.regles_du_guide import examiner, fautes_des_temoignages, fautes_du_glossaire
from tests.annuaire.fabriques import DomaineFactory
from tests.home.guide import (
    SOURCE,
    ajouter_acteur,
    ajouter_fiche,
    ajouter_mot,
    ajouter_rubrique,
    ajouter_temoignage,
    bloc,
    publier_guide,
)

pytestmark = pytest.mark.django_db
PHRASE = "Le pain est bon et la loi le dit aux gens du pays. "
LOI = {"texte": "Loi du 31 juillet 2014", "article": "article 1er"}
CHIFFRE = {"valeur": "14", "unite": "%", "libelle": "x", "date": "2022", "source": "Loi de 2014"}
FIGURE = {"dessin": "trois-poles", "alternative": "Un triangle.", "description": "mot " * 40}


@pytest.fixture
def bonne():
    """Fields of a sheet that keeps every rule."""
    ajouter_acteur()
    for terme in ("pain", "loi", "pays"):
        ajouter_mot(terme)
    recherche = {"domaine": DomaineFactory().cle}
    return {
        "chapo": "Une réponse en une phrase.",
        "resume": "\n".join(["Le pain est bon."] * 5),
        "corps": [
            bloc("paragraphe", f"<p>{PHRASE * 40}</p>"),
            bloc("paragraphe", "<p>La loi du 31 juillet 2014 le dit (article 1er).</p>"),
            bloc("chiffres", {"chiffres": [CHIFFRE]}),
            bloc("figure", FIGURE),
            bloc("appel", {"texte": "Allez.", "libelle": "Voir", "criteres": recherche}),
        ],
        "sources": [bloc("source", SOURCE), bloc("source", {**SOURCE, "titre": "Un livre"})],
        "lois": [bloc("loi", LOI)],
    }


@pytest.fixture
def rubrique():
    return ajouter_rubrique(publier_guide())


def fautes(rubrique, champs):
    return examiner(FichePage.objects.get(pk=ajouter_fiche(rubrique, **champs).pk)).fautes


def avec(champs, rang, nature, valeur):
    """The same fields with another block at this place of the body."""
    corps = list(champs["corps"])
    corps[rang] = bloc(nature, valeur)
    return {**champs, "corps": corps}


def test_une_bonne_fiche_n_a_pas_de_faute(rubrique, bonne):
    assert fautes(rubrique, bonne) == []


@pytest.mark.parametrize(
    ("change", "faute"),
    [
        ({"chapo": "Une. Deux."}, "Le chapô compte une phrase."),
        ({"sources": [bloc("source", SOURCE)]}, "1 source(s)."),
        (
            {"resume": "Le pain est bon."},
            "Le résumé compte 1 lignes\u00a0: il en faut entre 5 et 8.",
        ),
        ({"lois": []}, "Aucun texte de loi."),
        (
            {"lois": [bloc("loi", {**LOI, "texte": "Code du pain"})]},
            "Loi absente des textes de loi\u00a0: 31 juillet 2014",
        ),
    ],
)
def test_une_fiche_qui_manque_une_regle_le_dit(rubrique, bonne, change, faute):
    assert faute in fautes(rubrique, {**bonne, **change})


@pytest.mark.parametrize(
    ("rang", "nature", "valeur", "attendues"),
    [
        (0, "paragraphe", f"<p>{PHRASE * 20}</p>", ["mots"]),
        (1, "paragraphe", "<p>On compte 12 % des gens du pays.</p>", ["Chiffre sans date"]),
        (1, "paragraphe", "<p>Voir L. 123-4.</p>", ["Article absent des textes de loi"]),
        (1, "paragraphe", "<p>La loi n° 2014-856 le veut.</p>", ["Loi sans article"]),
        (2, "chiffres", {"chiffres": [{**CHIFFRE, "date": "hier"}]}, ["Chiffre sans date"]),
        (2, "chiffres", {"chiffres": [{**CHIFFRE, "source": "x"}]}, ["Chiffre sans source"]),
        (2, "citation", {"texte": "x", "auteur": "y", "source": "z"}, ["Citation sans source"]),
        (3, "figure", {**FIGURE, "description": "courte"}, ["Figure"]),
        (
            4,
            "appel",
            {"texte": "x", "libelle": "Voir", "criteres": {}},
            ["Recherche sans critère"],
        ),
        (
            4,
            "acteurs",
            {"titre": "x", "choisis": [], "criteres": {"famille": "mutuelle"}, "nombre": 3},
            ["Recherche qui ne trouve personne"],
        ),
        (4, "citation", {"texte": "x", "auteur": "y", "source": ""}, ["Aucune recherche"]),
    ],
)
def test_un_bloc_qui_manque_une_regle_le_dit(rubrique, bonne, rang, nature, valeur, attendues):
    trouvees = fautes(rubrique, avec(bonne, rang, nature, valeur))
    assert [a for a in attendues if not any(a in faute for faute in trouvees)] == []
    assert len(trouvees) == 1


def test_une_phrase_longue_et_des_mots_difficiles_se_voient(rubrique, bonne):
    longue = "Le pain " + "et le vin " * 8 + "sont bons."
    dur = (
        "<p>Le pays. " + "Administration institutionnelle inconstitutionnellement. " * 160 + "</p>"
    )
    champs = avec({**bonne, "resume": "\n".join([longue] * 5)}, 0, "paragraphe", dur)
    trouvees = fautes(rubrique, champs)
    debuts = {faute.split("\u00a0:")[0].split(" -")[0] for faute in trouvees}
    assert debuts == {"Phrase longue au résumé", "Lisibilité"}


def test_le_glossaire_a_des_definitions_courtes_et_des_formes_a_soi():
    un = ajouter_mot("un", variantes="deux", definition="mot " * 61)
    deux = ajouter_mot("deux")
    assert fautes_du_glossaire([un, deux]) == [
        "Glossaire\u00a0: 2 mots seulement.",
        "un\u00a0: définition de 61 mots.",
        "«\u00a0deux\u00a0» mène à un et à deux.",
    ]


def test_un_accord_a_venir_est_une_faute():
    ajouter_temoignage()
    assert fautes_des_temoignages(Temoignage.objects.all()) == []
    a_venir = Temoignage(prenom="Bo", citation="x", accord_le=date(2999, 1, 1))
    assert fautes_des_temoignages([a_venir]) == ["Bo\u00a0: l’accord n’est pas encore donné."]


def test_la_commande_echoue_quand_une_regle_est_manquee(rubrique, bonne):
    ajouter_fiche(rubrique, **{**bonne, "lois": []})
    with pytest.raises(CommandError, match="Aucun texte de loi"):
        call_command("verifier_guide", verbosity=0)
