"""Verbs on many actors: what they change, what they leave and why, at a constant cost."""

import pytest
from wagtail.models import ModelLogEntry

from annuaire import par_lot, vie
from annuaire.models import Acteur, LabelActeur
from annuaire.par_lot import Raison
from annuaire.provenances import PROPRIETAIRE, marque
from espace.models import Compte
from search.models import Document
from tests.annuaire.fabriques import (
    ActeurFactory,
    DomaineFactory,
    LabelActeurFactory,
    TypeLabelFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def animatrice():
    return Compte.objects.create_superuser("animatrice@exemple.example", "un mot de passe long")


FAUX_SIRET = "SIRET : Ce SIRET n’existe pas : vérifiez ses quatorze chiffres."


def pks(*acteurs):
    return [acteur.pk for acteur in acteurs]


def documents():
    return sorted(Document.objects.vivants().values_list("titre", flat=True))


def journal(action):
    entrees = ModelLogEntry.objects.filter(action=action).order_by("object_id")
    return [(entree.label, entree.user.email if entree.user else None) for entree in entrees]


def modifier(acteur, **champs):
    """A draft of *acteur* that the site does not show yet."""
    brouillon = Acteur.objects.get(pk=acteur.pk)
    for champ, valeur in champs.items():
        setattr(brouillon, champ, valeur)
    brouillon.save_revision(clean=False)
    return brouillon


class TestPublier:
    def test_what_has_no_draft_and_what_has_one(self, animatrice):
        brut, travaille = ActeurFactory(nom="Brut", brouillon=True), ActeurFactory(nom="Vieux")
        modifier(travaille, nom="Neuf")
        bilan = par_lot.publier(pks(brut, travaille), animatrice)
        assert (bilan.faits, dict(bilan.laisses)) == (2, {})
        assert list(
            Acteur.objects.order_by("nom").values_list("nom", "live", "has_unpublished_changes")
        ) == [("Brut", True, False), ("Neuf", True, False)]
        assert documents() == ["Brut", "Neuf"]
        assert journal("wagtail.publish") == [
            ("Brut", animatrice.email),
            ("Neuf", animatrice.email),
        ]
        brut.refresh_from_db()
        assert brut.first_published_at == brut.last_published_at is not None

    def test_what_is_closed_merged_locked_or_published_is_left_and_said(self, animatrice):
        cible = ActeurFactory(nom="Publié")
        fusionne = ActeurFactory(nom="Fusionné", brouillon=True)
        vie.fusionner(fusionne, cible)
        acteurs = [
            cible,
            fusionne,
            ActeurFactory(nom="Fermé", brouillon=True, ferme=True),
            ActeurFactory(nom="Verrouillé", brouillon=True, locked=True),
            ActeurFactory(nom="À moi", brouillon=True, locked=True, locked_by=animatrice),
        ]
        bilan = par_lot.publier(pks(*acteurs), animatrice)
        assert (bilan.faits, bilan.noms) == (
            1,
            {
                Raison.DEJA: [("Publié", "")],
                Raison.FUSIONNEE: [("Fusionné", "")],
                Raison.FERMEE: [("Fermé", "")],
                Raison.VERROUILLEE: [("Verrouillé", "")],
            },
        )

    def test_a_draft_that_breaks_a_rule_is_left_in_words_and_the_others_go(self):
        fautif, autre = ActeurFactory(nom="Fautif"), ActeurFactory(nom="Autre")
        modifier(fautif, siret="12345678901234")
        modifier(autre, nom="Autre nom")
        bilan = par_lot.publier(pks(fautif, autre))
        assert (bilan.faits, bilan.noms) == (
            1,
            {
                Raison.BROUILLON: [
                    ("Fautif", "SIRET : Ce SIRET n’existe pas : vérifiez ses quatorze chiffres.")
                ]
            },
        )

    def test_a_part_that_the_database_would_refuse_is_left_in_words(self):
        acteur = ActeurFactory(nom="Fautif", brouillon=True)
        brouillon = Acteur.objects.get(pk=acteur.pk)
        brouillon.labels = [LabelActeur(type=TypeLabelFactory(), etat="verifie")]
        brouillon.save_revision(clean=False)
        bilan = par_lot.publier(pks(acteur))
        ((_nom, phrase),) = bilan.noms[Raison.BROUILLON]
        assert phrase == (
            "Un label n’est « vérifié » qu’avec une preuve : une adresse où la lire, "
            "ou son numéro et qui l’a délivré."
        )

    def test_it_costs_as_much_for_three_as_for_one(self, django_assert_num_queries):
        un, *trois = [ActeurFactory(brouillon=True) for _ in range(4)]
        par_lot.publier(pks(ActeurFactory(brouillon=True)))
        with django_assert_num_queries(PUBLIER):
            par_lot.publier(pks(un))
        with django_assert_num_queries(PUBLIER):
            par_lot.publier(pks(*trois))


PUBLIER = 32


class TestMasquer:
    def test_all_go_and_what_the_site_showed_becomes_the_draft(self, animatrice):
        brut, travaille = ActeurFactory(nom="Brut"), ActeurFactory(nom="Vieux")
        travaille.save_revision().publish()
        Acteur.objects.filter(pk=travaille.pk).update(nom="Importé")
        bilan = par_lot.masquer(pks(brut, travaille), animatrice)
        assert (bilan.faits, documents()) == (2, [])
        assert Acteur.objects.filter(live=True).count() == 0
        travaille.refresh_from_db()
        assert travaille.get_latest_revision_as_object().nom == "Importé"
        assert journal("wagtail.unpublish") == [
            ("Brut", animatrice.email),
            ("Importé", animatrice.email),
        ]

    def test_a_closed_entry_may_be_hidden(self):
        ferme = ActeurFactory(ferme=True)
        assert par_lot.masquer(pks(ferme)).faits == 1

    def test_what_is_hidden_or_locked_is_left(self):
        cache = ActeurFactory(nom="Caché", brouillon=True)
        verrouille = ActeurFactory(nom="Verrouillé", locked=True)
        assert par_lot.masquer(pks(cache, verrouille)).noms == {
            Raison.DEJA: [("Caché", "")],
            Raison.VERROUILLEE: [("Verrouillé", "")],
        }


class TestEtiqueter:
    def noms(self, acteur):
        return sorted(acteur.etiquettes_posees.values_list("tag__name", flat=True))

    def etiquete(self, *noms, **champs):
        acteur = ActeurFactory(**champs)
        acteur.etiquettes.set(list(noms))
        acteur.save()
        return acteur

    def test_adding_and_removing_reach_live_row_draft_provenance_journal_and_document(
        self, animatrice
    ):
        acteur = self.etiquete("vrac", "ancien", nom="Épicerie")
        modifier(acteur, accroche="En projet")
        bilan = par_lot.etiqueter(pks(acteur), ["bio", "vrac"], ["Ancien"], animatrice)
        assert (bilan.faits, self.noms(acteur)) == (1, ["bio", "vrac"])
        acteur.refresh_from_db()
        brouillon = acteur.get_latest_revision_as_object()
        assert sorted(tag.name for tag in brouillon.etiquettes.all()) == ["bio", "vrac"]
        assert (brouillon.accroche, acteur.accroche) == ("En projet", "")
        assert acteur.provenance["etiquettes"] == marque("redaction")
        assert Document.objects.get().textes["etiquettes"] == "vrac · bio"
        entree = ModelLogEntry.objects.get(action="annuaire.changer", user=animatrice)
        assert entree.data == {
            "source": "redaction",
            "champs": {"etiquettes": [["ancien", "vrac"], ["bio", "vrac"]]},
        }

    def test_doing_it_again_changes_nothing(self):
        acteur = self.etiquete("vrac")
        assert par_lot.etiqueter(pks(acteur), ["Vrac"]).noms == {Raison.DEJA: [(acteur.nom, "")]}

    def test_what_the_structure_wrote_stays_its_own(self):
        acteur = self.etiquete("vrac", nom="À elle")
        Acteur.objects.filter(pk=acteur.pk).update(provenance={"etiquettes": marque(PROPRIETAIRE)})
        bilan = par_lot.etiqueter(pks(acteur), ["bio"])
        assert (bilan.noms, self.noms(acteur)) == ({Raison.STRUCTURE: [("À elle", "")]}, ["vrac"])

    def test_it_costs_as_much_for_three_as_for_one(self, django_assert_num_queries):
        un, *trois = [self.etiquete("vrac") for _ in range(4)]
        par_lot.etiqueter(pks(self.etiquete("vrac")), ["bio"], ["vrac"])
        with django_assert_num_queries(ETIQUETER):
            par_lot.etiqueter(pks(un), ["bio"], ["vrac"])
        with django_assert_num_queries(ETIQUETER):
            par_lot.etiqueter(pks(*trois), ["bio"], ["vrac"])


ETIQUETER = 45


class TestRanger:
    def test_among_the_others_or_as_the_main_one_losing_nothing(self):
        ancien, nouveau = DomaineFactory(slug="ancien"), DomaineFactory(slug="nouveau")
        acteur = ActeurFactory(domaine_principal=ancien)
        par_lot.ranger(pks(acteur), nouveau)
        acteur.refresh_from_db()
        assert (acteur.domaine_principal, [*acteur.domaines.all()]) == (ancien, [nouveau])
        par_lot.ranger(pks(acteur), nouveau, principal=True)
        acteur = Acteur.objects.get()
        assert acteur.domaine_principal == nouveau
        assert {*acteur.domaines.all()} == {ancien, nouveau}
        assert par_lot.ranger(pks(acteur), nouveau, principal=True).laisses == {Raison.DEJA: 1}

    def test_the_draft_and_the_facets_follow(self):
        domaine = DomaineFactory(slug="nouveau")
        acteur = ActeurFactory()
        modifier(acteur, accroche="En projet")
        par_lot.ranger(pks(acteur), domaine, principal=True)
        acteur.refresh_from_db()
        assert acteur.get_latest_revision_as_object().domaine_principal == domaine
        assert Document.objects.get().facettes["domaine"] == [domaine.cle]


def test_a_label_of_another_actor_is_not_a_fault():
    """Parts of a draft keep their keys: checking them must not take them for their own doubles."""
    acteur = LabelActeurFactory().acteur
    acteur = Acteur.objects.get(pk=acteur.pk)
    acteur.save_revision().publish()
    modifier(acteur, nom="Renommé")
    assert par_lot.publier(pks(acteur)).faits == 1
