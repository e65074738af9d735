"""What was withdrawn does not come back when its list, or another one, is imported again."""

import json

import pytest

from annuaire import retraits
from annuaire.models import Acteur, Source
from tests.annuaire.fabriques import ActeurFactory, LieuFactory
from tests.annuaire.imports.classeurs import ecrire_ods, ecrire_xlsx

SIRET, AUTRE_SIRET = "80746931700018", "50000000500016"
RAISON = "retirée à la demande de la structure"
ENTETE = "identifiant,nom,siret,code_postal,adresse\n"

LISTES = {
    "tissage, par l’identifiant": ("tissage", ENTETE + "1,A,,,\n"),
    "tissage, par le SIRET": ("tissage", f"nom,siret\nA,{SIRET}\n"),
    "tissage, par le nom et l’adresse": ("tissage", ENTETE + ",A,,44000,1 rue X\n"),
    "tissage, par le nom seul": ("tissage", "nom\nA\n"),
    "tissage, par le nom et la position": ("tissage", "nom,latitude,longitude\nA,47.1,-1.2\n"),
    "siae": (
        "siae",
        "identifiant,type,raison_sociale,enseigne,siret,naf,forme_juridique,adresse,code_postal,"
        "commune,departement,longitude,latitude,site_web,description\n"
        f"7,ACI,ASSO X,Chez X,{SIRET},8130Z,AUTRE,1 rue X,44190,Clisson,44,-1.278,47.08,,\n",
    ),
    "osm": (
        "osm",
        "id_osm,nom,shop,postcode,city,latitude,longitude\n"
        "n12,Le Vrac,greengrocer,44190,Clisson,47.08,-1.27\n",
    ),
    "gogocarto": (
        "gogocarto",
        json.dumps(
            {
                "data": [
                    {"id": "x9", "name": "Le Vrac", "geo": {"latitude": 47.08, "longitude": -1.27}}
                ]
            }
        ),
    ),
}


def raisons(resultats):
    return [(resultat.etat, resultat.raison) for resultat in resultats]


@pytest.mark.parametrize("liste", LISTES)
def test_la_meme_liste_ne_la_ramene_pas(importer, taxonomies, liste):
    profil, contenu = LISTES[liste]
    assert importer.etats(contenu, profil) == ["cree"]
    retraits.retirer(Acteur.objects.get())
    for _fois in range(2):
        compte, resultats = importer(contenu, profil)
        assert raisons(resultats) == [("refuse", RAISON)]
        assert compte.etats == {"refuse": 1}
    assert Acteur.objects.count() == 0


def test_un_nom_corrige_sur_la_fiche_ne_trompe_pas_l_identifiant(importer):
    importer(ENTETE + "1,A,,,\n")
    acteur = Acteur.objects.get()
    acteur.nom = "B"
    acteur.save()
    retraits.retirer(acteur)
    assert importer.etats(ENTETE + "1,A,,,\n1,C,,,\n") == ["refuse", "refuse"]


def test_une_source_renommee_ou_refaite_ne_trompe_pas(importer):
    importer(ENTETE + "1,A,,,\n")
    retraits.retirer(Acteur.objects.get())
    Source.objects.update(nom="Nouveau nom")
    assert importer.etats(ENTETE + "1,Z,,,\n", source="Nouveau nom") == ["refuse"]
    Source.objects.all().delete()
    assert importer.etats(ENTETE + "1,Z,,,\n") == ["refuse"]


def test_une_autre_liste_ne_la_ramene_ni_par_le_siret_ni_par_l_adresse(importer):
    importer(ENTETE + f"1,A,{SIRET},44000,1 rue X\n")
    retraits.retirer(Acteur.objects.get())
    lignes = f'9,Tout autre,{SIRET},,\n8,a,,44000,"1, r. X"\n'
    assert importer.etats(ENTETE + lignes, source="Autre") == ["refuse", "refuse"]


