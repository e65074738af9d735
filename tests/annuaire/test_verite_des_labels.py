"""Only a label that is verified, proved and not expired counts and wears the mark, everywhere."""

import json
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from annuaire import boucles
from annuaire.cartes import cartes
from annuaire.fiches import contexte_de_fiche
from annuaire.models import Acteur, LabelActeur
from search.documents import indexer, refaire_marques
from search.models import Document
from tests.annuaire.fabriques import ActeurFactory, LabelActeurFactory, TypeLabelFactory

PARIS = ZoneInfo("Europe/Paris")
JOUR = date(2026, 6, 15)

textes = st.sampled_from(["", "x"])
# Around the day, where the rule turns.
jours = st.none() | st.integers(-2, 2).map(lambda n: JOUR + timedelta(days=n))
labels = st.fixed_dictionaries(
    {
        "etat": st.sampled_from(LabelActeur.Etat.values),
        "obtenu_le": jours,
        "expire_le": jours,
        "preuve": st.sampled_from(["", "https://preuve.example/"]),
        "numero": textes,
        "organisme": textes,
    }
).filter(
    lambda champs: (
        None in (champs["obtenu_le"], champs["expire_le"])
        or champs["obtenu_le"] <= champs["expire_le"]
    )
)


def attendu(etat, obtenu_le, expire_le, preuve, numero, organisme):
    """The rule, written once more in the plainest way."""
    if etat == "expire" or (expire_le and expire_le < JOUR):
        return "expire"
    if etat == "declare" or (obtenu_le and obtenu_le > JOUR):
        return "declare"
    return "verifie" if preuve or (numero and organisme) else "declare"


def midi(jour=JOUR):
    return time_machine.travel(datetime(jour.year, jour.month, jour.day, 12, tzinfo=PARIS))


def identifiants_json_ld(page):
    blocs = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    (acteur,) = (b for b in map(json.loads, blocs) if b["@type"] != "BreadcrumbList")
    return [titre["name"] for titre in acteur.get("hasCredential", ())]


def facette(acteur):
    return Document.objects.get(type="acteur", objet_id=acteur.pk).facettes.get("label", [])


def mots(acteur):
    return Document.objects.get(type="acteur", objet_id=acteur.pk).textes.get("etiquettes", "")


@given(champs=labels)
def test_every_way_out_follows_the_one_rule(client, rf, annuaire, champs):
    """Python, SQL, facet, texts of search, card, badge, JSON-LD and preview, for any label."""
    etat, type_label = attendu(**champs), TypeLabelFactory()
    label = LabelActeur(type=type_label, **champs)
    with midi():
        assert (label.etat_au(JOUR), label.en_cours) == (etat, etat == "verifie")
        acteur = ActeurFactory(nom="Le Cabas")
        brouillon = Acteur.objects.get(pk=acteur.pk)
        brouillon.labels = [LabelActeur(type=type_label, **champs)]
        contexte = contexte_de_fiche(brouillon, rf.get("/"), apercu=True)
        marque = ["ESUS"] if etat == "verifie" else []
        assert (contexte["badges"], contexte["labels"][0].etat) == (marque, etat)
        label.acteur = acteur
        if champs["etat"] == "verifie" and not label.prouve:
            with pytest.raises(IntegrityError), transaction.atomic():
                label.save()
            return
        label.save()
        indexer("acteur", [acteur.pk])
        en_cours = LabelActeur.objects.filter(acteur=acteur).en_cours(JOUR)
        (carte,) = cartes(rf.get("/"), [acteur.pk])
        fiche = client.get(f"/annuaire/{acteur.fragment}/")
        assert (en_cours.count(), list(carte.badges)) == (len(marque), marque)
        assert facette(acteur) == ([type_label.cle] if marque else [])
        assert (
            mots(acteur)
            == {
                "verifie": "Esus ESUS",
                "declare": "Esus ESUS (déclaré)",
                "expire": "",
            }[etat]
        )
        assert fiche.context["badges"] == marque
        assert [montre.etat for montre in fiche.context["labels"]] == [etat]
        noms = ["Esus"] if marque else []
        assert identifiants_json_ld(fiche.content.decode()) == noms


