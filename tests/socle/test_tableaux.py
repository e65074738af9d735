"""Every list and every screen that counts, as a file: its headings, its rows, no formula run."""

import csv
import io
import json
import re
from datetime import UTC, datetime

import openpyxl
import pytest
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.models import Locale

from annuaire.models import DepotImport
from espace.models import Compte
from home.models import Utilite
from search.models import Synonyme
from socle.models import Bandeau, Navigation
from tests.annuaire.fabriques import ActeurFactory, SourceFactory, locale_source
from tests.home.guide import (
    ajouter_fiche,
    ajouter_mot,
    ajouter_rubrique,
    ajouter_temoignage,
    bloc,
    publier_guide,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gabarits_de_wagtail")]

# Address of a screen: headings of its file, and a row that it has once ``peupler`` has passed.
ECRANS = {
    "wagtailsnippets_socle_motduglossaire:list": (
        (
            "Mot",
            "Autres formes",
            "Définition",
            "Texte de loi",
            "Souligner dans les textes",
            "Langue",
        ),
        ("'=Coopérative", "", "Une entreprise.", "", "oui", "Français"),
    ),
    "wagtailsnippets_home_temoignage:list": (
        (
            "Prénom",
            "Qualité",
            "Paroles",
            "Langue",
            "Acteur",
            "Inventé",
            "Accord donné le",
            "Ce que l’accord permet",
            "Retiré le",
        ),
        ("Aline", "", "'=Parole", "Français", "", "non", "2026-01-05", "Sur le portail.", ""),
    ),
    "wagtailsnippets_home_utilite:list": (
        ("Fiche", "Utile", "Pas utile"),
        ("Question une", "3", "1"),
    ),
    "wagtailsnippets_socle_navigation:list": (
        (
            "Langue",
            "Site",
            "Menu principal",
            "Colonnes du pied de page",
            "Nous joindre, nous suivre",
            "Mention de licence",
            "Adresse de la licence",
        ),
        ("Français", "tous les sites", "Chercher", "Trouver", "", "'=CC", ""),
    ),
    "wagtailsnippets_socle_bandeau:list": (
        ("Texte", "Niveau", "À partir de", "Jusqu’à", "Langue"),
        ("'=Fermé", "Information", "", "", "Français"),
    ),
    "annuaire_imports:liste": (
        ("Fichier", "Source", "État", "Créées", "Mises à jour", "Refusées", "Déposé par", "Déposé"),
        ("'=liste.csv", "", "déposé", "—", "—", "—", "", "2026-01-05 09:30:00+00:00"),
    ),
    "annuaire_verifications:a_verifier": (("Raison", "Fiches"), ("Jamais vérifiées", "1")),
    "home_redaction:liens_casses": (
        ("Page à reprendre", "Langue", "Mène à"),
        ("Question une", "Français", "Page effacée"),
    ),
    "home_redaction:avancement": (
        ("Langue", "Quoi", "Traduit", "À traduire en tout", "Part (%)"),
        ("Anglais", "Mots du glossaire", "0", "1", "0"),
    ),
}


def peupler():
    """One row at least in the file of each screen."""
    francais = locale_source()
    Locale.objects.get_or_create(language_code="en")
    ajouter_mot("=Coopérative", definition="Une entreprise.")
    ajouter_temoignage(qualite="", citation="=Parole")
    lien_casse = bloc("paragraphe", '<p><a linktype="page" id="99999">ici</a></p>')
    fiche = ajouter_fiche(ajouter_rubrique(publier_guide()), corps=[lien_casse])
    Utilite.objects.create(fiche=fiche, oui=3, non=1)
    lien = {"type": "lien", "value": {"adresse": "/recherche/", "libelle": "Chercher"}}
    colonne = {"type": "colonne", "value": {"titre": "Trouver", "liens": [lien]}}
    Navigation.objects.create(
        locale=francais, menu=json.dumps([lien]), pied=json.dumps([colonne]), mention="=CC"
    )
    Bandeau.objects.create(locale=francais, texte="=Fermé")
    depot = DepotImport.objects.create(nom="=liste.csv", profil="tissage")
    depose_le = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
    DepotImport.objects.filter(pk=depot.pk).update(depose_le=depose_le)
    ActeurFactory(nom="À revoir")


@pytest.mark.parametrize("adresse", ECRANS)
def test_every_screen_has_its_file(client, adresse):
    client.force_login(Compte.objects.create_superuser("a@exemple.example", "un mot de passe long"))
    peupler()
    chemin = reverse(adresse)
    page = client.get(chemin).content.decode()
    assert [f"{chemin}?export={forme}" in page for forme in ("csv", "xlsx")] == [True, True]
    texte = client.get(f"{chemin}?export=csv").getvalue().decode()
    titres, *lignes = map(tuple, csv.reader(io.StringIO(texte)))
    titres_voulus, ligne_voulue = ECRANS[adresse]
    assert titres == titres_voulus
    assert [ligne for ligne in lignes if ligne == ligne_voulue] == [ligne_voulue], lignes
    classeur = openpyxl.load_workbook(io.BytesIO(client.get(f"{chemin}?export=xlsx").getvalue()))
    lus = [[cellule.value for cellule in ligne] for ligne in classeur.active.iter_rows()]
    assert (tuple(lus[0]), len(lus)) == (titres_voulus, 1 + len(lignes))


EN_MOTS = (*ECRANS, "wagtailsnippets_search_synonyme:list", "wagtailsnippets_annuaire_source:list")


@pytest.mark.parametrize("adresse", EN_MOTS)
def test_a_cell_says_yes_or_no_in_words(client, adresse):
    client.force_login(Compte.objects.create_superuser("a@exemple.example", "un mot de passe long"))
    peupler()
    Synonyme.objects.create(termes="bus, autocar", bidirectionnel=False)
    SourceFactory(redistribuable=True)
    page = client.get(reverse(adresse)).content.decode()
    cellules = [strip_tags(c).strip() for c in re.findall(r"<td[^>]*>(.*?)</td>", page, re.S)]
    assert {"True", "False"} & set(cellules) == set()
    attendues = {
        "wagtailsnippets_socle_motduglossaire:list": {"oui"},
        "wagtailsnippets_search_synonyme:list": {"non"},
        "wagtailsnippets_annuaire_source:list": {"oui"},
    }
    assert attendues.get(adresse, set()) - set(cellules) == set()
