"""What spreadsheets do to a list: repaired with a remark when certain, said otherwise."""

from datetime import date

import pytest

from annuaire.imports import coordonnees, degats, profils, valeurs
from annuaire.imports.fiches import Fiche
from annuaire.imports.lecture import Fichier
from annuaire.imports.positions import code_postal, situer
from annuaire.models import Acteur

SIRET, SIRET_EN_ZERO = "80746931700018", "05680186300012"
CLISSON = (47.086944, -1.280833)


@pytest.fixture
def fiche():
    return Fiche(2, nom="A")


def dits(fiche):
    return [remarque.texte for remarque in fiche.remarques]


def genres(fiche):
    return [remarque.genre for remarque in fiche.remarques]


# ------------------------------------------------------------------ numbers
@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("44000.0", "44000"),
        ("44000,00", "44000"),
        ("'01000", "01000"),
        ("8.0746931700018E+13", SIRET),
        ("8,0746931700018e13", SIRET),
        ("8.07469E+13", "8.07469E+13"),
        ("44.5", "44.5"),
        ("abc", "abc"),
    ],
)
def test_un_entier_abime_se_relit(ecrit, lu):
    assert degats.entier(ecrit) == lu


@pytest.mark.parametrize(
    ("ecrit", "lu", "dit"),
    [
        (SIRET, SIRET, []),
        (f"{SIRET}.0", SIRET, [f"SIRET « {SIRET}.0 » : abîmé par le tableur, lu {SIRET}."]),
        ("8.0746931700018E+13", SIRET, ["SIRET « 8.0746931700018E+13 » : abîmé par le tableur, "
                                        f"lu {SIRET}."]),
        ("5680186300012", SIRET_EN_ZERO, ["SIRET « 5680186300012 » : abîmé par le tableur, "
                                          f"lu {SIRET_EN_ZERO}."]),
        ("5680186300013", "", ["SIRET 5680186300013 : clé fausse, laissé de côté."]),
        ("8.07469E+13", "", ["SIRET arrondi par le tableur (8.07469E+13) : laissé de côté."]),
    ],
)  # fmt: skip
def test_siret(fiche, ecrit, lu, dit):
    assert (valeurs.siret(fiche, ecrit), dits(fiche)) == (lu, dit)


def test_un_siren_retrouve_son_zero(fiche):
    assert (valeurs.siren(fiche, "56801863"), genres(fiche)) == ("056801863", ["tableur"])


@pytest.mark.parametrize(
    ("colonnes", "etat", "raison"),
    [
        (
            "nom,siret\nA,8.07469E+13\n",
            "refuse",
            "SIRET arrondi par le tableur (8.07469E+13), et rien d’autre ne dit quel acteur "
            "c’est : mettez la colonne au format Texte et ressaisissez ses quatorze chiffres",
        ),
        ("nom,siret,identifiant\nA,8.07469E+13,7\n", "cree", ""),
        ("nom,siret,adresse\nA,8.07469E+13,1 rue X\n", "cree", ""),
        ("nom,siret,code_postal\nA,8.07469E+13,44190\n", "cree", ""),
        ("nom,siret,latitude,longitude\nA,8.07469E+13,47.1,-1.3\n", "cree", ""),
        ("nom,siren\nA,8.07E+08\n", "cree", ""),
    ],
)
def test_un_siret_arrondi_ne_refuse_que_la_ligne_qui_n_a_que_lui(
    importer, petit_pays, colonnes, etat, raison
):
    _compte, (resultat,) = importer(colonnes)
    assert (resultat.etat, resultat.raison) == (etat, raison)
    assert "siret" in genres(resultat.fiche)


def test_un_identifiant_arrondi_n_est_pas_une_cle(importer):
    importer("identifiant,nom\nx,Z\n")
    compte, resultats = importer("identifiant,nom\n1.23E+15,A\n1.23E+15,B\n")
    assert [(r.etat, r.fiche.identifiant, genres(r.fiche)) for r in resultats] == [
        ("cree", "", ["identifiant"]),
        ("cree", "", ["identifiant"]),
    ]
    assert compte.absentes == 0


@pytest.mark.parametrize(
    ("ecrit", "lu", "genre"),
    [
        ("240123456", ["+33240123456"], ["tableur"]),
        ("240123456.0", ["+33240123456"], ["tableur"]),
        ("240123456,0", ["+33240123456"], ["tableur"]),
        ("33240123456", ["+33240123456"], ["tableur"]),
        ("02 40 12 34 56", ["+33240123456"], []),
        ("240123456 / 612345678", ["+33240123456", "+33612345678"], ["tableur", "tableur"]),
        ("2,40123E+08", [], ["contact"]),
        ("40123456", [], ["contact"]),
    ],
)
def test_telephone(fiche, ecrit, lu, genre):
    lignes = valeurs.contacts(fiche, "telephone", valeurs.decouper_contacts(ecrit))
    assert ([x["valeur"] for x in lignes], genres(fiche)) == (lu, genre)


