"""Official numbers and contacts: what is accepted, how it is written, what may be shown."""

import pytest
from django.core.exceptions import ValidationError

from annuaire import contacts, identifiants


@pytest.mark.parametrize(
    ("numero", "valide"),
    [
        ("80746931700018", True),
        ("80746931700019", False),
        ("35600000000048", True),  # La Poste, head office: passes Luhn
        ("35600000049837", True),  # La Poste: sum of digits 45, Luhn fails
        ("35600000049838", False),
        ("8074693170001", False),
        ("", False),
    ],
)
def test_un_siret_se_verifie_par_sa_cle_et_par_l_exception_de_la_poste(numero, valide):
    assert identifiants.siret_valide(numero) is valide


@pytest.mark.parametrize(
    ("verifier", "numero"),
    [
        (identifiants.verifier_siren, "123456789"),
        (identifiants.verifier_siret, "12345678901234"),
        (identifiants.verifier_rna, "W12"),
    ],
)
def test_un_numero_faux_est_refuse(verifier, numero):
    with pytest.raises(ValidationError):
        verifier(numero)
    assert verifier("") is None


@pytest.mark.parametrize(
    ("saisi", "lu", "affiche"),
    [
        ("02 61 91 00 01", "+33261910001", "02 61 91 00 01"),
        ("+262 262 12 34 56", "+262262123456", "+262 262 12 34 56"),
        ("0033 2 61 91 00 01", "+33261910001", "02 61 91 00 01"),
    ],
)
def test_un_telephone_se_lit_et_s_affiche(saisi, lu, affiche):
    assert (contacts.lire_telephone(saisi), contacts.afficher("telephone", lu)) == (lu, affiche)


@pytest.mark.parametrize(
    "saisi",
    ["12", "bonjour", "", "0000000000", "00.00.00.00.00", "+33000000000", "00 00 00 00 01", "01"],
)
def test_un_telephone_incomplet_ou_d_attente_est_refuse(saisi):
    with pytest.raises(ValidationError):
        contacts.lire_telephone(saisi)


@pytest.mark.parametrize(
    ("genre", "saisi", "attendu"),
    [
        ("site", "www.exemple.example/a", "https://www.exemple.example/a"),
        ("site", "http://exemple.example", "http://exemple.example"),
        ("email", " Contact@exemple.example ", "Contact@exemple.example"),
    ],
)
def test_une_adresse_se_complete(genre, saisi, attendu):
    assert contacts.verifier_contact(genre, saisi) == attendu


@pytest.mark.parametrize(
    ("genre", "saisi"),
    [("site", "javascript:alert(1)"), ("site", "pas une adresse"), ("email", "a@")],
)
def test_une_adresse_fausse_est_refusee(genre, saisi):
    with pytest.raises(ValidationError):
        contacts.verifier_contact(genre, saisi)


@pytest.mark.parametrize(
    ("genre", "valeur", "morale", "attendu"),
    [
        ("email", "contact@asso.example", True, True),
        ("email", "contact.nantes@asso.example", True, True),
        ("email", "jeanne.martin@asso.example", True, False),
        ("telephone", "+33261910001", True, True),
        ("telephone", "+33261910001", False, False),
        ("telephone", "+33639980001", True, False),
        ("telephone", "+33892680000", True, True),  # a service, neither landline nor mobile
        ("telephone", "+262262123456", True, True),
        ("telephone", "+262692123456", True, False),
        ("telephone", "abc", True, False),
        ("site", "https://a.example", False, True),
    ],
)
def test_ce_qui_se_publie_sans_demander(genre, valeur, morale, attendu):
    assert contacts.publiable_sans_accord(genre, valeur, personne_morale=morale) is attendu


def test_un_contact_mene_quelque_part_et_se_lit_sans_son_protocole():
    assert contacts.lien_de("telephone", "+33261910001") == "tel:+33261910001"
    assert contacts.lien_de("email", "a@b.example") == "mailto:a@b.example"
    assert contacts.afficher("site", "https://www.exemple.example/") == "exemple.example"
    assert contacts.afficher("email", "a@b.example") == "a@b.example"
    assert contacts.afficher_telephone("x") == "x"
