"""Mobiles and mailboxes of people inside free texts: gone from them, kept in private."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annuaire.imports.confidentialite import TEXTES, TEXTES_DU_LIEU, expurger, proteger
from annuaire.imports.fiches import Fiche
from annuaire.models import Acteur, Contact

# Written apart from the code: nothing but digits, with the least that people put between them.
MOBILE = re.compile(r"(?<!\d)(?:(?:\+|00)33 ?|0)[67](?:[ .-]?\d\d){4}(?!\d)")


@pytest.mark.parametrize(
    ("texte", "propre", "trouves"),
    [
        ("Appelez le 06 25 33 30 87.", "Appelez le.", {("telephone", "+33625333087")}),
        ("Vrac (tél. : 06.25.33.30.87), bio", "Vrac, bio", {("telephone", "+33625333087")}),
        ("Portable : 07-12-34-56-78\nVrac", "Vrac", {("telephone", "+33712345678")}),
        ("Vrac, +33 (0)6 12 34 56 78", "Vrac", {("telephone", "+33612345678")}),
        ("Vrac / 0033612345678", "Vrac", {("telephone", "+33612345678")}),
        ("Vrac 0612 345 678 bio", "Vrac bio", {("telephone", "+33612345678")}),
        ("Vrac 06/12/34/56/78 bio", "Vrac bio", {("telephone", "+33612345678")}),
        (
            "Ana 06 12 34 56 78 ou 07 12 34 56 78 : vrac",
            "Ana : vrac",
            {("telephone", "+33612345678"), ("telephone", "+33712345678")},
        ),
        ("Île : +262 692 12 34 56.", "Île.", {("telephone", "+262692123456")}),
        ("Île : 0692 12 34 56.", "Île.", {("telephone", "+33692123456")}),
        ("Bruxelles : 0032 475 12 34 56.", "Bruxelles.", {("telephone", "+32475123456")}),
        ("Bruxelles, ＋32475123456, vrac", "Bruxelles, vrac", {("telephone", "+32475123456")}),
        ("Mail : ana.b@free.fr, vrac", "vrac", {("email", "ana.b@free.fr")}),
        ("Vrac <mailto:ana@free.fr>", "Vrac", {("email", "ana@free.fr")}),
        ("Jardin. Contact 06 75 95 29 71", "Jardin.", {("telephone", "+33675952971")}),
        ("Vrac ana [at] free.fr", "Vrac", {("email", "ana@free.fr")}),
        (
            "Vrac 06 12 a@b.fr 34 56 78",
            "Vrac",
            {("email", "a@b.fr"), ("telephone", "+33612345678")},
        ),
        ("Vrac, 06 12 34 56…", "Vrac…", set()),
        (
            "Vrac. Contact : Mme Ana Le Goff 06.98.76.54.32",
            "Vrac.",
            {("telephone", "+33698765432")},
        ),
        (
            "Vrac. Appelez Ana Durand au 06 98 76 54 32",
            "Vrac. Appelez Ana Durand au",
            {("telephone", "+33698765432")},
        ),
        (
            "Atelier 0692 12 34 56 (Jean-René), vrac",
            "Atelier, vrac",
            {("telephone", "+33692123456")},
        ),
        ("École Mme de Sévigné, contact@lieu.org", "École Mme de Sévigné, contact@lieu.org", set()),
    ],
)
def test_ce_qui_est_a_une_personne_quitte_le_texte(texte, propre, trouves):
    assert expurger(texte) == (propre, trouves)


@pytest.mark.parametrize(
    "texte",
    [
        "Tél. : 02 40 12 34 56, +33 1 42 33 30 87, 09 72 12 34 56",
        "contact@asso.fr et accueil.nantes@asso.fr, @asso@framapiaf.org",
        "SIRET 067 469 317 00018, 06746931700018, 807 067 123 00018",
        "RNA W062001234, IBAN FR76 0612 3456 7890 1234 5678 901",
        "Le 06/07/2024 10 h 30, du 06.07.2024 10 h au 07.08.2024",
        "06-07-2024 1030, 2024-06-07 10:30",
        "De 06000-06100 à 07000, 3 000 000 €, 06,50 € ou 7,00 €",
        "Ici : 47.0612345678, 3.0612345678",
        "06123456789012345, 00 00 00, 1 000 + 200",
        "Ouvert 10h00 12h00 14h00 18h00, tél. 0032 2 123 45 67",
    ],
)
def test_ce_qui_n_est_a_personne_reste(texte):
    assert expurger(texte) == (texte, set())


CHIFFRES = st.text("0123456789", min_size=8, max_size=8)
MOBILES = st.builds(
    lambda debut, chiffre, sep, paires: (
        debut + chiffre + "".join(sep + paires[i : i + 2] for i in range(0, 8, 2))
    ),
    st.sampled_from(["0", "+33", "+33 ", "0033", "0033 "]),
    st.sampled_from("67"),
    st.sampled_from(["", " ", ".", "-", "\xa0"]),
    CHIFFRES,
)
MORCEAUX = st.lists(MOBILES | st.text("ab@.fr 0671,;:()/-…\n", max_size=12), max_size=6)


@given(
    morceaux=MORCEAUX,
    champ=st.sampled_from(["nom", "accroche", "description", "offre", "lieu"]),
)
def test_aucun_mobile_ne_reste_dans_un_texte_public(morceaux, champ):
    texte = " | ".join(morceaux)
    fiche = Fiche(1, nom="A", champs={"nom": "A", "lieux": [{"adresse": ""}]})
    if champ == "lieu":
        fiche.champs["lieux"][0]["adresse"] = texte
    else:
        fiche.champs[champ] = texte
    proteger(fiche)
    publics = [fiche.champs.get(c, "") for c in TEXTES]
    publics += [lieu.get(c, "") for lieu in fiche.champs["lieux"] for c in TEXTES_DU_LIEU]
    restes = [m.group() for t in publics for m in MOBILE.finditer(t)]
    assert [r for r in restes if not re.match(r"\d\d([.-])(0[1-9]|1[0-2])\1\d{4}", r)] == []
    assert [
        x for c in fiche.champs if c.startswith("contacts.") for x in fiche.champs[c] if x["public"]
    ] == []
    une_fois = {c: v for c, v in fiche.champs.items() if isinstance(v, str)}
    proteger(fiche)
    assert {c: v for c, v in fiche.champs.items() if isinstance(v, str)} == une_fois


LISTE = (
    "nom,commune,adresse,complement,accroche,description,offre,accessibilite,etiquettes,telephone\n"
    "Vrac,Nantes,1 rue A 06 12 34 56 01,Sonner au 06 12 34 56 02,Dire 06 12 34 56 03,"
    "Écrire à ana@free.fr ou contact@vrac.fr,Pain 06 12 34 56 04,Appeler 06 12 34 56 05,"
    "bio|06 12 34 56 06,02 40 12 34 56\n"
)


def test_un_import_garde_les_contacts_des_personnes_en_prive_et_se_relance(pays, importer):
    compte, _resultats = importer(LISTE)
    assert (compte.etats["cree"], compte.remarques["contact"]) == (1, 7)
    acteur = Acteur.objects.get(nom="Vrac")
    lieu = acteur.lieux.get()
    assert (acteur.accroche, acteur.description, acteur.offre) == (
        "Dire",
        "Écrire à ou contact@vrac.fr",
        "Pain",
    )
    assert (lieu.adresse, lieu.complement, lieu.accessibilite) == (
        "1 rue A",
        "Sonner au",
        "Appeler",
    )
    assert [tag.name for tag in acteur.etiquettes.all()] == ["bio"]
    prives = Contact.objects.filter(public=False)
    mobiles = [f"+3361234560{i}" for i in range(1, 7)]
    assert sorted(c.valeur for c in prives) == ["+33240123456", *mobiles, "ana@free.fr"]
    compte, _resultats = importer(LISTE)
    assert dict(compte.etats) == {"inchange": 1}


def test_un_nom_qui_n_est_qu_un_numero_est_refuse(pays, importer):
    _compte, (resultat,) = importer("nom,commune\n06 12 34 56 78,Nantes\n")
    assert (resultat.etat, resultat.raison) == (
        "refuse",
        "sans nom, sauf un numéro ou une adresse de personne",
    )