def test_un_ancien_nom_la_reconnait(importer):
    acteur = ActeurFactory(nom="Ancien nom")
    LieuFactory(acteur=acteur)
    acteur.save_revision().publish()
    acteur.nom = "Nouveau nom"
    acteur.save_revision().publish()
    retraits.retirer(acteur)
    lignes = ',Ancien nom,,44000,"12, rue du Port"\n,Nouveau nom,,44000,12 rue du port\n'
    assert importer.etats(ENTETE + lignes) == ["refuse", "refuse"]


def test_qui_lui_ressemble_sans_etre_elle_entre(importer):
    importer(ENTETE + f"1,A,{SIRET},44000,1 rue X\n")
    retraits.retirer(Acteur.objects.get())
    lignes = f"2,A,{AUTRE_SIRET},44000,1 rue X\n3,A,,44100,1 rue X\n4,B,,44000,1 rue X\n"
    assert importer.etats(ENTETE + lignes) == ["cree"] * 3


def test_une_fiche_qui_partage_son_siret_reste_a_jour(importer):
    lignes = ENTETE + f"1,A,{SIRET},,\n2,B,{SIRET},,\n"
    importer(lignes)
    retraits.retirer(Acteur.objects.get(nom="A"))
    assert raisons(importer(lignes)[1]) == [("refuse", RAISON), ("inchange", "")]
    assert importer.etats(ENTETE + f"2,B2,{SIRET},,\n") == ["modifie"]


@pytest.mark.parametrize("ecrire", [ecrire_xlsx, ecrire_ods])
@pytest.mark.parametrize(
    ("entete", "avant", "apres"),
    [
        # The same row, its presentation and its telephone rewritten.
        (
            ["identifiant", "nom", "description", "telephone"],
            ["n-1", "A", "Avant", "02 61 91 00 01"],
            ["n-1", "Z", "Après", "02 61 91 00 02"],
        ),
        # A spreadsheet keeps a SIRET as a number.
        (["siret", "nom"], [SIRET, "A"], [int(SIRET), "Tout autre"]),
        (
            ["nom", "code_postal", "adresse"],
            ["L’Été à Sète", "44000", "1 rue X"],
            ["L'ETE A SETE", 44000, "1, R. X"],
        ),
    ],
)
def test_un_classeur_ne_la_ramene_pas(importer, tmp_path, ecrire, entete, avant, apres):
    def lire(rangee, source):
        classeur = ecrire(tmp_path / "l", {"Liste": [entete, rangee]})
        return raisons(importer(classeur.read_bytes(), source=source)[1])

    assert lire(avant, "Essai") == [("cree", "")]
    retraits.retirer(Acteur.objects.get())
    assert lire(avant, "Essai") == lire(apres, "Essai") == [("refuse", RAISON)]


def test_ni_un_autre_profil_ni_une_autre_source(importer, taxonomies):
    importer(ENTETE + f"1,Chez X,{SIRET},44190,1 rue X\n")
    retraits.retirer(Acteur.objects.get())
    profil, contenu = LISTES["siae"]
    assert raisons(importer(contenu, profil, source="Une autre")[1]) == [("refuse", RAISON)]
    importer("nom,latitude,longitude\nLe Vrac,47.08,-1.27\n", source="Une troisième")
    retraits.retirer(Acteur.objects.get())
    profil, contenu = LISTES["gogocarto"]
    assert raisons(importer(contenu, profil, source="Une autre")[1]) == [("refuse", RAISON)]


def test_un_brouillon_jamais_publie_la_reconnait_aussi(importer):
    acteur = ActeurFactory(nom="A")
    LieuFactory(acteur=acteur)
    acteur.siret = SIRET
    acteur.save_revision()
    retraits.retirer(acteur)
    assert importer.etats(ENTETE + f"9,Tout autre,{SIRET},,\n") == ["refuse"]