class TestMinuit:
    """A label runs out during the night: nothing is saved, no document is made again."""

    @pytest.fixture
    def acteur(self, annuaire):
        with midi():
            acteur = ActeurFactory(nom="Le Cabas")
            LabelActeurFactory(acteur=acteur, expire_le=JOUR)
            indexer("acteur", [acteur.pk])
        return acteur

    def badges(self, client):
        liste = client.get("/annuaire/?label=esus")
        accueil = client.get("/")
        return [
            [list(carte.badges) for carte in page]
            for page in (liste.context["cartes"], nouveaux(accueil))
        ]

    def test_pages_stop_showing_the_mark_whatever_the_document_says(self, client, acteur):
        with midi():
            assert self.badges(client) == [[["ESUS"]], [["ESUS"]]]
        with midi(JOUR + timedelta(days=1)):
            assert self.badges(client) == [[[]], [[]]]
            fiche = client.get(f"/annuaire/{acteur.fragment}/")
            assert (fiche.context["badges"], fiche.context["labels"][0].etat) == ([], "expire")
            assert identifiants_json_ld(fiche.content.decode()) == []

    @pytest.mark.parametrize(
        ("boucle", "apres"),
        [
            (boucles.revoir_les_labels_de_la_semaine, 1),
            (boucles.revoir_les_labels_de_la_semaine, 8),
            (boucles.revoir_tous_les_labels_expires, 1),
            (boucles.revoir_tous_les_labels_expires, 400),
        ],
    )
    def test_the_worker_takes_it_out_of_facets_and_texts(
        self, client, acteur, capsys, boucle, apres
    ):
        assert (len(facette(acteur)), mots(acteur)) == (1, "Esus ESUS")
        with midi(JOUR + timedelta(days=apres)):
            boucle()
            refaire_marques()
            liste = client.get("/annuaire/")
            call_command("chercher", "esus", "--json")
        assert (facette(acteur), mots(acteur)) == ([], "")
        assert [f.nom for f in liste.context["recherche"].facettes if f.nom == "label"] == []
        assert json.loads(capsys.readouterr().out)["total"] == 0

    def test_its_last_day_is_a_whole_day(self, client, acteur):
        with midi():
            boucles.revoir_les_labels_de_la_semaine()
            boucles.revoir_tous_les_labels_expires()
            assert refaire_marques() == 0
            assert self.badges(client)[0] == [["ESUS"]]

    def test_a_label_that_was_only_declared_leaves_the_texts_too(self, acteur):
        acteur.labels.update(etat="declare")
        indexer("acteur", [acteur.pk])
        with midi(JOUR + timedelta(days=1)):
            boucles.revoir_les_labels_de_la_semaine()
            refaire_marques()
        assert mots(acteur) == ""

    def test_a_label_starts_on_its_first_day(self, acteur):
        demain = JOUR + timedelta(days=1)
        acteur.labels.update(obtenu_le=demain, expire_le=None)
        with midi():
            indexer("acteur", [acteur.pk])
        assert facette(acteur) == []
        with midi(demain):
            boucles.revoir_les_labels_de_la_semaine()
            refaire_marques()
        assert len(facette(acteur)) == 1


def nouveaux(accueil):
    return accueil.context["nouveaux"]


class TestSaisie:
    """What the editors' form says."""

    def refus(self, **champs):
        acteur = ActeurFactory()
        label = LabelActeur(acteur=acteur, type=TypeLabelFactory(organisme=""), **champs)
        with pytest.raises(ValidationError) as erreur:
            label.full_clean()
        return erreur.value.message_dict

    def test_verified_asks_for_a_proof(self, db):
        sentence = (
            "Un label n’est « vérifié » qu’avec une preuve : une adresse où la lire, "
            "ou son numéro et qui l’a délivré."
        )
        assert self.refus(etat="verifie") == {"__all__": [sentence]}
        assert self.refus(etat="verifie", numero="44-12") == {"__all__": [sentence]}
        assert self.refus(etat="verifie", organisme="Préfecture") == {"__all__": [sentence]}

    def test_a_number_is_given_by_whoever_gives_that_label(self, db):
        label = LabelActeur(
            acteur=ActeurFactory(),
            type=TypeLabelFactory(organisme="Préfecture"),
            etat="verifie",
            numero="44-12",
        )
        label.full_clean()
        assert (label.organisme, label.prouve) == ("Préfecture", True)

    def test_a_label_is_not_obtained_tomorrow(self, db):
        with midi():
            assert self.refus(obtenu_le=JOUR + timedelta(days=1)) == {
                "obtenu_le": ["Cette date est à venir."]
            }

    @pytest.mark.parametrize(
        ("preuve", "le", "phrases"),
        [
            ("https://preuve.example/", JOUR, None),
            ("https://preuve.example/", date(1999, 1, 1), None),
            (
                "https://preuve.example/",
                JOUR + timedelta(days=1),
                {"famille_preuve_le": ["Cette date est à venir."]},
            ),
            (
                "",
                JOUR,
                {"__all__": ["Une société commerciale n’est de l’ESS qu’avec une preuve datée."]},
            ),
            (
                "https://preuve.example/",
                None,
                {"__all__": ["Une société commerciale n’est de l’ESS qu’avec une preuve datée."]},
            ),
        ],
    )
    def test_a_company_of_the_ess_has_a_dated_proof_however_old(self, db, preuve, le, phrases):
        acteur = ActeurFactory.build(
            famille="societe_ess", famille_preuve=preuve, famille_preuve_le=le, slug="x"
        )
        with midi():
            if phrases is None:
                acteur.full_clean()
                return
            with pytest.raises(ValidationError) as erreur:
                acteur.full_clean()
        assert erreur.value.message_dict == phrases
