"""Which actor a row is about: identifier, SIRET, name and address. Never one for two."""

import pytest

from annuaire.imports.rapprochement import abreger, cle_de_nom
from annuaire.models import Acteur, IdentifiantExterne, Source
from annuaire.provenances import REDACTION
from tests.annuaire.fabriques import ActeurFactory, LieuFactory

SIRET = "80746931700018"
AUTRE_SIRET = "50000000500016"


def raisons(resultats):
    return [(resultat.etat, resultat.raison) for resultat in resultats]


def test_un_second_passage_ne_change_rien(importer):
    texte = (
        "identifiant,nom,siret,code_postal,adresse\n"
        f"1,A,,,\n,B,{SIRET},,\n,C,,44000,1 rue X\n,D,,,\n"
    )
    assert importer.etats(texte) == ["cree"] * 4
    assert importer.etats(texte) == ["inchange"] * 4
    assert Acteur.objects.count() == 4


def test_l_identifiant_suit_un_acteur_qui_change_de_nom(importer):
    importer("identifiant,nom\n1,A\n")
    assert importer.etats("identifiant,nom\n1,Z\n") == ["modifie"]
    assert list(Acteur.objects.values_list("nom", "slug")) == [("Z", "z")]


def test_l_identifiant_n_est_connu_que_de_sa_source(importer):
    importer("identifiant,nom\n1,A\n")
    assert importer.etats("identifiant,nom\n1,B\n", source="Autre") == ["cree"]


def test_le_siret_rapproche_deux_sources(importer):
    importer(f"identifiant,nom,siret\n1,A,{SIRET}\n")
    texte = f"identifiant,nom,siret,sigle\n9,Autre nom,{SIRET},SGL\n"
    _compte, (resultat,) = importer(texte, source="Autre")
    acteur = Acteur.objects.get()
    assert (resultat.etat, acteur.nom, acteur.sigle) == ("modifie", "A", "SGL")
    assert [r.genre for r in resultat.fiche.remarques] == ["garde"]
    assert sorted(acteur.identifiants.values_list("source__nom", "identifiant")) == [
        ("Autre", "9"),
        ("Essai", "1"),
    ]
    assert importer.etats(texte, source="Autre") == ["inchange"]


def test_deux_identifiants_d_une_liste_sont_deux_acteurs_meme_avec_un_siret(importer):
    texte = f"identifiant,nom,siret\n1,A,{SIRET}\n2,A,{SIRET}\n"
    assert importer.etats(texte) == ["cree", "cree"]
    assert importer.etats(texte) == ["inchange", "inchange"]
    assert importer.etats(texte + f"3,A,{SIRET}\n") == ["inchange", "inchange", "cree"]


def test_ce_que_la_liste_nomme_ne_devient_pas_une_autre_ligne_d_elle(importer):
    importer(f"identifiant,nom,siret\n1,A,{SIRET}\n")
    assert importer.etats(f"identifiant,nom,siret\n2,A,{SIRET}\n") == ["cree"]


def test_un_acteur_d_ailleurs_ne_repond_qu_a_une_ligne_de_la_liste(importer):
    ActeurFactory(nom="A", siret=SIRET)
    texte = f"identifiant,nom,siret\n1,A,{SIRET}\n2,A,{SIRET}\n"
    assert importer.etats(texte) == ["inchange", "cree"]
    assert importer.etats(texte) == ["inchange", "inchange"]


def test_nom_code_postal_et_adresse_rapprochent(importer):
    LieuFactory(acteur=ActeurFactory(nom="L’Épicerie"), adresse="12, Bd du Port")
    texte = "identifiant,nom,code_postal,adresse\n1,l'epicerie,44000,12 boulevard du port\n"
    assert importer.etats(texte, source="S") == ["inchange"]
    assert IdentifiantExterne.objects.count() == 1


@pytest.mark.parametrize(
    "ligne", ["L’Épicerie,44100,12 rue du Port", "L’Épicerie,44000,13 rue du Port", "L’Épicerie,,"]
)
def test_un_nom_seul_ne_rapproche_pas(importer, ligne):
    LieuFactory(acteur=ActeurFactory(nom="L’Épicerie"))
    assert importer.etats(f"nom,code_postal,adresse\n{ligne}\n") == ["cree"]


def test_un_siret_different_separe_deux_homonymes(importer):
    LieuFactory(acteur=ActeurFactory(nom="A", siret=SIRET))
    ligne = f"nom,code_postal,adresse,siret\nA,44000,12 rue du Port,{AUTRE_SIRET}\n"
    assert importer.etats(ligne) == ["cree"]


def test_une_ligne_ambigue_est_refusee_et_montre_les_fiches(importer):
    premier, second = ActeurFactory(siret=SIRET), ActeurFactory(siret=SIRET)
    _compte, resultats = importer(f"nom,siret\nA,{SIRET}\n")
    assert raisons(resultats) == [
        ("refuse", f"ambiguë : 2 fiches lui ressemblent ({premier.ref}, {second.ref})")
    ]


