"""PostgreSQL, the database of production: the whole of the demonstration loads there too.

The tests marked `postgres` run there as well (docs/essais.md).
"""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from annuaire.models import Acteur

NOS_APPS = ("socle", "territoires", "espace", "search", "annuaire", "home")
CHARGEMENTS = ("charger_territoires", "charger_taxonomies", "charger_synonymes", "charger_demo")


def comptes():
    """{model: number of rows} of our own tables."""
    return {
        modele._meta.label: modele._default_manager.count()
        for app in NOS_APPS
        for modele in apps.get_app_config(app).get_models()
    }


@pytest.mark.serveur
@pytest.mark.django_db
def test_the_demonstration_loads_and_a_second_time_changes_nothing(settings, tmp_path, client):
    settings.DONNEES_VAR = tmp_path
    assert connection.vendor == "postgresql"
    for commande in CHARGEMENTS:
        call_command(commande, verbosity=0)
    une_fois = comptes()
    for commande in CHARGEMENTS:
        call_command(commande, verbosity=0)
    assert comptes() == une_fois
    acteurs = Acteur.objects.publies().order_by("ref")[:5]
    fiches = [f"/annuaire/{acteur.fragment}/" for acteur in acteurs]
    adresses = [*fiches, "/", "/annuaire/", "/annuaire/?q=velo&tri=nom", "/guide/"]
    assert {adresse: client.get(adresse).status_code for adresse in adresses} == dict.fromkeys(
        adresses, 200
    )
