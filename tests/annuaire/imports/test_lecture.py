"""Files as people send them: encodings, delimiters, broken rows, and what is not a list."""

import json

import pytest

from annuaire.imports import profils
from annuaire.imports.entetes import cle_de_colonne
from annuaire.imports.fiches import FichierIllisible
from annuaire.imports.lecture import Fichier
from annuaire.imports.octets import raison_en_mots

PROFIL = profils.charger("tissage")


@pytest.fixture
def lire(tmp_path):
    """``lire(contenu)`` → the rows of a file with that content."""

    def _lire(contenu):
        chemin = tmp_path / "liste"
        chemin.write_bytes(contenu.encode() if isinstance(contenu, str) else contenu)
        fichier = Fichier(chemin, PROFIL)
        lignes = list(fichier.lignes())
        assert len(lignes) == fichier.total
        return lignes

    return _lire


def refus(lire, contenu):
    with pytest.raises(FichierIllisible) as erreur:
        lire(contenu)
    return str(erreur.value)


@pytest.mark.parametrize(
    "encodage",
    ["utf-8", "utf-8-sig", "cp1252", "mac_roman", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
@pytest.mark.parametrize("delimiteur", [";", ",", "\t"])
def test_encodage_et_delimiteur_sont_reconnus(lire, encodage, delimiteur):
    texte = f"Nom{delimiteur}Commune\r\nL’Épicerie d’été{delimiteur}Rezé\r\n"
    assert [x.cellules for x in lire(texte.encode(encodage))] == [
        {"nom": "L’Épicerie d’été", "commune": "Rezé"}
    ]


@pytest.mark.parametrize(
    ("ecrit", "compris"),
    [
        ("Nom", "nom"),
        (" NOM ", "nom"),
        ("Code postal", "codepostal"),
        ("code_postal", "codepostal"),
        ("e-mail", "email"),
        ("Étiquettes", "etiquettes"),
    ],
)
def test_les_noms_de_colonnes_sont_tolerants(ecrit, compris):
    assert cle_de_colonne(ecrit) == compris


def test_un_octet_abime_ne_change_pas_l_encodage(lire):
    contenu = "nom\nÉpicerie é è à ç ê\n".encode() + b"Caf\xe9\n"
    assert [x.cellules["nom"] for x in lire(contenu)] == ["Épicerie é è à ç ê", "Caf\ufffd"]


def test_une_cellule_peut_tenir_sur_plusieurs_lignes(lire):
    lignes = lire('nom,description\nA,"un\ndeux, trois"\nB,x\n')
    assert [(x.numero, x.cellules["description"]) for x in lignes] == [
        (2, "un\ndeux, trois"),
        (4, "x"),
    ]


def test_une_ligne_mal_coupee_est_refusee_les_autres_entrent(lire):
    lignes = lire("nom,commune\nA\nB,Nantes,x\nC,Nantes,,\n,\nnom,commune\nD,Rezé\n")
    assert [(x.numero, x.defaut) for x in lignes] == [
        (2, "1 cellule au lieu de 2"),
        (3, "3 cellules au lieu de 2"),
        (4, ""),
        (5, "ligne vide"),
        (6, "en-tête répété"),
        (7, ""),
    ]


def test_un_enregistrement_long_et_mal_coupe_dit_ses_lignes(lire):
    (ligne, autre) = lire('nom,commune\n"A\nB,Nantes\nC",Rezé,"x"\nD,Rezé\n')
    assert (ligne.numero, ligne.defaut) == (
        2,
        "3 cellules au lieu de 2 (lignes 2 à 4 : un guillemet mal fermé ?)",
    )
    assert autre.defaut == ""


def test_les_nuls_sont_retires(lire):
    assert lire("nom,commune\nA\0B,Nantes\n" + "C,Rezé\n" * 30)[0].cellules["nom"] == "AB"


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (b"", "Ce fichier est vide."),
        (b" \n \n", "Ce fichier est vide."),
        (b"nom,commune\n", "Ce fichier ne contient aucune ligne à importer."),
        (b"[]", "Ce fichier ne contient aucune ligne à importer."),
        (
            b"PK\x03\x04abc",
            "Ce classeur est abîmé : ouvrez-le dans un tableur et enregistrez-le de nouveau.",
        ),
        (b"%PDF-1.4", "Ce fichier n’est pas une liste : c’est un document PDF."),
        (
            bytes(range(256)) * 20,
            "Ce fichier n’est pas un texte : il faut du CSV, du JSON, du XLSX ou de l’ODS.",
        ),
        (
            b"\xff\xfe" + b"\x00\xd8" * 400,
            "Ce fichier n’est pas un texte : il faut du CSV, du JSON, du XLSX ou de l’ODS.",
        ),
        (
            b"titre;ville\nA;B\n".replace(b"titre", b"chose"),
            "La première ligne doit nommer les colonnes, dont « nom ». "
            "Colonnes lues : chose, ville.",
        ),
        (
            b'nom,commune\nA,Nantes\nB,"Rez\nC,D\n',
            "Un guillemet ouvert à partir de la ligne 3 n’est jamais refermé.",
        ),
        (
            b'nom,commune\nA,Nantes\nB,"' + b"x" * 140_000 + b'"\n',
            "Ligne 3 : une cellule dépasse 131 072 signes. Un guillemet est sans doute ouvert et "
            "jamais refermé.",
        ),
        (
            b"nom,commune\nA," + b"y," * 600_000,
            "Une ligne de ce fichier dépasse un million de signes.",
        ),
        (b"nom" + b",x" * 600 + b"\n", "L’en-tête de ce fichier a plus de 500 colonnes."),
        (b'{"nom": "A"', "Ce fichier JSON est mal formé, ligne 1, colonne 12."),
        (b'{"nom": "A"}', "Ce fichier JSON ne contient pas de liste d’acteurs."),
        (b"[" * 100_000, "Ce fichier JSON est mal formé."),
        (b"[" + b"1" * 10_000 + b"]", "Ce fichier JSON est mal formé."),
    ],
)
def test_ce_qui_n_est_pas_une_liste_est_refuse_avec_une_phrase(lire, contenu, phrase):
    assert refus(lire, contenu) == phrase


