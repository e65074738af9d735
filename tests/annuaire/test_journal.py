"""The journal: which fields a write changed, from what to what, without what is private."""

import pytest
from wagtail.models import ModelLogEntry

from annuaire import ecritures, journal, journal_en_mots, vie
from annuaire.journal import PRIVE
from annuaire.models import Acteur
from annuaire.provenances import PROPRIETAIRE, REDACTION
from tests.annuaire.fabriques import (
    ActeurFactory,
    ContactFactory,
    DomaineFactory,
    LieuFactory,
    SourceFactory,
    TypeLabelFactory,
)

pytestmark = pytest.mark.django_db


def entrees():
    return list(ModelLogEntry.objects.filter(action=journal.CHANGER).order_by("pk"))


def phrases(**options):
    lues = entrees()
    journal_en_mots.decrire(lues, **options)
    return [(lue.message.replace("\u00a0", " "), lue.phrases) for lue in lues]


def telephone(valeur, public=True):
    return {"valeur": valeur, "libelle": "", "personne": "Mme Untel", "public": public}


class TestNoter:
    def test_an_import_says_what_it_changed(self):
        acteur = ActeurFactory(nom="Le Cabas")
        source = SourceFactory(nom="OpenStreetMap")
        ecritures.appliquer(acteur, {"contacts.telephone": [telephone("+33261910001")]}, source)
        ecritures.appliquer(
            acteur,
            {"contacts.telephone": [telephone("+33261910002")], "accroche": "Du vrac."},
            source,
        )
        assert phrases() == [
            (
                "1 champ changé par la source « OpenStreetMap »",
                ["Téléphone : (vide) → 02 61 91 00 01"],
            ),
            (
                "2 champs changés par la source « OpenStreetMap »",
                ["Téléphone : 02 61 91 00 01 → 02 61 91 00 02", "Accroche : (vide) → Du vrac."],
            ),
        ]

    def test_what_changes_nothing_writes_nothing(self):
        acteur = ActeurFactory(nom="Le Cabas")
        ecritures.appliquer(acteur, {"nom": "Le Cabas"}, SourceFactory())
        assert entrees() == []

    def test_what_is_private_is_never_written(self):
        acteur = ActeurFactory()
        ContactFactory(acteur=acteur, valeur="+33612345678", personne="Mme Untel", public=False)
        LieuFactory(acteur=acteur, adresse="3, rue du Domicile", public=False)
        champs = {
            "contacts.telephone": [telephone("+33687654321", public=False)],
            "lieux": [{"adresse": "4, rue du Domicile", "public": False, "latitude": 47.3}],
        }
        champs["lieux"][0] |= {"longitude": -1.5, "precision": "adresse"}
        ecritures.appliquer(acteur, champs, REDACTION)
        (entree,) = entrees()
        assert entree.data["champs"] == {
            "contacts.telephone": [[PRIVE], [PRIVE]],
            "lieux": [[PRIVE], [PRIVE]],
        }
        assert phrases()[0][1] == ["Téléphone : changé", "Lieux : changé"]

    def test_an_address_that_becomes_private_is_not_told(self):
        acteur = ActeurFactory()
        LieuFactory(acteur=acteur, adresse="3, rue du Domicile", precision="adresse")
        lieu = {"adresse": "3, rue du Domicile", "code_postal": "44000", "public": False}
        ecritures.appliquer(acteur, {"lieux": [lieu]}, REDACTION)
        assert entrees()[0].data["champs"] == {"lieux": [[PRIVE], [PRIVE]]}

    def test_the_form_says_what_it_changed_and_not_what_it_created(self):
        acteur = ActeurFactory(nom="Avant")
        acteur.nom = "Après"
        acteur.save()
        assert phrases() == [("1 champ changé par la rédaction", ["Nom d’usage : Avant → Après"])]

    def test_a_long_text_is_cut(self):
        acteur = ActeurFactory()
        ecritures.appliquer(acteur, {"description": "x" * 500}, REDACTION)
        assert len(entrees()[0].data["champs"]["description"][1]) == journal.LONGUEUR

    def test_a_position_is_told_by_its_precision(self):
        acteur = ActeurFactory()
        LieuFactory(acteur=acteur, precision="commune")
        position = {"latitude": 47.2, "longitude": -1.5, "precision": "adresse"}
        ecritures.appliquer(acteur, {"positions": [position]}, SourceFactory(nom="BAN"))
        assert phrases() == [
            (
                "1 champ changé par la source « BAN »",
                ["Position : la commune seulement → l’adresse"],
            )
        ]

    def test_a_lot_is_one_more_query(self, django_assert_num_queries):
        acteurs = [ActeurFactory() for _ in range(3)]
        couples = [(acteur, {"nom": "Avant"}, {"nom": "Après"}) for acteur in acteurs]
        journal.noter(couples[:1], REDACTION)
        with django_assert_num_queries(1):
            journal.noter(couples, REDACTION)


