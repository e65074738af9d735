"""A file that the directory gives can be imported again, here or elsewhere."""

import pytest
from django.test import Client

from annuaire.models import Acteur, Contact, Source
from annuaire.provenances import photographier
from search.documents import indexer
from tests.annuaire.fabriques import SourceFactory
from tests.annuaire.pages import publier_annuaire
from tests.annuaire.sources_mixtes import lire_csv

LISTE = """identifiant;nom;raison_sociale;sigle;siret;famille;forme_juridique;naf;effectif;cree_en;\
accroche;categories;gestes;publics;etiquettes;labels;adresse;complement;code_postal;commune;\
latitude;longitude;accessibilite;horaires;site_web;reseaux_sociaux;telephone;email;a_distance;zone
a;+ Que du vrac;SCOP Vrac;QDV;80746931700018;cooperative;SCOP;4711B;12;2015-03-04;\
=à la louche;Alimentation|Ressourceries;Acheter;;- pain|vrac;\
Agriculture biologique (vérifié, 2099-01-31, FR-BIO-01, https://exemple.fr/p(1))|Demeter;\
12, rue du Port;Bât. B;44000;Nantes;47.2301;-1.5602;oui;Mo-Fr 09:00-12:00;https://vrac.example/;\
https://mastodon.social/@vrac;02 40 00 00 01|+262 262 30 00 01|06 98 76 54 32;contact@vrac.example;\
oui;commune:44109|departement:44|national|rayon:20
b;Sans position;;;;association;;;;;;Alimentation;;;;;;;44190;Clisson;;;;;;;;;;
"""
# What another directory writes its own way.
PROPRES = {
    *("ref", "identifiant", "adresse_permanente", "ajoute_le"),
    *("sources", "sources_adresses", "source", "attribution", "origines", "licence_du_fichier"),
}


@pytest.fixture
def publie(importer, pays):
    """The list, imported and published; what the site then gives."""
    publier_annuaire()
    SourceFactory(nom="Essai", licence="LO", redistribuable=True)
    importer(LISTE)
    return Client().get("/annuaire/export.csv")


def comparables(lignes):
    return sorted(
        [{nom: v for nom, v in ligne.items() if nom not in PROPRES} for ligne in lignes],
        key=lambda ligne: ligne["nom"],
    )


def test_elsewhere_a_file_gives_the_same_file(importer, publie):
    contenu = publie.getvalue()
    lignes = lire_csv(contenu)
    Acteur.objects.all().delete()
    compte, _resultats = importer(contenu, source="Voisin")
    assert dict(compte.etats) == {"cree": 2}
    assert set(Acteur.objects.values_list("source__nom", "source__licence")) == {
        ("Essai, par Tissage", "LO")
    }
    Source.objects.update(redistribuable=True)
    indexer("acteur", list(Acteur.objects.values_list("pk", flat=True)))
    assert comparables(lire_csv(Client().get("/annuaire/export.csv"))) == comparables(lignes)
    assert lignes[0]["nom"] == "'+ Que du vrac"
    assert Acteur.objects.filter(nom="+ Que du vrac", accroche="=à la louche").count() == 1


def test_here_a_file_changes_nothing_and_loses_nothing(importer, publie):
    """Not even the mobile that the file left out: it is another source than the first one."""
    pks = list(Acteur.objects.values_list("pk", flat=True))
    avant = photographier(pks)
    importer(publie.getvalue(), source="Relecture")
    assert sorted(Acteur.objects.values_list("pk", flat=True)) == sorted(pks)
    assert photographier(pks) == avant
    assert Contact.objects.filter(valeur="+33698765432", public=False).count() == 1
