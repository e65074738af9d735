"""One cell at a time: kept, cleaned, or left out with a remark."""

from datetime import date

import pytest

from annuaire.imports import valeurs
from annuaire.imports.fiches import Fiche

SIRET_EN_ZERO = "05680186300012"


@pytest.fixture
def fiche():
    return Fiche(2, nom="A")


def genres(fiche):
    return [remarque.genre for remarque in fiche.remarques]


@pytest.mark.parametrize(
    ("ecrit", "lu", "remarques"),
    [
        ("807 469 317 00018", "80746931700018", []),
        ("", "", []),
        (None, "", []),
        ("80746931700019", "", ["siret"]),
        ("8,07469E+13", "", ["siret"]),
        ("0356000000000", "", ["siret"]),
        ("35600000000048", "35600000000048", []),
        ("abc", "", ["siret"]),
        ("٨٠٧٤٦٩٣١٧٠٠٠١٨", "", ["siret"]),
    ],
)
def test_siret(fiche, ecrit, lu, remarques):
    assert (valeurs.siret(fiche, ecrit), genres(fiche)) == (lu, remarques)


def test_un_siret_qui_a_perdu_son_zero_le_retrouve(fiche):
    assert valeurs.siret(fiche, SIRET_EN_ZERO.removeprefix("0")) == SIRET_EN_ZERO


@pytest.mark.parametrize(
    ("verbe", "ecrit", "lu", "remarques"),
    [
        ("siren", "807 469 317", "807469317", []),
        ("siren", "807469318", "", ["siret"]),
        ("siren", "SIREN : 807 469 317", "807469317", []),
        ("siret", "n° de SIRET 807 469 317 00018", "80746931700018", []),
        ("rna", "w442000123", "W442000123", []),
        ("rna", "44", "", ["rna"]),
        ("naf", "88.99b", "8899B", []),
        ("naf", "Z", "", ["naf"]),
        ("naf", "", "", []),
        ("horaires", "Mo-Fr 09:00-12:00", "Mo-Fr 09:00-12:00", []),
        ("horaires", "x" * 256, "", ["horaires"]),
    ],
)
def test_numeros_et_horaires(fiche, verbe, ecrit, lu, remarques):
    assert (getattr(valeurs, verbe)(fiche, ecrit), genres(fiche)) == (lu, remarques)


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("2027-01-31", date(2027, 1, 31)),
        ("31/01/2027", date(2027, 1, 31)),
        ("2027-01-31T00:00:00", date(2027, 1, 31)),
        ("31-01-2027", date(2027, 1, 31)),
        ("31 janvier 2027", date(2027, 1, 31)),
        ("1er août 2012", date(2012, 8, 1)),
        ("dimanche 31 janvier 2027", date(2027, 1, 31)),
        ("31 février 2027", None),
        ("janvier 2027", None),
        ("", None),
        ("31/02/2027", None),
    ],
)
def test_jours(fiche, ecrit, lu):
    assert valeurs.jour(fiche, "Création", ecrit) == lu


def test_un_texte_perd_balises_entites_et_signes_de_controle():
    ecrit = "<p>Un&nbsp;lieu &amp;amp; <b>des</b> gens<br/>ici</p>\r\n\r\n\r\n\r\nFin\x07 a < b"
    assert valeurs.texte_long(ecrit) == "Un lieu & des gens\nici\n\nFin a < b"


def test_un_texte_trop_long_est_coupe_entre_deux_mots(fiche):
    assert valeurs.borner(fiche, "accroche", "un deux trois", 10) == "un deux…"
    assert genres(fiche) == ["texte"]


@pytest.mark.parametrize(
    ("valeur", "texte"),
    [
        (None, ""),
        (False, ""),
        (True, "oui"),
        (3.5, "3.5"),
        ({"@value": "a"}, "a"),
        ({"@type": "x"}, ""),
        (["a", None, {"name": "b"}], "a|b"),
    ],
)
def test_une_valeur_json_devient_un_texte(valeur, texte):
    assert valeurs.en_texte(valeur) == texte