# ------------------------------------------------------------------ postcodes
@pytest.mark.parametrize(
    ("ecrit", "commune", "lu", "genre"),
    [
        ("1000", "Bourg-en-Bresse", "01000", ["tableur"]),
        ("1000.0", "BOURG EN BRESSE CEDEX", "01000", ["tableur"]),
        ("1000", "", "01000", ["tableur"]),
        ("4419", "Clisson", "", ["code_postal"]),
        ("1000", "Bruxelles", "", ["code_postal"]),
        ("9999", "", "", ["code_postal"]),
        ("4.4E+04", "Nantes", "", ["code_postal"]),
    ],
)
def test_le_zero_d_un_code_postal_revient_s_il_est_confirme(
    petit_pays, fiche, ecrit, commune, lu, genre
):
    assert (code_postal(fiche, ecrit, commune), genres(fiche)) == (lu, genre)


def test_sans_referentiel_le_zero_revient_aussi(db, fiche):
    assert code_postal(fiche, "1000") == "01000"


def test_un_departement_retrouve_son_zero(petit_pays, fiche):
    (lieu,) = situer(fiche, commune="Bourg en Bresse", departement="1")
    assert lieu["commune_id"] == "01053"


# ------------------------------------------------------------------ positions
@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("47,21", 47.21),
        ("47.218.400", 47_218_400.0),
        ("47 218 400", 47_218_400.0),
        ("−1,5", -1.5),
        ("", None),
        ("1e400", None),
        ("abc", None),
    ],
)
def test_nombre(ecrit, lu):
    assert coordonnees.nombre(ecrit) == lu


@pytest.mark.parametrize(
    ("latitude", "longitude", "genre"),
    [
        ("47,086944", "-1,280833", []),
        ("-1.280833", "47.086944", ["position_inversee"]),
        ("1.280833", "47.086944", ["position_inversee"]),
        ("47.086944", "1.280833", ["position_signe"]),
        ("47086944", "-1280833", ["position_virgule"]),
        ("47.086.944", "-1.280.833", ["position_virgule"]),
        ("47.086944", "-1280833", ["position_virgule"]),
        ("47086944", "1280833", ["position_virgule"]),
    ],
)
def test_une_position_abimee_revient_quand_la_commune_la_confirme(
    petit_pays, fiche, latitude, longitude, genre
):
    (lieu,) = situer(fiche, latitude=latitude, longitude=longitude, commune="Clisson", code="44190")
    assert ((lieu["latitude"], lieu["longitude"]), genres(fiche)) == (CLISSON, genre)


def test_une_position_que_rien_n_explique_laisse_celle_de_la_commune(petit_pays, fiche):
    (lieu,) = situer(fiche, latitude="123.4", longitude="999.5", commune="Clisson", code="44190")
    assert (lieu["precision"], genres(fiche)) == ("commune", ["position"])


def test_sans_commune_une_position_inversee_se_voit_de_loin(petit_pays, fiche):
    (lieu,) = situer(fiche, latitude="-1.280833", longitude="47.086944")
    assert (lieu["latitude"], lieu["commune_id"]) == (CLISSON[0], "44043")
    assert genres(fiche) == ["position_inversee", "commune_deduite"]


def test_sans_commune_une_position_sans_virgule_est_laissee_de_cote(petit_pays, fiche):
    assert situer(fiche, latitude="47086944", longitude="-1280833") == []
    assert genres(fiche) == ["position"]


# ------------------------------------------------------------------ dates and hours
@pytest.mark.parametrize(
    ("ecrit", "lu", "genre"),
    [
        ("45363", date(2024, 3, 12), ["tableur"]),
        ("45363.5", date(2024, 3, 12), ["tableur"]),
        ("12/03/2024", date(2024, 3, 12), []),
        ("12/03/2024 00:00", date(2024, 3, 12), []),
        ("2024-03-12 00:00:00", date(2024, 3, 12), []),
        ("2004", None, ["date"]),
        ("03/25/2024", None, ["date"]),
        ("12/03/24", None, ["date"]),
        ("99999", None, ["date"]),
    ],
)
def test_jour(fiche, ecrit, lu, genre):
    assert (valeurs.jour(fiche, "Création", ecrit), genres(fiche)) == (lu, genre)


