"""The English site: nothing of ours is left in French, neither in a list, an entry nor an error."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import polib
import pytest

from search.documents import indexer
from tests.annuaire.fabriques import (
    ActeurFactory,
    ContactFactory,
    DomaineFactory,
    GesteFactory,
    LabelActeurFactory,
    LieuFactory,
    PublicFactory,
    TypeLabelFactory,
    ZoneFactory,
)
from tests.annuaire.site_anglais import lire_en_anglais, publier_en_anglais

SITE = Path(__file__).resolve().parents[2] / "site"
# Letters and signs that our English never has; content of these tests has none either.
FRANCAIS = re.compile(r"[àâçéèêëîïôùûœ«»\u202f]", re.IGNORECASE)


@pytest.fixture(scope="module")
def phrases_francaises():
    """One regular expression a French string whose English differs, slots open."""
    motifs = []
    for chemin in SITE.glob("*/locale/en/LC_MESSAGES/django.po"):
        for entree in polib.pofile(str(chemin)):
            if (entree.msgstr or entree.msgstr_plural.get(0)) != entree.msgid:
                motif = re.sub(r"%\\\(\w+\\\)\d*[sd]", ".+", re.escape(entree.msgid))
                motifs.append(re.compile(re.sub(r"<.*?>", "", motif)))
    return motifs


@pytest.fixture
def anglais(annuaire):
    return publier_en_anglais(annuaire)


def terme(fabrique, anglais, nom_anglais, **champs):
    """A term, and its translation."""
    ligne = fabrique(**champs)
    traduite = ligne.copy_for_translation(anglais)
    traduite.nom = nom_anglais
    traduite.save()
    return ligne


@pytest.fixture
def acteur(anglais):
    """An entry with something in nearly every place that the page draws, all of it in ASCII."""
    acteur = ActeurFactory(
        nom="Portmouth Bakers",
        raison_sociale="Portmouth Bakers Ltd",
        famille="cooperative",
        cree_en=date(2019, 5, 3),
        effectif=4,
        itinerant=True,
        a_distance=True,
        horaires="Mo-Fr 09:00-12:30; Sa[1] 10:00-12:00; Aug off",
        domaine_principal=terme(DomaineFactory, anglais, "Food"),
        verifie_le=date(2026, 1, 8),
    )
    acteur.gestes.add(terme(GesteFactory, anglais, "Mend", slug="reparer"))
    acteur.publics.add(terme(PublicFactory, anglais, "Everybody"))
    acteur.save()
    LabelActeurFactory(
        acteur=acteur,
        type=terme(TypeLabelFactory, anglais, "Guild label"),
        organisme="Guild",
        numero="12",
        obtenu_le=date(2025, 1, 2),
        expire_le=date(2099, 1, 2),
        preuve="https://proof.example/",
    )
    LieuFactory(acteur=acteur, nom="Bakehouse", localite="Portmouth", fauteuil="oui", acces="Bus")
    LieuFactory(acteur=acteur, nom="Stall", precision="commune", horaires="Tu 18:00-20:00")
    ContactFactory(acteur=acteur)
    ZoneFactory(acteur=acteur)
    indexer("acteur", [acteur.pk])
    return acteur


def restes(reponse, phrases_francaises):
    """What is still French in a page; English too says « département »."""
    return [
        morceau
        for morceau in map(unescape, lire_en_anglais(reponse))
        if FRANCAIS.search(morceau.replace("département", ""))
        or any(motif.fullmatch(morceau) for motif in phrases_francaises)
    ]


@pytest.mark.parametrize(
    ("chemin", "statut"),
    [
        ("/en/", 200),
        ("/en/annuaire/", 200),
        ("/en/annuaire/?q=portmouth&domaine=alimentation&fauteuil=oui", 200),
        ("/en/annuaire/?q=zzzzzzzz", 200),
        ("/en/annuaire/?q=portmouth&geste=reparer", 200),
        ("/en/annuaire/?ou=Zzzzzzz", 200),
        ("/en/annuaire/?rayon=abc", 400),
        ("/en/annuaire/?rayon=10&tri=z", 200),
        ("/en/nowhere/", 404),
    ],
)
def test_nothing_french_is_left(client, acteur, phrases_francaises, chemin, statut):
    reponse = client.get(chemin)
    assert (reponse.status_code, restes(reponse, phrases_francaises)) == (statut, [])


@pytest.mark.parametrize("suite", ["", "signaler/", "signaler/merci/", "retrait/"])
def test_nothing_french_is_left_in_an_entry(client, acteur, phrases_francaises, suite):
    reponse = client.get(f"/en/annuaire/{acteur.fragment}/{suite}")
    assert (reponse.status_code, restes(reponse, phrases_francaises)) == (200, [])


def test_hours_are_written_as_in_english(client, acteur):
    lus = lire_en_anglais(client.get(f"/en/annuaire/{acteur.fragment}/"))
    voulus = ["Monday to Friday", "9:00 – 12:30", "1st Saturday of the month", "Closed in August"]
    assert [voulu for voulu in voulus if voulu not in lus] == []


def test_what_is_still_french_is_seen(client, acteur, phrases_francaises):
    """The French page, read as if it were English, is nothing but faults."""
    reponse = client.get("/annuaire/")
    reponse.content = reponse.content.replace(b'lang="fr"', b'lang="en"')
    trouves = restes(reponse, phrases_francaises)
    assert {"Rechercher", "Où\u202f?", "Filtrer", "1 acteur"} - set(trouves) == set()
