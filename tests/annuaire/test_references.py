"""When what a document refers to changes, the worker makes the document again."""

import pytest
from django.utils import timezone

from annuaire.models import Acteur, Etiquette
from search.models import ARefaire, Document
from socle.travaux import registre
from tests.annuaire.fabriques import (
    ActeurFactory,
    DomaineFactory,
    GesteFactory,
    LabelActeurFactory,
    TypeLabelFactory,
)

pytestmark = pytest.mark.django_db


def passer(nom):
    return registre.passer(registre.boucles[nom], "essai", meme_avant_l_heure=True)


def textes(acteur):
    return Document.objects.get(type="acteur", objet_id=acteur.pk).textes


def test_un_domaine_renomme_refait_les_documents_de_ses_sous_domaines():
    parent = DomaineFactory(slug="alimentation", nom="Alimentation")
    enfant = DomaineFactory(slug="epicerie", nom="Épicerie", parent=parent)
    dedans, dehors = ActeurFactory(domaine_principal=enfant), ActeurFactory()
    parent.nom = "Manger"
    parent.save()
    assert list(ARefaire.objects.values_list("objet_id", flat=True)) == [dedans.pk]
    assert passer("recherche") == "fait"
    assert textes(dedans)["domaines"] == "Épicerie · Manger"
    assert (ARefaire.objects.count(), "domaines" in textes(dehors)) == (0, False)


def test_un_geste_supprime_quitte_les_documents():
    acteur, geste = ActeurFactory(), GesteFactory(slug="donner", nom="Donner")
    acteur.gestes = [geste]
    acteur.save()
    geste.delete()
    passer("recherche")
    assert "domaines" not in textes(acteur)


def test_une_etiquette_renommee_se_trouve_sous_son_nouveau_nom():
    acteur = ActeurFactory()
    acteur.etiquettes.add("vrac")
    acteur.save()
    etiquette = Etiquette.objects.get(slug="vrac")
    etiquette.name = "sans emballage"
    etiquette.save()
    passer("recherche")
    assert textes(acteur)["etiquettes"] == "sans emballage"


def test_un_label_expire_cesse_de_compter_sans_que_personne_ne_l_enregistre():
    hier = timezone.localdate() - timezone.timedelta(days=1)
    acteur, type_label = ActeurFactory(), TypeLabelFactory()
    label = LabelActeurFactory(acteur=acteur, type=type_label)
    Acteur.objects.get(pk=acteur.pk).save()
    document = Document.objects.get(objet_id=acteur.pk)
    assert document.facettes["label"] == [type_label.cle]
    type(label).objects.update(expire_le=hier)
    passer("labels")
    passer("recherche")
    document.refresh_from_db()
    assert "label" not in document.facettes


def test_un_chargement_des_territoires_fait_revoir_tous_les_acteurs(petit_pays):
    from territoires.models import Chargement

    acteur = ActeurFactory()
    Document.objects.update(titre="périmé", empreinte="")
    Chargement.objects.get().save()
    passer("recherche")
    assert Document.objects.get(objet_id=acteur.pk).titre == acteur.nom


def test_les_tombes_se_purgent():
    assert passer("recherche-purge") == "fait"