@pytest.mark.parametrize(
    ("ecrit", "lu", "genre"),
    [
        ("2026-07-24", "24/7", ["tableur"]),
        ("24/07/2026", "24/7", ["tableur"]),
        ("2026-07-24 00:00", "24/7", ["tableur"]),
        ("2026-03-01", "", ["horaires"]),
        ("Mo-Fr 09:00-12:00", "Mo-Fr 09:00-12:00", []),
    ],
)
def test_horaires(fiche, ecrit, lu, genre):
    assert (valeurs.horaires(fiche, ecrit), genres(fiche)) == (lu, genre)


@pytest.mark.parametrize(
    ("ecrit", "lu", "genre"),
    [("12.0", "12", []), ("2026-03-01", "", ["adresse"]), ("3 bis", "3 bis", [])],
)
def test_numero_de_rue(fiche, ecrit, lu, genre):
    assert (degats.numero_de_rue(fiche, ecrit), genres(fiche)) == (lu, genre)


def test_un_effectif_nul_est_dit_des_le_premier_passage(importer):
    _compte, (resultat,) = importer("nom,effectif\nA,0\n")
    assert (resultat.etat, Acteur.objects.get().effectif) == ("cree", 0)
    _compte, (resultat,) = importer("nom,effectif\nA,0\n")
    assert resultat.etat == "inchange"


def test_un_effectif_en_decimales_n_est_pas_multiplie(importer):
    _compte, (resultat,) = importer("nom,effectif\nA,12.0\n")
    assert resultat.fiche.champs["effectif"] == 12


# ------------------------------------------------------------------ the table itself
@pytest.fixture
def lire(tmp_path):
    """``lire(texte)`` → (Fichier, its rows)."""

    def _lire(texte):
        chemin = tmp_path / "liste.csv"
        chemin.write_text(texte, encoding="utf-8")
        fichier = Fichier(chemin, profils.charger("tissage"))
        return fichier, list(fichier.lignes())

    return _lire


def test_l_en_tete_est_trouve_sous_les_titres(lire):
    fichier, lignes = lire(
        "Liste des acteurs;;\n;;\n\nMise à jour : mars;;\n"
        '"Code\npostal";;Nom\n44190;;"A\nB"\n44000;;C\n'
    )
    assert [(x.numero, x.cellules) for x in lignes] == [
        (7, {"code_postal": "44190", "nom": "A\nB"}),
        (9, {"code_postal": "44000", "nom": "C"}),
    ]
    assert (fichier.avertissements, fichier.colonnes_ignorees) == (
        ["2 lignes au-dessus de l’en-tête ne sont pas lues."],
        [],
    )


def test_l_en_tete_n_est_pas_cherche_plus_bas_que_vingt_lignes(lire):
    assert len(lire("x;y\n" * 19 + "nom;commune\nA;B\n")[1]) == 1
    with pytest.raises(Exception, match="La première ligne doit nommer les colonnes"):
        lire("x;y\n" * 20 + "nom;commune\nA;B\n")


def test_deux_colonnes_du_meme_nom(lire):
    _fichier, lignes = lire(
        "nom,Commune,ville,tel,telephone\n"
        "A,Nantes,,0240123456,0612345678\n"
        "B,,Rezé,,0240123456\n"
        "C,Nantes,NANTES,0240123456,0240123456\n"
        "D,Nantes,Rezé,,\n"
    )
    assert [(x.cellules["commune"], x.cellules["telephone"], x.defaut) for x in lignes] == [
        ("Nantes", "0240123456|0612345678", ""),
        ("Rezé", "0240123456", ""),
        ("Nantes", "0240123456", ""),
        (
            "Nantes",
            "",
            "deux colonnes « commune » se contredisent : Nantes ; Rezé",
        ),
    ]


def test_la_ligne_de_total_n_est_pas_un_acteur(lire):
    _fichier, lignes = lire(
        "nom,effectif,commune\nTotal,12,\nTotal général,1 250 €,\n"
        "Total,12,Nantes\nTotalement bio,3,\nTotal,,\n"
    )
    total = "ligne de total, pas un acteur"
    assert [x.defaut for x in lignes] == [total, total, "", "", ""]


@pytest.mark.parametrize("erreur", ["#REF!", "#N/A", "#NOM ?", "#VALEUR!", "Err:502"])
def test_une_formule_en_erreur_est_laissee_de_cote(lire, erreur):
    _fichier, (ligne,) = lire(f"nom,commune\nA,{erreur}\n")
    assert (ligne.cellules["commune"], ligne.remarques) == (
        "",
        (("formule", f"commune : formule en erreur ({erreur}), laissée de côté."),),
    )


def test_ce_qui_ressemble_a_une_erreur_reste(lire):
    _fichier, (ligne,) = lire("nom,description\nEmmaüs,#velo\n")
    assert (ligne.cellules, ligne.remarques) == ({"nom": "Emmaüs", "description": "#velo"}, ())