def test_un_fichier_absent_est_dit(tmp_path):
    with pytest.raises(FichierIllisible) as erreur:
        Fichier(tmp_path / "rien.csv", PROFIL)
    assert str(erreur.value).endswith("rien.csv » : ce fichier ou ce dossier n’existe pas.")


def test_un_dossier_et_une_panne_sont_dits(tmp_path):
    with pytest.raises(FichierIllisible) as erreur:
        Fichier(tmp_path, PROFIL)
    assert str(erreur.value).endswith(" » : c’est un dossier.")
    assert raison_en_mots(OSError(5, "Input/output error")) == "erreur 5 du système"


def test_un_json_trop_gros_est_refuse(lire, monkeypatch):
    monkeypatch.setattr("annuaire.imports.lecture_json.TAILLE_MAX_JSON", 10)
    assert refus(lire, '[{"nom": "A"}]') == (
        "Ce fichier JSON dépasse 64 Mo : coupez-le, ou passez en CSV."
    )


def test_json_liste_objet_ou_geojson(lire):
    feature = (
        '{"type": "Feature", "properties": {"nom": "A"},'
        ' "geometry": {"type": "Point", "coordinates": [-1.5, 47.2]}}'
    )
    attendu = [{"nom": "A", "longitude": -1.5, "latitude": 47.2, "identifiant": None}]
    assert [x.cellules for x in lire(f'{{"features": [{feature}]}}')] == attendu
    assert [x.cellules for x in lire('{"data": [{"Nom": "A", "x": 1}]}')] == [
        {"nom": "A", "longitude": 1}
    ]
    sans_point = '[{"type": "Feature", "properties": 3, "geometry": null, "id": 4}]'
    assert [x.cellules for x in lire(sans_point)] == [{"identifiant": 4}]


def test_json_un_element_qui_n_est_pas_un_objet_est_refuse(lire):
    assert [(x.numero, x.defaut) for x in lire('[3, {"nom": "A"}]')] == [
        (1, "cet élément n’est pas un objet JSON"),
        (2, ""),
    ]


def forme(genre, coordonnees):
    return {
        "type": "Feature",
        "properties": {"nom": "X"},
        "geometry": {"type": genre, "coordinates": coordonnees},
    }


@pytest.mark.parametrize(
    ("genre", "coordonnees", "position"),
    [
        ("Point", [-1.5, 47.2], (47.2, -1.5)),
        ("Polygon", [[[-1.6, 47.0], [-1.4, 47.0], [-1.4, 47.4], [-1.6, 47.0]]], (47.2, -1.5)),
        ("MultiPoint", [[-1.6, 47.0], [-1.4, 47.4]], (47.2, -1.5)),
        ("Polygon", [[["a", "b"]]], (None, None)),
        ("Polygon", None, (None, None)),
    ],
)
def test_une_forme_geojson_a_une_position(lire, genre, coordonnees, position):
    liste = {"type": "FeatureCollection", "features": [forme(genre, coordonnees)]}
    (ligne,) = lire(json.dumps(liste))
    assert (ligne.cellules.get("latitude"), ligne.cellules.get("longitude")) == position


def test_un_en_tete_dit_par_ses_mots_se_reconnait_et_se_repete(lire):
    lignes = lire("Nom de l’asso;Adresse postale\nA;1 rue X\nNom de l’asso;Adresse postale\n")
    assert [(ligne.cellules, ligne.defaut) for ligne in lignes] == [
        ({"nom": "A", "adresse": "1 rue X"}, ""),
        ({}, "en-tête répété"),
    ]


def test_des_guillemets_de_windows_ne_font_pas_un_mac(lire):
    (ligne,) = lire("nom\n“Le Bocal”\n".encode("cp1252"))
    assert ligne.cellules == {"nom": "“Le Bocal”"}


def test_un_objet_json_par_ligne_est_une_liste(lire):
    lignes = lire('{"nom": "A"}\n\n{"nom": "B"}\n')
    assert [ligne.cellules for ligne in lignes] == [{"nom": "A"}, {"nom": "B"}]


def test_des_lignes_qui_ne_sont_pas_des_objets_ne_sont_pas_une_liste(lire):
    assert refus(lire, "[1]\n[2]\n") == "Ce fichier JSON est mal formé, ligne 2, colonne 1."