@pytest.mark.parametrize(
    ("genre", "ecrit", "morale", "lu"),
    [
        ("telephone", "02 40 12 34 56", True, [("+33240123456", True)]),
        ("telephone", "02 40 12 34 56", False, [("+33240123456", False)]),
        ("telephone", "06 12 34 56 78", True, [("+33612345678", False)]),
        ("email", "contact@lieu.org", False, [("contact@lieu.org", True)]),
        ("email", "jean.dupont@lieu.org", True, [("jean.dupont@lieu.org", False)]),
        ("site", "www.lieu.org", False, [("https://www.lieu.org", True)]),
        (
            "telephone",
            "Standard : 02 40 12 34 56 ou 06 12 34 56 78 (Zoé)",
            True,
            [("+33240123456", True), ("+33612345678", False)],
        ),
        ("telephone", "0262 20 20 20", True, [("+262262202020", True)]),
        ("telephone", "0692 12 34 56", True, [("+262692123456", False)]),
        ("email", "L’accueil <contact@lieu.org>", True, [("contact@lieu.org", True)]),
        ("email", "contact (at) lieu.org", True, [("contact@lieu.org", True)]),
        ("email", "mailto:contact@lieu.org", True, [("contact@lieu.org", True)]),
        ("email", "contact.sud@lieu.org", True, [("contact.sud@lieu.org", True)]),
        ("email", "president.durand@lieu.org", True, [("president.durand@lieu.org", False)]),
        ("email", "presidence@lieu.org", True, [("presidence@lieu.org", True)]),
    ],
)
def test_un_contact_n_est_public_que_generique(fiche, genre, ecrit, morale, lu):
    lignes = valeurs.contacts(fiche, genre, [ecrit], personne_morale=morale)
    assert [(ligne["valeur"], ligne["public"]) for ligne in lignes] == lu


def test_des_horaires_trop_longs_gardent_leur_notation(fiche):
    jours = "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"
    ecrit = ", ".join(
        f"le {jour} de 9 heures à 12 heures et de 14 heures à 18 heures" for jour in jours
    )
    codes = "Mo", "Tu", "We", "Th", "Fr", "Sa"
    lu = ", ".join(f"{code} 09:00-12:00,14:00-18:00" for code in codes)
    assert (len(ecrit) > 255, valeurs.horaires(fiche, ecrit), genres(fiche)) == (True, lu, [])


def test_un_contact_illisible_ou_demesure_est_remarque(fiche):
    mauvais = ["page facebook", "https://a.org/" + "x" * 300, "https://[", "http://"]
    assert valeurs.contacts(fiche, "site", mauvais) == []
    assert genres(fiche) == ["contact"] * 4


@pytest.mark.parametrize(
    ("ecrit", "lus"),
    [
        ("https://a.org/x,3,79", ["https://a.org/x,3,79"]),
        ("http\\c//a.org", ["http://a.org"]),
        ("voir https://a.org, et https://b.org.", ["https://a.org", "https://b.org"]),
        ("a.org | b.org", ["a.org", "b.org"]),
        ("", []),
    ],
)
def test_adresses_d_une_cellule(ecrit, lus):
    assert valeurs.decouper_sites(ecrit) == lus


def test_une_page_de_reseau_social_n_est_pas_un_site(fiche):
    champs = valeurs.sites(fiche, "https://a.org|https://fr-fr.facebook.com/a|https://netflix.com/")
    assert {champ: [x["valeur"] for x in lignes] for champ, lignes in champs.items()} == {
        "contacts.site": ["https://a.org", "https://netflix.com/"],
        "contacts.reseau": ["https://fr-fr.facebook.com/a"],
    }


def test_les_etiquettes_qui_ne_different_que_par_la_casse_n_en_font_qu_une(fiche):
    noms = ["Énergie", "energie", " #Vélo. ", "", "x" * 51]
    assert valeurs.etiquettes(fiche, noms) == ["Énergie", "Vélo"]
    assert genres(fiche) == ["etiquette"]


@pytest.mark.parametrize(
    ("forme", "seul"),
    [
        ("Entrepreneur individuel", True),
        ("Micro-entreprise", True),
        ("auto entrepreneur", True),
        ("SARL", False),
        ("", False),
    ],
)
def test_qui_travaille_seul_a_son_adresse_pour_domicile(forme, seul):
    assert valeurs.travaille_seul(forme) == seul