@pytest.mark.parametrize(
    "lignes",
    [
        "1,A,,,|1,B,,,",
        f",A,{SIRET},,|,B,{SIRET},,",
        f"1,A,{SIRET},,|,B,{SIRET},,",
        f",A,{SIRET},,|1,B,{SIRET},,",
        ',A,,44000,1 rue X|,a,,44000,"1, r. X"',
        ",A,,,|,A,,,",
        "1,A,,44000,x|,A,,44000,x",
        f",A,,44000,x|,A,{SIRET},44000,x",
    ],
)
def test_le_double_d_une_ligne_est_refuse_avec_son_numero(importer, lignes):
    texte = "identifiant,nom,siret,code_postal,adresse\n" + lignes.replace("|", "\n") + "\n"
    _compte, resultats = importer(texte)
    assert raisons(resultats) == [("cree", ""), ("refuse", "même acteur que la ligne 2")]


def test_le_double_est_reconnu_d_un_lot_a_l_autre(importer, monkeypatch):
    monkeypatch.setattr("annuaire.imports.moteur.TAILLE_DE_LOT", 1)
    texte = "identifiant,nom,siret\n1,A,\n,B,\n1,C,\n,B,\n"
    assert importer.etats(texte) == ["cree", "cree", "refuse", "refuse"]
    assert importer.etats(texte, simulation=True) == ["inchange", "inchange", "refuse", "refuse"]


def test_deux_homonymes_que_leur_position_separe(importer):
    texte = "nom,latitude,longitude\nEmmaüs,47.1,-1.2\nEmmaüs,47.2,-1.2\n"
    assert importer.etats(texte) == ["cree", "cree"]
    assert importer.etats(texte) == ["inchange", "inchange"]


def test_une_fiche_fusionnee_repond_par_celle_qui_reste(importer):
    importer("identifiant,nom\n1,A\n2,B\n")
    reste, parti = Acteur.objects.order_by("pk")
    Acteur.objects.filter(pk=parti.pk).update(statut="fusionne", fusionne_vers=reste, live=False)
    texte = "identifiant,nom\n1,A\n2,B\n"
    _compte, resultats = importer(texte)
    assert [r.etat for r in resultats] == ["inchange", "inchange"]
    assert [r.texte for r in resultats[1].fiche.remarques] == ["Fusionnée avec la ligne 2."]
    assert sorted(Acteur.objects.values_list("nom", flat=True)) == ["A", "B"]


def test_ce_que_l_equipe_a_saisi_reste(importer):
    importer("identifiant,nom,sigle\n1,A,X\n")
    acteur = Acteur.objects.get()
    acteur.sigle = "Z"
    acteur.save()
    _compte, (resultat,) = importer("identifiant,nom,sigle\n1,A,Y\n")
    acteur.refresh_from_db()
    assert (resultat.etat, acteur.sigle) == ("inchange", "Z")
    assert acteur.provenance["sigle"]["source"] == REDACTION
    assert [r.texte for r in resultat.fiche.remarques] == [
        "Gardé tel quel, écrit par d’autres : sigle."
    ]


def test_ce_que_la_source_ne_dit_plus_s_efface(importer):
    importer("identifiant,nom,sigle\n1,A,X\n")
    assert importer.etats("identifiant,nom,sigle\n1,A,\n") == ["modifie"]
    assert Acteur.objects.get().sigle == ""
    assert importer.etats("identifiant,nom\n1,A\n") == ["inchange"]


def test_une_ligne_peut_avoir_sa_propre_source(importer):
    _compte, resultats = importer("nom,source,licence\nA,,\nB,Ailleurs,CC0\nC," + "x" * 121 + ",\n")
    assert raisons(resultats) == [
        ("cree", ""),
        ("cree", ""),
        ("refuse", "le nom de la source dépasse 120 signes"),
    ]
    assert sorted(Source.objects.values_list("nom", "licence")) == [
        ("Ailleurs", "CC0"),
        ("Essai", "LO"),
    ]


def test_un_identifiant_trop_long_garde_une_empreinte():
    long = "é" * 400
    assert (len(abreger(long)), abreger(long) == abreger(long + "x")) == (255, False)
    assert abreger("court") == "court"


def test_cles_de_nom():
    assert cle_de_nom("L’Atelier", None) == "l atelier\x1f\x1f"
    lieu = {"code_postal": "", "adresse": "", "latitude": 47.12345, "longitude": -1.5}
    assert cle_de_nom("A", lieu) == "a\x1f\x1f47.123 -1.500"


def test_un_siren_qui_arrive_apres_coup_est_ecrit(importer):
    importer("identifiant,nom\n1,A\n")
    assert importer.etats("identifiant,nom,siren\n1,A,807469317\n") == ["modifie"]
    assert Acteur.objects.get().siren == "807469317"