class TestEnMots:
    def test_keys_are_named_and_lists_say_what_came_and_went(self):
        domaine, autre = DomaineFactory(slug="mobilite"), DomaineFactory(slug="energie")
        acteur = ActeurFactory(domaine_principal=domaine)
        acteur.domaines = [domaine]
        acteur.save()
        ModelLogEntry.objects.all().delete()
        ecritures.appliquer(
            acteur,
            {
                "domaines": [autre.pk],
                "domaine_principal_id": autre.pk,
                "etiquettes": ["vrac"],
                "labels": [{"type_id": TypeLabelFactory().pk, "etat": "declare"}],
                "a_distance": True,
                "zones": [{"genre": "rayon", "rayon_km": 20}],
            },
            PROPRIETAIRE,
        )
        assert phrases() == [
            (
                "6 champs changés par la structure elle-même",
                [
                    "Domaines : ajouté Energie ; retiré Mobilite",
                    "Domaine principal : Mobilite → Energie",
                    "Étiquettes : ajouté vrac",
                    "Agréments et labels : (vide) → Esus (déclaré)",
                    "À distance : non → oui",
                    "Zones d’intervention : (vide) → 20 km autour",
                ],
            )
        ]

    def test_what_is_gone_since_is_said_to_be(self):
        domaine = DomaineFactory(slug="mobilite")
        acteur = ActeurFactory()
        ecritures.appliquer(acteur, {"domaine_principal_id": domaine.pk}, REDACTION)
        domaine.delete()
        assert phrases()[0][1] == ["Domaine principal : (vide) → (disparu depuis)"]

    def test_who_may_not_see_values_reads_names_alone(self):
        ecritures.appliquer(ActeurFactory(), {"accroche": "Du vrac."}, REDACTION)
        assert phrases(prive=True)[0][1] == ["Accroche : changé"]

    def test_naming_costs_one_query_a_kind(self, django_assert_num_queries):
        domaines = [DomaineFactory(slug=f"d{n}") for n in range(3)]
        for domaine in domaines:
            ecritures.appliquer(ActeurFactory(), {"domaine_principal_id": domaine.pk}, REDACTION)
        lues = entrees()
        with django_assert_num_queries(1):
            journal_en_mots.decrire(lues[:1])
        with django_assert_num_queries(1):
            journal_en_mots.decrire(lues)


def test_facts_of_a_life_are_dated_and_name_another_entry_by_its_reference():
    acteur, cible = ActeurFactory(), ActeurFactory()
    vie.verifier(acteur, Acteur(verifie_le=None).verifie_le)
    vie.fermer(acteur)
    vie.fusionner(acteur, cible)
    lues = ModelLogEntry.objects.filter(object_id=str(acteur.pk)).order_by("pk")
    assert [sorted(lue.data) for lue in lues] == [["verifie_le"], ["ferme_le"], ["fusionne_vers"]]
    assert lues[2].data["fusionne_vers"] == cible.ref
    assert lues[2].message == f"Fiche fusionnée avec une autre (référence {cible.ref})"
