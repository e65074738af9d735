"""Names of columns as people write them: read by their words, or left alone."""

import pytest

from annuaire.imports import profils
from annuaire.imports.entetes import comprendre

PROFIL = profils.charger("tissage")


@pytest.mark.parametrize(
    ("ecrit", "colonne"),
    [
        ("Nom de l’association", "nom"),
        ("Nom de l'organisme", "nom"),
        ("Adresse postale", "adresse"),
        ("Adresse du siège", "adresse"),
        ("N° SIRET de l'établissement", "siret"),
        ("Jours et horaires d’ouverture", "horaires"),
        ("Public accueilli", "publics"),
        ("Domaine d'activité", "categories"),
        ("Secteur d’activité principal", "categories"),
        ("Ville / Commune", "commune"),
        ("Téléphone fixe", "telephone"),
        ("Tél. portable", "telephone"),
        ("Adresse du site internet", "site_web"),
        ("Lien site web", "site_web"),
        ("Page Facebook", "reseaux_sociaux"),
        ("Latitude (WGS84)", "latitude"),
        ("Code postal", "code_postal"),
        ("geo_point_2d", "position"),
    ],
)
def test_a_column_is_known_by_the_word_that_says_it(ecrit, colonne):
    assert comprendre(PROFIL, [ecrit]) == [colonne]


@pytest.mark.parametrize(
    "ecrit",
    [
        "Nom du contact",
        "Nom du président",
        "Adresse du domicile de la trésorière",
        "Code INSEE",
        "Téléphone du responsable",
        "E-mail de la présidente",
        "Liste des structures de l’économie sociale et solidaire du territoire, 2026",
        "Description interne",
        "Type de structure",
        "",
    ],
)
def test_a_word_that_may_change_the_column_leaves_it_unknown(ecrit):
    assert comprendre(PROFIL, [ecrit]) == [""]


def test_an_exact_name_goes_before_one_that_looks_like_it():
    noms = ["Nom de la structure porteuse", "Nom complet", "nom", "Adresse mail", "Adresse postale"]
    assert comprendre(PROFIL, noms) == ["", "", "nom", "email", "adresse"]


def test_two_columns_may_only_look_like_one_that_holds_a_list():
    noms = ["Nom complet", "Nom d’enseigne", "Téléphone fixe", "Téléphone mobile"]
    assert comprendre(PROFIL, noms) == ["nom", "", "telephone", "telephone"]
